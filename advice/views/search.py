"""The search over everything that is published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from advice import selectors, services
from advice.models import Question, SearchKind
from advice.selectors import Hits
from advice.services import Nearby, Result
from advice.words import words_of
from portal import clock

LONGEST_QUERY = 60
RESULTS_A_PAGE = 20
QUESTIONS_TO_OFFER = 6
KINDS = {kind.slug: kind for kind in SearchKind}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as it was typed."""

    query: str
    kind: str
    page: str

    @classmethod
    def by(cls, told: Mapping[str, str]) -> "Asked":
        """Without control characters and the like, which no page can show."""
        spaced = " ".join(told.get("q", "").split())
        query = "".join(filter(str.isprintable, spaced))
        return cls(query, told.get("kind", ""), told.get("page", ""))

    @property
    def problem(self) -> str:
        """Why it can't be searched for; empty where it can, or where there is no query."""
        if len(self.query) > LONGEST_QUERY:
            return (
                f"最多可以搜 {LONGEST_QUERY} 个字，现在有 {len(self.query):,} 个。"
                "请只留一两个词，例如“征信”。"
            )
        return "请写要找的字，只有标点没法找。" if self.query and not words_of(self.query) else ""


@dataclass(frozen=True, slots=True)
class Tally:
    """A filter by kind: its name in addresses, and how many hits it leaves."""

    value: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a page of the search shows; without a page, there is none as the address asks for."""

    words: Sequence[str] = ()
    tallies: Sequence[Tally] = ()
    is_endless: bool = False
    nearby: Nearby | None = None
    page: Page | None = None
    results: Sequence[Result] = ()

    @property
    def is_vain(self) -> bool:
        """Whether the words were found nowhere, and no synonym of them either."""
        return bool(self.words and not self.tallies and not self.nearby.results)

    @property
    def is_beyond(self) -> bool:
        """Whether there are results, but no such page of them."""
        return bool(self.tallies and not self.page)


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The form; with a query what was found, and always a way on."""
    asked, today = Asked.by(request.GET), clock.today()
    figures = selectors.prose_figures(today)
    found = Found() if asked.problem else _find(asked, figures)
    if found.is_vain and request.method == "GET":
        services.note_vain_search(asked.query, day=today)
    context = {"asked": asked, "found": found, "today": today, "figures": figures, **_offers()}
    status = HTTPStatus.NOT_FOUND if found.is_beyond else HTTPStatus.OK
    return render(request, "advice/search.html", context, status=status)


def _find(asked: Asked, figures: Mapping[str, str]) -> Found:
    words = words_of(asked.query)
    hits = selectors.hits_of(words)
    page = _page(asked, hits)
    return Found(
        words=words,
        tallies=_tallies(hits),
        is_endless=hits.is_endless,
        nearby=services.find_nearby(words, hits, figures),
        page=page,
        results=services.list_results(page or (), words, figures),
    )


def _tallies(hits: Hits) -> list[Tally]:
    """All kinds together, then those of which there is something; none where nothing is found."""
    counts = Counter(hit.kind for hit in hits.best)
    kinds = [Tally(kind.slug, kind.label, counts[kind]) for kind in SearchKind if counts[kind]]
    return [Tally("", "全部", counts.total()), *kinds] if kinds else []


def _page(asked: Asked, hits: Hits) -> Page | None:
    """The hits of the page and kind that the address names; None where there are none such."""
    kind = KINDS.get(asked.kind)
    if asked.kind and kind is None:
        return None
    try:
        pages = Paginator(hits.of(kind), RESULTS_A_PAGE, allow_empty_first_page=False)
        return pages.page(asked.page or 1)
    except InvalidPage:
        return None


def _offers() -> dict[str, object]:
    """What helps those who found nothing, or haven't searched yet; read only for them."""
    return {
        "questions": Question.objects.published()[:QUESTIONS_TO_OFFER],
        "situations": selectors.situations_published(),
        "hotlines": selectors.numbers_to_call(),
    }
