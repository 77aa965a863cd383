"""What the admins of all texts share: sources, days of review, status."""

from django.db import models

from advice.admin.choosing import Choosing
from advice.admin.previewing import PreviewedText
from advice.admin.publishing import PublishingAdmin

SOURCES = ("依据和适用", {"fields": ["sources", "products"]})
PUBLISHING = ("复核和排序", {"fields": ["order", "reviewed_on", "review_due_on"]})


class ReviewedAdmin(PublishingAdmin):
    """Records that rest on sources and are reviewed."""

    date_hierarchy = "reviewed_on"
    autocomplete_fields = ["sources"]
    formfield_overrides = Choosing.formfield_overrides | {
        models.TextField: {"widget": PreviewedText(attrs={"rows": 24, "cols": 90})}
    }


class ArticleAdmin(ReviewedAdmin):
    """Texts with a title, a gist and a body."""

    search_fields = ["title", "key", "summary", "body"]
    search_help_text = "按标题、代号、一句话或正文查找"
    ordering = ["order", "key"]


class GuidanceAdmin(ArticleAdmin):
    """Texts that may be meant for some products only."""

    list_filter = [*ArticleAdmin.list_filter, "products"]
    checkboxes = ["products"]
