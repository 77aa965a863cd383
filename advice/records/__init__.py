"""Whole records: each as a document, its versions, its working copy, and how it is published."""

from advice.records.document import Document, DocumentRefused, Fault, document_of, write
from advice.records.kinds import KINDS, NAMED, Kind, kind_of
from advice.records.publication import (
    PUBLISHABLE,
    note_next_change,
    publish,
    publish_what_is_due,
    rivals,
    start_copy,
)
from advice.records.versions import follow_key, keep_version, versions_of, writers

__all__ = [
    "KINDS",
    "NAMED",
    "PUBLISHABLE",
    "Document",
    "DocumentRefused",
    "Fault",
    "Kind",
    "document_of",
    "follow_key",
    "keep_version",
    "kind_of",
    "note_next_change",
    "publish",
    "publish_what_is_due",
    "rivals",
    "start_copy",
    "versions_of",
    "write",
    "writers",
]
