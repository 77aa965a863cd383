"""Who guesses passwords has to wait: how failed logins are counted, on top of django-axes."""

from datetime import datetime
from http import HTTPStatus

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.client import login_address

# So many failures of one name from all addresses together lock it for addresses not known.
LIMIT_EVERYWHERE = 30
# For so long an address from which an account logged in is known, and its login remembered.
DAYS_REMEMBERED = 90


class FailedLogins(AxesDatabaseHandler):
    """Counts the failures of a name from one address, and those of the name from everywhere.

    One address is never locked for all names, since many people may share it. The limit for all
    addresses doesn't hold where the account logged in lately: nobody keeps editors out by guessing.
    """

    def get_failures(self, request, credentials=None):
        here = super().get_failures(request, credentials)
        if here >= settings.AXES_FAILURE_LIMIT:
            return here
        username = get_client_username(request, credentials)
        recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        guessed = _failures(recent.filter(username=username)) >= LIMIT_EVERYWHERE
        if guessed and not _is_known(username, request.axes_ip_address):
            return settings.AXES_FAILURE_LIMIT
        return here

    def user_logged_in(self, sender, request, user, **kwargs):
        super().user_logged_in(sender, request, user, **kwargs)
        self.reset_logs(age_days=DAYS_REMEMBERED)


def _failures(attempts: QuerySet) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def _is_known(username: str, address: str) -> bool:
    return AccessLog.objects.filter(username=username, ip_address=address).exists()


def is_locked_out(request: HttpRequest) -> bool:
    """Whether the login that this request tried was refused because of too many failures."""
    return getattr(request, "axes_locked_out", False)


def open_again_at(request: HttpRequest, username: str) -> datetime:
    """When a locked name can be tried again from where the request comes."""
    everywhere = AccessAttempt.objects.filter(username=username)
    here = everywhere.filter(ip_address=login_address(request))
    blocking = here if _failures(here) >= settings.AXES_FAILURE_LIMIT else everywhere
    last = blocking.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return last + settings.AXES_COOLOFF_TIME


def too_many(request: HttpRequest, response: HttpResponse, credentials: dict) -> HttpResponse:
    """The page with its form, which says when to try again, under the status for it."""
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return response


def open_again(username: str) -> None:
    """Forget the failed logins of a name."""
    AccessAttempt.objects.filter(username=username).delete()
