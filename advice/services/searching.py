"""What a search shows, and what editors learn of the searches that found nothing."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import F

from advice import selectors
from advice.models import SearchEntry, SearchKind, VainSearch
from advice.models.search import LONGEST_VAIN_WORDS
from advice.prose import filled
from advice.selectors import Hit, Hits
from advice.words import excerpt, has_word, words_of
from portal.page_cache import CACHE_FAILURES

# With fewer hits than this, what is close to the words is shown too.
LITTLE = 3
MOST_INSTEAD = 5
MOST_TITLES = 3
MOST_VAIN_SEARCHES = 1000
SECONDS_BETWEEN_NOTES = 2
# So many digits may be a part of somebody's telephone or identity number.
DIGITS_OF_A_NUMBER = 4
# The code of an answer to a reader has twelve of these, the link of a saved assessment more.
SECRET = re.compile(r"[\w-]{12,}", re.ASCII)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """An entry as it is listed, with its figures."""

    kind: SearchKind
    title: str
    excerpt: str
    address: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """What may have been meant: what our texts call it, with results for that, and titles."""

    meanings: Sequence[str]
    meant_words: Sequence[str]
    results: Sequence[Result]
    titles: Sequence[Result]


def list_results(
    hits: Iterable[Hit], words: Sequence[str], figures: Mapping[str, str]
) -> list[Result]:
    """What is shown of the hits, in their order."""
    return [_result(entry, words, figures) for entry in selectors.entries_of(hits)]


def find_nearby(words: Sequence[str], hits: Hits, figures: Mapping[str, str]) -> Nearby:
    """What may have been meant; where there are few hits, also what is closest to the words."""
    meanings = selectors.meanings_of(words)
    if len(hits.best) >= LITTLE:
        return Nearby(meanings, (), (), ())
    seen = {hit.entry_id for hit in hits.best}
    meant_words = words_of(meanings[0]) if meanings else []
    meant = [hit for hit in selectors.hits_of(meant_words).best if hit.entry_id not in seen]
    instead = meant[:MOST_INSTEAD]
    seen |= {hit.entry_id for hit in instead}
    close = selectors.entries_titled_like(words, most=MOST_TITLES + len(seen))
    titles = [_result(entry, words, figures) for entry in close if entry.pk not in seen]
    results = list_results(instead, meant_words, figures)
    return Nearby(meanings, meant_words, results, titles[:MOST_TITLES])


def _result(entry: SearchEntry, words: Sequence[str], figures: Mapping[str, str]) -> Result:
    """The summary tells most of a text, unless only the rest has the words."""
    summary, text = filled(entry.summary, figures), filled(entry.text, figures)
    told = text if has_word(text, words) and not has_word(summary, words) else summary
    return Result(SearchKind(entry.kind), entry.title, excerpt(told, words), entry.address)


# Searches in vain


def note_vain_search(query: str, *, day: date) -> None:
    """Count a query that found nothing, so that editors learn of it.

    Nothing is known of who searched. What is long, or has a number, an address or a secret link in
    it, may be about a person and is not kept. At most one search in two seconds is counted, so
    that a robot can't flood the list; in a full list, what was sought least and longest ago makes
    room.
    """
    told = " ".join(words_of(query))
    if _is_personal(query) or not _may_be_kept(told) or not _is_time_for_a_note():
        return
    try:
        with transaction.atomic():
            _count(told, day)
    except DatabaseError:
        logger.exception("A search in vain was not counted")


def _is_personal(query: str) -> bool:
    typed = normalize("NFKC", query)
    return "@" in typed or SECRET.search(typed) is not None


def _may_be_kept(told: str) -> bool:
    digits = sum(character.isdecimal() for character in told)
    return len(told) <= LONGEST_VAIN_WORDS and digits < DIGITS_OF_A_NUMBER


def _is_time_for_a_note() -> bool:
    try:
        return cache.add("vain-search-noted", 1, SECONDS_BETWEEN_NOTES)
    except CACHE_FAILURES:
        return False


def _count(told: str, day: date) -> None:
    noted, is_new = VainSearch.objects.get_or_create(words=told, defaults={"last_on": day})
    if not is_new:
        VainSearch.objects.filter(pk=noted.pk).update(count=F("count") + 1, last_on=day)
    elif VainSearch.objects.count() > MOST_VAIN_SEARCHES:
        others = VainSearch.objects.exclude(pk=noted.pk)
        others.order_by("count", "last_on", "pk")[0].delete()
