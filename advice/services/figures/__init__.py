"""Every figure of a result as a workbook."""

from collections.abc import Iterator
from io import BytesIO

from openpyxl import Workbook

from advice.services.advising import Advice
from advice.services.claiming import Compared
from advice.services.figures.owed import sheet_of_bases, sheets_of_the_case
from advice.services.figures.plans import sheets_of_plans
from advice.services.figures.sheet import Sheet
from advice.services.figures.told import (
    sheet_of_claims,
    sheet_of_days,
    sheet_of_tried,
    sheet_of_workings,
)
from advice.services.figures.writing import write_sheet
from advice.services.trying import Tried

__all__ = ["figures_workbook"]


def figures_workbook(
    advice: Advice, *, tried: Tried | None = None, compared: Compared | None = None
) -> bytes:
    """The result as an xlsx file, with what was tried and the lender claims where that is told."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "微粒贷逾期指引"
    workbook.properties.title = f"测算结果 {advice.case.as_of}"
    for sheet in _sheets(advice, tried, compared):
        write_sheet(sheet, workbook.create_sheet(sheet.title))
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _sheets(advice: Advice, tried: Tried | None, compared: Compared | None) -> Iterator[Sheet]:
    """What the workbook tells, sheet by sheet."""
    yield from sheets_of_the_case(advice)
    yield from sheets_of_plans(advice)
    yield sheet_of_days(advice)
    if tried:
        yield sheet_of_tried(tried)
    if compared:
        yield sheet_of_claims(compared)
    yield sheet_of_workings(advice)
    yield sheet_of_bases(advice)
