"""The pages to browse: what follows, what can be done, the law behind it, and whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from advice import selectors
from advice.engine.intake import DEFAULT_PRODUCT
from advice.models import Consequence, Guidance, Prevention


def _page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    """A page with what its texts need: today, and the figures in force today."""
    today = timezone.localdate()
    figures = selectors.prose_figures(today)
    context = {"today": today, "figures": figures, **context}
    return render(request, f"advice/{name}.html", context)


def _guidance_page(
    request: HttpRequest, name: str, guidance: Guidance, **context: object
) -> HttpResponse:
    """A page about one piece of guidance, with what it rests on and applies to."""
    return _page(
        request,
        name,
        guidance=guidance,
        products=guidance.products.all(),
        sources=selectors.in_reading_order(guidance.sources.all()),
        **context,
    )


def _concerns_bank(guidance: Guidance) -> bool:
    """Whether it is, among others, about loans of the bank behind 微粒贷."""
    products = {product.slug for product in guidance.products.all()}
    return not products or DEFAULT_PRODUCT in products


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "home",
        bank=selectors.bank_hotline(),
        consequences=Consequence.objects.published(),
        strategies=selectors.strategies_by_urgency(),
        preventions=Prevention.objects.published(),
        hotlines=selectors.hotlines_listening_first(),
    )


@require_safe
def consequence_detail(request: HttpRequest, key: str) -> HttpResponse:
    consequence = get_object_or_404(selectors.consequences_published(), key=key)
    strategies = selectors.most_urgent_first(consequence.strategies.all())
    return _guidance_page(request, "consequence_detail", consequence, strategies=strategies)


@require_safe
def strategy_list(request: HttpRequest) -> HttpResponse:
    return _page(request, "strategy_list", strategies=selectors.strategies_by_urgency())


@require_safe
def strategy_detail(request: HttpRequest, key: str) -> HttpResponse:
    strategy = get_object_or_404(selectors.strategies_published(), key=key)
    bank = selectors.bank_hotline() if _concerns_bank(strategy) else None
    return _guidance_page(request, "strategy_detail", strategy, bank=bank)


@require_safe
def prevention_detail(request: HttpRequest, key: str) -> HttpResponse:
    prevention = get_object_or_404(selectors.preventions_published(), key=key)
    others = Prevention.objects.published().exclude(pk=prevention.pk)
    return _guidance_page(request, "prevention_detail", prevention, others=others)


@require_safe
def law_list(request: HttpRequest) -> HttpResponse:
    return _page(request, "law_list", laws=selectors.laws_published())


@require_safe
def law_detail(request: HttpRequest, key: str) -> HttpResponse:
    source = get_object_or_404(selectors.sources_with_uses(), key=key)
    return _page(request, "law_detail", source=source)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "help", hotlines=selectors.hotlines_listening_first())


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return _page(request, "about")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, "privacy")
