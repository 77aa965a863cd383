"""What a trail says: how one figure came about, so plainly that anybody can follow it by hand.

A `Trail` puts its addends together in one of few ways (`How`); an addend is a product of factors,
or a day counted on from another. A factor or day that is itself a figure names that figure's key;
a factor that is a rule, a term or a bracket of a fee table names what it rests on.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from advice.engine.vocabulary import Labelled, Unit

Value = Decimal | int | str | date | None


class How(Labelled):
    """How a figure follows from its addends."""

    SUM = "sum", "相加"
    LARGEST = "largest", "取最大的"
    SMALLEST = "smallest", "取最小的"
    LATEST = "latest", "取最晚的一天"
    EARLIEST = "earliest", "取最早的一天"
    UP = "up", "有零头的进一"
    LEVEL = "level", "每期还一样多"
    MONTH_BY_MONTH = "month_by_month", "逐期往下算"
    TABLE = "table", "按天数对照"


@dataclass(frozen=True, slots=True)
class Factor:
    """One number of a product, with what it is in words.

    A share is what is multiplied with (0.0005 for 0.05 %). `figure` is the key of the trail that
    the number comes from, `rests_on` that of a rule, term or fee table.
    """

    label: str
    value: Decimal
    unit: Unit
    divides: bool = False
    figure: str = ""
    rests_on: str = ""


@dataclass(frozen=True, slots=True)
class Addend:
    """The product of its factors, or `day` counted on by them; off the others where `minus`.

    `loan` counts from 1. `since` and `until` bound the days that are counted: the first is not.
    """

    label: str
    factors: tuple[Factor, ...] = ()
    minus: bool = False
    loan: int | None = None
    since: date | None = None
    until: date | None = None
    day: date | None = None
    figure: str = ""

    @property
    def amount(self) -> Fraction:
        """The exact product with its sign."""
        amount = Fraction(-1 if self.minus else 1)
        for factor in self.factors:
            value = Fraction(factor.value)
            amount = amount / value if factor.divides else amount * value
        return amount


@dataclass(frozen=True, slots=True)
class Trail:
    """How the figure `key` came to be `value`.

    A sum is rounded half up to `step` once, at the end; None: it needs no rounding. `table` holds
    (from so many days on, what it then is). `law` are the keys of the legal sources behind it,
    `bounds` those of rules and terms that it rests on without multiplying by them.
    """

    key: str
    label: str
    value: Value
    unit: Unit
    addends: tuple[Addend, ...]
    how: How = How.SUM
    step: Decimal | None = None
    table: tuple[tuple[int, str], ...] = ()
    law: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    note: str = ""
    is_estimate: bool = False

    @property
    def exact(self) -> Fraction:
        """The sum before it is rounded."""
        return sum((addend.amount for addend in self.addends), Fraction(0))

    @property
    def figures(self) -> tuple[str, ...]:
        """The keys of the figures that it is made of, each once."""
        factors = (factor for addend in self.addends for factor in addend.factors)
        keys = (*(a.figure for a in self.addends), *(factor.figure for factor in factors))
        return tuple(dict.fromkeys(key for key in keys if key))

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The keys of the rules, terms and fee tables that it comes from, each once."""
        factors = (factor for addend in self.addends for factor in addend.factors)
        keys = (*(factor.rests_on for factor in factors), *self.bounds)
        return tuple(dict.fromkeys(key for key in keys if key))


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule, term or fee table as it was used; `effective_from` None: the borrower's contract."""

    key: str
    label: str
    words: str
    effective_from: date | None
