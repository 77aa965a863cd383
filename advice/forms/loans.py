"""The loans of the form: one to twenty drawdowns."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from advice.engine.answers import LABELS
from advice.engine.intake import MOST_LOANS
from advice.engine.vocabulary import RepaymentMethod
from advice.forms.fields import DAY_HELP, ReadField, choice_messages
from advice.forms.layout import Fold, bare_helper, yuan_field
from advice.forms.reading import read_amount, read_count, read_day, read_rate


class LoanForm(forms.Form):
    """One drawdown."""

    principal = ReadField(
        "principal",
        read_amount,
        required=True,
        help_text="在微信里打开“微粒贷”，点开这一笔，看“剩余本金”。可以写 30,000 或 3万。",
    )
    daily_rate_percent = ReadField(
        "daily_rate_percent",
        read_rate,
        label="日利率（%）*",
        help_text=(
            "在同一页的“利率”一栏。万分之五写 0.05。"
            "只知道年利率的，这里空着，填在下面“其他约定”里。"
        ),
    )
    repayment_method = forms.ChoiceField(
        label=LABELS["repayment_method"],
        choices=RepaymentMethod.choices(),
        initial=RepaymentMethod.EQUAL_PRINCIPAL.value,
        error_messages=choice_messages("repayment_method"),
        help_text="微粒贷一般是等额本金。",
    )
    remaining_instalments = ReadField(
        "remaining_instalments",
        read_count,
        required=True,
        help_text="从第一期没还上的算起。",
        inputmode="numeric",
    )
    first_unpaid_due_date = ReadField(
        "first_unpaid_due_date",
        read_day,
        required=True,
        help_text=f"还没逾期的，填下一个还款日。{DAY_HELP}",
        inputmode="text",
    )
    annual_rate_percent = ReadField(
        "annual_rate_percent",
        read_rate,
        label="年利率（%）",
        help_text="合同只写年利率时才填，18% 写 18。日利率和年利率只填一个。",
    )
    due_day = ReadField(
        "due_day",
        read_count,
        help_text="还款日是 29、30 或 31 号，而上面那一期落在短月的月底时才填。",
        inputmode="numeric",
    )
    accrual_start_date = ReadField(
        "accrual_start_date",
        read_day,
        help_text="一般是上一个还款日或放款日。不填就按上个月的还款日。",
        inputmode="text",
    )
    accelerated_on = ReadField(
        "accelerated_on",
        read_day,
        help_text="收到过“提前到期”的通知才填。",
        inputmode="text",
    )

    @property
    def helper(self) -> FormHelper:
        helper = bare_helper()
        helper.layout = Layout(
            yuan_field("principal"),
            "daily_rate_percent",
            "repayment_method",
            "remaining_instalments",
            "first_unpaid_due_date",
            Fold(
                "这一笔的其他约定（一般不用打开）",
                "annual_rate_percent",
                "due_day",
                "accrual_start_date",
                "accelerated_on",
            ),
        )
        return helper


class BaseLoanFormSet(forms.BaseFormSet):
    """One to twenty loans; a further one that was left blank is no loan."""

    default_error_messages = forms.BaseFormSet.default_error_messages | {
        "too_many_forms": "借款最多 %(num)d 笔，多出很多的没有保留"
    }

    def initial_form_count(self) -> int:
        """None: no loan is stored, so a blank one is no loan, whatever was there before."""
        return 0

    def total_form_count(self) -> int:
        if self.is_bound:
            return super().total_form_count()
        return max(len(self.initial or []), self.min_num)

    def told(self) -> list[int]:
        """The positions of the loans that were filled in, the first one always."""
        return [i for i, form in enumerate(self.forms) if i == 0 or form.has_changed()]


LoanFormSet = forms.formset_factory(
    LoanForm,
    formset=BaseLoanFormSet,
    extra=0,
    min_num=1,
    max_num=MOST_LOANS,
    absolute_max=2 * MOST_LOANS,
)
