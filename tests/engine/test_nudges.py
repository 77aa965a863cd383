"""100 yuan more a month and 30 days later: the difference of two outcomes, and no more."""

from decimal import Decimal

import pytest

from advice.engine.assessment import assess
from advice.engine.calendar import add_days
from advice.engine.case import Cure, PayDown, Restructure
from advice.engine.later import outcome_from
from advice.engine.nudges import later, more_a_month
from tests.engine.factories import RULEBOOK, TODAY, make_case


def assessment_of(**told):
    return assess(make_case(**told), RULEBOOK)


def pay_down(upfront="0", monthly="0"):
    return PayDown(Decimal(upfront), Decimal(monthly))


def test_100_more_a_month_is_the_difference_of_two_plans():
    assessment = assessment_of()
    before, after = (assessment.outcome_of(pay_down("0", sum_)) for sum_ in ("1000", "1100"))

    nudge = more_a_month(before, assessment)

    assert nudge.saves == before.cost - after.cost > 0
    assert nudge.days_sooner == (before.cleared_on - after.cleared_on).days > 0
    assert nudge.cleared_on == after.cleared_on


def test_100_more_may_end_what_had_no_end():
    assessment = assessment_of()

    nudge = more_a_month(assessment.outcome_of(pay_down("0", "230")), assessment)

    assert (nudge.days_sooner, nudge.cleared_on is None) == (None, False)


def test_an_agreed_plan_takes_the_shortest_term_that_100_more_pays():
    assessment = assessment_of()
    plan = Restructure(12, is_fixed=True)
    before = assessment.outcome_of(plan)

    nudge = more_a_month(before, assessment)

    terms = {k: assessment.outcome_of(Restructure(k, is_fixed=True)) for k in range(1, 13)}
    fitting = [row for row in terms.values() if row.monthly_payment <= before.monthly_payment + 100]
    shortest = min(fitting, key=lambda row: row.months)
    assert shortest.months < 12
    assert nudge.cleared_on == shortest.cleared_on
    assert nudge.saves == terms[12].cost - shortest.cost


@pytest.mark.parametrize(
    "plan",
    [Cure(), pay_down("100000"), Restructure(1, is_fixed=True), Restructure(2, is_fixed=True)],
)
def test_nothing_is_said_where_no_plan_would_end_sooner(plan):
    assessment = assessment_of()

    assert more_a_month(assessment.outcome_of(plan), assessment) is None


@pytest.mark.parametrize("plan", [Cure(), pay_down("1000", "900"), Restructure(12)])
def test_30_days_later_is_the_same_plan_begun_then(plan):
    assessment = assessment_of()
    before = assessment.outcome_of(plan)

    nudge = later(before, assessment)

    after = outcome_from(add_days(TODAY, 30), plan, assessment)
    assert nudge.saves == before.cost - after.cost < 0
    assert nudge.cleared_on == after.cleared_on


def test_the_shortest_horizon_still_has_room_for_30_days():
    assessment = assessment_of(horizon_days=30)

    nudge = later(assessment.outcome_of(pay_down("100000")), assessment)

    assert nudge.saves < 0
