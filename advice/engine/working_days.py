"""Legal deadlines that fall on a day off move to the next working day.

民法典 第二百零三条 and 民事诉讼法 第八十五条: where the last day of a period is a day off by law,
the period ends on the first day after it. Days off are weekends and public holidays, but for the
weekend days that the State Council makes working days. It announces them a year at a time, so
those of later years are not known yet.

The engine knows no holidays: a `Workdays` is given to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from advice.engine.calendar import add_days

SATURDAY = 5

# Whether a day is worked on; None in a year of which the public holidays are not announced.
Workdays: TypeAlias = Callable[[date], bool | None]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a legal period.

    `counted` is where the period ends by counting alone, `unknown_years` are those on the way from
    there to `day` of which only the weekends are known.
    """

    day: date
    counted: date
    unknown_years: tuple[int, ...] = ()

    @property
    def moved_from(self) -> date | None:
        """The day off that it would have been; None where it was not moved."""
        return self.counted if self.day != self.counted else None


def deadline_moved(counted: date, workdays: Workdays) -> Deadline:
    """`counted` itself where it is worked on, else the first working day after it."""
    day, unknown_years = counted, []
    while True:
        is_worked = workdays(day)
        if is_worked is None:
            unknown_years.append(day.year)
            is_worked = only_weekends_off(day)
        if is_worked:
            return Deadline(day, counted, tuple(dict.fromkeys(unknown_years)))
        day = add_days(day, 1)


def only_weekends_off(day: date) -> bool:
    """Whether the day is a Monday to Friday."""
    return day.weekday() < SATURDAY
