"""What readers tell us of a page, and our answer: 纠错 and "was this useful"."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from advice.forms import FeedbackForm, VoteForm
from advice.models import Feedback
from advice.views.errors import csrf_failure
from portal.allowance import Allowance
from portal.client import is_sent_from_elsewhere

MESSAGES = Allowance("feedback message", each=5, everybody=300)
VOTES = Allowance("feedback vote", each=20, everybody=3_000)
TOO_MANY_MESSAGES = (
    "今天收到的来信已经到了上限，这一封没有存下。你写的还在下面，可以先复制下来，明天再发。"
)
TOO_MANY_VOTES = "今天点的次数已经到了上限，这一次没有记下。哪里不对或者缺了什么，可以写在下面。"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong with a page or what it lacks, and keep it for the editors."""
    if request.method == "POST":
        return _posted(request)
    return _form_page(request, FeedbackForm(initial={"page": request.GET.get("page", "/")}))


def _posted(request: HttpRequest) -> HttpResponse:
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form)
    feedback = form.to_feedback()
    if form.is_trapped():
        return _sent_page(request, feedback)
    if not MESSAGES.counts(request):
        return _form_page(request, form, notice=TOO_MANY_MESSAGES, status=429)
    feedback.save()
    return redirect(feedback)


# Pages are kept for all visitors alike and so can hold no token. A vote is made in nobody's name:
# all that a stranger's page could do with it is vote, and browsers tell us when one tries.
@csrf_exempt
@never_cache
def vote(request: HttpRequest) -> HttpResponse:
    """Keep whether a page was useful; a visit leads to the form."""
    if request.method != "POST":
        return redirect("advice:feedback")
    if is_sent_from_elsewhere(request):
        return csrf_failure(request)
    form = VoteForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    feedback = form.to_feedback()
    if not VOTES.counts(request):
        asked = FeedbackForm(initial={"page": feedback.path})
        return _form_page(request, asked, notice=TOO_MANY_VOTES, status=429)
    feedback.save()
    return redirect(feedback)


@never_cache
@require_safe
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """Thank for a message or a vote; later, show the editor's answer."""
    return _sent_page(request, get_object_or_404(Feedback, code=code))


def _form_page(
    request: HttpRequest, form: FeedbackForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "notice": notice}
    return render(request, "advice/feedback_form.html", context, status=status)


def _sent_page(request: HttpRequest, feedback: Feedback) -> HttpResponse:
    return render(request, "advice/feedback_sent.html", {"feedback": feedback})
