"""A form field that only reads: every bound is checked once, by the engine's intake."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms

from advice.engine.answers import LABELS

DAY_HELP = "可以写 2026-8-15，也可以写 2026年8月15日。"


class ReadField(forms.CharField):
    """A line of text that `read` turns into a value where its meaning is certain."""

    def __init__(
        self, name: str, read: Callable[[str], object], *, inputmode: str = "decimal", **kwargs: Any
    ) -> None:
        kwargs = {"label": LABELS[name], "required": False} | kwargs
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": inputmode, "autocomplete": "off"}),
            **kwargs,
        )
        # A character that no answer has is refused with the rest of the text, by name.
        self.validators = []
        self.read = read

    def validate(self, value: object) -> None:
        """Refuse nothing: what is required is asked for together with every other bound."""

    def clean(self, value: object) -> object:
        """The value as JSON holds it, the text as typed where it has no certain meaning."""
        text = super().clean(value)
        return _as_json(self.read(text)) if text else None


def choice_messages(name: str) -> dict[str, str]:
    """What a list says where nothing of it was chosen: its name, and what to do."""
    message = f"请从列表里选{LABELS[name]}"
    return {"required": message, "invalid_choice": message, "invalid_list": message}


def _as_json(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value
