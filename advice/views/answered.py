"""Views of the answers that the borrower's browser keeps."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from advice.engine import CaseRefused
from advice.forms import Answers
from advice.views.cookie import ANSWERS, CookieUnreadable
from advice.views.form_page import form_page, unreadable_page

P = ParamSpec("P")


def answered(
    view: Callable[Concatenate[HttpRequest, dict[str, Any], P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give `view` the raw answers after its request; without answers, lead to the form.

    Answers that a rule has since refused come back on the form with the messages. The page is
    never stored by the browser.
    """

    @wraps(view)
    def answered_view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            raw = ANSWERS.read(request)
        except CookieUnreadable:
            return unreadable_page(request)
        if raw is None:
            return redirect("advice:assessment_form")
        try:
            return view(request, raw, *args, **kwargs)
        except CaseRefused as refused:
            answers = Answers.stored_to_check(raw)
            if answers.is_readable():
                answers.refuse(refused.errors)
            return form_page(request, answers)

    return never_cache(answered_view)
