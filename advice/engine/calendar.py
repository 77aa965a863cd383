"""Days and months. The first day is not counted (民法典 第二百零一条): 15 to 16 August is 1 day."""

from calendar import monthrange
from datetime import date, timedelta

DAYS_OF_EVERY_MONTH = 28


def add_months(day: date, months: int, *, due_day: int | None = None) -> date:
    """The date `months` later on the same day of the month (or on `due_day`), cut to its end."""
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    wanted = due_day or day.day
    last = wanted
    if wanted > DAYS_OF_EVERY_MONTH:
        last = min(wanted, monthrange(year, month_index + 1)[1])
    return date(year, month_index + 1, last)


def add_days(day: date, days: int) -> date:
    """The date `days` calendar days later."""
    return day + timedelta(days)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def is_month_end(day: date) -> bool:
    """Whether `day` is the last of its month."""
    return day == month_end(day)
