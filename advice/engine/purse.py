"""The borrower's own purse: what must be at hand today for a plan to be paid to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.case import Case
from advice.engine.money import ZERO
from advice.engine.strategies import Position


@dataclass(frozen=True, slots=True)
class MoneyUsed:
    """What a plan takes of the money that could be raised, in yuan: the family's comes last."""

    savings: Decimal
    sellable_assets: Decimal
    family_loan: Decimal


def money_needed(payments: Iterable[tuple[date, Decimal]], position: Position) -> Decimal | None:
    """The least at hand today that lasts to the end, as the monthly means come on paying days.

    None where something is paid later and the means are unknown. `payments` are in order of days.
    """
    means = position.monthly_means
    spent = needed = ZERO
    for day, amount in payments:
        spent += amount
        if day <= position.case.as_of:
            needed = spent
        elif means is None:
            return None
        else:
            needed = max(needed, spent - means * position.paying_days.count_until(day))
    return needed


def money_used(needed: Decimal, case: Case) -> MoneyUsed:
    """Where so much comes from: savings, then what could be sold, then what the family lends."""
    savings = min(needed, case.savings or ZERO)
    sold = min(needed - savings, case.sellable_assets or ZERO)
    return MoneyUsed(savings, sold, min(needed - savings - sold, case.family_loan or ZERO))
