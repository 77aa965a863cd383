"""Which days are worked on in China, as the State Council announces them year by year."""

from datetime import date

import chinese_calendar


def workdays(day: date) -> bool | None:
    """Whether `day` is worked on; None in a year that the package does not know (yet)."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
