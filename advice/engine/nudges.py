"""Two small changes to a plan and what they are worth: 100 yuan more a month, 30 days later."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days
from advice.engine.case import Cure, PaidPlan, PayDown, Restructure
from advice.engine.later import outcome_from
from advice.engine.strategies import Outcome, PaidOutcome

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


def more_a_month(plan: PaidPlan, assessment: Assessment) -> Nudge | None:
    """100 yuan more a month; None where the plan has no sum a month, or can't end sooner."""
    before = paid_outcome(plan, assessment)
    more = _with_more_a_month(plan, before, assessment)
    return None if more is None else Nudge(before, paid_outcome(more, assessment))


def later(plan: PaidPlan, assessment: Assessment) -> Nudge:
    """The same plan begun 30 days later, the status quo running until then."""
    day = add_days(assessment.case.as_of, DAYS_LATER)
    after = outcome_from(day, plan, assessment)
    assert isinstance(after, Outcome), "a plan that is paid has an outcome"
    return Nudge(paid_outcome(plan, assessment), after)


def paid_outcome(plan: PaidPlan, assessment: Assessment) -> PaidOutcome:
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
