"""What the admins of all texts share: sources, days of review, status."""

from django.contrib import admin
from django.db import models
from django.utils import timezone

from advice.admin.choosing import Choosing
from advice.admin.pages import EditorsAdmin
from advice.admin.previewing import PreviewedText
from advice.admin.publishing import CitingForm, Publishing, ReviewFilter
from advice.engine.calendar import add_months

MONTHS_TO_NEXT_REVIEW = 6
SOURCES = ("依据和适用", {"fields": ["sources", "products"]})
PUBLISHING = ("复核和排序", {"fields": ["order", "reviewed_on", "review_due_on"]})


class ReviewedAdmin(Publishing, Choosing, EditorsAdmin):
    """Records that rest on sources and are reviewed."""

    form = CitingForm
    list_filter = ["status", ReviewFilter]
    date_hierarchy = "reviewed_on"
    autocomplete_fields = ["sources"]
    formfield_overrides = Choosing.formfield_overrides | {
        models.TextField: {"widget": PreviewedText(attrs={"rows": 24, "cols": 90})}
    }

    def cited_by(self, record):
        return {"sources": record.sources.all()}

    def get_changeform_initial_data(self, request):
        today = timezone.localdate()
        review = {
            "reviewed_on": today,
            "review_due_on": add_months(today, MONTHS_TO_NEXT_REVIEW),
        }
        return review | super().get_changeform_initial_data(request)

    @admin.display(description="下次复核", ordering="review_due_on")
    def review(self, record):
        due = record.is_review_overdue(timezone.localdate())
        return f"待复核（{record.review_due_on}）" if due else record.review_due_on


class ArticleAdmin(ReviewedAdmin):
    """Texts with a title, a gist and a body."""

    search_fields = ["title", "key", "summary", "body"]
    search_help_text = "按标题、代号、一句话或正文查找"
    ordering = ["order", "key"]


class GuidanceAdmin(ArticleAdmin):
    """Texts that may be meant for some products only."""

    list_filter = [*ArticleAdmin.list_filter, "products"]
    checkboxes = ["products"]
