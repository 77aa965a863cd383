"""A group of conditions that nobody could fulfil is seen, with what clashes; no other one is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.assessment import assess
from advice.engine.conditions import OPERATORS, read_condition
from advice.engine.contradictions import clash_in
from advice.engine.facts import FACTS
from advice.engine.vocabulary import Unit
from tests.engine.drawn import cases, drawn_times
from tests.engine.rulebook import make_rulebook

RULEBOOK = make_rulebook()


def group(*rows):
    """Conditions from rows such as "arrears gt 3000" and "lump_sum ge =arrears"."""
    return tuple(_condition(*row.split(" ")) for row in rows)


def _condition(fact, operator, value):
    if value.startswith("="):
        return read_condition(fact, operator, "", value[1:])
    return read_condition(fact, operator, value)


CLASHES = {
    "above and below": ["arrears gt 3000", "arrears lt 3000"],
    "above and not above": ["arrears gt 3000", "arrears le 3000"],
    "two numbers at once": ["arrears eq 3000", "arrears eq 3001"],
    "a number and not that number": ["arrears eq 3000", "arrears ne 3000"],
    "squeezed to a number and not that number": [
        "arrears le 3000",
        "arrears ge 3000",
        "arrears ne 3000",
    ],
    "below nothing": ["arrears lt 0"],
    "negative": ["savings le -1"],
    "more times than a contract may say": ["penalty_multiplier gt 3"],
    "a cap above one hundred percent": ["annual_cap_percent gt 100"],
    "no loan": ["loan_count lt 1"],
    "between two whole numbers": ["days_overdue gt 3", "days_overdue lt 4"],
    "half a day": ["days_overdue eq 1.5"],
    "one day after the other": ["filing_on lt 2027-01-01", "filing_on ge 2027-01-01"],
    "yes and no": ["harassed eq yes", "harassed eq no"],
    "two choices at once": ["stage eq early", "stage eq late"],
    "a choice and not that choice": ["stage eq early", "stage ne early"],
    "one of some and one of others": ["stage one_of early,middle", "stage one_of late,court"],
    "below itself": ["arrears lt =arrears"],
    "not itself": ["arrears ne =arrears"],
    "each below the other": ["savings lt =arrears", "arrears lt =savings"],
    "equal and not equal": ["savings eq =arrears", "savings ne =arrears"],
    "below what is below it": [
        "savings lt =arrears",
        "arrears le =payoff",
        "payoff le =savings",
    ],
    "above something larger": ["lump_sum ge =arrears", "arrears gt 5000", "lump_sum le 5000"],
    "below a sum that is nothing": ["savings lt =arrears", "arrears eq 0"],
}

FINE = {
    "nothing at all": [],
    "just above and just below": ["arrears gt 3000", "arrears lt 3000.01"],
    "exactly one number": ["arrears ge 3000", "arrears le 3000"],
    "nothing owed": ["arrears le 0"],
    "a surplus that is none": ["monthly_surplus lt 0"],
    "the bounds themselves": ["penalty_multiplier ge 3", "loan_count le 1"],
    "one whole number between": ["days_overdue gt 3", "days_overdue lt 5"],
    "a bound that is not whole": ["days_overdue gt 3.5", "days_overdue le 4"],
    "one day": ["filing_on ge 2027-01-01", "filing_on le 2027-01-01"],
    "two circumstances": ["harassed eq yes", "illness eq no"],
    "a choice that is left": ["stage one_of early,middle", "stage ne early"],
    "two facts alike": ["savings le =arrears", "arrears le =savings"],
    "itself": ["arrears ge =arrears"],
    "in a row": ["savings lt =arrears", "arrears lt =payoff"],
    "different facts": ["arrears gt 3000", "savings lt 3000"],
}


@pytest.mark.parametrize("rows", CLASHES.values(), ids=CLASHES)
def test_a_group_that_can_never_hold_is_explained_by_what_clashes(rows):
    clashing = group(*rows)

    assert clash_in(clashing) == clashing


@pytest.mark.parametrize("rows", FINE.values(), ids=FINE)
def test_a_group_that_may_hold_is_left_in_peace(rows):
    assert clash_in(group(*rows)) == ()


def test_what_does_not_clash_is_no_part_of_the_explanation():
    fine, low, high = group("harassed eq yes", "arrears gt 3000", "arrears lt 1000")

    assert clash_in((fine, low, high)) == (low, high)
    assert clash_in((high, fine, low)) == (high, low)


NUMBERS = [fact for fact in FACTS.values() if fact.unit not in {*OPERATORS, Unit.DATE}]


@drawn_times(60)
@given(cases())
def test_no_borrower_has_a_number_beyond_its_bounds(case):
    assessment = assess(case, RULEBOOK)

    for fact in NUMBERS:
        value = fact.read(assessment)
        assert value is None or fact.lowest is None or value >= fact.lowest, fact.key
        assert value is None or fact.highest is None or value <= fact.highest, fact.key


def _true_of(fact, value, data):
    """A condition that holds of the value."""
    if fact.unit in OPERATORS:
        return read_condition(fact.key, "eq", {True: "yes", False: "no"}.get(value, value))
    step = timedelta(data.draw(st.integers(0, 3)))
    less, more = (
        (value - step, value + step)
        if isinstance(value, date)
        else (Decimal(value) - step.days, Decimal(value) + step.days)
    )
    operator, bound = data.draw(
        st.sampled_from(
            [("eq", value), ("ne", more) if step else ("eq", value), ("ge", less), ("le", more)]
        )
    )
    text = bound.isoformat() if isinstance(bound, date) else f"{bound:f}" if step else str(bound)
    return read_condition(fact.key, operator, text)


@drawn_times(60)
@given(cases(), st.data())
def test_conditions_that_hold_of_somebody_never_clash(case, data):
    assessment = assess(case, RULEBOOK)
    known = [(fact, fact.read(assessment)) for fact in FACTS.values()]
    chosen = data.draw(
        st.lists(st.sampled_from([row for row in known if row[1] is not None]), max_size=6)
    )

    holding = [_true_of(fact, value, data) for fact, value in chosen]

    assert all(
        condition.holds(value) for condition, (_, value) in zip(holding, chosen, strict=True)
    )
    assert clash_in(holding) == ()
