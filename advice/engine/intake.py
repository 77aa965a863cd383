"""From raw answers to a Case: every bound of the calculation's section 2, with messages in Chinese.

Raw answers are a mapping as JSON or the form gives it: amounts as str, int or Decimal, dates as ISO
text or date. Each broken bound is reported under its own field, nested as `loans.0.principal`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from advice.engine.calendar import add_days, add_months, is_month_end
from advice.engine.case import (
    CapRequest,
    Case,
    ContractTerms,
    CourtFees,
    Cure,
    Loan,
    PayDown,
    Restructure,
    WhatIf,
)
from advice.engine.rules import Rulebook, RuleNotInForce, RulesInForce, Terms, UnknownProduct
from advice.engine.vocabulary import Circumstance, Labelled, LegalStage, RepaymentMethod
from advice.engine.wording import chinese_date, plain, yuan

DEFAULT_PRODUCT = "weilidai"
MOST_LOANS = 20
MOST_WHAT_IFS = 20
LONGEST_TEXT = 40
EARLIEST_DAY, LATEST_DAY = date(1990, 1, 1), date(2199, 12, 31)

LABELS = {
    "as_of": "计算日期",
    "product": "贷款产品",
    "loans": "借款",
    "horizon_days": "比较的天数",
    "monthly_income": "每月收入",
    "essential_expenses": "每月必须的开支",
    "other_debt_payments": "每月其他欠款要还",
    "savings": "存款",
    "sellable_assets": "可以变卖的东西",
    "family_loan": "家人可以借的",
    "expense_cut": "每月还能省的",
    "circumstances": "现在的情况",
    "legal_stage": "律师或法院的材料",
    "lawsuit_filed_on": "起诉日期",
    "performance_due_on": "判决的履行期最后一天",
    "penalty_multiplier": "罚息倍数",
    "charges_compound_interest": "是否计复利",
    "grace_days": "宽限天数",
    "acceleration_days": "逾期几天后全部到期",
    "what_if": "假设方案",
    "principal": "剩余本金",
    "daily_rate_percent": "日利率",
    "annual_rate_percent": "年利率",
    "repayment_method": "还款方式",
    "remaining_instalments": "还剩的期数",
    "first_unpaid_due_date": "还款日",
    "due_day": "每月还款日",
    "accrual_start_date": "起息日",
    "accelerated_on": "宣布提前到期的日期",
    "kind": "方案种类",
    "upfront": "今天先付",
    "monthly": "每月还",
    "max_months": "最长月数",
    "waived_share": "减免比例",
    "plan_daily_rate_percent": "方案日利率",
    "amount": "金额",
}

CASE_FIELDS = frozenset(list(LABELS)[: list(LABELS).index("principal")])
LOAN_FIELDS = frozenset(
    {
        "principal",
        "daily_rate_percent",
        "annual_rate_percent",
        "repayment_method",
        "remaining_instalments",
        "first_unpaid_due_date",
        "due_day",
        "accrual_start_date",
        "accelerated_on",
    }
)
WHAT_IF_FIELDS = {
    "cure": frozenset({"kind"}),
    "pay_down": frozenset({"kind", "upfront", "monthly"}),
    "restructure": frozenset({"kind", "max_months", "waived_share", "plan_daily_rate_percent"}),
    "cap": frozenset({"kind"}),
    "court_fees": frozenset({"kind", "amount"}),
}

MONTHLY_MOST = Decimal(10_000_000)
MEANS_MOST = Decimal(100_000_000)
CLAIM_MOST = Decimal(10_000_000_000)

L = TypeVar("L", bound=Labelled)
Errors = dict[str, list[str]]


class CaseRefused(ValueError):
    """The answers break bounds; `errors` holds the messages by field."""

    def __init__(self, errors: Errors) -> None:
        super().__init__("; ".join(f"{field}: {' '.join(said)}" for field, said in errors.items()))
        self.errors = errors


class _Answers:
    """One mapping of raw answers, read field by field; what is wrong gathers in `errors`."""

    def __init__(self, raw: Mapping[str, Any], prefix: str, errors: Errors) -> None:
        self.raw = raw
        self.prefix = prefix
        self.errors = errors

    def refuse(self, field: str, message: str) -> None:
        self.errors.setdefault(self.prefix + field, []).append(message)

    def refuse_unknown(self, known: frozenset[str]) -> None:
        for field in self.raw:
            if field not in known:
                self.refuse(str(field)[:LONGEST_TEXT], "没有这个字段")

    def is_told(self, field: str) -> bool:
        return self.raw.get(field) is not None

    def require(self, field: str) -> bool:
        if not self.is_told(field):
            self.refuse(field, f"请填写{LABELS[field]}")
        return self.is_told(field)

    def number(
        self, field: str, low: Decimal, high: Decimal, *, decimals: int, show: Callable[..., str]
    ) -> Decimal | None:
        """A number within the bounds with at most so many decimals; None: not told, or refused."""
        if not self.is_told(field):
            return None
        label = LABELS[field]
        value = _as_decimal(self.raw[field])
        if value is None:
            self.refuse(field, f"{label}请写成数字，例如 {show(_example(low, high))}")
        elif not low <= value <= high:
            self.refuse(field, f"{label}应在 {show(low)} 到 {show(high)} 之间")
        elif _decimals(value) > decimals:
            self.refuse(field, f"{label}最多 {decimals} 位小数" if decimals else f"{label}应是整数")
        else:
            return value
        return None

    def amount(self, field: str, high: Decimal, low: Decimal = Decimal(0)) -> Decimal | None:
        return self.number(field, low, high, decimals=2, show=yuan)

    def rate(self, field: str, high: Decimal) -> Decimal | None:
        return self.number(
            field, Decimal(0), high, decimals=6, show=lambda value: f"{plain(value)}%"
        )

    def integer(self, field: str, low: int, high: int) -> int | None:
        value = self.number(field, Decimal(low), Decimal(high), decimals=0, show=plain)
        return None if value is None else int(value)

    def yes_no(self, field: str) -> bool | None:
        if not self.is_told(field):
            return None
        if not isinstance(self.raw[field], bool):
            self.refuse(field, f"{LABELS[field]}请答是或否")
            return None
        return bool(self.raw[field])

    def day(self, field: str) -> date | None:
        if not self.is_told(field):
            return None
        day = _as_date(self.raw[field])
        if day is None:
            self.refuse(field, f"{LABELS[field]}请写成存在的日期，例如 2026-08-15")
        elif not EARLIEST_DAY <= day <= LATEST_DAY:
            bounds = f"{chinese_date(EARLIEST_DAY)} 到 {chinese_date(LATEST_DAY)}"
            self.refuse(field, f"{LABELS[field]}应在 {bounds} 之间")
        else:
            return day
        return None

    def choice(self, field: str, kind: type[L]) -> L | None:
        if not self.is_told(field):
            return None
        member = _member(self.raw[field], kind)
        if member is None:
            wanted = "、".join(member.value for member in kind)
            self.refuse(field, f"{LABELS[field]}应是其中之一：{wanted}")
        return member

    def day_between(
        self, field: str, *, after: date | None = None, until: date | None = None
    ) -> date | None:
        """A day after the one and not after the other; each bound that breaks is named."""
        day = self.day(field)
        if day is None:
            return None
        fine = True
        if after is not None and day <= after:
            self.refuse(field, f"{LABELS[field]}应在 {chinese_date(after)} 之后")
            fine = False
        if until is not None and day > until:
            self.refuse(field, f"{LABELS[field]}应在 {chinese_date(until)} 或之前")
            fine = False
        return day if fine else None


def _example(low: Decimal, high: Decimal) -> Decimal:
    """A number that would be accepted."""
    return min(max(low, Decimal(2000)), high)


def _as_decimal(value: Any) -> Decimal | None:
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", value):
        return Decimal(value)
    return None


def _decimals(value: Decimal) -> int:
    """How many decimals the value needs, trailing zeros aside."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    needed = -exponent
    for digit in reversed(digits):
        if digit or needed <= 0:
            break
        needed -= 1
    return needed if any(digits) else 0


def _as_date(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _member(value: Any, kind: type[L]) -> L | None:
    return next((member for member in kind if member.value == value), None)


def read_case(raw: Mapping[str, Any], *, today: date, rulebook: Rulebook) -> Case:
    """The case that the answers tell; raises CaseRefused with every broken bound."""
    errors: Errors = {}
    answers = _Answers(raw, "", errors)
    answers.refuse_unknown(CASE_FIELDS)
    as_of = answers.day("as_of") if answers.is_told("as_of") else today
    product = _read_product(answers, rulebook)
    in_force = _in_force(answers, product, as_of, rulebook)
    loans = _read_loans(answers, as_of)
    reader = _CaseReader(answers, as_of or today, loans, in_force)
    case = reader.read(product)
    if errors:
        raise CaseRefused(errors)
    return case


def _read_product(answers: _Answers, rulebook: Rulebook) -> str:
    slug = answers.raw.get("product")
    slug = DEFAULT_PRODUCT if slug is None else slug
    try:
        return rulebook.product(slug if isinstance(slug, str) else "").slug
    except UnknownProduct:
        names = "、".join(product.name for product in rulebook.products.values())
        answers.refuse("product", f"没有这个贷款产品，现有：{names}")
        return DEFAULT_PRODUCT


def _in_force(
    answers: _Answers, product: str, as_of: date | None, rulebook: Rulebook
) -> tuple[RulesInForce, Terms] | None:
    if as_of is None or product not in rulebook.products:
        return None
    try:
        return rulebook.on(as_of), rulebook.product(product).terms_on(as_of)
    except RuleNotInForce as missing:
        day = chinese_date(missing.day)
        answers.refuse("as_of", f"{day} 没有生效的“{missing.label}”，没法计算，请换一天")
        return None


class _CaseReader:
    """Reads the fields of the case itself, with the bounds that tie them together."""

    def __init__(
        self,
        answers: _Answers,
        as_of: date,
        loans: list[Loan],
        in_force: tuple[RulesInForce, Terms] | None,
    ) -> None:
        self.answers = answers
        self.as_of = as_of
        self.loans = loans
        self.rules = in_force[0] if in_force else None
        self.first_due_on = min((loan.first_unpaid_due_date for loan in loans), default=None)

    def read(self, product: str) -> Case:
        answers = self.answers
        expenses = answers.amount("essential_expenses", MONTHLY_MOST)
        stage = self._legal_stage()
        filed_on = self._lawsuit_filed_on(stage)
        return Case(
            as_of=self.as_of,
            product=product,
            loans=tuple(self.loans),
            horizon_days=answers.integer("horizon_days", 30, 1825) or 365,
            monthly_income=answers.amount("monthly_income", MONTHLY_MOST),
            essential_expenses=expenses,
            other_debt_payments=answers.amount("other_debt_payments", MONTHLY_MOST),
            savings=answers.amount("savings", MEANS_MOST),
            sellable_assets=answers.amount("sellable_assets", MEANS_MOST),
            family_loan=answers.amount("family_loan", MEANS_MOST),
            expense_cut=self._expense_cut(expenses),
            circumstances=self._circumstances(),
            legal_stage=stage,
            lawsuit_filed_on=filed_on,
            performance_due_on=self._performance_due_on(stage, filed_on),
            contract=ContractTerms(
                penalty_multiplier=answers.number(
                    "penalty_multiplier", Decimal(1), Decimal(3), decimals=6, show=plain
                ),
                charges_compound_interest=answers.yes_no("charges_compound_interest"),
                grace_days=answers.integer("grace_days", 0, 30),
                acceleration_days=answers.integer("acceleration_days", 1, 1825),
            ),
            what_if=_read_what_ifs(answers),
        )

    def _expense_cut(self, expenses: Decimal | None) -> Decimal | None:
        cut = self.answers.amount("expense_cut", MONTHLY_MOST)
        if cut is not None and expenses is not None and cut > expenses:
            self.answers.refuse(
                "expense_cut", f"每月还能省的不能超过每月必须的开支 {yuan(expenses)}"
            )
        return cut

    def _circumstances(self) -> frozenset[Circumstance]:
        told = self.answers.raw.get("circumstances")
        if told is None:
            return frozenset()
        if not isinstance(told, list | tuple):
            self.answers.refuse("circumstances", "现在的情况请写成列表")
            return frozenset()
        members = [_member(value, Circumstance) for value in told]
        if None in members:
            wanted = "、".join(member.value for member in Circumstance)
            self.answers.refuse("circumstances", f"现在的情况应选自：{wanted}")
        return frozenset(member for member in members if member)

    def _legal_stage(self) -> LegalStage:
        stage = self.answers.choice("legal_stage", LegalStage) or LegalStage.NONE
        in_court = stage in {LegalStage.SUED, LegalStage.JUDGED, LegalStage.ENFORCEMENT}
        if in_court and self.first_due_on and self.first_due_on >= self.as_of:
            day = chinese_date(self.as_of)
            self.answers.refuse(
                "legal_stage", f"选“{stage.label}”时，至少一笔借款的还款日应在 {day} 之前"
            )
        return stage

    def _lawsuit_filed_on(self, stage: LegalStage) -> date | None:
        answers = self.answers
        if stage not in {LegalStage.SUED, LegalStage.JUDGED, LegalStage.ENFORCEMENT}:
            if answers.is_told("lawsuit_filed_on"):
                answers.refuse("lawsuit_filed_on", "没有被起诉时不用填起诉日期")
            return None
        if stage is LegalStage.SUED and not answers.require("lawsuit_filed_on"):
            return None
        return answers.day_between("lawsuit_filed_on", after=self.first_due_on, until=self.as_of)

    def _performance_due_on(self, stage: LegalStage, filed_on: date | None) -> date | None:
        answers, field = self.answers, "performance_due_on"
        if stage not in {LegalStage.JUDGED, LegalStage.ENFORCEMENT}:
            if answers.is_told(field):
                answers.refuse(field, "没有判决时不用填判决的履行期最后一天")
            return None
        if not answers.require(field):
            return None
        enforced = stage is LegalStage.ENFORCEMENT
        until = add_days(self.as_of, -1) if enforced else add_months(self.as_of, 12)
        day = answers.day_between(field, after=self._earliest_performance_eve(), until=until)
        if day and filed_on and self.rules:
            earliest = add_days(filed_on, self.rules.performance_days)
            if day < earliest:
                answers.refuse(
                    field, f"{LABELS[field]}应在 {chinese_date(earliest)} 或之后（起诉日期之后）"
                )
        return day

    def _earliest_performance_eve(self) -> date | None:
        if not self.first_due_on or not self.rules:
            return None
        return add_days(self.first_due_on, self.rules.performance_days)


def _read_loans(answers: _Answers, as_of: date | None) -> list[Loan]:
    told = answers.raw.get("loans")
    if not isinstance(told, list | tuple) or not told:
        answers.refuse("loans", "请至少填写一笔借款")
        return []
    if len(told) > MOST_LOANS:
        answers.refuse("loans", f"借款最多 {MOST_LOANS} 笔，现在有 {len(told)} 笔")
        return []
    loans = []
    for number, raw in enumerate(told):
        if not isinstance(raw, Mapping):
            answers.refuse(f"loans.{number}", "每笔借款应写成一个对象")
            continue
        loan = _read_loan(_Answers(raw, f"loans.{number}.", answers.errors), as_of)
        if loan:
            loans.append(loan)
    return loans


def _read_loan(answers: _Answers, as_of: date | None) -> Loan | None:
    answers.refuse_unknown(LOAN_FIELDS)
    for field in ("principal", "repayment_method", "remaining_instalments"):
        answers.require(field)
    principal = answers.amount("principal", MONTHLY_MOST, low=Decimal(100))
    daily_rate, annual_rate = _read_rates(answers)
    method = answers.choice("repayment_method", RepaymentMethod)
    instalments = answers.integer("remaining_instalments", 1, 360)
    first_due = _read_first_due_date(answers, as_of)
    due_day = _read_due_day(answers, first_due)
    accrual_start = _read_accrual_start(answers, as_of, method, first_due, due_day)
    accelerated_on = answers.day_between("accelerated_on", after=first_due, until=as_of)
    if not (principal and method and instalments and first_due and due_day and accrual_start):
        return None
    return Loan(
        principal=principal,
        repayment_method=method,
        remaining_instalments=instalments,
        first_unpaid_due_date=first_due,
        due_day=due_day,
        accrual_start_date=accrual_start,
        daily_rate_percent=daily_rate,
        annual_rate_percent=annual_rate,
        accelerated_on=accelerated_on,
    )


def _read_rates(answers: _Answers) -> tuple[Decimal | None, Decimal | None]:
    told = [answers.is_told("daily_rate_percent"), answers.is_told("annual_rate_percent")]
    if not any(told):
        answers.refuse("daily_rate_percent", "请填写日利率或年利率")
    if all(told):
        answers.refuse("annual_rate_percent", "日利率和年利率只填一个")
    daily_rate = answers.rate("daily_rate_percent", Decimal("0.1"))
    return daily_rate, answers.rate("annual_rate_percent", Decimal(36))


def _read_first_due_date(answers: _Answers, as_of: date | None) -> date | None:
    if not answers.require("first_unpaid_due_date"):
        return None
    if as_of is None:
        return answers.day("first_unpaid_due_date")
    earliest_eve = add_days(add_months(as_of, -120), -1)
    return answers.day_between(
        "first_unpaid_due_date", after=earliest_eve, until=add_days(as_of, 31)
    )


def _read_due_day(answers: _Answers, first_due: date | None) -> int | None:
    due_day = answers.integer("due_day", 1, 31)
    if first_due is None:
        return due_day
    if due_day is None:
        return first_due.day
    if due_day != first_due.day and not (due_day > first_due.day and is_month_end(first_due)):
        answers.refuse(
            "due_day",
            f"每月还款日应是 {first_due.day}，和还款日 {chinese_date(first_due)} 一致"
            "（只有还款日落在月底时可以更大）",
        )
        return None
    return due_day


def _read_accrual_start(
    answers: _Answers,
    as_of: date | None,
    method: RepaymentMethod | None,
    first_due: date | None,
    due_day: int | None,
) -> date | None:
    if first_due is None or as_of is None:
        return answers.day("accrual_start_date")
    if not answers.is_told("accrual_start_date"):
        return min(as_of, add_months(first_due, -1, due_day=due_day))
    longest = 62 if method is RepaymentMethod.EQUAL_INSTALMENT else 400
    until = min(as_of, add_days(first_due, -1))
    return answers.day_between(
        "accrual_start_date", after=add_days(first_due, -longest - 1), until=until
    )


def _read_what_ifs(answers: _Answers) -> tuple[WhatIf, ...]:
    told = answers.raw.get("what_if")
    if told is None:
        return ()
    if not isinstance(told, list | tuple):
        answers.refuse("what_if", "假设方案请写成列表")
        return ()
    if len(told) > MOST_WHAT_IFS:
        answers.refuse("what_if", f"假设方案最多 {MOST_WHAT_IFS} 个，现在有 {len(told)} 个")
        return ()
    entries = []
    for number, raw in enumerate(told):
        if not isinstance(raw, Mapping):
            answers.refuse(f"what_if.{number}", "每个假设方案应写成一个对象")
            continue
        entry = _read_what_if(_Answers(raw, f"what_if.{number}.", answers.errors))
        if entry:
            entries.append(entry)
    return tuple(entries)


def _read_what_if(answers: _Answers) -> WhatIf | None:
    kind = answers.raw.get("kind")
    if not isinstance(kind, str) or kind not in WHAT_IF_FIELDS:
        answers.refuse("kind", f"方案种类应是其中之一：{'、'.join(WHAT_IF_FIELDS)}")
        return None
    answers.refuse_unknown(WHAT_IF_FIELDS[kind])
    match kind:
        case "cure":
            return Cure()
        case "cap":
            return CapRequest()
        case "pay_down":
            return _read_pay_down(answers)
        case "restructure":
            return _read_restructure(answers)
    answers.require("amount")
    amount = answers.amount("amount", CLAIM_MOST)
    return None if amount is None else CourtFees(amount)


def _read_pay_down(answers: _Answers) -> PayDown | None:
    for field in ("upfront", "monthly"):
        answers.require(field)
    upfront = answers.amount("upfront", MEANS_MOST)
    monthly = answers.amount("monthly", MEANS_MOST)
    return None if upfront is None or monthly is None else PayDown(upfront, monthly)


def _read_restructure(answers: _Answers) -> Restructure | None:
    answers.require("max_months")
    max_months = answers.integer("max_months", 1, 120)
    share = answers.number("waived_share", Decimal(0), Decimal(1), decimals=6, show=plain)
    rate = answers.rate("plan_daily_rate_percent", Decimal("0.1"))
    if max_months is None:
        return None
    return Restructure(max_months, Decimal(0) if share is None else share, rate)
