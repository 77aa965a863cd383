"""Two small changes to a plan and what they are worth: 100 yuan more a month, 30 days later."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days
from advice.engine.case import Cure, PaidPlan, PayDown, Restructure
from advice.engine.later import outcome_from
from advice.engine.money import exact_arithmetic
from advice.engine.strategies import Outcome, PaidOutcome, shortest_term

MORE_A_MONTH = Decimal(100)
DAYS_LATER = 30


@dataclass(frozen=True, slots=True)
class Nudge:
    """A plan and the same changed a little: what it costs less, and how much sooner it ends."""

    before: PaidOutcome
    after: PaidOutcome

    @property
    def saves(self) -> Decimal:
        """Negative where it costs more."""
        return self.before.cost - self.after.cost

    @property
    def days_sooner(self) -> int | None:
        """None: one of the two has no end."""
        if self.before.cleared_on and self.after.cleared_on:
            return (self.before.cleared_on - self.after.cleared_on).days
        return None

    @property
    def cleared_on(self) -> date | None:
        return self.after.cleared_on


def more_a_month(before: PaidOutcome, assessment: Assessment) -> Nudge | None:
    """100 yuan more a month; None where the plan has no sum a month, or can't end sooner."""
    more = _with_more_a_month(before, assessment)
    return None if more is None else Nudge(before, _paid_outcome(more, assessment))


def later(before: PaidOutcome, assessment: Assessment) -> Nudge:
    """The same plan begun 30 days later, the status quo running until then."""
    day = add_days(assessment.case.as_of, DAYS_LATER)
    after = outcome_from(day, before.plan, assessment)
    assert isinstance(after, Outcome), "a plan that is paid has an outcome"
    return Nudge(before, after)


def _paid_outcome(plan: PaidPlan, assessment: Assessment) -> PaidOutcome:
    outcome = assessment.outcome_of(plan)
    assert isinstance(outcome, Outcome), "a plan that is paid has an outcome"
    return outcome


def _with_more_a_month(before: PaidOutcome, assessment: Assessment) -> PaidPlan | None:
    plan = before.plan
    if isinstance(plan, Cure) or (before.cleared_on and not before.months):
        return None
    if isinstance(plan, PayDown):
        return replace(plan, monthly=plan.monthly + MORE_A_MONTH)
    return _with_shorter_term(plan, before, assessment)


def _with_shorter_term(
    plan: Restructure, before: PaidOutcome, assessment: Assessment
) -> Restructure | None:
    """The shortest term whose instalment is at most 100 yuan more; None where none is shorter."""
    assert before.months is not None
    assert before.monthly_payment is not None, "an agreed plan has an instalment"
    at_most = replace(plan, max_months=before.months)
    with exact_arithmetic():
        months = shortest_term(at_most, before.monthly_payment + MORE_A_MONTH, assessment.position)
    return replace(plan, max_months=months, is_fixed=True) if months < before.months else None
