"""Fill the database of DATABASE_URL with the seed and work out what two changes do.

Between their steps a calibration runs, so that other work on the machine hits both alike: the
worked cases of the tests are assessed and every strategy is judged for each.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from statistics import median
from time import perf_counter
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.utils import timezone

from advice import records, selectors
from advice.engine import assess
from advice.engine.matching import judge
from advice.models import Rule, RuleValue, Strategy
from advice.services import effects
from benchmarks.lines import line
from benchmarks.workload import Worked, worked_cases

MOST_SECONDS = 20
AIMS = {"the annual cap": 80, "a strategy": 40}


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("load_seed", stdout=StringIO())
    cases = worked_cases()
    for name, record in (("the annual cap", _lower_cap()), ("a strategy", _longer_plan())):
        for told in _report(name, record, cases):
            sys.stdout.write(told + "\n")
            sys.stdout.flush()


def _lower_cap() -> RuleValue:
    today = timezone.localdate()
    return RuleValue.objects.create(
        rule=Rule.objects.get(key="annual_cap"),
        value=Decimal("0.154"),
        effective_from=today + timedelta(30),
        reason="benchmark",
        checked_on=today,
    )


def _longer_plan() -> Strategy:
    copy = records.start_copy(Strategy.objects.get(key="negotiate_instalments"))
    copy.max_months = 60
    copy.save()
    return copy


def _report(name: str, record: Any, cases: list[Worked]) -> Iterator[str]:
    run = effects.start(record, today=timezone.localdate())
    steps, calibrations = [], []
    while not run.is_finished:
        calibrations.append(_seconds(_assess_all, cases))
        steps.append(_seconds(effects.advance, run, record))
    yield line(
        f"a change of {name}, {run.total:,} borrowers",
        f"{sum(steps):.1f} s",
        f"below {MOST_SECONDS} s",
        note=f"{len(steps)} steps, the longest {max(steps):.2f} s",
    )
    ratio = sum(steps) / median(calibrations)
    label = f"that is, in times of {len(cases)} cases judged"
    yield line(label, f"{ratio:.0f} x", f"below {AIMS[name]} x")


def _assess_all(cases: list[Worked]) -> None:
    strategies = selectors.current_edition().strategy_rules
    for case in cases:
        judge(strategies, assess(case.without_what_if, case.rulebook))


def _seconds(task: Any, *arguments: Any) -> float:
    begun = perf_counter()
    task(*arguments)
    return perf_counter() - begun


if __name__ == "__main__":
    main()
