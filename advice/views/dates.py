"""Calendar files: the dates of a result, and coming due days for who is not late."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from advice import services
from advice.engine import CaseRefused
from advice.engine.reminder import read_reminder
from advice.forms import ReminderForm
from advice.views.answered import answered
from advice.views.download import ICS, download
from portal import clock


@require_safe
@answered
def dates_file(request: HttpRequest, raw: dict[str, Any]) -> HttpResponse:
    """The dates of the result from its day on."""
    advice = services.advise(raw, today=clock.today())
    return _calendar(services.dates_file(advice.dates, advice.case, made_at=timezone.now()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest) -> HttpResponse:
    """Ask for a due day and give its calendar; nothing of it is kept."""
    if request.method != "POST":
        return _reminder_page(request, ReminderForm())
    form = ReminderForm(request.POST)
    if form.is_valid():
        try:
            asked = read_reminder(form.raw(), today=clock.today())
        except CaseRefused as refused:
            form.refuse(refused.errors)
        else:
            return _calendar(services.reminder_file(asked, made_at=timezone.now()))
    return _reminder_page(request, form)


def _reminder_page(request: HttpRequest, form: ReminderForm) -> HttpResponse:
    return render(request, "advice/reminder_form.html", {"form": form})


def _calendar(content: bytes) -> HttpResponse:
    """The file, to be saved under a name that says nothing."""
    return download(content, ICS, "dates.ics")
