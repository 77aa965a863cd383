"""The pages to browse: what follows, what can be done, the law behind it, and whom to call."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from advice import selectors
from advice.engine.intake import DEFAULT_PRODUCT
from advice.models import Article, Guidance, Guide, ListedKind, Prevention, Question, Theme
from advice.services import papers
from portal import clock
from portal.page_cache import kept_page

QUESTIONS_ON_HOME = 8


def _page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    """A page with what its texts need: today, and the figures in force today."""
    today = clock.today()
    figures = selectors.prose_figures(today)
    context = {"today": today, "figures": figures, **context}
    return render(request, f"advice/{name}.html", context)


def _article_page(
    request: HttpRequest, name: str, article: Article, **context: object
) -> HttpResponse:
    """A page about one text, with what it rests on."""
    sources = selectors.in_reading_order(article.published_sources)
    return _page(request, name, guidance=article, sources=sources, **context)


def _guidance_page(
    request: HttpRequest, name: str, guidance: Guidance, **context: object
) -> HttpResponse:
    """A page about one piece of guidance, with what it rests on and applies to."""
    return _article_page(request, name, guidance, products=guidance.products.all(), **context)


def _concerns_bank(guidance: Guidance) -> bool:
    """Whether it is, among others, about loans of the bank behind 微粒贷."""
    products = {product.slug for product in guidance.products.all()}
    return not products or DEFAULT_PRODUCT in products


@kept_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "home",
        bank=selectors.bank_hotline(),
        situations=[
            (situation, selectors.most_urgent_first(situation.strategies.all()))
            for situation in selectors.situations_published()
        ],
        grave=Question.objects.published().grave(),
        asked=Question.objects.published().everyday()[:QUESTIONS_ON_HOME],
        guides=Guide.objects.published(),
        hotlines=selectors.numbers_to_call(),
    )


@kept_page
@require_safe
def guide_list(request: HttpRequest) -> HttpResponse:
    return _page(request, "guide_list", guides=Guide.objects.published())


@kept_page
@require_safe
def guide_detail(request: HttpRequest, key: str) -> HttpResponse:
    guide = get_object_or_404(selectors.guides_published(), key=key)
    listed = {
        ListedKind.CONSEQUENCES: selectors.consequences_listed(),
        ListedKind.STRATEGIES: selectors.strategies_by_urgency(),
        ListedKind.PREVENTIONS: Prevention.objects.published(),
    }
    chapters = [(chapter, listed.get(chapter.lists, [])) for chapter in guide.chapters.all()]
    following = selectors.next_guide(guide)
    return _guidance_page(request, "guide_detail", guide, chapters=chapters, next_guide=following)


@kept_page
@require_safe
def consequence_detail(request: HttpRequest, key: str) -> HttpResponse:
    consequence = get_object_or_404(selectors.consequences_published(), key=key)
    strategies = selectors.most_urgent_first(consequence.strategies.all())
    return _guidance_page(request, "consequence_detail", consequence, strategies=strategies)


@kept_page
@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    return _page(request, "strategy_list", strategies=selectors.strategies_by_urgency())


@kept_page
@require_safe
def strategy_detail(request: HttpRequest, key: str) -> HttpResponse:
    strategy = get_object_or_404(selectors.strategies_published(), key=key)
    bank = selectors.bank_hotline() if _concerns_bank(strategy) else None
    return _guidance_page(request, "strategy_detail", strategy, bank=bank)


@kept_page
@require_safe
def prevention_detail(request: HttpRequest, key: str) -> HttpResponse:
    prevention = get_object_or_404(selectors.preventions_published(), key=key)
    others = Prevention.objects.published().exclude(pk=prevention.pk)
    return _guidance_page(request, "prevention_detail", prevention, others=others)


@kept_page
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    themes = list(Theme)
    questions = sorted(
        Question.objects.published().prefetch_related("sources"),
        key=lambda row: (themes.index(row.theme), row.order),
    )
    by_theme = [
        (theme, Theme(theme).label, list(rows))
        for theme, rows in groupby(questions, key=lambda row: row.theme)
    ]
    return _page(request, "question_list", themes=by_theme)


@kept_page
@require_safe
def question_detail(request: HttpRequest, key: str) -> HttpResponse:
    question = get_object_or_404(selectors.questions_published(), key=key)
    others = Question.objects.published().filter(theme=question.theme).exclude(pk=question.pk)
    return _guidance_page(request, "question_detail", question, others=others)


@kept_page
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    return _page(request, "letter_list", letters=selectors.letters_published())


@kept_page
@require_safe
def letter_detail(request: HttpRequest, key: str) -> HttpResponse:
    letter = get_object_or_404(selectors.letters_published(), key=key)
    paper = papers.blank_paper(letter, day=clock.today())
    return _guidance_page(request, "letter_detail", letter, paper=paper)


@kept_page
@require_safe
def law_list(request: HttpRequest) -> HttpResponse:
    return _page(request, "law_list", laws=selectors.laws_published())


@kept_page
@require_safe
def law_detail(request: HttpRequest, key: str) -> HttpResponse:
    source = get_object_or_404(selectors.sources_with_uses(), key=key)
    return _page(request, "law_detail", source=source)


@kept_page
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "help", hotlines=selectors.hotlines_listening_first())


@kept_page
@require_safe
def site_page(request: HttpRequest, key: str) -> HttpResponse:
    page = get_object_or_404(selectors.site_pages_published(), key=key)
    return _article_page(request, "site_page", page)
