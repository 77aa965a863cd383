"""A legal deadline on a day off moves to the next working day, and says what is not known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.calendar import add_days
from advice.engine.working_days import deadline_moved, only_weekends_off
from tests.engine.drawn import drawn_times
from tests.engine.factories import on

HOLIDAYS = {on("2026-10-01"), on("2026-10-02"), on("2026-10-05")}
MADE_WORKING = {on("2026-10-10")}
LAST_KNOWN_YEAR = 2026


def workdays(day):
    """October 2026 with a short holiday; nothing is announced beyond the year."""
    if day.year > LAST_KNOWN_YEAR:
        return None
    return day in MADE_WORKING or (only_weekends_off(day) and day not in HOLIDAYS)


@pytest.mark.parametrize(
    ("counted", "day"),
    [
        ("2026-09-30", "2026-09-30"),
        ("2026-10-01", "2026-10-06"),
        ("2026-10-03", "2026-10-06"),
        ("2026-10-05", "2026-10-06"),
        ("2026-10-06", "2026-10-06"),
        ("2026-10-17", "2026-10-19"),
    ],
)
def test_a_day_off_moves_to_the_next_working_day(counted, day):
    moved = deadline_moved(on(counted), workdays)

    assert (moved.day, moved.counted) == (on(day), on(counted))
    assert moved.moved_from == (on(counted) if counted != day else None)
    assert moved.unknown_years == ()


def test_a_saturday_made_a_working_day_stays():
    moved = deadline_moved(on("2026-10-10"), workdays)

    assert (moved.day, moved.moved_from) == (on("2026-10-10"), None)


@pytest.mark.parametrize(
    ("counted", "day"), [("2027-01-01", "2027-01-01"), ("2027-01-02", "2027-01-04")]
)
def test_of_a_year_not_announced_only_the_weekends_are_known(counted, day):
    moved = deadline_moved(on(counted), workdays)

    assert (moved.day, moved.unknown_years) == (on(day), (2027,))


def test_a_move_into_a_year_not_announced_says_so():
    holidays = {on("2026-12-31")}

    moved = deadline_moved(
        on("2026-12-31"), lambda day: None if day.year > LAST_KNOWN_YEAR else day not in holidays
    )

    assert (moved.day, moved.unknown_years) == (on("2027-01-01"), (2027,))
    assert moved.moved_from == on("2026-12-31")


@drawn_times(200)
@given(st.dates(on("2020-01-01"), on("2035-12-31")))
def test_the_first_working_day_from_the_counted_one_is_found(counted):
    moved = deadline_moved(counted, workdays)

    between = [add_days(counted, n) for n in range((moved.day - counted).days)]
    assert moved.day >= counted
    assert workdays(moved.day) is not False
    assert not any(workdays(day) for day in between)
