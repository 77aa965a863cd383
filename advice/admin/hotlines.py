"""Where to turn."""

from django.contrib import admin
from django.urls import reverse

from advice.admin.publishing import PublishingAdmin
from advice.models import Hotline


@admin.register(Hotline)
class HotlineAdmin(PublishingAdmin):
    list_display = ["number", "name", "purpose", "state", "confidence", "checked_on"]
    list_display_links = ["number", "name"]
    list_filter = [*PublishingAdmin.list_filter, "confidence", "first_when_distressed"]
    review_fields = ("checked_on", "check_due_on")
    search_fields = ["number", "reach", "name", "purpose", "note", "key"]
    search_help_text = "按号码、名称或用途查找"
    ordering = ["order", "number"]
    date_hierarchy = "checked_on"
    autocomplete_fields = ["source"]
    checkboxes = ["products"]
    fieldsets = [
        (None, {"fields": ["key", "number", "reach", "name", "purpose", "hours", "products"]}),
        ("依据", {"fields": ["confidence", "source", "note", "checked_on", "check_due_on"]}),
        ("放在哪里", {"fields": ["order", "first_when_distressed"]}),
    ]

    def view_on_site(self, record):
        """Published numbers stand on the page of help."""
        return reverse("advice:help") if record.is_published else None
