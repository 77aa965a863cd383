"""Form fields of the admin: records to choose, and decimals as people write them.

Whatever is posted, also what is no record's id, ends in a message and never in an error page.
"""

from decimal import Decimal

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models

from advice.records.document import plain_number

LONGEST_ID = 18


def could_be_an_id(value):
    """Whether the database may be asked for it: a whole number that fits its column."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID


class _AsksForIdsOnly:
    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, list(filter(could_be_an_id, value)), attrs)


class SearchOne(_AsksForIdsOnly, AutocompleteSelect):
    """Type a few characters to find one record."""


class SearchSeveral(_AsksForIdsOnly, AutocompleteSelectMultiple):
    """Type a few characters to find a record; choose as many as needed."""


class RecordsField(forms.ModelMultipleChoiceField):
    """Records by their ids; what can't be an id is refused before the database is asked."""

    def clean(self, value):
        for pk in value if isinstance(value, list | tuple) else []:
            if not could_be_an_id(pk):
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": pk})
        return super().clean(value)


FULL_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


class PlainDecimalField(forms.DecimalField):
    """A decimal without the zeros that its column adds: 0.24, not 0.24000000.

    Digits from a Chinese keyboard are understood.
    """

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 12})

    def to_python(self, value):
        return super().to_python(value.translate(FULL_WIDTH) if isinstance(value, str) else value)

    def prepare_value(self, value):
        if not isinstance(value, Decimal) or not value.is_finite():
            return value
        return plain_number(value)


class Choosing:
    """An admin, or an inline, with these fields; `checkboxes` names the short lists."""

    checkboxes = ()
    formfield_overrides = {models.DecimalField: {"form_class": PlainDecimalField}}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["form_class"] = RecordsField
        if db_field.name in self.checkboxes:
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchSeveral(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
