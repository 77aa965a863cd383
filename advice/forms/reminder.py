"""Which due days a calendar should remind of."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from advice.engine.reminder import MOST_REMIND_DAYS, REMIND_DAYS
from advice.forms.fields import DAY_HELP, ReadField
from advice.forms.layout import bare_helper
from advice.forms.reading import read_count, read_day
from advice.forms.short import ShortForm
from advice.services.dates import REMINDED_AT


class ReminderForm(ShortForm):
    """The day of the month, until when, and how many days before."""

    due_day = ReadField(
        "due_day", read_count, help_text="没有这一天的月份，按月底算。", inputmode="numeric"
    )
    remaining_instalments = ReadField(
        "remaining_instalments",
        read_count,
        help_text="这一项和下一项填一个。看还款页写的还剩几期。",
        inputmode="numeric",
    )
    last_due_on = ReadField("last_due_on", read_day, help_text=DAY_HELP, inputmode="text")
    remind_days = ReadField(
        "remind_days",
        read_count,
        help_text=(
            f"0 到 {MOST_REMIND_DAYS} 天，不填就是 {REMIND_DAYS} 天。"
            f"早上 {REMINDED_AT.hour} 点提醒，还款日当天早上再提醒一次。"
        ),
        inputmode="numeric",
    )

    @property
    def helper(self) -> FormHelper:
        helper = bare_helper()
        helper.layout = Layout(*self.fields)
        return helper
