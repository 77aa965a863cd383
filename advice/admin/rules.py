"""Rules and fee tables; their values have pages of their own."""

from dataclasses import fields

from django.contrib import admin

from advice.admin.dated import HoldsValues
from advice.admin.keeping import Keeping
from advice.admin.pages import EditorsAdmin
from advice.engine.rules import RulesInForce
from advice.models import FeeTable, Rule, RuleValue
from advice.services.references import texts_with

NEEDED = {field.name for field in fields(RulesInForce)}


class BasisFilter(admin.SimpleListFilter):
    """Rules that rest on law, and those that are assumed, by any of their approved values."""

    title = "依据"
    parameter_name = "basis"

    def lookups(self, request, model_admin):
        return [("law", "法律"), ("assumed", "假定")]

    def queryset(self, request, queryset):
        if self.value() not in {"law", "assumed"}:
            return queryset
        approved = RuleValue.objects.published()
        values = approved.filter(source__isnull=self.value() == "assumed")
        return queryset.filter(pk__in=values.values("rule"))


@admin.register(Rule)
class RuleAdmin(HoldsValues, Keeping, EditorsAdmin):
    list_display = ["label", "value_now", "since", "basis_now", "checked"]
    list_filter = [BasisFilter]
    search_fields = ["label", "key", "explanation"]
    search_help_text = "按名称、代号或说明查找"
    ordering = ["label"]
    fields = ["label", "key", "unit", "explanation"]
    stable_fields = ("key", "unit")

    def kept_because(self, record, *, going):
        if record.key in NEEDED:
            return f"{record.label}：测算要用它，不能删除。规则变了，请在它的页面提议新的值。"
        texts = texts_with(f"rule:{record.key}")
        if texts:
            return f"{record.label}：{'、'.join(texts)}的正文用到它，请先改正文。"
        return super().kept_because(record, going=going)


@admin.register(FeeTable)
class FeeTableAdmin(HoldsValues, Keeping, EditorsAdmin):
    values = "versions"
    list_display = ["label", "value_now", "since", "basis_now", "checked"]
    search_fields = ["label", "key"]
    search_help_text = "按名称或代号查找"
    ordering = ["label"]
    fields = ["label", "key"]

    def kept_because(self, record, *, going):
        if record.key in NEEDED:
            return f"{record.label}：测算要用它，不能删除。收费标准变了，请在它的页面提议新的版本。"
        return super().kept_because(record, going=going)

    def links(self, owner):
        return [("提议新的版本", self.owned_by(owner))]
