"""How much a visitor may send in a day, counted without knowing who it is."""

import logging
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.client import client_network
from portal.page_cache import CACHE_FAILURES

ONE_DAY = 24 * 60 * 60
EVERYBODY = ""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many a day from one visitor, and so many a day from all together.

    The counts live in the cache until midnight under a keyed hash of the day and the address, so
    that the address is stored nowhere. A cache that fails allows everything.
    """

    name: str
    each: int
    everybody: int

    def counts(self, request: HttpRequest) -> bool:
        """Count one more; whether that is still allowed."""
        return (
            self._count(client_network(request)) <= self.each
            and self._count(EVERYBODY) <= self.everybody
        )

    def is_used_up(self, request: HttpRequest) -> bool:
        """Whether this visitor has none left, without counting one more.

        What all together have left is not asked: a stranger could use that up for everybody.
        """
        try:
            return cache.get(self._key(client_network(request)), 0) >= self.each
        except CACHE_FAILURES:
            logger.warning("What visitors send was not counted: the cache failed", exc_info=True)
            return False

    def _key(self, whose: str) -> str:
        told = f"{self.name}\n{timezone.localdate().isoformat()}\n{whose}"
        return salted_hmac("portal.allowance", told, algorithm="sha256").hexdigest()

    def _count(self, whose: str) -> int:
        """How many there are today with this one; 0 where the cache fails."""
        now = timezone.localtime()
        seconds_left = ONE_DAY - (now - now.replace(hour=0, minute=0, second=0)).seconds
        key = self._key(whose)
        try:
            cache.add(key, 0, seconds_left)
            count = cache.incr(key)
            # Some caches forget the end of the day when they count.
            cache.touch(key, seconds_left)
        except (*CACHE_FAILURES, ValueError):  # ValueError: the count was thrown out meanwhile
            logger.warning("What visitors send was not counted: the cache failed", exc_info=True)
            return 0
        return count
