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


def kept_trial(request: HttpRequest, advice: services.Advice) -> Trial:
    """What was tried before, as far as it can be read, or the messages of what a rule refuses."""
    try:
        kept = TRIAL.read(request)
    except CookieUnreadable:
        return Trial(TrialForm(), notice=UNREADABLE)
    if kept is None:
        return Trial(TrialForm())
    form = TrialForm.stored(kept)
    if form.is_valid():
        try:
            return Trial(form, services.try_out(form.raw(), advice.explored, advice.workings))
        except CaseRefused as refused:
            form.refuse(refused.errors)
    return Trial(form)
