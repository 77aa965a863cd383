"""How long it takes to work out what a change of a rule or of a strategy does."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.on_database import told_by


def report() -> Iterator[str]:
    yield "The effect of a change on the sample borrowers and on a panel of 1,000"
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'effects.sqlite3'}"
        yield from told_by("benchmarks.effects_times", database=database)
