"""Where the borrower stands, and what usually comes next."""

from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.facts.fact import Fact, highest_rate
from advice.engine.facts.grounds import (
    PENALTY_LAW,
    PENALTY_TERMS,
)
from advice.engine.intake import MOST_LOANS
from advice.engine.money import SIX_DECIMALS, ZERO, exact_arithmetic, rounded
from advice.engine.vocabulary import Circumstance, LegalStage, Stage, TermKey, Unit


def _told(circumstance: Circumstance) -> Fact:
    return Fact(
        circumstance.value,
        circumstance.label,
        Unit.YES_NO,
        lambda a: circumstance in a.case.circumstances,
    )


def _sum_of(assessment: Assessment, field: str) -> Decimal:
    return sum((getattr(loan, field) for loan in assessment.case.loans), ZERO)


def _highest_daily_rate_percent(assessment: Assessment) -> Decimal:
    with exact_arithmetic():
        return rounded(highest_rate(assessment), assessment.terms.year_days, to=SIX_DECIMALS)


def _grace_days_left(assessment: Assessment) -> int | None:
    left = assessment.terms.grace_days - assessment.now.days_overdue
    return left if left >= 0 else None


def _days_to_agency(assessment: Assessment) -> int | None:
    """Days until the lender usually hands the debt to an agency, counted from the first default."""
    days = assessment.terms.agency_after_days
    if assessment.now.days_overdue:
        left = days - assessment.now.days_overdue
    else:
        left = days + (assessment.case.first_due_on - assessment.case.as_of).days
    return left if left >= 0 else None


FACTS = (
    Fact("stage", "现在的阶段", Unit.CHOICE, lambda a: a.stage.value, tuple(Stage.choices())),
    Fact(
        "legal_stage",
        "收到的材料",
        Unit.CHOICE,
        lambda a: a.case.legal_stage.value,
        tuple(LegalStage.choices()),
    ),
    *(_told(circumstance) for circumstance in Circumstance),
    Fact(
        "loan_count",
        "借款笔数",
        Unit.NUMBER,
        lambda a: len(a.case.loans),
        lowest=Decimal(1),
        highest=Decimal(MOST_LOANS),
    ),
    Fact("principal", "剩余本金", Unit.YUAN, lambda a: _sum_of(a, "principal")),
    Fact("daily_rate_percent", "最高的日利率", Unit.PERCENT, _highest_daily_rate_percent),
    Fact(
        "penalty_multiplier",
        "罚息倍数",
        Unit.TIMES,
        lambda a: a.terms.penalty_multiplier,
        law=PENALTY_LAW,
        terms=PENALTY_TERMS,
        lowest=Decimal(1),
        highest=Decimal(3),
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
    Fact(
        "days_to_agency",
        "离常见的转交外包机构还有",
        Unit.DAYS,
        _days_to_agency,
        is_estimate=True,
        terms=(TermKey.AGENCY_AFTER_DAYS,),
        absent="常见的转交外包机构的时间已经过了",
    ),
)
