"""The workings of a page, computed again from their words alone, as with a calculator by hand.

Reads what a borrower reads and nothing else: no engine, no trails, no grammar of them.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from math import ceil, floor

SECTION = re.compile(r'<section class="working" id="([^"]+)">(.*?)</section>', re.DOTALL)
HEAD = re.compile(r'<b>(.*?)</b> <span class="num">(.*?)</span>')
LINE = re.compile(r"<li>(.*?)</li>", re.DOTALL)
LINK = re.compile(r'<a href="#([^"]+)">')
DAY = re.compile(r"(\d+)年(\d+)月(\d+)日")
NUMBER = re.compile(r"(−?)¥?(\d[\d,]*(?:\.\d+)?)(%?)")
WHOSE = re.compile(r"^第 \d+ 笔，")
PERIOD = re.compile(rf"^({DAY.pattern})(?:到({DAY.pattern}))?，")
MADE_OF = re.compile(r"（([^）]* \+ [^）]*)）$")
OPERATOR = re.compile(r" ([×÷]) ")
COUNTED = re.compile(r" ([+−]) \D*?([\d,]+) (天|个月)")
LASTED = re.compile(r"(?<!一期按 )(?<!一年按 )\b([\d,]+) 天")
STEP = re.compile(r"(\d+) 天起 ([^，；]+)")
DECIMALS = {"分": 2, "一位小数": 1, "六位小数": 6}
LAST_DECIMAL = 10


class DoesNotAddUp(AssertionError):
    """Words that lead to another figure than the one that is shown."""


@dataclass
class Working:
    """One section: its figure, the lines and the anchors that they lead to, and the last line."""

    anchor: str
    label: str
    shown: str
    lines: list[tuple[str, str]]
    result: str


def workings_in(html):
    """Every working of a page by its anchor."""
    return {anchor: _working(anchor, body) for anchor, body in SECTION.findall(html)}


def _working(anchor, body):
    label, shown = HEAD.search(body).groups()
    rows = [(_words(row), _anchor(row)) for row in LINE.findall(body)]
    return Working(anchor, _words(label), _words(shown), rows[:-1], rows[-1][0])


def _words(html):
    return unescape(re.sub("<[^>]*>", "", html)).strip()


def _anchor(html):
    link = LINK.search(html)
    return link[1] if link else ""


def check(working, workings):
    """Raises DoesNotAddUp where the figure, a line or a link says one thing and means another."""
    for line, anchor in working.lines:
        _check_line(line)
        if anchor and values_in(workings[anchor].shown)[-1] not in values_in(line):
            raise DoesNotAddUp(f"{line}: {anchor} is {workings[anchor].shown}")
    reckoned, shown = reckon(working), value_of(working.shown)
    if reckoned != shown:
        raise DoesNotAddUp(f"{working.anchor} shows {working.shown}, which comes to {reckoned}")
    said = working.result.split("（")[0]
    if not said.endswith(working.shown):
        raise DoesNotAddUp(f"{working.anchor} shows {working.shown} and ends in {said}")


def reckon(working):
    """The figure that the lines come to in the way that the last line tells."""
    lines, result = [line for line, _ in working.lines], working.result
    if DAY.fullmatch(working.shown):
        days = [_day_of(line) for line in lines]
        return min(days) if result.startswith("取最早的一天") else max(days)
    if result.startswith(("每期 = 本金 × i ÷ (1 − (1 + i)^−n)", "i 是 0：每期 = 本金 ÷ n")):
        return _level(*map(amount_of, lines), result)
    if result.startswith("每期：剩的 × 每期利率"):
        return _month_by_month(lines, result)
    if "天起" in result:
        return _row_of(STEP.findall(result), amount_of(lines[0]))
    amounts = [amount_of(line) for line in lines]
    if result.startswith(("取最大的", "取最小的")):
        return (max if result.startswith("取最大的") else min)(amounts)
    if len(lines) > 1 and not result.startswith("相加"):
        raise DoesNotAddUp(f"{working.anchor}: nobody says how these lines become {result}")
    return _rounded(sum(amounts, Fraction(0)), result)


def amount_of(line):
    """The product of a line's factors, off the others where it says so."""
    words = MADE_OF.sub("", PERIOD.sub("", WHOSE.sub("", line)))
    sign = -1 if words.startswith("减：") else 1
    first, *rest = OPERATOR.split(words.split(" = ")[0])
    amount = _number(first)
    for operator, factor in zip(rest[::2], rest[1::2], strict=True):
        amount = amount * _number(factor) if operator == "×" else amount / _number(factor)
    return sign * amount


def values_in(words):
    """Every day and every number, or else the words themselves."""
    days = [date(*map(int, found)) for found in DAY.findall(words)]
    numbers = [_told(*found) for found in NUMBER.findall(DAY.sub(" ", words))]
    return [*numbers, *days] or [words]


def value_of(words):
    """A shown figure: a day, a number, or a name."""
    if DAY.fullmatch(words):
        return _days_in(words)[0]
    return _number(words) if re.fullmatch(rf"{NUMBER.pattern}( \D+)?", words) else words


def _number(words):
    found = NUMBER.findall(words)
    if not found:
        raise DoesNotAddUp(f"no number in {words}")
    return _told(*found[-1])


def _told(sign, digits, percent):
    number = Fraction(digits.replace(",", "")) / (100 if percent else 1)
    return -number if sign else number


def _days_in(words):
    return [date(*map(int, found)) for found in DAY.findall(words)]


def _check_line(line):
    """What a line comes to by its own words, and the days between the two that bound it."""
    words = WHOSE.sub("", line)
    made_of = MADE_OF.search(words)
    if made_of and amount_of(line) != sum(map(_number, made_of[1].split(" + "))):
        raise DoesNotAddUp(f"{line}: its parts come to something else")
    bounded, period = PERIOD.match(words), _days_in(line)[:2]
    if bounded and bounded[5]:
        count = (period[1] - period[0]).days
        days = [int(number.replace(",", "")) for number in LASTED.findall(words)]
        if days and count not in days:
            raise DoesNotAddUp(f"{line}: these are {count} days")
    if " = " in line and (bounded or not DAY.search(line)):
        product, said = line.rsplit(" = ", 1)
        exact, told = abs(amount_of(product)), _number(said)
        digits = LAST_DECIMAL + 2 if said.endswith("%") else LAST_DECIMAL
        if "约" in said:
            exact = Fraction(floor(exact * 10**digits), 10**digits)
        if exact != told:
            raise DoesNotAddUp(f"{line}: it is {exact}")


def _day_of(line):
    """A day, and so many days or months on or back from it."""
    told, *said = line.split(" = ")
    (day,) = _days_in(told)
    for sign, count, unit in COUNTED.findall(told):
        number = int(count.replace(",", "")) * (-1 if sign == "−" else 1)
        day = _months_on(day, number) if unit == "个月" else day + timedelta(number)
    if said and _days_in(said[0]) != [day]:
        raise DoesNotAddUp(f"{line}: it is {day}")
    return day


def _months_on(day, count):
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _level(principal, rate, periods, result):
    share = rate / (1 - 1 / (1 + rate) ** int(periods)) if rate else 1 / periods
    return _rounded(principal * share, result)


def _month_by_month(lines, result):
    left, rate = amount_of(lines[0]), amount_of(lines[1])
    for line in lines[2:]:
        paid, _, count = PERIOD.sub("", line).split(" = ")[0].partition(" × ")
        for _ in range(int(_number(count)) if count else 1):
            left += _rounded(left * rate, result) - _number(paid)
    return left


def _row_of(rows, days):
    """What the last row says that begins at or before so many days."""
    begun = [name for since, name in rows if int(since) <= days]
    return value_of(begun[-1] if begun else rows[0][1])


def _rounded(amount, result):
    """Half up to what the words say; where they say nothing, not at all."""
    if "有零头的进一" in result:
        return Fraction(ceil(amount))
    said = re.search(r"四舍五入到(分|一位小数|六位小数)", result)
    if said is None:
        return amount
    scale = 10 ** DECIMALS[said[1]] * (100 if result.endswith("%") else 1)
    whole = Fraction(floor(abs(amount) * scale + Fraction(1, 2)), scale)
    return -whole if amount < 0 else whole
