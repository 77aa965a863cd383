"""The pages for requests that cannot be answered, in Chinese and without the database."""

from django.shortcuts import render
from django.urls import reverse


def bad_request(request, exception):
    return render(request, "errors/400.html", status=400)


def permission_denied(request, exception):
    """Say why, where we know it, and show editors the way back to their pages."""
    context = {
        "reason": str(exception),
        "is_editors": request.path.startswith(reverse("admin:index")),
    }
    return render(request, "errors/403.html", context, status=403)


def csrf_failure(request, reason=""):
    """Say how to send the form again. `reason` is for developers: Django logs it."""
    return render(request, "errors/403_csrf.html", status=403)


def page_not_found(request, exception):
    return render(request, "errors/404.html", status=404)


def server_error(request):
    """Render without the request, so that no context processor can fail once more."""
    return render(None, "errors/500.html", status=500)
