"""Trying out plans on the result: what was asked goes by POST into a cookie, then redirect."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from advice import services
from advice.engine import CaseRefused
from advice.forms import TrialForm
from advice.views.answered import answered
from advice.views.cookie import TRIAL
from advice.views.result_page import result_page
from advice.views.trial import Trial
from portal import clock


@require_http_methods(["GET", "HEAD", "POST"])
@answered
def explore(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """Keep the plan to be tried and go back to the result; a visit leads there as well."""
    response = redirect(f"{reverse('advice:assessment_result')}#explore")
    if request.method != "POST":
        return response
    if "forget" in request.POST:
        TRIAL.forget(response)
        return response
    form = TrialForm(request.POST)
    case = services.check_answers(raw, today=clock.today())
    if form.is_valid():
        try:
            services.check_trial(form.raw(), case)
        except CaseRefused as refused:
            form.refuse(refused.errors)
        else:
            TRIAL.keep(response, form.raw())
            return response
    advice = services.advise(raw, today=clock.today())
    return result_page(request, advice, trial=Trial(form))
