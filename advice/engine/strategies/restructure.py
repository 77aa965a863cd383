"""协商分期: the payoff less a waiver, in level monthly instalments that the surplus can carry."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from advice.engine.calendar import add_months
from advice.engine.case import Restructure
from advice.engine.money import SIX_DECIMALS, ZERO, rounded
from advice.engine.schedule import MONTH_DAYS, level_payment
from advice.engine.strategies.outcome import Agreement, Instalments, RestructureOutcome
from advice.engine.strategies.position import Position
from advice.engine.strategies.run import worst_days_overdue


def restructure(plan: Restructure, position: Position) -> RestructureOutcome:
    """The payoff less the waiver, in level monthly instalments that the surplus can carry."""
    agreed = agreement(plan, position)
    surplus = position.affordability.monthly_surplus
    fits = agreed.is_carried_by(surplus)
    horizon_on = position.case.horizon_on
    paid, owed = agreed.paid_by(horizon_on), agreed.owed_on(horizon_on)
    cost = paid + owed + position.legal_costs
    cleared_on = agreed.payments[-1][0]
    return RestructureOutcome(
        paid_by_horizon=paid,
        owed_at_horizon=owed,
        cost=cost,
        saving=position.status_quo_cost - cost,
        cleared_on=cleared_on,
        current_on=None,
        record_expires_on=position.record_expires_on(
            cleared_on, worst_days_overdue(position.ledgers)
        ),
        months=len(agreed.instalments),
        monthly_payment=agreed.payment,
        feasible=False if agreed.upfront > position.affordability.lump_sum else fits,
        payments=agreed.payments,
        needed=agreed.upfront,
        balance=agreed.balance,
        waived=agreed.waived,
        total_paid=agreed.paid_by(cleared_on),
        plan_daily_rate_percent=agreed.daily_rate_percent,
        gap=agreed.payment - surplus if surplus is not None and not fits else None,
        plan=plan,
        agreed=agreed,
    )


def agreement(plan: Restructure, position: Position) -> Agreement:
    """What is agreed on as_of, and how it is paid."""
    as_of, upfront = position.case.as_of, _upfront(plan, position)
    balance = agreed_sum(plan, position) - upfront
    daily_percent = _plan_daily_rate_percent(plan, position)
    surplus, months = position.affordability.monthly_surplus, plan.max_months
    if surplus is not None and not plan.is_fixed:
        months = shortest_term(plan, surplus, position)
    payment = _level_payments(balance, daily_percent)(months) if balance else ZERO
    return Agreement(
        as_of=as_of,
        upfront=upfront,
        balance=balance,
        waived=_waived(plan, position),
        daily_rate_percent=daily_percent,
        months_asked=months,
        payment=payment,
        instalments=_instalments(as_of, balance, daily_percent, payment, months),
    )


def agreed_sum(plan: Restructure, position: Position) -> Decimal:
    """What is repaid in all, before the plan's interest: the payoff less the waiver."""
    return position.payoff - _waived(plan, position)


def shortest_term(plan: Restructure, most: Decimal, position: Position) -> int:
    """The fewest months whose instalment is at most `most` yuan; where none is, the longest."""
    balance = agreed_sum(plan, position) - _upfront(plan, position)
    payment_over = _level_payments(balance, _plan_daily_rate_percent(plan, position))
    terms = range(1, plan.max_months + 1)
    index = bisect_left(terms, True, key=lambda months: payment_over(months) <= most)
    return terms[min(index, len(terms) - 1)]


def _upfront(plan: Restructure, position: Position) -> Decimal:
    """What is paid at once: never more than is repaid in all."""
    return min(rounded(plan.upfront), agreed_sum(plan, position))


def _waived(plan: Restructure, position: Position) -> Decimal:
    return rounded(plan.waived_share * position.charged)


def _plan_daily_rate_percent(plan: Restructure, position: Position) -> Decimal:
    """The agreed rate, or the loans' own weighted by their payoff, in percent to six decimals."""
    if plan.plan_daily_rate_percent is not None:
        return rounded(plan.plan_daily_rate_percent, to=SIX_DECIMALS)
    year_days = position.terms.year_days
    weighted = sum(
        (
            loan.rate_numerator(year_days) * payoff
            for loan, payoff in zip(position.case.loans, position.payoffs, strict=True)
        ),
        ZERO,
    )
    return rounded(weighted, position.payoff * year_days, to=SIX_DECIMALS)


def _level_payments(balance: Decimal, daily_percent: Decimal) -> Callable[[int], Decimal]:
    """The level instalment that repays `balance` in so many months."""
    return partial(level_payment, balance, Fraction(daily_percent) * MONTH_DAYS / 100)


def _instalments(
    as_of: date, balance: Decimal, daily_percent: Decimal, payment: Decimal, months: int
) -> Instalments:
    """The instalments; none where no balance is left."""
    if not balance:
        return ()
    monthly_percent = MONTH_DAYS * daily_percent
    instalments = []
    for month in range(1, months + 1):
        owed = balance + rounded(balance * monthly_percent, 100)
        paid = owed if month == months else min(payment, owed)
        balance = owed - paid
        instalments.append((add_months(as_of, month), paid, balance))
        if not balance:
            break
    return tuple(instalments)
