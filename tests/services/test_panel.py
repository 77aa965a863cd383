"""The drawn panel: the same borrowers on every run, plausible, and none that intake refuses."""

from collections import Counter
from datetime import date

import pytest

from advice import selectors
from advice.engine import CaseRefused, Rulebook, RuleNotInForce
from advice.engine.vocabulary import LegalStage, TermKey
from advice.services import panel

DAY = date(2026, 11, 22)


@pytest.fixture
def rulebook(seeded):
    return selectors.current_rulebook()


@pytest.fixture
def drawn(rulebook):
    return [panel.borrower(number, DAY, rulebook=rulebook) for number in range(panel.SIZE)]


def test_a_borrower_is_the_same_on_every_run(rulebook):
    first = [panel.borrower(number, DAY, rulebook=rulebook) for number in range(20)]
    again = [panel.borrower(number, DAY, rulebook=rulebook) for number in reversed(range(20))]

    assert first == again[::-1]
    assert len(set(first)) == 20


def test_nobody_of_the_thousand_is_refused_and_every_sort_is_among_them(drawn):
    stages = Counter(case.legal_stage for case in drawn)
    late = [(DAY - case.first_due_on).days for case in drawn]

    assert len(drawn) == 1000
    assert set(stages) == set(LegalStage)
    assert min(stages.values()) >= 20
    assert {len(case.loans) for case in drawn} == {1, 2, 3, 4, 5}
    assert sum(days <= 0 for days in late) >= 80
    assert sum(days == 1 for days in late) >= 30
    assert sum(days > 360 for days in late) >= 80
    assert sum(case.monthly_income is None for case in drawn) >= 150
    assert sum(case.savings is None for case in drawn) >= 150


def test_rates_stay_within_the_terms_of_the_product(drawn, rulebook):
    for case in drawn:
        terms = rulebook.product(case.product).terms
        highest = terms[TermKey.DAILY_RATE_MAX].on(DAY)
        assert all(0 < loan.daily_rate_percent <= highest for loan in case.loans)
    assert len({case.product for case in drawn}) == len(rulebook.products)


@pytest.mark.parametrize("day", [date(2017, 8, 4), date(2028, 2, 29), date(2199, 11, 30)])
def test_borrowers_are_drawn_for_any_day_with_rules(rulebook, day):
    cases = [panel.borrower(number, day, rulebook=rulebook) for number in range(200)]

    assert {case.as_of for case in cases} == {day}


def test_a_day_without_rules_is_refused(rulebook):
    with pytest.raises((CaseRefused, RuleNotInForce)):
        panel.borrower(0, date(1999, 1, 1), rulebook=rulebook)


def test_without_any_product_nobody_is_drawn():
    with pytest.raises(LookupError):
        panel.borrower(0, DAY, rulebook=Rulebook({}, {}, {}))
