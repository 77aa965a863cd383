"""The history of records, written once and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import groupby, takewhile
from operator import itemgetter, or_
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from advice.models import WRITING, DatedValue, Event, Version
from advice.records.document import document_of
from advice.records.kinds import kind_of

# With these a change comes to its end; what is written afterwards is another one.
DECIDED = frozenset({Event.PUBLISHED, Event.FOUND, Event.DISCARDED})


def keep_version(record: models.Model, event: Event, *, by: Any, note: str = "") -> Version:
    """Write down the record as it is now, and who did what with it."""
    kind = kind_of(record)
    return Version.objects.create(
        kind=kind.name,
        key=kind.key_of(record),
        title=str(record)[: Version._meta.get_field("title").max_length],
        event=event,
        document=document_of(kind, record),
        by=by,
        note=note,
    )


def keep_what_was_found(record: models.Model) -> None:
    """Write down what is stored of a record that has no history yet, before it is changed."""
    stored = type(record)._default_manager.get(pk=record.pk)
    if not versions_of(stored).exists():
        keep_version(stored, Event.FOUND, by=None)


def versions_of(record: models.Model) -> QuerySet[Version]:
    """The history of the record and of its working copies, the newest first."""
    kind = kind_of(record)
    return Version.objects.filter(kind=kind.name, key=kind.key_of(record)).select_related("by")


def follow_key(record: models.Model, old_key: str) -> None:
    """Let the history of a record whose key has changed go with it.

    Dated values of one day have a key in common: with a proposal goes what was written of it, and
    what led to the approved value of that day stays. It goes as the newest at the new key, so that
    no publication there comes between a writer and what he wrote.
    """
    kind = kind_of(record)
    key = kind.key_of(record)
    if key == old_key:
        return
    history = list(Version.objects.filter(kind=kind.name, key=old_key))
    if isinstance(record, DatedValue):
        history = list(takewhile(lambda version: version.event not in DECIDED, history))
    for version in reversed(history):
        _move(version, key)


def _move(version: Version, key: str) -> None:
    """Put it at the end of another history, with the time at which it was written."""
    pk, at = version.pk, version.at
    version.pk, version.key = None, key
    version.save()
    Version.objects.filter(pk=version.pk).update(at=at)
    Version.objects.filter(pk=pk).delete()


def writers(record: models.Model) -> set[Any]:
    """The ids of those who wrote what would be published: every writer since the last time."""
    return _writers_in(versions_of(record).values_list("event", "by"))


def _writers_in(history: Iterable[tuple[str, Any]]) -> set[Any]:
    """The writers among events and who did them, the newest first."""
    open_ones = takewhile(lambda row: row[0] not in DECIDED, history)
    return {by for event, by in open_ones if event in WRITING and by is not None}


@dataclass(frozen=True, slots=True)
class Story:
    """Who wrote what would be published, and what was done last with which note."""

    writers: frozenset[Any] = frozenset()
    last: Event | None = None
    note: str = ""


def stories_of(some: Iterable[models.Model]) -> dict[tuple[str, str], Story]:
    """The stories of these records by their kinds and keys, in one query."""
    asked: dict[str, list[str]] = {}
    for record in some:
        kind = kind_of(record)
        asked.setdefault(kind.name, []).append(kind.key_of(record))
    stories = {(kind, key): Story() for kind, keys in asked.items() for key in keys}
    if not asked:
        return stories
    wanted = reduce(or_, (Q(kind=kind, key__in=keys) for kind, keys in asked.items()))
    rows = Version.objects.filter(wanted).order_by("kind", "key", "-pk")
    fields = rows.values_list("kind", "key", "event", "by", "note")
    for where, history in groupby(fields, key=itemgetter(0, 1)):
        told = list(history)
        writers = _writers_in((event, by) for _, _, event, by, _ in told)
        stories[where] = Story(frozenset(writers), Event(told[0][2]), told[0][4])
    return stories
