"""The short forms of the small tools. They only read; bounds and messages are the engine's."""

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from advice import selectors
from advice.engine.answers import (
    GRACE_DAYS_MOST,
    INSTALMENTS_MOST,
    LABELS,
    MULTIPLIER_LEAST,
    MULTIPLIER_MOST,
)
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.tools.calls import Called, Conduct, YesNo
from advice.forms.fields import DAY_HELP, ReadField, choice_messages
from advice.forms.layout import Fold, bare_helper, yuan_field
from advice.forms.loans import LoanForm
from advice.forms.reading import (
    read_amount,
    read_count,
    read_day,
    read_number,
    read_rate,
    read_time,
)
from advice.forms.short import ShortForm

UNSAID = ("", "没填")


def _amount(name: str, help_text: str = "", **kwargs: Any) -> ReadField:
    return ReadField(name, read_amount, help_text=help_text, **kwargs)


def _count(name: str, help_text: str = "", **kwargs: Any) -> ReadField:
    return ReadField(name, read_count, help_text=help_text, inputmode="numeric", **kwargs)


def _day(name: str, help_text: str = "", **kwargs: Any) -> ReadField:
    return ReadField(name, read_day, help_text=f"{help_text}{DAY_HELP}", inputmode="text", **kwargs)


def _choice(name: str, choices: Iterable[tuple[str, str]], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=LABELS[name], choices=choices, error_messages=choice_messages(name), **kwargs
    )


def _product() -> forms.ChoiceField:
    return _choice("product", [], initial=DEFAULT_PRODUCT)


def _daily_rate() -> ReadField:
    return ReadField(
        "daily_rate_percent",
        read_rate,
        label="日利率（%）",
        help_text="万分之五写 0.05。只知道年利率的，这里空着，填下面的年利率。",
    )


def _annual_rate() -> ReadField:
    return ReadField(
        "annual_rate_percent",
        read_rate,
        label="年利率（%）",
        help_text="18% 写 18。日利率和年利率只填一个。",
    )


class ToolForm(ShortForm):
    """A short form; amounts of `in_yuan` have ¥ before them, `folded` fields stand in a fold."""

    in_yuan: ClassVar[tuple[str, ...]] = ()
    folded: ClassVar[tuple[str, ...]] = ()
    fold_title: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "product" in self.fields:
            products = selectors.current_edition().products
            self.fields["product"].choices = [(row.slug, row.name) for row in products]

    @property
    def helper(self) -> FormHelper:
        """The fields as they are defined, the folded ones last."""
        helper = bare_helper()
        shown = [self._piece(name) for name in self.fields if name not in self.folded]
        fold = [Fold(self.fold_title, *map(self._piece, self.folded))] if self.folded else []
        helper.layout = Layout(*shown, *fold)
        return helper

    def _piece(self, name: str) -> Any:
        return yuan_field(name) if name in self.in_yuan else name


class PenaltyForm(ToolForm):
    """Penalty interest on one instalment."""

    in_yuan = ("overdue_principal",)
    folded = ("annual_rate_percent", "penalty_multiplier", "grace_days", "as_of")
    fold_title = "只知道年利率、合同另有约定，或换一天算"

    product = _product()
    overdue_principal = _amount(
        "overdue_principal",
        "只填本金，不含利息。银行宣布全部到期的，填全部剩余本金。可以写 3,000 或 0.3万。",
        required=True,
    )
    daily_rate_percent = _daily_rate()
    first_unpaid_due_date = _day("first_unpaid_due_date", label="这一期的还款日", required=True)
    annual_rate_percent = _annual_rate()
    penalty_multiplier = ReadField(
        "penalty_multiplier",
        read_number,
        help_text=f"{MULTIPLIER_LEAST} 到 {MULTIPLIER_MOST} 之间。不填就按产品的一般条款。",
    )
    grace_days = _count("grace_days", f"0 到 {GRACE_DAYS_MOST} 天。不填就按产品的一般条款。")
    as_of = _day("as_of", "不填就是今天。")


class ScheduleForm(LoanForm, ToolForm):
    """The schedule of one loan."""

    in_yuan = ("principal",)
    folded = ("annual_rate_percent", "due_day", "accrual_start_date")
    fold_title = "只知道年利率，或这一笔的其他约定"
    field_order = ("product",)

    product = _product()
    daily_rate_percent = _daily_rate()
    annual_rate_percent = _annual_rate()
    accelerated_on = None

    helper = ToolForm.helper


class CourtFeesForm(ToolForm):
    """The court's fees on a claim."""

    in_yuan = ("amount",)

    amount = _amount("amount", "对方起诉要的本金、利息、罚息加起来。", required=True)
    as_of = _day("as_of", "不填就是今天。")


class EmergencyFundForm(ToolForm):
    """How long an emergency fund takes."""

    in_yuan = ("essential_expenses", "savings", "monthly_saving")

    essential_expenses = _amount(
        "essential_expenses", "吃、住、交通、看病、孩子和老人。", required=True
    )
    savings = _amount("savings", "已经存下、随时能取的。没有就空着。")
    monthly_saving = _amount("monthly_saving", "还完这个月该还的以后。", required=True)


class AffordableInstalmentForm(ToolForm):
    """How much instalment an income carries."""

    in_yuan = ("monthly_income", "essential_expenses", "other_debt_payments")
    folded = ("daily_rate_percent", "annual_rate_percent", "instalments")
    fold_title = "想知道这样的月供能还清多少钱，再填利率和期数"

    monthly_income = _amount("monthly_income", "到手的，全家一起还就算全家的。", required=True)
    essential_expenses = _amount("essential_expenses", "吃、住、交通、看病、孩子。", required=True)
    other_debt_payments = _amount(
        "other_debt_payments", "房贷、车贷、信用卡、别的网贷。没有就写 0。", required=True
    )
    daily_rate_percent = _daily_rate()
    annual_rate_percent = _annual_rate()
    instalments = _count("instalments", f"一个月一期，1 到 {INSTALMENTS_MOST} 期。")


class RecordForm(ToolForm):
    """When a bad record goes."""

    product = _product()
    first_unpaid_due_date = _day("first_unpaid_due_date", required=True)
    cleared_on = _day("cleared_on", "还没还清的，填打算还清的那天，或者空着，按今天还清来算。")


class CallForm(ToolForm):
    """Whether a call was allowed."""

    called_on = _day("called_on", required=True)
    called_at = ReadField(
        "called_at",
        read_time,
        required=True,
        inputmode="text",
        help_text="北京时间。可以写 22:15，也可以写 晚上10点15分。",
    )
    called = _choice("called", Called.choices(), widget=forms.RadioSelect)
    connected_calls = _count(
        "connected_calls", "同一家贷款机构和它委托的公司，加起来，这一次也算。"
    )
    missed_calls = _count("missed_calls", "打同一个号码，没接通的。")
    agreed_to_hours = _choice("agreed_to_hours", [UNSAID, *YesNo.choices()], required=False)
    was_reachable = _choice("was_reachable", [UNSAID, *YesNo.choices()], required=False)
    conduct = forms.MultipleChoiceField(
        label="对方有这些做法吗，可以多选",
        choices=Conduct.choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=choice_messages("conduct"),
    )


TOOL_FORMS: dict[str, type[ToolForm]] = {
    "tool_penalty": PenaltyForm,
    "tool_schedule": ScheduleForm,
    "tool_court_fees": CourtFeesForm,
    "tool_emergency_fund": EmergencyFundForm,
    "tool_affordable_instalment": AffordableInstalmentForm,
    "tool_record": RecordForm,
    "tool_call": CallForm,
}
