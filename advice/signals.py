"""A change of anything that the site shows makes every server read it anew, and the search too."""

from typing import Any

from django.db import models, transaction
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
    Letter,
    LoanProduct,
    Prevention,
    ProductTerm,
    Publishable,
    Question,
    Rule,
    RuleValue,
    SiteEdition,
    SitePage,
    Situation,
    Strategy,
)
from advice.services import indexing
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
    Letter,
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
PARTS_OF_GUIDES = (ExpertComment, GuideChapter)
# Under which name the rows of a record know whose they are.
OWNERS = {Condition: "strategy", ConsequenceFigure: "consequence", GuideChapter: "guide"}


def connect() -> None:
    """Listen to every model that a page, the rulebook or the search is built from."""
    for model in SHOWN:
        post_save.connect(_renew_edition, sender=model)
        post_delete.connect(_renew_edition, sender=model)
        for field in model._meta.many_to_many:
            m2m_changed.connect(_renew_edition, sender=field.remote_field.through)
    for model in indexing.KINDS:
        post_save.connect(_index, sender=model)
        post_delete.connect(_forget, sender=model)
    for model in PARTS_OF_GUIDES:
        post_save.connect(_index_guides, sender=model)
        post_delete.connect(_index_guides, sender=model)


def _renew_edition(instance: models.Model, **kwargs: Any) -> None:
    if _is_copy(instance):
        return
    SiteEdition.renew()
    transaction.on_commit(page_cache.clear)


def _is_copy(record: models.Model) -> bool:
    """Whether it is a working copy, which visitors don't see, or a row of one."""
    owner = getattr(record, OWNERS.get(type(record), ""), record)
    return isinstance(owner, Publishable) and owner.revises_id is not None


def _index(instance: indexing.Record, **kwargs: Any) -> None:
    if not _is_copy(instance):
        indexing.index(instance)


def _forget(instance: indexing.Record, **kwargs: Any) -> None:
    if not _is_copy(instance):
        indexing.forget(instance)


def _index_guides(instance: ExpertComment | GuideChapter, **kwargs: Any) -> None:
    if not _is_copy(instance):
        indexing.index_guides()
