"""A trail in words, line by line, as one would write it beside a calculator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from advice.engine.calendar import add_days, add_months
from advice.engine.facts import number_words
from advice.engine.money import FEN, ZERO
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.kinds import PARTS
from advice.engine.vocabulary import RiskClass, Unit
from advice.engine.wording import chinese_date, percent, plain, yuan

HUNDRED = "百分之"
COUNTED = "天数"
MOST_DECIMALS = 10
MEASURES = {"次", "个月"}
STEPS = {FEN: "分", Decimal("0.1"): "一位小数", Decimal("0.000001"): "六位小数"}


@dataclass(frozen=True, slots=True)
class Line:
    """One addend in words; `figure` is the key of the figure that it comes from."""

    words: str
    figure: str = ""


def value_words(trail: Trail) -> str:
    """The figure as a page shows it."""
    value = trail.value
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, str):
        names = dict(RiskClass.choices())
        return names.get(value, value)
    return "" if value is None else _number(Fraction(value), trail.unit)


def lines(trail: Trail) -> tuple[Line, ...]:
    """Each addend: when, what by what, and what it comes to."""
    return tuple(Line(_addend(addend, trail), _figure_of(addend)) for addend in trail.addends)


def in_parts(key: str, trails: Mapping[str, Trail]) -> dict[str, Decimal]:
    """What a sum of figures is made of, kind by kind, whatever the loans and the sums between."""
    parts: dict[str, Decimal] = {}
    factors = (addend.factors[0] for addend in trails[key].addends) if _is_whole(key) else ()
    for factor in factors:
        within = in_parts(factor.figure, trails) or {factor.label: factor.value}
        for label, value in within.items():
            parts[label] = parts.get(label, ZERO) + value
    return parts


def _is_whole(key: str) -> bool:
    """Whether a figure is a sum of others: arrears, a payoff, a payment."""
    front, _, name = key.rpartition(".")
    return name in PARTS or front.endswith(".payments")


def result_words(trail: Trail) -> str:
    """How the addends become the figure."""
    shown = value_words(trail)
    if not trail.addends:
        return f"没有，是 {shown}"
    match trail.how:
        case How.LEVEL:
            return f"{_level_words(trail)}，四舍五入到分 = {shown}"
        case How.MONTH_BY_MONTH:
            return f"每期：剩的 × 每期利率，四舍五入到分，加上，再减去还的；最后剩 {shown}"
        case How.TABLE:
            return f"{_table_words(trail)}所以是 {shown}"
        case How.SUM | How.UP:
            return _sum_words(trail, shown)
    return f"{trail.how.label}：{shown}" if len(trail.addends) > 1 else f"就是 {shown}"


def _sum_words(trail: Trail, shown: str) -> str:
    exact = _number(trail.exact, trail.unit)
    together = "相加 = " if len(trail.addends) > 1 else ""
    if _is_settled(trail) or (trail.step is None and trail.how is How.SUM):
        return f"{together or '就是 '}{shown}"
    if trail.step is None:
        return f"{together}{exact}，{How.UP.label} = {shown}"
    return f"{together}{exact}，四舍五入到{STEPS[trail.step]} = {shown}"


def _level_words(trail: Trail) -> str:
    """The formula of a level instalment, which has none of its own without interest."""
    _, rate, _ = trail.addends
    return "每期 = 本金 × i ÷ (1 − (1 + i)^−n)" if rate.amount else "i 是 0：每期 = 本金 ÷ n"


def _is_settled(trail: Trail) -> bool:
    """Whether nothing is left to round."""
    return not isinstance(trail.value, str | date | None) and trail.exact == Fraction(trail.value)


def _table_words(trail: Trail) -> str:
    names = dict(RiskClass.choices())
    steps = (f"{since} 天起 {names.get(value, value)}" for since, value in trail.table)
    return f"{'，'.join(steps)}；"


def _figure_of(addend: Addend) -> str:
    named = (factor.figure for factor in addend.factors if factor.figure)
    return addend.figure or next(named, "")


def _addend(addend: Addend, trail: Trail) -> str:
    whose = f"第 {addend.loan} 笔，" if addend.loan else ""
    if addend.day:
        return whose + _counted_on(addend)
    sign = "减：" if addend.minus else ""
    return f"{whose}{_period(addend)}{sign}{_product(addend, trail)}"


def _period(addend: Addend) -> str:
    if addend.since is None:
        return ""
    if addend.until in {None, addend.since}:
        return f"{chinese_date(addend.since)}，"
    assert addend.until is not None
    return f"{chinese_date(addend.since)}到{chinese_date(addend.until)}，"


def _product(addend: Addend, trail: Trail) -> str:
    told = [factor for factor in addend.factors if factor.label != HUNDRED]
    words = "".join(
        f"{(' ÷ ' if factor.divides else ' × ') if place else ''}{_factor(factor)}"
        for place, factor in enumerate(told)
    )
    first = told[0].label if told else ""
    label = f"{addend.label}："
    if first == addend.label:
        label = ""
    elif first in addend.label:
        label, words = "", words.replace(first, addend.label, 1)
    if len(told) < 2:  # noqa: PLR2004  # one number needs no result
        return label + words
    unit = Unit.NUMBER if trail.how is How.LEVEL and trail.unit is Unit.YUAN else trail.unit
    amount = abs(addend.amount)
    if trail.how in {How.LEVEL, How.MONTH_BY_MONTH} and addend.label.startswith("每期利率"):
        unit, amount = Unit.SHARE, abs(addend.amount)
    return f"{label}{words} = {_number(amount, unit)}"


def _factor(factor: Factor) -> str:
    """The number with what it is: 逾期本金 ¥2,000.00, 日利率 0.05%, 99 天."""
    if factor.label in MEASURES:
        return f"{plain(factor.value)} {factor.label}"
    if factor.unit is Unit.NUMBER:
        return f"{factor.label} {plain(factor.value)}"
    words = number_words(factor.value, factor.unit)
    return words if factor.label == COUNTED else f"{factor.label} {words}"


def _counted_on(addend: Addend) -> str:
    """A day, or what it is counted on to."""
    assert addend.day is not None
    day, words = addend.day, f"{addend.label} {chinese_date(addend.day)}"
    for factor in addend.factors:
        sign = -1 if addend.minus else 1
        count = sign * int(factor.value)
        day = add_months(day, count) if factor.unit is Unit.MONTHS else add_days(day, count)
        words += f" {'−' if addend.minus else '+'} {_factor(factor)}"
    return f"{words} = {chinese_date(day)}" if addend.factors else words


def _number(amount: Fraction, unit: Unit) -> str:
    """The exact number where it ends, else its first ten decimals."""
    scaled = amount * 100 if unit is Unit.SHARE else amount
    parts = scaled * 10**MOST_DECIMALS
    ends = parts.denominator == 1
    number = Decimal(int(parts)).scaleb(-MOST_DECIMALS)
    about = "" if ends else "约 "
    if unit is Unit.YUAN:
        if ends and number == number.quantize(FEN):
            return yuan(number)
        return f"{about}{'−' if number < 0 else ''}¥{plain(abs(number))}"
    if unit in {Unit.SHARE, Unit.PERCENT}:
        return about + percent(number)
    return about + number_words(number, unit)
