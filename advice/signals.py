"""A change of anything that the site shows makes every server read it anew."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

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
    LoanProduct,
    Prevention,
    ProductTerm,
    Question,
    Rule,
    RuleValue,
    SiteEdition,
    SitePage,
    Situation,
    Strategy,
)
from portal import page_cache

SHOWN = (
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
    LoanProduct,
    Prevention,
    ProductTerm,
    Question,
    Rule,
    RuleValue,
    SitePage,
    Situation,
    Strategy,
)


def connect() -> None:
    """Listen to every model that a page or the rulebook is built from."""
    for model in SHOWN:
        post_save.connect(_renew_edition, sender=model)
        post_delete.connect(_renew_edition, sender=model)
        for field in model._meta.many_to_many:
            m2m_changed.connect(_renew_edition, sender=field.remote_field.through)


def _renew_edition(**kwargs: Any) -> None:
    SiteEdition.renew()
    transaction.on_commit(page_cache.clear)
