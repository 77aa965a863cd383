"""From draft to published: who may move a record on, and what stands in the way.

Every move is refused here, on the server, whatever a page offered; pages ask `may` which to offer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from advice import records
from advice.engine.vocabulary import Labelled
from advice.models import DatedValue, Event, LegalSource, Moderated, Publishable, SitePage, Status
from advice.services import effects, references

# Sources fall due for another check long before that.
LONGEST_WAIT = timedelta(days=731)


class Move(Labelled):
    """What can be done with a record as a whole."""

    REVISE = "revise", "开始修改"
    SUBMIT = "submit", "提交审核"
    APPROVE = "approve", "批准并发布"
    RETURN = "return", "退回修改"
    UNSCHEDULE = "unschedule", "取消定时"
    WITHDRAW = "withdraw", "撤下"
    DISCARD = "discard", "放弃草稿"


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
    states, _ = MOVES[move]
    if not is_permitted(user, record, move):
        return f"你的账号没有“{move.label}”的权限。"
    if record.status not in states:
        return f"{record.get_status_display()}的不能“{move.label}”。"
    if move is Move.APPROVE and user.pk in records.writers(record):
        return "自己写的改动要由另一个人批准。"
    if move is Move.DISCARD and not _can_be_discarded(record):
        return "没有发布过的草稿请用“删除”。"
    if move is Move.REVISE:
        return _why_not_revise(record)
    return ""


def is_permitted(user: Any, record: Any, move: Move) -> bool:
    """Whether the user may make such moves at all, with records of this kind."""
    _, permission = MOVES[move]
    return bool(user.has_perm(permission_name(record, permission)))


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


def why_not_withdraw(record: Any) -> str:
    """What would be lost with the record; empty where it may be withdrawn."""
    if isinstance(record, DatedValue) and record.effective_from <= timezone.localdate():
        return "已经生效的值不能撤下：请提议一个新的值来取代它。"
    if isinstance(record, SitePage):
        return "本站说明要一直能打开，不能撤下：请改它的文字。"
    copy = getattr(record, "copy", None)
    if copy is not None and copy.status == Status.SCHEDULED:
        return "它的修改稿已经定时，到时会重新发布它：请先取消定时。"
    return _why_law_stays(record) if isinstance(record, LegalSource) else ""


def _why_law_stays(source: LegalSource) -> str:
    resting = source.resting_on_it()
    if resting:
        named = "、".join(str(cited) for cited in resting)
        return f"这些已发布的内容或数值引用了它，请先改它们：{named}。"
    figures = references.figures_resting_on(source)
    return f"结果页的这些数字注明了它：{'、'.join(figures)}。" if figures else ""


def refuse_unseen(record: Moderated, seen: int | None) -> None:
    """Raise ValidationError where anything was done since the version `seen` was the newest."""
    if seen is not None and newest_version(record) != seen:
        raise ValidationError("你打开这一页以后，又有人改过它：请看过现在的内容，再决定。")


def newest_version(record: Moderated) -> int:
    """The number of the newest version of the record; 0 without any."""
    newest = records.versions_of(record).first()
    return newest.pk if newest else 0


def demand_unmoved(record: Any) -> None:
    """Raise PermissionDenied where the record was moved on since it was read; hold it as it is."""
    stored = type(record).objects.select_for_update().filter(pk=record.pk).first()
    if stored is None or stored.status != record.status:
        raise PermissionDenied("你打开这一页以后，有人提交、发布或放弃了它：请重新打开。")


def _demand(user: Any, record: Any, move: Move) -> Any:
    """The record as it is stored, locked; raises PermissionDenied where the move is refused."""
    records.one_at_a_time()
    stored = type(record).objects.select_for_update().filter(pk=record.pk).first()
    if stored is None:
        raise PermissionDenied("已经没有这一份了：别人发布、放弃或删除了它。")
    reason = may(user, stored, move)
    if reason:
        raise PermissionDenied(reason)
    return stored


@transaction.atomic
def revise(record: Publishable, *, by: Any) -> Publishable:
    """The draft to work on: a copy beside a published record, or a withdrawn one itself."""
    record = _demand(by, record, Move.REVISE)
    records.keep_what_was_found(record)
    if record.status == Status.PUBLISHED:
        return records.start_copy(record)
    record.status = Status.DRAFT
    record.save()
    return record


@transaction.atomic
def submit(record: Moderated, *, by: Any) -> Any:
    """Ask another person to look at it."""
    record = _demand(by, record, Move.SUBMIT)
    return _change_status(record, Status.IN_REVIEW, Event.SUBMITTED, by=by)


@transaction.atomic
def send_back(record: Moderated, *, by: Any, note: str = "") -> Any:
    """Ask the writer to change something, or take one's own submission back."""
    record = _demand(by, record, Move.RETURN)
    if not note.strip() and by.pk not in records.writers(record):
        raise ValidationError("请在“说明”里写明要改什么，写的人好照着改。")
    return _change_status(record, Status.DRAFT, Event.RETURNED, by=by, note=note)


@transaction.atomic
def approve(record: Any, *, by: Any, publish_at: datetime | None = None) -> Any:
    """Publish it, now or at `publish_at`; the record that visitors see or will see.

    Raises ValidationError where it is not fit to be published, or where its effect on borrowers
    was not looked at.
    """
    record = _demand(by, record, Move.APPROVE)
    now = timezone.now()
    if publish_at is not None:
        _refuse_time(record, publish_at, now=now)
    with _refusing_in_words(record):
        records.refuse_unfit(record, day=timezone.localdate(publish_at or now))
        effects.refuse_without_effect(record, by=by, today=timezone.localdate(now))
        if publish_at is None:
            return records.publish(record, by=by)
        _rehearse(record)
    record.publish_at = publish_at
    when = f"{timezone.localtime(publish_at):%Y-%m-%d %H:%M}"
    _change_status(record, Status.SCHEDULED, Event.SCHEDULED, by=by, note=when)
    records.note_next_change()
    return record


def _refuse_time(record: Any, publish_at: datetime, *, now: datetime) -> None:
    if not isinstance(record, Publishable):
        raise ValidationError("数值从它写明的那一天起生效，不用定时。")
    if publish_at <= now:
        raise ValidationError("定的时间已经过了：请填以后的时间，或者不填，现在就发布。")
    if publish_at > now + LONGEST_WAIT:
        raise ValidationError("定的时间太远了：最多两年以后。请核对年份。")


@contextmanager
def _refusing_in_words(record: Moderated) -> Iterator[None]:
    """Say of each refusal which field it is about."""
    try:
        yield
    except (ValidationError, records.DocumentRefused) as refused:
        raise ValidationError(records.in_words(refused, type(record))) from refused


def _rehearse(record: Any) -> None:
    """Publish it and take it back, to find now what would be refused when its time has come."""
    with records.taken_back():
        records.publish(type(record).objects.get(pk=record.pk), by=None)


@transaction.atomic
def unschedule(record: Publishable, *, by: Any) -> Any:
    """Keep what was approved for a later time from being published."""
    record = _demand(by, record, Move.UNSCHEDULE)
    record.publish_at = None
    _change_status(record, Status.DRAFT, Event.RETURNED, by=by, note="取消了定时发布。")
    records.note_next_change()
    return record


@transaction.atomic
def withdraw(record: Moderated, *, by: Any, note: str = "") -> Any:
    """Show it no more; raises ValidationError where something published needs it."""
    record = _demand(by, record, Move.WITHDRAW)
    reason = why_not_withdraw(record)
    if reason:
        raise ValidationError(reason)
    return _change_status(record, Status.WITHDRAWN, Event.WITHDRAWN, by=by, note=note)


@transaction.atomic
def discard(record: Moderated, *, by: Any) -> None:
    """Throw a working copy or a proposal away; its history keeps what was written."""
    record = _demand(by, record, Move.DISCARD)
    records.keep_version(record, Event.DISCARDED, by=by)
    record.delete()


def _change_status(record: Any, status: Status, event: Event, *, by: Any, note: str = "") -> Any:
    record.status = status
    record.save()
    records.keep_version(record, event, by=by, note=note)
    return record


_MAKERS: dict[Move, Callable[..., Any]] = {
    Move.REVISE: revise,
    Move.SUBMIT: submit,
    Move.RETURN: send_back,
    Move.APPROVE: approve,
    Move.UNSCHEDULE: unschedule,
    Move.WITHDRAW: withdraw,
    Move.DISCARD: discard,
}


def make(move: Move, record: Moderated, *, by: Any, **told: Any) -> Any:
    """Make the move; the record to go on with, None where it is gone."""
    return _MAKERS[move](record, by=by, **told)
