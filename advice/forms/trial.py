"""What a borrower tries on the result: sums, a term and a day of their own."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from advice.forms.fields import DAY_HELP, ReadField
from advice.forms.layout import Section, bare_helper, yuan_field
from advice.forms.reading import read_amount, read_count, read_day, read_rate


class TrialForm(forms.Form):
    """One plan to try; nothing of it is required alone, the bounds are the engine's."""

    upfront = ReadField("upfront", read_amount, help_text="一次拿得出的钱，例如 5000。")
    monthly = ReadField("monthly", read_amount, help_text="以后每个还款日还多少。")
    starts_on = ReadField(
        "starts_on",
        read_day,
        help_text=f"不填就是今天。那天之前照样按逾期算。{DAY_HELP}",
        inputmode="text",
    )
    months = ReadField(
        "months",
        read_count,
        help_text="1 到 120。填了它就不用填每月还。",
        inputmode="numeric",
    )
    waived_percent = ReadField(
        "waived_percent", read_rate, help_text="0 到 100，例如 50。不填就是不减免。"
    )

    @classmethod
    def stored(cls, raw: Mapping[str, Any]) -> "TrialForm":
        """A plan tried before, as if it were posted again."""
        return cls({name: str(value) for name, value in raw.items()})

    def raw(self) -> dict[str, Any]:
        """What was told, as JSON holds it; what was left empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    def refuse(self, errors: Mapping[str, Iterable[str]]) -> None:
        """Put the messages to the fields that they name; of a field we don't have, to the first."""
        for name, messages in errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else "upfront", message)

    @property
    def error_lines(self) -> list[dict[str, str]]:
        """Every error in the order of the form."""
        return [
            {"anchor": self[name].id_for_label, "message": message}
            for name in self.fields
            for message in self.errors.get(name, [])
        ]

    @property
    def helper(self) -> FormHelper:
        """The sums and the day, then what has to be negotiated."""
        helper = bare_helper()
        helper.layout = Layout(
            Section("自己付", *map(yuan_field, ("upfront", "monthly")), "starts_on"),
            Section("和对方谈成分期的话", "months", "waived_percent"),
        )
        return helper
