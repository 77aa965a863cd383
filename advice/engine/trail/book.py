"""All trails of an assessment."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property, partial

from advice.engine.assessment import Assessment, Projection, project, with_journal
from advice.engine.case import CourtFees
from advice.engine.court import CourtFeeTable
from advice.engine.facts.grounds import OWED_LAW
from advice.engine.journal import JournalStatement
from advice.engine.money import FEN
from advice.engine.rules import Rulebook
from advice.engine.strategies import PlanOutcome
from advice.engine.stress import with_less_income
from advice.engine.trail.build import penalty_factors, rate_factors, ref, yuan
from advice.engine.trail.contract import Contract
from advice.engine.trail.court_costs import CostTrails
from advice.engine.trail.due import due_trails
from advice.engine.trail.fees import FeeTableTrails
from advice.engine.trail.grammar import Addend, Factor, Trail
from advice.engine.trail.grounds import Footing
from advice.engine.trail.lawsuit import LawsuitTrails
from advice.engine.trail.means import STRESSED, MeansTrails, lump_sum_on, stressed_means
from advice.engine.trail.owed import AllLoansTrails
from advice.engine.trail.plans import Books, plan_groups
from advice.engine.trail.rates import RateTrails
from advice.engine.trail.record import RecordTrails, called_due
from advice.engine.trail.schedule import schedule_trails
from advice.engine.trail.shelf import Group, Trails
from advice.engine.vocabulary import Unit

Statements = tuple[JournalStatement | None, ...]


class CaseTrails(Trails):
    """The trail of every figure of an assessment: its key is its path in the JSON.

    Such as `projection.0.payoff`; figures that only trails tell of follow the same way:
    `projection.0.loans.1.payoff`.
    """

    def __init__(self, books: Books, rulebook: Rulebook) -> None:
        a = books.assessment
        super().__init__(
            Footing(a.case.as_of, a.case.product, a.terms, a.case.contract.told), rulebook
        )
        self.books = books
        self._begun_on = {
            row.as_of: books.begun_on(row, f"projection.{index}")
            for index, row in enumerate(a.projection)
        }

    def add_outcome(self, front: str, outcome: PlanOutcome, day: date | None = None) -> None:
        """The trails of what a plan begun on `day` (as_of) does; their keys begin with `front`."""
        self.add_groups(plan_groups(front, outcome, self._books_on(day or self.books.now.as_of)))

    def add_stressed(self, front: str, outcome: PlanOutcome) -> None:
        """The trails of what a plan does with a fifth less income."""
        self.add_groups(plan_groups(front, outcome, self._stressed))

    @cached_property
    def _stressed(self) -> Books:
        """The books of the same borrower with less income, whose means are told as well."""
        less = with_less_income(self.books.assessment)
        assert less is not None, "less than an unknown income"
        self.add(stressed_means(self.books.assessment, less))
        return self.books.with_means_of(less, STRESSED)

    def add_difference(self, key: str, label: str, value: Decimal, *, of: str, less: str) -> None:
        """How `value` is what one figure exceeds another by."""
        told = (key, lambda: self._difference(key, label, value, of, less))
        self.add_groups([(key, lambda: iter([told]))])

    def add_gap_between(self, key: str, label: str, one: str, other: str) -> None:
        """How far apart two sums are: the smaller off the larger."""
        value, beside = self[one].value, self[other].value
        assert isinstance(value, Decimal), "a sum"
        assert isinstance(beside, Decimal), "a sum"
        of, less = (one, other) if value > beside else (other, one)
        self.add_difference(key, label, abs(value - beside), of=of, less=less)

    def add_sum(self, key: str, label: str, value: Decimal, parts: Mapping[str, Decimal]) -> None:
        """How `value` is what the page tells beside it, label by label; those below 0 go off it."""
        told = ((name, amount) for name, amount in parts.items() if amount)
        addends = tuple(
            Addend(name, (yuan(name, abs(amount)),), minus=amount < 0) for name, amount in told
        )
        self.add([(key, lambda: Trail(key, label, value, Unit.YUAN, addends, is_estimate=True))])

    def add_lump_sum(self, key: str, day: date) -> None:
        """What can be raised on that day, were nothing paid until then."""
        self.add(
            [(key, lambda: lump_sum_on(key, self._books_on(day).position, self.books.assessment))]
        )

    def _difference(self, key: str, label: str, value: Decimal, of: str, less: str) -> Trail:
        trails = (self[of], self[less])
        addends = [
            ref(trail.label, trail.key, trail.value, minus=bool(place))
            for place, trail in enumerate(trails)
            if isinstance(trail.value, Decimal)
        ]
        return Trail(key, label, value, Unit.YUAN, tuple(addends), is_estimate=True)

    def front_of_day(self, day: date) -> str:
        """What the keys of the status quo at the end of that day begin with."""
        return self._books_on(day).today

    def add_days(self, days: Iterable[date]) -> None:
        """The trails of the status quo at the end of each of these days."""
        fresh = sorted(set(days) - self._begun_on.keys())
        for row in project(self.books.assessment, fresh) if fresh else ():
            front = f"on.{row.as_of.isoformat()}"
            self._begun_on[row.as_of] = self.books.begun_on(row, front)
            self.add_groups(_day_groups(front, row, self.books))

    def _books_on(self, day: date) -> Books:
        """The books of plans that begin on that day."""
        self.add_days([day])
        return self._begun_on[day]


def trails_of(assessment: Assessment, rulebook: Rulebook) -> CaseTrails:
    """How every figure came about; the books are kept once more, with a journal."""
    told = with_journal(assessment)
    books = Books.of(told, tuple(_contracts(told)))
    trails = CaseTrails(books, rulebook)
    trails.add_groups(_groups(told, books))
    for index, outcome in enumerate(assessment.what_if):
        asked = assessment.case.what_if[index]
        if isinstance(outcome, CourtFeeTable):
            assert isinstance(asked, CourtFees)
            fees = FeeTableTrails(f"what_if.{index}", asked.amount, outcome, told.rules)
            trails.add_groups([(f"what_if.{index}.", fees.makers)])
        else:
            trails.add_outcome(f"what_if.{index}", outcome)
    return trails


def _contracts(assessment: Assessment) -> Iterator[Contract]:
    pairs = zip(assessment.case.loans, assessment.schedules, strict=True)
    for number, (loan, schedule) in enumerate(pairs, start=1):
        yield Contract(number, loan, assessment.terms, assessment.rules, schedule)


def _groups(a: Assessment, books: Books) -> Iterator[Group]:
    """The trails of each part of the result."""
    record = RecordTrails(a)
    for contract in books.contracts:
        yield f"{contract.key}.", partial(schedule_trails, contract)
    for index, row in enumerate(a.projection):
        yield from _day_groups(f"projection.{index}", row, books)
    yield "projection.", record.classes
    for name in ("at_filing", "at_enforcement"):
        statements = _journal(getattr(a.lawsuit, name))
        yield f"legal.{name}.", AllLoansTrails(f"legal.{name}", books.contracts, statements).makers
    yield "legal.", LawsuitTrails(a).makers
    yield "credit.", record.makers
    yield "affordability.", MeansTrails(a).makers
    yield "due.", lambda: due_trails(a)
    yield "daily_cost", lambda: iter([("daily_cost", lambda: _daily_cost(a))])
    yield "accelerated_on", lambda: called_due(a)
    yield "penalty_annual_percent", RateTrails(a).makers
    yield "annual_cap_percent", RateTrails(a).makers


def _day_groups(front: str, row: Projection, books: Books) -> Iterator[Group]:
    """The status quo of one day: what is owed, and what the court has cost."""
    yield f"{front}.", AllLoansTrails(front, books.contracts, _journal(row.loans)).makers
    yield f"{front}.", CostTrails(front, row, books.assessment).makers


def _journal(statements: tuple[object, ...]) -> Statements:
    return tuple(row if isinstance(row, JournalStatement) else None for row in statements)


def _daily_cost(a: Assessment) -> Trail:
    """What the next day earns on everything owed at the end of as_of."""
    addends = tuple(addend for index in range(len(a.case.loans)) for addend in _a_day(a, index))
    note = "还在宽限期里的，过了宽限期才真的收。" if a.now.days_overdue else ""
    return Trail(
        "daily_cost",
        "再拖一天多",
        a.daily_cost,
        Unit.YUAN,
        addends,
        step=FEN,
        law=OWED_LAW,
        note=note,
    )


def _a_day(a: Assessment, index: int) -> Iterator[Addend]:
    row, loan = a.now.loans[index], a.case.loans[index]
    if row is None:
        return
    front = f"projection.0.loans.{index}"
    penalty = penalty_factors(loan, a.terms)
    rates: tuple[tuple[str, str, tuple[Factor, ...]], ...] = (
        ("undue_principal", "没到期的本金", rate_factors(loan, a.terms)),
        ("overdue_principal", "逾期本金", penalty),
        ("overdue_interest", "逾期利息", penalty if a.terms.charges_compound_interest else ()),
    )
    for name, label, rate in rates:
        value = getattr(row, name)
        if value and rate:
            base = yuan(label, value, figure=f"{front}.{name}")
            yield Addend(label, (base, *rate), loan=index + 1)
