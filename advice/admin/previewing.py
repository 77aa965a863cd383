"""The preview of a text: what is typed, as its page would show it, and nothing stored."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import Textarea
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from advice import selectors
from advice.engine.papers import paper_figures
from advice.models import Letter
from advice.models.rules import refuse_unknown_placeholders
from advice.prose import rendered, written

ASKED = "preview-"
OF_LETTER = "letter"
NEW_ROW = "__prefix__"


class PreviewedText(Textarea):
    """A long text with a button that shows it in a frame below; works without script.

    A row that a script adds later has no frame that its button could name: it opens a new window.
    """

    kind = ""

    def render(self, name, value, attrs=None, renderer=None):
        is_new_row = NEW_ROW in name
        frame = format_html('<iframe name="{}" title="预览"></iframe>', f"frame-{name}")
        return format_html(
            '<div class="previewed">{}<button class="button" name="{}" formaction="{}"'
            ' formtarget="{}" formnovalidate value="{}">预览</button>{}</div>',
            super().render(name, value, attrs, renderer),
            ASKED + name,
            reverse("editing:preview"),
            "_blank" if is_new_row else f"frame-{name}",
            self.kind,
            "" if is_new_row else frame,
        )


class PreviewedLetter(PreviewedText):
    """The text of a letter, which is shown with its blanks."""

    kind = OF_LETTER


@admin.site.admin_view
@require_POST
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def preview(request):
    """The text whose button was pressed, with today's figures."""
    pressed = next((name for name in request.POST if name.startswith(ASKED)), "")
    text = request.POST.get(pressed.removeprefix(ASKED), "")
    is_letter = request.POST.get(pressed) == OF_LETTER
    figures = selectors.prose_figures(timezone.localdate())
    if is_letter:
        html = written(text, {**figures, **paper_figures(None)})
    else:
        html = rendered(text, figures)
    context = {"html": html, "errors": _errors(text, is_letter=is_letter)}
    return render(request, "admin/preview.html", context)


def _errors(text, *, is_letter):
    also = Letter.placeholders_of("body") if is_letter else frozenset()
    try:
        refuse_unknown_placeholders("body", text, also=also)
    except ValidationError as refused:
        return refused.messages
    return []
