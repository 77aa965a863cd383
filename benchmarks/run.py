"""`make bench`: print how fast the calculation is, beside what it aims at. Nothing is asserted."""

import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))  # started as a script, not as a module

from advice.engine import assess
from benchmarks import peer
from benchmarks.timing import medians
from benchmarks.workload import Worked, looking_ahead, worked_cases, years_late

ROUNDS, PEER_ROUNDS, DOUBLING_ROUNDS = 41, 5, 201
YEARS_LATE = (2, 4, 8)
HORIZONS = ((365, 730), (900, 1800))
DOUBLING_AIM = "below 1.2"


def main() -> None:
    for line in _report():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def _report() -> Iterator[str]:
    cases = worked_cases()
    yield f"The {len(cases)} worked cases of tests/engine/cases.json"
    yield from _case_lines(cases)
    yield ""
    yield from _peer_lines([case for case in cases if peer.repays_alike(case.case.loans)])
    yield ""
    yield "Twice the time, the same two loans"
    late = {f"{years} years late": years_late(years) for years in YEARS_LATE}
    yield from _doubling_lines(late)
    for horizons in HORIZONS:
        yield from _doubling_lines(
            {f"horizon {days} days": looking_ahead(days) for days in horizons}
        )


def _case_lines(cases: list[Worked]) -> Iterator[str]:
    timed = [
        medians(
            {"with": case.assessing_with_what_if, "without": case.assessing, "read": case.reading},
            rounds=ROUNDS,
        )
        for case in cases
    ]
    median_of = {name: median(times[name] for times in timed) for name in timed[0]}
    yield _line("assess, without what_if", f"{median_of['without']:.3f} ms", "below 0.5 ms")
    yield _line("assess, with what_if", f"{median_of['with']:.3f} ms", "below 1 ms")
    yield _line("read_case", f"{median_of['read']:.3f} ms")


def _peer_lines(cases: list[Worked]) -> Iterator[str]:
    """Our whole assessment against the library's balances alone."""
    timed = [
        medians(
            {
                "ours": case.assessing,
                "peer": peer.asking_balances(assess(case.case, case.rulebook)),
            },
            rounds=PEER_ROUNDS,
        )
        for case in cases
    ]
    ratios = [times["peer"] / times["ours"] for times in timed]
    yield f"money-warp on the {len(cases)} cases without interest-only loans"
    yield _line("build the loans, ask their balances", f"{median(t['peer'] for t in timed):.2f} ms")
    yield _line("our whole assessment", f"{median(t['ours'] for t in timed):.3f} ms")
    yield _line("times faster, median case", f"{median(ratios):.0f} x", "at least 20 x")
    yield _line("times faster, closest case", f"{min(ratios):.0f} x")


def _doubling_lines(cases: dict[str, Worked]) -> Iterator[str]:
    """Each case against the one before it, which covers half the time."""
    without = medians({n: case.assessing for n, case in cases.items()}, rounds=DOUBLING_ROUNDS)
    full = medians(
        {n: case.assessing_with_what_if for n, case in cases.items()}, rounds=DOUBLING_ROUNDS
    )
    names = list(cases)
    yield _line(
        f"{names[0]}, without / with what_if", _two(without[names[0]], full[names[0]], "ms")
    )
    for before, name in pairwise(names):
        yield _line(f"{name}, without / with what_if", _two(without[name], full[name], "ms"))
        yield _line(
            f"  against {before}",
            _two(without[name] / without[before], full[name] / full[before], "x"),
            DOUBLING_AIM,
        )


def _two(first: float, second: float, unit: str) -> str:
    return f"{first:.2f} / {second:.2f} {unit}"


def _line(label: str, figure: str, aim: str = "") -> str:
    return f"  {label:<48}{figure:>16}{'   aim: ' + aim if aim else ''}"


if __name__ == "__main__":
    main()
