"""The history of a record: who did what and when, what differed, and the way back to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path

from advice import records
from advice.models import Event, Version
from advice.models.addresses import admin_page
from advice.records import DocumentRefused
from advice.services import comparing, restoring, workflow
from advice.services.comparing import Difference, Words

KEPT = frozenset(kind.model for kind in records.KINDS)
VERSIONS_A_PAGE = 20
# What visitors saw, and what the next change began with.
SEEN = (Event.PUBLISHED, Event.FOUND, Event.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A version beside the one before it; `is_first` where there is none before."""

    version: Version
    differences: list[Difference]
    is_first: bool


def entries(kind, shown, older):
    """The versions shown, each with what differed from the one before; `older` go on with them."""
    chain = [*shown, *older]
    words = comparing.words_for(kind, (version.document for version in chain))
    return list(_compared(kind, chain, len(shown), words))


def _compared(kind, chain: Sequence[Version], count: int, words: Words) -> Iterator[Entry]:
    for place, version in enumerate(chain[:count]):
        before = _before(chain[place + 1 :])
        found = (
            comparing.changes(kind, before.document, version.document, words=words)
            if before
            else []
        )
        yield Entry(version, found, is_first=before is None)


def _before(older: Sequence[Version]) -> Version | None:
    """What the change began with: not the copy that was thrown away before it."""
    if older and older[0].event == Event.DISCARDED:
        return next((version for version in older if version.event in SEEN), None)
    return older[0] if older else None


class Historied(admin.ModelAdmin):
    """An admin that shows the versions of its records, and brings them back."""

    def get_urls(self):
        if self.model not in KEPT:
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        own = [
            path("versions/<int:pk>/", view(self.version_view), name=f"{name}_version"),
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("deleted/<int:pk>/", view(self.restore_gone_view), name=f"{name}_restore_gone"),
            path(
                "<path:object_id>/restore/<int:pk>/",
                view(self.restore_view),
                name=f"{name}_restore",
            ),
        ]
        return [*own, *super().get_urls()]

    def _shown(self, request, template, **context):
        shared = self.admin_site.each_context(request) | {"opts": self.opts}
        return render(request, f"admin/history/{template}.html", shared | context)

    # Of one record

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        if record is None or self.model not in KEPT:
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        pages = Paginator(records.versions_of(record), VERSIONS_A_PAGE)
        page = pages.get_page(request.GET.get(PAGE_VAR))
        shown = list(page.object_list)
        return self._shown(
            request,
            "record",
            title=f"历史：{record}",
            record=record,
            page=page,
            page_var=PAGE_VAR,
            entries=entries(records.kind_of(record), shown, _older(record, shown)),
            refusal=restoring.why_not_restore(request.user, record),
        )

    def version_view(self, request, pk):
        """One version as a whole."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        version = self._version(pk)
        kind = records.NAMED[version.kind]
        return self._shown(
            request,
            "version",
            title=str(version),
            version=version,
            values=comparing.differences(kind, {}, version.document),
        )

    def _version(self, pk):
        kind = records.kind_of(self.model)
        versions = Version.objects.filter(kind=kind.name).select_related("by")
        return get_object_or_404(versions, pk=pk)

    def restore_view(self, request, object_id, pk):
        """Bring a version back as a draft; where that takes the place of a copy, ask first."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        version = get_object_or_404(records.versions_of(record), pk=pk)
        if request.method != "POST":  # somebody came back from logging in
            return HttpResponseRedirect(admin_page(record, "history"))
        copy = restoring.overwritten_copy(record)
        refusal = restoring.why_not_restore(request.user, record)
        if copy and not refusal and "confirmed" not in request.POST:
            return self._asked(request, record, version, copy)
        try:
            draft = restoring.restore(record, version, by=request.user)
        except DocumentRefused as refused:
            return self._refused(request, refused, admin_page(record, "history"))
        return self._restored(request, draft)

    def _asked(self, request, record, version, copy):
        kind = records.kind_of(record)
        now = records.document_of(kind, copy)
        found = comparing.changes(kind, now, version.document)
        return self._shown(
            request,
            "confirm",
            title=f"恢复成这一版：{record}",
            record=record,
            version=version,
            differences=found,
        )

    def _refused(self, request, refused, back):
        told = records.in_words(refused, self.model)
        messages.error(request, f"没有恢复，什么都没有改：{told}")
        return HttpResponseRedirect(back)

    def _restored(self, request, record):
        self.log_change(request, record, "恢复旧版。")
        messages.success(request, f"恢复了：{record}。请看一遍，再往下走。")
        return HttpResponseRedirect(admin_page(record))

    # Those that are gone

    def changelist_view(self, request, extra_context=None):
        if self.model in KEPT and self._may_restore_gone(request):
            extra_context = {"deleted_page": admin_page(self.model, "deleted")} | (
                extra_context or {}
            )
        return super().changelist_view(request, extra_context)

    def _may_restore_gone(self, request):
        return request.user.has_perm(workflow.permission_name(self.model, "add"))

    def deleted_view(self, request):
        """What was deleted, with the way to bring it back."""
        if not self._may_restore_gone(request):
            raise PermissionDenied
        pages = Paginator(restoring.gone(records.kind_of(self.model)), VERSIONS_A_PAGE)
        page = pages.get_page(request.GET.get(PAGE_VAR))
        title = f"已删除的{self.opts.verbose_name}"
        return self._shown(request, "deleted", title=title, page=page, page_var=PAGE_VAR)

    def restore_gone_view(self, request, pk):
        """Bring a deleted record back as a draft."""
        version = self._version(pk)
        if request.method != "POST":  # somebody came back from logging in
            return HttpResponseRedirect(admin_page(self.model, "deleted"))
        try:
            record = restoring.restore_gone(version, by=request.user)
        except (DocumentRefused, ValidationError) as refused:
            return self._refused(request, refused, admin_page(self.model, "deleted"))
        return self._restored(request, record)


def _older(record, shown):
    """What the last version of a page is compared with, if the pages go on."""
    if not shown:
        return []
    older = records.versions_of(record).filter(pk__lt=shown[-1].pk)
    return [*older[:1], *older.filter(event__in=SEEN)[:1]]
