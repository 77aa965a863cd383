"""How the change of one figure is spread over the panel."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from advice.engine.facts import FACTS
from advice.engine.facts.fact import PERIOD_END
from advice.engine.money import ZERO, exact_arithmetic
from advice.services.effects.comparing import PanelCount

STEPS = (100, 1_000, 10_000)
SIZES = ("100 元以内", "100 到 1,000 元", "1,000 到 10,000 元", "10,000 元以上")


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many borrowers' figure changes by about as much."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """One figure over the panel: how many it changes for, and by how much in yuan."""

    label: str
    changed: int
    lowest: Decimal
    median: Decimal
    highest: Decimal
    buckets: tuple[Bucket, ...]


def distributions(count: PanelCount) -> list[Distribution]:
    """Each measure's; none where nobody of the panel could be assessed."""
    if not count.assessed:
        return []
    return [
        _distribution(FACTS[key].label.replace(PERIOD_END, "一年后"), told, count.assessed)
        for key, told in count.changes.items()
    ]


def _distribution(label: str, told: Sequence[str], assessed: int) -> Distribution:
    changes = [Decimal(text) for text in told]
    everybody = sorted([*changes, *[ZERO] * (assessed - len(changes))])
    with exact_arithmetic():
        middle = median(everybody)
    return Distribution(
        label=label,
        changed=len(changes),
        lowest=everybody[0],
        median=middle,
        highest=everybody[-1],
        buckets=tuple(_buckets(changes, unchanged=assessed - len(changes))),
    )


def _buckets(changes: Sequence[Decimal], *, unchanged: int) -> Iterator[Bucket]:
    """From what falls most to what rises most, those that stay in the middle."""
    sizes = Counter((change > 0, bisect_left(STEPS, abs(change))) for change in changes)
    for size in reversed(range(len(SIZES))):
        yield Bucket(f"少 {SIZES[size]}", sizes[False, size])
    yield Bucket("不变", unchanged)
    for size, words in enumerate(SIZES):
        yield Bucket(f"多 {words}", sizes[True, size])
