"""Coming due days to be reminded of: one day of the month, until the last instalment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from advice.engine.answers import INSTALMENTS_MOST, Answers, CaseRefused, Errors
from advice.engine.calendar import add_months
from advice.engine.wording import chinese_date

REMINDER_FIELDS = frozenset({"due_day", "remaining_instalments", "last_due_on", "remind_days"})
REMIND_DAYS, MOST_REMIND_DAYS = 3, 28


@dataclass(frozen=True, slots=True)
class Reminder:
    """The coming due days, each cut to its month's end, and how many days before to remind."""

    due_day: int
    days: tuple[date, ...]
    remind_days: int


def read_reminder(raw: Mapping[str, Any], *, today: date) -> Reminder:
    """The reminder that the answers ask for; raises CaseRefused with every broken bound.

    `due_day` 1–31; either `remaining_instalments` 1–360 or `last_due_on`, from the next due day on
    and within 360 months; `remind_days` 0–28, by default 3. The first due day is today's or later.
    """
    errors: Errors = {}
    answers = Answers(raw, "", errors)
    answers.refuse_unknown(REMINDER_FIELDS)
    answers.require("due_day")
    due_day = answers.integer("due_day", 1, 31)
    count = answers.integer("remaining_instalments", 1, INSTALMENTS_MOST)
    until = _read_last_due_on(answers, today, due_day)
    _refuse_none_or_both(answers)
    remind_days = answers.integer("remind_days", 0, MOST_REMIND_DAYS)
    if errors or due_day is None:
        raise CaseRefused(errors)
    return Reminder(
        due_day=due_day,
        days=tuple(_days(today, due_day, count, until)),
        remind_days=REMIND_DAYS if remind_days is None else remind_days,
    )


def _read_last_due_on(answers: Answers, today: date, due_day: int | None) -> date | None:
    if due_day is None:
        return answers.day("last_due_on")
    latest = add_months(today, INSTALMENTS_MOST)
    day = answers.day_between("last_due_on", until=latest)
    first = _due_day_after(today, due_day, 0)
    if day and day < first:
        answers.refuse("last_due_on", f"应在下一个还款日 {chinese_date(first)} 或之后")
    return day


def _refuse_none_or_both(answers: Answers) -> None:
    told = [answers.is_told("remaining_instalments"), answers.is_told("last_due_on")]
    if all(told):
        answers.refuse("last_due_on", "还剩几期和最后一期还款日只填一个")
    if not any(told):
        answers.refuse("remaining_instalments", "请填写还剩几期没还，或者填写最后一期还款日")


def _due_day_after(today: date, due_day: int, number: int) -> date:
    """The due day so many after the first one that is today or later."""
    first_of_month = today.replace(day=1)
    if add_months(first_of_month, 0, due_day=due_day) < today:
        number += 1
    return add_months(first_of_month, number, due_day=due_day)


def _days(today: date, due_day: int, count: int | None, until: date | None) -> Iterator[date]:
    last = until or _due_day_after(today, due_day, (count or 1) - 1)
    for number in range(INSTALMENTS_MOST + 1):
        day = _due_day_after(today, due_day, number)
        if day > last:
            return
        yield day
