"""The products that the form offers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from advice.engine.vocabulary import TermKey
from advice.models import LoanProduct, ProductTerm

TERMS_SHOWN = (
    TermKey.DAILY_RATE_MIN,
    TermKey.DAILY_RATE_MAX,
    TermKey.CREDIT_LIMIT,
    TermKey.LONGEST_TERM,
    TermKey.PENALTY_MULTIPLIER,
    TermKey.CHARGES_COMPOUND_INTEREST,
    TermKey.GRACE_DAYS,
)


def active_products() -> QuerySet[LoanProduct]:
    """What the form offers, in the editors' order."""
    return LoanProduct.objects.active()


@dataclass(frozen=True, slots=True)
class ProductOffered:
    """A product with its terms in force, for those who have no contract at hand."""

    name: str
    terms_in_force: tuple[ProductTerm, ...]


def products_offered(day: date) -> list[ProductOffered]:
    """What the form offers with the terms that its borrowers meet, in the editors' order."""
    return [
        ProductOffered(product.name, _terms_shown(product, day))
        for product in active_products().prefetch_related("terms")
    ]


def _terms_shown(product: LoanProduct, day: date) -> tuple[ProductTerm, ...]:
    """The latest value of each term that informs the form, in the order of the keys."""
    terms = sorted(product.terms.all(), key=lambda term: term.effective_from)
    latest = {term.key: term for term in terms if term.effective_from <= day}
    return tuple(latest[key] for key in TERMS_SHOWN if key in latest)
