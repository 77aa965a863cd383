"""All trails of an assessment."""

from collections.abc import Iterator

from advice.engine.assessment import Assessment
from advice.engine.case import CourtFees
from advice.engine.court import CourtFeeTable
from advice.engine.facts.grounds import OWED_LAW
from advice.engine.journal import JournalStatement
from advice.engine.money import FEN, exact_arithmetic
from advice.engine.rules import Rulebook
from advice.engine.schedule import period_share
from advice.engine.strategies import PlanOutcome
from advice.engine.trail.build import penalty_factors, rate_factors, yuan
from advice.engine.trail.court import CourtTrails, FeeTableTrails
from advice.engine.trail.grammar import Addend, Factor, Trail
from advice.engine.trail.grounds import Footing
from advice.engine.trail.means import MeansTrails
from advice.engine.trail.owed import AllLoansTrails, Contract, ScheduleTrails, share_trail
from advice.engine.trail.plans import Books, plan_makers
from advice.engine.trail.record import RecordTrails, called_due
from advice.engine.trail.shelf import Make, Trails
from advice.engine.vocabulary import Unit

Statements = tuple[JournalStatement | None, ...]


class CaseTrails(Trails):
    """The trail of every figure of an assessment: its key is its path in the JSON.

    Such as `projection.0.payoff`; figures that only trails tell of follow the same way:
    `projection.0.loans.1.payoff`.
    """

    def __init__(self, books: Books, rulebook: Rulebook) -> None:
        a = books.assessment
        super().__init__(Footing(a.case.as_of, a.case.product, a.terms, a.case.contract), rulebook)
        self._books = books

    def add_outcome(self, front: str, outcome: PlanOutcome) -> None:
        """The trails of what a strategy does, with keys that begin with `front`."""
        with exact_arithmetic():
            self.add(plan_makers(front, outcome, self._books))


def trails_of(assessment: Assessment, rulebook: Rulebook) -> CaseTrails:
    """How every figure came about; `assessment` must have been made with a journal."""
    books = Books(assessment, tuple(_contracts(assessment)))
    trails = CaseTrails(books, rulebook)
    with exact_arithmetic():
        for makers in _groups(assessment, books):
            trails.add(makers)
    return trails


def _contracts(assessment: Assessment) -> Iterator[Contract]:
    pairs = zip(assessment.case.loans, assessment.schedules, strict=True)
    for number, (loan, schedule) in enumerate(pairs, start=1):
        yield Contract(number, loan, assessment.terms, assessment.rules, schedule)


def _groups(a: Assessment, books: Books) -> Iterator[Iterator[tuple[str, Make]]]:
    """The trails of each part of the result."""
    court = CourtTrails(a)
    for contract in books.contracts:
        share = period_share(contract.loan, contract.terms)
        yield ScheduleTrails(contract, share_trail(contract, share)).makers()
    for index, row in enumerate(a.projection):
        front = f"projection.{index}"
        yield AllLoansTrails(front, books.contracts, _journal(row.loans)).makers()
        yield court.costs_on(front, row)
    for name in ("at_filing", "at_enforcement"):
        statements = _journal(getattr(a.lawsuit, name))
        yield AllLoansTrails(f"legal.{name}", books.contracts, statements).makers()
    yield court.makers()
    yield iter([("daily_cost", lambda: _daily_cost(a))])
    yield RecordTrails(a).makers()
    yield called_due(a)
    yield MeansTrails(a).makers()
    for index, told in enumerate(a.what_if):
        yield _what_if(f"what_if.{index}", index, told, books)


def _journal(statements: tuple[object, ...]) -> Statements:
    kept = tuple(row if isinstance(row, JournalStatement) else None for row in statements)
    assert [bool(row) for row in kept] == [bool(row) for row in statements], "no journal was kept"
    return kept


def _what_if(
    front: str, index: int, told: PlanOutcome | CourtFeeTable, books: Books
) -> Iterator[tuple[str, Make]]:
    if isinstance(told, CourtFeeTable):
        asked = books.assessment.case.what_if[index]
        assert isinstance(asked, CourtFees)
        return FeeTableTrails(front, asked.amount, told, books.assessment.rules).makers()
    return plan_makers(front, told, books)


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
