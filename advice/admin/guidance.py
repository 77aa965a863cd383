"""Consequences, strategies with their conditions, and prevention: what results are made of."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils.html import format_html, format_html_join

from advice.admin.dated import RowsFormSet, RowsInline
from advice.admin.publishing import PublishingAdmin
from advice.admin.reviewed import PUBLISHING, SOURCES, GuidanceAdmin
from advice.engine.facts import FACTS
from advice.engine.vocabulary import Unit
from advice.models import (
    Condition,
    Consequence,
    ConsequenceFigure,
    Prevention,
    Strategy,
)


class FigureFormSet(RowsFormSet):
    same_rows = "同一个数字列了两次：请去掉重复的一行。"


class FigureInline(RowsInline, admin.TabularInline):
    model = ConsequenceFigure
    formset = FigureFormSet
    fields = ["fact", "order"]


@admin.register(Consequence)
class ConsequenceAdmin(GuidanceAdmin):
    list_display = ["title", "state", "order", "strategy_count", "review"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary", "body", "table"]}),
        SOURCES,
        PUBLISHING,
    ]
    inlines = [FigureInline]

    def get_queryset(self, request):
        originals = Count("strategies", filter=Q(strategies__revises=None))
        return super().get_queryset(request).annotate(strategy_count=originals)

    @admin.display(description="应对办法", ordering="strategy_count")
    def strategy_count(self, consequence):
        return consequence.strategy_count


def _condition_help():
    """How to write a condition, with the values that each fact of choices knows."""
    choices = [fact for fact in FACTS.values() if fact.unit is Unit.CHOICE]
    told = "、".join(fact.label for fact in FACTS.values() if fact.unit is Unit.YES_NO)
    rows = format_html_join(
        "", "<li>{}：{}</li>", ((fact.label, _values(fact)) for fact in choices)
    )
    return format_html(
        "<p>同一组的条件要全部符合；有几组时，符合一组就显示这个办法；一行都没有就总是显示。"
        "“数值”和“或和另一项比”只填一个。借款人没有填的一项，不算符合。</p>"
        "<ul>{}<li>只能填 yes（是）或 no（否）：{}</li>"
        "<li>其余各项：金额、天数写数字，例如 3000；日期写成 2027-01-01。</li></ul>",
        rows,
        told,
    )


def _values(fact):
    return "；".join(f"{value} = {label}" for value, label in fact.choices)


class ConditionInline(RowsInline, admin.TabularInline):
    model = Condition
    fields = ["group", "fact", "operator", "value", "compared_fact"]


@admin.register(Strategy)
class StrategyAdmin(GuidanceAdmin):
    change_form_template = "admin/strategy_form.html"
    list_display = [
        "title",
        "state",
        "urgency",
        "effect_kind",
        "condition_count",
        "order",
        "review",
    ]
    list_filter = [*PublishingAdmin.list_filter, "urgency", "effect_kind", "eases", "products"]
    search_fields = [*GuidanceAdmin.search_fields, "first_step"]
    checkboxes = [*GuidanceAdmin.checkboxes, "eases"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary", "first_step", "body"]}),
        ("放在哪里", {"fields": ["urgency", "eases"]}),
        (
            "效果：算给借款人看的数字",
            {
                "fields": [
                    "effect_kind",
                    ("max_months", "waived_share", "plan_daily_rate_percent"),
                    ("uses_savings", "uses_sellable_assets", "uses_family_loan"),
                    ("uses_monthly_surplus", "uses_expense_cut"),
                ],
            },
        ),
        SOURCES,
        PUBLISHING,
        ("下面的条件怎么填", {"fields": [], "description": _condition_help()}),
    ]
    inlines = [ConditionInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(condition_count=Count("conditions"))

    @admin.display(description="条件数", ordering="condition_count")
    def condition_count(self, strategy):
        return strategy.condition_count


@admin.register(Prevention)
class PreventionAdmin(GuidanceAdmin):
    list_display = ["title", "state", "order", "review"]
    search_fields = [*GuidanceAdmin.search_fields, "first_step"]
    fieldsets = [
        (None, {"fields": ["title", "key", "summary", "first_step", "body"]}),
        SOURCES,
        PUBLISHING,
    ]
