"""The site as it will be, to be looked at and then undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from advice import records
from advice.models import Moderated


@contextmanager
def rehearsed(record: Moderated | None = None, *, until: date | None = None) -> Iterator[None]:
    """Meanwhile the record is published, and so is what was approved for a time until that day.

    Nobody else sees it and nothing of it stays: neither in the database and the index of the
    search nor, since nothing is committed, in what is kept of pages. Raises DocumentRefused or
    ValidationError where the record is not fit to be shown.
    """
    with transaction.atomic():
        records.one_at_a_time()
        try:
            if record is not None and not record.is_published:
                records.publish(record, by=None)
            if until is not None:
                records.publish_what_is_due(_end_of(until))
            yield
        finally:
            transaction.set_rollback(True)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())
