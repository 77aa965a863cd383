"""The site's guidance, law and products as one archive of readable texts, out and in."""

from advice.services.archive.bringing import SeenOtherwise, approve, bring, why_not_approve
from advice.services.archive.exporting import export, export_files
from advice.services.archive.faults import ArchiveRefused, FileFault
from advice.services.archive.letting_in import Change, Outcome, People, let_in, rehearse
from advice.services.archive.reading import Archive, read
from advice.services.archive.zipped import MOST_BYTES, pack

__all__ = [
    "MOST_BYTES",
    "Archive",
    "ArchiveRefused",
    "Change",
    "FileFault",
    "Outcome",
    "People",
    "SeenOtherwise",
    "approve",
    "bring",
    "export",
    "export_files",
    "let_in",
    "pack",
    "read",
    "rehearse",
    "why_not_approve",
]
