"""Days and months: the first day is not counted, and a month's end cuts a day short."""

from calendar import monthrange

import pytest

from advice.engine.calendar import add_days, add_months, days_in_month, is_month_end, month_end
from tests.engine.factories import on


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-08-15", 0, "2026-08-15"),
        ("2026-08-15", 1, "2026-09-15"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-11-30", 13, "2027-12-30"),
        ("2026-08-28", 6, "2027-02-28"),
        ("2026-08-29", 6, "2027-02-28"),
        ("2027-08-29", 6, "2028-02-29"),
        ("2026-08-30", 1, "2026-09-30"),
        ("2026-08-31", 1, "2026-09-30"),
    ],
)
def test_add_months_keeps_the_day_or_cuts_it_to_the_month_end(start, months, expected):
    day = on(start)

    later = add_months(day, months)

    assert later == on(expected)


def test_dates_of_a_series_are_counted_from_its_first():
    first = on("2027-01-31")

    series = [add_months(first, months) for months in range(3)]

    assert series == [on("2027-01-31"), on("2027-02-28"), on("2027-03-31")]


def test_due_day_comes_back_after_a_short_month():
    cut_short = on("2027-02-28")

    series = [add_months(cut_short, months, due_day=31) for months in range(3)]

    assert series == [on("2027-02-28"), on("2027-03-31"), on("2027-04-30")]


def test_from_15_to_16_august_is_one_day():
    day = on("2026-08-15")

    later = add_days(day, 1)

    assert later == on("2026-08-16")


@pytest.mark.parametrize("year", [1900, 2000, 2026, 2028, 2100])
def test_every_month_has_its_days_in_common_and_leap_years(year):
    months = range(1, 13)

    days = [days_in_month(year, month) for month in months]

    assert days == [monthrange(year, month)[1] for month in months]


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-11-01", "2026-11-30"), ("2026-11-30", "2026-11-30"), ("2028-02-10", "2028-02-29")],
)
def test_month_end_is_the_last_day_of_the_same_month(day, expected):
    told = on(day)

    end = month_end(told)

    assert end == on(expected)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-02-27", False), ("2026-02-28", True), ("2028-02-28", False), ("2028-02-29", True)],
)
def test_only_the_last_day_of_a_month_is_its_end(day, expected):
    told = on(day)

    is_end = is_month_end(told)

    assert is_end is expected
