"""The law, in the order it is read, and where the site rests on it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from advice.models import (
    Consequence,
    ExpertComment,
    FeeTableVersion,
    Guide,
    Hotline,
    LegalSource,
    Letter,
    Prevention,
    ProductTerm,
    Question,
    RuleValue,
    Status,
    Strategy,
)

DIGITS = re.compile(r"(\d+)")


def in_reading_order(sources: Iterable[LegalSource]) -> list[LegalSource]:
    """The most cited law first, its articles as they are numbered: the 85th before the 103rd."""
    listed = list(sources)
    cited = Counter(source.title for source in listed)
    return sorted(
        listed, key=lambda source: (-cited[source.title], source.title, _numbered(source.key))
    )


def _numbered(key: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in DIGITS.split(key)]


@dataclass(frozen=True, slots=True)
class Law:
    """A law or document with those of its articles that the site cites."""

    title: str
    articles: list[LegalSource]


def laws_published() -> list[Law]:
    """The laws of all published sources, those with the most articles first."""
    sources = in_reading_order(LegalSource.objects.published())
    laws = groupby(sources, key=lambda source: source.title)
    return [Law(title, list(articles)) for title, articles in laws]


def with_successors(values: QuerySet) -> QuerySet:
    """The values, each with `replaced_on`: the first day of the next one of its series, or None."""
    same = {name: OuterRef(name) for name in values.model.SERIES}
    later = values.model.objects.published().filter(
        **same, effective_from__gt=OuterRef("effective_from")
    )
    first_days = later.order_by("effective_from").values("effective_from")
    return values.annotate(replaced_on=Subquery(first_days[:1]))


def sources_with_uses() -> QuerySet[LegalSource]:
    """Published sources with the published texts, the values and the numbers that rest on them."""
    values = with_successors(RuleValue.objects.published())
    terms = with_successors(ProductTerm.objects.published()).filter(product__is_active=True)
    comments = ExpertComment.objects.published().filter(guide__status=Status.PUBLISHED)
    versions = with_successors(FeeTableVersion.objects.published())
    return LegalSource.objects.published().prefetch_related(
        Prefetch("consequence_set", queryset=Consequence.objects.published()),
        Prefetch("strategy_set", queryset=Strategy.objects.published()),
        Prefetch("prevention_set", queryset=Prevention.objects.published()),
        Prefetch("question_set", queryset=Question.objects.published()),
        Prefetch("letter_set", queryset=Letter.objects.published()),
        Prefetch("guide_set", queryset=Guide.objects.published()),
        Prefetch("expertcomment_set", queryset=comments.select_related("guide")),
        Prefetch("rulevalue_set", queryset=values.select_related("rule")),
        Prefetch("feetableversion_set", queryset=versions.select_related("table")),
        Prefetch("productterm_set", queryset=terms.select_related("product")),
        Prefetch("hotline_set", queryset=Hotline.objects.published()),
    )
