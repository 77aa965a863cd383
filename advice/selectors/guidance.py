"""Published texts, each read in a constant number of queries.

Texts come with all of their sources: those that lost their page since tell that a text is stale.
"""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from advice.engine.vocabulary import Urgency
from advice.models import (
    Consequence,
    ExpertComment,
    Guide,
    Hotline,
    Letter,
    Prevention,
    Question,
    SitePage,
    Situation,
    Strategy,
)


def _published(model: type, field: str) -> Prefetch:
    """What of a relation visitors may see."""
    return Prefetch(field, queryset=model.objects.published())


def consequences_published() -> QuerySet[Consequence]:
    """Published consequences in their order, with what their pages show."""
    return Consequence.objects.published().prefetch_related(
        "products",
        "sources",
        _published(Strategy, "strategies"),
        _published(Question, "questions"),
    )


def consequences_listed() -> QuerySet[Consequence]:
    """Published consequences in their order, with what a list tells of them: the ways out."""
    return Consequence.objects.published().prefetch_related(_published(Strategy, "strategies"))


def strategies_published() -> QuerySet[Strategy]:
    """Published strategies in their order, with what their pages show."""
    return Strategy.objects.published().prefetch_related(
        "products",
        "sources",
        _published(Consequence, "eases"),
        _published(Question, "questions"),
        _published(Letter, "letters"),
    )


def preventions_published() -> QuerySet[Prevention]:
    """Published habits in their order, with their products and sources."""
    return Prevention.objects.published().prefetch_related("products", "sources")


def questions_published() -> QuerySet[Question]:
    """Published questions, the most asked first, with what their pages show."""
    return Question.objects.published().prefetch_related(
        "products",
        "sources",
        _published(Consequence, "consequences"),
        _published(Strategy, "strategies"),
    )


def letters_published() -> QuerySet[Letter]:
    """Published letters in their order, with what their pages show."""
    hotlines = Hotline.objects.published().select_related("source").prefetch_related("products")
    return Letter.objects.published().prefetch_related(
        "products",
        "sources",
        _published(Strategy, "strategies"),
        Prefetch("hotlines", hotlines),
    )


def guides_published() -> QuerySet[Guide]:
    """Published guides in their order, with what their pages show."""
    comments = ExpertComment.objects.published().prefetch_related("sources")
    return Guide.objects.published().prefetch_related(
        "products",
        "chapters",
        "sources",
        Prefetch("comments", queryset=comments),
    )


def next_guide(guide: Guide) -> Guide | None:
    """The published guide to go on to; after the last one the first; None where it is alone."""
    others = [other for other in Guide.objects.published() if other != guide]
    later = (other for other in others if (other.order, other.key) > (guide.order, guide.key))
    return next(later, others[0] if others else None)


def situations_published() -> QuerySet[Situation]:
    """Published situations in their order, with their sources and the strategies that fit."""
    strategies = _published(Strategy, "strategies")
    return Situation.objects.published().prefetch_related(strategies, "sources")


def site_pages_published() -> QuerySet[SitePage]:
    """What the site says of itself, with its sources."""
    return SitePage.objects.published().prefetch_related("sources")


def most_urgent_first(strategies: Iterable[Strategy]) -> list[Strategy]:
    """What to do today before what can wait; within that, the editors' order."""
    urgencies = list(Urgency)
    return sorted(
        strategies,
        key=lambda strategy: (urgencies.index(Urgency(strategy.urgency)), strategy.order),
    )


def strategies_by_urgency() -> list[Strategy]:
    """Published strategies, the most urgent first, for lists that need no more than a summary."""
    return most_urgent_first(Strategy.objects.published())
