"""Where to turn."""

from django.db.models import QuerySet

from advice.engine.intake import DEFAULT_PRODUCT
from advice.models import Hotline


def hotlines_published() -> QuerySet[Hotline]:
    """Published numbers in their order, with their sources."""
    return Hotline.objects.published().select_related("source").prefetch_related("products")


def numbers_to_call() -> QuerySet[Hotline]:
    """Published numbers, those that listen first; without the channels that have none."""
    return hotlines_listening_first().exclude(number="")


def hotlines_that_listen() -> QuerySet[Hotline]:
    """The published numbers for those who can bear it no longer."""
    return hotlines_published().filter(first_when_distressed=True)


def hotlines_listening_first() -> QuerySet[Hotline]:
    """Published numbers, those that listen to the distressed before all others."""
    return hotlines_published().order_by("-first_when_distressed", "order")


def bank_hotline() -> Hotline | None:
    """The number of the lender of the product that the site is about, where it is published."""
    lenders = Hotline.objects.published().filter(products__slug=DEFAULT_PRODUCT).exclude(number="")
    return lenders.first()
