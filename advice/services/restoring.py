"""Old versions brought back, and records that are gone: always as drafts, where there are drafts.

What visitors see is never changed by it: another person approves the draft as any other.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from advice import records
from advice.models import DatedValue, Event, Moderated, Publishable, Status, Version
from advice.records import Document, Kind
from advice.services.comparing import STANDING
from advice.services.workflow import permission_name

# After these, where no record has the key any more, the version is all that is left.
GONE = (Event.DELETED, Event.DISCARDED)


def why_not_restore(user: Any, record: models.Model) -> str:
    """Why the user can't bring an old version of the record back; empty where nothing is known."""
    if not user.has_perm(permission_name(record, "change")):
        return "你的账号没有修改它的权限，不能恢复旧版。"
    if isinstance(record, DatedValue) and record.status != Status.DRAFT:
        return "只有草稿能恢复旧版：提交或批准过的值不在原处改动，请提议一个新的值。"
    if not isinstance(record, Publishable):
        return ""
    what = "它的修改稿" if record.original.copy else "它"
    match (record.original.copy or record.original).status:
        case Status.IN_REVIEW:
            return f"{what}正在等审核：请先退回修改，再恢复旧版。"
        case Status.SCHEDULED:
            return f"{what}已经定时发布：请先取消定时，再恢复旧版。"
    return ""


def overwritten_copy(record: models.Model) -> Publishable | None:
    """The working copy that a restored version would take the place of."""
    return record.original.copy if isinstance(record, Publishable) else None


@transaction.atomic
def restore(record: models.Model, version: Version, *, by: Any) -> models.Model:
    """Bring the version back; the draft that now holds it, or the record where there are no drafts.

    Raises PermissionDenied, or DocumentRefused where the version can't be a record any more, such
    as when something that it refers to is gone; nothing is changed then.
    """
    records.one_at_a_time()
    stored = type(record)._default_manager.get(pk=record.pk)
    reason = why_not_restore(by, stored)
    if reason:
        raise PermissionDenied(reason)
    kind = records.kind_of(stored)
    records.keep_what_was_found(stored)
    draft, old_key = _draft_of(stored), kind.key_of(stored)
    records.write(kind, _as_draft(kind, version) | _key_of(kind, stored), draft)
    records.follow_key(draft, old_key)
    _keep(draft, version, by=by)
    return draft


def _draft_of(record: models.Model) -> models.Model:
    """What to write into: a working copy of what is published, else the record itself."""
    if not isinstance(record, Publishable):
        return record
    original = record.original
    if original.copy is None and original.is_published:
        return records.start_copy(original)
    return original.copy or original


def _as_draft(kind: Kind, version: Version) -> Document:
    document = {name: value for name, value in version.document.items() if name not in STANDING}
    is_moderated = issubclass(kind.model, Moderated)
    return document | ({"status": Status.DRAFT.value} if is_moderated else {})


def _key_of(kind: Kind, record: models.Model) -> Document:
    """The key that the record has now: addresses and texts know it by that."""
    return {name: getattr(record, name) for name in kind.keys if name in {"key", "slug"}}


def _keep(record: models.Model, version: Version, *, by: Any) -> None:
    written_at = f"{timezone.localtime(version.at):%Y-%m-%d %H:%M}"
    records.keep_version(record, Event.RESTORED, by=by, note=f"{written_at} 的一版。")


# Records that are gone


def gone(kind: Kind) -> QuerySet[Version]:
    """The last version of every record that was deleted or thrown away, the latest first."""
    of_kind = Version.objects.filter(kind=kind.name)
    newest = of_kind.order_by().values("key").annotate(newest=Max("pk")).values("newest")
    left = of_kind.filter(pk__in=newest, event__in=GONE).exclude(key__in=_keys_in_use(kind))
    return left.select_related("by")


def _keys_in_use(kind: Kind) -> list[str]:
    rows = kind.model._default_manager.values_list(*kind.keys)
    return [" ".join(map(str, row)) for row in rows]


@transaction.atomic
def restore_gone(version: Version, *, by: Any) -> models.Model:
    """Bring a deleted record back, with its rows and all that it refers to.

    Raises PermissionDenied, ValidationError where another one has its key by now, and
    DocumentRefused where it can't be a record any more.
    """
    kind = records.NAMED[version.kind]
    if not by.has_perm(permission_name(kind.model, "add")):
        raise PermissionDenied("你的账号没有新增它的权限，不能恢复已删除的。")
    records.one_at_a_time()
    if not gone(kind).filter(pk=version.pk).exists():
        raise ValidationError("已经有一份用这个代号的：它恢复过了，或者又新建了一份。")
    record = kind.model()
    records.write(kind, _as_draft(kind, version), record)
    _keep(record, version, by=by)
    return record
