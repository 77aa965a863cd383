"""What a change would do, worked out a step at a time and shown before it is approved.

Each request computes one step, so no request takes long; the page asks for the next by itself.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from advice import records
from advice.admin.choosing import could_be_an_id
from advice.models.addresses import admin_page
from advice.services import effects, panel, workflow


def effect_link(request, record):
    """Where the effect of a waiting record is shown, and how far it is; None where it has none."""
    if not effects.is_tried(record):
        return None
    return {
        "address": _address(record),
        "state": effects.progress(record, by=request.user, today=timezone.localdate()),
    }


def _address(record):
    return reverse("editing:effect", args=[records.kind_of(record).name, record.pk])


@admin.site.admin_view
@require_http_methods(["GET", "POST"])
def effect_page(request, kind, pk):
    """The next step of the run, or its result; a post begins it."""
    record = _record(kind, pk)
    if not request.user.has_perm(workflow.permission_name(record, "view")):
        raise PermissionDenied
    if not effects.is_tried(record):
        return _page(request, record, "decided")
    today = timezone.localdate()
    if request.method == "POST":
        effects.start(record, today=today)
        return redirect(_address(record))
    run = effects.run_of(record, today=today)
    if run is None:
        day = effects.day_of(record, today=today)
        return _page(request, record, "start", day=day, size=panel.SIZE)
    return _run_page(request, record, run)


def _record(kind, pk):
    if kind not in effects.KINDS or not could_be_an_id(pk):
        raise Http404
    return get_object_or_404(records.NAMED[kind].model, pk=pk)


def _run_page(request, record, run):
    if not run.is_finished:
        try:
            effects.advance(run, record)
        except effects.CannotBeTried as refused:
            return _page(request, record, "refused", reason=str(refused))
    if not run.is_finished:
        return _page(request, record, "running", run=run)
    effects.note_seen(run, by=request.user)
    return _page(request, record, "result", run=run, **_found(run, record))


def _found(run, record):
    """The results in the order of the page."""
    count = effects.PanelCount.stored(run.results["panel"])
    spread = effects.distributions(count)
    samples = run.results["samples"]
    eased_anew, eased_no_more = effects.eased_otherwise(record)
    return {
        "eased_anew": eased_anew,
        "eased_no_more": eased_no_more,
        "samples": samples,
        "changed_samples": sum(sample["is_changed"] for sample in samples),
        "count": count,
        "strategies": sorted(count.strategies.values(), key=lambda row: row["title"]),
        "distributions": [row for row in spread if row.changed],
        "steady": [row.label for row in spread if not row.changed],
    }


def _page(request, record, part, **context):
    model = record._meta
    context |= admin.site.each_context(request) | {
        "title": f"影响测算：{record}",
        "record": record,
        "kind": model.verbose_name,
        "back": admin_page(record),
        "address": _address(record),
    }
    return render(request, f"admin/effects/{part}.html", context)
