"""What a borrower tells, in the borrower's own browser: signed cookies, for a day.

It never reaches a URL, a log or, unless the borrower saves it, the database.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

PATH = "/assessment/"
ONE_DAY = 24 * 60 * 60


class CookieUnreadable(ValueError):
    """The cookie was changed, is too old, or was signed by another key."""


@dataclass(frozen=True, slots=True)
class SignedCookie:
    """One cookie that goes to the pages under `path` alone, compressed and signed."""

    name: str
    salt: str
    path: str = PATH

    def read(self, request: HttpRequest) -> dict[str, Any] | None:
        """What is stored, None where nothing is; raises CookieUnreadable."""
        signed = request.COOKIES.get(self.name)
        if not signed:
            return None
        try:
            return signing.loads(signed, salt=self.salt, max_age=ONE_DAY)
        except signing.BadSignature as refused:
            raise CookieUnreadable from refused

    def keep(self, response: HttpResponse, told: dict[str, Any]) -> None:
        """Store what was told."""
        response.set_cookie(
            self.name,
            signing.dumps(told, salt=self.salt, compress=True),
            max_age=ONE_DAY,
            path=self.path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def forget(self, response: HttpResponse) -> None:
        """Delete what was stored."""
        response.delete_cookie(self.name, path=self.path, samesite="Lax")


# The number in a salt rises when a field changes its name or meaning, so that older answers are
# asked anew.
ANSWERS = SignedCookie("answers", "advice.answers.1")
CLAIMS = SignedCookie("claims", "advice.claims.1")
TRIAL = SignedCookie("trial", "advice.trial.1")
# Every cookie of a borrower: what "清除" deletes.
TOLD = (ANSWERS, CLAIMS, TRIAL)


def forget_all(response: HttpResponse) -> None:
    """Delete everything that the borrower's browser keeps."""
    for cookie in TOLD:
        cookie.forget(response)
