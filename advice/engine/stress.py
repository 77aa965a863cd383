"""A stress test: the same borrower with a fifth less income."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from advice.engine.affordability import affordability
from advice.engine.assessment import Assessment
from advice.engine.best_plan import BestPlan, best_plan
from advice.engine.case import Restructure
from advice.engine.matching import Match, StrategyRule, plan_of
from advice.engine.money import exact_arithmetic, rounded
from advice.engine.strategies import CureOutcome, Outcome, PaidOutcome

INCOME_LESS = Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Stressed:
    """A strategy with the income as told and with less; the sums of the second are fitted anew."""

    strategy: StrategyRule
    before: Outcome
    after: PaidOutcome


@dataclass(frozen=True, slots=True)
class StressTest:
    """The assessment with less income, what is then the best plan, and the shown strategies."""

    less: Assessment
    found: BestPlan
    rows: tuple[Stressed, ...]


def with_less_income(assessment: Assessment) -> Assessment | None:
    """The assessment with a fifth less income, rounded to the fen; None where it is unknown."""
    income = assessment.case.monthly_income
    if income is None:
        return None
    with exact_arithmetic():
        case = replace(assessment.case, monthly_income=rounded(income * (1 - INCOME_LESS)))
        means = affordability(case, assessment.schedules, assessment.position.ledgers)
        position = replace(assessment.position, case=case, affordability=means)
    return replace(assessment, case=case, affordability=means, position=position)


def stress_test(
    shown: Sequence[Match],
    assessment: Assessment,
    negotiable: Iterable[Restructure],
    *,
    cured: CureOutcome | None = None,
) -> StressTest | None:
    """What a fifth less income leaves of the best plan and of the shown strategies.

    Only those with a cost and an end; None where the income is unknown. `cured` is what a cure
    does: what it costs needs no income.
    """
    less = with_less_income(assessment)
    if less is None:
        return None
    rows = ((match, _outcome_again(match.strategy, less)) for match in shown)
    return StressTest(
        less=less,
        found=best_plan(less, negotiable, cured=cured),
        rows=tuple(
            Stressed(match.strategy, match.outcome, after)
            for match, after in rows
            if isinstance(match.outcome, Outcome) and after
        ),
    )


def _outcome_again(strategy: StrategyRule, less: Assessment) -> PaidOutcome | None:
    plan, _ = plan_of(strategy.effect, less)
    outcome = less.outcome_of(plan) if plan else None
    return outcome if isinstance(outcome, Outcome) else None
