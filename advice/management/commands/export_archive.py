"""manage.py export_archive: the whole site as one archive of readable text files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from advice.services import archive


class Command(BaseCommand):
    help = (
        "Write all guidance, law and products to FILE: a zip archive with a text file for each "
        "record, drafts and proposals included. Letters of readers and accounts are not in it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The archive to write; an existing file is replaced.")

    def handle(self, *args: Any, **options: Any) -> None:
        files = archive.export_files()
        try:
            Path(options["file"]).write_bytes(archive.pack(files))
        except OSError as failed:
            message = f"Cannot write {options['file']}: {failed.strerror}"
            raise CommandError(message) from failed
        self.stdout.write(f"Wrote {len(files)} files to {options['file']}.")
