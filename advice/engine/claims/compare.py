"""Ours beside theirs, item by item."""

from dataclasses import dataclass
from datetime import date

from advice.engine.assessment import Assessment
from advice.engine.claims.explain import Explanation, explained, explanation_of, is_matched
from advice.engine.claims.told import Claims, Item, Number
from advice.engine.claims.ways import Way
from advice.engine.money import exact_arithmetic

# With more loans than these two changes at once would take too long.
FEW_LOANS = 5


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """One item: ours on that day, theirs, and theirs less ours."""

    item: Item
    ours: Number
    theirs: Number

    @property
    def difference(self) -> Number:
        return self.theirs - self.ours

    @property
    def agrees(self) -> bool:
        return is_matched(self.difference)


@dataclass(frozen=True, slots=True)
class ClaimComparison:
    """Ours beside theirs.

    `ours` is what our own way leaves of the claim. `explanations` give every claimed figure, those
    of one change before those of two. Where there is none, `nearest` is the one that leaves the
    least, if that is less than half. `tries_pairs`: whether two changes at once were looked at.
    """

    on: date
    items: tuple[ComparedItem, ...]
    ours: Explanation
    explanations: tuple[Explanation, ...]
    nearest: Explanation | None
    tries_pairs: bool

    @property
    def agrees(self) -> bool:
        return all(item.agrees for item in self.items)


def compare_claims(claims: Claims, assessment: Assessment) -> ClaimComparison:
    """Ours beside theirs on that day, and what would explain a difference."""
    with exact_arithmetic():
        return _compare(claims, assessment)


def _compare(claims: Claims, assessment: Assessment) -> ClaimComparison:
    way = Way.of(assessment, claims.on)
    ours = explanation_of((), way, claims)
    items = tuple(ComparedItem(item, ours.figures[item], claims.told[item]) for item in claims.told)
    tries_pairs = len(way.loans) <= FEW_LOANS
    if all(item.agrees for item in items):
        return ClaimComparison(claims.on, items, ours, (), None, tries_pairs)
    explanations, nearest = explained(claims, way, ours, tries_pairs=tries_pairs)
    return ClaimComparison(claims.on, items, ours, explanations, nearest, tries_pairs)
