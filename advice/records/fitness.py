"""Whether a record may be shown: it is whole, and what it rests on may be cited."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from advice.models import LegalSource, Moderated
from advice.records.document import DocumentRefused, Fault
from advice.records.kinds import kind_of


def refuse_unfit(record: Moderated, *, day: date) -> None:
    """Raise ValidationError, naming each thing that keeps the record from being shown on `day`."""
    record.full_clean()
    record.refuse_incomplete()
    for name in kind_of(record).parts:
        for row in getattr(record, name).all():
            row.full_clean()
    unfit = unfit_sources(cited_by(record), day=day)
    if unfit:
        raise ValidationError(f"发布前请换掉或核实这些依据：{unfit}。")


def cited_by(record: Any) -> list[LegalSource]:
    """The sources that the record rests on."""
    if hasattr(record, "sources"):
        return list(record.sources.all())
    source = getattr(record, "source", None)
    return [source] if source else []


def unfit_sources(sources: Iterable[LegalSource], *, day: date) -> str:
    """Those that may not be cited on that day, each with why not; empty where all may."""
    reasons = ((source.citation, source.unfitness(day)) for source in sources)
    return "、".join(f"{citation}（{reason}）" for citation, reason in reasons if reason)


def in_words(refused: ValidationError | DocumentRefused, model: type[models.Model]) -> str:
    """What was refused and why, each reason with the field as editors know it."""
    return "".join(f"{_label(model, fault)}{fault.message}" for fault in _faults(refused))


def _faults(refused: ValidationError | DocumentRefused) -> Iterable[Fault]:
    if isinstance(refused, DocumentRefused):
        return refused.faults
    if hasattr(refused, "error_dict"):
        told = refused.message_dict.items()
        return [Fault((name,), message) for name, messages in told for message in messages]
    return [Fault((), message) for message in refused.messages]


def _label(model: type[models.Model], fault: Fault) -> str:
    """“标题”：, or for the field of a row what its row is called."""
    name = str(fault.path[0]) if fault.path else NON_FIELD_ERRORS
    fields: dict[str, Any] = {field.name: field for field in model._meta.get_fields()}
    if name not in fields:
        return ""
    field = fields[name]
    named = field.related_model._meta if field.one_to_many else field
    return f"“{named.verbose_name}”："
