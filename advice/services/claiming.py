"""What a lender claims, as the borrower typed it, beside the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advice.engine.case import Case
from advice.engine.claims import ClaimComparison, Explanation, compare_claims, read_claims
from advice.engine.trail import claimed_keys, left_trails, trails_of_way
from advice.services.advising import Advice
from advice.services.workings import Fold, Workings

TRIED = "按这种算法"


@dataclass(frozen=True, slots=True)
class Explained:
    """Another way to compute, and how its figures came about."""

    explanation: Explanation
    how: Fold


@dataclass(frozen=True, slots=True)
class Compared:
    """Ours beside theirs, each way to compute with how its figures came about."""

    comparison: ClaimComparison
    how: Fold
    explained: tuple[Explained, ...]
    nearest: Explained | None


def check_claims(told: Mapping[str, Any], case: Case) -> None:
    """Raises CaseRefused with every bound that what was told breaks."""
    read_claims(told, case)


def compare_told(told: Mapping[str, Any], advice: Advice) -> Compared:
    """Ours beside what was told of theirs; raises CaseRefused."""
    comparison = compare_claims(read_claims(told, advice.case), advice.assessment)
    explained = tuple(
        _explained(f"claims.{number}", explanation, advice)
        for number, explanation in enumerate(comparison.explanations, start=1)
    )
    nearest = comparison.nearest
    return Compared(
        comparison,
        how=_ours(comparison, advice),
        explained=explained,
        nearest=_explained("claims.1", nearest, advice) if nearest else None,
    )


def _ours(comparison: ClaimComparison, advice: Advice) -> Fold:
    """Our own figures of that day; those of today are told already."""
    if comparison.on == advice.case.as_of:
        today = "projection.0"
        advice.workings.trails.add(left_trails(today, comparison.ours))
        return advice.workings.fold(claimed_keys(today, comparison.ours))
    return _explained("claims.0", comparison.ours, advice).how


def _explained(front: str, explanation: Explanation, advice: Advice) -> Explained:
    edition, case = advice.workings.edition, advice.case
    trails = trails_of_way(front, explanation, advice.assessment, edition.rulebook)
    workings = Workings(
        trails, edition, case.as_of, case.product, in_full=f"{front}.", told_as=TRIED
    )
    return Explained(explanation, workings.fold(claimed_keys(front, explanation)))
