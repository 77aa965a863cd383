"""The small tools: what the engine answers, in words, each figure with what it rests on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from advice import selectors
from advice.engine.facts import number_words
from advice.engine.facts.grounds import (
    CAP_LAW,
    EXECUTION_LAW,
    FEE_LAW,
    INTEREST_LAW,
    PENALTY_LAW,
    RECORD_LAW,
)
from advice.engine.tools import (
    affordable_instalment,
    calls,
    court_fees,
    emergency_fund,
    penalty,
    record,
    schedule,
)
from advice.engine.vocabulary import TermKey
from advice.engine.wording import chinese_date, percent, plain, yuan
from advice.models import DatedValue, LegalSource
from advice.selectors import Edition

Raw: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """A value that a figure rests on, or a law: in words, from when, and its legal source."""

    label: str
    words: str
    effective_from: date | None
    source: LegalSource | None
    reason: str = ""

    @property
    def is_assumption(self) -> bool:
        return self.source is None


@dataclass(frozen=True, slots=True)
class ToolFigure:
    """One figure in words, how it is computed, and what it rests on."""

    label: str
    words: str
    how: str = ""
    grounds: tuple[Ground, ...] = ()
    is_estimate: bool = False

    @property
    def rests_on(self) -> tuple[Ground, ...]:
        """Its grounds, but for the laws that a value among them names already."""
        named = [ground.source for ground in self.grounds if ground.words]
        return tuple(row for row in self.grounds if row.words or row.source not in named)


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
    """What a tool's page shows on `as_of`; the first figure leads."""

    as_of: date
    figures: tuple[ToolFigure, ...] = ()
    notes: tuple[str, ...] = ()
    table: Table | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Grounds:
    """The records behind the figures of one day."""

    edition: Edition
    day: date
    product: str = ""

    def law(self, *keys: str) -> tuple[Ground, ...]:
        """The published sources of these keys."""
        found = [self.edition.sources[key] for key in keys if key in self.edition.sources]
        return tuple(Ground(row.citation, "", row.effective_from, row) for row in found)

    def rule(self, *keys: str) -> tuple[Ground, ...]:
        values = (self.edition.rule_value_on(key, self.day) for key in keys)
        return tuple(_ground(row.rule.label, row) for row in values if row)

    def term(self, *keys: TermKey) -> tuple[Ground, ...]:
        terms = self.edition.terms_in_force(self.product, self.day)
        return tuple(_ground(key.label, terms[key]) for key in keys if key in terms)

    def table(self, key: str) -> tuple[Ground, ...]:
        version = self.edition.fee_table_on(key, self.day)
        return (_ground(version.table.label, version),) if version else ()


def _ground(label: str, row: DatedValue) -> Ground:
    return Ground(label, row.words, row.effective_from, row.source, row.reason)


def _told(label: str, words: str) -> tuple[Ground, ...]:
    return (Ground(label, words, None, None, "按你填的合同约定。"),)


def _penalty(answer: penalty.PenaltyAnswer, edition: Edition) -> ToolResult:
    grounds = Grounds(edition, answer.as_of, answer.product)
    owed, terms = answer.statement, answer.terms
    multiplier = _contract_or_term(answer, TermKey.PENALTY_MULTIPLIER, grounds)
    rests_on = (*multiplier, *grounds.law(*PENALTY_LAW))
    rate = f"{percent(answer.daily_rate_percent)} × {plain(terms.penalty_multiplier)}"
    principal = yuan(answer.loan.principal)
    figures = [
        ToolFigure(
            "罚息",
            yuan(owed.penalty_interest),
            f"{principal} × {rate} × {owed.days_overdue} 天" if owed.penalty_interest else "",
            (*rests_on, *_contract_or_term(answer, TermKey.GRACE_DAYS, grounds)),
        ),
        ToolFigure(
            "逾期天数",
            f"{owed.days_overdue} 天",
            f"{chinese_date(answer.loan.first_unpaid_due_date)}的第二天算第 1 天",
            grounds.law("civil_code_201"),
        ),
        ToolFigure("再过一天多", yuan(answer.a_day), f"{principal} × {rate}", rests_on),
        ToolFigure(
            "罚息折合一年",
            percent(answer.annual_percent),
            f"{rate} × {answer.rules.cap_year_days} 天",
            (*rests_on, *grounds.rule("cap_year_days")),
        ),
    ]
    if owed.cap_excess:
        figures.append(
            ToolFigure(
                "可以请求法院调减",
                yuan(owed.cap_excess),
                f"罚息超过一年 {percent(100 * answer.rules.annual_cap)} 的部分",
                (*grounds.rule("annual_cap", "cap_year_days"), *grounds.law(*CAP_LAW)),
                is_estimate=True,
            )
        )
    return ToolResult(answer.as_of, tuple(figures), _penalty_notes(answer))


def _contract_or_term(
    answer: penalty.PenaltyAnswer, key: TermKey, grounds: Grounds
) -> tuple[Ground, ...]:
    """The contract's term where the borrower told it, else the product's."""
    told = getattr(answer.contract, key.value)
    return grounds.term(key) if told is None else _told(key.label, number_words(told, key.unit))


def _penalty_notes(answer: penalty.PenaltyAnswer) -> tuple[str, ...]:
    if answer.is_in_grace:
        return ("还在宽限期里：今天还清这一期，一般不收罚息；过了宽限期，从还款日起补算。",)
    if not answer.statement.days_overdue:
        return ("这一天还没有逾期，没有罚息。",)
    return ()


def _schedule(answer: schedule.ScheduleAnswer, edition: Edition) -> ToolResult:
    grounds = Grounds(edition, answer.as_of, answer.product)
    rests_on = (*grounds.term(TermKey.YEAR_DAYS), *grounds.law(*INTEREST_LAW))
    figures = (
        ToolFigure("利息一共", yuan(answer.interest), "各期利息相加", rests_on),
        ToolFigure("本息一共", yuan(answer.total), f"{yuan(answer.principal)} + 利息", rests_on),
        ToolFigure("最多的一期", yuan(answer.highest_instalment), "", rests_on),
        ToolFigure("最后一期", chinese_date(answer.last_due)),
    )
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
    return ToolResult(answer.as_of, figures, table=_table("每期还多少", heads, rows))


def _court_fees(answer: court_fees.CourtFeesAnswer, edition: Edition) -> ToolResult:
    grounds, fees = Grounds(edition, answer.as_of), answer.fees
    acceptance = (*grounds.table("acceptance_fee"), *grounds.law(*FEE_LAW))
    return ToolResult(
        answer.as_of,
        (
            ToolFigure(
                "案件受理费，简易程序或小额诉讼",
                yuan(fees.acceptance_fee_halved),
                "下面的数减半",
                (*grounds.rule("simplified_procedure_divisor"), *acceptance),
            ),
            ToolFigure(
                "案件受理费，普通程序", yuan(fees.acceptance_fee), "按收费表分段累计", acceptance
            ),
            ToolFigure(
                "申请执行费",
                yuan(fees.execution_fee),
                "按收费表分段累计",
                (*grounds.table("execution_fee"), *grounds.law(*EXECUTION_LAW)),
            ),
            ToolFigure(
                "财产保全申请费",
                yuan(fees.preservation_fee),
                "按收费表分段累计，有上限",
                (*grounds.table("preservation_fee"), *grounds.law("litigation_fee_14")),
            ),
            ToolFigure(
                "支付令申请费",
                yuan(fees.payment_order_fee),
                "普通程序受理费的一部分",
                (*grounds.rule("payment_order_divisor"), *grounds.law("litigation_fee_14")),
            ),
        ),
    )


def _emergency_fund(answer: emergency_fund.EmergencyFundAnswer, edition: Edition) -> ToolResult:
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
        f"还差 {yuan(first.missing)}，每月存 {yuan(answer.monthly_saving)}，有零头多算一个月"
        if first.missing
        else "",
        is_estimate=bool(first.missing),
    )
    return ToolResult(answer.as_of, (lead,), table=_table("一步一步存", heads, rows))


def _saved_in(target: emergency_fund.Target) -> str:
    if target.saved_in is None:
        return "照这样存不到"
    return f"{target.saved_in} 个月" if target.saved_in else "已经够了"


def _affordable(
    answer: affordable_instalment.AffordableInstalmentAnswer, edition: Edition
) -> ToolResult:
    grounds = Grounds(edition, answer.as_of, answer.product)
    share = grounds.rule(affordable_instalment.SHARE_RULE)
    figures = [
        ToolFigure(
            "每月最多还",
            yuan(answer.instalment),
            "下面两个数里小的一个，不够就是 0",
            share,
            is_estimate=True,
        ),
        ToolFigure(
            "收入减去开支和别的还款，还剩", yuan(answer.surplus), "收入 − 必须的开支 − 其他欠款"
        ),
        ToolFigure(
            "各种欠款合起来不超过收入的一定比例，还能还",
            yuan(answer.within_share),
            f"{yuan(answer.income)} × {percent(100 * answer.share)} − {yuan(answer.other_debts)}",
            share,
        ),
    ]
    if answer.principal is not None:
        figures.append(
            ToolFigure(
                f"分 {answer.instalments} 期，能还清的本金",
                yuan(Decimal(answer.principal)),
                "等额本息，每期不超过上面的数",
                grounds.term(TermKey.YEAR_DAYS),
                is_estimate=True,
            )
        )
    notes = (
        () if answer.instalment else ("现在没有余力多还一笔：先看能不能少一点开支，或者谈延期。",)
    )
    return ToolResult(answer.as_of, tuple(figures), notes)


def _record(answer: record.RecordAnswer, edition: Edition) -> ToolResult:
    grounds = Grounds(edition, answer.as_of, answer.product)
    grace = grounds.term(TermKey.GRACE_DAYS)
    code = ToolFigure(
        "还清那天的征信状态",
        f"“{answer.worst_code}”",
        f"逾期 {answer.days_overdue} 天",
        (*grace, *grounds.law("credit_status_codes")),
        is_estimate=True,
    )
    if answer.expires_on is None:
        note = "没有超过宽限期就还清的，一般不会有不良记录。"
        return ToolResult(answer.as_of, (code,), (note,))
    ended = chinese_date(answer.ended_on)
    figures = [
        ToolFigure(
            "不良记录消除" if answer.is_told else "今天还清的话，不良记录消除",
            chinese_date(answer.expires_on),
            f"{ended}还清，再加 {answer.retention_months} 个月",
            (*grounds.rule("retention_months"), *grounds.law(*RECORD_LAW)),
        ),
        code,
    ]
    if answer.days_left is not None:
        figures.append(ToolFigure("还有", f"{answer.days_left} 天"))
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
TOOLS: dict[str, tuple[Answer, Callable[[Any, Edition], ToolResult]]] = {
    "tool_penalty": (penalty.answer, _penalty),
    "tool_schedule": (schedule.answer, _schedule),
    "tool_court_fees": (court_fees.answer, _court_fees),
    "tool_emergency_fund": (emergency_fund.answer, _emergency_fund),
    "tool_affordable_instalment": (affordable_instalment.answer, _affordable),
    "tool_record": (record.answer, _record),
    "tool_call": (calls.answer, _call),
}


def use_tool(key: str, raw: Raw, *, today: date) -> ToolResult:
    """What the tool answers by the rules of the current edition; raises CaseRefused."""
    edition = selectors.current_edition()
    answer, shown = TOOLS[key]
    return shown(answer(raw, today=today, rulebook=edition.rulebook), edition)
