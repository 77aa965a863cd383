"""Days as an iCalendar file (RFC 5545): all-day events with reminders.

A reminder shows on a locked screen, so a summary tells neither amounts nor a court nor a debt to
who looks over a shoulder; what it is about stands in the description. The ids of events are those
of the case's dates, never of its amounts: the same answers give the same ids, so that a calendar
that takes the file in once more replaces what it has.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import icalendar

from advice.engine.calendar import add_days, add_months
from advice.engine.case import Case
from advice.engine.reminder import Reminder
from advice.engine.timeline import Event
from advice.engine.vocabulary import EventKind
from advice.services.dates import REMINDED_AT, REMINDED_DAYS_BEFORE, Dates, Entry

CHINA = ZoneInfo("Asia/Shanghai")
OUR_EVENTS = UUID("5d1c9a4e-3a0b-5f0e-9a68-0f7c2f6b7d11")
NAME = "还款和要回应的日子（测算）"

KNOWN_BY_THEIR_DAY = {EventKind.INSTALMENT_DUE, EventKind.LIMITATION}

# What a locked screen shows.
SUMMARIES = {
    EventKind.OBJECTION_DUE: "交材料的最后一天",
    EventKind.ANSWER_DUE: "交材料的最后一天",
    EventKind.APPEAL_DUE: "交材料的最后一天",
    EventKind.ENFORCEMENT: "要留意的日子",
    EventKind.PERFORMANCE_DUE: "付款的最后一天",
    EventKind.JUDGMENT: "要留意的日子",
    EventKind.FILING: "要留意的日子",
    EventKind.NEXT_CODE: "要留意的日子",
    EventKind.GRACE_ENDS: "补交的最后一天",
    EventKind.FIRST_MISSED: "还款日",
    EventKind.INSTALMENT_DUE: "还款日",
    EventKind.LAST_INSTALMENT: "最后一期还款日",
    EventKind.RECORD_EXPIRY: "记录到期",
    EventKind.ENFORCEMENT_APPLICATION: "备忘",
    EventKind.LIMITATION: "备忘",
}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """An all-day event; it reminds at nine on the mornings so many days before."""

    uid: str
    day: date
    summary: str
    description: str
    reminded_days_before: tuple[int, ...]


def dates_file(dates: Dates, case: Case, *, made_at: datetime) -> bytes:
    """The result's dates from its day on."""
    days = [_calendar_day(entry, case) for entry in dates.for_calendar]
    return calendar_file(NAME, days, made_at=made_at)


def reminder_file(reminder: Reminder, *, made_at: datetime) -> bytes:
    """Coming due days, each with a reminder before it and one on its morning."""
    before = tuple(dict.fromkeys((reminder.remind_days, 0)))
    days = [
        CalendarDay(
            uid=_uid("reminder", str(reminder.due_day), day.isoformat()),
            day=day,
            summary="还款日",
            description="看一眼这一期要还多少、扣款的卡里够不够。金额以还款页显示的为准。",
            reminded_days_before=before,
        )
        for day in reminder.days
    ]
    return calendar_file("还款日", days, made_at=made_at)


def calendar_file(name: str, days: Iterable[CalendarDay], *, made_at: datetime) -> bytes:
    """The file, made at a moment: a later one replaces an earlier one's events."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//weilidai-guide//dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", CHINA.key)
    for day in days:
        calendar.add_component(_component(day, made_at))
    return bytes(calendar.to_ical())


def _component(day: CalendarDay, made_at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", day.uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    # Calendars keep what they have unless the number has grown.
    event.add("sequence", int(made_at.timestamp()) // 60)
    event.add("dtstart", day.day)
    event.add("dtend", add_days(day.day, 1))
    event.add("summary", day.summary)
    event.add("description", day.description)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for days_before in day.reminded_days_before:
        rings_at = _rings_at(day.day, days_before)
        if rings_at > made_at:
            event.add_component(_alarm(day.summary, rings_at))
    return event


def _rings_at(day: date, days_before: int) -> datetime:
    """Nine in the morning in China, as a moment: what counts back from an all-day event begins at
    midnight of whatever zone the telephone thinks it is in."""
    return datetime.combine(day - timedelta(days_before), REMINDED_AT, CHINA).astimezone(UTC)


def _alarm(summary: str, rings_at: datetime) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", rings_at, parameters={"VALUE": "DATE-TIME"})
    return alarm


def _calendar_day(entry: Entry, case: Case) -> CalendarDay:
    event = entry.event
    assert event.day is not None
    return CalendarDay(
        uid=_uid_of(event, case),
        day=event.day,
        summary=f"{SUMMARIES[event.kind]}（测算）",
        description=_description(entry, case.as_of),
        reminded_days_before=REMINDED_DAYS_BEFORE,
    )


def _description(entry: Entry, as_of: date) -> str:
    event = entry.event
    lines = [
        f"{event.words}。{'（估算）' if event.is_estimate else ''}",
        event.computed,
        event.moved_words,
        event.caution,
        "；".join(source.citation for source in entry.sources if source.may_be_cited(as_of)),
        f"按 {as_of.isoformat()} 测算，以合同和法院的材料为准。",
    ]
    return "\n".join(line for line in lines if line)


def _uid_of(event: Event, case: Case) -> str:
    """The same for the same event of the same loans, whatever they still owe.

    A loan is known by its product and the day of its last instalment, which stays while others are
    paid; due days and limitation also by the day that they count to. Other events are one of their
    kind, and move when they move.
    """
    numbers = event.loans or range(1, len(case.loans) + 1)
    loans = sorted(_last_due_on(case, number).isoformat() for number in numbers)
    assert event.day is not None
    counted = event.moved.counted if event.moved else event.day
    own_day = [counted.isoformat()] if event.kind in KNOWN_BY_THEIR_DAY else []
    return _uid(event.kind.value, case.product, *loans, *own_day)


def _last_due_on(case: Case, number: int) -> date:
    loan = case.loans[number - 1]
    later = loan.remaining_instalments - 1
    return add_months(loan.first_unpaid_due_date, later, due_day=loan.due_day)


def _uid(*parts: str) -> str:
    return str(uuid5(OUR_EVENTS, "|".join(parts)))
