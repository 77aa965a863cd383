"""A record as a document: plain values that a text file can hold, and back again.

A document says everything of a record but what the database keeps for itself. It refers to other
records by their keys and holds the rows of a record as a list. What is empty is left out.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import timezone

from advice.models import ORIGINALS, Publishable
from advice.records.kinds import AnyField, Kind, natural_key, written_fields

# Before it, offsets from UTC had seconds, which no text file can say.
FIRST_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)

Document = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a document, and where: a field, or a row of a list and its field."""

    path: Path
    message: str


class DocumentRefused(Exception):
    """A document that can't be a record, with every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(fault.message for fault in self.faults))


# From records to documents


def document_of(kind: Kind, record: models.Model) -> Document:
    """The record as it is now."""
    document = _values(record, kind.fields)
    for name in kind.parts:
        rows = sorted(getattr(record, name).all(), key=_row_order)
        if rows:
            fields = part_fields(kind, name)
            document[name] = [_values(row, fields) for row in rows]
    return document


def part_fields(kind: Kind, name: str) -> tuple[AnyField, ...]:
    """The fields of a row: all but the one that says whose row it is."""
    model = kind.part(name)
    return written_fields(model, but=lambda field: field.related_model is kind.model)


def _row_order(row: models.Model) -> tuple[Any, ...]:
    return tuple(getattr(row, str(name)) for name in row._meta.ordering or ())


def _values(record: models.Model, fields: Iterable[AnyField]) -> Document:
    values = {}
    for field in fields:
        value = _plain(record, field)
        if value not in (None, "", []):
            values[field.name] = value
    return values


def _plain(record: models.Model, field: AnyField) -> Any:
    """The value as a text file holds it: an exact number as text, a record as its key."""
    if field.many_to_many:
        return sorted(key_of(row) for row in getattr(record, field.name).all())
    value = getattr(record, field.name)
    if isinstance(value, models.Model):
        return key_of(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, datetime):
        return timezone.localtime(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n")  # a browser's ends of lines are not the text's
    return _without_nulls(value) if isinstance(field, models.JSONField) else value


def _without_nulls(value: Any) -> Any:
    """The value without what is not told: a text file has no word for nothing.

    In the order of names, since PostgreSQL keeps none.
    """
    if isinstance(value, dict):
        told = sorted(value.items())
        return {key: _without_nulls(part) for key, part in told if part is not None}
    if isinstance(value, list):
        return [_without_nulls(part) for part in value if part is not None]
    return value


def plain_number(number: Decimal) -> str:
    """The exact number without the zeros that its column adds: 0.24, not 0.24000000."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def key_of(record: models.Model) -> str:
    """By what documents refer to the record."""
    return str(getattr(record, natural_key(type(record))))


# From documents to records


def write(kind: Kind, document: Mapping[str, Any], record: models.Model) -> None:
    """Make the record what the document says, checked as an editor's; raises DocumentRefused.

    Its rows are written anew. Nothing is changed where anything is refused.
    """
    lists = {name: document.get(name, []) for name in kind.parts}
    told = {name: value for name, value in document.items() if name not in lists}
    with transaction.atomic():
        many = _fill(record, kind.fields, told, ())
        _save(record, ())
        for name, records in many.items():
            getattr(record, name).set(records)
        for name, rows in lists.items():
            _write_rows(kind, name, rows, record)


def _write_rows(kind: Kind, name: str, rows: Any, record: models.Model) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DocumentRefused([Fault((name,), "这里应该是一行一行的列表。")])
    getattr(record, name).all().delete()
    fields = part_fields(kind, name)
    owner = next(
        field.name
        for field in kind.part(name)._meta.concrete_fields
        if field.related_model is kind.model
    )
    for place, row in enumerate(rows):
        part = kind.part(name)(**{owner: record})
        _fill(part, fields, row, (name, place))
        _save(part, (name, place))


def _fill(
    record: models.Model,
    fields: Iterable[AnyField],
    told: Mapping[str, Any],
    path: Path,
) -> dict[str, list[models.Model]]:
    """Set the fields to what was told; the lists of other records, to be set when it is saved."""
    by_name = {field.name: field for field in fields}
    faults = [
        Fault((*path, name), f"没有“{name}”这一项。可以写的有：{'、'.join(by_name)}。")
        for name in told
        if name not in by_name
    ]
    many = {}
    for name, field in by_name.items():
        try:
            if field.many_to_many:
                many[name] = found_by_keys(field.related_model, told.get(name, []))
            else:
                setattr(record, name, _read(field, told.get(name)))
        except ValidationError as refused:
            faults.extend(Fault((*path, name), message) for message in refused.messages)
    if faults:
        raise DocumentRefused(faults)
    return many


def _read(field: AnyField, value: Any) -> Any:
    """The value of the field; what is left out is empty, or its default where it can't be."""
    if value is None:
        return None if field.null else field.get_default()
    if field.many_to_one:
        return found_by_keys(field.related_model, [value])[0]
    if isinstance(field, models.JSONField):
        return _as_json(value)
    fitting, wanted = _wanted(field)
    # Asked of the very type: a yes is an int to Python, and a moment a day.
    if type(value) not in fitting:
        raise ValidationError(f"这里应该是{wanted}。")
    read = field.to_python(value)
    return _as_moment(read) if isinstance(read, datetime) else read


def _wanted(field: AnyField) -> tuple[tuple[type, ...], str]:
    """What may stand in a document for the field, and what an editor calls it.

    Days and moments stand as texts in documents that were kept as JSON.
    """
    match field:
        case models.BooleanField():
            return (bool,), " true 或 false"
        case models.DateTimeField():
            return (datetime, str), "日期和时间，例如 2027-01-01 09:00:00+08:00"
        case models.DateField():
            return (date, str), "日期，例如 2027-01-01"
        case models.DecimalField():
            return (str, int, Decimal), "数字，例如 0.24"
        case models.IntegerField():
            return (int,), "整数，不加引号"
    return (str,), "文字，要加引号"


def _as_moment(read: datetime) -> datetime:
    """The moment in our time where it names no other; refused where no calendar reaches."""
    try:
        moment = read if timezone.is_aware(read) else timezone.make_aware(read)
        if moment >= FIRST_MOMENT:
            return timezone.localtime(moment)
    except OverflowError:
        pass
    raise ValidationError("这个时间太早或太晚了。")


def _as_json(value: Any) -> Any:
    """The value as the database gives it back: exact numbers of a text file are its floats."""
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_as_json(part) for part in value]
    if isinstance(value, Decimal):
        if not math.isfinite(value):
            raise ValidationError("这里有一个不能用的数字。")
        return float(value)
    return value.isoformat() if isinstance(value, date | time) else value


def found_by_keys(model: Any, keys: Any) -> list[models.Model]:
    """The records of these keys, in their order; ValidationError names those that are none."""
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise ValidationError("这里应该写代号。")
    records = model._default_manager.filter(**{f"{natural_key(model)}__in": keys})
    if issubclass(model, Publishable):
        records = records.filter(ORIGINALS)
    known = {key_of(record): record for record in records}
    missing = [key for key in keys if key not in known]
    if missing:
        raise ValidationError(f"找不到{model._meta.verbose_name}：{'、'.join(missing)}。")
    return [known[key] for key in keys]


def _save(record: models.Model, path: Path) -> None:
    try:
        record.full_clean()
    except ValidationError as refused:
        raise DocumentRefused(
            Fault(path if name == NON_FIELD_ERRORS else (*path, name), message)
            for name, messages in refused.message_dict.items()
            for message in messages
        ) from refused
    record.save()
