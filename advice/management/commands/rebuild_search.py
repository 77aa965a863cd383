"""manage.py rebuild_search: index everything anew that visitors can search."""

from typing import Any

from django.core.management.base import BaseCommand

from advice.services import indexing


class Command(BaseCommand):
    help = "Build the index of the search anew. Saving and deleting keep it right by themselves."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Indexed {indexing.rebuild()} published records.")
