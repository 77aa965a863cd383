"""What day it is in China: asked here, at the edge, and nowhere else.

Editors look at the site as it will be on another day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_chosen: ContextVar[date | None] = ContextVar("chosen_day", default=None)


def today() -> date:
    """The day that pages are made for, in Asia/Shanghai."""
    return _chosen.get() or timezone.localdate()


def end_of(day: date) -> datetime:
    """The last moment of the day."""
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())


@contextmanager
def as_of(day: date | None) -> Iterator[None]:
    """Make pages for `day` meanwhile; for the real day where it is None."""
    token = _chosen.set(day)
    try:
        yield
    finally:
        _chosen.reset(token)


def is_chosen() -> bool:
    """Whether somebody chose the day: pages are then made to be looked at, not to be kept."""
    return _chosen.get() is not None
