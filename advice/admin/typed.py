"""What was typed into a form as a document, and what is stored as a form would post it."""

from decimal import Decimal

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME

from advice.records.document import key_of, part_fields, plain_number
from advice.services.comparing import settled


def typed_document(kind, form, formsets, stored):
    """The document as it would be if all of it were saved; `formsets` by the names of the parts.

    What the form doesn't ask for is as it is stored, and what can't be read as it was typed.
    """
    document = dict(stored) | _typed(form, kind.fields)
    for name, formset in formsets.items():
        document[name] = [row for row in typed_rows(kind, name, formset) if row is not None]
    return settled(document)


def typed_rows(kind, name, formset):
    """Each row that was typed; None for one that was deleted, or added and left empty."""
    fields, stored_count = part_fields(kind, name), formset.initial_form_count()
    return [
        _typed(form, fields) if _stays(form, is_stored=place < stored_count) else None
        for place, form in enumerate(formset.forms)
    ]


def _stays(form, *, is_stored):
    form.is_valid()  # reads what was typed
    is_deleted = form.cleaned_data.get(DELETION_FIELD_NAME, False)
    return not is_deleted and (is_stored or form.has_changed())


def _typed(form, fields):
    form.is_valid()  # reads what was typed
    return {field.name: _plain(form, field.name) for field in fields if field.name in form.fields}


def _plain(form, name):
    if name not in form.cleaned_data:
        return "、".join(form.data.getlist(form.add_prefix(name)))
    value = form.cleaned_data[name]
    if isinstance(value, models.QuerySet):
        return sorted(map(key_of, value))
    if isinstance(value, models.Model):
        return key_of(value)
    return plain_number(value) if isinstance(value, Decimal) else value


def can_be_put(form, name):
    """Whether the field can be filled in by what is posted under its name."""
    field = form.fields.get(name)
    leaves_out = isinstance(field, forms.BooleanField | forms.ModelMultipleChoiceField)
    return field is not None and (leaves_out or form.add_prefix(name) in form.data)


def as_posted(bound):
    """What a browser would post of a field as it is shown."""
    value = bound.value()
    if isinstance(bound.field, forms.BooleanField):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(part) for part in value]
    return ["" if value is None else str(value)]
