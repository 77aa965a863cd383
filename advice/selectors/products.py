"""The products that the form offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advice.engine.vocabulary import TermKey
from advice.models import ProductTerm
from advice.selectors.edition import current_edition

TERMS_SHOWN = (
    TermKey.DAILY_RATE_MIN,
    TermKey.DAILY_RATE_MAX,
    TermKey.CREDIT_LIMIT,
    TermKey.LONGEST_TERM,
    TermKey.PENALTY_MULTIPLIER,
    TermKey.CHARGES_COMPOUND_INTEREST,
    TermKey.GRACE_DAYS,
)


@dataclass(frozen=True, slots=True)
class ProductOffered:
    """A product with its terms in force, for those who have no contract at hand."""

    name: str
    terms_in_force: tuple[ProductTerm, ...]


def products_offered(day: date) -> list[ProductOffered]:
    """What the form offers with the terms that its borrowers meet, in the editors' order."""
    edition = current_edition()
    return [
        ProductOffered(product.name, _shown(edition.terms_in_force(product.slug, day)))
        for product in edition.products
    ]


def _shown(terms: Mapping[TermKey, ProductTerm]) -> tuple[ProductTerm, ...]:
    return tuple(terms[key] for key in TERMS_SHOWN if key in terms)
