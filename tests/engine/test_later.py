"""A strategy that begins on a later day: the status quo until then, the same horizon."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.assessment import assess, project
from advice.engine.best_plan import candidate
from advice.engine.calendar import add_days
from advice.engine.case import Cure, PayDown, Restructure
from advice.engine.later import outcome_from, position_on
from tests.engine.drawn import cases, drawn_times
from tests.engine.factories import RULEBOOK, TODAY, make_case, raw_loan

ALL = PayDown(Decimal(100_000), Decimal(0))


def assessment_of(**told):
    return assess(make_case(**told), RULEBOOK)


def test_from_today_on_nothing_is_later():
    assessment = assessment_of()

    assert position_on(assessment, TODAY) is assessment.position
    assert outcome_from(TODAY, Cure(), assessment) == assessment.outcome_of(Cure())


@drawn_times(60)
@given(cases(most_loans=3), st.integers(1, 365))
def test_settling_later_costs_what_the_status_quo_has_become(case, days):
    assessment = assess(replace(case, horizon_days=365), RULEBOOK)
    day = add_days(case.as_of, days)

    outcome = outcome_from(day, ALL, assessment)

    (then,) = project(assessment, [day])
    if then.payoff <= ALL.upfront:
        assert (outcome.needed, outcome.cost) == (then.payoff, then.total_cost)
        assert outcome.saving == assessment.at_horizon.total_cost - then.total_cost
        assert outcome.payments == ((day, then.payoff),)
    assert position_on(assessment, day).payoff == then.payoff


def test_a_suit_filed_before_the_day_has_called_everything_due():
    assessment = assessment_of(loans=[raw_loan(remaining_instalments=12)])
    filed_on = assessment.lawsuit.course.filing_on

    before = position_on(assessment, add_days(filed_on, -1))
    on_it = position_on(assessment, filed_on)

    assert [ledger.accelerated_on for ledger in (*before.ledgers, *on_it.ledgers)] == [
        None,
        filed_on,
    ]
    assert before.legal_costs == 0 < on_it.legal_costs


def test_instalments_by_agreement_are_counted_from_the_day():
    day = add_days(TODAY, 10)

    outcome = outcome_from(day, Restructure(2, is_fixed=True), assessment_of())

    assert [str(paid_on) for paid_on, _ in outcome.payments] == ["2027-01-02", "2027-02-02"]


@pytest.mark.parametrize(("days", "at_hand"), [(22, "500"), (23, "800"), (53, "800"), (54, "1100")])
def test_means_that_come_until_the_day_are_at_hand_then(days, at_hand):
    told = {"monthly_income": "300", "essential_expenses": "0", "other_debt_payments": "0"}
    assessment = assessment_of(savings="500", **told)

    position = position_on(assessment, add_days(TODAY, days))

    assert position.affordability.lump_sum == Decimal(at_hand)


def test_money_at_hand_runs_out_but_never_below_nothing():
    told = {"monthly_income": "0", "essential_expenses": "300", "other_debt_payments": "0"}
    assessment = assessment_of(savings="500", **told)

    at_hand = [
        position_on(assessment, add_days(TODAY, days)).affordability.lump_sum for days in (54, 90)
    ]

    assert at_hand == [0, 0]


def test_what_was_saved_until_the_day_is_used_before_the_familys_money():
    told = {"monthly_income": "300", "essential_expenses": "0", "other_debt_payments": "0"}
    assessment = assessment_of(family_loan="1000", **told)
    position = position_on(assessment, add_days(TODAY, 23))

    found = candidate(PayDown(Decimal(300), Decimal(0)), position)

    assert position.affordability.lump_sum == 1300
    assert (found.used.savings, found.used.family_loan) == (300, 0)


@pytest.mark.parametrize(
    ("days", "left"), [(22, (100, 150, 200)), (23, (0, 0, 150)), (54, (0, 0, 0))]
)
def test_what_the_months_lack_is_taken_of_savings_first_and_of_the_family_last(days, left):
    means = {"monthly_income": "0", "essential_expenses": "300", "other_debt_payments": "0"}
    sources = {"savings": "100", "sellable_assets": "150", "family_loan": "200"}

    case = position_on(assessment_of(**sources, **means), add_days(TODAY, days)).case

    assert (case.savings, case.sellable_assets, case.family_loan) == left
