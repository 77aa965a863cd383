"""An archive let into the site: all of it, or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from advice import records, seed
from advice.models import (
    OPEN,
    ORIGINALS,
    DatedValue,
    Event,
    Publishable,
    SeededRecord,
    Status,
    Strategy,
)
from advice.records import KINDS, Document, DocumentRefused, Fault, Kind, document_of
from advice.records.files import from_text, to_text
from advice.services import workflow
from advice.services.archive.faults import ArchiveRefused, FileFault
from advice.services.archive.reading import Archive, Entry
from advice.services.comparing import Difference, differences

SHOWN = frozenset({Status.PUBLISHED, Status.SCHEDULED})
# What is noted when a record arrives with such a status.
APPROVED = {Status.PUBLISHED.value: Event.PUBLISHED, Status.SCHEDULED.value: Event.SCHEDULED}
# What strategies say, and not whom they are for or what they do.
TEXT_OF_STRATEGIES = frozenset(
    {"title", "summary", "first_step", "body", "sources", "reviewed_on", "review_due_on"}
)


@dataclass(frozen=True)
class Written:
    """An entry that changed something; nothing stood before where its record is new."""

    entry: Entry
    record: Any
    before: Document
    after: Document


@dataclass(frozen=True)
class Change:
    """What an archive does to one record, in the words of the editors' pages."""

    file: str
    kind: str
    title: str
    act: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Outcome:
    """What an archive changes, how much of it stands already, and what it doesn't speak of."""

    changes: tuple[Change, ...]
    unchanged: int
    only_here: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Differs where anything does that whoever approves has seen."""
        return sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True)
class People:
    """Who brought the archive, and who lets it in; nobody where the server's operator does."""

    brought_by: Any = None
    let_in_by: Any = None
    note: str = ""


def rehearse(archive: Archive) -> Outcome:
    """What letting it in would do, found by doing it and taking it back; raises ArchiveRefused."""
    with records.taken_back():
        return let_in(archive, People())


@transaction.atomic
def let_in(archive: Archive, people: People) -> Outcome:
    """Make the site what the archive says; raises ArchiveRefused, and then nothing has changed.

    What the archive doesn't speak of stays. A value once approved stays too, and another takes its
    place.
    """
    records.one_at_a_time()
    if not SeededRecord.objects.exists():
        seed.note_all_as_loaded()
    written = _write_all(archive.entries, people)
    faults = list(_without_ground(written))
    if faults:
        raise ArchiveRefused(faults)
    records.note_next_change()
    return Outcome(
        changes=tuple(map(_change, written)),
        unchanged=len(archive.entries) - len(written),
        only_here=tuple(_only_here(archive.entries)),
        notices=tuple(_notices(written)),
    )


def _write_all(entries: Iterable[Entry], people: People) -> list[Written]:
    """Write what can be written until nothing is left.

    A source can't be called unverified before what cites it has changed, and a text can't cite a
    source that isn't published yet: what is refused waits for the others.
    """
    changes: dict[int, Written] = {}
    waiting = list(enumerate(entries))
    while waiting:
        refused = []
        faults: list[FileFault] = []
        for turn, entry in waiting:
            try:
                change = _write(entry, people)
            except DocumentRefused as refusal:
                refused.append((turn, entry))
                faults.extend(entry.fault(fault.path, fault.message) for fault in refusal.faults)
            else:
                changes |= {turn: change} if change else {}
        if len(refused) == len(waiting):
            raise ArchiveRefused(faults)
        waiting = refused
    return [changes[turn] for turn in sorted(changes)]


def _write(entry: Entry, people: People) -> Written | None:
    """Write one record; None where the site holds it already as the archive has it."""
    with transaction.atomic():
        if entry.replaces:
            return _write_value(entry, people)
        return _write_record(entry, people)


# Records, working copies and proposals


def _write_record(entry: Entry, people: People) -> Written | None:
    record = _found_or_new(entry)
    before = _here(entry.kind, record)
    if before == entry.document:
        return None
    if before and not entry.is_draft:
        _refuse_while_open(record)
    if before:
        records.keep_what_was_found(record)
    records.write(entry.kind, entry.document, record)
    after = _here(entry.kind, record)
    if before == after:
        return None
    _keep(record, people)
    return Written(entry, record, before, after)


def _found_or_new(entry: Entry) -> Any:
    """The record that the entry speaks of, or a new one."""
    found = _named(entry.kind, entry.document)
    if entry.is_value:
        return found.filter(status__in=OPEN).first() or entry.kind.model()
    record = found.first()
    if not entry.is_draft:
        return record or entry.kind.model()
    if record is None:
        raise DocumentRefused([Fault((), "找不到它修改的那一条。")])
    return record.copy or entry.kind.model(revises=record)


def _named(kind: Kind, document: Document) -> models.QuerySet[Any]:
    """The records of this name: one original, or all values of one day."""
    found: models.QuerySet[Any] = kind.model._default_manager.filter(
        **{path: document[path.partition("__")[0]] for path in kind.keys}
    )
    return found.filter(ORIGINALS) if kind.is_publishable else found


def _refuse_while_open(record: Any) -> None:
    """Somebody's working copy would undo the change later, and its writer could approve it."""
    copy = record.copy if isinstance(record, Publishable) else None
    if copy:
        message = f"本站有一份它的修改稿（{copy.get_status_display()}）：请先发布或放弃那一份。"
        raise DocumentRefused([Fault((), message)])


def _here(kind: Kind, record: models.Model) -> Document:
    """The record as a text file would hold it; {} where it is not stored."""
    if record.pk is None:
        return {}
    stored = type(record)._default_manager.get(pk=record.pk)
    return from_text(to_text(document_of(kind, stored)))


def _keep(record: Any, people: People) -> None:
    """Note who brought it, and who let it be seen."""
    records.keep_version(record, Event.IMPORTED, by=people.brought_by, note=people.note)
    event = APPROVED.get(str(getattr(record, "status", "")))
    if event:
        records.keep_version(record, event, by=people.let_in_by, note=people.note)


# Approved values


def _write_value(entry: Entry, people: People) -> Written | None:
    """Approve a value; the one that held from the same day stays as it is, and is replaced."""
    found = _named(entry.kind, entry.document)
    older = found.published().first()  # type: ignore[attr-defined]
    before = _here(entry.kind, older) if older else {}
    if before == entry.document:
        return None
    value: Any = entry.kind.model()
    records.write(entry.kind, entry.document | {"status": Status.WITHDRAWN.value}, value)
    if before == _here(entry.kind, value) | {"status": Status.PUBLISHED.value}:
        value.delete()
        return None
    proposal = found.filter(status__in=OPEN).first()
    if proposal:
        message = (
            f"从这一天起，本站有一份提议（{proposal.get_status_display()}）：请先批准或放弃它。"
        )
        raise DocumentRefused([Fault((), message)])
    records.keep_version(value, Event.IMPORTED, by=people.brought_by, note=people.note)
    try:
        value.refuse_incomplete()
        records.publish(value, by=people.let_in_by, note=people.note)
    except ValidationError as refused:
        raise DocumentRefused(Fault((), message) for message in refused.messages) from refused
    return Written(entry, value, before, _here(entry.kind, value))


# The whole


def _without_ground(written: Iterable[Written]) -> Iterator[FileFault]:
    """What would be shown though it rests on what is not shown, and what is needed though."""
    for one in written:
        if one.after.get("status") in SHOWN:
            yield from _unpublished_sources(one)
        elif one.before.get("status") in SHOWN:
            reason = workflow.why_not_withdraw(one.record)
            if reason:
                yield one.entry.fault(("status",), reason)


def _unpublished_sources(one: Written) -> Iterator[FileFault]:
    name = "sources" if "sources" in one.after else "source"
    for source in records.cited_by(one.record):
        if not source.is_published:
            message = (
                f"{source.citation}（{source.get_status_display()}）不能作为发布的内容的依据。"
            )
            yield one.entry.fault((name,), message)


def _notices(written: Sequence[Written]) -> Iterator[str]:
    """What whoever lets it in should know: what time has made unfit is no fault of the archive."""
    today = timezone.localdate()
    felt = [str(one.record) for one in written if one.before and _changes_results(one)]
    if felt:
        yield f"这些改动会改变测算的结果，请先想好影响：{'、'.join(felt)}。"
    for one in written:
        if one.after.get("status") in SHOWN:
            unfit = records.unfit_sources(records.cited_by(one.record), day=today)
            if unfit:
                yield f"“{one.record}”的依据要复核：{unfit}。"


def _changes_results(one: Written) -> bool:
    """Whether borrowers would be told another figure, or another strategy."""
    if not isinstance(one.record, Strategy):
        return one.entry.replaces
    names = one.before.keys() | one.after.keys()
    changed = {name for name in names if one.before.get(name) != one.after.get(name)}
    return not changed <= TEXT_OF_STRATEGIES


def _change(one: Written) -> Change:
    act = "新增" if not one.before else "取代" if one.entry.replaces else "修改"
    kind = one.entry.kind
    return Change(
        file=one.entry.sheet.name,
        kind=kind.label,
        title=str(one.record),
        act=act,
        differences=tuple(differences(kind, one.before, one.after)),
    )


def _only_here(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """The records that the archive doesn't speak of, as their kind and title. They stay."""
    told = {(entry.kind.name, entry.key) for entry in entries if not entry.is_draft}
    for kind in KINDS:
        for record in _shown(kind):
            if (kind.name, kind.key_of(record)) not in told:
                yield kind.label, str(record)


def _shown(kind: Kind) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = kind.model._default_manager.all()
    if kind.is_publishable:
        return found.filter(ORIGINALS)
    if issubclass(kind.model, DatedValue):
        owner = kind.keys[0].partition("__")[0]
        return found.filter(status=Status.PUBLISHED).select_related(owner)
    return found
