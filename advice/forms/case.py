"""Everything of the form but the loans: money, circumstances, court papers, contract terms."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from advice import selectors
from advice.engine.answers import GRACE_DAYS_MOST, LABELS, MULTIPLIER_LEAST, MULTIPLIER_MOST
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.vocabulary import (
    STAGES_OF_ANSWERABLE_PAPERS,
    STAGES_WITH_JUDGMENT,
    STAGES_WITH_SUIT,
    Circumstance,
    LegalStage,
)
from advice.forms.fields import DAY_HELP, ReadField, choice_messages
from advice.forms.layout import Fold, Section, bare_helper, yuan_field
from advice.forms.reading import read_amount, read_count, read_day, read_number

YES_NO = {"yes": True, "no": False}


def _money_field(name: str, help_text: str = "") -> ReadField:
    return ReadField(name, read_amount, help_text=help_text)


class CaseForm(forms.Form):
    """Everything of a case but its loans."""

    product = forms.ChoiceField(
        label=LABELS["product"], initial=DEFAULT_PRODUCT, error_messages=choice_messages("product")
    )
    monthly_income = _money_field("monthly_income", "到手的，全家一起还就算全家的。")
    essential_expenses = _money_field("essential_expenses", "吃、住、交通、看病、孩子。")
    other_debt_payments = _money_field(
        "other_debt_payments", "房贷、车贷、信用卡、别的网贷。没有就写 0。"
    )
    savings = _money_field("savings", "现在就能动用的。")
    sellable_assets = ReadField("sellable_assets", read_amount, label="可以变卖的东西值多少")
    family_loan = ReadField(
        "family_loan", read_amount, label="家人可以借多少", help_text="这仍然是债，要还给家人。"
    )
    expense_cut = ReadField("expense_cut", read_amount, label="每月还能省多少")
    circumstances = forms.MultipleChoiceField(
        label="有这些情况吗，可以多选",
        choices=Circumstance.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=choice_messages("circumstances"),
    )
    legal_stage = forms.ChoiceField(
        label="收到过律师或法院的材料吗",
        choices=LegalStage.choices(),
        initial=LegalStage.NONE.value,
        required=False,
        widget=forms.RadioSelect,
        error_messages=choice_messages("legal_stage"),
        help_text="有几样的，选最靠下的一样。",
    )
    lawsuit_filed_on = ReadField(
        "lawsuit_filed_on",
        read_day,
        help_text=f"看起诉状或传票上的日期，没有就写收到的日子。{DAY_HELP}",
        inputmode="text",
    )
    performance_due_on = ReadField(
        "performance_due_on",
        read_day,
        help_text=f"看判决书或调解书写的履行期限。{DAY_HELP}",
        inputmode="text",
    )
    paper_received_on = ReadField(
        "paper_received_on",
        read_day,
        help_text=(
            "上面选的支付令、起诉状副本或判决书，哪天收到的。可以不填；"
            f"填了，才能算出提异议、答辩或上诉的最后一天。{DAY_HELP}"
        ),
        inputmode="text",
    )
    penalty_multiplier = ReadField(
        "penalty_multiplier",
        read_number,
        help_text=f"{MULTIPLIER_LEAST} 到 {MULTIPLIER_MOST} 之间。不填就按产品的一般条款。",
    )
    charges_compound_interest = forms.ChoiceField(
        label=LABELS["charges_compound_interest"],
        choices=[("", "不清楚"), ("yes", "计"), ("no", "不计")],
        required=False,
        error_messages=choice_messages("charges_compound_interest"),
    )
    grace_days = ReadField(
        "grace_days",
        read_count,
        help_text=f"0 到 {GRACE_DAYS_MOST} 天。不填就按产品的一般条款。",
        inputmode="numeric",
    )
    acceleration_days = ReadField(
        "acceleration_days",
        read_count,
        help_text="合同或银行通知里写明了才填。",
        inputmode="numeric",
    )
    as_of = ReadField(
        "as_of",
        read_day,
        help_text="不填就是今天。想知道发工资那天要还多少，就填那天。",
        inputmode="text",
    )
    horizon_days = ReadField(
        "horizon_days",
        read_count,
        help_text="30 到 1,825 天，不填就是 365 天。",
        inputmode="numeric",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = selectors.current_edition().products
        self.fields["product"].choices = [(product.slug, product.name) for product in products]

    def clean_charges_compound_interest(self) -> bool | None:
        return YES_NO.get(self.cleaned_data["charges_compound_interest"])

    @property
    def helper(self) -> FormHelper:
        """The sections after the loans; `product` stands above them."""
        helper = bare_helper()
        helper.layout = Layout(
            Section(
                "二、收支（可以不填）",
                *map(
                    yuan_field,
                    (
                        "monthly_income",
                        "essential_expenses",
                        "other_debt_payments",
                        "savings",
                        "sellable_assets",
                        "family_loan",
                        "expense_cut",
                    ),
                ),
                hint=(
                    "填了前三项，才能算出每月还得起多少。填了手头的钱，才能算一次还一部分。"
                    "填了每月还能省多少，才能算省开支逐月还。"
                ),
                css_id="money",
            ),
            Section(
                "三、现状", "circumstances", "legal_stage", *self.follow_up_dates, css_id="now"
            ),
            Fold(
                "四、合同另有约定，或换一天算（不清楚就不用打开）",
                "penalty_multiplier",
                "charges_compound_interest",
                "grace_days",
                "acceleration_days",
                "as_of",
                "horizon_days",
            ),
        )
        return helper

    @property
    def follow_up_dates(self) -> list[str]:
        """The dates of court papers that apply to the stage, and any that were filled in."""
        stage = self["legal_stage"].value()
        wanted = {
            "lawsuit_filed_on": stage in STAGES_WITH_SUIT,
            "performance_due_on": stage in STAGES_WITH_JUDGMENT,
            "paper_received_on": stage in STAGES_OF_ANSWERABLE_PAPERS,
        }
        return [name for name, applies in wanted.items() if applies or self[name].value()]
