"""补齐逾期: pay the arrears today, and each coming instalment on its day."""

from datetime import date
from decimal import Decimal
from itertools import accumulate

from advice.engine.money import ZERO
from advice.engine.strategies.outcome import CureOutcome
from advice.engine.strategies.position import Position
from advice.engine.strategies.run import Run


def cure(position: Position) -> CureOutcome:
    """Pay each loan's arrears today and again on each coming due date of any loan."""
    run = Run(position)
    pay_what_falls_due(run)
    needed = run.paid.get(position.case.as_of, ZERO)
    cost = run.paid_by_horizon + run.owed_at_horizon + position.legal_costs
    return CureOutcome(
        paid_by_horizon=run.paid_by_horizon,
        owed_at_horizon=run.owed_at_horizon,
        cost=cost,
        saving=position.status_quo_cost - cost,
        cleared_on=run.cleared_on,
        current_on=run.current_on,
        record_expires_on=run.record_expires_on,
        months=run.paying_days_used,
        monthly_payment=None,
        feasible=_cure_is_feasible(position, needed, run.paid),
        payments=run.payments,
        needed=needed,
        run=run,
    )


def pay_what_falls_due(run: Run) -> None:
    """Clear the arrears today and on each coming due date, and close the run."""
    as_of, due_days = run.position.case.as_of, run.position.due_days
    for day in [as_of, *due_days]:
        run.advance_to(day)
        for ledger in run.ledgers:
            run.note_payment(day, ledger.clear_arrears())
        if all(ledger.owes_nothing for ledger in run.ledgers):
            run.cleared_on = day
            break
    run.close(due_days[-1] if due_days else as_of)


def _cure_is_feasible(
    position: Position, needed: Decimal, paid: dict[date, Decimal]
) -> bool | None:
    """Whether the purse lasts: what is left of the lump sum, and the monthly means as they come."""
    purse = position.affordability.lump_sum - needed
    if purse < 0:
        return False
    later = {day: amount for day, amount in paid.items() if day > position.case.as_of}
    if not later:
        return True
    means = position.monthly_means
    if means is None:
        return None
    return all(
        purse + means * position.paying_days.count_until(day) >= spent
        for day, spent in zip(later, accumulate(later.values()), strict=True)
    )
