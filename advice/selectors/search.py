"""What the search finds, in a bounded number of queries of bounded cost, however much there is.

A word of two Chinese characters is a term of the index, and so is a word of letters. A longer one
is looked up by its two rarest pairs, and the texts that have them are then read for the word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery

from advice.models import SearchEntry, SearchKind, SearchTerm, Synonym, Weight
from advice.words import is_chinese, terms_of

# Nobody reads on after so many of a kind, and counting on is dear where every text has the word.
MOST_HITS = 200
# From here on a term is common, whatever its exact count.
COMMON = 1000
PAIR = 2
TERMS_A_WORD = 2
TERMS_OF_TITLES = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with all the words, and the weight of the places where they stand."""

    entry_id: int
    kind: SearchKind
    weight: int


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits of each kind, and the kinds of which there are more."""

    of_kind: Mapping[SearchKind, Sequence[Hit]]
    endless: frozenset[SearchKind]

    def best_first(self, kind: SearchKind | None = None) -> list[Hit]:
        """Those of one kind or of all: titles first, then by kind, in the order of the index."""
        chosen = [hit for found in self.of_kind.values() for hit in found]
        if kind is not None:
            chosen = list(self.of_kind.get(kind, ()))
        return sorted(chosen, key=lambda hit: (-hit.weight, hit.kind, hit.entry_id))


NOTHING = Hits({}, frozenset())


def hits_of(words: Sequence[str]) -> Hits:
    """The published records in which all of the words stand."""
    frequencies = _frequencies(term for word in words for term in terms_of(word))
    if not words or 0 in frequencies.values():
        return NOTHING
    terms = _telling_terms(words, frequencies)
    found = {kind: list(_best_hits(kind, terms, words)) for kind in SearchKind}
    endless = frozenset(kind for kind, hits in found.items() if len(hits) > MOST_HITS)
    return Hits({kind: hits[:MOST_HITS] for kind, hits in found.items()}, endless)


class _CountUpTo(Subquery):
    """How many rows a query has; it may have a limit, and then nothing beyond it is counted."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _frequencies(terms: Iterable[str]) -> dict[str, int]:
    """In how many entries each term stands, counted up to COMMON."""
    asked = list(dict.fromkeys(terms))
    counts = [
        _CountUpTo(SearchTerm.objects.filter(term=term).values("entry")[:COMMON]) for term in asked
    ]
    row = SearchEntry.objects.values_list(*counts).first() if counts else None
    return dict(zip(asked, row or [0] * len(asked), strict=True))


def _telling_terms(words: Iterable[str], frequencies: Mapping[str, int]) -> list[str]:
    """The rarest terms of each word, the rarest of all first."""
    chosen = [
        term
        for word in words
        for term in sorted(terms_of(word), key=frequencies.__getitem__)[:TERMS_A_WORD]
    ]
    return sorted(dict.fromkeys(chosen), key=frequencies.__getitem__)


def _best_hits(kind: SearchKind, terms: Sequence[str], words: Iterable[str]) -> Iterable[Hit]:
    """The hits of one kind: the rarest term's, as far as they have the other terms and words."""
    rarest, *others = terms
    in_same_entry = [
        SearchTerm.objects.filter(entry=OuterRef("entry"), term=term) for term in others
    ]
    weights = [Subquery(rows.values("weight")) for rows in in_same_entry]
    rows = (
        SearchTerm.objects.filter(*map(Exists, in_same_entry), term=rarest, kind=kind)
        .filter(_have_long_words(words))
        .order_by("-weight", "entry_id")
        .values_list("entry_id", "weight", *weights)
    )
    for entry_id, *found in rows[: MOST_HITS + 1]:
        yield Hit(entry_id, kind, sum(found))


def _have_long_words(words: Iterable[str]) -> Q:
    """Whether the words stand in the entry as they were typed, not only their pairs."""
    long_words = [word for word in words if is_chinese(word) and len(word) > PAIR]
    return reduce(and_, map(_has, long_words), Q())


def _has(word: str) -> Q:
    fields = ("title", "summary", "text")
    return Q(*((f"entry__{field}__contains", word) for field in fields), _connector=Q.OR)


def entries_of(hits: Iterable[Hit]) -> list[SearchEntry]:
    """What the hits stand for, in their order; one that was just withdrawn is left out."""
    wanted = [hit.entry_id for hit in hits]
    found = SearchEntry.objects.in_bulk(wanted)
    return [found[entry_id] for entry_id in wanted if entry_id in found]


def entries_titled_like(words: Iterable[str], *, most: int) -> list[SearchEntry]:
    """The entries whose titles share the most terms with the words; common terms tell nothing."""
    frequencies = _frequencies(term for word in words for term in terms_of(word))
    telling = [term for term, count in frequencies.items() if 0 < count < COMMON]
    rarest = sorted(telling, key=frequencies.__getitem__)[:TERMS_OF_TITLES]
    in_titles = SearchTerm.objects.filter(
        term__in=rarest, kind__in=SearchKind.values, weight=Weight.TITLE
    )
    closest = in_titles.values("entry").annotate(shared=Count("term")).order_by("-shared", "entry")
    wanted = list(closest.values_list("entry", flat=True)[:most])
    found = SearchEntry.objects.in_bulk(wanted)
    return [found[entry_id] for entry_id in wanted]


def meanings_of(words: Sequence[str]) -> list[str]:
    """What our texts call the words that were typed, as the editors list it."""
    typed = " ".join(words)
    meant = [synonym.means for synonym in Synonym.objects.all() if synonym.word in typed]
    return [means for means in dict.fromkeys(meant) if means not in typed]
