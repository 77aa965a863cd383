"""The workbook holds the result's figures as numbers and days, to the fen, and no formula."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from advice import services
from advice.models import SiteEdition, Strategy
from tests.engine.factories import TODAY, raw_case, raw_loan

pytestmark = pytest.mark.usefixtures("seeded")

SHEETS = [
    "概况",
    "借款",
    "每期",
    "不采取行动",
    "每月征信",
    "办法对比",
    "最省的办法",
    "早晚差多少",
    "收入少两成",
    "还要还多少",
    "日子",
    "怎么算的",
    "假定和依据",
]
LOANS = [
    raw_loan(principal="30000.01", remaining_instalments=10),
    raw_loan(principal="8000", daily_rate_percent="0.03", first_unpaid_due_date="2026-10-15"),
    raw_loan(
        principal="9876543.21",
        daily_rate_percent=None,
        annual_rate_percent="14.4",
        first_unpaid_due_date="2026-12-15",
    ),
]
MEANS = {"monthly_income": "6000", "essential_expenses": "3200", "other_debt_payments": "500"}


@pytest.fixture
def told():
    """The advice for three loans, and its workbook read back."""

    def told(**changes):
        advice = services.advise(raw_case(loans=LOANS, **MEANS, **changes), today=TODAY)
        return advice, load_workbook(BytesIO(services.figures_workbook(advice)))

    return told


def rows(workbook, title):
    """The rows below the headings, by heading."""
    headings, *lines = workbook[title].iter_rows()
    names = [cell.value for cell in headings]
    return [dict(zip(names, (plain(cell.value) for cell in line), strict=True)) for line in lines]


def plain(value):
    """Numbers as Decimal by the digits that a reader of the file gets, days as dates."""
    if isinstance(value, datetime):
        return value.date()
    return Decimal(repr(value)) if isinstance(value, int | float) else value


def test_the_sheets_are_named_for_what_they_tell(told):
    _, workbook = told()

    assert workbook.sheetnames == SHEETS


def test_the_projection_is_told_to_the_fen(told):
    advice, workbook = told()

    lines = {row["项目"]: row for row in rows(workbook, "不采取行动")}

    assert len(advice.assessment.projection) == 5
    for row in advice.assessment.projection:
        day = f"{row.as_of.year}年{row.as_of.month}月{row.as_of.day}日"
        assert lines["结清要"][day] == row.payoff
        assert lines["诉讼费用合计（估算）"][day] == row.legal_costs.total
        assert lines["一共要"][day] == row.total_cost
        assert lines["逾期天数"][day] == row.days_overdue


def test_each_instalment_of_each_loan_is_told(told):
    advice, workbook = told()

    lines = [list(row.values()) for row in rows(workbook, "每期")]

    assert lines == [
        [loan, number, row.start, row.due, row.principal, row.interest, row.amount]
        for loan, schedule in enumerate(advice.assessment.schedules, start=1)
        for number, row in enumerate(schedule, start=1)
    ]


def test_each_compared_strategy_is_told_with_its_days(told):
    advice, workbook = told()

    nothing, *strategies = rows(workbook, "办法对比")

    assert nothing["总花费"] == advice.assessment.at_horizon.total_cost
    for row, remedy in zip(strategies, advice.compared, strict=True):
        outcome = remedy.outcome
        assert row["办法"] == remedy.strategy.title
        assert row["总花费"] == outcome.cost
        assert row["比不处理少花"] == outcome.saving
        assert row["期末还欠"] == outcome.owed_at_horizon
        assert row["结清"] == outcome.cleared_on
        assert row["征信记录消除"] == outcome.record_expires_on


def test_what_is_owed_over_time_is_that_of_the_picture(told):
    advice, workbook = told()

    lines = rows(workbook, "还要还多少")

    picture = advice.picture
    assert [row["哪一天"] for row in lines] == [row.day for row in picture.rows]
    for line, row in zip(lines, picture.rows, strict=True):
        assert {title: line[title] for title, _ in row.cells} == dict(row.cells)


def test_every_rule_stands_with_its_first_day_and_its_law(told):
    _, workbook = told()

    lines = {row["名称"]: row for row in rows(workbook, "假定和依据")}

    retention = lines["不良记录保存月数"]
    assert (retention["值"], retention["单位"]) == (60, "个月")
    assert retention["从哪天起"] == date(2013, 3, 15)
    assert "征信业管理条例" in retention["依据"]
    assert all(row["依据"] and row["从哪天起"] for row in lines.values())
    assert "超过 10,000" in lines["案件受理费"]["值"]


def test_a_term_of_the_contract_takes_the_place_of_the_products(told):
    _, workbook = told(penalty_multiplier="1.3", charges_compound_interest=True)

    lines = {row["名称"]: row for row in rows(workbook, "假定和依据")}

    assert lines["罚息倍数"]["值"] == Decimal("1.3")
    assert lines["罚息倍数"]["依据"] == "按你填的合同约定"
    assert lines["是否计复利"]["值"] == "是"
    assert lines["是否计复利"]["从哪天起"] is None


def test_the_best_plan_waiting_and_less_income_are_those_of_the_result(told):
    advice, workbook = told(savings="20000")

    best, *_ = rows(workbook, "最省的办法")
    waiting, stressed = rows(workbook, "早晚差多少"), rows(workbook, "收入少两成")

    explored = advice.explored
    shown = explored.best or explored.nearest
    assert (best["一共花"], best["手头要用的"]) == (shown.found.outcome.cost, shown.found.needed)
    assert [row["结清要"] for row in waiting] == [row.payoff for row in explored.waiting]
    assert [row["那时一共花"] for row in stressed] == [
        row.after.cost for row in explored.stress.rows
    ]


def test_every_day_and_every_working_of_the_page_is_told(told):
    advice, workbook = told()

    days, workings = rows(workbook, "日子"), rows(workbook, "怎么算的")

    assert [row["哪一天"] for row in days] == [row.day for row in advice.dates.timeline.dated]
    told = [row for _, fold in advice.folds for row in fold.workings]
    assert [(row["数"], row["得出"]) for row in workings if row["数"]] == [
        (row.label, row.words) for row in told
    ]


def test_numbers_are_shown_with_just_the_decimals_that_they_have(told):
    _, workbook = told()

    formats = {row[0].value: row[1].number_format for row in workbook["假定和依据"].iter_rows()}

    assert formats["年化上限"] == "0%"
    assert formats["迟延履行利息的日利率"] == "0.0000%"
    assert formats["罚息倍数"] == "General"


def test_an_unknown_figure_is_left_out_and_never_a_guess():
    advice = services.advise(raw_case(), today=TODAY)

    workbook = load_workbook(BytesIO(services.figures_workbook(advice)))

    names = {row["项目"] for row in rows(workbook, "概况")}
    assert "逾期应还总额" in names
    assert "每月结余" not in names


def test_a_text_that_looks_like_a_formula_stays_a_text(told):
    shown = told()[0].compared[0].strategy.key
    Strategy.objects.filter(key=shown).update(title='=HYPERLINK("http://x","y")')
    SiteEdition.renew()

    _, workbook = told()

    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_letters_that_no_workbook_can_hold_are_dropped(told):
    shown = told()[0].compared[0].strategy.key
    Strategy.objects.filter(key=shown).update(title="分\x0b期\n还")
    SiteEdition.renew()

    _, workbook = told()

    assert "分期 还" in [row["办法"] for row in rows(workbook, "办法对比")]


def test_each_sheet_prints_on_a4_across_and_keeps_its_headings(told):
    _, workbook = told()

    for sheet in workbook:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"


def test_the_file_names_nobody(told):
    _, workbook = told()

    assert workbook.properties.creator == "微粒贷逾期指引"
    assert workbook.properties.lastModifiedBy is None


def test_twenty_loans_of_thirty_years_make_a_workbook():
    loans = [raw_loan(principal="10000000", remaining_instalments=360)] * 20
    advice = services.advise(raw_case(loans=loans, horizon_days=1825), today=TODAY)

    workbook = load_workbook(BytesIO(services.figures_workbook(advice)))

    assert len(rows(workbook, "每期")) == 7200
    worst = rows(workbook, "不采取行动")
    total = next(row for row in worst if row["项目"] == "一共要")
    assert list(total.values())[-1] == advice.assessment.at_horizon.total_cost
