"""The picture of what is owed over time: its lines, its axes, its words and the same as a table.

Places are shares of the plot in percent, from its left and its top edge, so that the drawing
stretches with the page while its letters keep their size.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from itertools import count, takewhile

from advice.engine.assessment import Assessment
from advice.engine.balances import (
    observed_days,
    plan_balances,
    status_quo_balances,
    told_apart,
)
from advice.engine.calendar import add_days, add_months
from advice.engine.case import Plan
from advice.engine.strategies.balances import Balance, Balances
from advice.engine.wording import chinese_date, plain, yuan

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
class Way:
    """A strategy that could be drawn; `may_be_carried`: nothing tells that it is beyond reach."""

    title: str
    key: str
    plan: Plan
    cleared_on: date | None
    may_be_carried: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its words; `more` stands below them, where they need it."""

    at: Decimal
    words: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, the points of its path, where it ends, and what it says in words."""

    number: int
    title: str
    key: str
    path: str
    end_x: Decimal
    end_y: Decimal
    mark_y: Decimal
    words: str
    balances: Balances


@dataclass(frozen=True, slots=True)
class Row:
    """What is owed on one day: each line's title and its sum in yuan."""

    day: date
    words: str
    note: str
    cells: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one result; `left_out` strategies would lie on a line that is drawn."""

    lines: tuple[Line, ...]
    sums: tuple[Tick, ...]
    days: tuple[Tick, ...]
    rows: tuple[Row, ...]
    first_day: date
    last_day: date
    left_out: int

    @property
    def description(self) -> str:
        """The gist in words, for who can't see it."""
        return "".join(line.words for line in self.lines)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line before it has a place: what it is called and what is owed on it."""

    title: str
    key: str
    balances: Balances
    cleared_on: date | None

    @property
    def shown(self) -> Balances:
        """Up to the day on which nothing of the loans is owed any more."""
        if self.cleared_on is None:
            return self.balances
        return tuple(row for row in self.balances if row.day <= self.cleared_on)


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


def picture_of(assessment: Assessment, ways: Sequence[Way]) -> Picture:
    """Doing nothing and up to four of the ways, which come in shown order."""
    drawn, left_out = _drawn(assessment, ways)
    case = assessment.case
    sums = nice_sums(max(row.before for line in drawn for row in line.balances))
    scale = Scale(case.as_of, case.horizon_on, sums[-1])
    return Picture(
        lines=_lines(drawn, scale),
        sums=tuple(Tick(rounded_place(scale.y(sum_)), sum_words(sum_, sums[-1])) for sum_ in sums),
        days=day_ticks(scale),
        rows=tuple(_rows(drawn, assessment)),
        first_day=case.as_of,
        last_day=case.horizon_on,
        left_out=left_out,
    )


def _drawn(assessment: Assessment, ways: Sequence[Way]) -> tuple[list[Drawn], int]:
    status_quo = Drawn("不采取行动", "", status_quo_balances(assessment), None)
    curves = [
        Drawn(way.title, way.key, plan_balances(way.plan, assessment), way.cleared_on)
        for way in ways
    ]
    chosen = told_apart([curve.balances for curve in curves], [way.may_be_carried for way in ways])
    return [status_quo, *(curves[index] for index in chosen)], len(curves) - len(chosen)


# Axes


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


# Lines


def _lines(drawn: Sequence[Drawn], scale: Scale) -> tuple[Line, ...]:
    ends = [_end(line, scale) for line in drawn]
    marks = mark_places(ends)
    return tuple(
        Line(
            number=number,
            title=line.title,
            key=line.key,
            path=path(line.shown, scale),
            end_x=rounded_place(end[0]),
            end_y=rounded_place(end[1]),
            mark_y=rounded_place(mark),
            words=_words(line),
            balances=line.balances,
        )
        for number, (line, end, mark) in enumerate(zip(drawn, ends, marks, strict=True), start=1)
    )


def _end(line: Drawn, scale: Scale) -> tuple[Decimal, Decimal]:
    last = line.shown[-1]
    return scale.x(last.day), scale.y(last.owed)


def path(balances: Sequence[Balance], scale: Scale) -> str:
    """The points of a polyline in thousandths of the plot; a jump is drawn upright."""
    points = []
    for row in balances:
        heights = [row.before, row.owed] if row.jumps else [row.owed]
        points += [f"{10 * scale.x(row.day):.1f},{10 * scale.y(owed):.1f}" for owed in heights]
    return " ".join(points)


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


def _words(line: Drawn) -> str:
    first, last = line.balances[0], line.balances[-1]
    if not line.key:
        return (
            f"不采取行动，要还的从 {yuan(first.before)} 变成 {chinese_date(last.day)}的"
            f" {yuan(last.owed)}。"
        )
    paid = f"一共付 {yuan(last.paid)}"
    if line.cleared_on and line.cleared_on <= last.day:
        costs = f"，还有诉讼费用 {yuan(last.owed)}" if last.owed else ""
        return f"按“{line.title}”，{chinese_date(line.cleared_on)}还清，{paid}{costs}。"
    return f"按“{line.title}”，到 {chinese_date(last.day)}还欠 {yuan(last.owed)}，{paid}。"


# The table


def _rows(drawn: Sequence[Drawn], assessment: Assessment) -> Iterator[Row]:
    """The observed days; today twice where somebody pays or waives at once."""
    lines = [(line.title, {row.day: row for row in line.balances}) for line in drawn]
    notes = _notes(assessment)
    for day in observed_days(assessment):
        rows = [(title, line[day]) for title, line in lines]
        owed = tuple((title, row.owed) for title, row in rows)
        if day == assessment.case.as_of:
            yield Row(day, "今天", "", tuple((title, row.before) for title, row in rows))
            if any(row.jumps for _, row in rows):
                yield Row(day, "今天", "付款或谈妥以后", owed)
        else:
            yield Row(day, chinese_date(day), notes.get(day, ""), owed)


def _notes(assessment: Assessment) -> dict[date, str]:
    course = assessment.lawsuit.course
    return {
        course.performance_due_on: "判决的履行期满",
        course.filing_on: "可能被起诉",
        course.enforcement_on: "可能开始强制执行",
    }
