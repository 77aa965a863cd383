"""What the loans' own contracts date: due days, the grace, the last instalment.

Due days do not move with holidays: 民法典 第二百零三条 moves the end of a period, and 第二百零四条
leaves what is due when to the contract. The lender debits on the day, so a day moved without the
contract saying so would make the borrower late.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days
from advice.engine.money import ZERO
from advice.engine.schedule import Instalment
from advice.engine.timeline.event import Event
from advice.engine.vocabulary import EventKind, TermKey
from advice.engine.wording import chinese_date, yuan

MOST_DUE_DAYS = 36

Loans = tuple[int, ...]


class Coming(NamedTuple):
    """An instalment to come: its loan, from 1, its place in the loan's schedule, and itself."""

    loan: int
    place: int
    instalment: Instalment


def contract_events(assessment: Assessment) -> Iterator[Event]:
    """The first missed day, the last day of grace, coming due days and last instalments."""
    yield from _first_missed(assessment)
    yield from _grace_ends(assessment)
    yield from _due_days(assessment)
    yield from _last_instalments(assessment)


def concerned(loans: Loans, assessment: Assessment) -> str:
    """Which loans are meant, where there are several: 第 1、3 笔."""
    if len(assessment.case.loans) == 1:
        return ""
    return f"第 {'、'.join(map(str, loans))} 笔"


def _first_missed(assessment: Assessment) -> Iterator[Event]:
    days_overdue = assessment.now.days_overdue
    if not days_overdue:
        return
    yield Event(
        EventKind.FIRST_MISSED,
        add_days(assessment.case.as_of, -days_overdue),
        "没还上的第一个还款日",
        f"从这天起算逾期，当天不算，到今天是 {days_overdue} 天。",
        is_deadline=True,
        laws=("civil_code_201",),
    )


def _grace_ends(assessment: Assessment) -> Iterator[Event]:
    grace_days, since = assessment.terms.grace_days, _unpaid_since(assessment)
    if not grace_days or since is None:
        return
    last_day, as_of = add_days(since, grace_days), assessment.case.as_of
    if last_day < as_of:
        return
    words = "宽限期的最后一天，当天 24:00 前补齐，一般不算罚息"
    if last_day == as_of:
        words = f"24:00 前补齐 {yuan(assessment.now.arrears)}，一般不算罚息、不上报征信"
    yield Event(
        EventKind.GRACE_ENDS,
        last_day,
        words,
        f"还款日 {chinese_date(since)} 加 {grace_days} 天。",
        is_deadline=True,
        # Before anything is overdue the day to keep is the due date, not the end of its grace.
        is_pressing=assessment.now.days_overdue > 0,
        caution="这是做法，不是权利，以你的借款合同为准。",
        terms=(TermKey.GRACE_DAYS,),
    )


def _unpaid_since(assessment: Assessment) -> date | None:
    """The oldest due date that is not paid, else the next one."""
    now, as_of = assessment.now, assessment.case.as_of
    if now.arrears:
        return add_days(as_of, -now.days_overdue)
    return min(coming_instalments(assessment), default=None)


def _due_days(assessment: Assessment) -> Iterator[Event]:
    """The coming due days up to the horizon, at most 36; of several loans, each day once."""
    as_of, next_is_told = assessment.case.as_of, False
    coming = sorted(coming_instalments(assessment).items())[:MOST_DUE_DAYS]
    for day, rows in coming:
        if day > assessment.case.horizon_on and next_is_told:
            return
        amount = yuan(sum((row.instalment.amount for row in rows), ZERO))
        is_next = day > as_of and not next_is_told
        next_is_told = next_is_told or is_next
        loans = tuple(row.loan for row in rows)
        yield Event(
            EventKind.INSTALMENT_DUE,
            day,
            f"{_which(day, as_of, is_next=is_next)}到期，要还 {amount}",
            f"{concerned(loans, assessment)}按合同的还款日，金额按以前的都还上算。",
            is_deadline=True,
            is_pressing=is_next,
            caution="遇到节假日，合同没有约定就不顺延。" if is_next else "",
            loans=loans,
            laws=("civil_code_204",),
        )


def _which(day: date, as_of: date, *, is_next: bool) -> str:
    if day == as_of:
        return "今天有一期"
    return "下一期" if is_next else "按合同的一期"


def coming_instalments(assessment: Assessment) -> dict[date, list[Coming]]:
    """What falls due on each day from as_of on.

    A loan called due has no instalments any more.
    """
    coming: dict[date, list[Coming]] = defaultdict(list)
    pairs = zip(assessment.schedules, assessment.position.ledgers, strict=True)
    for loan, (schedule, ledger) in enumerate(pairs, start=1):
        if ledger.accelerated_on is None:
            for place, row in enumerate(schedule):
                if row.due >= assessment.case.as_of and row.amount:
                    coming[row.due].append(Coming(loan, place, row))
    return coming


def _last_instalments(assessment: Assessment) -> Iterator[Event]:
    by_day: dict[date, list[int]] = defaultdict(list)
    pairs = zip(assessment.schedules, assessment.position.ledgers, strict=True)
    for number, (schedule, ledger) in enumerate(pairs, start=1):
        if ledger.accelerated_on is None and schedule[-1].due > assessment.case.as_of:
            by_day[schedule[-1].due].append(number)
    for day, numbers in by_day.items():
        loans = tuple(numbers)
        left = assessment.case.loans[loans[0] - 1].remaining_instalments
        counted = f"还有 {left} 期没还，每月一期，数到这天。" if len(loans) == 1 else ""
        yield Event(
            EventKind.LAST_INSTALMENT,
            day,
            f"{concerned(loans, assessment)}最后一期到期",
            counted or "按各笔还剩的期数，每月一期，数到这天。",
            is_deadline=True,
            loans=loans,
        )
