"""What a strategy does for this borrower (calculation.md, section 9).

Every strategy starts from the books as they stand at as_of, in forks in which no suit still to come
is filed. All money is yuan.
"""

from advice.engine.case import CapRequest, Cure, PayDown, Plan, Restructure
from advice.engine.strategies.cure import cure
from advice.engine.strategies.outcome import (
    Agreement,
    CapOutcome,
    CureOutcome,
    Outcome,
    PaidOutcome,
    PayDownOutcome,
    PlanOutcome,
    RestructureOutcome,
)
from advice.engine.strategies.pay_down import pay_down, pay_down_cost
from advice.engine.strategies.position import Position
from advice.engine.strategies.restructure import agreed_sum, restructure, shortest_term

__all__ = [
    "Agreement",
    "CapOutcome",
    "CureOutcome",
    "Outcome",
    "PaidOutcome",
    "PayDownOutcome",
    "PlanOutcome",
    "Position",
    "RestructureOutcome",
    "agreed_sum",
    "outcome_of",
    "pay_down_cost",
    "shortest_term",
]


def outcome_of(plan: Plan, position: Position) -> PlanOutcome:
    """What `plan` does for the borrower at `position`."""
    match plan:
        case Cure():
            return cure(position)
        case PayDown():
            return pay_down(plan, position)
        case Restructure():
            return restructure(plan, position)
        case CapRequest():
            return CapOutcome(saving=position.cap_excess)
