"""Everything that visitors can see and that figures rest on, read at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from django.db.models import Prefetch

from advice.models import (
    Article,
    Consequence,
    ExpertComment,
    FeeTable,
    FeeTableVersion,
    Guide,
    Hotline,
    LegalSource,
    Letter,
    LoanProduct,
    Prevention,
    ProductTerm,
    Question,
    Reviewed,
    Rule,
    RuleValue,
    SitePage,
    Situation,
    Strategy,
)
from advice.prose import links, paragraphs

Kind = TypeVar("Kind", bound=Reviewed)
Value = RuleValue | FeeTableVersion | ProductTerm


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a record: its field, what editors call it, and what is written in it."""

    record: Reviewed
    field: str
    label: str
    words: str
    paragraphs: tuple[str, ...]
    links: tuple[str, ...]

    @classmethod
    def of(cls, record: Reviewed, field: str, label: str, words: str) -> "Text":
        """The text, read as Markdown."""
        return cls(record, field, label, words, paragraphs(words), links(words))


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one rule, fee table or product term, in order of their first days.

    `name` is what a placeholder calls it.
    """

    owner: Rule | FeeTable | LoanProduct
    name: str
    values: tuple[Value, ...]

    def has_begun(self, day: date) -> bool:
        """Whether a value is in force on `day`."""
        return bool(self._begun(day))

    def not_replaced(self, day: date) -> tuple[Value, ...]:
        """The value in force on `day`, and those to come."""
        return self.values[max(self._begun(day) - 1, 0) :]

    def _begun(self, day: date) -> int:
        return sum(value.effective_from <= day for value in self.values)


@dataclass(frozen=True)
class Content:
    """The published records of each kind, and all sources, rules, tables and active products."""

    consequences: Sequence[Consequence]
    strategies: Sequence[Strategy]
    preventions: Sequence[Prevention]
    questions: Sequence[Question]
    letters: Sequence[Letter]
    guides: Sequence[Guide]
    comments: Sequence[ExpertComment]
    situations: Sequence[Situation]
    pages: Sequence[SitePage]
    hotlines: Sequence[Hotline]
    sources: Sequence[LegalSource]
    rules: Sequence[Rule]
    tables: Sequence[FeeTable]
    products: Sequence[LoanProduct]

    @property
    def kinds(self) -> tuple[Sequence[Article], ...]:
        """The records with a title, kind by kind."""
        return (
            self.consequences,
            self.strategies,
            self.preventions,
            self.questions,
            self.letters,
            self.guides,
            self.situations,
            self.pages,
        )

    @property
    def reviewed(self) -> list[Reviewed]:
        """The records that rest on sources and are reviewed."""
        return [*(record for kind in self.kinds for record in kind), *self.comments]

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text that visitors read."""
        return tuple(text for record in self.reviewed for text in _texts(record))

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The values of every rule, fee table and term of a product."""
        return (
            *(
                Series(rule, f"rule:{rule.key}", _in_order(rule.values.all()))
                for rule in self.rules
            ),
            *(Series(table, table.key, _in_order(table.versions.all())) for table in self.tables),
            *(series for product in self.products for series in _terms(product)),
        )


def read_content() -> Content:
    """The content as it is now, in a constant number of queries."""
    return Content(
        consequences=_published(Consequence, "products", "strategies", "figures"),
        strategies=_published(Strategy, "products", "conditions"),
        preventions=_published(Prevention),
        questions=_published(Question, "consequences", "strategies"),
        letters=_published(Letter),
        guides=_published(Guide, "chapters"),
        comments=_published(ExpertComment),
        situations=_published(Situation, "strategies"),
        pages=_published(SitePage),
        hotlines=list(Hotline.objects.published().select_related("source")),
        sources=list(LegalSource.objects.originals()),
        rules=list(Rule.objects.prefetch_related(_approved("values", RuleValue))),
        tables=list(FeeTable.objects.prefetch_related(_approved("versions", FeeTableVersion))),
        products=list(
            LoanProduct.objects.active().prefetch_related(_approved("terms", ProductTerm))
        ),
    )


def _approved(name: str, model: type[Value]) -> "Prefetch[str]":
    return Prefetch(name, model.objects.published().select_related("source"))


def _published(kind: type[Kind], *related: str) -> list[Kind]:
    return list(kind.objects.published().prefetch_related("sources", *related))


def _texts(record: Reviewed) -> Iterator[Text]:
    fields = {field.name: field for field in record._meta.fields}
    title = ["title"] if isinstance(record, Article) else []
    for field in [*title, *record.prose_fields()]:
        words = getattr(record, field)
        if words or not fields[field].blank:
            yield Text.of(record, field, str(fields[field].verbose_name), words)
    if isinstance(record, Guide):
        for chapter in record.chapters.all():
            yield Text.of(record, "body", f"“{chapter}”这一章", chapter.body)


def _terms(product: LoanProduct) -> Iterator[Series]:
    terms = sorted(product.terms.all(), key=attrgetter("key"))
    for key, rows in groupby(terms, key=attrgetter("key")):
        yield Series(product, f"term:{key}", _in_order(rows))


def _in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=attrgetter("effective_from")))
