"""Draft and published: the two actions, the link to the page, and which sources may be cited."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from advice.models import Status, refuse_unfit_sources


class Publishing:
    """An admin of records with a status. What is refused on the page is refused in the list."""

    actions = ["publish", "withdraw"]

    def cited_by(self, record):
        """The sources that the record rests on, by the name of their field."""
        return {}

    def view_on_site(self, record):
        """The page of a published record; a draft has none."""
        return record.get_absolute_url() if record.status == Status.PUBLISHED else None

    @admin.action(description="发布所选的", permissions=["change"])
    def publish(self, request, queryset):
        self._change_status(request, queryset, Status.PUBLISHED)

    @admin.action(description="把所选的转为草稿", permissions=["change"])
    def withdraw(self, request, queryset):
        self._change_status(request, queryset, Status.DRAFT)

    def _change_status(self, request, queryset, status):
        changed = 0
        for record in queryset.exclude(status=status):
            record.status = status
            try:
                self._refuse(record)
            except ValidationError as refused:
                reasons = "".join(refused.messages)
                self.message_user(request, f"“{record}”没有改：{reasons}", messages.ERROR)
                continue
            with transaction.atomic():  # what follows from it, such as what the search finds, too
                record.save()
                self.log_change(request, record, f"状态改为{status.label}。")
            changed += 1
        self.message_user(request, f"{changed} 条改为{status.label}。", messages.SUCCESS)

    def _refuse(self, record):
        record.full_clean()
        if record.status == Status.PUBLISHED:
            for field, sources in self.cited_by(record).items():
                refuse_unfit_sources(sources, day=timezone.localdate(), field=field)


class CitingForm(forms.ModelForm):
    """Refuses to publish what rests on a source that may not be cited today."""

    cites = "sources"

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get(self.cites)
        if cleaned.get("status") == Status.PUBLISHED and chosen:
            sources = chosen if self.cites == "sources" else [chosen]
            refuse_unfit_sources(sources, day=timezone.localdate(), field=self.cites)
        return cleaned


class ReviewFilter(admin.SimpleListFilter):
    """Records whose review was due, and the others."""

    title = "复核"
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("due", "待复核"), ("done", "还没到期")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "due":
                return queryset.filter(review_due_on__lt=today)
            case "done":
                return queryset.filter(review_due_on__gte=today)
        return queryset
