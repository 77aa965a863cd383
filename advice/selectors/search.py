"""What the search finds, in a constant number of queries of bounded cost, however much there is.

A word of two Chinese characters is a term of the index, and so is a word of letters. A longer one
is looked up by its rarest pairs, and the texts that have them are then read for the word. Only for
a lone character all texts are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import add

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from advice.models import SearchEntry, SearchKind, SearchTerm, Synonym, Weight
from advice.words import is_chinese, terms_of

# Nobody reads on after so many, and to count on is dear where every text has the word.
MOST_HITS = 200
# From the first bound on a term is common, from the second on its exact count makes no difference.
COMMON, VERY_COMMON = 1_000, 10_000
PAIR = 2
TERMS_A_WORD = 4
TERMS_OF_TITLES = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with all the words, and the weight of the places where they stand."""

    entry_id: int
    kind: SearchKind
    weight: int


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits, the best first, and whether there are more of them."""

    best: Sequence[Hit] = ()
    is_endless: bool = False

    def of(self, kind: SearchKind | None) -> list[Hit]:
        """Those of one kind, or all of them."""
        return [hit for hit in self.best if kind in {None, hit.kind}]


def hits_of(words: Sequence[str]) -> Hits:
    """The published records in which all of the words stand.

    Titles go before summaries and those before texts; then it goes by kind, and by the index.
    """
    frequencies = _frequencies(words)
    if not words or 0 in frequencies.values():
        return Hits()
    terms = _telling_terms(words, frequencies)
    rows = _looked_up(terms, words) if terms else _read_through(words)
    hits = [Hit(entry, SearchKind(kind), sum(weights)) for entry, kind, *weights in rows]
    best = sorted(hits[:MOST_HITS], key=lambda hit: (-hit.weight, hit.kind, hit.entry_id))
    return Hits(best, is_endless=len(hits) > MOST_HITS)


class _CountUpTo(Subquery):
    """How many rows a query has; it may have a limit, and then nothing beyond it is counted."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _frequencies(words: Iterable[str]) -> dict[str, int]:
    """In how many entries each term of the words stands; more exactly where all are common."""
    terms = _terms_of_all(words)
    if len(terms) == 1:
        return {terms[0]: COMMON}  # there is nothing to compare it with
    counts = _counts(terms, up_to=COMMON)
    are_common = terms and min(counts.values()) == COMMON
    return _counts(terms, up_to=VERY_COMMON) if are_common else counts


def _terms_of_all(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(map(terms_of, words))))


def _counts(terms: Sequence[str], *, up_to: int) -> dict[str, int]:
    """In how many entries each of the terms stands, counted no further than a bound."""
    if not terms:
        return {}
    counts = [
        _CountUpTo(SearchTerm.objects.filter(term=term).values("entry")[:up_to]) for term in terms
    ]
    row = SearchEntry.objects.values_list(*counts).first() or [0] * len(terms)
    return dict(zip(terms, row, strict=True))


def _telling_terms(words: Iterable[str], frequencies: Mapping[str, int]) -> list[str]:
    """The rarest terms of each word, the rarest of all first."""
    chosen = [
        term
        for word in words
        for term in sorted(terms_of(word), key=frequencies.__getitem__)[:TERMS_A_WORD]
    ]
    return sorted(dict.fromkeys(chosen), key=frequencies.__getitem__)


def _looked_up(terms: Sequence[str], words: Iterable[str]) -> QuerySet:
    """Entry, kind and weights, from the rarest term's rows with the other terms and the words."""
    rarest, *others = terms
    in_same_entry = [
        SearchTerm.objects.filter(entry=OuterRef("entry"), term=term) for term in others
    ]
    weights = [Subquery(rows.values("weight")) for rows in in_same_entry]
    return (
        SearchTerm.objects.filter(*map(Exists, in_same_entry), term=rarest)
        .filter(*(_stands(word, "entry__") for word in words if _is_more_than_terms(word)))
        .order_by("-weight", "kind", "entry_id")
        .values_list("entry_id", "kind", "weight", *weights)[: MOST_HITS + 1]
    )


def _read_through(words: Iterable[str]) -> QuerySet:
    """Entry, kind and weight of all the texts with the words: lone characters are no terms."""
    return (
        SearchEntry.objects.filter(*map(_stands, words))
        .annotate(weight=reduce(add, map(_weight_where_it_stands, words)))
        .order_by("-weight", "kind", "pk")
        .values_list("pk", "kind", "weight")[: MOST_HITS + 1]
    )


def _weight_where_it_stands(word: str) -> Case:
    in_title = When(title__contains=word, then=Weight.TITLE)
    in_summary = When(summary__contains=word, then=Weight.SUMMARY)
    return Case(in_title, in_summary, default=Weight.TEXT)


def _is_more_than_terms(word: str) -> bool:
    """Whether an entry with its terms may still lack the word, or the word has no terms."""
    return is_chinese(word) and len(word) != PAIR


def _stands(word: str, entry: str = "") -> Q:
    """Whether the word stands in an entry as it was typed."""
    fields = ("title", "summary", "text")
    return Q(*((f"{entry}{field}__contains", word) for field in fields), _connector=Q.OR)


def entries_of(hits: Iterable[Hit]) -> list[SearchEntry]:
    """What the hits stand for, in their order."""
    return _in_order([hit.entry_id for hit in hits])


def entries_titled_like(words: Iterable[str], *, most: int) -> list[SearchEntry]:
    """The entries whose titles share the most terms with the words; common terms tell nothing."""
    counts = _counts(_terms_of_all(words), up_to=COMMON)
    telling = [term for term, count in counts.items() if 0 < count < COMMON]
    rarest = sorted(telling, key=counts.__getitem__)[:TERMS_OF_TITLES]
    in_titles = SearchTerm.objects.filter(
        term__in=rarest, kind__in=SearchKind.values, weight=Weight.TITLE
    )
    closest = in_titles.values("entry").annotate(shared=Count("term")).order_by("-shared", "entry")
    return _in_order(list(closest.values_list("entry", flat=True)[:most]))


def _in_order(wanted: Sequence[int]) -> list[SearchEntry]:
    """The entries with these ids, in this order; one that was just withdrawn is left out."""
    found = SearchEntry.objects.in_bulk(wanted)
    return [found[entry_id] for entry_id in wanted if entry_id in found]


def meanings_of(words: Sequence[str]) -> list[str]:
    """What our texts call the words that were typed, as the editors list it."""
    typed = " ".join(words)
    meant = [synonym.means for synonym in Synonym.objects.all() if synonym.word in typed]
    return [means for means in dict.fromkeys(meant) if means not in typed]
