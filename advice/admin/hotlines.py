"""Where to turn."""

from django.contrib import admin
from django.urls import reverse

from advice.admin.choosing import Choosing
from advice.admin.pages import EditorsAdmin
from advice.admin.publishing import CitingForm, Publishing
from advice.models import Hotline, Status


class HotlineForm(CitingForm):
    cites = "source"


@admin.register(Hotline)
class HotlineAdmin(Publishing, Choosing, EditorsAdmin):
    form = HotlineForm
    list_display = ["number", "name", "purpose", "status", "confidence", "checked_on"]
    list_display_links = ["number", "name"]
    list_filter = ["status", "confidence", "first_when_distressed"]
    search_fields = ["number", "reach", "name", "purpose", "note", "key"]
    search_help_text = "按号码、名称或用途查找"
    ordering = ["order", "number"]
    date_hierarchy = "checked_on"
    autocomplete_fields = ["source"]
    checkboxes = ["products"]
    fieldsets = [
        (None, {"fields": ["key", "number", "reach", "name", "purpose", "hours", "products"]}),
        ("依据", {"fields": ["confidence", "source", "note", "checked_on", "check_due_on"]}),
        ("发布", {"fields": ["status", "order", "first_when_distressed"]}),
    ]

    def cited_by(self, record):
        return {"source": [record.source] if record.source else []}

    def view_on_site(self, record):
        """Published numbers stand on the page of help."""
        return reverse("advice:help") if record.status == Status.PUBLISHED else None
