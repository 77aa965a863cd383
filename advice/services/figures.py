"""Every figure of a result as a workbook: real numbers and real days under Chinese headings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from operator import attrgetter
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from advice import selectors
from advice.engine.assessment import Assessment, Projection
from advice.engine.calendar import month_end
from advice.engine.facts import FACTS
from advice.engine.strategies import Outcome, RestructureOutcome
from advice.engine.vocabulary import Unit
from advice.engine.wording import chinese_date, plain
from advice.selectors import Basis
from advice.services.advising import Advice, Remedy

MONEY = "#,##0.00"
DAY = 'yyyy"年"m"月"d"日"'
WHOLE = "0"
PLAIN = "General"
WIDEST, NARROWEST, HEADING_WIDTH = 60, 8, 10


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is no sum of money, with the format in which it is shown."""

    value: Decimal | int
    format: str


Value = Decimal | int | date | str | Number | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of its own: a line of headings and the rows below it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def figures_workbook(advice: Advice) -> bytes:
    """The result as an xlsx file."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "微粒贷逾期指引"
    workbook.properties.title = f"测算结果 {advice.case.as_of}"
    for sheet in sheets_of(advice):
        _write(sheet, workbook.create_sheet(sheet.title))
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheets_of(advice: Advice) -> tuple[Sheet, ...]:
    """What the workbook tells, sheet by sheet."""
    picture = advice.picture
    titles = tuple(line.title for line in picture.lines)
    months = advice.assessment.credit.months
    bases = selectors.current_edition().bases(advice.case.as_of, advice.case.product)
    return (
        Sheet("概况", ("项目", "数", "单位", "说明"), tuple(_overview(advice))),
        Sheet("借款", LOAN_HEADINGS, tuple(_loans(advice))),
        Sheet("每期", INSTALMENT_HEADINGS, tuple(_instalments(advice))),
        Sheet("不采取行动", _projected_days(advice), tuple(_projection(advice))),
        Sheet("办法对比", STRATEGY_HEADINGS, tuple(_strategies(advice))),
        Sheet(
            "还要还多少",
            ("哪一天", "说明", *titles),
            tuple((row.day, row.note, *(owed for _, owed in row.cells)) for row in picture.rows),
        ),
        Sheet(
            "每月征信",
            ("月底", "还款状态"),
            tuple((month_end(row.month), row.code) for row in months),
        ),
        Sheet(
            "假定和依据",
            ("名称", "值", "单位", "从哪天起", "依据"),
            tuple(_basis(basis, advice.assessment) for basis in bases),
        ),
    )


# Rows


def _overview(advice: Advice) -> Iterator[tuple[Value, ...]]:
    """The case, then every fact that is known."""
    case, assessment = advice.case, advice.assessment
    yield ("按哪天算", case.as_of, "日期", "")
    yield ("比较到", case.horizon_on, "日期", "")
    yield ("产品", advice.product_name, "", "")
    for fact in FACTS.values():
        value = fact.read(assessment)
        if value is None or fact.unit is Unit.YES_NO:
            continue
        told = fact.words(value) if isinstance(value, str) else _counted(value, fact.unit)
        note = "估算" if fact.is_estimate_in(assessment) else ""
        yield (fact.label_in(assessment), told, _unit_words(fact.unit), note)


def _counted(value: Decimal | int | date | str, unit: Unit) -> Value:
    """A number in the format of its unit; money, days and words have theirs by their type."""
    if isinstance(value, date | str) or unit is Unit.YUAN:
        return value
    return Number(value, _as_percentage(value) if unit is Unit.SHARE else PLAIN)


def _as_percentage(share: Decimal | int) -> str:
    """The format with just the decimals that it has: 0.# would leave a bare point behind 24."""
    decimals = len(plain(Decimal(100 * share)).partition(".")[2])
    return f"0.{'0' * decimals}%" if decimals else "0%"


def _unit_words(unit: Unit | None) -> str:
    match unit:
        case Unit.PERCENT:
            return "%"
        case None | Unit.SHARE | Unit.CHOICE | Unit.YES_NO | Unit.NUMBER:
            return ""
    return unit.label


CONTRACT = "按你填的合同约定"
LOAN_HEADINGS = (
    "第几笔",
    "剩余本金",
    "日利率（%）",
    "年利率（%）",
    "还款方式",
    "还剩几期",
    "最早一期没还的到期日",
    "计息从",
    "被要求提前全部还的日子",
)


def _loans(advice: Advice) -> Iterator[tuple[Value, ...]]:
    for number, loan in enumerate(advice.case.loans, start=1):
        daily, annual = loan.daily_rate_percent, loan.annual_rate_percent
        yield (
            number,
            loan.principal,
            None if daily is None else Number(daily, PLAIN),
            None if annual is None else Number(annual, PLAIN),
            loan.repayment_method.label,
            loan.remaining_instalments,
            loan.first_unpaid_due_date,
            loan.accrual_start_date,
            loan.accelerated_on,
        )


INSTALMENT_HEADINGS = ("第几笔", "第几期", "计息从", "到期日", "本金", "利息", "合计")


def _instalments(advice: Advice) -> Iterator[tuple[Value, ...]]:
    for loan, schedule in enumerate(advice.assessment.schedules, start=1):
        for number, row in enumerate(schedule, start=1):
            yield (loan, number, row.start, row.due, row.principal, row.interest, row.amount)


PROJECTED: tuple[tuple[str, Callable[[Projection], Value]], ...] = (
    ("几天后", attrgetter("days_ahead")),
    ("逾期天数", attrgetter("days_overdue")),
    ("逾期本金", attrgetter("overdue_principal")),
    ("逾期利息", attrgetter("overdue_interest")),
    ("罚息", attrgetter("penalty_interest")),
    ("复利", attrgetter("compound_interest")),
    ("补齐逾期要", attrgetter("arrears")),
    ("没到期的本金", attrgetter("undue_principal")),
    ("本期已产生的利息", attrgetter("accrued_interest")),
    ("结清要", attrgetter("payoff")),
    ("案件受理费（估算）", attrgetter("legal_costs.acceptance_fee")),
    ("执行费（估算）", attrgetter("legal_costs.execution_fee")),
    ("迟延履行利息（估算）", attrgetter("legal_costs.delayed_performance_interest")),
    ("诉讼费用合计（估算）", attrgetter("legal_costs.total")),
    ("一共要", attrgetter("total_cost")),
    ("超过上限、可以请求减的（估算）", attrgetter("cap_excess")),
    ("银行怎样归类", attrgetter("risk_class.label")),
)


def _projected_days(advice: Advice) -> tuple[str, ...]:
    days = (chinese_date(row.as_of) for row in advice.assessment.projection)
    return ("项目", *days)


def _projection(advice: Advice) -> Iterator[tuple[Value, ...]]:
    """One line a figure, one column a day."""
    for name, read in PROJECTED:
        yield (name, *map(read, advice.assessment.projection))


STRATEGY_HEADINGS = (
    "办法",
    "负担得起吗",
    "总花费",
    "比不处理少花",
    "今天先付",
    "每月还",
    "之后付几次",
    "期末以前付",
    "期末还欠",
    "结清",
    "从哪天起不再逾期",
    "征信记录消除",
    "减免",
    "方案日利率（%）",
    "月供比结余多",
)


def _strategies(advice: Advice) -> Iterator[tuple[Value, ...]]:
    """Doing nothing, then every strategy that has a cost and an end."""
    worst = advice.assessment.at_horizon
    nothing: tuple[Value, ...] = ("不采取行动", "", worst.total_cost)
    blank = (None,) * (len(STRATEGY_HEADINGS) - len(nothing))
    yield (*nothing, *blank)
    for remedy in advice.remedies:
        if remedy.outcome:
            yield _strategy(remedy, remedy.outcome)


def _strategy(remedy: Remedy, outcome: Outcome) -> tuple[Value, ...]:
    agreed: tuple[Value, ...] = (None, None, None)
    if isinstance(outcome, RestructureOutcome):
        rate = Number(outcome.plan_daily_rate_percent, PLAIN)
        agreed = (outcome.waived, rate, outcome.gap)
    return (
        remedy.strategy.title,
        remedy.fit.label,
        outcome.cost,
        outcome.saving,
        outcome.needed,
        outcome.monthly_payment,
        outcome.months,
        outcome.paid_by_horizon,
        outcome.owed_at_horizon,
        outcome.cleared_on,
        outcome.current_on,
        outcome.record_expires_on,
        *agreed,
    )


def _basis(basis: Basis, assessment: Assessment) -> tuple[Value, ...]:
    """A value in force, or what the contract says in its place, whose first day nobody told."""
    since, rests_on, value = basis.effective_from, basis.rests_on, basis.value
    if basis.term and (told := getattr(assessment.case.contract, basis.term, None)) is not None:
        words = {True: "是", False: "否"} if isinstance(told, bool) else {}
        value = words.get(told, told)
        return (basis.label, _counted(value, Unit.NUMBER), _unit_words(basis.unit), None, CONTRACT)
    counted = _counted(value, basis.unit) if basis.unit else value
    return (basis.label, counted, _unit_words(basis.unit), since, rests_on)


# Writing

HEADING = Font(bold=True)
SUNK = PatternFill("solid", start_color="FFF2EDE3")
LINE_ENDS = re.compile(r"\s+")


def _write(sheet: Sheet, page: Worksheet) -> None:
    for column, heading in enumerate(sheet.headings, start=1):
        cell = page.cell(1, column)
        _put(cell, heading)
        cell.font, cell.fill = HEADING, SUNK
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(sheet.rows, start=2):
        for column, value in enumerate(row, start=1):
            _put(page.cell(number, column), value)
    _lay_out(sheet, page)


def _put(cell: Cell, value: Value) -> None:
    """Write one value; a text stays a text, whatever it begins with."""
    match value:
        case None:
            return
        case str():
            cell.value = LINE_ENDS.sub(" ", ILLEGAL_CHARACTERS_RE.sub("", value))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        case Number():
            cell.value, cell.number_format = value.value, value.format
        case Decimal():
            cell.value, cell.number_format = value, MONEY
        case date():
            cell.value, cell.number_format = value, DAY
        case int():
            cell.value, cell.number_format = value, WHOLE
    if not isinstance(value, str):
        cell.alignment = Alignment(horizontal="right", vertical="top")


def _lay_out(sheet: Sheet, page: Worksheet) -> None:
    """Columns as wide as what they hold, headings that stay, and A4 across when printed."""
    for column, heading in enumerate(sheet.headings):
        widths = [_width(row[column]) for row in sheet.rows]
        wanted = max([*widths, min(_width(heading), HEADING_WIDTH)]) + 2
        letter = get_column_letter(column + 1)
        page.column_dimensions[letter].width = min(max(wanted, NARROWEST), WIDEST)
    page.freeze_panes = "B2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.oddFooter.center.text = "&A　第 &P 页，共 &N 页"


def _width(value: Value) -> int:
    """How many narrow letters a value takes."""
    match value:
        case None:
            return 0
        case str():
            return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in value)
        case Number():
            return len(f"{value.value:f}")
        case Decimal():
            return len(f"{value:,.2f}")
        case date():
            return len("2026年11月22日") + 3
    return len(str(value))
