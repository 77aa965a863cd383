"""Every kind of page: nothing for axe to find in light or dark, nothing to scroll sideways to."""

from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.reading import COOKIE, SIZES
from tests.browser.conftest import DESKTOP, PHONE
from tests.kinds_of_page import every_kind

# A small phone, and just as much a window of 640 px at 200 % zoom.
NARROWEST = {"viewport": {"width": 320, "height": 740}, "device_scale_factor": 2}


@pytest.fixture
def pages(client, seeded):
    """Every kind of page, made as for this visitor."""

    def get(path):
        return client.get(path).content.decode()

    def post(path, form):
        return client.post(path, form, follow=True).content.decode()

    return every_kind(get, post)


def answering(html):
    return lambda route: route.fulfill(body=html, content_type="text/html")


@pytest.fixture
def showing(chromium, live_server):
    """Show pages one after the other; styles and pictures come from the site."""

    def showing(pages, **options):
        with closing(chromium.new_context(locale="zh-CN", **options)) as context:
            tab = context.new_page()
            for seen in pages:
                address = live_server.url + seen.path
                tab.route(address, answering(seen.html))
                tab.goto(address)
                yield seen.kind, tab

    return showing


def violations_of(tab):
    """What axe finds wrong, one line a place."""
    return [
        f"{violation['id']} at {node['target']}: {violation['help']}"
        for violation in Axe().run(tab).response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "screen"), [("light", PHONE), ("dark", DESKTOP)])
def test_axe_finds_nothing(pages, showing, scheme, screen):
    shown = showing(pages, viewport=screen, color_scheme=scheme)

    found = {kind: violations_of(tab) for kind, tab in shown}

    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("size", SIZES)
def test_nothing_scrolls_sideways_on_320_px_without_scripts(client, pages, showing, size):
    client.cookies[COOKIE] = size
    shown = showing(pages, java_script_enabled=False, **NARROWEST)

    widths = {kind: tab.evaluate("document.documentElement.scrollWidth") for kind, tab in shown}

    assert {kind: width for kind, width in widths.items() if width > 320} == {}


def test_the_size_that_a_reader_chose_is_on_every_kind_of_page(client, pages):
    client.cookies[COOKIE] = "text-larger"

    standard = [seen.kind for seen in pages if 'class="text-larger"' not in seen.html]

    assert standard == []
