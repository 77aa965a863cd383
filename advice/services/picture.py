"""The picture of what is owed over time: its lines, its words and the same as a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.balances import (
    observed_days,
    plan_balances,
    status_quo_balances,
    told_apart,
)
from advice.engine.case import Plan
from advice.engine.strategies.balances import Balance, Balances
from advice.engine.wording import chinese_date, yuan
from advice.services.axes import (
    Scale,
    Tick,
    day_ticks,
    mark_places,
    nice_sums,
    rounded_place,
    sum_words,
)


@dataclass(frozen=True, slots=True)
class Way:
    """A strategy that could be drawn; `may_be_carried`: nothing tells that it is beyond reach."""

    title: str
    key: str
    plan: Plan
    cleared_on: date | None
    may_be_carried: bool


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
