"""Rows of dated values, as rules, products and fee tables have them."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from advice.admin.choosing import Choosing


def in_force(values, day):
    """The value that holds on `day`; None where none has begun."""
    begun = [value for value in values if value.effective_from <= day]
    return max(begun, key=lambda value: value.effective_from, default=None)


class RowsFormSet(forms.BaseInlineFormSet):
    """Rows under a record, with messages that say what to do."""

    same_rows = ""

    def get_unique_error_message(self, unique_check):
        return self.same_rows

    def get_form_error(self):
        return self.same_rows

    def initial_form_count(self):
        """A page that lost count of its rows is not believed below zero."""
        return max(super().initial_form_count(), 0)

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        staying = [form for form in self.forms if self._stays(form)]
        if self.instance.pk:
            for form in staying:
                self._refuse_what_is_stored(form)
        self.refuse_rows([form.instance for form in staying])

    def _stays(self, form):
        return bool(form.cleaned_data) and not form.cleaned_data.get("DELETE")

    def _refuse_what_is_stored(self, form):
        """Compare with all stored rows, also those that another editor added meanwhile.

        Django leaves the constraints that name the parent out of an inline form's validation.
        """
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                try:
                    constraint.validate(self.model, form.instance)
                except ValidationError as refused:
                    form.add_error(None, refused)

    def refuse_rows(self, rows):
        """Raise ValidationError where the rows that stay don't fit together."""


class DatedInline(Choosing, admin.TabularInline):
    """Values with their first days, the oldest first; another one starts below."""

    extra = 0
    autocomplete_fields = ["source"]
    formfield_overrides = Choosing.formfield_overrides | {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 22})}
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Sources are edited on their own pages; rows of values have no room for the icons."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


def refuse_none_in_force(rows, what):
    """Raise ValidationError where nothing would hold today."""
    if in_force(rows, timezone.localdate()) is None:
        raise ValidationError(
            f"测算今天就要用到{what}：请至少留一个今天已经生效的值，不要把它删掉或改到以后。"
        )
