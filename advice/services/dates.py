"""What falls when, as the result shows it: how near each day is, and the sources it rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time

from advice.engine.timeline import Event, Timeline, days_until
from advice.engine.vocabulary import EventKind, Labelled
from advice.models import LegalSource
from advice.services.workings import Basis

SOON_DAYS = 14
REMINDED_AT = time(9)
REMINDED_DAYS_BEFORE = (3, 1)


class Nearness(Labelled):
    """How far a day is from the day of the assessment; a deadline missed is told apart."""

    MISSED = "missed", "已过"
    PAST = "past", "过去"
    TODAY = "today", "今天"
    SOON = "soon", "快到了"
    LATER = "later", "以后"
    UNKNOWN = "unknown", "还不知道日期"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the timeline, the values that its day was counted by, and published sources."""

    event: Event
    nearness: Nearness
    bases: tuple[Basis, ...]
    sources: tuple[LegalSource, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """The timeline as shown: `entries` by day, later due days apart in `due_days`.

    What has no day stands first where somebody waits for an answer, else last. A calendar reminds
    at `reminded_at`, in China, so many days before.
    """

    timeline: Timeline
    unanswered: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    entries: tuple[Entry, ...]
    due_days: tuple[Entry, ...]

    reminded_at = REMINDED_AT
    reminded_days_before = REMINDED_DAYS_BEFORE

    @property
    def today(self) -> date:
        """The day of the assessment, in whose line past and future meet."""
        return self.timeline.as_of

    @property
    def past(self) -> tuple[Entry, ...]:
        """What stands before the line of today."""
        return tuple(row for row in self.entries if _is_past(row))

    @property
    def to_come(self) -> tuple[Entry, ...]:
        """What stands after it, today's own included."""
        return tuple(row for row in self.entries if not _is_past(row))

    def days_of(self, kind: EventKind) -> list[date]:
        """The days on which something of that kind falls."""
        return [row.day for row in self.timeline.dated if row.kind is kind and row.day]

    @property
    def for_calendar(self) -> tuple[Entry, ...]:
        """What a calendar is for: everything from today on that has a day."""
        return (*self.to_come, *self.due_days)


def dates_of(
    timeline: Timeline, sources: Mapping[str, LegalSource], basis: Callable[[str], Basis]
) -> Dates:
    """The timeline with what it rests on; of the due days to come only the next stands in its line.

    `basis` tells of a rule or a term, by the key that trails give it.
    """

    def entry(event: Event) -> Entry:
        used = (*(f"rule:{key}" for key in event.rules), *(f"term:{key}" for key in event.terms))
        cited = tuple(sources[key] for key in event.laws if key in sources)
        return Entry(event, nearness(event, timeline), tuple(map(basis, used)), cited)

    entries = [entry(event) for event in timeline.dated]
    return Dates(
        timeline=timeline,
        unanswered=tuple(entry(event) for event in timeline.undated if event.is_deadline),
        undated=tuple(entry(event) for event in timeline.undated if not event.is_deadline),
        entries=tuple(row for row in entries if not _is_later_due_day(row)),
        due_days=tuple(row for row in entries if _is_later_due_day(row)),
    )


def nearness(event: Event, timeline: Timeline) -> Nearness:
    """How near the event is to the day of the assessment."""
    if event.day is None:
        return Nearness.UNKNOWN
    days = days_until(event.day, timeline.as_of)
    if days < 0:
        return Nearness.MISSED if event.is_deadline else Nearness.PAST
    if days == 0:
        return Nearness.TODAY
    return Nearness.SOON if days <= SOON_DAYS else Nearness.LATER


def _is_past(entry: Entry) -> bool:
    return entry.nearness in {Nearness.MISSED, Nearness.PAST}


def _is_later_due_day(entry: Entry) -> bool:
    """Whether it is a due day beyond the next one; one of today stands in today's line."""
    is_due_day = entry.event.kind is EventKind.INSTALMENT_DUE
    return is_due_day and not entry.event.is_pressing and entry.nearness is not Nearness.TODAY
