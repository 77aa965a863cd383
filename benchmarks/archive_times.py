"""With `out`, fill the database of DATABASE_URL with the seed and write it to an archive; with
`in`, let that archive into an empty one.

Loading the seed, which writes the same records without a history, is what the rest is compared
with.
"""

import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

import django

django.setup()

from django.core.management import call_command

from advice import seed
from advice.services import archive
from benchmarks.lines import line

MOST_SECONDS = {"out": 5, "again": 10, "in": 60}


def main(step: str, name: str) -> None:
    call_command("migrate", verbosity=0, stdout=StringIO())
    report = {"out": _report_out, "in": _report_in}[step]
    for told in report(Path(name)):
        sys.stdout.write(told + "\n")
        sys.stdout.flush()


def _report_out(file: Path) -> Iterator[str]:
    _, loading = _timed(seed.load)
    yield line("loading the seed", f"{loading:.1f} s")
    content, seconds = _timed(archive.export)
    file.write_bytes(content)
    yield _line("exporting the site", seconds, "out", note=f"{len(content) / 1024:.0f} KB")
    outcome, seconds = _timed(_rehearse, content)
    yield _line("a dry run on the same site", seconds, "again", note=f"{outcome.unchanged} records")


def _report_in(file: Path) -> Iterator[str]:
    content = file.read_bytes()
    outcome, seconds = _timed(_let_in, content)
    yield _line(
        "importing it into an empty site", seconds, "in", note=f"{len(outcome.changes)} records"
    )
    is_identical = archive.export() == content
    yield line("exported again", "identical" if is_identical else "DIFFERENT", "identical")


def _line(label: str, seconds: float, aim: str, *, note: str) -> str:
    return line(label, f"{seconds:.1f} s", f"below {MOST_SECONDS[aim]} s", note=note)


def _rehearse(content: bytes) -> archive.Outcome:
    return archive.rehearse(archive.read(content))


def _let_in(content: bytes) -> archive.Outcome:
    return archive.let_in(archive.read(content), archive.People())


def _timed(task: Any, *arguments: Any) -> tuple[Any, float]:
    """What the task gives, and how many seconds it took."""
    begun = perf_counter()
    given = task(*arguments)
    return given, perf_counter() - begun


if __name__ == "__main__":
    main(*sys.argv[1:])
