"""An archive that one person brings and another lets in."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from advice.models import ArchiveImport
from advice.services.archive.letting_in import Outcome, People, let_in, rehearse
from advice.services.archive.reading import read
from advice.services.workflow import permission_name


class SeenOtherwise(Exception):
    """What the archive would change is no longer what the person who approves it has seen."""


def bring(name: str, content: bytes, *, by: Any) -> ArchiveImport:
    """The archive, to be put by for another person; raises ArchiveRefused where it is unfit."""
    rehearse(read(content))
    longest = ArchiveImport._meta.get_field("name").max_length
    return ArchiveImport(
        name=name[:longest],
        content=content,
        digest=sha256(content).hexdigest(),
        brought_by=by,
    )


def why_not_approve(user: Any, brought: ArchiveImport) -> str:
    """Why the user can't let it in; empty where nothing but the archive could stand in the way."""
    if not user.has_perm(permission_name(brought, "approve")):
        return "你的账号没有批准导入的权限。"
    if brought.applied_at is not None:
        return "这份档案已经导入过了。"
    if brought.brought_by_id == user.pk:
        return "自己上传的档案要由另一个人批准。"
    return ""


@transaction.atomic
def approve(brought: ArchiveImport, *, by: Any, seen: str) -> Outcome:
    """Let it in, where that does what `seen` is the fingerprint of.

    Raises PermissionDenied, ArchiveRefused or SeenOtherwise, and then nothing has changed.
    """
    stored = ArchiveImport.objects.select_for_update().get(pk=brought.pk)
    reason = why_not_approve(by, stored)
    if reason:
        raise PermissionDenied(reason)
    people = People(stored.brought_by, by, note=f"从档案“{stored.name}”导入。")
    outcome = let_in(read(bytes(stored.content)), people)
    if outcome.fingerprint != seen:
        raise SeenOtherwise
    stored.applied_by, stored.applied_at = by, timezone.now()
    stored.save()
    return outcome
