"""What is owed over time ends where the figures end, and is drawn for at most four plans."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from advice.engine.assessment import assess, project
from advice.engine.balances import (
    look_alike,
    observed_days,
    plan_balances,
    status_quo_balances,
    told_apart,
)
from advice.engine.calendar import add_days
from advice.engine.case import CapRequest, Cure, PayDown, Restructure
from advice.engine.money import rounded
from advice.engine.strategies.balances import Balance
from tests.engine.drawn import cases, contracts, drawn_times, pay_downs, plans
from tests.engine.factories import RULEBOOK, make_case, on, raw_loan

PLANS = (Cure(), PayDown(Decimal(5000), Decimal(800)), Restructure(24, Decimal("0.5")))


def assessed(**changes):
    return assess(make_case(**changes), RULEBOOK)


def curve(*owed, first="2026-11-22"):
    """Balances a month apart."""
    day = on(first)
    sums = (Decimal(amount) for amount in owed)
    return tuple(Balance(add_days(day, 30 * i), sum_, sum_) for i, sum_ in enumerate(sums))


# The days


def test_the_days_are_today_each_month_what_the_court_adds_and_the_horizon():
    days = observed_days(assessed(horizon_days=120))

    course_days = ["2027-02-11"]  # the filing; what follows it is after the horizon
    months = ["2026-11-22", "2026-12-22", "2027-01-22", "2027-02-22"]
    assert days == tuple(on(day) for day in sorted([*months, *course_days, "2027-03-22"]))


def test_months_are_counted_from_today_and_cut_to_the_months_end():
    loan = raw_loan(first_unpaid_due_date="2026-08-31")
    days = observed_days(assessed(as_of="2026-10-31", loans=[loan], horizon_days=365))

    assert {on("2026-11-30"), on("2026-12-31"), on("2027-01-31"), on("2027-02-28")} <= set(days)


# Doing nothing


def test_a_court_fee_is_a_jump_of_the_status_quo():
    assessment = assessed()

    balances = {row.day: row for row in status_quo_balances(assessment)}

    lawsuit = assessment.lawsuit
    filed = balances[lawsuit.course.filing_on]
    enforced = balances[lawsuit.course.enforcement_on]
    assert filed.owed - filed.before == lawsuit.acceptance_fee > 0
    assert enforced.owed - enforced.before == lawsuit.execution_fee > 0
    assert sum(row.jumps for row in balances.values()) == 2


def test_what_the_court_has_cost_by_today_is_no_jump():
    assessment = assessed(legal_stage="sued", lawsuit_filed_on="2026-11-22")

    first = status_quo_balances(assessment)[0]

    assert not first.jumps
    assert first.owed == assessment.now.total_cost


@drawn_times(60)
@given(cases(most_loans=3), contracts())
def test_the_status_quo_passes_through_the_projection_and_never_falls(case, contract):
    assessment = assess(replace(case, contract=contract), RULEBOOK)

    balances = status_quo_balances(assessment)

    assert (balances[0].day, balances[0].owed) == (case.as_of, assessment.now.total_cost)
    assert balances[-1].day == case.horizon_on
    assert balances[-1].owed == assessment.at_horizon.total_cost
    heights = [sum_ for row in balances for sum_ in (row.before, row.owed)]
    assert heights == sorted(heights)
    days = [row.as_of for row in assessment.projection]
    assert project(assessment, days) == assessment.projection


# A plan


@drawn_times(80)
@given(cases(most_loans=3), contracts(), plans(), pay_downs())
def test_a_plan_begins_at_the_projection_and_ends_at_its_figures(case, contract, plan, pay_down):
    assessment = assess(replace(case, contract=contract), RULEBOOK)

    for chosen in (plan, pay_down):
        if not isinstance(chosen, Cure | PayDown | Restructure):
            continue
        outcome, balances = assessment.outcome_of(chosen), plan_balances(chosen, assessment)
        costs = assessment.position.legal_costs

        assert (balances[0].day, balances[0].before) == (case.as_of, assessment.now.total_cost)
        last = balances[-1]
        assert last.day == case.horizon_on
        assert last.owed == outcome.owed_at_horizon + costs
        assert last.paid == outcome.paid_by_horizon
        assert last.paid + last.owed == outcome.cost
        days = [row.day for row in balances]
        assert days == sorted(set(days))
        assert set(observed_days(assessment)) <= set(days)


@drawn_times(60)
@given(cases(most_loans=3), contracts(), pay_downs())
def test_what_is_owed_falls_by_just_what_is_paid(case, contract, pay_down):
    assessment = assess(replace(case, contract=contract), RULEBOOK)

    for plan in (Cure(), pay_down):
        paid = Decimal(0)
        for row in plan_balances(plan, assessment):
            assert row.before - row.owed == row.paid - paid
            paid = row.paid


def test_each_day_of_a_payment_is_told():
    loan = raw_loan(principal="5000", remaining_instalments=3, first_unpaid_due_date="2026-11-05")

    balances = plan_balances(Cure(), assessed(loans=[loan]))

    jumps = [row.day for row in balances if row.jumps]
    assert jumps == [on("2026-11-22"), on("2026-12-05"), on("2027-01-05")]
    assert balances[-1].owed == 0


def test_a_waiver_lowers_what_is_owed_today_and_nothing_is_paid_for_it():
    assessment = assessed()

    first = plan_balances(Restructure(24, Decimal("0.5")), assessment)[0]

    outcome = assessment.outcome_of(Restructure(24, Decimal("0.5")))
    assert first.before - first.owed == outcome.waived > 0
    assert first.paid == 0


def test_between_two_instalments_an_agreed_balance_earns_its_interest():
    assessment = assessed(monthly_income="5000", essential_expenses="3000", other_debt_payments="0")

    rows = {row.day: row for row in plan_balances(Restructure(24), assessment)}

    filing_on = assessment.lawsuit.course.filing_on
    after_instalment, at_filing = rows[on("2027-01-22")], rows[filing_on]
    days = (filing_on - on("2027-01-22")).days
    interest = after_instalment.owed * Decimal("0.0005") * days
    assert at_filing.owed == after_instalment.owed + rounded(interest)


def test_a_plan_that_pays_nothing_has_no_balances():
    assert plan_balances(CapRequest(), assessed()) == ()


# Which plans are drawn


def test_at_most_four_curves_are_drawn_in_shown_order():
    curves = [curve(100, 100 - 10 * i) for i in range(6)]

    assert told_apart(curves, [True] * 6) == (0, 1, 2, 3)


def test_what_the_borrower_can_carry_is_drawn_before_what_is_beyond():
    curves = [curve(100, 100 - 10 * i) for i in range(6)]

    drawn = told_apart(curves, [False, True, True, False, True, True])

    assert drawn == (1, 2, 4, 5)


def test_of_curves_that_lie_on_each_other_the_first_is_drawn():
    curves = [curve(10000, 5000), curve(10000, 5199), curve(10000, 5200)]

    assert told_apart(curves, [True] * 3) == (0, 2)


def test_a_plan_without_a_curve_is_not_drawn():
    assert told_apart([(), curve(100, 50)], [True, True]) == (1,)


@pytest.mark.parametrize(("later", "alike"), [("101.99", True), ("102", False)])
def test_curves_look_alike_below_a_fiftieth_of_what_is_owed(later, alike):
    assert look_alike(curve(100, 100), curve(100, later)) is alike
