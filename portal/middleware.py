"""What the project adds to every request."""

from functools import cache
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from portal.second_factor import owes_second_factor

# Addresses below it are secrets: `portal.logs` hides them, robots.txt names no more than this.
PRIVATE_ADDRESSES = "/kept/"


def private_addresses(get_response):
    """Let nobody store, index or pass on a page whose address is a secret; errors neither."""

    def middleware(request):
        response = get_response(request)
        if request.path.startswith(PRIVATE_ADDRESSES):
            add_never_cache_headers(response)
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return middleware


def admin_content_security_policy(get_response):
    """Let the admin's own scripts run; every other page keeps the stricter policy."""
    relaxed = csp_update(settings.ADMIN_CONTENT_SECURITY_POLICY)(get_response)

    def middleware(request):
        return (relaxed if _is_in_admin(request) else get_response)(request)

    return middleware


def second_factor(get_response):
    """Open no page of the admin to a session that still owes its second factor."""

    def middleware(request):
        guarded = _is_in_admin(request) and not _is_on_the_way_in(request)
        if guarded and owes_second_factor(request.user):
            return _ask_for_second_factor(request)
        return get_response(request)

    return middleware


def _ask_for_second_factor(request):
    address = reverse("editing:second_factor")
    if request.method in {"GET", "HEAD"}:
        address += "?" + urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return HttpResponseRedirect(address)


def _is_in_admin(request):
    return request.path.startswith(_address("admin:index"))


def _is_on_the_way_in(request):
    ways = (_address("admin:login"), _address("admin:logout"))
    return request.path in ways or request.path.startswith(_address("editing:second_factor"))


@cache
def _address(name):
    """Where a page is: the same for every request, and too slow to look up each time."""
    return reverse(name)
