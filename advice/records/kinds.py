"""What there is to write down: the kinds of records, how each is called, and the rows it holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from django.db import models

from advice.models import (
    Condition,
    Consequence,
    ConsequenceFigure,
    ExpertComment,
    FeeBracket,
    FeeTable,
    FeeTableVersion,
    Guide,
    GuideChapter,
    Hotline,
    LegalSource,
    Letter,
    LoanProduct,
    Prevention,
    ProductTerm,
    Publishable,
    Question,
    Rule,
    RuleValue,
    SampleBorrower,
    SitePage,
    Situation,
    Strategy,
    Synonym,
)

AnyField: TypeAlias = "models.Field[Any, Any]"

FIRST = ("key", "slug", "word", "title", "name", "label", "summary", "first_step")


@dataclass(frozen=True)
class Kind:
    """One kind of record: its name in documents, its model, and the rows that belong to it.

    `parts` are the accessors of its rows, which are written with it and have no life of their own.
    `keys` are the attributes that name it among its kind.
    """

    name: str
    model: type[models.Model]
    parts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ("key",)

    @property
    def label(self) -> str:
        """What editors call it."""
        return str(self.model._meta.verbose_name)

    @cached_property
    def fields(self) -> tuple[AnyField, ...]:
        """The fields of a document: what names it first, long texts last."""
        fields = written_fields(self.model)
        return tuple(sorted(fields, key=lambda field: (_place(field), fields.index(field))))

    @property
    def is_publishable(self) -> bool:
        """Whether there may be working copies of it."""
        return issubclass(self.model, Publishable)

    def part(self, name: str) -> type[models.Model]:
        """The model of the rows under `name`."""
        return self.model._meta.get_field(name).related_model  # type: ignore[return-value]

    def key_of(self, record: models.Model) -> str:
        """What names the record, as versions, archives and references do."""
        return " ".join(str(_follow(record, path)) for path in self.keys)

    def key_in(self, document: Mapping[str, Any]) -> str:
        """What names the record of this document; KeyError where it doesn't say."""
        return " ".join(str(document[path.partition("__")[0]]) for path in self.keys)


def _place(field: AnyField) -> int:
    if field.name in FIRST:
        return FIRST.index(field.name)
    return len(FIRST) + isinstance(field, models.TextField | models.JSONField)


def _follow(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name)
    return record


# Those that others refer to first.
KINDS = (
    Kind("source", LegalSource),
    Kind("rule", Rule),
    Kind("rule_value", RuleValue, keys=("rule__key", "effective_from")),
    Kind("table", FeeTable),
    Kind(
        "table_version",
        FeeTableVersion,
        parts=("brackets",),
        keys=("table__key", "effective_from"),
    ),
    Kind("product", LoanProduct, keys=("slug",)),
    Kind("term", ProductTerm, keys=("product__slug", "key", "effective_from")),
    Kind("hotline", Hotline),
    Kind("consequence", Consequence, parts=("figures",)),
    Kind("strategy", Strategy, parts=("conditions",)),
    Kind("prevention", Prevention),
    Kind("question", Question),
    Kind("letter", Letter),
    Kind("guide", Guide, parts=("chapters",)),
    Kind("comment", ExpertComment),
    Kind("situation", Situation),
    Kind("page", SitePage),
    Kind("synonym", Synonym, keys=("word", "means")),
    Kind("sample", SampleBorrower),
)
NAMED = {kind.name: kind for kind in KINDS}
PARTS = (Condition, ConsequenceFigure, FeeBracket, GuideChapter)
_OF_MODEL = {kind.model: kind for kind in KINDS}


def kind_of(record: models.Model | type[models.Model]) -> Kind:
    """The kind of a record or of a model; KeyError for one that is no kind."""
    return _OF_MODEL[record if isinstance(record, type) else type(record)]


def natural_key(model: type[models.Model]) -> str:
    """The field by which documents refer to records of the model."""
    return "slug" if model is LoanProduct else "key"


def written_fields(
    model: type[models.Model], *, but: Callable[[AnyField], bool] = lambda _: False
) -> tuple[AnyField, ...]:
    """The fields that a document holds: all that is not the database's own business."""
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return tuple(
        field
        for field in fields
        if not (
            field.primary_key
            or field.one_to_one
            or getattr(field, "auto_now", False)
            or getattr(field, "auto_now_add", False)
            or but(field)
        )
    )
