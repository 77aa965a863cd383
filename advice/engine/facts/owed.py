"""What is owed today and, when nothing is paid, at the end of the period; the cap."""

from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.facts.fact import DAYS_OF_A_YEAR, Fact, highest_rate
from advice.engine.facts.grounds import (
    CAP_LAW,
    COURT_LAW,
    DELAY_LAW,
    INTEREST_LAW,
    OWED_LAW,
    PENALTY_LAW,
    PENALTY_TERMS,
)
from advice.engine.money import SIX_DECIMALS, exact_arithmetic, rounded
from advice.engine.vocabulary import TermKey, Unit


def _penalty_annual_percent(assessment: Assessment) -> Decimal:
    terms = assessment.terms
    with exact_arithmetic():
        yearly = highest_rate(assessment) * terms.penalty_multiplier * DAYS_OF_A_YEAR
        return rounded(yearly, terms.year_days, to=SIX_DECIMALS)


FACTS = (
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
        highest=Decimal(100),
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
)
