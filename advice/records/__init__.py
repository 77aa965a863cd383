"""Whole records: each as a document, its versions, its working copy, and how it is published."""

from advice.records.document import Document, DocumentRefused, Fault, document_of, write
from advice.records.fitness import cited_by, in_words, refuse_unfit, unfit_sources
from advice.records.kinds import KINDS, NAMED, Kind, kind_of
from advice.records.publication import (
    PUBLISHABLE,
    note_next_change,
    one_at_a_time,
    publish,
    publish_what_is_due,
    rivals,
    start_copy,
)
from advice.records.rehearsal import taken_back
from advice.records.versions import (
    Story,
    follow_key,
    keep_version,
    keep_what_was_found,
    stories_of,
    versions_of,
    writers,
)

__all__ = [
    "KINDS",
    "NAMED",
    "PUBLISHABLE",
    "Document",
    "DocumentRefused",
    "Fault",
    "Kind",
    "Story",
    "cited_by",
    "document_of",
    "follow_key",
    "in_words",
    "keep_version",
    "keep_what_was_found",
    "kind_of",
    "note_next_change",
    "one_at_a_time",
    "publish",
    "publish_what_is_due",
    "refuse_unfit",
    "rivals",
    "start_copy",
    "stories_of",
    "taken_back",
    "unfit_sources",
    "versions_of",
    "write",
    "writers",
]
