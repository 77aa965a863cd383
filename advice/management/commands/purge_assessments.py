"""manage.py purge_assessments: delete the saved assessments that have expired."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from advice.services import keeping


class Command(BaseCommand):
    help = "Delete the saved assessments that have expired. Nobody can open them any more."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted {keeping.purge(now=timezone.now())} expired assessments.")
