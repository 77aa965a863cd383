"""Medians of tasks that take turns, so that what else the machine does hits all of them alike."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Task = Callable[[], object]


def medians(tasks: Mapping[str, Task], *, rounds: int) -> dict[str, float]:
    """The median milliseconds of each task; in every round each task runs once, in turn."""
    taken = defaultdict(list)
    for _ in range(rounds):
        for name, task in tasks.items():
            taken[name].append(_milliseconds(task))
    return {name: median(times) for name, times in taken.items()}


def _milliseconds(task: Task) -> float:
    begun = perf_counter()
    task()
    return (perf_counter() - begun) * 1000
