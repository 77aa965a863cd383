"""Moving a record as a whole: the buttons above its form, and the view that they post to.

Only a draft is changed in a form. What visitors see stays as it is until its working copy is
approved by another person; `services.workflow` decides on every move.
"""

from datetime import datetime

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from advice import records
from advice.models import Event, Publishable, Status
from advice.services import workflow
from advice.services.workflow import Move


class MoveForm(forms.Form):
    """What some moves ask for: a time to publish at, or what is to be changed."""

    publish_at = forms.SplitDateTimeField(
        label="到这个时间才发布",
        required=False,
        widget=AdminSplitDateTime,
        help_text="不填就是现在发布。",
    )
    note = forms.CharField(
        label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class Moved(admin.ModelAdmin):
    """An admin of records that one person writes and another approves."""

    change_form_template = "admin/moves/change_form.html"

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.status == Status.DRAFT)

    def has_approve_permission(self, request):
        return request.user.has_perm(f"advice.approve_{self.opts.model_name}")

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        move = self.admin_site.admin_view(require_POST(self.move_view))
        return [path("<path:object_id>/move/<str:move>/", move, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if record is not None:
            context["moves"] = self._moves(request, record)
            context["move_form"] = MoveForm(auto_id="move_%s")
            context["copy"] = getattr(record, "copy", None)
            context["live"] = getattr(record, "revises", None)
        return super().render_change_form(request, context, *args, **kwargs)

    def _moves(self, request, record):
        """What the page offers: each move with its address, and why it is closed to this person."""
        offered = []
        for move in Move:
            states, _ = workflow.MOVES[move]
            refusal = workflow.may(request.user, record, move)
            if record.status in states and (not refusal or move is Move.APPROVE):
                address = self._address("move", record.pk, move.value)
                offered.append({"move": move, "address": address, "refusal": refusal})
        return offered

    def _address(self, page, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def move_view(self, request, object_id, move):
        """Make the move, or say why not; refused moves answer 403."""
        record = get_object_or_404(self.model, pk=unquote(object_id))
        chosen = next((one for one in Move if one.value == move), None)
        if chosen is None:
            raise Http404
        form = MoveForm(request.POST)
        if not form.is_valid():
            for problems in form.errors.values():
                messages.error(request, "".join(problems))
            return HttpResponseRedirect(self._address("change", record.pk))
        try:
            reached = self._make(chosen, record, request.user, **form.cleaned_data)
        except ValidationError as refused:
            messages.error(request, f"没有{chosen.label}：{''.join(refused.messages)}")
            return HttpResponseRedirect(self._address("change", record.pk))
        self.log_change(request, record, f"{chosen.label}。{form.cleaned_data['note']}".strip())
        messages.success(request, f"“{record}”：{chosen.label}，完成了。")
        if reached is None:
            return HttpResponseRedirect(self._address("changelist"))
        return HttpResponseRedirect(self._address("change", reached.pk))

    def _make(self, move, record, user, *, publish_at: datetime | None, note):
        """Make the move; the record to go on with, None where there is none left."""
        match move:
            case Move.REVISE:
                return workflow.revise(record, by=user)
            case Move.SUBMIT:
                workflow.submit(record, by=user)
            case Move.RETURN:
                workflow.send_back(record, by=user, note=note)
            case Move.APPROVE:
                return workflow.approve(record, by=user, publish_at=publish_at)
            case Move.UNSCHEDULE:
                workflow.unschedule(record, by=user)
            case Move.WITHDRAW:
                workflow.withdraw(record, by=user, note=note)
            case Move.DISCARD:
                workflow.discard(record, by=user)
                return getattr(record, "revises", None)
        return record

    def save_related(self, request, form, formsets, change):
        """Keep the version that was saved, with its rows."""
        super().save_related(request, form, formsets, change)
        event = Event.CHANGED if change else Event.CREATED
        records.keep_version(form.instance, event, by=request.user)

    def delete_model(self, request, obj):
        records.keep_version(obj, Event.DELETED, by=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for record in queryset:
            records.keep_version(record, Event.DELETED, by=request.user)
        super().delete_queryset(request, queryset)

    @admin.display(description="修改稿")
    def copy_state(self, record):
        """Where the working copy stands; nothing where there is none."""
        copy = record.copy if isinstance(record, Publishable) else None
        return copy.get_status_display() if copy else None
