"""What differs between two documents of one kind, in the words of the editors' pages."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import eq
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from advice.models import Condition
from advice.records import Document, Kind
from advice.records.document import Path, part_fields
from advice.records.kinds import AnyField, natural_key
from advice.services.marking import Piece, marked

Row = Mapping[str, Any]
Pair = tuple[int | None, int | None]

# Where a record stands is told by what was done with it.
STANDING = ("status", "publish_at")
# What a row is known by, where no two rows may share it nothing needs to be said here.
KNOWN_BY: dict[type[models.Model], tuple[str, ...]] = {Condition: ("group", "fact")}


def settled(document: Mapping[str, Any]) -> Document:
    """The document as a version keeps it; line ends and blanks around texts are no difference."""
    plain = json.loads(json.dumps(document, cls=DjangoJSONEncoder))
    return {name: tidy for name, value in plain.items() if (tidy := _tidy(value)) not in (None, "")}


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [settled(row) if isinstance(row, dict) else row for row in value] or None
    return value


# Values in words


@dataclass(frozen=True, slots=True)
class Words:
    """How values of documents read, with the names of the records that they refer to."""

    names: Mapping[tuple[type[models.Model], str], str]

    def of(self, field: AnyField, value: Any) -> str:
        """The value as editors know it; empty where there is none."""
        if value is None:
            return ""
        if field.is_relation:
            return "、".join(self.listed(field, value))
        if isinstance(field, models.BooleanField):
            return "是" if value else "否"
        if isinstance(field, models.JSONField):
            return json.dumps(value, ensure_ascii=False, indent=2)
        if isinstance(field, models.DateTimeField) and (at := parse_datetime(str(value))):
            return f"{localtime(at):%Y-%m-%d %H:%M}"
        return str(dict(field.flatchoices).get(value, value))

    def listed(self, field: AnyField, value: Any) -> list[str]:
        """The names of the records that a field refers to; the key of one that is gone."""
        keys = value if isinstance(value, list) else [value]
        return [self.names.get((_model(field), key), f"{key}（已经没有了）") for key in keys]

    def of_row(self, fields: Iterable[AnyField], row: Row) -> str:
        """A whole row in one line."""
        told = ((field, self.of(field, row.get(field.name))) for field in fields)
        return "；".join(f"{field.verbose_name}：{words}" for field, words in told if words)


def words_for(kind: Kind, documents: Iterable[Mapping[str, Any]]) -> Words:
    """What it takes to read the documents: one query for each sort of record they refer to."""
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    references = [field for field in kind.fields if field.is_relation]
    for document in documents:
        for field in references:
            told = document.get(field.name, [])
            wanted[_model(field)].update(told if isinstance(told, list) else [told])
    return Words(
        {(model, key): name for model, keys in wanted.items() for key, name in _names(model, keys)}
    )


def _model(field: AnyField) -> type[models.Model]:
    model = field.related_model
    assert isinstance(model, type)
    return model


def _names(model: type[models.Model], keys: set[str]) -> Iterator[tuple[str, str]]:
    key = natural_key(model)
    records = model._default_manager.filter(**{f"{key}__in": keys}) if keys else ()
    for record in records:
        yield getattr(record, key), str(record)


# Differences


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs: where it stands, its label, and both values in words."""

    path: Path
    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...]


def differences(
    kind: Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    words: Words | None = None,
) -> list[Difference]:
    """What differs, field by field and then row by row; of an empty document, all that is there."""
    old, new = settled(before), settled(after)
    words = words or words_for(kind, [old, new])
    found = list(_of_fields(kind.fields, old, new, words))
    for name in kind.parts:
        found += _of_rows(kind, name, old.get(name, []), new.get(name, []), words)
    return found


def changes(
    kind: Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    words: Words | None = None,
) -> list[Difference]:
    """What somebody wrote between the two, without where the record stands."""
    found = differences(kind, before, after, words=words)
    return [one for one in found if one.path[0] not in STANDING]


def _of_fields(
    fields: Iterable[AnyField], old: Row, new: Row, words: Words
) -> Iterator[Difference]:
    for field in fields:
        was, became = old.get(field.name), new.get(field.name)
        if was != became:
            yield Difference(
                (field.name,),
                str(field.verbose_name),
                words.of(field, was),
                words.of(field, became),
                _pieces(field, was, became, words),
            )


def _pieces(field: AnyField, was: Any, became: Any, words: Words) -> tuple[Piece, ...]:
    if field.many_to_many:
        return _listed_pieces(words.listed(field, was or []), words.listed(field, became or []))
    before, after = words.of(field, was), words.of(field, became)
    is_prose = isinstance(field, models.CharField | models.TextField | models.JSONField)
    if is_prose and not field.flatchoices:
        return marked(before, after)
    return (Piece(removed=before, added=after),)


def _listed_pieces(before: list[str], after: list[str]) -> tuple[Piece, ...]:
    stayed = [name for name in before if name in after]
    removed = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    pieces = [Piece(stayed="、".join(stayed))] if stayed else []
    pieces += [Piece(removed=name) for name in removed] + [Piece(added=name) for name in added]
    return tuple(pieces)


def _of_rows(
    kind: Kind, name: str, old: Sequence[Row], new: Sequence[Row], words: Words
) -> Iterator[Difference]:
    model, fields = kind.part(name), part_fields(kind, name)
    for was, became in matched(model, old, new):
        place = was if was is not None else became
        assert place is not None
        label = row_label(model, fields, (old if was is not None else new)[place])
        path = (name, place)
        if was is not None and became is not None:
            for one in _of_fields(fields, old[was], new[became], words):
                yield replace(one, path=(*path, *one.path), label=f"{label}的{one.label}")
            continue
        before = words.of_row(fields, old[was]) if was is not None else ""
        after = words.of_row(fields, new[became]) if became is not None else ""
        yield Difference(path, label, before, after, (Piece(removed=before, added=after),))


def row_label(model: type[models.Model], fields: Iterable[AnyField], row: Row) -> str:
    """What a row is called, as on its own page: 条件“第 1 组：…”."""
    try:
        told = {field.name: field.to_python(row.get(field.name, "")) for field in fields}
        title = str(model(**told))
    except (ValidationError, TypeError, ValueError):
        title = "看不懂的一行"
    return f"{model._meta.verbose_name}“{title}”"


def matched(model: type[models.Model], old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Which row became which: the same row; one known by the same; one that says mostly the same.

    None stands for no row. Rows that came anew are last.
    """
    names = known_by(model)
    became: dict[int, int] = {}
    for are_alike in (eq, partial(_are_known_alike, names), _say_mostly_the_same):
        for place, row in enumerate(old):
            if place not in became:
                free = (n for n in range(len(new)) if n not in set(became.values()))
                partner = next((n for n in free if are_alike(row, new[n])), None)
                became |= {} if partner is None else {place: partner}
    added = [place for place in range(len(new)) if place not in set(became.values())]
    return [(place, became.get(place)) for place in range(len(old))] + [(None, n) for n in added]


def known_by(model: type[models.Model]) -> tuple[str, ...]:
    """The values that tell one row of a record from the others."""
    unique = (row for row in model._meta.constraints if isinstance(row, models.UniqueConstraint))
    own = (
        tuple(name for name in row.fields if not model._meta.get_field(name).is_relation)
        for row in unique
    )
    return KNOWN_BY.get(model) or next(own)


def _are_known_alike(names: tuple[str, ...], row: Row, other: Row) -> bool:
    return all(row.get(name) == other.get(name) for name in names)


def _say_mostly_the_same(row: Row, other: Row) -> bool:
    told = row.keys() | other.keys()
    same = [name for name in told if row.get(name) == other.get(name)]
    return 2 * len(same) > len(told)
