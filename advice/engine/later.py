"""Where a strategy starts that is begun on a later day (calculation.md, section 12).

Until that day the status quo runs: nothing is paid, and the typical lawsuit takes its course.
"""

from dataclasses import replace
from datetime import date

from advice.engine.affordability import lump_sum
from advice.engine.assessment import Assessment, books_of, project
from advice.engine.case import Case, Plan
from advice.engine.ledger import Ledger
from advice.engine.money import ZERO, exact_arithmetic
from advice.engine.purse import money_used
from advice.engine.strategies import PlanOutcome, Position, outcome_of


def outcome_from(day: date, plan: Plan, assessment: Assessment) -> PlanOutcome:
    """What `plan` does where it is begun on `day`, compared at the same horizon."""
    with exact_arithmetic():
        return outcome_of(plan, position_on(assessment, day))


def position_on(assessment: Assessment, day: date) -> Position:
    """The books at the end of `day`, from as_of to the horizon, and what could be raised by then.

    The rules and the days of the lawsuit stay those of the assessment.
    """
    today = assessment.position
    if day == assessment.case.as_of:
        return today
    (then,) = project(assessment, [day])
    case = _case_from(day, today)
    return replace(
        today,
        case=case,
        ledgers=_ledgers_on(day, assessment),
        affordability=replace(today.affordability, lump_sum=lump_sum(case)),
        legal_costs=then.legal_costs.total,
        cap_excess=then.cap_excess,
    )


def _case_from(day: date, today: Position) -> Case:
    """The borrower on that day: what the months bring is saved, what they lack is taken."""
    case = today.case
    assert case.as_of < day <= case.horizon_on, "a plan begins within the comparison"
    came = (today.monthly_means or ZERO) * today.paying_days.count_until(day)
    saved, taken = max(came, ZERO), money_used(max(-came, ZERO), case)
    return replace(
        case,
        as_of=day,
        horizon_days=(case.horizon_on - day).days,
        savings=(case.savings or ZERO) + saved - taken.savings,
        sellable_assets=(case.sellable_assets or ZERO) - taken.sellable_assets,
        family_loan=(case.family_loan or ZERO) - taken.family_loan,
    )


def _ledgers_on(day: date, assessment: Assessment) -> tuple[Ledger, ...]:
    ledgers = books_of(assessment)
    for ledger in ledgers:
        ledger.advance_to(day)
    return tuple(ledger.fork() for ledger in ledgers)
