"""Short forms that only read: what is typed goes to the engine, whose messages come back."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

from django import forms
from django.utils.datastructures import MultiValueDict

from advice.forms.answers import ErrorLine, Raw, lines_of, told


class ShortForm(forms.Form):
    """A form of `ReadField`s and choices; `above` is the anchor of what belongs to no field."""

    above: ClassVar[str] = "form"

    @classmethod
    def stored(cls, raw: Raw) -> Self:
        """What was accepted before, as if it were posted again."""
        listed = {
            name: value if isinstance(value, list) else [str(value)] for name, value in raw.items()
        }
        return cls(MultiValueDict(listed))

    def raw(self) -> Raw:
        """What was told, as JSON holds it; what was left empty is left out."""
        return told(self.cleaned_data)

    def refuse(self, errors: Mapping[str, Iterable[str]]) -> None:
        """Put the engine's messages to the fields that they name, others above the form.

        A field that could not be read has said so already.
        """
        unread = set(self.errors)
        for field in errors.keys() - unread:
            for message in errors[field]:
                self.add_error(field if field in self.fields else None, message)

    @property
    def error_lines(self) -> list[ErrorLine]:
        """Every error in the order of the page."""
        above = [ErrorLine(self.above, message) for message in self.non_field_errors()]
        return above + lines_of(self, self.fields)
