"""How long tasks take when they take turns, so that other work on the machine hits all alike."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeVar

Task = Callable[[], object]
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Taken:
    """Milliseconds: of the median round, and of the fastest, which other work disturbed least."""

    median: float
    fastest: float


def time_in_turns(tasks: Mapping[Name, Task], *, rounds: int) -> dict[Name, Taken]:
    """What each task takes; in every round each task runs once, in turn."""
    taken = defaultdict(list)
    for _ in range(rounds):
        for name, task in tasks.items():
            taken[name].append(_milliseconds(task))
    return {name: Taken(median(times), min(times)) for name, times in taken.items()}


def _milliseconds(task: Task) -> float:
    begun = perf_counter()
    task()
    return (perf_counter() - begun) * 1000
