"""Which other ways to compute explain a difference between ours and theirs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from advice.engine.claims.told import Claims, Figures, Item, Number
from advice.engine.claims.ways import Alternative, Way, alternatives, applied, fitting_multiplier
from advice.engine.money import FEN, ZERO

MOST_EXPLANATIONS = 3


@dataclass(frozen=True, slots=True)
class Explanation:
    """One or two other ways to compute, in words, and what they leave of the difference.

    `remaining` is the claim less the figure that they give, of each item that was told; `way` is
    how they compute.
    """

    words: tuple[str, ...]
    figures: Figures
    remaining: Figures
    way: Way = field(compare=False, repr=False)

    @property
    def lines(self) -> tuple[tuple[Item, Number, Number], ...]:
        """Each item that was told: the figure that comes out, and what it leaves."""
        return tuple((item, self.figures[item], left) for item, left in self.remaining.items())

    @property
    def matches(self) -> int:
        """How many items come out as claimed, to within a fen."""
        return sum(is_matched(left) for left in self.remaining.values())

    @property
    def distance(self) -> Decimal:
        """All that is left, in yuan; a day counts as one."""
        return sum((abs(Decimal(left)) for left in self.remaining.values()), ZERO)


def explanation_of(words: tuple[str, ...], way: Way, claims: Claims) -> Explanation:
    """What the figures of that way leave of the claim."""
    figures = way.figures()
    remaining = {item: told - figures[item] for item, told in claims.told.items()}
    return Explanation(words, figures, remaining, way)


def is_matched(left: Number) -> bool:
    """Whether what is left is at most a fen."""
    return abs(Decimal(left)) <= FEN


def explained(
    claims: Claims, way: Way, ours: Explanation, *, tries_pairs: bool
) -> tuple[tuple[Explanation, ...], Explanation | None]:
    """All that explain everything, the simplest first; else the one that leaves the least.

    Two changes are tried where no one change is enough, and only of changes that matter alone.
    """
    matters: list[Alternative] = []
    found: list[Explanation] = []
    for alternative in alternatives(way, int(ours.figures[Item.DAYS])):
        explanation = _tried((alternative,), way, claims)
        if explanation.figures != ours.figures:
            matters.append(alternative)
            found.append(explanation)
    alone = [explanation.figures for explanation in found]
    found += _with_fitting_multiplier((), way, ours.figures, claims)
    full = _full(found, claims)
    if not full and tries_pairs:
        pairs = combinations(matters, 2)
        found += [_tried(pair, way, claims) for pair in pairs if pair[0].family != pair[1].family]
        for alternative, figures in zip(matters, alone, strict=True):
            found += _with_fitting_multiplier((alternative,), way, figures, claims)
        full = _full(found, claims)
    return (tuple(full), None) if full else ((), _nearest(found, ours))


def _tried(chosen: Sequence[Alternative], way: Way, claims: Claims) -> Explanation:
    words = tuple(alternative.words for alternative in chosen)
    return explanation_of(words, applied(chosen, way), claims)


def _with_fitting_multiplier(
    chosen: Sequence[Alternative], way: Way, before: Figures, claims: Claims
) -> Iterator[Explanation]:
    """What was chosen with the multiplier that comes nearest to the claim, where there is one."""
    share = _share_of_penalty(before, claims)
    multiplier = fitting_multiplier(way, share) if share is not None else None
    if multiplier:
        yield _tried((*chosen, multiplier), way, claims)


def _share_of_penalty(before: Figures, claims: Claims) -> Decimal | None:
    """How many times as much penalty interest the claim asks for; None where that can't be told."""
    penalty = Decimal(before[Item.PENALTY])
    if not penalty:
        return None
    told = claims.told
    if Item.PENALTY in told:
        return Decimal(told[Item.PENALTY]) / penalty
    item = next((item for item in (Item.ARREARS, Item.PAYOFF) if item in told), None)
    if item is None:
        return None
    return (penalty + Decimal(told[item]) - Decimal(before[item])) / penalty


def _full(found: Iterable[Explanation], claims: Claims) -> list[Explanation]:
    """The first few that explain everything, exact ones first."""
    full = [row for row in found if row.matches == len(claims.told)]
    return sorted(full, key=lambda row: (len(row.words), row.distance))[:MOST_EXPLANATIONS]


def _nearest(found: Iterable[Explanation], ours: Explanation) -> Explanation | None:
    """The one that leaves the least, if it explains a further item or leaves less than half."""
    nearest = min(found, key=lambda row: (-row.matches, row.distance, len(row.words)), default=None)
    if nearest is None:
        return None
    is_better = nearest.matches > ours.matches or 2 * nearest.distance < ours.distance
    return nearest if is_better else None
