"""What would happen, found by doing it and taking it back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing that is written inside stays written."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
