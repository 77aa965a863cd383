"""What comes next for a borrower who does nothing, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days
from advice.engine.money import ZERO
from advice.engine.schedule import Instalment
from advice.engine.wording import yuan


@dataclass(frozen=True, slots=True)
class ComingEvent:
    """A day after as_of, how far off it is, and what happens on it."""

    day: date
    days_ahead: int
    words: str
    is_estimate: bool = False


def coming_event(assessment: Assessment) -> ComingEvent | None:
    """The earliest day after as_of on which something gets worse or falls due.

    On the last day of the grace, that day itself.
    """
    if _grace_ends_today(assessment):
        words = f"24:00 前补齐 {yuan(assessment.now.arrears)}，一般不算罚息、不上报征信"
        return ComingEvent(assessment.case.as_of, 0, words)
    events = (event for event in _events(assessment) if event.days_ahead > 0)
    return min(events, key=lambda event: event.day, default=None)


def _grace_ends_today(assessment: Assessment) -> bool:
    days_overdue = assessment.now.days_overdue
    return 0 < days_overdue == assessment.terms.grace_days


def _events(assessment: Assessment) -> Iterator[ComingEvent]:
    """Every dated event, of one day the gravest first."""
    course, credit, case = assessment.lawsuit.course, assessment.credit, assessment.case

    def event(day: date, words: str, *, is_estimate: bool = False) -> ComingEvent:
        return ComingEvent(day, (day - case.as_of).days, words, is_estimate)

    yield event(course.enforcement_on, "可能开始强制执行", is_estimate=True)
    told = case.performance_due_on is not None
    yield event(course.performance_due_on, "判决的履行期满", is_estimate=not told)
    yield event(course.judgment_on, "法院可能判决", is_estimate=True)
    yield event(course.filing_on, "可能被起诉", is_estimate=True)
    if credit.next_code_on:
        changed = f"征信还款状态由 {credit.code_now} 变为 {credit.next_code}"
        yield event(credit.next_code_on, changed)
    grace_days_left = assessment.terms.grace_days - assessment.now.days_overdue
    if assessment.now.days_overdue and grace_days_left > 0:
        last_day = add_days(case.as_of, grace_days_left)
        yield event(last_day, "宽限期的最后一天，当天 24:00 前补齐，一般不算罚息")
    coming = _coming_instalments(assessment)
    if coming:
        amount = sum((row.amount for row in coming), ZERO)
        yield event(coming[0].due, f"下一期到期，要还 {yuan(amount)}")


def _coming_instalments(assessment: Assessment) -> list[Instalment]:
    """The contract instalments of the next due date, of loans not called due."""
    rows = [
        row
        for schedule, ledger in zip(assessment.schedules, assessment.position.ledgers, strict=True)
        if ledger.accelerated_on is None
        for row in schedule
        if row.due > assessment.case.as_of
    ]
    next_due_on = min((row.due for row in rows), default=None)
    return [row for row in rows if row.due == next_due_on]
