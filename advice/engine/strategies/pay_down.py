"""一次性加每月还: a sum today and a sum on each paying day, arrears first, then whole loans."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import chain, pairwise
from operator import attrgetter

from advice.engine.case import PayDown
from advice.engine.money import ZERO, rounded
from advice.engine.strategies.outcome import PayDownOutcome
from advice.engine.strategies.position import Position
from advice.engine.strategies.run import Run


def pay_down(plan: PayDown, position: Position) -> PayDownOutcome:
    """The upfront sum today and the monthly sum on each paying day, spent as section 9 orders."""
    run = Run(position)
    spend(plan, run)
    cost = run.paid_by_horizon + run.owed_at_horizon + position.legal_costs
    is_cleared = run.cleared_on is not None
    needed = min(plan.upfront, position.payoff)
    return PayDownOutcome(
        paid_by_horizon=run.paid_by_horizon,
        owed_at_horizon=run.owed_at_horizon,
        cost=cost,
        saving=position.status_quo_cost - cost if is_cleared else None,
        cleared_on=run.cleared_on,
        current_on=run.current_on,
        record_expires_on=run.record_expires_on,
        months=run.paying_days_used if is_cleared else None,
        monthly_payment=rounded(plan.monthly),
        feasible=_pay_down_is_feasible(plan, position, needed) if is_cleared else False,
        payments=run.payments,
        needed=rounded(needed),
        plan=plan,
        run=run,
    )


def pay_down_cost(plan: PayDown, position: Position) -> Decimal:
    """The cost by the horizon alone, for which nothing beyond it has to be worked out."""
    run = Run(position)
    _spend(plan, run, until=run.horizon_on)
    run.close(run.horizon_on)
    return run.paid_by_horizon + run.owed_at_horizon + position.legal_costs


def _pay_down_is_feasible(plan: PayDown, position: Position, needed: Decimal) -> bool | None:
    if needed > position.affordability.lump_sum:
        return False
    if not plan.monthly:
        return True
    means = position.monthly_means
    return None if means is None else plan.monthly <= means


def spend(plan: PayDown, run: Run) -> None:
    """Pay from the purse until all is cleared or the paying days end, and close the run."""
    _spend(plan, run)
    run.close(run.position.paying_days.last)


def _spend(plan: PayDown, run: Run, *, until: date = date.max) -> None:
    """Move from day to day and pay what the purse holds, until all is cleared or the days end."""
    purse = plan.upfront
    for day, is_paying_day, next_paying_day in _spending_days(run.position):
        if day > until:
            return
        if is_paying_day:
            purse += plan.monthly
        if not purse:
            continue  # the books move on when there is something to pay
        run.advance_to(day)
        if run.can_be_settled_with(purse):
            run.settle_all(day)
            return
        purse -= _pay_arrears(run, day, purse)
        if purse and not any(ledger.oldest_since for ledger in run.ledgers):
            purse -= _settle_whole_loans(run, day, purse, next_paying_day)


def _spending_days(position: Position) -> Iterator[tuple[date, bool, date | None]]:
    """(day, whether it is a paying day, the next paying day): as_of, paying days and due days."""
    as_of, due_days = position.case.as_of, position.due_days
    for day, until in pairwise(chain([as_of], position.paying_days, [None])):
        assert day is not None, "only what follows the last paying day is None"
        yield day, day > as_of, until
        if until is None:
            return
        for due in due_days[bisect_right(due_days, day) : bisect_left(due_days, until)]:
            yield due, False, until


def _pay_arrears(run: Run, day: date, purse: Decimal) -> Decimal:
    """Pay arrears, the loan with the oldest bucket first; the sum paid."""
    behind = [ledger for ledger in run.ledgers if ledger.oldest_since]
    spent = ZERO
    for ledger in sorted(behind, key=attrgetter("oldest_since")):
        spent += ledger.pay_arrears(purse - spent)
    run.note_payment(day, spent)
    return spent


def _settle_whole_loans(run: Run, day: date, purse: Decimal, until: date | None) -> Decimal:
    """Settle loans, the dearest first, where the others' instalments up to `until` stay covered."""
    position = run.position
    unsettled = [i for i in position.dearest_first if not run.ledgers[i].owes_nothing]
    if len(unsettled) == 1:
        return ZERO  # the purse doesn't hold the last payoff, or all would be settled
    spent = ZERO
    for index in tuple(unsettled):
        others = [position.coming[other] for other in unsettled if other != index]
        reserve = sum((coming.between(day, until) for coming in others), ZERO)
        if run.ledgers[index].can_be_settled_with(purse - spent - reserve):
            spent += run.ledgers[index].settle()
            unsettled.remove(index)
    run.note_payment(day, spent)
    return spent
