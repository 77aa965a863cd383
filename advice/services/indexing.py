"""The index of the search, kept as the published records are."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain, islice
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse

from advice.models import (
    Consequence,
    ExpertComment,
    Guide,
    Hotline,
    LegalSource,
    Letter,
    Prevention,
    Question,
    SearchEntry,
    SearchKind,
    SearchTerm,
    SitePage,
    Status,
    Strategy,
    Weight,
)
from advice.prose import BRACES, paragraphs
from advice.words import index_terms, plain

Record = (
    Consequence
    | Guide
    | Hotline
    | LegalSource
    | Letter
    | Prevention
    | Question
    | SitePage
    | Strategy
)
TermRow = tuple[int, int, int, str]
Item = TypeVar("Item")

KINDS: dict[type[Record], SearchKind] = {
    Question: SearchKind.QUESTION,
    Strategy: SearchKind.STRATEGY,
    Consequence: SearchKind.CONSEQUENCE,
    Prevention: SearchKind.PREVENTION,
    Guide: SearchKind.GUIDE,
    Hotline: SearchKind.HOTLINE,
    LegalSource: SearchKind.LAW,
    SitePage: SearchKind.PAGE,
    Letter: SearchKind.LETTER,
}
ENTRIES_AT_ONCE = 200
VALUES_AT_ONCE = 20_000
TERM_COLUMNS = ("entry_id", "kind", "weight", "term")


@dataclass(frozen=True, slots=True)
class Document:
    """What the search knows of one published record: plain texts, with their placeholders."""

    kind: SearchKind
    key: str
    title: str
    summary: str
    text: str
    address: str

    def entry(self) -> SearchEntry:
        return SearchEntry(**asdict(self))

    def weights(self) -> dict[str, Weight]:
        """Each term with the best place where it stands. Figures are no words of the text."""
        placed: dict[str, Weight] = {}
        for weight, text in (
            (Weight.TEXT, self.text),
            (Weight.SUMMARY, self.summary),
            (Weight.TITLE, self.title),
        ):
            placed |= dict.fromkeys(index_terms(BRACES.sub(" ", text)), weight)
        return placed


def index(record: Record) -> None:
    """Let the search find the record as it is now, or not at all where visitors can't see it."""
    if record.status != Status.PUBLISHED:
        forget(record)
        return
    document = _document(record)
    with transaction.atomic():
        entry, _ = SearchEntry.objects.update_or_create(
            kind=document.kind, key=document.key, defaults=asdict(document)
        )
        entry.terms.all().delete()
        insert_terms(_rows(document, entry))


def forget(record: Record) -> None:
    """Let the search find the record no more."""
    entries = SearchEntry.objects.filter(kind=KINDS[type(record)], key=record.key)
    with transaction.atomic():
        _wait_for(entries)
        entries.delete()


def index_guides() -> None:
    """Index all guides: a chapter or a comment has changed, or has gone from one to another."""
    for guide in Guide.objects.originals():
        index(guide)


def rebuild() -> int:
    """Index all published records anew; how many there are."""
    with transaction.atomic():
        _wait_for(SearchEntry.objects.all())
        SearchTerm.objects.all().delete()
        SearchEntry.objects.all().delete()
        return add(map(_document, _published()))


def _wait_for(entries: QuerySet[SearchEntry]) -> None:
    """Let whoever is indexing them finish, so that no term is left without its entry."""
    list(entries.select_for_update().values_list("pk"))


def rebuild_if_incomplete() -> None:
    """Index all published records anew where there are more or fewer than the index holds."""
    published = sum(model.objects.published().count() for model in KINDS)
    if SearchEntry.objects.count() != published:
        rebuild()


def add(documents: Iterable[Document]) -> int:
    """Add documents that the index does not hold yet; how many there were."""
    count = 0
    for batch in _batches(documents, ENTRIES_AT_ONCE):
        entries = SearchEntry.objects.bulk_create(document.entry() for document in batch)
        pairs = zip(batch, entries, strict=True)
        insert_terms(row for document, entry in pairs for row in _rows(document, entry))
        count += len(batch)
    return count


def _rows(document: Document, entry: SearchEntry) -> Iterator[TermRow]:
    for term, weight in document.weights().items():
        yield entry.pk, document.kind.value, weight.value, term


def insert_terms(rows: Iterable[TermRow]) -> None:
    """Insert terms, many by one statement: models would take ten times as long."""
    table, columns = SearchTerm._meta.db_table, ", ".join(TERM_COLUMNS)
    most_values = connection.features.max_query_params or VALUES_AT_ONCE
    with connection.cursor() as cursor:
        for batch in _batches(rows, most_values // len(TERM_COLUMNS)):
            places = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
            statement = f"INSERT INTO {table} ({columns}) VALUES {places}"  # noqa: S608  # no input
            cursor.execute(statement, list(chain.from_iterable(batch)))


def _batches(items: Iterable[Item], length: int) -> Iterator[list[Item]]:
    waiting = iter(items)
    while batch := list(islice(waiting, length)):
        yield batch


def _published() -> Iterator[Record]:
    """Every record that visitors can see, kind by kind in the editors' order."""
    for model in KINDS:
        yield from model.objects.published()


def _document(record: Record) -> Document:
    """What the search knows of a record that visitors can see."""
    address = reverse("advice:help") if isinstance(record, Hotline) else record.get_absolute_url()
    title, summary, text = map(plain, _texts(record))
    return Document(KINDS[type(record)], record.key, title, summary, text, address)


def _texts(record: Record) -> tuple[str, str, str]:
    """Title, gist and all the rest, without the marks of Markdown."""
    match record:
        case Hotline():
            return str(record), record.purpose, _lines(record.reach, record.hours, record.note)
        case LegalSource():
            rest = _lines(record.document_no, record.effective_note)
            return record.citation, record.summary, rest
        case Letter():
            return record.title, record.summary, _lines(*_letter_lines(record))
        case Guide():
            return record.title, record.summary, _lines(*_guide_lines(record))
    first_step = getattr(record, "first_step", "")
    return record.title, record.summary, _lines(first_step, *paragraphs(record.body))


def _letter_lines(letter: Letter) -> Iterator[str]:
    for text in (letter.use_when, letter.send_to, letter.attach, letter.caution, letter.body):
        yield from paragraphs(text)


def _guide_lines(guide: Guide) -> Iterator[str]:
    yield from paragraphs(guide.body)
    for chapter in guide.chapters.all():
        yield chapter.title
        yield from paragraphs(chapter.body)
    for comment in ExpertComment.objects.published().filter(guide=guide):
        yield f"{comment}：{comment.summary}"


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))
