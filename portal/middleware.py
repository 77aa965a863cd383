"""What the project adds to every request."""

from functools import cache

from csp.decorators import csp_update
from django.conf import settings
from django.urls import reverse


def admin_content_security_policy(get_response):
    """Let the admin's own scripts run; every other page keeps the stricter policy."""
    relaxed = csp_update(settings.ADMIN_CONTENT_SECURITY_POLICY)(get_response)

    def middleware(request):
        in_admin = request.path.startswith(_admin())
        return (relaxed if in_admin else get_response)(request)

    return middleware


@cache
def _admin():
    """Where the admin begins: the same for every request, and too slow to look up each time."""
    return reverse("admin:index")
