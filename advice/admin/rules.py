"""Rules and fee tables with their dated values."""

from dataclasses import fields

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from advice.admin.choosing import Choosing
from advice.admin.dated import DatedInline, RowsFormSet, in_force, refuse_none_in_force
from advice.admin.keeping import Keeping
from advice.admin.pages import EditorsAdmin
from advice.engine.facts import number_words
from advice.engine.rules import RulesInForce
from advice.engine.vocabulary import Unit
from advice.engine.wording import plain
from advice.models import (
    Consequence,
    FeeBracket,
    FeeTable,
    FeeTableVersion,
    Prevention,
    Rule,
    RuleValue,
    Strategy,
)
from advice.prose import placeholders

NEEDED = {field.name for field in fields(RulesInForce)}


def basis(value):
    """What a dated value rests on, in a word or two."""
    return f"假定：{value.reason}" if value.is_assumption else value.source.citation


class BasisFilter(admin.SimpleListFilter):
    """Rules that rest on law, and those that are assumed, by any of their values."""

    title = "依据"
    parameter_name = "basis"

    def lookups(self, request, model_admin):
        return [("law", "法律"), ("assumed", "假定")]

    def queryset(self, request, queryset):
        if self.value() not in {"law", "assumed"}:
            return queryset
        values = RuleValue.objects.filter(source__isnull=self.value() == "assumed")
        return queryset.filter(pk__in=values.values("rule"))


class RuleValueFormSet(RowsFormSet):
    same_rows = "有两行从同一天起：请改其中一行的日期，或删掉一行。"

    def refuse_rows(self, rows):
        if not rows:
            raise ValidationError("请至少填一个值，并写明从哪天起用。")
        if self.instance.key in NEEDED:
            refuse_none_in_force(rows, f"“{self.instance.label}”")


class RuleValueInline(DatedInline):
    model = RuleValue
    formset = RuleValueFormSet
    fields = ["effective_from", "value", "source", "reason", "checked_on"]


@admin.register(Rule)
class RuleAdmin(Keeping, EditorsAdmin):
    list_display = ["label", "value_now", "since", "basis_now", "checked"]
    list_filter = [BasisFilter]
    search_fields = ["label", "key", "explanation"]
    search_help_text = "按名称、代号或说明查找"
    ordering = ["label"]
    fields = ["label", "key", "unit", "explanation"]
    stable_fields = ("key", "unit")
    inlines = [RuleValueInline]

    def get_queryset(self, request):
        values = Prefetch("values", RuleValue.objects.select_related("source"))
        return super().get_queryset(request).prefetch_related(values)

    def kept_because(self, record, *, going):
        if record.key in NEEDED:
            return f"{record.label}：测算要用它，不能删除。规则变了，请在它的页面加一个新的值。"
        texts = _texts_with(f"rule:{record.key}")
        if texts:
            return f"{record.label}：{'、'.join(texts)}的正文用到它，请先改正文。"
        return ""

    @admin.display(description="现行的值")
    def value_now(self, rule):
        now = _now(rule.values.all())
        return number_words(now.value, Unit(rule.unit)) if now else "今天没有值"

    @admin.display(description="从哪天起")
    def since(self, rule):
        now = _now(rule.values.all())
        return now.effective_from if now else None

    @admin.display(description="依据")
    def basis_now(self, rule):
        now = _now(rule.values.all())
        return basis(now) if now else None

    @admin.display(description="核对日期")
    def checked(self, rule):
        now = _now(rule.values.all())
        return now.checked_on if now else None


def _now(values):
    return in_force(values, timezone.localdate())


def _texts_with(placeholder):
    """The titles of the guidance that shows the figure."""
    records = [
        record for kind in (Consequence, Strategy, Prevention) for record in kind.objects.all()
    ]
    return [
        f"“{record.title}”"
        for record in records
        if any(placeholder in placeholders(getattr(record, name)) for name in record.prose_fields())
    ]


class VersionInline(admin.TabularInline):
    """The versions of a table; each is edited on its own page, together with its brackets."""

    model = FeeTableVersion
    fields = readonly_fields = ["page", "bracket_count", "maximum", "source", "checked_on"]
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        versions = super().get_queryset(request).select_related("source", "table")
        return versions.prefetch_related("brackets")

    @admin.display(description="从哪天起（打开）")
    def page(self, version):
        address = reverse("admin:advice_feetableversion_change", args=[version.pk])
        return format_html('<a href="{}">{} 起的版本</a>', address, version.effective_from)

    @admin.display(description="分几段")
    def bracket_count(self, version):
        return len(version.brackets.all())


@admin.register(FeeTable)
class FeeTableAdmin(Keeping, EditorsAdmin):
    list_display = ["label", "since", "bracket_count", "basis_now", "checked"]
    search_fields = ["label", "key"]
    search_help_text = "按名称或代号查找"
    ordering = ["label"]
    readonly_fields = ["new_version"]
    inlines = [VersionInline]

    def get_fields(self, request, obj=None):
        return ["label", "key", "new_version"] if obj else ["label", "key"]

    def get_queryset(self, request):
        versions = FeeTableVersion.objects.select_related("source").prefetch_related("brackets")
        return super().get_queryset(request).prefetch_related(Prefetch("versions", versions))

    def kept_because(self, record, *, going):
        if record.key in NEEDED:
            return f"{record.label}：测算要用它，不能删除。收费标准变了，请加一个新的版本。"
        return ""

    @admin.display(description="收费标准变了")
    def new_version(self, table):
        address = reverse("admin:advice_feetableversion_add", query={"table": table.pk})
        return format_html('<a href="{}">加一个新的版本</a>（不要改旧的一版）', address)

    @admin.display(description="现行的一版从哪天起")
    def since(self, table):
        now = _now(table.versions.all())
        return now.effective_from if now else "今天没有生效的版本"

    @admin.display(description="分几段")
    def bracket_count(self, table):
        now = _now(table.versions.all())
        return len(now.brackets.all()) if now else None

    @admin.display(description="依据")
    def basis_now(self, table):
        now = _now(table.versions.all())
        return basis(now) if now else None

    @admin.display(description="核对日期")
    def checked(self, table):
        now = _now(table.versions.all())
        return now.checked_on if now else None


class BracketFormSet(RowsFormSet):
    same_rows = "两段重叠了，从同一个金额开始：请改其中一段的“超过”，或删掉一段。"

    def refuse_rows(self, rows):
        lower_ends = [row.over for row in rows]
        if not rows:
            raise ValidationError("请至少填一段；第一段的“超过”填 0。")
        if lower_ends != sorted(lower_ends):
            raise ValidationError("各段要从小到大排：请按“超过”的金额重新填各行。")
        if lower_ends[0] != 0:
            first = plain(lower_ends[0])
            raise ValidationError(f"第一段要从 0 开始：请把 {first} 改成 0，或在最前面补一段。")


class BracketInline(Choosing, admin.TabularInline):
    model = FeeBracket
    formset = BracketFormSet
    extra = 0


class VersionForm(forms.ModelForm):
    """Refuses to move a version to another's day, or the only one in force to a later day."""

    def clean_effective_from(self):
        first_day = self.cleaned_data["effective_from"]
        if not self.instance.pk:
            return first_day
        table = self.instance.table
        others = list(table.versions.exclude(pk=self.instance.pk))
        if first_day in [version.effective_from for version in others]:
            raise ValidationError("这张表从这一天起已经有一个版本：请改日期，或改那一版。")
        if table.key in NEEDED:
            moved = FeeTableVersion(effective_from=first_day)
            refuse_none_in_force([*others, moved], f"“{table.label}”")
        return first_day


@admin.register(FeeTableVersion)
class FeeTableVersionAdmin(Keeping, Choosing, EditorsAdmin):
    form = VersionForm
    list_display = ["table", "effective_from", "bracket_count", "maximum", "basis", "checked_on"]
    list_display_links = ["table", "effective_from"]
    list_filter = ["table"]
    search_fields = ["table__label", "table__key", "reason", "source__title"]
    search_help_text = "按收费表或依据的名称查找"
    ordering = ["table__label", "effective_from"]
    date_hierarchy = "effective_from"
    autocomplete_fields = ["table", "source"]
    fields = ["table", "effective_from", "maximum", "source", "reason", "checked_on"]
    stable_fields = ("table",)
    inlines = [BracketInline]

    def get_queryset(self, request):
        versions = super().get_queryset(request).select_related("table", "source")
        return versions.prefetch_related("brackets")

    def kept_because(self, record, *, going):
        left = record.table.versions.exclude(pk__in=going)
        if record.table.key in NEEDED and in_force(left, timezone.localdate()) is None:
            return f"{record}：测算今天就要用它，删了就没有生效的版本，请先加新的一版。"
        return ""

    @admin.display(description="分几段")
    def bracket_count(self, version):
        return len(version.brackets.all())

    @admin.display(description="依据")
    def basis(self, version):
        return basis(version)
