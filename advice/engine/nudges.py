"""Two small changes to a plan and what they are worth: 100 yuan more a month, 30 days later."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days
from advice.engine.case import Cure, PaidPlan, PayDown, Restructure
from advice.engine.later import outcome_from
from advice.engine.strategies import Outcome

MORE_A_MONTH = Decimal(100)
DAYS_LATER = 30


@dataclass(frozen=True, slots=True)
class Nudge:
    """A plan changed a little: what it costs less by the horizon, and the days that it ends sooner.

    `saves` is negative where it costs more; `days_sooner` is None where one of the two has no end.
    """

    saves: Decimal
    days_sooner: int | None
    cleared_on: date | None


def more_a_month(plan: PaidPlan, assessment: Assessment) -> Nudge | None:
    """100 yuan more a month; None where the plan has no sum a month, or can't end sooner."""
    before = paid_outcome(plan, assessment)
    more = _with_more_a_month(plan, before, assessment)
    return None if more is None else _nudge(before, paid_outcome(more, assessment))


def later(plan: PaidPlan, assessment: Assessment) -> Nudge:
    """The same plan begun 30 days later, the status quo running until then."""
    day = add_days(assessment.case.as_of, DAYS_LATER)
    after = outcome_from(day, plan, assessment)
    assert isinstance(after, Outcome), "a plan that is paid has an outcome"
    return _nudge(paid_outcome(plan, assessment), after)


def paid_outcome(plan: PaidPlan, assessment: Assessment) -> Outcome:
    """What a plan that is paid does from today on."""
    outcome = assessment.outcome_of(plan)
    assert isinstance(outcome, Outcome), "a plan that is paid has an outcome"
    return outcome


def _with_more_a_month(plan: PaidPlan, before: Outcome, assessment: Assessment) -> PaidPlan | None:
    if isinstance(plan, Cure) or (before.cleared_on and not before.months):
        return None
    if isinstance(plan, PayDown):
        return replace(plan, monthly=plan.monthly + MORE_A_MONTH)
    return _shorter_term(plan, before, assessment)


def _shorter_term(plan: Restructure, before: Outcome, assessment: Assessment) -> Restructure | None:
    """The shortest term whose instalment is at most 100 yuan more; None where none is shorter."""
    assert before.monthly_payment is not None, "an agreed plan has an instalment"
    most = before.monthly_payment + MORE_A_MONTH
    shorter = None
    for months in range(before.months or 0, 0, -1):
        fixed = replace(plan, max_months=months, is_fixed=True)
        payment = paid_outcome(fixed, assessment).monthly_payment
        if payment is None or payment > most:
            break
        shorter = fixed
    return shorter if shorter and shorter.max_months < (before.months or 0) else None


def _nudge(before: Outcome, after: Outcome) -> Nudge:
    sooner = None
    if before.cleared_on and after.cleared_on:
        sooner = (before.cleared_on - after.cleared_on).days
    return Nudge(before.cost - after.cost, sooner, after.cleared_on)
