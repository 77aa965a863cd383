"""Every letter for a few borrowers, as Word files, drawn by LibreOffice to be looked at.

Needs `soffice` and `pdftoppm`. The files and pictures are written to the folder that is named, or
to a temporary one, and stay there.
"""

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 22)
LOAN = {
    "principal": "30000",
    "daily_rate_percent": "0.05",
    "repayment_method": "equal_principal",
    "remaining_instalments": 10,
    "first_unpaid_due_date": "2026-08-15",
}
MEANS = {
    "monthly_income": "8000",
    "essential_expenses": "4000",
    "other_debt_payments": "500",
    "savings": "2000",
    "family_loan": "10000",
}
BORROWERS = {
    "overdue": {"as_of": DAY, "loans": [LOAN, LOAN | {"principal": "12000"}], **MEANS},
    "unknown": {"as_of": DAY, "loans": [LOAN]},
    "order": {
        "as_of": DAY,
        "loans": [LOAN | {"first_unpaid_due_date": "2026-03-15"}],
        "legal_stage": "payment_order",
        "circumstances": ["harassed", "lost_income"],
        **MEANS,
    },
}


def main() -> None:
    """Write every letter for every borrower and without one, then draw all of them."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="papers-"))
    folder.mkdir(parents=True, exist_ok=True)
    _set_up()
    files = _write(folder)
    _run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, *files)
    for file in files:
        _run("pdftoppm", "-r", "60", "-png", file.with_suffix(".pdf"), file.with_suffix(""))
    print(f"{len(files)} papers in {folder}")  # noqa: T201  # a tool for the terminal


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    import django  # noqa: PLC0415  # after its settings are chosen

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("load_seed", verbosity=0)


def _write(folder: Path) -> list[Path]:
    from advice import selectors, services  # noqa: PLC0415  # after Django is set up
    from advice.services import papers  # noqa: PLC0415

    files = []
    for letter in selectors.letters_published():
        made = {"blank": papers.blank_paper(letter, day=DAY)}
        for name, raw in BORROWERS.items():
            made[name] = papers.filled_paper(letter, services.advise(raw, today=DAY))
        for name, paper in made.items():
            file = folder / f"{letter.key}-{name}.docx"
            file.write_bytes(paper.to_word())
            files.append(file)
    return files


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
