"""What people type for amounts, rates, counts and days, as values.

Forgiving where the meaning is certain: 30,000, ３００００, 3万, 1.5万元, 万分之五, 2026年8月15日.
Text that has no certain meaning is returned as it is, for the check of the case to refuse by name.
"""

import re
import unicodedata
from datetime import date, time
from decimal import Decimal

LONGEST = 40
NOON = 12
PARTS_OF_DAY = {
    "凌晨": (0, 6),
    "早上": (4, 11),
    "上午": (5, 11),
    "中午": (11, 14),
    "下午": (12, 19),
    "晚上": (17, 23),
}
MULTIPLES = {"": 1, "千": 1_000, "万": 10_000, "w": 10_000}
NUMERALS = {numeral: str(n) for n, numeral in enumerate("零一二三四五六七八九")} | {"点": "."}

_AMOUNT = re.compile(r"(-?)[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(千|万|w)?元?", re.ASCII)
_RATE = re.compile(r"(-?\d+(?:\.\d+)?)%?", re.ASCII)
_OF_TEN_THOUSAND = re.compile(r"万分之([\d.]+)", re.ASCII)
_COUNT = re.compile(r"(-?\d+)(?:期|天|日|号|个月)?", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})[日号]?", re.ASCII)
_TIME = re.compile(
    r"(凌晨|早上|上午|中午|下午|晚上)?(\d{1,2})(?::(\d{2})|[点时](?:(\d{1,2})分?|(半))?)", re.ASCII
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


def read_amount(text: str) -> Decimal | str:
    """Yuan."""
    found = _AMOUNT.fullmatch(_plain(text))
    if not found:
        return text
    sign, whole, decimals, multiple = found.groups("")
    return Decimal(f"{sign}{whole.replace(',', '')}{decimals}") * MULTIPLES[multiple]


def read_rate(text: str) -> Decimal | str:
    """Percent: 0.05, 0.05% and 万分之五 are the same."""
    plain = _plain(text)
    found = _RATE.fullmatch(plain)
    if found:
        return Decimal(found.group(1))
    numbers = "".join(NUMERALS.get(sign, sign) for sign in plain)
    found = _OF_TEN_THOUSAND.fullmatch(numbers)
    try:
        return Decimal(found.group(1)) / 100 if found else text
    except ArithmeticError:
        return text


def read_number(text: str) -> Decimal | str:
    """A bare number, such as a multiple."""
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)倍?", _plain(text), re.ASCII)
    return Decimal(found.group(1)) if found else text


def read_count(text: str) -> int | str:
    """A whole number, with or without its unit."""
    found = _COUNT.fullmatch(_plain(text))
    return int(found.group(1)) if found else text


def read_day(text: str) -> date | str:
    """A day of the calendar."""
    plain = _plain(text)
    found = _DAY.fullmatch(plain) or _DIGITS.fullmatch(plain)
    try:
        return date(*(int(part) for part in found.groups())) if found else text
    except ValueError:
        return text


def read_time(text: str) -> time | str:
    """A time of the day: 22:15, 22点15分, 晚上10点半; 晚上12点 belongs to no certain day."""
    found = _TIME.fullmatch(_plain(text))
    if not found:
        return text
    part, hour, *minutes, half = found.groups()
    minute = 30 if half else int(next(filter(None, minutes), 0))
    try:
        told = time(int(hour), minute)
    except ValueError:
        return text
    return told if not part else _in_part_of_day(part, told) or text


def _in_part_of_day(part: str, told: time) -> time | None:
    """The time by the clock of 24 hours; None where the two words contradict each other."""
    first, last = PARTS_OF_DAY[part]
    hours = {told.hour, (told.hour + NOON) % (2 * NOON)} if told.hour <= NOON else {told.hour}
    fits = [hour for hour in hours if first <= hour <= last]
    return told.replace(hour=fits[0]) if len(fits) == 1 else None


def _plain(text: str) -> str:
    """Full-width signs as half-width, without spaces; nothing where it is too long to mean much."""
    if len(text) > LONGEST:
        return ""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
