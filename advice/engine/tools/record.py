"""When a bad record leaves the credit report (calculation.md, section 6).

It stays for so many months after the default ended (征信业管理条例 第十六条).
"""

from dataclasses import dataclass
from datetime import date

from advice.engine.answers import LABELS, Answers
from advice.engine.calendar import add_days, add_months
from advice.engine.credit import NORMAL_CODE, status_code
from advice.engine.intake import read_first_due_date, read_product
from advice.engine.rules import Rulebook, Terms
from advice.engine.tools.asking import Raw, asked, in_force, refuse_broken
from advice.engine.wording import chinese_date

FIELDS = frozenset({"product", "first_unpaid_due_date", "cleared_on"})
LATEST_PLAN_DAYS = 1825


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """The record of one default that ends on `ended_on`: the day told, else today.

    `days_overdue` and `worst_code` are those of that day. `expires_on` is None where the grace was
    not exceeded, so that there is no bad record.
    """

    as_of: date
    product: str
    terms: Terms
    retention_months: int
    first_due_on: date
    ended_on: date
    is_told: bool
    days_overdue: int
    worst_code: str
    expires_on: date | None

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on <= self.as_of

    @property
    def days_left(self) -> int | None:
        """Days from today; None where there is no record or it has gone."""
        if self.expires_on is None or self.is_expired:
            return None
        return (self.expires_on - self.as_of).days


def answer(raw: Raw, *, today: date, rulebook: Rulebook) -> RecordAnswer:
    """When the record goes if all arrears are paid on the day told, or today.

    Raises CaseRefused.
    """
    answers = asked(raw, FIELDS)
    product = read_product(answers, rulebook)
    due = read_first_due_date(answers, today)
    cleared_on = _read_cleared_on(answers, due, today)
    refuse_broken(answers)
    assert due is not None
    rules = in_force(lambda: rulebook.on(today))
    terms = in_force(lambda: rulebook.product(product).terms_on(today))
    ended_on = cleared_on or today
    days_overdue = max((ended_on - due).days, 0)
    code = status_code(days_overdue, terms.grace_days)
    is_recorded = code != NORMAL_CODE
    return RecordAnswer(
        as_of=today,
        product=product,
        terms=terms,
        retention_months=rules.retention_months,
        first_due_on=due,
        ended_on=ended_on,
        is_told=cleared_on is not None,
        days_overdue=days_overdue,
        worst_code=code,
        expires_on=add_months(ended_on, rules.retention_months) if is_recorded else None,
    )


def _read_cleared_on(answers: Answers, due: date | None, today: date) -> date | None:
    """A day on or after the due date, in the past or planned for the coming five years."""
    day = answers.day_between("cleared_on", until=add_days(today, LATEST_PLAN_DAYS))
    if day and due and day < due:
        answers.refuse("cleared_on", f"{LABELS['cleared_on']}应在 {chinese_date(due)} 或之后")
    return day
