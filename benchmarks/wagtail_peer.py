"""A Wagtail site with one page, as `wagtail start` makes it, on SQLite in a temporary folder."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.site import ROOT, run, serving

PYTHON = ROOT / ".venv-wagtail" / "bin" / "python"
ADDED = ROOT / "benchmarks" / "wagtail_site"
PAGE = "/guide/"
BUILDING = (
    ("makemigrations", "reading", "--verbosity=0"),
    ("migrate", "--verbosity=0"),
    ("shell", "--command", (ADDED / "fill.py").read_text(encoding="utf-8")),
    ("collectstatic", "--no-input", "--verbosity=0"),
)


@contextmanager
def serving_wagtail(text: str) -> Iterator[str]:
    """The address, as host:port, of a site whose page at PAGE shows this HTML."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        environment = {
            "DJANGO_SETTINGS_MODULE": "wagtail_settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "TEXT": str(folder / "text.html"),
        }
        Path(environment["TEXT"]).write_text(text, encoding="utf-8")
        run(PYTHON.with_name("wagtail"), "start", "peer", ".", folder=folder, environment={})
        shutil.copytree(ADDED, folder, dirs_exist_ok=True)
        for command in BUILDING:
            run(PYTHON, "manage.py", *command, folder=folder, environment=environment)
        with serving("peer.wsgi", folder=folder, environment=environment, python=PYTHON) as address:
            yield address
