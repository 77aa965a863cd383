"""Cure and pay_down agree with their day-by-day model to the fen and to the day."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from advice.engine.assessment import assess
from advice.engine.case import Cure
from tests.engine.drawn import RULES, cases, contracts, drawn_times, pay_downs
from tests.engine.factories import RULEBOOK
from tests.engine.naive_strategies import NaiveRun, naive_cure, naive_pay_down


def both(case):
    """The assessment, and a naive run of the same case."""
    assessment = assess(case, RULEBOOK)
    return assessment, NaiveRun(case, assessment.terms, RULES, assessment.lawsuit.course.filing_on)


def figures(outcome, naive):
    """The figures of the outcome that the naive run has, under its names."""
    told = {name: getattr(outcome, name) for name in naive if name != "paid_days"}
    return told | ({"paid_days": outcome.months} if outcome.months is not None else {})


@drawn_times(60)
@given(cases(most_loans=3), contracts())
def test_cure_agrees_with_the_naive_one(case, contract):
    assessment, run = both(replace(case, contract=contract))

    outcome = assessment.outcome_of(Cure())

    expected = naive_cure(run)
    assert figures(outcome, expected) == expected


@drawn_times(80)
@given(cases(most_loans=3), contracts(), pay_downs(), st.integers(0, 120))
def test_pay_down_agrees_with_the_naive_one(case, contract, plan, share):
    # Sums around what the loans ask for, so that most plans end and few end at once.
    principal = sum(loan.principal for loan in case.loans)
    plan = replace(plan, monthly=(principal * share / 1000).quantize(Decimal("0.01")))
    assessment, run = both(replace(case, contract=contract))

    outcome = assessment.outcome_of(plan)

    expected = naive_pay_down(run, plan.upfront, plan.monthly)
    if outcome.cleared_on is None:
        del expected["paid_days"]
    assert figures(outcome, expected) == expected
