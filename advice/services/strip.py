"""The days of the timeline as a drawn line from today to the horizon, and the same in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.timeline import days_until
from advice.engine.wording import chinese_date
from advice.services.axes import Scale, Tick, day_ticks, rounded_place, spread
from advice.services.dates import Dates, Entry

# Marks nearer to each other would touch on a page of 320 px, and there is no room for more.
MOST_MARKS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on the line: its number, its place `at`, and where the number has room for itself."""

    number: int
    entry: Entry
    at: Decimal
    number_at: Decimal

    @property
    def words(self) -> str:
        """The day, how far it is, and what falls on it."""
        event = self.entry.event
        assert event.day is not None, "what is drawn has a day"
        estimate = "（估算）" if event.is_estimate else ""
        return f"{chinese_date(event.day)}，{event.words}{estimate}"


@dataclass(frozen=True, slots=True)
class Strip:
    """The next days up to the horizon; `due` are the places of the due days beyond the next.

    `left_out` days are in the list alone.
    """

    first_day: date
    last_day: date
    marks: tuple[Mark, ...]
    due: tuple[Decimal, ...]
    ticks: tuple[Tick, ...]
    left_out: int

    @property
    def description(self) -> str:
        """The same in words, for who can't see it."""
        return "".join(f"{mark.number}：{mark.words}。" for mark in self.marks)


def strip_of(dates: Dates, last_day: date) -> Strip | None:
    """The line from today to `last_day`; None where nothing falls within it."""
    scale = Scale(dates.today, last_day, Decimal(1))
    within = [entry for entry in dates.to_come if _is_by(last_day, entry)]
    if not within:
        return None
    drawn = within[:MOST_MARKS]
    places = [scale.x(_day(entry)) for entry in drawn]
    marks = enumerate(zip(drawn, places, spread(places), strict=True), start=1)
    return Strip(
        first_day=dates.today,
        last_day=last_day,
        marks=tuple(
            Mark(number, entry, rounded_place(at), rounded_place(room))
            for number, (entry, at, room) in marks
        ),
        due=tuple(
            rounded_place(scale.x(_day(entry)))
            for entry in dates.due_days
            if _is_by(last_day, entry)
        ),
        ticks=day_ticks(scale),
        left_out=len(within) - len(drawn),
    )


def _day(entry: Entry) -> date:
    assert entry.event.day is not None, "what is drawn has a day"
    return entry.event.day


def _is_by(last_day: date, entry: Entry) -> bool:
    return days_until(_day(entry), last_day) <= 0
