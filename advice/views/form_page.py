"""The page of the form: blank, with answers, or after answers that could not be read."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from advice import selectors
from advice.forms import Answers
from advice.views.cookie import forget_all
from portal import clock
from portal.page_cache import kept_part
from portal.reading import text_size

NOTHING_YET = {"error_lines": [], "notice": ""}
TOKEN_PLACE = "the-token-of-this-visitor"  # noqa: S105  # where a token goes
UNREADABLE = "没能读出你之前填的内容：可能放得太久，或被改动过。请重新填写，什么都没有发出去。"


def form_page(request: HttpRequest, answers: Answers) -> HttpResponse:
    """The form as it was filled in, with its errors."""
    return _page(request, _fields(answers), error_lines=answers.error_lines)


def unreadable_page(request: HttpRequest) -> HttpResponse:
    """A blank form that says what became of the answers, which are forgotten."""
    response = _page(request, _fields(Answers.blank()), notice=UNREADABLE)
    response.status_code = HTTPStatus.BAD_REQUEST
    forget_all(response)
    return response


def blank_page(request: HttpRequest) -> HttpResponse:
    """The empty form, the dearest page of the site and the same for all but its token."""
    shown_to = (request.scheme, request.get_host(), text_size(request))

    def make() -> str:
        context = {**NOTHING_YET, "fields": _fields(Answers.blank()), "csrf_token": TOKEN_PLACE}
        return render_to_string("advice/assessment_form.html", context, request)

    page = kept_part("\n".join(("assessment_form", *shown_to)), make)
    return HttpResponse(page.replace(TOKEN_PLACE, get_token(request)))


def _page(request: HttpRequest, fields: str, **context: object) -> HttpResponse:
    context = {**NOTHING_YET, "fields": fields, **context}
    return render(request, "advice/assessment_form.html", context)


def _fields(answers: Answers) -> str:
    context = {
        "answers": answers,
        "listening": selectors.hotlines_that_listen(),
        "products": selectors.products_offered(clock.today()),
    }
    return render_to_string("advice/components/_form_fields.html", context)
