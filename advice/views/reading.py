"""The reader's own choice of letters."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from portal.reading import COOKIE, SIZES

ONE_YEAR = 365 * 24 * 60 * 60
LONGEST_PATH = 2_000


# Pages are kept for all visitors alike and so can hold no token. All that a stranger's page could
# do with this is change the size of letters.
@csrf_exempt
@never_cache
def reading(request: HttpRequest) -> HttpResponse:
    """Keep the chosen size in the reader's browser and go back; an unknown one changes nothing."""
    response = HttpResponseRedirect(_page_to_go_back_to(request))
    size = request.POST.get("size")
    if size == "":
        response.delete_cookie(COOKIE, samesite="Lax")
    elif size in SIZES:
        response.set_cookie(
            COOKIE,
            size,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _page_to_go_back_to(request: HttpRequest) -> str:
    """The path of ours that was asked for; else the first page."""
    path = request.POST.get("next", "")
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours and len(path) <= LONGEST_PATH else reverse("advice:home")
