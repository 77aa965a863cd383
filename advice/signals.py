"""A changed rule, fee table or product makes every server build its rulebook anew."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from advice.models import (
    FeeBracket,
    FeeTable,
    FeeTableVersion,
    LoanProduct,
    ProductTerm,
    Rule,
    RulebookEdition,
    RuleValue,
)

RULEBOOK_MODELS = (
    FeeBracket,
    FeeTable,
    FeeTableVersion,
    LoanProduct,
    ProductTerm,
    Rule,
    RuleValue,
)


def connect() -> None:
    """Listen to every model that the rulebook is built from."""
    for model in RULEBOOK_MODELS:
        post_save.connect(_renew_edition, sender=model)
        post_delete.connect(_renew_edition, sender=model)


def _renew_edition(**kwargs: Any) -> None:
    RulebookEdition.renew()
