"""Legal sources, with what rests on them."""

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html_join

from advice.admin.csv_files import InAndOutAsCSV
from advice.admin.csv_resources import SourceTable
from advice.admin.publishing import PublishingAdmin
from advice.models import LegalSource


class ValidityFilter(admin.SimpleListFilter):
    title = "有效"
    parameter_name = "valid"

    def lookups(self, request, model_admin):
        return [("yes", "现行"), ("no", "已失效")]

    def queryset(self, request, queryset):
        superseded = Q(effective_to__lt=timezone.localdate())
        match self.value():
            case "yes":
                return queryset.exclude(superseded)
            case "no":
                return queryset.filter(superseded)
        return queryset


@admin.register(LegalSource)
class LegalSourceAdmin(InAndOutAsCSV, PublishingAdmin):
    resource_classes = [SourceTable]
    list_display = ["citation", "confidence", "state", "validity", "effective_from", "review"]
    list_filter = [*PublishingAdmin.list_filter, "confidence", ValidityFilter]
    review_fields = ("checked_on", "review_due_on")
    search_fields = ["title", "article", "document_no", "key", "summary"]
    search_help_text = "按名称、条款、文号、代号或概括查找"
    ordering = ["title", "key"]
    date_hierarchy = "effective_from"
    fieldsets = [
        (None, {"fields": ["key", "title", "article", "document_no", "summary"]}),
        ("从什么时候到什么时候", {"fields": ["effective_from", "effective_to", "effective_note"]}),
        ("有多可靠", {"fields": ["confidence", "checked_on", "review_due_on", "resting"]}),
    ]
    readonly_fields = ["resting"]

    @admin.display(description="依据", ordering="title")
    def citation(self, source):
        return source.citation

    @admin.display(description="有效")
    def validity(self, source):
        if not source.is_superseded(timezone.localdate()):
            return "现行"
        return f"{source.effective_to} 后失效"

    @admin.display(description="谁引用了它")
    def resting(self, source):
        resting = source.resting_on_it() if source.pk else []
        return format_html_join("", "{}<br>", ((str(record),) for record in resting)) or "还没有"
