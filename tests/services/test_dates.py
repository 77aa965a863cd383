"""How near each day is, in words, and where it stands in the timeline."""

import pytest

from advice.engine.assessment import assess
from advice.engine.timeline import timeline
from advice.engine.vocabulary import EventKind
from advice.services.dates import Nearness, dates_of
from advice.services.holidays import workdays
from tests.engine.factories import RULEBOOK, TODAY, make_case, on, raw_loan


def dates_for(sources=None, **changes):
    return dates_of(timeline(assess(make_case(**changes), RULEBOOK), workdays), sources or {}, str)


def entry_of(kind, **changes):
    dates = dates_for(**changes)
    return next(
        row for row in (*dates.unanswered, *dates.undated, *dates.entries) if row.event.kind is kind
    )


@pytest.mark.parametrize(
    ("received_on", "day", "nearness"),
    [
        ("2026-11-04", "2026-11-19", Nearness.MISSED),
        ("2026-11-08", "2026-11-23", Nearness.SOON),
        ("2026-11-20", "2026-12-07", Nearness.LATER),
        ("2026-11-19", "2026-12-04", Nearness.SOON),
    ],
)
def test_how_near_a_deadline_is(received_on, day, nearness):
    told = {"legal_stage": "payment_order", "paper_received_on": received_on}

    entry = entry_of(EventKind.OBJECTION_DUE, **told)

    assert (entry.event.day, entry.nearness) == (on(day), nearness)


@pytest.mark.parametrize(
    ("due", "nearness"),
    [
        ("2026-11-22", Nearness.TODAY),
        ("2026-12-06", Nearness.SOON),
        ("2026-12-07", Nearness.LATER),
    ],
)
def test_two_weeks_are_soon(due, nearness):
    # A loan that falls due once: the last instalment is the same day.
    told = {"loans": [raw_loan(first_unpaid_due_date=due, remaining_instalments=1)]}

    dates = dates_for(**told)

    due_days = [
        row
        for row in (*dates.entries, *dates.due_days)
        if row.event.kind is EventKind.INSTALMENT_DUE
    ]
    assert [row.nearness for row in due_days] == [nearness]


def test_what_has_passed_without_having_been_a_deadline_is_not_missed():
    entry = entry_of(EventKind.FILING, legal_stage="sued", lawsuit_filed_on="2026-11-01")

    assert entry.nearness is Nearness.PAST


def test_of_the_due_days_to_come_only_the_next_stands_in_the_line():
    dates = dates_for(loans=[raw_loan(remaining_instalments=12)])

    in_line = [row.event.day for row in dates.entries if row.event.kind is EventKind.INSTALMENT_DUE]
    assert in_line == [on("2026-12-15")]
    assert [row.event.day for row in dates.due_days] == [
        on(f"2027-{month:02}-15") for month in range(1, 8)
    ]


def test_a_due_day_of_today_stands_in_the_line_beside_the_next():
    dates = dates_for(loans=[raw_loan(first_unpaid_due_date=TODAY)])

    in_line = [row.event.day for row in dates.entries if row.event.kind is EventKind.INSTALMENT_DUE]
    assert in_line == [TODAY, on("2026-12-22")]


def test_a_day_names_the_values_that_it_was_counted_by():
    entry = entry_of(EventKind.FILING)

    assert entry.bases == ("rule:lawsuit_notice_days", "term:lawsuit_after_days")


def test_what_waits_for_an_answer_is_told_apart_from_what_only_has_no_day():
    dates = dates_for(legal_stage="payment_order")

    assert [row.event.kind for row in dates.unanswered] == [EventKind.OBJECTION_DUE]
    assert [row.event.kind for row in dates.undated] == [EventKind.LIMITATION]
