"""How fast the calculation is: the worked cases, a public library, and twice the time."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import median

from advice.engine import assess
from benchmarks import peer
from benchmarks.lines import line
from benchmarks.timing import Taken, time_in_turns
from benchmarks.workload import Worked, looking_ahead, worked_cases, years_late

ROUNDS, PEER_ROUNDS, DOUBLING_ROUNDS = 41, 5, 201
YEARS_LATE = (2, 4, 8)
HORIZONS = ((365, 730), (900, 1800))
DOUBLING_AIM = "below 1.2"


def report() -> Iterator[str]:
    cases = worked_cases()
    yield f"The {len(cases)} worked cases of tests/engine/cases.json: the median case"
    yield from _case_lines(cases)
    yield ""
    yield from _peer_lines([case for case in cases if peer.repays_alike(case.case.loans)])
    yield ""
    yield "Twice the time, the same two loans: without / with what_if, fastest rounds"
    yield from _doubling_lines({f"{years} years late": years_late(years) for years in YEARS_LATE})
    for horizons in HORIZONS:
        yield from _doubling_lines(
            {f"horizon {days} days": looking_ahead(days) for days in horizons}
        )


def _case_lines(cases: list[Worked]) -> Iterator[str]:
    timed = [
        time_in_turns(
            {"without": case.assessing, "with": case.assessing_with_what_if, "read": case.reading},
            rounds=ROUNDS,
        )
        for case in cases
    ]
    yield _case_line("assess, without what_if", [took["without"] for took in timed], "below 0.5 ms")
    yield _case_line("assess, with what_if", [took["with"] for took in timed], "below 1 ms")
    yield _case_line("read_case", [took["read"] for took in timed])


def _case_line(label: str, taken: list[Taken], aim: str = "") -> str:
    usual = median(took.median for took in taken)
    undisturbed = median(took.fastest for took in taken)
    return line(label, f"{usual:.3f} ms", aim, note=f"fastest rounds: {undisturbed:.3f} ms")


def _peer_lines(cases: list[Worked]) -> Iterator[str]:
    """Our whole assessment against the library's balances alone."""
    timed = [
        time_in_turns(
            {
                "ours": case.assessing,
                "peer": peer.asking_balances(assess(case.case, case.rulebook)),
            },
            rounds=PEER_ROUNDS,
        )
        for case in cases
    ]
    ratios = [took["peer"].median / took["ours"].median for took in timed]
    ours, theirs = (median(took[name].median for took in timed) for name in ("ours", "peer"))
    yield f"money-warp, on the {len(cases)} cases without interest-only loans"
    yield line("it builds the loans and tells their balances", f"{theirs:.2f} ms")
    yield line("we assess the whole case, without what_if", f"{ours:.3f} ms")
    yield line("times faster, the median case", f"{median(ratios):.0f} x", "at least 20 x")
    yield line("times faster, the closest case", f"{min(ratios):.0f} x")


def _doubling_lines(cases: Mapping[str, Worked]) -> Iterator[str]:
    """Each case against the one before it, which covers half the time, by their fastest rounds."""
    tasks = {(name, "without"): case.assessing for name, case in cases.items()}
    tasks |= {(name, "with"): case.assessing_with_what_if for name, case in cases.items()}
    taken = time_in_turns(tasks, rounds=DOUBLING_ROUNDS)
    for name in cases:
        without, full = (taken[name, kind].fastest for kind in ("without", "with"))
        yield line(name, f"{without:.2f} / {full:.2f} ms")
    for half, name in pairwise(cases):
        without, full = (
            taken[name, kind].fastest / taken[half, kind].fastest for kind in ("without", "with")
        )
        yield line(f"{name} : {half}", f"{without:.2f} / {full:.2f} x", DOUBLING_AIM)
