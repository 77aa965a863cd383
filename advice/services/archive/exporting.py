"""The whole site as one archive."""

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction

from advice.models import ORIGINALS
from advice.records import NAMED, Document, Kind, document_of
from advice.records.files import FOLDERS, LISTS, file_of, proposals_of, to_text
from advice.services.archive.manifest import DRAFTS, MANIFEST, TEXT
from advice.services.archive.zipped import pack


def export() -> bytes:
    """The site as it is now: all records with their status, working copies, and proposed values."""
    return pack(export_files())


def export_files() -> dict[str, str]:
    """The texts of the archive by the names of their files."""
    with transaction.atomic():
        return {MANIFEST: TEXT, **dict(_in_folders()), **dict(_in_lists())}


def _in_folders() -> Iterator[tuple[str, str]]:
    for folder, name in FOLDERS.items():
        kind = NAMED[name]
        for record in _originals(kind):
            file = f"{folder}/{kind.key_of(record)}.toml"
            yield file, to_text(file_of(kind, record))
            draft = _draft_of(kind, record)
            if draft:
                yield f"{DRAFTS}/{file}", to_text(draft)


def _originals(kind: Kind) -> models.QuerySet[Any]:
    records: models.QuerySet[Any] = kind.model._default_manager.all()
    return records.filter(ORIGINALS) if kind.is_publishable else records


def _draft_of(kind: Kind, record: Any) -> Document:
    """What is being written beside the record; {} where nothing is."""
    if not kind.is_publishable:
        return proposals_of(kind, record)
    return document_of(kind, record.copy) if record.copy else {}


def _in_lists() -> Iterator[tuple[str, str]]:
    for file, name in LISTS.items():
        kind = NAMED[name]
        yield f"{file}.toml", to_text({file: _rows(kind)})


def _rows(kind: Kind) -> list[Document]:
    rows = [document_of(kind, record) for record in kind.model._default_manager.all()]
    return sorted(rows, key=lambda row: [row[name] for name in kind.keys])
