"""How long the database takes to answer a search, on SQLite and on PostgreSQL."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.site import ROOT, throwaway_postgres

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
    environment = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "off",
    }
    command = [sys.executable, "-m", "benchmarks.search_times", str(AIMS[database])]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as measuring:
        for told in measuring.stdout:
            yield told.rstrip("\n")
