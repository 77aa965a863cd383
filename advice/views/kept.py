"""Assessments that borrowers save: each is known by its secret link, and nothing lists them.

The pages under /kept/ are stored by nobody, indexed by nobody and name no referrer:
`portal.middleware.private_addresses` sees to that for every answer, errors as well.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from advice import services
from advice.engine import CaseRefused
from advice.forms import result_context, still_asked
from advice.services import keeping
from advice.services.keeping import Kept
from advice.views.answered import answered
from advice.views.cookie import ANSWERS, forget_all
from advice.views.result_page import result_page
from portal import clock
from portal.allowance import Allowance
from portal.client import is_sent_from_elsewhere

SAVED = Allowance("saved assessment", each=10, everybody=3_000)
# Counted, not limited, for all together: nobody can lock out those who have a link.
GUESSES = Allowance("guessed link", each=60, everybody=0)
TOO_MANY_SAVED = "今天存的次数已经到了上限，这一次没有存下。你填的还在这个浏览器里，明天可以再存。"
FORM_CHANGED = "表单后来改过，你存的内容里，有的现在不再这样问，要重新核对。"
FROM_ELSEWHERE = "这一步要在本站的页面上点按钮才算。请回到存下的那一页，再点一次。"

Open = Callable[..., Kept | None]
View = Callable[..., HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
@answered
def save(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """Save the answers and lead to their secret link; a visit leads back to the result."""
    if request.method != "POST":
        return redirect("advice:assessment_result")
    if not SAVED.counts(request):
        advice = services.advise(raw, today=clock.today())
        status = HTTPStatus.TOO_MANY_REQUESTS
        return result_page(request, advice, save_notice=TOO_MANY_SAVED, status=status)
    token = keeping.save_assessment(raw, today=clock.today(), now=timezone.now())
    return redirect("advice:kept_detail", token)


def opened(open_link: Open) -> Callable[[View], View]:
    """Give a view what the link in its address opens.

    A link that nobody was given, one that is over and one that was deleted look all the same. Who
    tries too many of them is told to wait; a right one opens, for many may share one address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened_view(request: HttpRequest, token: str) -> HttpResponse:
            kept = open_link(token, now=timezone.now())
            if kept is not None:
                return view(request, token, kept)
            if GUESSES.is_used_up(request):
                status = HTTPStatus.TOO_MANY_REQUESTS
                return render(request, "advice/kept_too_many.html", status=status)
            GUESSES.counts(request)
            return render(request, "advice/kept_gone.html", status=HTTPStatus.NOT_FOUND)

        return opened_view

    return decorate


@require_safe
@opened(keeping.open_own)
def detail(request: HttpRequest, token: str, kept: Kept) -> HttpResponse:
    """The owner's page: today's result, what changed since, and what may be done with it."""
    return _page(request, kept, token=token)


@require_safe
@opened(keeping.open_shared)
def shared(request: HttpRequest, token: str, kept: Kept) -> HttpResponse:
    """A helper's page: the same to read."""
    return _page(request, kept, token=None)


def _page(request: HttpRequest, kept: Kept, *, token: str | None) -> HttpResponse:
    context = {"kept": kept, **_links(request, kept, token)}
    try:
        advice = services.advise(kept.raw, today=clock.today())
    except CaseRefused as refused:
        messages = _messages(kept, refused)
        return render(request, "advice/kept_refused.html", {**context, "messages_of": messages})
    changes = keeping.what_changed(kept, advice.assessment)
    context |= result_context(advice, in_own_browser=False, changes=changes)
    return render(request, "advice/kept_detail.html", context)


def _messages(kept: Kept, refused: CaseRefused) -> list[str]:
    """Why the answers are refused, each reason once."""
    if still_asked(kept.raw) != kept.raw:
        return [FORM_CHANGED]
    return list(dict.fromkeys(message for said in refused.errors.values() for message in said))


def _links(request: HttpRequest, kept: Kept, token: str | None) -> dict[str, str]:
    """The owner's token and both whole addresses; all empty for a helper."""
    if token is None:
        return {"token": "", "link": "", "helper_link": ""}

    def whole(name: str, secret: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[secret]))

    helper = kept.helper_token
    return {
        "token": token,
        "link": whole("advice:kept_detail", token),
        "helper_link": whole("advice:kept_shared", helper) if helper else "",
    }


def owners_deed(view: View) -> View:
    """A button on the owner's page: only a post does it, a visit leads to the page.

    Pages that name no referrer can't pass Django's check of where a form comes from. The address
    is the secret that it would ask for; a browser that tells of another site is refused.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def deed(request: HttpRequest, token: str) -> HttpResponse:
        if request.method != "POST":
            return redirect("advice:kept_detail", token)
        if is_sent_from_elsewhere(request, from_unnamed_page=True):
            raise PermissionDenied(FROM_ELSEWHERE)
        return opened(keeping.open_own)(view)(request, token)

    return deed


@owners_deed
def extend(request: HttpRequest, token: str, kept: Kept) -> HttpResponse:
    """Keep it once more as long."""
    keeping.extend(kept, now=timezone.now())
    return redirect("advice:kept_detail", token)


@owners_deed
def delete(request: HttpRequest, token: str, kept: Kept) -> HttpResponse:
    """Delete it at once."""
    keeping.delete(kept)
    return redirect("advice:kept_deleted")


@owners_deed
def share(request: HttpRequest, token: str, kept: Kept) -> HttpResponse:
    """Make a link for a helper."""
    keeping.share(kept, token)
    return redirect("advice:kept_detail", token)


@owners_deed
def stop_sharing(request: HttpRequest, token: str, kept: Kept) -> HttpResponse:
    """Let the helper's link open nothing any more."""
    keeping.stop_sharing(kept)
    return redirect("advice:kept_detail", token)


@owners_deed
def edit(request: HttpRequest, token: str, kept: Kept) -> HttpResponse:
    """Put the answers into this browser, in place of what it holds.

    It leads to the form, or where asked to the result, with all that can be taken away from there.
    """
    response = redirect(f"advice:assessment_{'result' if 'result' in request.POST else 'form'}")
    forget_all(response)
    ANSWERS.keep(response, still_asked(kept.raw))
    return response


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """What is told after deleting."""
    return render(request, "advice/kept_deleted.html")
