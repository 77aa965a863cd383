"""Records that visitors read: their lists show the records themselves, never a working copy."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q
from django.utils import timezone

from advice.admin.choosing import Choosing
from advice.admin.moves import Moved
from advice.engine.calendar import add_months
from advice.models import Status

MONTHS_TO_NEXT_REVIEW = 6


class WorkFilter(admin.SimpleListFilter):
    """Records that are, or whose working copies are, on their way to the visitors."""

    title = "进展"
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [
            (Status.IN_REVIEW.value, "待审核"),
            (Status.DRAFT.value, "正在写"),
            (Status.SCHEDULED.value, "已定时"),
        ]

    def queryset(self, request, queryset):
        asked = self.value()
        if asked not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(Q(status=asked) | Q(working_copy__status=asked))


class ReviewFilter(admin.SimpleListFilter):
    """Records that were to be read, or compared with what they rest on, by now."""

    title = "复核"
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("due", "过了日期"), ("done", "还没到期")]

    def queryset(self, request, queryset):
        _, due_on = self.model_admin.review_fields
        today = timezone.localdate()
        match self.value():
            case "due":
                return queryset.filter(**{f"{due_on}__lt": today})
            case "done":
                return queryset.filter(**{f"{due_on}__gte": today})
        return queryset

    def __init__(self, request, params, model, model_admin):
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class ListOfOriginals(ChangeList):
    """Each record once, with how far its working copy is."""

    def get_queryset(self, request, exclude_parameters=None):
        self.root_queryset = self.root_queryset.originals().prefetch_related("working_copy")
        return super().get_queryset(request, exclude_parameters)


class PublishingAdmin(Choosing, Moved):
    """Records of which there may be a working copy beside the one that visitors see.

    `review_fields` are the day of the last review and the day of the next one.
    """

    list_filter = ["status", WorkFilter, ReviewFilter]
    review_fields = ("reviewed_on", "review_due_on")

    def get_changelist(self, request, **kwargs):
        return ListOfOriginals

    def get_changeform_initial_data(self, request):
        today = timezone.localdate()
        reviewed_on, due_on = self.review_fields
        review = {reviewed_on: today, due_on: add_months(today, MONTHS_TO_NEXT_REVIEW)}
        return review | super().get_changeform_initial_data(request)

    def view_on_site(self, record):
        """The page of a published record; a draft has none."""
        return record.get_absolute_url() if record.is_published else None

    @admin.display(description="状态", ordering="status")
    def state(self, record):
        """Where it stands, and where its working copy does."""
        copy = f"，修改稿{_standing(record.copy)}" if record.copy else ""
        return _standing(record) + copy

    @admin.display(description="下次复核", ordering="review_due_on")
    def review(self, record):
        due = record.is_review_overdue(timezone.localdate())
        return f"待复核（{record.review_due_on}）" if due else record.review_due_on


def _standing(record):
    if record.publish_at is None:
        return record.get_status_display()
    when = timezone.localtime(record.publish_at)
    return f"{record.get_status_display()}（{when:%Y-%m-%d %H:%M}）"
