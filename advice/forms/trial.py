"""What a borrower tries on the result: sums, a term and a day of their own."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from advice.engine.plans import LONGEST_TERM
from advice.forms.fields import DAY_HELP, ReadField
from advice.forms.layout import Section, bare_helper, yuan_field
from advice.forms.reading import read_amount, read_count, read_day, read_rate
from advice.forms.short import ShortForm


class TrialForm(ShortForm):
    """One plan to try; nothing of it is required alone, the bounds are the engine's."""

    above = "explore"

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
        help_text=f"1 到 {LONGEST_TERM}。填了它就不用填每月还。",
        inputmode="numeric",
    )
    waived_percent = ReadField(
        "waived_percent", read_rate, help_text="0 到 100，例如 50。不填就是不减免。"
    )

    @property
    def helper(self) -> FormHelper:
        """The sums and the day, then what has to be negotiated."""
        helper = bare_helper()
        helper.layout = Layout(
            Section("自己付", *map(yuan_field, ("upfront", "monthly")), "starts_on"),
            Section("和对方谈成分期的话", "months", "waived_percent"),
        )
        return helper
