"""`make vnu`: the Nu Html Checker over every kind of page and over the stylesheets.

Every error and every warning fails the check.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from checks.site import ROOT, serving_site
from checks.visitor import Visitor
from tests.kinds_of_page import every_kind

CHECKER = ROOT / "checks/node_modules/vnu-jar/build/dist/vnu.jar"
STYLES = sorted((ROOT / "static/css").glob("*.css"))


def main() -> int:
    with TemporaryDirectory() as folder:
        pages = _save_pages(Path(folder))
        failed = [_check("--html", pages), _check("--css", STYLES)]
    sys.stdout.write(f"vnu looked at {len(pages)} pages and {len(STYLES)} stylesheets.\n")
    return int(any(failed))


def _save_pages(folder: Path) -> list[Path]:
    """A file for every kind of page, named like it."""
    with serving_site() as address:
        visitor = Visitor(address)
        pages = every_kind(
            lambda path: visitor.get(path).page,
            lambda path, form: visitor.post(path, form).page,
        )
        return [_save(folder / f"{seen.kind}.html".replace(" ", "-"), seen.html) for seen in pages]


def _save(file: Path, html: str) -> Path:
    file.write_text(html, encoding="utf-8")
    return file


def _check(language: str, files: Iterable[Path]) -> int:
    command = ["java", "-jar", CHECKER, "--Werror", language, *files]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
