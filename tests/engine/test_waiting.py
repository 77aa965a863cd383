"""What it costs to settle later: the projection's own figures, and what has changed by then."""

from dataclasses import replace

import pytest
from hypothesis import given

from advice.engine.assessment import assess, project
from advice.engine.calendar import add_days
from advice.engine.waiting import WAITED_DAYS, CourtStep, cost_of_waiting
from tests.engine.drawn import cases, drawn_times
from tests.engine.factories import RULEBOOK, make_case, raw_loan


def waiting(**told):
    return cost_of_waiting(assess(make_case(**told), RULEBOOK))


def test_the_days_are_counted_from_today():
    rows = waiting()

    assert [row.days_ahead for row in rows] == list(WAITED_DAYS) == [0, 7, 30, 90, 180]
    assert rows[1].day.isoformat() == "2026-11-29"


def test_each_day_is_worth_what_the_projection_says():
    assessment = assess(make_case(), RULEBOOK)

    rows = {row.days_ahead: row for row in cost_of_waiting(assessment)}

    for told in assessment.projection:
        if told.days_ahead in rows:
            row = rows[told.days_ahead]
            assert (row.payoff, row.total) == (told.payoff, told.total_cost)
            assert row.extra == told.total_cost - assessment.now.total_cost


@drawn_times(40)
@given(cases(most_loans=3))
def test_another_day_is_the_same_as_the_horizon_on_that_day(case):
    day = add_days(case.as_of, 47)

    (row,) = project(assess(case, RULEBOOK), [day])

    assert row == assess(replace(case, horizon_days=47), RULEBOOK).at_horizon


def test_nothing_is_extra_today():
    assert waiting()[0].extra == 0


@pytest.mark.parametrize(
    ("first_due", "codes", "worse"),
    [
        ("2026-11-22", ["N", "1", "1", "3", "6"], [False, True, True, True, True]),
        ("2026-11-15", ["1", "1", "2", "4", "7"], [False, False, True, True, True]),
        ("2026-01-15", ["7"] * 5, [False] * 5),
    ],
)
def test_the_code_of_each_day_is_told(first_due, codes, worse):
    rows = waiting(loans=[raw_loan(first_unpaid_due_date=first_due)])

    assert [row.code for row in rows] == codes
    assert [row.code_is_worse for row in rows] == worse


def test_a_court_step_is_told_from_its_day_on():
    # Overdue since 15 August, a suit is expected 180 days later, on 11 February: after 81 days.
    rows = waiting(horizon_days=180)

    assert [row.court_steps for row in rows] == [
        (),
        (),
        (),
        (CourtStep.FILED,),
        rows[4].court_steps,
    ]
    assert rows[4].court_steps == (CourtStep.FILED, CourtStep.JUDGED)
    assert rows[2].legal_costs == 0 < rows[3].legal_costs


def test_a_step_already_taken_is_no_news():
    rows = waiting(legal_stage="sued", lawsuit_filed_on="2026-11-01")

    assert all(CourtStep.FILED not in row.court_steps for row in rows)
