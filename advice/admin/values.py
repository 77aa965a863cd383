"""Dated values: one person proposes one, another approves it, and then it stays as it is."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from advice import records
from advice.admin.choosing import Choosing
from advice.admin.dated import Row, RowsFormSet, RowsInline, in_force, with_words
from advice.admin.moves import Moved
from advice.models import (
    OPEN,
    DatedValue,
    FeeBracket,
    FeeTableVersion,
    ProductTerm,
    RuleValue,
    Status,
    refuse_broken_brackets,
)
from advice.models.addresses import admin_page


@dataclass(frozen=True)
class Outlook:
    """A proposal among the other values of its series: what to know before it is approved.

    `proposed` is None for one that is only being written down.
    """

    series: list[DatedValue]
    proposed: DatedValue | None
    day: date

    @property
    def now(self):
        return self._row(in_force(self.series, self.day))

    @property
    def coming(self):
        approved = [value for value in self.series if value.is_published]
        return [self._row(value) for value in approved if value.effective_from > self.day]

    @property
    def others_proposed(self):
        others = (value for value in self.series if value != self.proposed)
        return [self._row(value) for value in others if value.status in OPEN]

    @property
    def is_open(self):
        return self.proposed is not None and self.proposed.status in OPEN

    @property
    def standing(self):
        return self._row(self.proposed).standing

    @property
    def warnings(self):
        """What follows from approving it, where that is more than a new value from a day on."""
        if not self.is_open:
            return []
        return [
            warning for warning in (self._replacing(), self._backdated(), self._until()) if warning
        ]

    def _replacing(self):
        for older in records.rivals(self.proposed):
            return (
                f"批准后将取代同一天（{older.effective_from}）起的“{older.words}”：那一个转为已撤下，"
                "留在历史里。"
            )
        return ""

    def _backdated(self):
        first_day = self.proposed.effective_from
        if first_day >= self.day:
            return ""
        return (
            f"第一天（{first_day}）早于今天：批准后，从那天起的测算都会改变，包括已经过去的日子。"
            "只有更正写错的值，才这样做。"
        )

    def _until(self):
        later = [
            value
            for value in self.series
            if value.is_published and value.effective_from > self.proposed.effective_from
        ]
        following = min(later, key=lambda value: value.effective_from, default=None)
        if following is None:
            return ""
        return (
            f"它只用到 {following.effective_from} 前一天：从那天起已经批准了“{following.words}”。"
        )

    def _row(self, value):
        return None if value is None else Row(value, "", self.series, self.day)


class ProposalForm(forms.ModelForm):
    """Refuses a source that may not be cited today."""

    def clean_source(self):
        source = self.cleaned_data["source"]
        unfit = records.unfit_sources([source] if source else [], day=timezone.localdate())
        if unfit:
            raise ValidationError(
                f"这个依据现在不能引用：{unfit}。请先核实并发布它，或换一个；"
                "没有依据就清空，写明假定的理由。"
            )
        return source


class ValueAdmin(Choosing, Moved):
    """Proposals, and what became of them. `number` is the field that the value's words tell."""

    number = "value"
    form = ProposalForm
    change_form_template = "admin/values/change_form.html"
    list_filter = ["status"]
    date_hierarchy = "effective_from"
    formfield_overrides = Choosing.formfield_overrides | {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 60})}
    }

    def get_queryset(self, request):
        return with_words(super().get_queryset(request))

    def get_fields(self, request, obj=None):
        """What can't be changed is shown in words: 24%, not 0.24000000."""
        if self._is_written_on(request, obj):
            return self.fields
        return ["value_in_words" if name == self.number else name for name in self.fields]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "value_in_words")

    def get_inlines(self, request, obj):
        return self.inlines if self._is_written_on(request, obj) else []

    def _is_written_on(self, request, record):
        return record is None or self.has_change_permission(request, record)

    def get_changeform_initial_data(self, request):
        today = {"checked_on": timezone.localdate()}
        return today | super().get_changeform_initial_data(request)

    def render_change_form(self, request, context, *args, **kwargs):
        proposed = kwargs.get("obj")
        form = context["adminform"].form
        told = proposed.series() if proposed else self._told(form)
        values = with_words(self.model.objects.filter(**told)) if told else []
        context["outlook"] = Outlook(list(values), proposed, timezone.localdate())
        if proposed and self.has_add_permission(request):
            context["add_address"] = admin_page(self.model, "add", query=told)
        context["show_delete"] = False  # a draft is thrown away by its own button
        return super().render_change_form(request, context, *args, **kwargs)

    def _told(self, form):
        """The series that the form names, by its address or by what was typed; else empty."""
        told = {}
        for name in self.model.SERIES:
            try:
                told[name] = form.fields[name].clean(form[name].value())
            except ValidationError:
                return {}
        return told

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        series = list(with_words(self.model.objects.filter(**obj.series())))
        for warning in Outlook(series, obj, timezone.localdate()).warnings:
            self.message_user(request, warning, messages.WARNING)

    def kept_because(self, record, *, going):
        match record.status:
            case Status.DRAFT:
                return ""
            case Status.IN_REVIEW:
                return f"{record}：正在等审核，请先退回修改。"
            case Status.WITHDRAWN:
                return f"{record}：曾经批准过，要留作历史，不能删除。"
        if record.effective_from > timezone.localdate():
            return f"{record}：批准过的值不能删除；还没有生效的，可以在它的页面撤下。"
        return f"{record}：已经生效的值不能删除，请提议一个新的值来取代它。"

    @admin.display(description="数值")
    def value_in_words(self, value):
        return value.words

    @admin.display(description="依据")
    def basis(self, value):
        return value.basis


@admin.register(RuleValue)
class RuleValueAdmin(ValueAdmin):
    list_display = ["rule", "value_in_words", "effective_from", "status", "basis"]
    search_fields = ["rule__label", "rule__key", "reason", "note", "source__title"]
    search_help_text = "按规则、依据、理由或说明查找"
    ordering = ["rule__label", "-effective_from"]
    autocomplete_fields = ["rule", "source"]
    fields = ["rule", "effective_from", "value", "source", "reason", "note", "checked_on"]
    stable_fields = ("rule",)


@admin.register(ProductTerm)
class ProductTermAdmin(ValueAdmin):
    list_display = ["product", "key", "value_in_words", "effective_from", "status", "checked_on"]
    list_display_links = ["product", "key"]
    list_filter = ["status", "product", "key"]
    search_fields = ["product__name", "product__slug", "key", "reason", "note", "source__title"]
    search_help_text = "按产品、依据、理由或说明查找"
    ordering = ["product__order", "key", "-effective_from"]
    autocomplete_fields = ["product", "source"]
    fields = [
        "product",
        "key",
        "effective_from",
        "value",
        "source",
        "reason",
        "confidence",
        "note",
        "checked_on",
    ]
    stable_fields = ("product", "key")


class BracketFormSet(RowsFormSet):
    same_rows = "两段重叠了，从同一个金额开始：请改其中一段的“超过”，或删掉一段。"

    def refuse_rows(self, rows):
        refuse_broken_brackets([row.over for row in rows])


class BracketInline(RowsInline, Choosing, admin.TabularInline):
    model = FeeBracket
    formset = BracketFormSet


@admin.register(FeeTableVersion)
class FeeTableVersionAdmin(ValueAdmin):
    number = "maximum"
    list_display = ["table", "effective_from", "value_in_words", "status", "basis"]
    list_display_links = ["table", "effective_from"]
    list_filter = ["status", "table"]
    search_fields = ["table__label", "table__key", "reason", "note", "source__title"]
    search_help_text = "按收费表、依据、理由或说明查找"
    ordering = ["table__label", "-effective_from"]
    autocomplete_fields = ["table", "source"]
    fields = ["table", "effective_from", "maximum", "source", "reason", "note", "checked_on"]
    stable_fields = ("table",)
    inlines = [BracketInline]
