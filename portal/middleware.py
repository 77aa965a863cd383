"""What the project adds to every request."""

from csp.decorators import csp_update
from django.conf import settings
from django.urls import reverse


def admin_content_security_policy(get_response):
    """Let the admin's own scripts run; every other page keeps the stricter policy."""
    relaxed = csp_update(settings.ADMIN_CONTENT_SECURITY_POLICY)(get_response)

    def middleware(request):
        in_admin = request.path.startswith(reverse("admin:index"))
        return (relaxed if in_admin else get_response)(request)

    return middleware
