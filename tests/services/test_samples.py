"""The sample borrowers on other days than the one they were told on."""

from datetime import date

import pytest

from advice import selectors
from advice.engine import CaseRefused, assess
from advice.engine.matching import judge
from advice.models import SampleBorrower
from advice.services import samples
from tests import factories as new
from tests.engine.factories import RULEBOOK, raw_case, raw_loan

LATER = date(2027, 6, 1)
A_WEEK_LATER = date(2026, 11, 29)


def test_every_date_moves_by_as_many_days():
    told = raw_case(
        lawsuit_filed_on="2026-10-01",
        performance_due_on="2026-12-01",
        paper_received_on="2026-11-10",
        loans=[raw_loan(accrual_start_date="2026-07-15", accelerated_on="2026-11-01")],
    )

    moved = samples.answers_on(told, A_WEEK_LATER)

    assert moved["as_of"] == A_WEEK_LATER
    assert moved["lawsuit_filed_on"] == date(2026, 10, 8)
    assert moved["performance_due_on"] == date(2026, 12, 8)
    assert moved["paper_received_on"] == date(2026, 11, 17)
    assert moved["loans"][0]["first_unpaid_due_date"] == date(2026, 8, 22)
    assert moved["loans"][0]["accrual_start_date"] == date(2026, 7, 22)
    assert moved["loans"][0]["accelerated_on"] == date(2026, 11, 8)


def test_the_due_day_goes_with_the_due_date():
    told = raw_case(loans=[raw_loan(first_unpaid_due_date="2026-09-30", due_day=31)])

    same = samples.answers_on(told, date(2026, 11, 22))
    moved = samples.answers_on(told, A_WEEK_LATER)

    assert same["loans"][0]["due_day"] == 31
    assert "due_day" not in moved["loans"][0]


def test_the_stored_answers_stay_as_they_are():
    sample = new.new_sample()

    samples.case_on(sample, LATER, rulebook=RULEBOOK)

    assert sample.answers == new.new_sample().answers


def test_a_borrower_is_as_late_on_every_day():
    sample = new.new_sample()

    case = samples.case_on(sample, LATER, rulebook=RULEBOOK)

    assert case.as_of == LATER
    assert assess(case, RULEBOOK).now.days_overdue == 99


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"as_of": "2026-02-30"},
        {"as_of": "2026-11-22"},
        {"as_of": "2026-11-22", "loans": "x"},
        {"as_of": "2026-11-22", "loans": ["x"]},
        {"as_of": "2026-11-22", "loans": [{"principal": "1"}]},
    ],
)
def test_what_is_no_case_is_refused_and_not_an_error(answers):
    with pytest.raises(CaseRefused):
        samples.case_on(new.new_sample(answers=answers), LATER, rulebook=RULEBOOK)


def test_the_last_day_that_can_be_computed():
    sample = new.new_sample()

    assert samples.case_on(sample, date(2199, 12, 31), rulebook=RULEBOOK)
    with pytest.raises(CaseRefused, match="2199"):
        samples.case_on(sample, date.max, rulebook=RULEBOOK)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 3, 31), date(2032, 2, 29)])
def test_the_seeded_borrowers_get_every_strategy_between_them(seeded, day):
    edition = selectors.current_edition()
    got = set()

    for sample in SampleBorrower.objects.all():
        assessment = assess(
            samples.case_on(sample, day, rulebook=edition.rulebook), edition.rulebook
        )
        matches = judge(edition.strategy_rules, assessment)
        got |= {match.strategy.slug for match in matches if match.is_shown}

    assert SampleBorrower.objects.count() >= 12
    assert got == {rule.slug for rule in edition.strategy_rules}
