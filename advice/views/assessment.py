"""The form, the result, and forgetting: the answers go by POST into a cookie, then redirect."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from advice import services
from advice.engine import CaseRefused
from advice.forms import Answers, result_context
from advice.views.answered import answered
from advice.views.claimed import kept_claims
from advice.views.cookie import ANSWERS, CookieUnreadable, forget_all
from advice.views.download import XLSX, download
from advice.views.form_page import blank_page, form_page, unreadable_page
from advice.views.result_page import result_page
from advice.views.trial import kept_trial
from portal import clock

CLOSED_FOLD = re.compile(r"<details(?![^>]*\sopen\b)")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """Show the form, change its loans, or check it and go on to the result."""
    if request.method == "POST":
        return _posted(request)
    try:
        raw = ANSWERS.read(request)
    except CookieUnreadable:
        return unreadable_page(request)
    if raw is None:
        return blank_page(request)
    return form_page(request, Answers.stored(raw))


def _posted(request: HttpRequest) -> HttpResponse:
    answers = Answers.posted(request.POST)
    if "add" in request.POST:
        return form_page(request, answers.with_loan_added())
    if "remove" in request.POST:
        return form_page(request, answers.with_loan_removed(request.POST["remove"]))
    if answers.is_readable():
        raw = answers.raw()
        try:
            services.check_answers(raw, today=clock.today())
        except CaseRefused as refused:
            answers.refuse(refused.errors)
        else:
            response = redirect("advice:assessment_result")
            ANSWERS.keep(response, raw)
            return response
    return form_page(request, answers)


@require_safe
@answered
def result(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """The consequences beside the strategies."""
    return result_page(request, services.advise(raw, today=clock.today()))


@require_safe
@answered
def print_page(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """The result for paper: every fold is open, and nothing asks to be filled in or clicked.

    How the figures came about stands at the end, so that one may do without it.
    """
    advice = services.advise(raw, today=clock.today())
    trial, compared = kept_trial(request, advice), kept_claims(request, advice).compared
    told = {"trial": trial, "compared": compared, "folds": advice.folds}
    context = result_context(advice.without_folds(), in_own_browser=False, **told)
    html = render_to_string("advice/assessment_print.html", context, request)
    return HttpResponse(with_open_folds(html))


def with_open_folds(html: str) -> str:
    """The page with every `details` open, for browsers that print only what is."""
    return CLOSED_FOLD.sub("<details open", html)


@require_safe
@answered
def figures(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """Every figure of the result as a workbook to keep."""
    advice = services.advise(raw, today=clock.today())
    tried, compared = kept_trial(request, advice).tried, kept_claims(request, advice).compared
    workbook = services.figures_workbook(advice, tried=tried, compared=compared)
    return download(workbook, XLSX, f"测算结果-{advice.case.as_of}.xlsx")


@never_cache
def forget(request: HttpRequest) -> HttpResponse:
    """Delete what the borrower's browser keeps; only a post does, a visit leads to the form."""
    response = redirect("advice:assessment_form")
    if request.method == "POST":
        forget_all(response)
    return response
