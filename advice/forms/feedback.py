"""What readers tell us of a page, without anything about themselves."""

import re
import unicodedata

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from advice import selectors
from advice.forms.answers import ErrorLine, lines_of
from advice.forms.layout import bare_helper
from advice.models import Feedback, FeedbackKind
from portal.logs import without_secrets

SHORTEST, LONGEST = 5, 1_000
# As many digits as a telephone, an identity card or a bank card has, however they are set apart.
LONG_NUMBER = re.compile(r"\d(?:[ \t_\-‐-―−]*\d){10}")


def refuse_unknown_page(path: str) -> None:
    """Raise a ValidationError where visitors find no page at the path."""
    if not selectors.is_page_of_ours(path):
        example = "/strategies/cure_arrears/"
        raise ValidationError(f"本站没有这一页，请核对，例如 {example}；不确定就写 /")


def refuse_long_numbers(text: str) -> None:
    """Raise a ValidationError where the text seems to tell who somebody is."""
    if LONG_NUMBER.search(unicodedata.normalize("NFKC", text)):
        raise ValidationError("里面有一长串数字，像是电话、证件号或银行卡号，请删掉它再发")


def refuse_secret_links(text: str) -> None:
    """Raise a ValidationError where the text holds the link of a saved assessment."""
    if without_secrets(text) != text:
        raise ValidationError("里面有你存下的测算的网址，谁拿到都能打开，请删掉它再发")


class PageField(forms.CharField):
    """The path of a page of this site."""

    def __init__(self) -> None:
        super().__init__(
            label="关于哪一页",
            help_text="网址里域名后面的部分。说的是整个网站，就写 /。",
            error_messages={"required": "请写是哪一页，说的是整个网站就写 /"},
            validators=[refuse_unknown_page],
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        )


class MessageField(forms.CharField):
    """Some sentences. A browser told of the bounds would cut what is pasted, so it is not."""

    def __init__(self) -> None:
        super().__init__(
            label="哪里不对，或者缺了什么",
            min_length=SHORTEST,
            max_length=LONGEST,
            help_text=f"{SHORTEST} 到 {LONGEST} 个字。不要写姓名、电话、证件号和银行卡号。",
            error_messages={
                "required": "请写哪里不对，或者缺了什么",
                "min_length": f"请再多写几个字，至少 {SHORTEST} 个",
                "max_length": f"最多 {LONGEST} 个字，现在有 %(show_value)d 个，请删短一些",
            },
            validators=[refuse_long_numbers, refuse_secret_links],
            widget=forms.Textarea(attrs={"rows": 6}),
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {}

    def to_python(self, value: object) -> str:
        """The text with line ends that count as one character, as people count them."""
        return super().to_python(value).replace("\r\n", "\n")


class FeedbackForm(forms.Form):
    """What is wrong with a page, or what it lacks."""

    page = PageField()
    message = MessageField()
    # People don't see it, and programs fill it in. Nothing of it is checked.
    website = forms.Field(
        label="请留空",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def helper(self) -> FormHelper:
        helper = bare_helper()
        helper.layout = Layout("page", "message", Div("website", css_class="leave-empty"))
        return helper

    @property
    def error_lines(self) -> list[ErrorLine]:
        """Every error in the order of the page."""
        return lines_of(self, self.fields)

    def is_trapped(self) -> bool:
        """Whether a program filled in what people don't see."""
        return bool(self["website"].data)

    def to_feedback(self) -> Feedback:
        """The message, not saved yet."""
        told = self.cleaned_data
        return Feedback(kind=FeedbackKind.CORRECTION, path=told["page"], message=told["message"])


class VoteForm(forms.Form):
    """Whether a page was useful."""

    page = PageField()
    kind = forms.ChoiceField(
        choices=[(kind, kind.label) for kind in (FeedbackKind.USEFUL, FeedbackKind.NOT_USEFUL)]
    )

    def to_feedback(self) -> Feedback:
        """The vote, not saved yet."""
        told = self.cleaned_data
        return Feedback(kind=told["kind"], path=told["page"])
