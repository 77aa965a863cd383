"""Moving a record as a whole: the bar above its form, and the view that its buttons post to.

Only a draft is changed in a form. What visitors see stays as it is until its working copy is
approved by another person; `services.workflow` decides on every move.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from advice import records
from advice.admin.effects import effect_link
from advice.admin.keeping import Keeping
from advice.admin.pages import EditorsAdmin
from advice.models import WRITING, Event, Publishable, Status
from advice.models.addresses import admin_page
from advice.services import comparing, content_check, references, workflow
from advice.services.content_check import Severity
from advice.services.workflow import Move

# What a move broke elsewhere is told, but not at any length: the content check tells all.
MOST_PROBLEMS = 10
SEEN_BY_VISITORS = {Move.APPROVE, Move.WITHDRAW}


class MoveForm(forms.Form):
    """What every move carries: the newest version that the page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NotedMoveForm(MoveForm):
    note = forms.CharField(
        label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnForm(NotedMoveForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["note"].help_text = "写明要改什么；收回自己提交的，可以不写。"


class ScheduleForm(MoveForm):
    publish_at = forms.SplitDateTimeField(
        label="到这个时间才发布",
        required=False,
        widget=AdminSplitDateTime,
        help_text="不填就是现在发布。",
    )


def _form_of(move, record):
    """The class of the form that goes with the move's button."""
    if move is Move.APPROVE and isinstance(record, Publishable):
        return ScheduleForm
    return {Move.RETURN: ReturnForm, Move.WITHDRAW: NotedMoveForm}.get(move, MoveForm)


@dataclass(frozen=True)
class Offer:
    """A move that the page offers, with its form; or why it is closed to this person."""

    move: Move
    address: str
    form: MoveForm
    refusal: str


@dataclass(frozen=True)
class Bar:
    """Where a record stands, how it came there, and what may be done with it."""

    record: object
    offers: list[Offer]
    effect: dict | None
    kept: str

    @property
    def live(self):
        """What visitors see meanwhile; None where the record is no working copy."""
        return getattr(self.record, "revises", None)

    @property
    def copy(self):
        """The working copy of the record; None where nobody is changing it."""
        return getattr(self.record, "copy", None)

    @property
    def publish_at(self):
        return getattr(self.record, "publish_at", None)

    @property
    def last(self):
        """What was done last, by whom and when."""
        return records.versions_of(self.record).defer("document").first()

    @property
    def returned(self):
        """The last time it was sent back, where it was only written on since; else None."""
        history = records.versions_of(self.record).defer("document").exclude(event__in=WRITING)
        latest = history.first() if self.record.status == Status.DRAFT else None
        return latest if latest and latest.event == Event.RETURNED else None

    @property
    def writers(self):
        """Who wrote the change, and so can't approve it."""
        if self.record.status not in {Status.DRAFT, Status.IN_REVIEW}:
            return []
        return get_user_model().objects.filter(pk__in=records.writers(self.record))

    @property
    def changes(self):
        """What the working copy would change of what visitors see; None where it is no copy."""
        if self.live is None:
            return None
        kind = records.kind_of(self.record)
        shown, written = (records.document_of(kind, row) for row in (self.live, self.record))
        return comparing.changes(kind, shown, written)

    @property
    def unfit(self):
        """The sources that will keep it from being published."""
        if self.record.is_published:
            return ""
        day = timezone.localdate(self.publish_at)
        return records.unfit_sources(records.cited_by(self.record), day=day)


class Moved(Keeping, EditorsAdmin):
    """An admin of records that one person writes and another approves."""

    change_form_template = "admin/moves/change_form.html"

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.status == Status.DRAFT)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        move = self.admin_site.admin_view(self.move_view)
        return [path("<path:object_id>/move/<str:move>/", move, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        record = kwargs.get("obj")
        if record is not None:
            bar = Bar(
                record,
                offers=self._offers(request, record),
                effect=effect_link(request, record),
                kept=self._why_not_deleted(request, record),
            )
            context["bar"] = bar
            context["media"] = sum((offer.form.media for offer in bar.offers), context["media"])
        return super().render_change_form(request, context, *args, **kwargs)

    def _offers(self, request, record):
        """The moves that a person with these rights can make; one's own change stays closed."""
        seen = workflow.newest_version(record)
        offers = []
        for move in Move:
            states, _ = workflow.MOVES[move]
            if record.status not in states or not workflow.is_permitted(request.user, record, move):
                continue
            refusal = workflow.may(request.user, record, move)
            if refusal and move is not Move.APPROVE:
                continue
            if move is Move.WITHDRAW:
                refusal = workflow.why_not_withdraw(record)
            form = _form_of(move, record)(initial={"seen": seen}, auto_id=f"{move.value}_%s")
            offers.append(Offer(move, admin_page(record, "move", move.value), form, refusal))
        return offers

    def _why_not_deleted(self, request, record):
        """Why the page has no button to delete it, where one would look for it."""
        is_live = record.status not in {Status.DRAFT, Status.WITHDRAWN}
        is_copy = getattr(record, "revises", None) is not None
        if is_live or is_copy or not self.has_delete_permission(request):
            return ""
        return self.kept_because(record, going={record.pk})

    def move_view(self, request, object_id, move):
        """Make the move, or say why not: refused moves answer 403."""
        record = self.get_object(request, unquote(object_id))
        chosen = next((one for one in Move if one.value == move), None)
        if record is None or chosen is None:
            raise Http404
        if request.method != "POST":  # somebody came back from logging in
            return HttpResponseRedirect(admin_page(record))
        form = _form_of(chosen, record)(request.POST, auto_id=f"{chosen.value}_%s")
        if not form.is_valid():
            return self._ask_again(request, record, chosen, form)
        try:
            reached = self._make(request, chosen, record, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._ask_again(request, record, chosen, form)
        messages.success(request, f"“{record}”：{chosen.label}，完成了。")
        if reached is None:
            return HttpResponseRedirect(admin_page(self.model))
        return HttpResponseRedirect(admin_page(reached))

    def _ask_again(self, request, record, move, form):
        """The form of the move alone, with what was typed and what is wrong."""
        offer = Offer(move, admin_page(record, "move", move.value), form, "")
        context = self.admin_site.each_context(request) | {
            "title": f"没有{move.label}：{record}",
            "offer": offer,
            "record": record,
            "opts": self.opts,
            "media": self.media + form.media,
        }
        return render(request, "admin/moves/move.html", context)

    def _make(self, request, move, record, *, seen, **told):
        """Make the move and enter it in the log; the record to go on with, None without any."""
        problems = _problems(move)
        live = getattr(record, "revises", None)
        with transaction.atomic():
            records.one_at_a_time()
            workflow.refuse_unseen(record, seen)
            reached = workflow.make(move, record, by=request.user, **told)
            message = f"{move.label}。{told.get('note', '')}"
            self.log_change(request, reached or live or record, message)
        self._warn(request, _problems(move) - problems)
        return reached or live

    def _warn(self, request, problems):
        """Name what visitors now find wrong elsewhere, and did not before."""
        ordered = sorted(problems, key=str)
        for problem in ordered[:MOST_PROBLEMS]:
            link = format_html('<a href="{}">{}</a>', problem.address, problem.where)
            messages.warning(request, format_html("{}：{}", link, problem.message))
        if len(ordered) > MOST_PROBLEMS:
            more = len(ordered) - MOST_PROBLEMS
            messages.warning(request, f"还有 {more} 处，见首页的“内容检查”。")

    def save_model(self, request, obj, form, change):
        if change:
            workflow.demand_unmoved(obj)
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        workflow.demand_unmoved(obj)
        super().delete_model(request, obj)

    def kept_because(self, record, *, going):
        return references.why_kept(record)


def _problems(move):
    """What is wrong in the published content; nothing that matters to other moves."""
    if move not in SEEN_BY_VISITORS:
        return set()
    found = content_check.findings(timezone.localdate())
    return {finding for finding in found if finding.severity is Severity.ERROR}
