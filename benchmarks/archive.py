"""How long the whole site takes to go out as an archive, and in again."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.on_database import told_by


def report() -> Iterator[str]:
    yield "The whole site as an archive, out and in again"
    with TemporaryDirectory() as folder:
        for step in ("out", "in"):
            database = f"sqlite:///{Path(folder) / step}.sqlite3"
            archive = str(Path(folder) / "site.zip")
            yield from told_by("benchmarks.archive_times", step, archive, database=database)
