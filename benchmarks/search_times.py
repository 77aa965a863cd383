"""Fill the database of DATABASE_URL with articles and time the search in it.

Usage: python -m benchmarks.search_times AIM     the aim is in milliseconds
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import chain
from statistics import median, quantiles
from time import perf_counter

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from advice import selectors, services
from advice.models import SearchTerm
from advice.services import indexing
from advice.services.indexing import Document
from advice.views.search import RESULTS_A_PAGE
from advice.words import words_of
from benchmarks.articles import COMMON, Writer, queries, vocabulary
from benchmarks.lines import line

SIZES = (5_000, 50_000)
ROUNDS, LONE_CHARACTERS = 5, 3
COPY = "COPY advice_searchterm (entry_id, kind, weight, term) FROM STDIN"
Statement = tuple[str, tuple[object, ...]]


def main() -> None:
    for told in _report(aim=sys.argv[1]):
        sys.stdout.write(told + "\n")
        sys.stdout.flush()


def _report(aim: str) -> Iterator[str]:
    call_command("migrate", verbosity=0)
    words, written = vocabulary(), 0
    writer = Writer(words)
    asked = queries(words, Writer(words).articles(range(100)))
    for size in SIZES:
        begun = perf_counter()
        _write(writer.articles(range(written, size)), is_first=written == 0)
        seconds = perf_counter() - begun
        yield f"  {size:,} articles, {SearchTerm.objects.count():,} terms"
        yield line(f"indexing {size - written:,} articles", f"{seconds:.0f} s")
        written = size
        taken = {sort: [_milliseconds(query) for query in asked[sort]] for sort in asked}
        for sort, times in taken.items():
            yield line(sort, f"{median(times):.2f} ms")
        times = list(chain.from_iterable(taken.values()))
        yield line("all: median", f"{median(times):.2f} ms", f"below {aim} ms")
        yield line("all: 95 of 100 are below", f"{quantiles(times, n=20)[-1]:.2f} ms")
        lone = [_milliseconds(query[0]) for query in asked[COMMON][:LONE_CHARACTERS]]
        yield line("one character, for which all texts are read", f"{median(lone):.0f} ms")


def _write(articles: Iterable[Document], *, is_first: bool) -> None:
    """Index articles, the second index of the table last, as one would fill a database."""
    [best_hits_first] = SearchTerm._meta.indexes
    with connection.schema_editor() as editor:
        editor.remove_index(SearchTerm, best_hits_first)
    with transaction.atomic():
        if is_first or connection.vendor != "postgresql":
            indexing.add(articles)
        else:
            _copy(articles)
    with connection.schema_editor() as editor:
        editor.add_index(SearchTerm, best_hits_first)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what PostgreSQL does by itself a minute later


def _copy(articles: Iterable[Document]) -> None:
    """The same by COPY, which takes PostgreSQL a small part of the time."""
    with connection.cursor() as cursor:
        for article in articles:
            entry = article.entry()
            entry.save()
            rows = "".join(
                f"{entry.pk}\t{article.kind.value}\t{weight.value}\t{term}\n"
                for term, weight in article.weights().items()
            )
            cursor.copy_expert(COPY, StringIO(rows))


def _milliseconds(query: str) -> float:
    """What the statements of a query take when they are sent again, their rows included."""
    statements = _statements(query)
    return median(_resent(statements) for _ in range(ROUNDS))


def _statements(query: str) -> list[Statement]:
    """What is asked of the database for the first page of a query."""
    asked = []

    def note(execute: Callable, sql: str, values: tuple, *rest: object) -> object:
        asked.append((sql, values))
        return execute(sql, values, *rest)

    words = words_of(query)
    with connection.execute_wrapper(note):
        hits = selectors.hits_of(words)
        services.find_nearby(words, hits, {})
        services.list_results(hits.best[:RESULTS_A_PAGE], words, {})
    return asked


def _resent(statements: Iterable[Statement]) -> float:
    with connection.cursor() as cursor:
        begun = perf_counter()
        for sql, values in statements:
            cursor.execute(sql, values)
            cursor.fetchall()
        return (perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
