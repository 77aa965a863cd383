"""What is owed over time, from as_of to the horizon: for doing nothing and for a plan.

It comes from the same books as the figures: on the horizon what was paid and what is owed make the
cost that the figures tell.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count, takewhile

from advice.engine.assessment import Assessment, Projection, project
from advice.engine.calendar import add_months
from advice.engine.case import Plan
from advice.engine.court import LitigationCourse
from advice.engine.money import ZERO, exact_arithmetic
from advice.engine.strategies.balances import Balance, Balances, balances_of

MOST_DRAWN = 4
# Two lines that are nowhere further apart than this share of what is owed look like one.
TOLD_APART_SHARE = Decimal("0.02")


def observed_days(assessment: Assessment) -> tuple[date, ...]:
    """as_of, each month after it, the days on which the court adds costs, and the horizon."""
    case, course = assessment.case, assessment.lawsuit.course
    as_of, horizon_on = case.as_of, case.horizon_on
    months = (add_months(as_of, month) for month in count(1))
    of_court = (course.filing_on, course.performance_due_on, course.enforcement_on)
    days = {
        as_of,
        *takewhile(lambda day: day < horizon_on, months),
        *(day for day in of_court if as_of < day < horizon_on),
        horizon_on,
    }
    return tuple(sorted(days))


def status_quo_balances(assessment: Assessment) -> Balances:
    """What is owed on the observed days while nothing is paid; a court fee is a jump."""
    projected = project(assessment, observed_days(assessment))
    course, as_of = assessment.lawsuit.course, assessment.case.as_of
    return tuple(
        Balance(row.as_of, row.total_cost - _fee_of_the_day(row, course, as_of), row.total_cost)
        for row in projected
    )


def _fee_of_the_day(row: Projection, course: LitigationCourse, as_of: date) -> Decimal:
    """What the court adds at once on that day; what it added by as_of is no jump any more."""
    fees, costs = ZERO, row.legal_costs
    if row.as_of > as_of and row.as_of == course.filing_on:
        fees += costs.acceptance_fee
    if row.as_of > as_of and row.as_of == course.enforcement_on:
        fees += costs.execution_fee
    return fees


def plan_balances(plan: Plan, assessment: Assessment) -> Balances:
    """What is owed under `plan` on the observed days and on each day of a payment."""
    with exact_arithmetic():
        return balances_of(plan, assessment.position, observed_days(assessment))


def told_apart(curves: Sequence[Balances], fit: Sequence[bool]) -> tuple[int, ...]:
    """Which of the curves, given in shown order, are drawn: four at most, in that order.

    Those that the borrower may be able to carry (`fit`) come before the others, the earlier before
    the later; a curve that would lie on one chosen before it is left out.
    """
    chosen: list[int] = []
    for index in sorted(range(len(curves)), key=lambda index: not fit[index]):
        if not curves[index] or len(chosen) == MOST_DRAWN:
            continue
        if not any(look_alike(curves[index], curves[other]) for other in chosen):
            chosen.append(index)
    return tuple(sorted(chosen))


def look_alike(one: Balances, other: Balances) -> bool:
    """Whether two curves lie on each other on every day that both know."""
    least = TOLD_APART_SHARE * max(one[0].before, other[0].before)
    known = {balance.day: balance.owed for balance in other}
    return all(abs(owed - known[day]) < least for day, owed in _owed(one) if day in known)


def _owed(curve: Balances) -> Iterator[tuple[date, Decimal]]:
    return ((balance.day, balance.owed) for balance in curve)
