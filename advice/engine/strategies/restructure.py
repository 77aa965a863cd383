"""协商分期: the payoff less a waiver, in level monthly instalments that the surplus can carry."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial

from advice.engine.calendar import add_months
from advice.engine.case import Case, Restructure
from advice.engine.money import SIX_DECIMALS, ZERO, rounded
from advice.engine.schedule import MONTH_DAYS, level_payment
from advice.engine.strategies.outcome import RestructureOutcome
from advice.engine.strategies.position import Position
from advice.engine.strategies.run import worst_days_overdue


@dataclass(frozen=True, slots=True)
class _Plan:
    """An agreed plan as it is paid: (day, paid, balance after) for each instalment."""

    payment: Decimal
    instalments: tuple[tuple[date, Decimal, Decimal], ...]


def restructure(plan: Restructure, position: Position) -> RestructureOutcome:
    """The payoff less the waiver, in level monthly instalments that the surplus can carry."""
    waived = _waived(plan, position)
    balance = position.payoff - waived
    daily_percent = _plan_daily_rate_percent(plan, position)
    surplus = position.affordability.monthly_surplus
    payment_over = _level_payments(balance, daily_percent)
    months = _months_that_fit(plan, payment_over, surplus)
    paid_plan = _paid_off(position.case.as_of, balance, daily_percent, payment_over(months), months)
    fits = None if surplus is None else paid_plan.payment <= surplus
    horizon_on = position.case.horizon_on
    paid = sum((paid for day, paid, _ in paid_plan.instalments if day <= horizon_on), ZERO)
    owed = _owed_at_horizon(position.case, balance, daily_percent, paid_plan)
    cost = paid + owed + position.legal_costs
    cleared_on = paid_plan.instalments[-1][0]
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
        months=len(paid_plan.instalments),
        monthly_payment=paid_plan.payment,
        feasible=fits,
        balance=balance,
        waived=waived,
        total_paid=sum((paid for _, paid, _ in paid_plan.instalments), ZERO),
        plan_daily_rate_percent=daily_percent,
        gap=paid_plan.payment - surplus if surplus is not None and not fits else None,
    )


def _waived(plan: Restructure, position: Position) -> Decimal:
    charged = sum(
        (ledger.penalty_interest + ledger.compound_interest for ledger in position.ledgers), ZERO
    )
    return rounded(plan.waived_share * charged)


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


def _months_that_fit(
    plan: Restructure, payment_over: Callable[[int], Decimal], surplus: Decimal | None
) -> int:
    """The shortest term whose instalment the surplus carries, else the longest allowed."""
    if surplus is None:
        return plan.max_months
    terms = range(1, plan.max_months + 1)
    index = bisect_left(terms, True, key=lambda months: payment_over(months) <= surplus)
    return terms[min(index, len(terms) - 1)]


def _paid_off(
    as_of: date, balance: Decimal, daily_percent: Decimal, payment: Decimal, months: int
) -> _Plan:
    monthly_percent = MONTH_DAYS * daily_percent
    instalments = []
    for month in range(1, months + 1):
        owed = balance + rounded(balance * monthly_percent, 100)
        paid = owed if month == months else min(payment, owed)
        balance = owed - paid
        instalments.append((add_months(as_of, month), paid, balance))
        if not balance:
            break
    return _Plan(payment, tuple(instalments))


def _owed_at_horizon(case: Case, balance: Decimal, daily_percent: Decimal, plan: _Plan) -> Decimal:
    """The balance left at the horizon and its interest since the last instalment."""
    since, horizon_on = case.as_of, case.horizon_on
    for day, _, after in plan.instalments:
        if day <= horizon_on:
            since, balance = day, after
    return balance + rounded(balance * daily_percent * (horizon_on - since).days, 100)
