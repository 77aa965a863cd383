"""Legal sources, with what rests on them."""

from django.contrib import admin, messages
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html_join

from advice.admin.keeping import Keeping
from advice.admin.pages import EditorsAdmin
from advice.admin.publishing import Publishing
from advice.engine.facts import FACTS
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
class LegalSourceAdmin(Keeping, Publishing, EditorsAdmin):
    list_display = ["citation", "confidence", "status", "validity", "effective_from"]
    list_filter = ["status", "confidence", ValidityFilter]
    search_fields = ["title", "article", "document_no", "key", "summary"]
    search_help_text = "按名称、条款、文号、代号或概括查找"
    ordering = ["title", "key"]
    date_hierarchy = "effective_from"
    fieldsets = [
        (None, {"fields": ["key", "title", "article", "document_no", "summary"]}),
        ("从什么时候到什么时候", {"fields": ["effective_from", "effective_to", "effective_note"]}),
        ("发布", {"fields": ["confidence", "status", "resting"]}),
    ]
    readonly_fields = ["resting"]

    def kept_because(self, record, *, going):
        resting = record.resting_on_it()
        if resting:
            named = "、".join(str(cited) for cited in resting)
            return f"{record}：这些已发布的内容或数值引用了它，请先改它们：{named}。"
        figures = [fact.label for fact in FACTS.values() if record.key in fact.law]
        if figures:
            return f"{record}：结果页的这些数字注明了它，不能删除：{'、'.join(figures)}。"
        return ""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        published = obj.resting_on_it() if obj.is_superseded(timezone.localdate()) else []
        if published:
            named = "、".join(str(record) for record in published)
            message = f"这个依据已失效，请为这些已发布的内容和数值换依据：{named}。"
            self.message_user(request, message, messages.WARNING)

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
