"""Load the initial content and rules from the text files of this folder.

Each record, and each dated value, is loaded once and noted; afterwards it belongs to the editors,
and neither a change nor a deletion of theirs is undone. Records are checked like an editor's.
"""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from advice import records
from advice.models import SeededRecord
from advice.records import Document, Kind, files
from advice.services import indexing

FOLDER = Path(__file__).parent


def load() -> int:
    """Load every seed record that was never loaded before; how many there were.

    Records are indexed for the search as they are saved; those of a database that is older than
    its index are indexed here.
    """
    with transaction.atomic():
        count = sum(_load_once(kind, document) for kind, document in seed_documents())
        indexing.rebuild_if_incomplete()
    return count


def note_all_as_loaded() -> None:
    """Leave the seed aside: the records of this site come from elsewhere."""
    SeededRecord.objects.bulk_create(
        SeededRecord(kind=kind.name, key=kind.key_in(document))
        for kind, document in seed_documents()
    )


def _load_once(kind: Kind, document: Document) -> bool:
    key = kind.key_in(document)
    _, is_new = SeededRecord.objects.get_or_create(kind=kind.name, key=key)
    if is_new:
        records.write(kind, document, kind.model())
    return is_new


def seed_documents() -> Iterator[tuple[Kind, Document]]:
    """Every record of the seed, those that others refer to first."""
    for folder, name in files.FOLDERS.items():
        for path in sorted((FOLDER / folder).glob("*.toml")):
            yield from _split(records.NAMED[name], _document(path))
    for file, name in files.LISTS.items():
        for document in _document(FOLDER / f"{file}.toml")[file]:
            yield records.NAMED[name], document


def _split(kind: Kind, document: Document) -> Iterator[tuple[Kind, Document]]:
    """The record of a file, and then its values."""
    record, values = files.split(kind, document)
    yield kind, record
    for value in values:
        yield files.SERIES[kind.name].kind, value


def _document(path: Path) -> Document:
    return files.from_text(path.read_text(encoding="utf-8"))
