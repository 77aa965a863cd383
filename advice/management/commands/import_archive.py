"""manage.py import_archive: let an archive into the site, all of it or nothing."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advice.services import archive
from advice.services.archive import Change, Outcome


class Command(BaseCommand):
    help = (
        "Let in FILE, an archive as export_archive writes it, and print what it changes, row by "
        "row. Records are added and changed, never deleted. With anything wrong in the archive, "
        "all of it is listed, nothing changes, and the exit code is 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The archive to read.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Only print what would change; change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = _let_in(_content(options["file"]), dry_run=options["dry_run"])
        except archive.ArchiveRefused as refused:
            for fault in refused.faults:
                self.stderr.write(str(fault))
            self.stderr.write("没有导入，什么都没有改。")
            sys.exit(1)
        for line in _lines(outcome):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("这是试运行，什么都没有改。")


def _content(name: str) -> bytes:
    """The bytes of the file, as far as an archive may go and one more."""
    try:
        with Path(name).open("rb") as file:
            return file.read(archive.MOST_BYTES + 1)
    except OSError as failed:
        message = f"Cannot read {name}: {failed.strerror}"
        raise CommandError(message) from failed


def _let_in(content: bytes, *, dry_run: bool) -> Outcome:
    brought = archive.read(content)
    if dry_run:
        return archive.rehearse(brought)
    return archive.let_in(brought, archive.People(note="从命令行导入。"))


def _lines(outcome: Outcome) -> list[str]:
    lines = [line for change in outcome.changes for line in _lines_of(change)]
    lines += [f"只在本站有，保留：{kind}“{title}”" for kind, title in outcome.only_here]
    lines += [f"注意：{notice}" for notice in outcome.notices]
    return [*lines, f"新增和修改 {len(outcome.changes)} 条，一样的 {outcome.unchanged} 条。"]


def _lines_of(change: Change) -> list[str]:
    """The record, and below it each value that differs: - before, + after."""
    lines = [f"{change.act} {change.kind}“{change.title}”（{change.file}）"]
    for one in change.differences:
        lines.append(f"  {one.label}")
        lines += [f"  - {line}" for line in one.before.splitlines()]
        lines += [f"  + {line}" for line in one.after.splitlines()]
    return lines
