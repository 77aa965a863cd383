"""Two people on one record: what was opened, what is stored by now, and what was typed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import models

from advice.records import Kind
from advice.records.document import part_fields
from advice.records.kinds import AnyField
from advice.services.comparing import Words, matched, row_label, words_for
from advice.services.marking import Piece, marked

LONG = 200
UNKNOWN = "（不知道）"
NO_ROW = "（没有这一行）"
NOTHING = ("", UNKNOWN, NO_ROW)
THEIRS = "只有别人改了：表单里已换成现在存的。"
MINE = "只有你改了：表单里是你填的。"
BOTH = "两人都改了：表单里是你填的，请看过再保存。"
UNSURE = "表单里是你填的，请看过再保存。"


@dataclass(frozen=True, slots=True)
class Three:
    """A document, or one of its rows: as opened, as stored by now, as typed; None where missing."""

    opened: Mapping[str, Any] | None
    stored: Mapping[str, Any] | None
    typed: Mapping[str, Any] | None

    def values(self, name: str) -> tuple[Any, Any, Any]:
        was, now, mine = (told or {} for told in (self.opened, self.stored, self.typed))
        return was.get(name), now.get(name), mine.get(name)

    def only_they_changed(self, name: str) -> bool:
        """Whether the value was left as it was opened, and is another one by now."""
        was, now, mine = self.values(name)
        return self.opened is not None and mine == was != now


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """One row, and its places among those stored and typed; None where it is missing."""

    row: Three
    stored_at: int | None
    typed_at: int | None


def aligned(model: type[models.Model], name: str, three: Three) -> list[AlignedRow]:
    """The rows of the part, each beside itself. Those that were opened come first."""
    opened, stored, typed = (rows or [] for rows in three.values(name))
    to_stored, to_typed = matched(model, opened, stored), matched(model, opened, typed)
    known = zip(to_stored[: len(opened)], to_typed[: len(opened)], strict=True)
    places = [(place, now, mine) for (place, now), (_, mine) in known]
    theirs = [now for place, now in to_stored if place is None and now is not None]
    own = [mine for place, mine in to_typed if place is None and mine is not None]
    added = matched(model, [stored[now] for now in theirs], [typed[mine] for mine in own])
    places += [(None, _at(theirs, now), _at(own, mine)) for now, mine in added]
    return [
        AlignedRow(Three(_at(opened, was), _at(stored, now), _at(typed, mine)), now, mine)
        for was, now, mine in places
    ]


def _at(listed: Sequence[Any], place: int | None) -> Any:
    return None if place is None else listed[place]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in words; of a long one the pieces tell only what changed and what is near."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def is_long(self) -> bool:
        """Whether the pieces leave something of it out."""
        return len(self.text) > LONG


@dataclass(frozen=True, slots=True)
class Divergence:
    """One value that what is stored and what was typed don't agree on, in words."""

    label: str
    opened: str
    stored: str
    typed: str
    outcome: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The three as a table shows them: what was opened, and what became of it."""
        return (
            Cell(self.opened, (Piece(stayed=self.opened[:LONG]),)),
            Cell(self.stored, self._since_opened(self.stored)),
            Cell(self.typed, self._since_opened(self.typed)),
        )

    def _since_opened(self, text: str) -> tuple[Piece, ...]:
        is_short = max(len(self.opened), len(text)) <= LONG
        if is_short or self.opened in NOTHING or text in NOTHING:
            return (Piece(stayed=text),)
        return marked(self.opened, text)


def divergences(kind: Kind, three: Three, *, taken: Collection[str]) -> list[Divergence]:
    """Where what is stored and what was typed don't agree, and what became of it in the form.

    What was opened is None where nobody knows it. Of the fields, the form has taken over those in
    `taken`; of the rows, all that only others changed.
    """
    told = [document or {} for document in (three.opened, three.stored, three.typed)]
    telling = _Telling(words_for(kind, told), is_known=three.opened is not None)
    found = list(telling.of_fields(kind.fields, three, taken=taken))
    for name in kind.parts:
        model, fields = kind.part(name), part_fields(kind, name)
        for one in aligned(model, name, three):
            found += telling.of_row(model, fields, one.row)
    return found


@dataclass(frozen=True)
class _Telling:
    """How the three are put in words, whether or not it is known what was opened."""

    words: Words
    is_known: bool

    def of_fields(
        self, fields: Iterable[AnyField], three: Three, *, taken: Collection[str]
    ) -> Iterator[Divergence]:
        for field in fields:
            values = three.values(field.name)
            if values[1] != values[2]:
                told = [self.words.of(field, value) for value in values]
                is_taken = field.name in taken
                yield self._told(str(field.verbose_name), told, values, is_taken=is_taken)

    def of_row(
        self, model: type[models.Model], fields: Sequence[AnyField], three: Three
    ) -> Iterator[Divergence]:
        rows = (three.opened, three.stored, three.typed)
        label = row_label(model, fields, three.stored or three.typed or three.opened or {})
        if None not in rows[1:]:
            names = {field.name for field in fields}
            for one in self.of_fields(fields, three, taken=names):
                yield replace(one, label=f"{label}的{one.label}")
        elif three.stored != three.typed:
            told = [NO_ROW if row is None else self.words.of_row(fields, row) for row in rows]
            yield self._told(label, told, rows, is_taken=True)

    def _told(
        self, label: str, told: Sequence[str], values: Sequence[Any], *, is_taken: bool
    ) -> Divergence:
        was, now, mine = told
        outcome = self._outcome(*values, is_taken=is_taken)
        return Divergence(label, was if self.is_known else UNKNOWN, now, mine, outcome)

    def _outcome(self, was: Any, now: Any, mine: Any, *, is_taken: bool) -> str:
        if not self.is_known:
            return UNSURE
        if mine == was and is_taken:
            return THEIRS
        return MINE if now == was else BOTH
