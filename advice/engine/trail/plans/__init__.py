"""The trails of what a strategy does: what is paid, owed and saved, and when it ends."""

from collections.abc import Iterator

from advice.engine.strategies import (
    CapOutcome,
    CureOutcome,
    PayDownOutcome,
    PlanOutcome,
    RestructureOutcome,
)
from advice.engine.trail.plans.books import Books
from advice.engine.trail.plans.cap import CapTrails
from advice.engine.trail.plans.restructure import RestructureTrails
from advice.engine.trail.plans.run import RunTrails
from advice.engine.trail.shelf import Group

__all__ = ["Books", "plan_groups"]


def plan_groups(front: str, outcome: PlanOutcome, book: Books) -> Iterator[Group]:
    """Every trail of one strategy's outcome; the keys begin with `front`."""
    match outcome:
        case CureOutcome() | PayDownOutcome():
            return RunTrails(front, outcome, book).groups()
        case RestructureOutcome():
            return RestructureTrails(front, outcome, book).groups()
        case CapOutcome():
            return CapTrails(front, outcome, book).groups()
