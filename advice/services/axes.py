"""Axes of drawings: where days and sums stand, and what is written beside them.

Places are shares of the plot in percent, from its left and its top edge, so that the drawing
stretches with the page while its letters keep their size.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from itertools import count, takewhile

from advice.engine.calendar import add_days, add_months
from advice.engine.wording import plain

MOST_STEPS = 5
MOST_MONTHS = 5
MONTH_STEPS = (1, 2, 3, 6, 12)
SHORT_DAYS, SHORT_PARTS = 120, 3
WAN = Decimal(10_000)
# Marks nearer to each other than this would touch on a page of 320 px.
MARK_WIDTH, MARK_HEIGHT = Decimal(11), Decimal(11)
TENTH = Decimal("0.1")
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its words; `more` stands below them, where they need it."""

    at: Decimal
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a day and a sum stand in the plot."""

    first_day: date
    last_day: date
    top: Decimal

    def x(self, day: date) -> Decimal:
        return WHOLE * (day - self.first_day).days / (self.last_day - self.first_day).days

    def y(self, owed: Decimal) -> Decimal:
        return WHOLE - WHOLE * owed / self.top


def nice_sums(most: Decimal) -> tuple[Decimal, ...]:
    """From 0 in equal round steps of 1, 2 or 5 to the first that is not below `most`."""
    step = next(step for step in _round_steps() if step * MOST_STEPS >= most)
    steps = int((most / step).to_integral_value(ROUND_CEILING))
    return tuple(step * number for number in range(max(steps, 1) + 1))


def _round_steps() -> Iterator[Decimal]:
    return (Decimal(digit).scaleb(power) for power in count() for digit in (1, 2, 5))


def sum_words(amount: Decimal, most: Decimal) -> str:
    """Yuan as short as an axis wants them: 2万 on one that goes beyond 10,000, else 2,000."""
    if most > WAN and amount:
        return f"{plain(amount / WAN)}万"
    return plain(amount)


def day_ticks(scale: Scale) -> tuple[Tick, ...]:
    """Today and firsts of months, as many as fit beside each other; of a short time a few days."""
    today, length = scale.first_day, (scale.last_day - scale.first_day).days
    if length <= SHORT_DAYS:
        days = [add_days(today, length * part // SHORT_PARTS) for part in range(1, SHORT_PARTS + 1)]
        return _ticks([today, *days], scale, lambda day: f"{day.month}月{day.day}日")
    firsts = [day for day in _firsts_of_months(scale) if scale.x(day) >= MARK_WIDTH]
    return _ticks([today, *firsts], scale, lambda day: f"{day.month}月")


def _firsts_of_months(scale: Scale) -> list[date]:
    begin = add_months(scale.first_day.replace(day=1), 1)
    months = (add_months(begin, number) for number in count())
    firsts = list(takewhile(lambda day: day <= scale.last_day, months))
    step = next(
        step for step in MONTH_STEPS if len(firsts) <= MOST_MONTHS * step or step == MONTH_STEPS[-1]
    )
    return [day for day in firsts if (day.month - 1) % step == 0]


def _ticks(days: Sequence[date], scale: Scale, words: Callable[[date], str]) -> tuple[Tick, ...]:
    """The first day is today; the year stands below the first day of each."""
    told = ["今天", *(words(day) for day in days[1:])]
    years = [None, *(day.year for day in days)]
    return tuple(
        Tick(rounded_place(scale.x(day)), name, "" if day.year == year else str(day.year))
        for day, name, year in zip(days, told, years, strict=False)
    )


def rounded_place(place: Decimal) -> Decimal:
    return place.quantize(TENTH)


def mark_places(ends: Sequence[tuple[Decimal, Decimal]]) -> list[Decimal]:
    """How far down the mark of each line stands: at the line's end, or beside it for room.

    Marks near each other from left to right are spread from top to bottom, in the order of the
    ends of their lines.
    """
    places = [y for _, y in ends]
    for group in _neighbours([x for x, _ in ends]):
        ordered = sorted(group, key=lambda index: (ends[index][1], index))
        for index, place in zip(ordered, spread([ends[i][1] for i in ordered]), strict=True):
            places[index] = place
    return places


def _neighbours(places: Sequence[Decimal]) -> list[list[int]]:
    """The indexes in groups of which each is near the one before it."""
    groups: list[list[int]] = []
    for index in sorted(range(len(places)), key=lambda index: places[index]):
        if groups and places[index] - places[groups[-1][-1]] < MARK_WIDTH:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def spread(wanted: Sequence[Decimal]) -> list[Decimal]:
    """Places as near to the wanted ones, given in order, as leaves room for each in the plot."""
    places: list[Decimal] = []
    for place in wanted:
        places.append(max(place, places[-1] + MARK_HEIGHT) if places else place)
    most = WHOLE
    for index in reversed(range(len(places))):
        places[index] = min(places[index], most)
        most = places[index] - MARK_HEIGHT
    return places
