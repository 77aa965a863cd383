"""Pieces of a crispy layout that crispy-bootstrap5 has not."""

from typing import Any

from crispy_forms.bootstrap import PrependedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string


class Section(LayoutObject):
    """A fieldset with a legend, a hint below it and an anchor."""

    template = "advice/components/_form_section.html"

    def __init__(self, legend: str, *fields: Any, hint: str = "", css_id: str = "") -> None:
        self.legend = legend
        self.fields = list(fields)
        self.hint = hint
        self.css_id = css_id

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK) -> str:
        fields = self.get_rendered_fields(form, context, template_pack)
        return render_to_string(self.template, {"section": self, "fields": fields})


class Fold(LayoutObject):
    """A folded part of a form; it is served open where one of its fields holds an error."""

    template = "advice/components/_form_fold.html"

    def __init__(self, summary: str, *fields: Any) -> None:
        self.summary = summary
        self.fields = list(fields)

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK) -> str:
        names = {pointer.name for pointer in self.get_field_names()}
        return render_to_string(
            self.template,
            {
                "summary": self.summary,
                "fields": self.get_rendered_fields(form, context, template_pack),
                "is_open": bool(names & set(form.errors)),
            },
        )


def yuan_field(name: str) -> PrependedText:
    """An amount with ¥ before it."""
    return PrependedText(name, "¥")


def bare_helper() -> FormHelper:
    """A helper that leaves the form element and its token to the page."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper
