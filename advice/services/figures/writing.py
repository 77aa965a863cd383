"""How a sheet is written: real numbers and real days under Chinese headings, ready for A4."""

import re
from datetime import date
from decimal import Decimal
from unicodedata import east_asian_width

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from advice.services.figures.sheet import Number, Sheet, Value

MONEY = "#,##0.00"
DAY = 'yyyy"年"m"月"d"日"'
WHOLE = "0"
WIDEST, NARROWEST, HEADING_WIDTH = 60, 8, 10
HEADING = Font(bold=True)
SUNK = PatternFill("solid", start_color="FFF2EDE3")
LINE_ENDS = re.compile(r"\s+")


def write_sheet(sheet: Sheet, page: Worksheet) -> None:
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
