"""Two people on one record: the second to save sees both, and loses nothing.

The form carries the record as it was when the form was opened. Where another one is stored by the
time it is posted, nothing is saved: the form comes again with what was typed, with what only
others changed taken over, and above it all that differs. Saved once more, it holds.
"""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core import signing
from django.db import transaction
from django.shortcuts import render

from advice import records
from advice.admin.history import KEPT
from advice.admin.merged import Merge
from advice.admin.typed import typed_document
from advice.models import Event, Version
from advice.records import Kind
from advice.services.comparing import differences, settled
from advice.services.merging import Divergence, Three, divergences

OPENED = "_opened"
SALT = "advice.admin.opened"
MOST_VERSIONS_TOLD = 10
REFUSAL = "还没有保存：你打开这一页以后，记录变过了。请看过下面的对照，再保存一次。"


def kind_of(model):
    """The kind of a model; one of its own for what no archive holds."""
    name = model._meta.model_name
    return records.kind_of(model) if model in KEPT else Kind(name, model, keys=("pk",))


@dataclass(frozen=True, slots=True)
class Opened:
    """The record as it was when its form was opened, and the newest version of it then."""

    pk: str
    key: str
    version: int
    document: dict

    @classmethod
    def of(cls, record):
        kind = kind_of(type(record))
        key, document = kind.key_of(record), settled(records.document_of(kind, record))
        newest = Version.objects.filter(kind=kind.name, key=key).values_list("pk", flat=True)
        return cls(str(record.pk), key, newest.first() or 0, document)

    def signed(self):
        told = [self.pk, self.key, self.version, self.document]
        return signing.dumps(told, salt=SALT, compress=True)


def read_opened(token, pk):
    """What the form says of the record with this id; None where it can't be believed."""
    try:
        opened = Opened(*signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None
    return opened if opened.pk == pk else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a form was not saved: who did what since it was opened, and what differs."""

    versions: list[Version]
    divergences: list[Divergence]


class Refused:
    """A form that is not saved, since its record has changed."""

    def clean(self):
        cleaned = super().clean()
        self.add_error(None, REFUSAL)
        return cleaned


class Conflicting(admin.ModelAdmin):
    """An admin that lets nobody overwrite what another saved without having seen it."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            records.one_at_a_time()
            pk = unquote(object_id)
            record = self._held(request, pk)
            opened = read_opened(request.POST.get(OPENED, ""), pk)
            if self._is_closed(request, record):
                return self._closed_page(request, record, opened)
            if self.has_change_permission(request, record):
                self._compare(request, record, opened)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _held(self, request, pk):
        """The record as it stays until this request is done; None where there is none."""
        found = self.get_object(request, pk)
        if found is None:
            return None
        list(self.model._default_manager.select_for_update().filter(pk=found.pk))
        return self.get_object(request, pk)

    def _compare(self, request, record, opened):
        """Note on the request what is stored and, where it is news to this person, the conflict."""
        request.opened = now = Opened.of(record)
        if opened is None or opened.document != now.document:
            request.conflict = self._merge(request, record, opened)

    def _merge(self, request, record, opened):
        """Let the form take over what only others changed; all that differs."""
        kind, now = kind_of(self.model), request.opened
        shown = self.get_form(request, record, change=True)(instance=record)
        rows_shown = self._formsets(request, record)
        posted = type(shown)(request.POST, request.FILES, instance=self._held(request, now.pk))
        rows_posted = self._formsets(request, record, request.POST)
        typed = typed_document(kind, posted, rows_posted, now.document)
        three = Three(opened.document if opened else None, now.document, typed)
        merge = Merge(three, request.POST.copy())
        taken = merge.take_fields(posted, shown)
        for name, formset in rows_posted.items():
            merge.take_rows(kind, name, formset, rows_shown[name])
        request.POST = merge.data
        found = divergences(kind, three, taken=taken)
        return Conflict(_since(self.model, now.key, opened), found)

    def _formsets(self, request, record, data=None):
        """The rows of the form by the names of the parts: as posted, or as stored."""
        kind = kind_of(self.model)
        names = {kind.part(name): name for name in kind.parts}
        formsets = {
            names[inline.model]: formset(
                data,
                instance=record or self.model(),
                prefix=formset.get_default_prefix(),
                queryset=inline.get_queryset(request),
            )
            for formset, inline in self.get_formsets_with_inlines(request, record)
            if inline.model in names
        }
        return {name: rows for name, rows in formsets.items() if _is_counted(rows)}

    def get_form(self, request, obj=None, change=False, **kwargs):  # noqa: FBT002  # Django's own
        form = super().get_form(request, obj, change=change, **kwargs)
        if getattr(request, "conflict", None) is None:
            return form
        return type(form)(form.__name__, (Refused, form), {})

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if record is not None and self.has_change_permission(request, record):
            opened = getattr(request, "opened", None) or Opened.of(record)
            context["opened"] = {"name": OPENED, "token": opened.signed()}
            context["conflict"] = getattr(request, "conflict", None)
        return super().render_change_form(request, context, *args, **kwargs)

    # What can no longer be changed

    def _is_closed(self, request, record):
        """Whether it can't be changed by anybody any more, unlike when its form was opened."""
        if not self.has_change_permission(request):
            return False
        return record is None or not self.has_change_permission(request, record)

    def _closed_page(self, request, record, opened):
        """What was typed, to be copied from; nothing is saved."""
        kind = kind_of(self.model)
        form = self.get_form(request, None)(request.POST, request.FILES)
        typed = typed_document(kind, form, self._formsets(request, None, request.POST), {})
        key = kind.key_of(record) if record else opened.key if opened else ""
        context = self.admin_site.each_context(request) | {
            "title": "没有存下",
            "opts": self.opts,
            "record": record,
            "versions": _since(self.model, key, opened),
            "values": differences(kind, {}, typed),
        }
        status = HTTPStatus.FORBIDDEN if record else HTTPStatus.NOT_FOUND
        return render(request, "admin/conflicts/closed.html", context, status=status)


def _is_counted(formset):
    """Whether the page, if one was posted, tells how many rows it has."""
    return not formset.is_bound or formset.management_form.is_valid()


def _since(model, key, opened):
    """What was done with the record since it was opened; the last thing where that is unknown."""
    history = Version.objects.filter(kind=kind_of(model).name, key=key).select_related("by")
    history = history.exclude(event=Event.FOUND)  # nothing was done then
    if opened is None:
        return list(history[:1])
    return list(history.filter(pk__gt=opened.version)[:MOST_VERSIONS_TOLD])
