"""From draft to published: who may move a record on, and what stands in the way.

Every move is refused here, on the server, whatever a page offered; pages ask `may` which to offer.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from advice import records
from advice.engine.vocabulary import Labelled
from advice.models import DatedValue, Event, LegalSource, Moderated, Publishable, Status
from advice.services import effects


class Move(Labelled):
    """What can be done with a record as a whole."""

    REVISE = "revise", "开始修改"
    SUBMIT = "submit", "提交审核"
    RETURN = "return", "退回修改"
    APPROVE = "approve", "批准并发布"
    UNSCHEDULE = "unschedule", "取消定时"
    WITHDRAW = "withdraw", "撤下"
    DISCARD = "discard", "放弃修改稿"


# From which states, and with which permission.
MOVES: dict[Move, tuple[frozenset[Status], str]] = {
    Move.REVISE: (frozenset({Status.PUBLISHED, Status.WITHDRAWN}), "change"),
    Move.SUBMIT: (frozenset({Status.DRAFT}), "change"),
    Move.RETURN: (frozenset({Status.IN_REVIEW}), "change"),
    Move.APPROVE: (frozenset({Status.IN_REVIEW}), "approve"),
    Move.UNSCHEDULE: (frozenset({Status.SCHEDULED}), "approve"),
    Move.WITHDRAW: (frozenset({Status.PUBLISHED}), "approve"),
    Move.DISCARD: (frozenset({Status.DRAFT}), "change"),
}


def may(user: Any, record: Any, move: Move) -> str:
    """Why the user can't make the move; empty where nothing but the record's content could."""
    states, permission = MOVES[move]
    if record.status not in states:
        return f"{record.get_status_display()}的不能“{move.label}”。"
    if not user.has_perm(permission_name(record, permission)):
        return f"你的账号没有“{move.label}”的权限。"
    if move is Move.APPROVE and user.pk in records.writers(record):
        return "自己写的改动要由另一个人批准。"
    if move is Move.DISCARD and not _can_be_discarded(record):
        return "没有发布过的草稿请用“删除”。"
    if move is Move.REVISE:
        return _why_not_revise(record)
    return ""


def _can_be_discarded(record: Moderated) -> bool:
    return isinstance(record, DatedValue) or getattr(record, "revises_id", None) is not None


def _why_not_revise(record: Moderated) -> str:
    if isinstance(record, DatedValue):
        return "批准过的值不再改动：请提议一个新的值，从同一天或以后的一天起用。"
    if getattr(record, "copy", None) is not None:
        return "已经有一份修改稿，请在那一份上改。"
    return ""


def permission_name(record: Any, action: str) -> str:
    """What Django calls the permission to do `action` with records of this kind."""
    return f"{record._meta.app_label}.{action}_{record._meta.model_name}"


def _demand(user: Any, record: Any, move: Move) -> Any:
    """The record as it is stored, locked; raises PermissionDenied where the move is refused."""
    stored = type(record).objects.select_for_update().get(pk=record.pk)
    reason = may(user, stored, move)
    if reason:
        raise PermissionDenied(reason)
    return stored


@transaction.atomic
def revise(record: Publishable, *, by: Any) -> Publishable:
    """The draft to work on: a copy beside a published record, or a withdrawn one itself."""
    record = _demand(by, record, Move.REVISE)
    if not records.versions_of(record).exists():
        records.keep_version(record, Event.FOUND, by=None)
    if record.status == Status.PUBLISHED:
        return records.start_copy(record)
    record.status = Status.DRAFT
    record.save()
    return record


@transaction.atomic
def submit(record: Moderated, *, by: Any) -> None:
    """Ask another person to look at it."""
    record = _demand(by, record, Move.SUBMIT)
    _change_status(record, Status.IN_REVIEW, Event.SUBMITTED, by=by)


@transaction.atomic
def send_back(record: Moderated, *, by: Any, note: str) -> None:
    """Ask the writer to change something, or take one's own submission back."""
    record = _demand(by, record, Move.RETURN)
    _change_status(record, Status.DRAFT, Event.RETURNED, by=by, note=note)


@transaction.atomic
def approve(record: Moderated, *, by: Any, publish_at: datetime | None = None) -> Any:
    """Publish it, now or at `publish_at`; the record that visitors see or will see.

    Raises ValidationError where it is not fit to be published, or where its effect on borrowers
    was not looked at.
    """
    record = _demand(by, record, Move.APPROVE)
    now = timezone.now()
    refuse_unfit(record, at=publish_at or now)
    effects.refuse_unseen(record, by=by, today=timezone.localdate(now))
    if publish_at is None or publish_at <= now:
        return records.publish(record, by=by)
    if not isinstance(record, Publishable):
        raise ValidationError("数值从它写明的那一天起生效，不用定时。")
    record.publish_at = publish_at
    when = f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M}"
    _change_status(record, Status.SCHEDULED, Event.SCHEDULED, by=by, note=when)
    records.note_next_change()
    return record


@transaction.atomic
def unschedule(record: Publishable, *, by: Any) -> None:
    """Keep what was approved for a later time from being published."""
    record = _demand(by, record, Move.UNSCHEDULE)
    record.publish_at = None
    _change_status(record, Status.DRAFT, Event.RETURNED, by=by, note="取消了定时发布。")
    records.note_next_change()


@transaction.atomic
def withdraw(record: Moderated, *, by: Any, note: str = "") -> None:
    """Show it no more; raises ValidationError where something published needs it."""
    record = _demand(by, record, Move.WITHDRAW)
    if isinstance(record, DatedValue) and record.effective_from <= timezone.localdate():
        raise ValidationError("已经生效的值不能撤下：请提议一个新的值来取代它。")
    resting = record.resting_on_it() if isinstance(record, LegalSource) else []
    if resting:
        named = "、".join(str(cited) for cited in resting)
        raise ValidationError(f"这些已发布的内容或数值引用了它，请先改它们：{named}。")
    _change_status(record, Status.WITHDRAWN, Event.WITHDRAWN, by=by, note=note)


@transaction.atomic
def discard(record: Moderated, *, by: Any) -> None:
    """Throw a working copy or a proposal away; its history keeps what was written."""
    record = _demand(by, record, Move.DISCARD)
    records.keep_version(record, Event.DISCARDED, by=by)
    record.delete()


def _change_status(record: Any, status: Status, event: Event, *, by: Any, note: str = "") -> None:
    record.status = status
    record.save()
    records.keep_version(record, event, by=by, note=note)


def refuse_unfit(record: Moderated, *, at: datetime) -> None:
    """Raise ValidationError, naming each thing that keeps the record from being published."""
    record.full_clean()
    record.refuse_incomplete()
    unfit = unfit_sources(cited_by(record), at=at)
    if unfit:
        raise ValidationError(f"发布前请换掉或核实这些依据：{unfit}。")


def cited_by(record: Any) -> list[LegalSource]:
    """The sources that the record rests on."""
    if hasattr(record, "sources"):
        return list(record.sources.all())
    source = getattr(record, "source", None)
    return [source] if source else []


def unfit_sources(sources: Iterable[LegalSource], *, at: datetime) -> str:
    """Those that may not be cited at that time, each with why not; empty where all may."""
    day = timezone.localdate(at)
    reasons = ((source.citation, source.unfitness(day)) for source in sources)
    return "、".join(f"{citation}（{reason}）" for citation, reason in reasons if reason)
