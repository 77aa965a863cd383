"""Loan products; their terms have pages of their own."""

from dataclasses import fields

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice.admin.dated import HoldsValues, in_force
from advice.admin.keeping import Keeping
from advice.admin.pages import EditorsAdmin
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.rules import Terms
from advice.engine.vocabulary import TermKey
from advice.models import LoanProduct, ProductTerm

NEEDED = [TermKey(field.name) for field in fields(Terms)]


class ProductForm(forms.ModelForm):
    """Keeps the product of the site on offer, and a product without its terms off it."""

    def clean_is_active(self):
        is_active = self.cleaned_data["is_active"]
        if self.instance.slug == DEFAULT_PRODUCT and not is_active:
            raise ValidationError(f"“{self.instance.name}”是本站默认的产品，要一直可以选。")
        missing = [key.label for key in _missing(self.instance)] if is_active else []
        if missing:
            raise ValidationError(
                f"可以选的产品，测算今天就要用到这些条款：{'、'.join(missing)}。"
                "请先去掉“可以选”，提议并批准它们今天已经生效的值。"
            )
        return is_active


def _missing(product):
    """The terms that the calculation needs and that have no value in force."""
    approved = ProductTerm.objects.published().filter(product=product.pk)
    begun = {term.key for term in approved if term.effective_from <= timezone.localdate()}
    return [key for key in NEEDED if key not in begun]


@admin.register(LoanProduct)
class LoanProductAdmin(HoldsValues, Keeping, EditorsAdmin):
    form = ProductForm
    values = "terms"
    list_display = ["name", "lender", "is_active", "multiplier", "since", "order"]
    list_filter = ["is_active"]
    search_fields = ["name", "slug", "lender", "note"]
    search_help_text = "按名称、代号、贷款人或说明查找"
    ordering = ["order", "name"]
    fields = ["name", "slug", "lender", "is_active", "order", "note"]
    stable_fields = ("slug",)

    def get_changeform_initial_data(self, request):
        """A new product has no terms yet."""
        return {"is_active": False} | super().get_changeform_initial_data(request)

    def kept_because(self, record, *, going):
        if record.slug == DEFAULT_PRODUCT:
            return f"{record.name}：本站默认的产品，不能删除。"
        named = "、".join(f"“{meant}”" for meant in _meant_for(record))
        if named:
            return f"{record.name}：{named}写明适用于它，请先改它们的“适用产品”。"
        return super().kept_because(record, going=going)

    def links(self, owner):
        return [(key.label, self.owned_by(owner) | {"key": key.value}) for key in TermKey]

    def name_of(self, value):
        return value.get_key_display()

    def now(self, owner):
        """The multiplier, which makes arrears dear, stands for the terms."""
        terms = [term for term in owner.terms.all() if term.key == TermKey.PENALTY_MULTIPLIER]
        return in_force(terms, timezone.localdate())

    @admin.display(description="现行的罚息倍数")
    def multiplier(self, product):
        return self.value_now(product)


def _meant_for(product):
    """The records that name the product; without it they would be for every product."""
    return [
        record
        for relation in product._meta.related_objects
        if relation.many_to_many
        for record in relation.related_model.objects.filter(**{relation.field.name: product})
    ]
