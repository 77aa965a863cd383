"""The named facts of an assessment: what conditions may ask about and pages may show.

Each fact has a stable key, a Chinese label, a unit, the legal sources that its figure rests on, and
the answers that would make it known. A value of None is unknown, or does not apply.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.case import Case
from advice.engine.money import ZERO, exact_arithmetic, rounded
from advice.engine.vocabulary import Circumstance, LegalStage, RiskClass, Stage, TermKey, Unit
from advice.engine.wording import chinese_date, percent, plain, yuan

Value = Decimal | int | str | bool | date

DAYS_OF_A_YEAR = 365
PERIOD_END = "比较期末"
SIX_DECIMALS = Decimal("0.000001")
CODES = (
    ("N", "N（正常）"),
    *((str(n), f"{n}（逾期 {30 * n - 29}–{30 * n} 天）") for n in range(1, 7)),
    ("7", "7（逾期超过 180 天）"),
)

SURPLUS_ANSWERS = ("monthly_income", "essential_expenses", "other_debt_payments")
INTEREST_LAW = ("civil_code_674",)
PENALTY_LAW = ("civil_code_676", "pboc_2003_251_3")
PENALTY_TERMS = (TermKey.PENALTY_MULTIPLIER,)
CAP_LAW = ("spc_2017_22_2", "civil_code_585")
FEE_LAW = ("litigation_fee_13", "litigation_fee_16", "litigation_fee_29")
EXECUTION_LAW = ("litigation_fee_14", "litigation_fee_38")
DELAY_LAW = (
    "cpl_264",
    "delay_interest_2014_1",
    "delay_interest_2014_2",
    "delay_interest_2014_3",
    "delay_interest_2014_4",
)
COURT_LAW = (*FEE_LAW, *EXECUTION_LAW, *DELAY_LAW)
OWED_LAW = (*INTEREST_LAW, *PENALTY_LAW)
RECORD_LAW = ("credit_status_codes", "credit_reg_16")


@dataclass(frozen=True, slots=True)
class Fact:
    """A named figure or answer; `read` gives its value for one assessment.

    `law` names the legal sources and `terms` the product terms that the figure rests on, `asks` the
    answers that make it known, `told_by` the answer that makes an estimate
    certain, and `absent` says in words why it does not apply where it is None.
    """

    key: str
    label: str
    unit: Unit
    read: Callable[[Assessment], Value | None]
    choices: tuple[tuple[str, str], ...] = ()
    is_estimate: bool = False
    law: tuple[str, ...] = ()
    terms: tuple[TermKey, ...] = ()
    asks: tuple[str, ...] = ()
    told_by: str = ""
    absent: str = ""

    def label_in(self, assessment: Assessment) -> str:
        """The label with the period that this borrower compares."""
        days = assessment.case.horizon_days
        period = "一年后" if days == DAYS_OF_A_YEAR else f"{days} 天后"
        return self.label.replace(PERIOD_END, period)

    def is_estimate_in(self, assessment: Assessment) -> bool:
        """Whether the figure is an estimate, and not what the borrower told."""
        return self.is_estimate and not (
            self.told_by and getattr(assessment.case, self.told_by) is not None
        )

    def untold_in(self, case: Case) -> bool:
        """Whether none of the answers that it asks for was given."""
        return bool(self.asks) and all(getattr(case, field) is None for field in self.asks)

    def words(self, value: Value) -> str:
        """The value with its sign or unit, as a Chinese reader expects it."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, date):
            return chinese_date(value)
        if isinstance(value, str):
            return dict(self.choices).get(value, value)
        return number_words(value, self.unit)


def number_words(value: Decimal | int, unit: Unit) -> str:
    """A number with its unit: ¥14,046.00, 99 天, 27.375%."""
    number = Decimal(value)
    match unit:
        case Unit.YUAN:
            return yuan(number)
        case Unit.PERCENT:
            return percent(number)
        case Unit.SHARE:
            return percent(100 * number)
        case Unit.DAYS | Unit.MONTHS | Unit.TIMES:
            return f"{plain(number)} {unit.label}"
    return plain(number)


def _days_until(day: date | None, assessment: Assessment) -> int | None:
    """Days from as_of, None where the day has passed or there is none."""
    if day is None or day < assessment.case.as_of:
        return None
    return (day - assessment.case.as_of).days


def _grace_days_left(assessment: Assessment) -> int | None:
    left = assessment.terms.grace_days - assessment.now.days_overdue
    return left if left >= 0 else None


def _sum_of(assessment: Assessment, field: str) -> Decimal:
    return sum((getattr(loan, field) for loan in assessment.case.loans), ZERO)


def _highest_rate(assessment: Assessment) -> Decimal:
    """The highest annual rate of the loans in percent, over `year_days` the daily one."""
    year_days = assessment.terms.year_days
    return max(loan.rate_numerator(year_days) for loan in assessment.case.loans)


def _highest_daily_rate_percent(assessment: Assessment) -> Decimal:
    with exact_arithmetic():
        return rounded(_highest_rate(assessment), assessment.terms.year_days, to=SIX_DECIMALS)


def _days_to_agency(assessment: Assessment) -> int | None:
    """Days until the lender usually hands the debt to an agency, counted from the first default."""
    days = assessment.terms.agency_after_days
    if assessment.now.days_overdue:
        left = days - assessment.now.days_overdue
    else:
        left = days + (assessment.case.first_due_on - assessment.case.as_of).days
    return left if left >= 0 else None


def _penalty_annual_percent(assessment: Assessment) -> Decimal:
    terms = assessment.terms
    with exact_arithmetic():
        yearly = _highest_rate(assessment) * terms.penalty_multiplier * DAYS_OF_A_YEAR
        return rounded(yearly, terms.year_days, to=SIX_DECIMALS)


def _told(circumstance: Circumstance) -> Fact:
    return Fact(
        circumstance.value,
        circumstance.label,
        Unit.YES_NO,
        lambda a: circumstance in a.case.circumstances,
    )


def _answer(key: str, label: str) -> Fact:
    return Fact(key, label, Unit.YUAN, lambda a: getattr(a.case, key), asks=(key,))


_FACTS = (
    # Where the borrower stands
    Fact("stage", "现在的阶段", Unit.CHOICE, lambda a: a.stage.value, tuple(Stage.choices())),
    Fact(
        "legal_stage",
        "收到的材料",
        Unit.CHOICE,
        lambda a: a.case.legal_stage.value,
        tuple(LegalStage.choices()),
    ),
    *(_told(circumstance) for circumstance in Circumstance),
    Fact("loan_count", "借款笔数", Unit.NUMBER, lambda a: len(a.case.loans)),
    Fact("principal", "剩余本金", Unit.YUAN, lambda a: _sum_of(a, "principal")),
    Fact("daily_rate_percent", "最高的日利率", Unit.PERCENT, _highest_daily_rate_percent),
    Fact(
        "penalty_multiplier",
        "罚息倍数",
        Unit.TIMES,
        lambda a: a.terms.penalty_multiplier,
        law=PENALTY_LAW,
        terms=PENALTY_TERMS,
    ),
    Fact(
        "accelerated_on",
        "全部到期的日子",
        Unit.DATE,
        lambda a: a.accelerated_on,
        is_estimate=True,
        absent="没有全部到期的日子",
    ),
    Fact(
        "days_overdue",
        "已经逾期",
        Unit.DAYS,
        lambda a: a.now.days_overdue,
        law=("civil_code_201",),
    ),
    Fact(
        "grace_days_left",
        "宽限期还剩",
        Unit.DAYS,
        _grace_days_left,
        terms=(TermKey.GRACE_DAYS,),
        absent="宽限期已经过了",
    ),
    # What is owed today
    Fact(
        "arrears",
        "逾期应还总额",
        Unit.YUAN,
        lambda a: a.now.arrears,
        law=OWED_LAW,
        terms=PENALTY_TERMS,
    ),
    Fact(
        "payoff",
        "结清总额",
        Unit.YUAN,
        lambda a: a.now.payoff,
        law=OWED_LAW,
        terms=PENALTY_TERMS,
    ),
    Fact(
        "total_cost",
        "今天结清连诉讼费用一共要",
        Unit.YUAN,
        lambda a: a.now.total_cost,
        is_estimate=True,
        law=(*OWED_LAW, *COURT_LAW),
        terms=PENALTY_TERMS,
    ),
    Fact("overdue_principal", "逾期本金", Unit.YUAN, lambda a: a.now.overdue_principal),
    Fact(
        "overdue_interest",
        "逾期利息",
        Unit.YUAN,
        lambda a: a.now.overdue_interest,
        law=INTEREST_LAW,
    ),
    Fact(
        "penalty_interest",
        "已产生的罚息",
        Unit.YUAN,
        lambda a: a.now.penalty_interest,
        law=PENALTY_LAW,
        terms=PENALTY_TERMS,
    ),
    Fact(
        "compound_interest",
        "已产生的复利",
        Unit.YUAN,
        lambda a: a.now.compound_interest,
        law=("pboc_2003_251_3",),
        terms=(TermKey.CHARGES_COMPOUND_INTEREST,),
    ),
    Fact("undue_principal", "没到期的本金", Unit.YUAN, lambda a: a.now.undue_principal),
    Fact(
        "accrued_interest",
        "本期已产生的利息",
        Unit.YUAN,
        lambda a: a.now.accrued_interest,
        law=INTEREST_LAW,
    ),
    Fact(
        "daily_cost",
        "再拖一天多",
        Unit.YUAN,
        lambda a: a.daily_cost,
        law=OWED_LAW,
        terms=PENALTY_TERMS,
    ),
    # The cap
    Fact(
        "penalty_annual_percent",
        "罚息利率折合每年",
        Unit.PERCENT,
        _penalty_annual_percent,
        law=PENALTY_LAW,
        terms=PENALTY_TERMS,
    ),
    Fact(
        "annual_cap_percent",
        "年化上限",
        Unit.PERCENT,
        lambda a: 100 * a.rules.annual_cap,
        law=CAP_LAW,
    ),
    Fact(
        "cap_excess",
        "今天超出上限的部分",
        Unit.YUAN,
        lambda a: a.now.cap_excess,
        is_estimate=True,
        law=CAP_LAW,
    ),
    Fact(
        "cap_excess_at_horizon",
        "比较期末超出上限的部分",
        Unit.YUAN,
        lambda a: a.at_horizon.cap_excess,
        is_estimate=True,
        law=CAP_LAW,
    ),
    # Doing nothing until the horizon
    Fact(
        "payoff_at_horizon",
        "一直不还，比较期末要还",
        Unit.YUAN,
        lambda a: a.at_horizon.payoff,
        is_estimate=True,
        law=OWED_LAW,
        terms=PENALTY_TERMS,
    ),
    Fact(
        "total_cost_at_horizon",
        "一直不还，比较期末一共要付",
        Unit.YUAN,
        lambda a: a.at_horizon.total_cost,
        is_estimate=True,
        law=(*OWED_LAW, *COURT_LAW),
        terms=PENALTY_TERMS,
    ),
    Fact(
        "legal_costs_now",
        "今天已有的诉讼费用",
        Unit.YUAN,
        lambda a: a.now.legal_costs.total,
        is_estimate=True,
        law=COURT_LAW,
    ),
    Fact(
        "legal_costs_at_horizon",
        "比较期末的诉讼费用",
        Unit.YUAN,
        lambda a: a.at_horizon.legal_costs.total,
        is_estimate=True,
        law=COURT_LAW,
    ),
    Fact(
        "delayed_performance_interest_at_horizon",
        "比较期末的迟延履行利息",
        Unit.YUAN,
        lambda a: a.at_horizon.legal_costs.delayed_performance_interest,
        is_estimate=True,
        law=DELAY_LAW,
    ),
    # What usually comes next
    Fact(
        "days_to_agency",
        "离常见的转交外包机构还有",
        Unit.DAYS,
        _days_to_agency,
        is_estimate=True,
        terms=(TermKey.AGENCY_AFTER_DAYS,),
        absent="常见的转交外包机构的时间已经过了",
    ),
    # The credit record
    Fact(
        "code_now", "征信还款状态", Unit.CHOICE, lambda a: a.credit.code_now, CODES, law=RECORD_LAW
    ),
    Fact(
        "next_code_on",
        "状态变差的日子",
        Unit.DATE,
        lambda a: a.credit.next_code_on,
        law=RECORD_LAW,
        absent="征信还款状态已经是最差的一档",
    ),
    Fact(
        "days_to_next_code",
        "离状态变差还有",
        Unit.DAYS,
        lambda a: _days_until(a.credit.next_code_on, a),
        law=RECORD_LAW,
        absent="征信还款状态已经是最差的一档",
    ),
    Fact(
        "risk_class",
        "银行内部的分类",
        Unit.CHOICE,
        lambda a: a.now.risk_class.value,
        tuple(RiskClass.choices()),
        is_estimate=True,
    ),
    # Court
    Fact(
        "filing_on",
        "起诉的日子",
        Unit.DATE,
        lambda a: a.lawsuit.course.filing_on,
        is_estimate=True,
        terms=(TermKey.LAWSUIT_AFTER_DAYS,),
        told_by="lawsuit_filed_on",
    ),
    Fact(
        "days_to_filing",
        "离常见的起诉时间还有",
        Unit.DAYS,
        lambda a: _days_until(a.lawsuit.course.filing_on, a),
        is_estimate=True,
        terms=(TermKey.LAWSUIT_AFTER_DAYS,),
        absent="起诉的日子已经过了",
    ),
    Fact(
        "claim",
        "可能主张的金额",
        Unit.YUAN,
        lambda a: a.lawsuit.claim,
        is_estimate=True,
        law=("civil_code_676", "cpl_interp_206"),
    ),
    Fact(
        "acceptance_fee",
        "减半后的受理费",
        Unit.YUAN,
        lambda a: a.lawsuit.acceptance_fee,
        is_estimate=True,
        law=FEE_LAW,
    ),
    Fact(
        "judgment_on",
        "判决的日子",
        Unit.DATE,
        lambda a: a.lawsuit.course.judgment_on,
        is_estimate=True,
    ),
    Fact(
        "performance_due_on",
        "判决履行期的最后一天",
        Unit.DATE,
        lambda a: a.lawsuit.course.performance_due_on,
        is_estimate=True,
        law=("cpl_264",),
        told_by="performance_due_on",
    ),
    Fact(
        "enforcement_on",
        "开始执行的日子",
        Unit.DATE,
        lambda a: a.lawsuit.course.enforcement_on,
        is_estimate=True,
        law=("cpl_250",),
    ),
    Fact(
        "execution_fee",
        "执行费",
        Unit.YUAN,
        lambda a: a.lawsuit.execution_fee,
        is_estimate=True,
        law=EXECUTION_LAW,
    ),
    # What the borrower can afford
    Fact(
        "monthly_surplus",
        "每月结余",
        Unit.YUAN,
        lambda a: a.affordability.monthly_surplus,
        asks=SURPLUS_ANSWERS,
    ),
    _answer("monthly_income", "每月收入"),
    _answer("essential_expenses", "每月必须的开支"),
    _answer("other_debt_payments", "每月其他欠款要还"),
    Fact(
        "lump_sum",
        "手头能拿出的",
        Unit.YUAN,
        lambda a: a.affordability.lump_sum,
        asks=("savings", "sellable_assets", "family_loan"),
    ),
    _answer("savings", "存款"),
    _answer("sellable_assets", "可以变卖的东西"),
    _answer("family_loan", "家人可以借的"),
    _answer("expense_cut", "每月还能省的"),
    Fact(
        "next_instalment",
        "下一期要还",
        Unit.YUAN,
        lambda a: a.affordability.next_instalment,
        law=INTEREST_LAW,
    ),
    Fact(
        "debt_service_ratio",
        "每月还债占收入",
        Unit.PERCENT,
        lambda a: a.affordability.debt_service_ratio,
        asks=("monthly_income", "other_debt_payments"),
    ),
    Fact(
        "emergency_months",
        "存款够用",
        Unit.MONTHS,
        lambda a: a.affordability.emergency_months,
        asks=("savings", "essential_expenses"),
    ),
    Fact(
        "emergency_target_3",
        "三个月的应急金",
        Unit.YUAN,
        lambda a: a.affordability.emergency_target_3,
        asks=("essential_expenses",),
    ),
    Fact(
        "emergency_target_6",
        "六个月的应急金",
        Unit.YUAN,
        lambda a: a.affordability.emergency_target_6,
        asks=("essential_expenses",),
    ),
)

FACTS: dict[str, Fact] = {fact.key: fact for fact in _FACTS}


def fact_choices() -> list[tuple[str, str]]:
    """(key, label with unit) pairs for editors."""
    return [(fact.key, f"{fact.label}（{fact.unit.label}）") for fact in _FACTS]
