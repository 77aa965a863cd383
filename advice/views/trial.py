"""The plan that a borrower tries out on the result: as typed, and what came of it."""

from dataclasses import dataclass

from django.http import HttpRequest

from advice import services
from advice.engine import CaseRefused
from advice.forms import TrialForm
from advice.views.cookie import TRIAL, CookieUnreadable

UNREADABLE = "没能读出你上次试的数：可能放得太久，或被改动过。请再填一次，你的测算结果没有变。"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the section shows: the form as filled in, what came of it, and what to tell first."""

    form: TrialForm
    tried: services.Tried | None = None
    notice: str = ""


def tried_with(form: TrialForm, advice: services.Advice) -> Trial:
    """What came of the form, or its messages."""
    if form.is_valid():
        try:
            return Trial(form, services.try_out(form.raw(), advice.explored, advice.workings))
        except CaseRefused as refused:
            form.refuse(refused.errors)
    return Trial(form)


def kept_trial(request: HttpRequest, advice: services.Advice) -> Trial:
    """What was tried before, as far as it can be read."""
    try:
        kept = TRIAL.read(request)
    except CookieUnreadable:
        return Trial(TrialForm(), notice=UNREADABLE)
    return Trial(TrialForm()) if kept is None else tried_with(TrialForm.stored(kept), advice)
