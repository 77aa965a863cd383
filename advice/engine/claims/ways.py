"""The ways to compute what is owed: ours, and each other one that a lender may have taken."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from advice.engine.answers import MULTIPLIER_LEAST, MULTIPLIER_MOST
from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days
from advice.engine.case import Loan
from advice.engine.claims.told import Item, Number
from advice.engine.ledger import Ledger
from advice.engine.money import ZERO, rounded
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import Instalment, contract_schedule
from advice.engine.wording import plain

YEARS = (360, 365)
GRACE_DAYS = (0, 3, 5, 7)
ACCELERATION_DAYS = (30, 60, 90, 180)
TENTH = Decimal("0.1")

Schedules = tuple[Sequence[Instalment], ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to compute what is owed at the end of `day`, by which terms and of which loans.

    `schedules` are those of the loans by the days of the year, the one term that bends them.
    """

    loans: tuple[Loan, ...]
    terms: Terms
    day: date
    rules: RulesInForce
    filing_on: date
    schedules: Mapping[int, Schedules]

    @classmethod
    def of(cls, assessment: Assessment, day: date) -> "Way":
        """How the assessment computes what is owed at the end of that day."""
        return cls(
            loans=assessment.case.loans,
            terms=assessment.terms,
            day=day,
            rules=assessment.rules,
            filing_on=assessment.lawsuit.course.filing_on,
            schedules=_schedules_by_year(assessment),
        )

    def figures(self) -> dict[Item, Number]:
        """Every item; loans that have not begun count nothing."""
        statements = [ledger.statement() for ledger in self.ledgers() if ledger]
        return {
            Item.DAYS: max((row.days_overdue for row in statements), default=0),
            Item.ARREARS: sum((row.arrears for row in statements), ZERO),
            Item.PENALTY: sum((row.penalty_interest for row in statements), ZERO),
            Item.PAYOFF: sum((row.payoff for row in statements), ZERO),
        }

    def ledgers(self, kind: type[Ledger] = Ledger) -> Iterator[Ledger | None]:
        """Each loan's books at the end of the day; None: not begun."""
        for loan, schedule in zip(self.loans, self.schedules_in_use, strict=True):
            if loan.accrual_start_date > self.day:
                yield None
                continue
            ledger = kind(loan, schedule, self.terms, self.rules, filing_on=self.filing_on)
            ledger.advance_to(self.day)
            yield ledger

    @property
    def schedules_in_use(self) -> Schedules:
        """Those by its own days of a year."""
        return self.schedules[self.terms.year_days]

    def with_terms(self, **changes: Any) -> "Way":
        return replace(self, terms=replace(self.terms, **changes))

    def with_loans(self, **changes: Any) -> "Way":
        return replace(self, loans=tuple(replace(loan, **changes) for loan in self.loans))

    def without_acceleration(self) -> "Way":
        return self.with_terms(acceleration_days=None).with_loans(accelerated_on=None)

    def moved(self, *, days: int) -> "Way":
        return replace(self, day=add_days(self.day, days))


def _schedules_by_year(assessment: Assessment) -> Mapping[int, Schedules]:
    terms, loans = assessment.terms, assessment.case.loans
    others = (replace(terms, year_days=days) for days in YEARS if days != terms.year_days)
    by_year: dict[int, Schedules] = {terms.year_days: assessment.schedules}
    return by_year | {
        other.year_days: tuple(contract_schedule(loan, other) for loan in loans) for other in others
    }


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to compute one thing; two of one family exclude each other."""

    family: str
    words: str
    apply: Callable[[Way], Way]


def applied(chosen: Iterable[Alternative], way: Way) -> Way:
    """The way with these changes one after another."""
    for alternative in chosen:
        way = alternative.apply(way)
    return way


def alternatives(way: Way, days_overdue: int) -> list[Alternative]:
    """Each other way to compute one thing, of what is overdue by so many days."""
    return [
        *_graces(way),
        *_compounds(way),
        *_accelerations(way, days_overdue),
        *_years(way),
        *_days(way),
    ]


def _graces(way: Way) -> Iterator[Alternative]:
    for days in GRACE_DAYS:
        if days != way.terms.grace_days:
            words = f"宽限期按 {days} 天算" if days else "不给宽限期"
            yield Alternative("grace", words, partial(Way.with_terms, grace_days=days))


def _compounds(way: Way) -> Iterator[Alternative]:
    charges = not way.terms.charges_compound_interest
    words = "逾期的利息也计复利" if charges else "逾期的利息不计复利"
    yield Alternative("compound", words, partial(Way.with_terms, charges_compound_interest=charges))


def _accelerations(way: Way, days_overdue: int) -> Iterator[Alternative]:
    for days in ACCELERATION_DAYS:
        if days <= days_overdue and days != way.terms.acceleration_days:
            yield Alternative(
                "acceleration",
                f"逾期满 {days} 天，剩下的本金全部提前到期",
                partial(Way.with_terms, acceleration_days=days),
            )
    if days_overdue:
        yield Alternative(
            "acceleration",
            "剩下的本金在对方说的那天全部提前到期",
            partial(Way.with_loans, accelerated_on=way.day),
        )
    if way.terms.acceleration_days or any(loan.accelerated_on for loan in way.loans):
        yield Alternative(
            "acceleration",
            "没有提前到期，按原来的分期",
            Way.without_acceleration,
        )


def _years(way: Way) -> Iterator[Alternative]:
    """Only of an annual rate: a daily one is what it is."""
    if any(loan.annual_rate_percent is not None for loan in way.loans):
        for days in YEARS:
            if days != way.terms.year_days:
                yield Alternative(
                    "year",
                    f"年利率按一年 {days} 天折算",
                    partial(Way.with_terms, year_days=days),
                )


def _days(way: Way) -> Iterator[Alternative]:
    for days, words in ((1, "首尾两天都算，多算一天"), (-1, "数字是前一天的，少算一天")):
        yield Alternative("day", words, partial(Way.moved, days=days))


def fitting_multiplier(way: Way, share: Decimal) -> Alternative | None:
    """The multiplier of one decimal that makes penalty and compound interest `share` times as much.

    They grow in proportion to it. None where no contract may have it, or where it is in force.
    """
    multiplier = rounded(way.terms.penalty_multiplier * share, to=TENTH)
    in_bounds = MULTIPLIER_LEAST <= multiplier <= MULTIPLIER_MOST
    if not in_bounds or multiplier == way.terms.penalty_multiplier:
        return None
    words = f"罚息按合同利率的 {plain(multiplier)} 倍算"
    apply = partial(Way.with_terms, penalty_multiplier=multiplier)
    return Alternative("multiplier", words, apply)
