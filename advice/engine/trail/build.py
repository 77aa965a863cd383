"""Short ways to say what trails are made of."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Protocol

from advice.engine.rules import Terms
from advice.engine.trail.grammar import Addend, Factor, Trail
from advice.engine.vocabulary import TermKey, Unit

PERCENT = Decimal("0.01")


class Rated(Protocol):
    """What has a daily or an annual rate in percent."""

    @property
    def daily_rate_percent(self) -> Decimal | None: ...

    @property
    def annual_rate_percent(self) -> Decimal | None: ...


def yuan(label: str, value: Decimal, *, figure: str = "", divides: bool = False) -> Factor:
    """A sum of money."""
    return Factor(label, value, Unit.YUAN, figure=figure, divides=divides)


def days(count: int, label: str = "天数", *, rests_on: str = "", divides: bool = False) -> Factor:
    """A number of days."""
    return Factor(label, Decimal(count), Unit.DAYS, rests_on=rests_on, divides=divides)


def times(count: int, label: str) -> Factor:
    """How often, or how many."""
    return Factor(label, Decimal(count), Unit.NUMBER)


def hundred() -> Factor:
    """Turns a share into percent; words leave it out, since they say 5 % either way."""
    return Factor("百分之", Decimal(100), Unit.NUMBER)


def ref(
    label: str, key: str, value: Decimal, *, minus: bool = False, loan: int | None = None
) -> Addend:
    """Another figure as an addend."""
    return Addend(label, (yuan(label, value, figure=key),), minus=minus, loan=loan)


def day_addend(
    label: str, day: date, *counted: Factor, minus: bool = False, figure: str = ""
) -> Addend:
    """A day, or a day so many days or months after it (before it where `minus`)."""
    return Addend(label, counted, minus=minus, day=day, figure=figure)


def rate_factors(loan: Rated, terms: Terms) -> tuple[Factor, ...]:
    """The loan's daily rate: as told, or the annual one over the days of a year."""
    if loan.daily_rate_percent is not None:
        return (Factor("日利率", loan.daily_rate_percent * PERCENT, Unit.SHARE),)
    assert loan.annual_rate_percent is not None
    year = days(terms.year_days, "一年按", rests_on=term(TermKey.YEAR_DAYS), divides=True)
    return (Factor("年利率", loan.annual_rate_percent * PERCENT, Unit.SHARE), year)


def penalty_factors(loan: Rated, terms: Terms) -> tuple[Factor, ...]:
    """The penalty rate: the daily rate and its multiplier."""
    multiplier = Factor(
        "罚息倍数",
        terms.penalty_multiplier,
        Unit.TIMES,
        rests_on=term(TermKey.PENALTY_MULTIPLIER),
    )
    return (*rate_factors(loan, terms), multiplier)


def term(key: TermKey) -> str:
    """The key of what rests on a term."""
    return f"term:{key.value}"


def same_together(
    label: str, rows: Iterable[tuple[date, Decimal]], counted: str, **options: object
) -> tuple[Addend, ...]:
    """One addend for each run of equal sums on following days."""
    addends = []
    for amount, run in groupby(rows, key=lambda row: row[1]):
        held = [day for day, _ in run]
        factors = [yuan(label, amount)]
        if len(held) > 1:
            factors.append(times(len(held), counted))
        addends.append(
            Addend(label, tuple(factors), since=held[0], until=held[-1], **options)  # type: ignore[arg-type]
        )
    return tuple(addends)


def sum_trail(key: str, label: str, value: Decimal, addends: Iterable[Addend]) -> Trail:
    """A sum of money; addends that are nothing are left out."""
    told = tuple(addend for addend in addends if addend.amount)
    return Trail(key, label, value, Unit.YUAN, told)
