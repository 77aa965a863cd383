"""The working days that the State Council announced: holidays, and weekend days made working."""

import pytest

from advice.engine.working_days import deadline_moved
from advice.services.holidays import workdays
from tests.engine.factories import on


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        ("2026-09-30", True),
        ("2026-10-01", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),  # a Saturday made a working day for National Day
        ("2026-10-11", False),
        ("2026-02-14", True),  # a Saturday made a working day for the Spring Festival
        ("2026-02-16", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-02-28", True),
    ],
)
def test_a_day_of_a_known_year_is_worked_on_or_not(day, is_worked):
    assert workdays(on(day)) is is_worked


@pytest.mark.parametrize("day", ["2003-12-31", "2199-12-31"])
def test_of_other_years_nothing_is_known(day):
    assert workdays(on(day)) is None


@pytest.mark.parametrize(
    ("counted", "day"),
    [
        ("2026-10-01", "2026-10-08"),
        ("2026-10-07", "2026-10-08"),
        ("2026-10-10", "2026-10-10"),
        ("2026-02-14", "2026-02-14"),
        ("2026-02-15", "2026-02-24"),
        ("2026-02-23", "2026-02-24"),
    ],
)
def test_a_deadline_in_a_holiday_moves_to_the_day_after_it(counted, day):
    moved = deadline_moved(on(counted), workdays)

    assert (moved.day, moved.unknown_years) == (on(day), ())
