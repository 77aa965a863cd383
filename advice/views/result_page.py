"""The page of a result in the borrower's own browser."""

from http import HTTPStatus

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from advice import services
from advice.engine import CaseRefused
from advice.forms import ClaimsForm, result_context
from advice.services import Advice
from advice.views.cookie import CLAIMS, TRIAL, CookieUnreadable
from advice.views.trial import kept_trial


@csp_update({"script-src": [SELF]})  # the one script of the public pages, a file of our own
def result_page(
    request: HttpRequest, advice: Advice, *, status: int = HTTPStatus.OK, **more: object
) -> HttpResponse:
    """The result, with what this browser holds; `more` takes the place of that and of defaults."""
    if "claims_form" not in more:
        more |= kept_claims(request, advice)
    context = result_context(advice, **{"trial": kept_trial(request, advice), **more})
    response = render(request, "advice/assessment_result.html", context, status=status)
    if context["trial"].notice:
        TRIAL.forget(response)
    return response


def kept_claims(request: HttpRequest, advice: Advice) -> dict[str, object]:
    """The lender's figures that were told before, beside ours.

    Where other answers have since made them impossible, they stand in the form with the reason.
    """
    try:
        told = CLAIMS.read(request)
    except CookieUnreadable:
        told = None
    if told is None:
        return {}
    try:
        compared = services.compare_told(told, advice)
    except CaseRefused as refused:
        form = ClaimsForm.stored(told)
        form.is_valid()
        form.refuse(refused.errors)
        return {"claims_form": form}
    return {"claims_form": ClaimsForm(initial=told), "compared": compared}
