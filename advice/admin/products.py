"""Loan products with their dated terms."""

from dataclasses import fields

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice.admin.dated import DatedInline, RowsFormSet, in_force
from advice.admin.keeping import Keeping
from advice.admin.pages import EditorsAdmin
from advice.engine.facts import number_words
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.rules import Terms
from advice.engine.vocabulary import TermKey
from advice.models import LoanProduct, ProductTerm

NEEDED = [TermKey(field.name) for field in fields(Terms)]


class TermFormSet(RowsFormSet):
    same_rows = "有两行是同一个条款、从同一天起：请改其中一行的日期，或删掉一行。"

    def refuse_rows(self, rows):
        today = timezone.localdate()
        missing = [
            key.label
            for key in NEEDED
            if in_force([row for row in rows if row.key == key], today) is None
        ]
        if self.instance.is_active and missing:
            raise ValidationError(
                f"这个产品可以选，测算今天就要用到这些条款：{'、'.join(missing)}。"
                "请各填一行今天已经生效的值，或者先去掉“可以选”。"
            )


class TermInline(DatedInline):
    model = ProductTerm
    formset = TermFormSet
    fields = ["key", "effective_from", "value", "source", "reason", "confidence", "checked_on"]


class ProductForm(forms.ModelForm):
    """Keeps the product that the site is about on offer."""

    def clean_is_active(self):
        if self.instance.slug == DEFAULT_PRODUCT and not self.cleaned_data["is_active"]:
            raise ValidationError(f"“{self.instance.name}”是本站默认的产品，要一直可以选。")
        return self.cleaned_data["is_active"]


@admin.register(LoanProduct)
class LoanProductAdmin(Keeping, EditorsAdmin):
    form = ProductForm
    list_display = ["name", "lender", "is_active", "multiplier", "since", "order"]
    list_filter = ["is_active"]
    search_fields = ["name", "slug", "lender", "note"]
    search_help_text = "按名称、代号、贷款人或说明查找"
    ordering = ["order", "name"]
    fields = ["name", "slug", "lender", "is_active", "order", "note"]
    stable_fields = ("slug",)
    inlines = [TermInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("terms")

    def kept_because(self, record, *, going):
        if record.slug == DEFAULT_PRODUCT:
            return f"{record.name}：本站默认的产品，不能删除。"
        named = "、".join(f"“{meant}”" for meant in _meant_for(record))
        return f"{record.name}：{named}写明适用于它，请先改它们的“适用产品”。" if named else ""

    @admin.display(description="现行的罚息倍数")
    def multiplier(self, product):
        now = _multiplier_now(product)
        return number_words(now.value, TermKey.PENALTY_MULTIPLIER.unit) if now else "今天没有值"

    @admin.display(description="从哪天起")
    def since(self, product):
        now = _multiplier_now(product)
        return now.effective_from if now else None


def _meant_for(product):
    """The records that name the product; without it they would be for every product."""
    return [
        record
        for relation in product._meta.related_objects
        if relation.many_to_many
        for record in relation.related_model.objects.filter(**{relation.field.name: product})
    ]


def _multiplier_now(product):
    terms = [term for term in product.terms.all() if term.key == TermKey.PENALTY_MULTIPLIER]
    return in_force(terms, timezone.localdate())
