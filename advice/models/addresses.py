"""Where records are shown."""

from functools import cache

from django.urls import reverse


@cache
def page_of(name: str, key: str) -> str:
    """The path of a record's page. A result links to a hundred records, so each is made once."""
    return reverse(f"advice:{name}", args=[key])
