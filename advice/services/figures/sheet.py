"""What a sheet of a workbook is made of, and how values are shown in it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.vocabulary import Unit
from advice.engine.wording import plain

PLAIN = "General"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is no sum of money, with the format in which it is shown."""

    value: Decimal | int
    format: str


Value = Decimal | int | date | str | Number | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of its own: a line of headings and the rows below it."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def counted(value: Decimal | int | date | str, unit: Unit) -> Value:
    """A number in the format of its unit; money, days and words have theirs by their type."""
    if isinstance(value, date | str) or unit is Unit.YUAN:
        return value
    return Number(value, _as_percentage(value) if unit is Unit.SHARE else PLAIN)


def _as_percentage(share: Decimal | int) -> str:
    """The format with just the decimals that it has: 0.# would leave a bare point behind 24."""
    decimals = len(plain(Decimal(100 * share)).partition(".")[2])
    return f"0.{'0' * decimals}%" if decimals else "0%"


def unit_words(unit: Unit | None) -> str:
    match unit:
        case Unit.PERCENT:
            return "%"
        case None | Unit.SHARE | Unit.CHOICE | Unit.YES_NO | Unit.NUMBER:
            return ""
    return unit.label
