"""Django with nothing on it, the least that a page can cost: /<bytes>/ answers with so many."""

from functools import cache

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__)


@cache
def _content(size: int) -> bytes:
    return b"x" * size


def _respond(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(_content(size))


urlpatterns = [path("<int:size>/", _respond)]
application = get_wsgi_application()
