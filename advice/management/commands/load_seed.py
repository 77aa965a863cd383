"""manage.py load_seed: fill the database with the initial content and rules, once."""

from typing import Any

from django.core.management.base import BaseCommand

from advice import seed


class Command(BaseCommand):
    help = "Load the initial content and rules. What was loaded before, or changed since, stays."

    def handle(self, *args: Any, **options: Any) -> None:
        count = seed.load()
        self.stdout.write(f"Loaded {count} seed records." if count else "The seed is loaded.")
