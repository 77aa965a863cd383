"""Where records are shown to visitors, and where they are edited."""

from collections.abc import Mapping
from functools import cache

from django.db import models
from django.urls import reverse


@cache
def page_of(name: str, key: str) -> str:
    """The path of a record's page. A result links to a hundred records, so each is made once."""
    return reverse(f"advice:{name}", args=[key])


def admin_page(
    of: models.Model | type[models.Model],
    page: str = "",
    *args: object,
    query: Mapping | None = None,
) -> str:
    """A page of the admin: of a record its form, or another; of a model its list, or another."""
    if isinstance(of, models.Model):
        page, args = page or "change", (of.pk, *args)
    name = f"admin:{of._meta.app_label}_{of._meta.model_name}_{page or 'changelist'}"
    return reverse(name, args=args, query=query)
