"""Records as readable text files: the format of the seed and of the archive.

Each record has a file of its own, named by its key, in the folder of its kind; only the smallest
stand in one file together. The dated values of rules, fee tables and products stand in the file of
what they belong to.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import tomli_w
from django.db import models

from advice.models import OPEN, Status
from advice.records.document import Document, document_of
from advice.records.kinds import NAMED, Kind

FOLDERS = {
    "sources": "source",
    "rules": "rule",
    "fee_tables": "table",
    "products": "product",
    "hotlines": "hotline",
    "consequences": "consequence",
    "strategies": "strategy",
    "prevention": "prevention",
    "questions": "question",
    "letters": "letter",
    "guides": "guide",
    "comments": "comment",
    "situations": "situation",
    "pages": "page",
    "samples": "sample",
}
# Records of a few words each, all in one file.
LISTS = {"synonyms": "synonym"}


@dataclass(frozen=True, slots=True)
class Series:
    """The dated values in a record's file: under which name, of which kind, and whose they are."""

    name: str
    kind: Kind
    owner: str


SERIES = {
    "rule": Series("values", NAMED["rule_value"], "rule"),
    "table": Series("versions", NAMED["table_version"], "table"),
    "product": Series("terms", NAMED["term"], "product"),
}


def to_text(document: Mapping[str, Any]) -> str:
    """The document as TOML, long texts as they read."""
    return tomli_w.dumps(document, multiline_strings=True)


def from_text(text: str) -> Document:
    """The document that the text holds; raises tomllib.TOMLDecodeError with line and column."""
    return tomllib.loads(text, parse_float=Decimal)


def file_of(kind: Kind, record: models.Model) -> Document:
    """What stands in the record's file: the record, with its approved values where it has some."""
    document = document_of(kind, record)
    series = SERIES.get(kind.name)
    if series:
        document[series.name] = _values(series, record, [Status.PUBLISHED])
    return document


def proposals_of(kind: Kind, record: models.Model) -> Document:
    """What stands in the file of the values that are proposed for the record; {} without any."""
    series = SERIES.get(kind.name)
    values = _values(series, record, OPEN) if series else []
    if not series or not values:
        return {}
    return {kind.keys[0]: kind.key_of(record), series.name: values}


def _values(series: Series, record: models.Model, statuses: Iterable[Status]) -> list[Document]:
    """Its values, each series from its first day on; databases don't sort texts alike."""
    values = getattr(record, series.name).filter(status__in=statuses)
    return [_without_owner(series, value) for value in sorted(values, key=series.kind.key_of)]


def _without_owner(series: Series, value: models.Model) -> Document:
    document = document_of(series.kind, value)
    del document[series.owner]
    return document


def split(kind: Kind, document: Mapping[str, Any]) -> tuple[Document, list[Document]]:
    """The record of a file, and its values, each as a document of its own."""
    series = SERIES.get(kind.name)
    if series is None:
        return dict(document), []
    owner = {series.owner: document[kind.keys[0]]}
    record = {key: value for key, value in document.items() if key != series.name}
    return record, [value | owner for value in document.get(series.name, [])]
