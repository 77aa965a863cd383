"""The calculation as JSON-ready values, with the strategies of the database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from advice.engine.assessment import Assessment, assess
from advice.engine.case import PayDown
from advice.engine.intake import read_case
from advice.engine.matching import Match, StrategyRule, judge
from advice.engine.report import Json, report, what_if_report
from advice.engine.rules import Rulebook
from advice.engine.trail import CaseTrails, taken, trail_report, trails_of


def advise_as_json(
    raw: Mapping[str, Any],
    *,
    today: date,
    rulebook: Rulebook,
    strategies: Sequence[StrategyRule],
) -> Json:
    """Every result key of calculation.md, section 11; raises CaseRefused."""
    case = read_case(raw, today=today, rulebook=rulebook)
    assessment = assess(case, rulebook)
    shown = [match for match in judge(strategies, assessment) if match.is_shown]
    told = report(assessment) | {"strategies": [_match_as_json(match) for match in shown]}
    if case.wants_trail:
        told["trail"] = trail_report(_trails(assessment, rulebook, shown))
    return told


def _trails(assessment: Assessment, rulebook: Rulebook, shown: Sequence[Match]) -> CaseTrails:
    """The trails of every figure, those of the shown strategies' effects included."""
    trails = trails_of(assessment, rulebook)
    for index, match in enumerate(shown):
        front = f"strategies.{index}.effect"
        if match.outcome:
            trails.add_outcome(front, match.outcome)
        if isinstance(match.plan, PayDown):
            trails.add(taken(front, match.strategy.effect, match.plan, assessment))
    return trails


def _match_as_json(match: Match) -> Json:
    return {
        "slug": match.strategy.slug,
        "title": match.strategy.title,
        "reasons": list(match.reasons),
        "missing_facts": list(match.missing_facts),
        "effect": what_if_report(match.outcome) if match.outcome else None,
    }
