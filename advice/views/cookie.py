"""The borrower's answers in the borrower's own browser: a signed cookie, for a day.

They never reach a URL, a log or the database.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

NAME = "answers"
# The number rises when a field changes its name or meaning, so that older answers are asked anew.
SALT = "advice.answers.1"
PATH = "/assessment/"
ONE_DAY = 24 * 60 * 60


class AnswersUnreadable(ValueError):
    """The cookie was changed, is too old, or was signed by another key."""


def read_answers(request: HttpRequest) -> dict[str, Any] | None:
    """The stored raw answers, None where there are none; raises AnswersUnreadable."""
    signed = request.COOKIES.get(NAME)
    if not signed:
        return None
    try:
        return signing.loads(signed, salt=SALT, max_age=ONE_DAY)
    except signing.BadSignature as refused:
        raise AnswersUnreadable from refused


def keep_answers(response: HttpResponse, raw: dict[str, Any]) -> None:
    """Store the raw answers, compressed and signed."""
    response.set_cookie(
        NAME,
        signing.dumps(raw, salt=SALT, compress=True),
        max_age=ONE_DAY,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_answers(response: HttpResponse) -> None:
    """Delete what was stored."""
    response.delete_cookie(NAME, path=PATH, samesite="Lax")
