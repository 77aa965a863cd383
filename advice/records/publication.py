"""How what was written takes the place of what visitors see, in one step."""

import logging
from datetime import date, datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from advice.models import DatedValue, Event, Publishable, SiteEdition, Status
from advice.records.document import DocumentRefused, document_of, write
from advice.records.fitness import in_words, refuse_unfit
from advice.records.kinds import KINDS, kind_of
from advice.records.versions import keep_version

logger = logging.getLogger(__name__)

PUBLISHABLE = tuple(cast("type[Publishable]", kind.model) for kind in KINDS if kind.is_publishable)


def start_copy(record: Publishable) -> Publishable:
    """A working copy of a record, equal to it and not shown to anybody."""
    kind = kind_of(record)
    copy = type(record)()
    copy.revises = record
    write(kind, document_of(kind, record) | {"status": Status.DRAFT.value}, copy)
    return copy


def publish(record: Any, *, by: Any, note: str = "") -> Any:
    """Show the record from now on; the record that visitors then see.

    A working copy becomes what it was a copy of. A dated value takes the place of one that began
    on the same day.
    """
    with transaction.atomic():
        if isinstance(record, DatedValue):
            _make_room(record, by=by)
            return _show(record, by=by, note=note)
        if record.revises_id is None:
            return _show(record, by=by, note=note)
        live = record.revises
        kind = kind_of(live)
        document = document_of(kind, record)
        document.pop("publish_at", None)
        record.delete()
        write(kind, document | {"status": Status.PUBLISHED.value}, live)
        keep_version(live, Event.PUBLISHED, by=by, note=note)
        return live


def _show(record: Any, *, by: Any, note: str) -> Any:
    record.status = Status.PUBLISHED
    record.publish_at = None
    record.full_clean()
    record.save()
    keep_version(record, Event.PUBLISHED, by=by, note=note)
    return record


def _make_room(value: DatedValue, *, by: Any) -> None:
    """Withdraw the approved value that the new one replaces from its first day on."""
    for older in rivals(value):
        older.status = Status.WITHDRAWN
        older.save()
        keep_version(older, Event.REPLACED, by=by)


def rivals(value: DatedValue) -> list[DatedValue]:
    """The approved values of the same series that begin on the same day."""
    approved = type(value).objects.published().filter(**value.series())
    return list(approved.filter(effective_from=value.effective_from).exclude(pk=value.pk))


def publish_what_is_due(now: datetime) -> None:
    """Publish what was approved for a time until `now`, in the order of those times."""
    with transaction.atomic():
        one_at_a_time()
        due = [
            record
            for model in PUBLISHABLE
            for record in model._default_manager.filter(
                status=Status.SCHEDULED, publish_at__lte=now
            )
        ]
        due.sort(key=lambda record: cast("datetime", record.publish_at))
        for record in due:
            _publish_or_return(record, day=timezone.localdate(now))
        note_next_change()


def one_at_a_time() -> None:
    """Let whoever is moving a record finish: the others wait here, and then find it moved."""
    list(SiteEdition.objects.select_for_update().filter(pk=1))


def _publish_or_return(record: Publishable, *, day: date) -> None:
    """Publish what is due; what no longer can be goes back to those who review it."""
    pk, model = record.pk, type(record)
    try:
        with transaction.atomic():
            refuse_unfit(record, day=day)
            publish(record, by=None, note="到了定好的时间。")
    except (DocumentRefused, ValidationError) as refused:
        logger.warning("%s could not be published when it was due", record)
        # What was tried has changed the record in hand, and nothing that is stored.
        stored = model._default_manager.get(pk=pk)
        stored.status, stored.publish_at = Status.IN_REVIEW, None
        stored.save()
        note = f"到时没能发布：{in_words(refused, model)}"
        keep_version(stored, Event.RETURNED, by=None, note=note)


def note_next_change() -> None:
    """Remember when something scheduled is to be published next."""
    times = [
        model._default_manager.filter(status=Status.SCHEDULED).aggregate(at=Min("publish_at"))["at"]
        for model in PUBLISHABLE
    ]
    next_change = min((at for at in times if at), default=None)
    SiteEdition.objects.filter(pk=1).update(next_change_at=next_change)
