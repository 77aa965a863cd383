"""From raw answers to a Case: every bound of calculation.md, section 2."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from advice.engine.answers import (
    EARLIEST_DAY,
    GRACE_DAYS_MOST,
    INSTALMENTS_MOST,
    LABELS,
    LATEST_DAY,
    MEANS_MOST,
    MONTHLY_MOST,
    MULTIPLIER_LEAST,
    MULTIPLIER_MOST,
    PRINCIPAL_MOST,
    Answers,
    CaseRefused,
    Errors,
    as_date,
)
from advice.engine.calendar import add_days, add_months, is_month_end
from advice.engine.case import Case, ContractTerms, Loan
from advice.engine.plans import read_what_ifs
from advice.engine.rules import Rulebook, RuleNotInForce, RulesInForce, Terms, UnknownProduct
from advice.engine.vocabulary import (
    STAGES_OF_ANSWERABLE_PAPERS,
    STAGES_WITH_JUDGMENT,
    STAGES_WITH_SUIT,
    Circumstance,
    LegalStage,
    RepaymentMethod,
)
from advice.engine.wording import chinese_date, plain, yuan

DEFAULT_PRODUCT = "weilidai"
MOST_LOANS = 20

CASE_FIELDS = frozenset(
    {
        "as_of",
        "product",
        "loans",
        "horizon_days",
        "monthly_income",
        "essential_expenses",
        "other_debt_payments",
        "savings",
        "sellable_assets",
        "family_loan",
        "expense_cut",
        "circumstances",
        "legal_stage",
        "lawsuit_filed_on",
        "performance_due_on",
        "paper_received_on",
        "penalty_multiplier",
        "charges_compound_interest",
        "grace_days",
        "acceleration_days",
        "what_if",
        "trail",
    }
)
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


def read_case(raw: Mapping[str, Any], *, today: date, rulebook: Rulebook) -> Case:
    """The case that the answers tell; raises CaseRefused with every broken bound."""
    errors: Errors = {}
    answers = Answers(raw, "", errors)
    answers.refuse_unknown(CASE_FIELDS)
    as_of = answers.day("as_of") if answers.is_told("as_of") else today
    product = read_product(answers, rulebook)
    in_force = _in_force(answers, product, as_of, rulebook)
    loans = _read_loans(answers, as_of)
    reader = _CaseReader(answers, as_of or today, loans, in_force)
    case = reader.read(product)
    if errors:
        raise CaseRefused(errors)
    return case


def read_product(answers: Answers, rulebook: Rulebook) -> str:
    """The active product told, else 微粒贷."""
    slug = answers.raw.get("product")
    slug = DEFAULT_PRODUCT if slug is None else slug
    try:
        return rulebook.product(slug if isinstance(slug, str) else "").slug
    except UnknownProduct:
        names = "、".join(product.name for product in rulebook.products.values())
        answers.refuse("product", f"没有这个贷款产品，现有：{names}")
        return DEFAULT_PRODUCT


def _in_force(
    answers: Answers, product: str, as_of: date | None, rulebook: Rulebook
) -> tuple[RulesInForce, Terms] | None:
    if as_of is None or product not in rulebook.products:
        return None
    try:
        return rulebook.on(as_of), rulebook.product(product).terms_on(as_of)
    except RuleNotInForce as missing:
        answers.refuse("as_of", f"{missing.words}，没法计算，请换一天")
        return None


class _CaseReader:
    """Reads the fields of the case itself, with the bounds that tie them together."""

    def __init__(
        self,
        answers: Answers,
        as_of: date,
        loans: list[Loan],
        in_force: tuple[RulesInForce, Terms] | None,
    ) -> None:
        self.answers = answers
        self.as_of = as_of
        self.loans = loans
        self.rules = in_force[0] if in_force else None
        self.first_due_on = _first_due_on(answers)

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
            circumstances=answers.choices("circumstances", Circumstance),
            legal_stage=stage,
            lawsuit_filed_on=filed_on,
            performance_due_on=self._performance_due_on(stage, filed_on),
            paper_received_on=self._paper_received_on(stage, filed_on),
            contract=read_contract(answers),
            what_if=read_what_ifs(answers),
            wants_trail=bool(answers.yes_no("trail")),
        )

    def _expense_cut(self, expenses: Decimal | None) -> Decimal | None:
        cut = self.answers.amount("expense_cut", MONTHLY_MOST)
        if cut is not None and expenses is not None and cut > expenses:
            self.answers.refuse(
                "expense_cut", f"每月还能省的不能超过每月必须的开支 {yuan(expenses)}"
            )
        return cut

    def _legal_stage(self) -> LegalStage:
        stage = self.answers.choice("legal_stage", LegalStage) or LegalStage.NONE
        in_court = stage in STAGES_WITH_SUIT
        if in_court and self.first_due_on and self.first_due_on >= self.as_of:
            day = chinese_date(self.as_of)
            self.answers.refuse(
                "legal_stage", f"选“{stage.label}”时，至少一笔借款的还款日应在 {day} 之前"
            )
        return stage

    def _lawsuit_filed_on(self, stage: LegalStage) -> date | None:
        answers = self.answers
        if stage not in STAGES_WITH_SUIT:
            if answers.is_told("lawsuit_filed_on"):
                answers.refuse(
                    "lawsuit_filed_on", f"没有被起诉时不用填{LABELS['lawsuit_filed_on']}"
                )
            return None
        if stage is LegalStage.SUED and not answers.require("lawsuit_filed_on"):
            return None
        return answers.day_between("lawsuit_filed_on", after=self.first_due_on, until=self.as_of)

    def _performance_due_on(self, stage: LegalStage, filed_on: date | None) -> date | None:
        answers, field = self.answers, "performance_due_on"
        if stage not in STAGES_WITH_JUDGMENT:
            if answers.is_told(field):
                answers.refuse(field, f"没有判决时不用填{LABELS[field]}")
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

    def _paper_received_on(self, stage: LegalStage, filed_on: date | None) -> date | None:
        answers, field = self.answers, "paper_received_on"
        if stage not in STAGES_OF_ANSWERABLE_PAPERS:
            if answers.is_told(field):
                answers.refuse(field, f"没有要回应的法院材料时不用填{LABELS[field]}")
            return None
        day = answers.day_between(field, after=self.first_due_on, until=self.as_of)
        if day and filed_on and day < filed_on:
            earliest = chinese_date(filed_on)
            answers.refuse(field, f"{LABELS[field]}应在起诉日期 {earliest} 或之后")
        return day

    def _earliest_performance_eve(self) -> date | None:
        if not self.first_due_on or not self.rules:
            return None
        return add_days(self.first_due_on, self.rules.performance_days)


def read_contract(answers: Answers) -> ContractTerms:
    """What the contract says otherwise than the product."""
    return ContractTerms(
        penalty_multiplier=answers.number(
            "penalty_multiplier", MULTIPLIER_LEAST, MULTIPLIER_MOST, decimals=6, show=plain
        ),
        charges_compound_interest=answers.yes_no("charges_compound_interest"),
        grace_days=answers.integer("grace_days", 0, GRACE_DAYS_MOST),
        acceleration_days=answers.integer("acceleration_days", 1, 1825),
    )


def _first_due_on(answers: Answers) -> date | None:
    """The earliest first unpaid due date told, of loans refused for another reason too."""
    loans = answers.raw.get("loans")
    told = loans if isinstance(loans, list | tuple) else ()
    days = [
        as_date(loan.get("first_unpaid_due_date")) for loan in told if isinstance(loan, Mapping)
    ]
    return min((day for day in days if day and EARLIEST_DAY <= day <= LATEST_DAY), default=None)


def _read_loans(answers: Answers, as_of: date | None) -> list[Loan]:
    told = answers.raw.get("loans")
    if not isinstance(told, list | tuple | None):
        answers.refuse("loans", "借款请写成列表")
        return []
    if not told:
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
        loan = _read_loan(Answers(raw, f"loans.{number}.", answers.errors), as_of)
        if loan:
            loans.append(loan)
    return loans


def _read_loan(answers: Answers, as_of: date | None) -> Loan | None:
    answers.refuse_unknown(LOAN_FIELDS)
    for field in ("principal", "repayment_method", "remaining_instalments"):
        answers.require(field)
    principal = answers.amount("principal", PRINCIPAL_MOST, low=Decimal(100))
    daily_rate, annual_rate = read_rates(answers)
    method = answers.choice("repayment_method", RepaymentMethod)
    instalments = answers.integer("remaining_instalments", 1, INSTALMENTS_MOST)
    first_due = read_first_due_date(answers, as_of)
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


def read_rates(answers: Answers) -> tuple[Decimal | None, Decimal | None]:
    """The daily and the annual rate in percent, exactly one of which has to be told."""
    told = [answers.is_told("daily_rate_percent"), answers.is_told("annual_rate_percent")]
    if not any(told):
        answers.refuse("daily_rate_percent", "请填写日利率或年利率")
    if all(told):
        answers.refuse("annual_rate_percent", "日利率和年利率只填一个")
    daily_rate = answers.rate("daily_rate_percent", Decimal("0.1"))
    return daily_rate, answers.rate("annual_rate_percent", Decimal(36))


def read_first_due_date(answers: Answers, as_of: date | None) -> date | None:
    """The first due date that was missed, or the next one, around the day of the assessment."""
    if not answers.require("first_unpaid_due_date"):
        return None
    if as_of is None:
        return answers.day("first_unpaid_due_date")
    earliest_eve = add_days(add_months(as_of, -120), -1)
    return answers.day_between(
        "first_unpaid_due_date", after=earliest_eve, until=add_days(as_of, 31)
    )


def _read_due_day(answers: Answers, first_due: date | None) -> int | None:
    due_day = answers.integer("due_day", 1, 31)
    if first_due is None:
        return due_day
    if due_day is None:
        return first_due.day
    if due_day != first_due.day and not (due_day > first_due.day and is_month_end(first_due)):
        answers.refuse(
            "due_day",
            f"{LABELS['due_day']}应是 {first_due.day}，和还款日 {chinese_date(first_due)} 一致"
            "（只有还款日落在月底时可以更大）",
        )
        return None
    return due_day


def _read_accrual_start(
    answers: Answers,
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
