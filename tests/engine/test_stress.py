"""A fifth less income: what was carried and what still is."""

from decimal import Decimal

import pytest

from advice.engine.assessment import assess
from advice.engine.best_plan import best_plan
from advice.engine.case import Restructure
from advice.engine.matching import Effect, StrategyRule, judge
from advice.engine.stress import stress_test, with_less_income
from advice.engine.vocabulary import EffectKind, MonthlySource, UpfrontSource
from tests.engine.factories import RULEBOOK, make_case

BY_THE_MONTH = StrategyRule(
    "by_the_month",
    "按月还",
    effect=Effect(EffectKind.PAY_DOWN, monthly=(MonthlySource.MONTHLY_SURPLUS,)),
)
AT_ONCE = StrategyRule(
    "at_once", "一次还清", effect=Effect(EffectKind.PAY_DOWN, upfront=(UpfrontSource.SAVINGS,))
)
AGREED = StrategyRule("agreed", "协商", effect=Effect(EffectKind.RESTRUCTURE, max_months=12))
CAP = StrategyRule("cap", "请求调减", effect=Effect(EffectKind.CAP))


def money(income, expenses="0"):
    return {
        "monthly_income": income,
        "essential_expenses": expenses,
        "other_debt_payments": "0",
        "savings": "50000",
    }


def outcomes(*strategies, **told):
    assessment = assess(make_case(**told), RULEBOOK)
    shown = [match for match in judge(strategies, assessment) if match.is_shown]
    test = stress_test(shown, assessment, [])
    return {row.strategy.slug: row for row in test.rows}


@pytest.mark.parametrize(
    ("income", "less"), [("1000", "800"), ("0", "0"), ("0.01", "0.01"), ("0.06", "0.05")]
)
def test_income_is_a_fifth_less_to_the_fen(income, less):
    assessment = assess(make_case(**money(income)), RULEBOOK)

    found = with_less_income(assessment)

    assert found.case.monthly_income == found.affordability.monthly_surplus == Decimal(less)
    assert found.position.affordability is found.affordability


def test_unknown_income_has_no_stress_test():
    assessment = assess(make_case(), RULEBOOK)

    assert with_less_income(assessment) is None
    assert stress_test(judge([BY_THE_MONTH, AGREED], assessment), assessment, []) is None


def test_the_best_plan_is_looked_for_anew():
    told = money("2000", "1000") | {"savings": "0"}
    assessment = assess(make_case(**told), RULEBOOK)

    test = stress_test([], assessment, [Restructure(24)])

    before = best_plan(assessment, [Restructure(24)]).best
    after = best_plan(with_less_income(assessment), [Restructure(24)]).best
    assert test.found.best == after
    assert after.outcome.cleared_on > before.outcome.cleared_on


def test_a_plan_is_fitted_to_the_money_that_is_left():
    row = outcomes(BY_THE_MONTH, **money("2000", "1000"))["by_the_month"]

    assert [row.before.monthly_payment, row.after.monthly_payment] == [1000, 600]
    assert row.before.cleared_on < row.after.cleared_on
    assert (row.before.feasible, row.after.feasible) == (True, True)


def test_what_lived_on_the_surplus_may_fail_and_what_did_not_stays():
    found = outcomes(BY_THE_MONTH, AT_ONCE, AGREED, **money("5000", "4000"))

    kept = {slug: (row.before.feasible, row.after.feasible) for slug, row in found.items()}
    assert kept == {
        "by_the_month": (True, False),
        "at_once": (True, True),
        "agreed": (True, False),
    }


def test_what_has_no_cost_and_no_end_is_left_out():
    assert outcomes(CAP, StrategyRule("talk", "谈谈"), **money("5000")) == {}
