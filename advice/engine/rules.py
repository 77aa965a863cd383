"""Rules and product terms as dated values, and the rulebook that the calculation reads.

A value holds from its first day until the next one starts; there are no end dates, so values can
neither overlap nor leave a gap. Before the first there is none: `RuleNotInForce`, never a guess.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from advice.engine.money import ZERO, rounded
from advice.engine.vocabulary import TermKey
from advice.engine.wording import chinese_date

T = TypeVar("T")


class RuleNotInForce(LookupError):
    """A rule, product term or fee table has no value on a day that needs one."""

    def __init__(self, label: str, day: date) -> None:
        super().__init__(f"{label}: no value in force on {day.isoformat()}")
        self.label = label
        self.day = day

    @property
    def words(self) -> str:
        """What has no value on which day, in Chinese."""
        return f"{chinese_date(self.day)} 没有生效的“{self.label}”"


class UnknownProduct(LookupError):
    """No active loan product has this slug."""


@dataclass(frozen=True, slots=True)
class DatedValue(Generic[T]):
    """A value and its first day."""

    effective_from: date
    value: T


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A named series of dated values, in order of their first days."""

    key: str
    label: str
    values: tuple[DatedValue[T], ...]

    def on(self, day: date) -> T:
        """The value in force on `day`; raises RuleNotInForce where there is none."""
        return self.dated_on(day).value

    def dated_on(self, day: date) -> DatedValue[T]:
        """The same with its first day."""
        index = bisect_right(self.values, day, key=lambda dated: dated.effective_from)
        if not index:
            raise RuleNotInForce(self.label, day)
        return self.values[index - 1]


@dataclass(frozen=True, slots=True)
class FeeBracket:
    """What the part of an amount above `over` yuan costs: a flat sum and a share of the part."""

    over: Decimal
    flat: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class FeeTable:
    """Cumulative brackets in ascending order, and the most that the fee may be."""

    brackets: tuple[FeeBracket, ...]
    maximum: Decimal | None = None

    def fee(self, amount: Decimal, *, divisor: Decimal | int = 1) -> Decimal:
        """The fee in yuan for `amount` yuan, divided by `divisor`, rounded once to the fen."""
        if amount <= 0:
            return ZERO
        fee = Decimal(0)
        reached = [bracket for bracket in self.brackets if amount > bracket.over]
        for bracket, upper in zip(reached, [b.over for b in reached[1:]] + [amount], strict=True):
            fee += bracket.flat + (upper - bracket.over) * bracket.share
        if self.maximum is not None:
            fee = min(fee, self.maximum)
        return rounded(fee, divisor)


@dataclass(frozen=True, slots=True)
class Terms:
    """A loan product's terms on one day, with what the borrower's contract says otherwise.

    `penalty_multiplier` times the daily rate is the penalty rate; `acceleration_days` is None where
    the lender does not call everything due by age; an annual rate over `year_days` is the daily.
    """

    penalty_multiplier: Decimal
    charges_compound_interest: bool
    grace_days: int
    acceleration_days: int | None
    lawsuit_after_days: int
    agency_after_days: int
    year_days: int

    @property
    def rate_divisor(self) -> int:
        """An annual rate in percent divided by this is the daily rate."""
        return 100 * self.year_days


@dataclass(frozen=True, slots=True)
class Product:
    """A loan product and the dated series of each term; a value None: the contract has none."""

    slug: str
    name: str
    terms: Mapping[str, Rule[Decimal | None]]

    def terms_on(self, day: date) -> Terms:
        """The terms in force on `day`; raises RuleNotInForce."""
        acceleration_days = self._term(TermKey.ACCELERATION_DAYS, day)
        return Terms(
            penalty_multiplier=self._amount(TermKey.PENALTY_MULTIPLIER, day),
            charges_compound_interest=bool(self._amount(TermKey.CHARGES_COMPOUND_INTEREST, day)),
            grace_days=int(self._amount(TermKey.GRACE_DAYS, day)),
            acceleration_days=None if acceleration_days is None else int(acceleration_days),
            lawsuit_after_days=int(self._amount(TermKey.LAWSUIT_AFTER_DAYS, day)),
            agency_after_days=int(self._amount(TermKey.AGENCY_AFTER_DAYS, day)),
            year_days=int(self._amount(TermKey.YEAR_DAYS, day)),
        )

    def _term(self, key: TermKey, day: date) -> Decimal | None:
        if key not in self.terms:
            raise RuleNotInForce(f"{self.name}的{key.label}", day)
        return self.terms[key].on(day)

    def _amount(self, key: TermKey, day: date) -> Decimal:
        value = self._term(key, day)
        if value is None:
            raise RuleNotInForce(self.terms[key].label, day)
        return value


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """Every rule's value on one day: days and months as int, rates and shares as Decimal.

    The last five give days to events and enter no sum: where one has no value in force it is None,
    and what it would have dated is told without a day.
    """

    annual_cap: Decimal
    cap_year_days: int
    delayed_performance_daily_rate: Decimal
    trial_days: int
    performance_days: int
    enforcement_after_days: int
    lawsuit_notice_days: int
    retention_months: int
    substandard_over_days: int
    doubtful_over_days: int
    loss_over_days: int
    simplified_procedure_divisor: int
    payment_order_divisor: int
    penalty_multiplier_ceiling: Decimal
    acceptance_fee: FeeTable
    execution_fee: FeeTable
    preservation_fee: FeeTable
    answer_days: int | None = None
    objection_days: int | None = None
    appeal_days: int | None = None
    limitation_months: int | None = None
    enforcement_application_months: int | None = None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules, fee tables and active products, with all their dated values."""

    rules: Mapping[str, Rule[Decimal]]
    fee_tables: Mapping[str, Rule[FeeTable]]
    products: Mapping[str, Product]

    def on(self, day: date) -> RulesInForce:
        """What is in force on `day`; raises RuleNotInForce naming the first rule that is not."""

        def exact(key: str) -> Decimal:
            return _series(self.rules, key, day).on(day)

        def count(key: str) -> int:
            return int(exact(key))

        def count_if_any(key: str) -> int | None:
            try:
                return count(key)
            except RuleNotInForce:
                return None

        def fees(key: str) -> FeeTable:
            return _series(self.fee_tables, key, day).on(day)

        return RulesInForce(
            annual_cap=exact("annual_cap"),
            cap_year_days=count("cap_year_days"),
            delayed_performance_daily_rate=exact("delayed_performance_daily_rate"),
            trial_days=count("trial_days"),
            performance_days=count("performance_days"),
            enforcement_after_days=count("enforcement_after_days"),
            lawsuit_notice_days=count("lawsuit_notice_days"),
            retention_months=count("retention_months"),
            substandard_over_days=count("substandard_over_days"),
            doubtful_over_days=count("doubtful_over_days"),
            loss_over_days=count("loss_over_days"),
            simplified_procedure_divisor=count("simplified_procedure_divisor"),
            payment_order_divisor=count("payment_order_divisor"),
            penalty_multiplier_ceiling=exact("penalty_multiplier_ceiling"),
            acceptance_fee=fees("acceptance_fee"),
            execution_fee=fees("execution_fee"),
            preservation_fee=fees("preservation_fee"),
            answer_days=count_if_any("answer_days"),
            objection_days=count_if_any("objection_days"),
            appeal_days=count_if_any("appeal_days"),
            limitation_months=count_if_any("limitation_months"),
            enforcement_application_months=count_if_any("enforcement_application_months"),
        )

    def value_on(self, key: str, day: date) -> Decimal:
        """A rule's value on `day`, also one that no case needs; raises RuleNotInForce."""
        return _series(self.rules, key, day).on(day)

    def product(self, slug: str) -> Product:
        """The active product; raises UnknownProduct."""
        if slug not in self.products:
            raise UnknownProduct(slug)
        return self.products[slug]


def _series(rules: Mapping[str, Rule[T]], key: str, day: date) -> Rule[T]:
    if key not in rules:
        raise RuleNotInForce(key, day)
    return rules[key]
