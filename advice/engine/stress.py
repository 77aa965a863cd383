"""A stress test: the same borrower with a fifth less income."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from advice.engine.affordability import affordability
from advice.engine.assessment import Assessment
from advice.engine.matching import Match, StrategyRule, plan_of
from advice.engine.money import exact_arithmetic, rounded
from advice.engine.strategies import Outcome

INCOME_LESS = Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Stressed:
    """A strategy with the income as told and with less; the sums of the second are fitted anew."""

    strategy: StrategyRule
    before: Outcome
    after: Outcome


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


def stressed(matches: Iterable[Match], assessment: Assessment) -> tuple[Stressed, ...]:
    """The shown strategies with a cost and an end, again with a fifth less income."""
    less = with_less_income(assessment)
    if less is None:
        return ()
    rows = ((match, _outcome_again(match.strategy, less)) for match in matches if match.is_shown)
    return tuple(
        Stressed(match.strategy, match.outcome, after)
        for match, after in rows
        if isinstance(match.outcome, Outcome) and after
    )


def _outcome_again(strategy: StrategyRule, less: Assessment) -> Outcome | None:
    plan, _ = plan_of(strategy.effect, less)
    outcome = less.outcome_of(plan) if plan else None
    return outcome if isinstance(outcome, Outcome) else None
