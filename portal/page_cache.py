"""Whole public pages, kept until an editor saves something.

They live in the cache of CACHE_URL under an edition, which lives there too: `clear` puts a new
edition in its place, so no server that shares the cache finds an older page. A page is kept under
the edition that held before it was made, so one that was made while an editor saved is never
found. A cache that fails costs time, not the page.
"""

import gzip
import logging
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.module_loading import import_string
from redis.exceptions import RedisError

from portal import clock
from portal.reading import text_size

EDITION = "edition"
# How long a page can be stale at most, where `clear` failed.
EDITION_SECONDS = 300
PAGES_AT_HAND = 500
# Another one for each change of what is kept, so that no release trips over what another left.
FORMAT = "1"
CACHE_FAILURES = (OSError, RedisError, DatabaseError)

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]


class Page(NamedTuple):
    """A page as it was made, compressed, with its headers and its validator."""

    compressed: bytes
    headers: dict[str, str]
    etag: str

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        content = response.content
        etag = f'W/"{sha256(content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        return cls(gzip.compress(content), headers, etag)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, or 304 for a browser that has it; to be asked for anew each time."""
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            response = HttpResponse(self.compressed, headers=self.headers)
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(gzip.decompress(self.compressed), headers=self.headers)
        response["Content-Length"] = str(len(response.content))
        return get_conditional_response(request, etag=self.etag, response=response)


def kept_page(view: View) -> View:
    """Mark a view whose page is the same for all who chose the same size of letters."""
    view.is_kept = True
    return view


def page_cache(get_response: View) -> View:
    """The middleware that answers with kept pages, before anything costly runs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return get_response(request)
        key = _key("page", request.scheme, request.get_host(), request.path, text_size(request))
        page = _at_hand.get(key) or _find(key)
        if page is None:
            response = get_response(request)
            if response.status_code != HTTPStatus.OK or response.cookies:
                return response
            page = Page.of(response)
            _keep(key, page)
        _take_at_hand(key, page)
        return page.answer(request)

    return middleware


# What this process answered with, so that the cache need tell it only the edition.
_at_hand: dict[str, Page] = {}


def _take_at_hand(key: str | None, page: Page) -> None:
    if key is None or key in _at_hand:
        return
    if len(_at_hand) >= PAGES_AT_HAND:
        _at_hand.clear()
    _at_hand[key] = page


def _may_be_kept(request: HttpRequest) -> bool:
    if request.method not in {"GET", "HEAD"}:
        return False
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return False
    return getattr(view, "is_kept", False)


def kept_part(name: str, make: Callable[[], str]) -> str:
    """A costly part of a page that is the same for all visitors, kept like a page."""
    if clock.is_chosen():
        return make()
    key = _key("part", name)
    part = _find(key)
    if part is None:
        part = make()
        _keep(key, part)
    return part


def clear() -> None:
    """Let no server find a page that was made until now."""
    try:
        cache.delete(EDITION)
    except CACHE_FAILURES:
        logger.exception("Pages may be stale for %d seconds: the cache failed", EDITION_SECONDS)


def _key(*parts: str) -> str | None:
    """Where something is kept under today's edition; None where nothing can be kept.

    Pages say things of today, such as what is in force.
    """
    try:
        edition = cache.get(EDITION)
        if edition is None:
            # Another server may have been quicker; its edition holds.
            cache.add(EDITION, uuid4().hex, _seconds_until_pages_change())
            edition = cache.get(EDITION)
    except CACHE_FAILURES:
        logger.warning("A page was made anew: the cache failed", exc_info=True)
        return None
    if edition is None:  # a cache that keeps nothing, on a developer's machine
        return None
    day = clock.today().isoformat()
    return sha256("\n".join((FORMAT, str(edition), day, *parts)).encode()).hexdigest()


def _seconds_until_pages_change() -> float:
    """How long pages may be kept: less, where something is to be published before."""
    change = import_string(settings.PAGES_CHANGE_AT)()
    if change is None:
        return EDITION_SECONDS
    return min(EDITION_SECONDS, max((change - timezone.now()).total_seconds(), 0))


def _find(key: str | None) -> Any:
    try:
        return cache.get(key) if key else None
    except CACHE_FAILURES:
        return None


def _keep(key: str | None, value: Any) -> None:
    try:
        if key:
            cache.set(key, value, EDITION_SECONDS)
    except CACHE_FAILURES:
        logger.warning("A page was not kept: the cache failed", exc_info=True)
