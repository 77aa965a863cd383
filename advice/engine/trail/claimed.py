"""The trails of what is owed by one way to compute, and of what it leaves of a lender's claim."""

from dataclasses import fields
from decimal import Decimal
from functools import partial

from advice.engine.assessment import Assessment
from advice.engine.claims import Explanation, Item
from advice.engine.claims.told import Number
from advice.engine.journal import JournalLedger, JournalStatement
from advice.engine.rules import Rulebook, Terms
from advice.engine.trail.contract import Contract
from advice.engine.trail.grammar import Addend, Factor, Trail
from advice.engine.trail.grounds import Footing
from advice.engine.trail.kinds import LABELS
from advice.engine.trail.owed import AllLoansTrails
from advice.engine.trail.schedule import schedule_trails
from advice.engine.trail.shelf import Makers, Trails
from advice.engine.vocabulary import Unit

FIGURES = {
    Item.DAYS: "days_overdue",
    Item.ARREARS: "arrears",
    Item.PENALTY: "penalty_interest",
    Item.PAYOFF: "payoff",
}
NAMES = tuple(field.name for field in fields(Terms))


def claimed_keys(front: str, told: Explanation) -> list[str]:
    """The keys of each item that was claimed: the figure, then what it leaves."""
    names = [FIGURES[item] for item in told.remaining]
    return [*(f"{front}.{name}" for name in names), *(f"{front}.{name}_left" for name in names)]


def trails_of_way(
    front: str, told: Explanation, assessment: Assessment, rulebook: Rulebook
) -> Trails:
    """How each figure of that way came about; keys begin with `front`."""
    way, case = told.way, assessment.case
    tried = {name for name in NAMES if getattr(way.terms, name) != getattr(assessment.terms, name)}
    footing = Footing(case.as_of, case.product, way.terms, case.contract.told | tried)
    contracts = [
        Contract(number, loan, way.terms, way.rules, schedule, front=f"{front}.")
        for number, (loan, schedule) in enumerate(
            zip(way.loans, way.schedules_in_use, strict=True), start=1
        )
    ]
    trails = Trails(footing, rulebook)
    statements = [_statement(ledger) for ledger in way.ledgers(JournalLedger)]
    trails.add_groups([(f"{front}.", AllLoansTrails(front, contracts, statements).makers)])
    for contract in contracts:
        trails.add_groups([(f"{contract.key}.", partial(schedule_trails, contract))])
    trails.add(left_trails(front, told))
    return trails


def _statement(ledger: object) -> JournalStatement | None:
    return ledger.statement() if isinstance(ledger, JournalLedger) else None


def left_trails(front: str, told: Explanation) -> Makers:
    """What each figure leaves of the claim."""
    for item, figure, left in told.lines:
        name = FIGURES[item]
        yield f"{front}.{name}_left", partial(_left, front, name, figure, left)


def _left(front: str, name: str, figure: Number, left: Number) -> Trail:
    unit = Unit.DAYS if isinstance(figure, int) else Unit.YUAN
    claimed, ours = Decimal(figure + left), Decimal(figure)
    theirs = Addend("对方说的", (Factor("对方说的", claimed, unit),))
    computed = Factor(LABELS[name], ours, unit, figure=f"{front}.{name}")
    addends = (theirs, Addend(LABELS[name], (computed,), minus=True))
    return Trail(f"{front}.{name}_left", f"{LABELS[name]}，对方多出", Decimal(left), unit, addends)
