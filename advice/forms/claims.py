"""What the lender's app or letter says is owed."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from advice.forms.fields import DAY_HELP, ReadField
from advice.forms.layout import bare_helper, yuan_field
from advice.forms.reading import read_amount, read_count, read_day
from advice.forms.short import ShortForm


class ClaimsForm(ShortForm):
    """The lender's figures of one day, as far as the borrower has them."""

    above = "claims"

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
