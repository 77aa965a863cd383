"""The lender's figures that the borrower's browser keeps: as typed, and beside ours."""

from dataclasses import dataclass

from django.http import HttpRequest

from advice import services
from advice.engine import CaseRefused
from advice.forms import ClaimsForm
from advice.views.cookie import CLAIMS, CookieUnreadable


@dataclass(frozen=True, slots=True)
class Claimed:
    """What the section shows: the form as filled in, and the comparison where there is one."""

    form: ClaimsForm
    compared: services.Compared | None = None


def kept_claims(request: HttpRequest, advice: services.Advice) -> Claimed:
    """What was told before, beside ours.

    Where other answers have since made it impossible, it stands in the form with the reason.
    """
    try:
        told = CLAIMS.read(request)
    except CookieUnreadable:
        told = None
    if told is None:
        return Claimed(ClaimsForm())
    try:
        return Claimed(ClaimsForm(initial=told), services.compare_told(told, advice))
    except CaseRefused as refused:
        form = ClaimsForm.stored(told)
        form.is_valid()
        form.refuse(refused.errors)
        return Claimed(form)
