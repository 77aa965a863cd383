"""What machines ask for: the site map, robots.txt, the feed, the icon, whether all is well."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_of
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from advice import selectors
from advice.prose import filled
from portal import clock
from portal.page_cache import kept_page

SITE_NAME = "微粒贷逾期指引"
ENTRIES_IN_FEED = 30
# A result leads who has no answers to the form; what was found and what was kept ask not to be
# indexed, which only a robot sees that may open them.
NOT_FOR_ROBOTS = ("admin:index", "advice:feedback", "advice:reading")


class PublicPages(Sitemap):
    """Every page to read, with the time of its last change where that is known."""

    def items(self) -> list[selectors.PublicPage]:
        return selectors.public_pages()

    def location(self, item: selectors.PublicPage) -> str:
        return item.path

    def lastmod(self, item: selectors.PublicPage) -> datetime | None:
        return item.changed_at


@kept_page
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return sitemap_of(request, sitemaps={"pages": PublicPages})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read everything but what is personal or no text of ours."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {reverse(name)}" for name in NOT_FOR_ROBOTS),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('advice:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@kept_page
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The guidance that was changed last."""
    figures = selectors.prose_figures(clock.today())
    atom = Atom1Feed(
        title=SITE_NAME,
        subtitle="最近修改的指南、后果、办法、预防、问答和文书",
        description=None,
        link=request.build_absolute_uri(reverse("advice:home")),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=_permanent_id("feed"),
        author_name=SITE_NAME,
        language="zh-CN",
    )
    for record in selectors.guidance_changed_last(ENTRIES_IN_FEED):
        atom.add_item(
            title=_printable(record.title),
            description=escape(_printable(filled(record.summary, figures))),
            link=request.build_absolute_uri(record.get_absolute_url()),
            unique_id=_permanent_id(f"{record._meta.model_name}/{record.key}"),
            updateddate=record.updated_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _printable(text: str) -> str:
    """Without the control characters that XML can't hold."""
    return "".join(sign for sign in text if sign.isprintable())


def _permanent_id(name: str) -> str:
    """What readers of the feed know something by, even if the site moves."""
    return uuid5(NAMESPACE_URL, f"weilidai-guide/{name}").urn


@cache_control(max_age=24 * 60 * 60)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon for those who ask for it at its old place."""
    return redirect(static("img/favicon.ico"))


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the site and its database answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "database unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
