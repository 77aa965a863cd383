"""The drawn line of days: the next ones in their places, numbered, and the same in words."""

from itertools import pairwise

import pytest

from advice.services.axes import MARK_HEIGHT
from advice.services.strip import MOST_MARKS, strip_of
from tests.engine.factories import TODAY, on, raw_loan
from tests.services.test_dates import dates_for

HORIZON = on("2027-11-22")


def strip_for(**changes):
    return strip_of(dates_for(**changes), HORIZON)


def test_days_stand_where_they_fall_between_today_and_the_horizon():
    strip = strip_for(loans=[raw_loan(first_unpaid_due_date=TODAY)])

    first = strip.marks[0]
    assert (strip.first_day, strip.last_day, first.at, first.number) == (TODAY, HORIZON, 0, 1)
    for mark in strip.marks:
        days = (mark.entry.event.day - TODAY).days
        assert float(mark.at) == pytest.approx(100 * days / 365, abs=0.05)


@pytest.mark.parametrize("loans", [1, 6])
def test_numbers_have_room_and_keep_the_order_of_their_days(loans):
    due = [f"2026-{month:02}-{month + 3:02}" for month in range(5, 5 + loans)]

    strip = strip_for(loans=[raw_loan(first_unpaid_due_date=day) for day in due])

    assert 1 < len(strip.marks) <= MOST_MARKS
    places = [mark.number_at for mark in strip.marks]
    assert all(later - earlier >= MARK_HEIGHT for earlier, later in pairwise(places))
    assert 0 <= places[0] <= places[-1] <= 100


def test_what_has_passed_or_lies_beyond_is_not_drawn():
    strip = strip_for(loans=[raw_loan()])

    drawn = {mark.entry.event.day for mark in strip.marks}
    assert all(TODAY <= day <= HORIZON for day in drawn)
    assert strip.left_out == 0


def test_later_due_days_are_short_lines():
    dates = dates_for(loans=[raw_loan(remaining_instalments=12)])

    assert len(strip_of(dates, HORIZON).due) == len(dates.due_days) > 0


def test_the_words_tell_every_mark_with_its_number():
    strip = strip_for()

    assert strip.description.startswith("1：2026年")
    assert strip.description.count("。") >= len(strip.marks)
    assert all(mark.words in strip.description for mark in strip.marks)


def test_nothing_to_come_by_the_horizon_draws_no_line():
    assert strip_of(dates_for(), TODAY) is None
