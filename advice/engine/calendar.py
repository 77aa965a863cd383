"""Days and months. The first day is not counted (民法典 第二百零一条): 15 to 16 August is 1 day."""

from calendar import isleap
from datetime import date, timedelta

DAYS_OF_EVERY_MONTH = 28
FEBRUARY = 2
MONTHS_OF_30_DAYS = {4, 6, 9, 11}


def add_months(day: date, months: int, *, due_day: int | None = None) -> date:
    """The date `months` later on the same day of the month (or on `due_day`), cut to its end."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    wanted = due_day or day.day
    if wanted > DAYS_OF_EVERY_MONTH:
        wanted = min(wanted, days_in_month(year, month_index + 1))
    return date(year, month_index + 1, wanted)


def add_days(day: date, days: int) -> date:
    """The date `days` calendar days later."""
    return day + timedelta(days)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    if month == FEBRUARY:
        return 29 if isleap(year) else 28
    return 30 if month in MONTHS_OF_30_DAYS else 31


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=days_in_month(day.year, day.month))


def month_end_before(day: date) -> date:
    """The last day of the month before that of `day`."""
    return day - timedelta(day.day)


def is_month_end(day: date) -> bool:
    """Whether `day` is the last of its month."""
    return day == month_end(day)
