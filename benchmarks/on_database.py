"""A benchmark in a process of its own, on a database of its own."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator

from checks.site import ROOT


def told_by(module: str, *arguments: str, database: str) -> Iterator[str]:
    """The lines that the module prints, as it prints them."""
    environment = {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "off",
    }
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as measuring:
        for told in measuring.stdout:
            yield told.rstrip("\n")
