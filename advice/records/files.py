"""Records as readable text files: the format of the seed and of the archive.

Each record has a file of its own, named by its key, in the folder of its kind; only the smallest
stand in one file together. The dated values of rules, fee tables and products stand in the file of
what they belong to.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import tomli_w
from django.db import models

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
        values = getattr(record, series.name).published().order_by(*_order(series))
        document[series.name] = [_without_owner(series, value) for value in values]
    return document


def _order(series: Series) -> tuple[str, ...]:
    return (*(key for key in series.kind.keys if "__" not in key), "pk")


def _without_owner(series: Series, value: models.Model) -> Document:
    document = document_of(series.kind, value)
    del document[series.owner]
    return document


def split(kind: Kind, document: Mapping[str, Any]) -> Iterator[tuple[Kind, Document]]:
    """The record of a file and then its values, each as a document of its own."""
    series = SERIES.get(kind.name)
    name = series.name if series else None
    yield kind, {key: value for key, value in document.items() if key != name}
    if series:
        owner = document[kind.keys[0]]
        for value in document.get(series.name, []):
            yield series.kind, value | {series.owner: owner}
