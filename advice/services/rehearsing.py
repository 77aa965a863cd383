"""The site as it will be, to be looked at and then undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from advice import records
from advice.models import Moderated
from portal import clock


@contextmanager
def rehearsed(record: Moderated | None = None, *, until: date | None = None) -> Iterator[None]:
    """Meanwhile the record is published, and so is what was approved for a time until that day.

    Nobody else sees it and nothing of it stays: neither in the database and the index of the
    search nor, since nothing is committed, in what is kept of pages. Raises DocumentRefused or
    ValidationError where the record is not fit to be shown.
    """
    with records.taken_back():
        records.one_at_a_time()
        if record is not None and not record.is_published:
            records.publish(record, by=None)
        if until is not None:
            records.publish_what_is_due(clock.end_of(until))
        yield
