"""What the lender's app or letter says is owed."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from advice.forms.answers import ErrorLine
from advice.forms.fields import DAY_HELP, ReadField
from advice.forms.layout import bare_helper, yuan_field
from advice.forms.reading import read_amount, read_count, read_day


class ClaimsForm(forms.Form):
    """The lender's figures of one day, as far as the borrower has them."""

    claimed_arrears = ReadField("claimed_arrears", read_amount, help_text="所有借款加在一起。")
    claimed_penalty = ReadField("claimed_penalty", read_amount, help_text="单独列出来了才填。")
    claimed_days = ReadField(
        "claimed_days", read_count, help_text="几笔里最长的。", inputmode="numeric"
    )
    claimed_payoff = ReadField("claimed_payoff", read_amount)
    claimed_on = ReadField(
        "claimed_on",
        read_day,
        help_text=f"不填就是上面计算的那一天。{DAY_HELP}",
        inputmode="text",
    )

    @property
    def helper(self) -> FormHelper:
        helper = bare_helper()
        helper.layout = Layout(
            yuan_field("claimed_arrears"),
            yuan_field("claimed_penalty"),
            "claimed_days",
            yuan_field("claimed_payoff"),
            "claimed_on",
        )
        return helper

    def told(self) -> dict[str, Any]:
        """What was filled in, as JSON holds it."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    def refuse(self, errors: Mapping[str, Iterable[str]]) -> None:
        """Put the messages to the fields that they name; of a field we don't have, to the first."""
        for name, messages in errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else "claimed_arrears", message)

    @property
    def error_lines(self) -> list[ErrorLine]:
        """Every error in the order of the form."""
        return [
            ErrorLine(self[name].id_for_label, message)
            for name in self.fields
            for message in self.errors.get(name, [])
        ]
