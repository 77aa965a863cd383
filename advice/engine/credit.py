"""The credit record (calculation.md, section 6): status codes by days overdue, and risk classes."""

from dataclasses import dataclass
from datetime import date

from advice.engine.calendar import add_days, month_end, month_end_before
from advice.engine.rules import RulesInForce
from advice.engine.vocabulary import RiskClass

NORMAL_CODE = "N"
WORST_CODE = "7"
DAYS_A_CODE = 30
MONTHS_SHOWN = 24


@dataclass(frozen=True, slots=True)
class MonthCode:
    """The status code that a month's end shows."""

    month: date
    code: str


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """The codes of the status quo; `next_code_on`: first day of a worse one, None at the worst."""

    months: tuple[MonthCode, ...]
    code_now: str
    next_code_on: date | None
    next_code: str | None


def status_code(days_overdue: int, grace_days: int) -> str:
    """N within the grace, else 1 to 7 by thirties of days overdue."""
    if days_overdue <= grace_days:
        return NORMAL_CODE
    return str(min((days_overdue - 1) // DAYS_A_CODE + 1, int(WORST_CODE)))


def credit_record(
    *, as_of: date, first_due_on: date, horizon_on: date, overdue_since: date, grace_days: int
) -> CreditRecord:
    """The record of a borrower who pays nothing and is overdue from `overdue_since` on."""

    def code_on(day: date) -> str:
        return status_code((day - overdue_since).days, grace_days)

    next_code_on = _next_code_on(as_of, overdue_since, grace_days)
    return CreditRecord(
        months=tuple(
            MonthCode(month, code_on(month)) for month in _months_shown(first_due_on, horizon_on)
        ),
        code_now=code_on(as_of),
        next_code_on=next_code_on,
        next_code=code_on(next_code_on) if next_code_on else None,
    )


def risk_class(days_overdue: int, rules: RulesInForce) -> RiskClass:
    """How the bank books the loan, by days overdue."""
    if days_overdue > rules.loss_over_days:
        return RiskClass.LOSS
    if days_overdue > rules.doubtful_over_days:
        return RiskClass.DOUBTFUL
    if days_overdue > rules.substandard_over_days:
        return RiskClass.SUBSTANDARD
    return RiskClass.SPECIAL_MENTION if days_overdue > 0 else RiskClass.NORMAL


def _months_shown(first_due_on: date, horizon_on: date) -> list[date]:
    """The month-ends up to the horizon, the latest 24 at most, in order."""
    month = month_end(horizon_on)
    if month > horizon_on:
        month = month_end_before(month)
    count = (month.year - first_due_on.year) * 12 + month.month - first_due_on.month + 1
    months = []
    for _ in range(min(count, MONTHS_SHOWN)):
        months.append(month)
        month = month_end_before(month)
    return months[::-1]


def _next_code_on(as_of: date, overdue_since: date, grace_days: int) -> date | None:
    days_now = (as_of - overdue_since).days
    starts = [grace_days, *range(DAYS_A_CODE, DAYS_A_CODE * int(WORST_CODE), DAYS_A_CODE)]
    later = [days for days in starts if days >= grace_days and days >= days_now]
    return add_days(overdue_since, later[0] + 1) if later else None
