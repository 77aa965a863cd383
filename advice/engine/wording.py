"""Values as Chinese readers expect them: ¥30,000.00, 2026年11月22日, 27.375%."""

from datetime import date
from decimal import Decimal

from advice.engine.money import FEN, rounded


def yuan(amount: Decimal) -> str:
    """¥ with thousands separators and two decimals."""
    fen = rounded(amount, to=FEN)
    return f"{'−' if fen < 0 else ''}¥{abs(fen):,.2f}"


def chinese_date(day: date) -> str:
    """2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def plain(number: Decimal | int) -> str:
    """A number without trailing zeros or an exponent."""
    text = f"{Decimal(number):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(number: Decimal) -> str:
    """A number that counts percent: 27.375%."""
    return f"{plain(number)}%"
