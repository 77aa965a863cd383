"""Trying out plans on the result: what was asked goes by POST into a cookie, then redirect."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from advice import services
from advice.forms import TrialForm
from advice.views.answered import answered
from advice.views.cookie import TRIAL
from advice.views.result_page import result_page
from advice.views.trial import tried_with
from portal import clock


@answered
def explore(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """Check the plan that was tried and go back to the result; a visit leads there as well."""
    if request.method != "POST":
        return _to_the_section()
    if "forget" in request.POST:
        response = _to_the_section()
        TRIAL.forget(response)
        return response
    advice = services.advise(raw, today=clock.today())
    trial = tried_with(TrialForm(request.POST), advice)
    if trial.tried is None:
        return result_page(request, advice, trial=trial)
    response = _to_the_section()
    TRIAL.keep(response, trial.form.raw())
    return response


def _to_the_section() -> HttpResponse:
    return redirect(f"{reverse('advice:assessment_result')}#explore")
