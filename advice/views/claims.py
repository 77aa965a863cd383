"""What the lender claims: it goes by POST into a cookie of its own, then back to the result."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from advice import services
from advice.engine import CaseRefused
from advice.forms import ClaimsForm
from advice.views.answered import answered
from advice.views.cookie import CLAIMS
from advice.views.result_page import result_page
from portal import clock


@require_http_methods(["GET", "HEAD", "POST"])
@answered
def claims(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """Keep the lender's figures, to be set beside ours; a visit leads to the result."""
    response = redirect(f"{reverse('advice:assessment_result')}#claims")
    if request.method != "POST":
        return response
    if "forget" in request.POST:
        CLAIMS.forget(response)
        return response
    form = ClaimsForm(request.POST)
    case = services.check_answers(raw, today=clock.today())
    if form.is_valid():
        try:
            services.check_claims(form.raw(), case)
        except CaseRefused as refused:
            form.refuse(refused.errors)
        else:
            CLAIMS.keep(response, form.raw())
            return response
    advice = services.advise(raw, today=clock.today())
    return result_page(request, advice, claims_form=form, compared=None)
