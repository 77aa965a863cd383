"""The pages that visitors may read, as site map, feed and feedback know them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import Resolver404, resolve, reverse

from advice.models import (
    SITE_PAGES,
    Consequence,
    Guidance,
    Guide,
    LegalSource,
    Letter,
    Prevention,
    Question,
    SitePage,
    Strategy,
)

# The views of single records, and the views of lists with what they list.
RECORDS = {
    "guide_detail": Guide,
    "consequence_detail": Consequence,
    "strategy_detail": Strategy,
    "prevention_detail": Prevention,
    "question_detail": Question,
    "letter_detail": Letter,
}
LISTS = {
    "home": tuple(RECORDS.values()),
    "guide_list": (Guide,),
    "strategy_list": (Strategy,),
    "question_list": (Question,),
    "letter_list": (Letter,),
}
UNDATED = ("assessment_form", "help", "law_list", "reminder")
# Readable, but not the same for everybody, and so in no site map.
PERSONAL = ("assessment_result", "search")
PERSONAL_RECORDS = {"assessment_letter": Letter}


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The address of a page, and when its text last changed where that is known."""

    path: str
    changed_at: datetime | None = None


def public_pages() -> list[PublicPage]:
    """Every page that a search engine should know."""
    changed = {kind: list(_changes(kind)) for kind in RECORDS.values()}
    lists = [
        PublicPage(
            reverse(f"advice:{name}"),
            max((page.changed_at for kind in kinds for page in changed[kind]), default=None),
        )
        for name, kinds in LISTS.items()
    ]
    undated = [PublicPage(reverse(f"advice:{name}")) for name in UNDATED]
    records = [page for pages in changed.values() for page in pages]
    return [*lists, *undated, *records, *_site_pages(), *_law_pages()]


def _changes(kind: type[Guidance]) -> Iterator[PublicPage]:
    for record in kind.objects.published().only("key", "updated_at"):
        yield PublicPage(record.get_absolute_url(), record.updated_at)


def _site_pages() -> list[PublicPage]:
    pages = SitePage.objects.published().only("key", "updated_at")
    return [PublicPage(page.get_absolute_url(), page.updated_at) for page in pages]


def _law_pages() -> list[PublicPage]:
    sources = LegalSource.objects.published().only("key")
    return [PublicPage(source.get_absolute_url()) for source in sources]


def is_page_of_ours(path: str) -> bool:
    """Whether visitors find a page at the path."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    if found.app_names != ["advice"]:
        return False
    if found.url_name in {*LISTS, *UNDATED, *PERSONAL}:
        return True
    kinds = RECORDS | dict.fromkeys(SITE_PAGES, SitePage) | {"law_detail": LegalSource}
    kinds |= PERSONAL_RECORDS
    kind = kinds.get(found.url_name)
    return kind is not None and kind.objects.published().filter(**found.kwargs).exists()


def guidance_changed_last(count: int) -> list[Guidance]:
    """The published guidance that was changed last, the newest first."""
    records = [
        record
        for kind in RECORDS.values()
        for record in kind.objects.published().order_by("-updated_at", "key")[:count]
    ]
    return sorted(records, key=lambda record: record.updated_at, reverse=True)[:count]
