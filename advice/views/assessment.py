"""The form, the result, and forgetting: the answers go by POST into a cookie, then redirect."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from advice import selectors, services
from advice.engine import CaseRefused
from advice.forms import Answers
from advice.views.cookie import AnswersUnreadable, forget_answers, keep_answers, read_answers
from portal import clock
from portal.page_cache import kept_part
from portal.reading import text_size

NOTHING_YET = {"error_lines": [], "notice": ""}
TOKEN_PLACE = "the-token-of-this-visitor"  # noqa: S105  # where a token goes
UNREADABLE = "没能读出你之前填的内容：可能放得太久，或被改动过。请重新填写，什么都没有发出去。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """Show the form, change its loans, or check it and go on to the result."""
    if request.method == "POST":
        return _posted(request)
    try:
        raw = read_answers(request)
    except AnswersUnreadable:
        return _unreadable(request)
    if raw is None:
        return _blank_page(request)
    return _form_page(request, Answers.stored(raw))


def _posted(request: HttpRequest) -> HttpResponse:
    answers = Answers.posted(request.POST)
    if "add" in request.POST:
        return _form_page(request, answers.with_loan_added())
    if "remove" in request.POST:
        return _form_page(request, answers.with_loan_removed(request.POST["remove"]))
    if answers.is_readable():
        raw = answers.raw()
        try:
            services.check_answers(raw, today=clock.today())
        except CaseRefused as refused:
            answers.refuse(refused.errors)
        else:
            response = redirect("advice:assessment_result")
            keep_answers(response, raw)
            return response
    return _form_page(request, answers)


@never_cache
@require_http_methods(["GET", "HEAD"])
def result(request: HttpRequest) -> HttpResponse:
    """The consequences beside the strategies; without answers, the form."""
    try:
        raw = read_answers(request)
    except AnswersUnreadable:
        return _unreadable(request)
    if raw is None:
        return redirect("advice:assessment_form")
    try:
        advice = services.advise(raw, today=clock.today())
    except CaseRefused as refused:
        answers = Answers.stored_to_check(raw)
        if answers.is_readable():
            answers.refuse(refused.errors)
        return _form_page(request, answers)
    return render(request, "advice/assessment_result.html", {"advice": advice})


@never_cache
def forget(request: HttpRequest) -> HttpResponse:
    """Delete what the borrower's browser keeps; only a post does, a visit leads to the form."""
    response = redirect("advice:assessment_form")
    if request.method == "POST":
        forget_answers(response)
    return response


def _form_page(request: HttpRequest, answers: Answers) -> HttpResponse:
    return _page(request, _fields(answers), error_lines=answers.error_lines)


def _unreadable(request: HttpRequest) -> HttpResponse:
    response = _page(request, _fields(Answers.blank()), notice=UNREADABLE)
    response.status_code = HTTPStatus.BAD_REQUEST
    forget_answers(response)
    return response


def _page(request: HttpRequest, fields: str, **context: object) -> HttpResponse:
    context = {**NOTHING_YET, "fields": fields, **context}
    return render(request, "advice/assessment_form.html", context)


def _blank_page(request: HttpRequest) -> HttpResponse:
    """The empty form, the dearest page of the site and the same for all but its token."""
    shown_to = (request.scheme, request.get_host(), text_size(request))

    def make() -> str:
        context = {**NOTHING_YET, "fields": _fields(Answers.blank()), "csrf_token": TOKEN_PLACE}
        return render_to_string("advice/assessment_form.html", context, request)

    page = kept_part("\n".join(("assessment_form", *shown_to)), make)
    return HttpResponse(page.replace(TOKEN_PLACE, get_token(request)))


def _fields(answers: Answers) -> str:
    context = {
        "answers": answers,
        "listening": selectors.hotlines_that_listen(),
        "products": selectors.products_offered(clock.today()),
    }
    return render_to_string("advice/components/_form_fields.html", context)
