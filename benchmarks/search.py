"""How long the database takes to answer a search, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.on_database import told_by
from checks.site import throwaway_postgres

AIMS = {"SQLite": 10, "PostgreSQL": 15}


def report() -> Iterator[str]:
    """What is measured on each database, in a process of its own."""
    with TemporaryDirectory() as folder:
        yield from _measured("SQLite", f"sqlite:///{Path(folder) / 'search.sqlite3'}")
    yield ""
    with throwaway_postgres() as database:
        if database:
            yield from _measured("PostgreSQL", database)
        else:
            yield "Search on PostgreSQL: not found (Debian's package postgresql), left out"


def _measured(database: str, url: str) -> Iterator[str]:
    yield f"Search on {database}: database time of a query, the median of its rounds"
    yield from told_by("benchmarks.search_times", str(AIMS[database]), database=url)
