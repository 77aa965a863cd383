"""The page of a result in the borrower's own browser."""

from http import HTTPStatus

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from advice.forms import result_context
from advice.services import Advice
from advice.views.claimed import kept_claims
from advice.views.cookie import TRIAL
from advice.views.trial import kept_trial


@csp_update({"script-src": [SELF]})  # the one script of the public pages, a file of our own
def result_page(
    request: HttpRequest, advice: Advice, *, status: int = HTTPStatus.OK, **more: object
) -> HttpResponse:
    """The result, with what this browser holds; `more` takes the place of that and of defaults."""
    if "claims_form" not in more:
        claimed = kept_claims(request, advice)
        more |= {"claims_form": claimed.form, "compared": claimed.compared}
    context = result_context(advice, **{"trial": kept_trial(request, advice), **more})
    response = render(request, "advice/assessment_result.html", context, status=status)
    if context["trial"].notice:
        TRIAL.forget(response)
    return response
