"""The small tools: what the engine answers, in words, and how each figure came about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from advice import selectors
from advice.engine.tools import (
    affordable_instalment,
    calls,
    court_fees,
    emergency_fund,
    penalty,
    record,
    schedule,
)
from advice.engine.trail import Trails, trails_of_tool, value_words
from advice.engine.trail.tools import FEES
from advice.engine.wording import chinese_date, yuan
from advice.models import LegalSource
from advice.selectors import Assumption, Edition
from advice.services.workings import NOTHING_TOLD, Fold, Workings

Raw: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolFigure:
    """One figure in words."""

    label: str
    words: str
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row's name, and its cells with the heads that they stand under."""

    name: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under their heads."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def _table(caption: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Table:
    """The first cell of a row is its name, which has no head."""
    named = (Row(name, tuple(zip(heads, cells, strict=True))) for name, *cells in rows)
    return Table(caption, heads, tuple(named))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a call, with its source."""

    finding: calls.Finding
    source: LegalSource


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool's page shows on `as_of`; the first figure leads, `how` tells how they came about.

    `assumed` are the values among them that no law or published term supports.
    """

    as_of: date
    figures: tuple[ToolFigure, ...] = ()
    notes: tuple[str, ...] = ()
    table: Table | None = None
    findings: tuple[Finding, ...] = ()
    how: Fold = NOTHING_TOLD
    assumed: tuple[Assumption, ...] = ()


def _figure(trails: Trails, key: str, *, words: str = "") -> ToolFigure:
    """The figure of a trail, in other words where any are given."""
    trail = trails[key]
    return ToolFigure(trail.label, words or value_words(trail), trail.is_estimate)


def _penalty(answer: penalty.PenaltyAnswer, trails: Trails) -> ToolResult:
    figures = tuple(_figure(trails, key) for key in trails)
    return ToolResult(answer.as_of, figures, _penalty_notes(answer))


def _penalty_notes(answer: penalty.PenaltyAnswer) -> tuple[str, ...]:
    if answer.is_in_grace:
        return ("还在宽限期里：今天还清这一期，一般不收罚息；过了宽限期，从还款日起补算。",)
    if not answer.statement.days_overdue:
        return ("这一天还没有逾期，没有罚息。",)
    return ()


def _schedule(answer: schedule.ScheduleAnswer, trails: Trails) -> ToolResult:
    sums = ("schedule.interest", "schedule.total", "schedule.highest_instalment")
    last = ToolFigure("最后一期", chinese_date(answer.last_due))
    heads = ("本金", "利息", "一共", "还剩本金")
    rows = tuple(
        (
            f"第 {row.number} 期 {chinese_date(row.instalment.due)}",
            yuan(row.instalment.principal),
            yuan(row.instalment.interest),
            yuan(row.instalment.amount),
            yuan(row.principal_left),
        )
        for row in answer.rows
    )
    figures = (*(_figure(trails, key) for key in sums), last)
    return ToolResult(answer.as_of, figures, table=_table("每期还多少", heads, rows))


def _court_fees(answer: court_fees.CourtFeesAnswer, trails: Trails) -> ToolResult:
    return ToolResult(answer.as_of, tuple(_figure(trails, f"fees.{name}") for name in FEES))


def _emergency_fund(answer: emergency_fund.EmergencyFundAnswer, trails: Trails) -> ToolResult:
    heads = ("要有", "还差", "还要存", "哪个月存到")
    rows = tuple(
        (
            f"{target.months_of_expenses} 个月",
            yuan(target.amount),
            yuan(target.missing),
            _saved_in(target),
            f"{target.reached_on.year}年{target.reached_on.month}月" if target.reached_on else "—",
        )
        for target in answer.targets
    )
    first = next((row for row in answer.targets if row.missing), answer.targets[-1])
    lead = ToolFigure(
        f"存到 {first.months_of_expenses} 个月的开支",
        _saved_in(first),
        is_estimate=bool(first.missing),
    )
    return ToolResult(answer.as_of, (lead,), table=_table("一步一步存", heads, rows))


def _saved_in(target: emergency_fund.Target) -> str:
    if target.saved_in is None:
        return "照这样存不到"
    return f"{target.saved_in} 个月" if target.saved_in else "已经够了"


def _affordable(
    answer: affordable_instalment.AffordableInstalmentAnswer, trails: Trails
) -> ToolResult:
    names = ("instalment", "surplus", "within_share", "principal")
    keys = [f"affordable.{name}" for name in names]
    figures = tuple(_figure(trails, key) for key in keys if key in trails)
    notes = (
        () if answer.instalment else ("现在没有余力多还一笔：先看能不能少一点开支，或者谈延期。",)
    )
    return ToolResult(answer.as_of, figures, notes)


def _record(answer: record.RecordAnswer, trails: Trails) -> ToolResult:
    code = _figure(trails, "record.code", words=f"“{answer.worst_code}”")
    if answer.expires_on is None:
        note = "没有超过宽限期就还清的，一般不会有不良记录。"
        return ToolResult(answer.as_of, (code,), (note,))
    figures = [_figure(trails, "record.expires_on"), code]
    if "record.days_left" in trails:
        figures.append(_figure(trails, "record.days_left"))
    return ToolResult(answer.as_of, tuple(figures), _record_notes(answer))


def _record_notes(answer: record.RecordAnswer) -> tuple[str, ...]:
    if answer.is_expired:
        return ("这个日子已经过了：报告里还有的，可以提出异议。",)
    if not answer.is_told:
        return ("还没还清，就还没开始算：晚一天还清，就晚一天消除。",)
    return ()


def _call(answer: calls.CallAnswer, edition: Edition) -> ToolResult:
    day, found = answer.call.called_on, []
    for finding in answer.findings:
        source = edition.sources.get(finding.source)
        if source is None or source.is_superseded(day):
            continue
        begun = source.effective_from is None or source.effective_from <= day
        row = finding if begun else replace(finding, verdict=calls.Verdict.NOT_YET)
        found.append(Finding(row, source))
    return ToolResult(day, findings=tuple(found))


Answer: TypeAlias = Callable[..., Any]
TOOLS: dict[str, tuple[Answer, Callable[[Any, Trails], ToolResult]]] = {
    "tool_penalty": (penalty.answer, _penalty),
    "tool_schedule": (schedule.answer, _schedule),
    "tool_court_fees": (court_fees.answer, _court_fees),
    "tool_emergency_fund": (emergency_fund.answer, _emergency_fund),
    "tool_affordable_instalment": (affordable_instalment.answer, _affordable),
    "tool_record": (record.answer, _record),
}


def use_tool(key: str, raw: Raw, *, today: date) -> ToolResult:
    """What the tool answers by the rules of the current edition; raises CaseRefused."""
    edition = selectors.current_edition()
    rulebook = edition.rulebook
    if key == "tool_call":
        return _call(calls.answer(raw, today=today, rulebook=rulebook), edition)
    answer, shown = TOOLS[key]
    told = answer(raw, today=today, rulebook=rulebook)
    trails = trails_of_tool(told, rulebook)
    workings = Workings(trails, edition, told.as_of, getattr(told, "product", ""))
    how = workings.fold(trails)
    return replace(shown(told, trails), how=how, assumed=workings.assumed(how))
