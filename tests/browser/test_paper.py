"""The result of three loans on paper: nothing hidden, nothing wider than A4, no table row cut."""

import re
from contextlib import closing

import pytest

from tests.browser.borrower import fill_in_the_worked_case, submit

pytestmark = pytest.mark.usefixtures("seeded")

# A4 less the margins of the style, at 96 px an inch.
WIDTH, HEIGHT = 688, 1001
# The browser breaks columns by the rules by which it breaks pages, and tells where it did.
AS_PAGES = f"html{{width:{WIDTH}px;height:{HEIGHT}px;columns:{WIDTH}px;column-fill:auto}}"
WITHOUT_RULES = "*{break-inside:auto!important;break-before:auto!important}"
WHOLE = "tr, .plot, .figures, .state > dl, .soon, .next-step, .key li, .calls li"
CUT = f"""() => [...document.querySelectorAll("{WHOLE}")].filter(
    part => new Set([...part.getClientRects()].map(box => Math.floor(box.left / {WIDTH}))).size > 1
).map(part => part.textContent.trim().slice(0, 40))"""
CUT_TABLES = f"""() => [...document.querySelectorAll("table")].filter(
    table => new Set([...table.rows].map(
        row => Math.floor(row.getClientRects()[0]?.left / {WIDTH}))).size > 1
        && table.rows.length * 30 < {HEIGHT}
).map(table => table.caption?.textContent)"""
CLOSED = """() => [...document.querySelectorAll("details > :not(summary)")].filter(
    part => part.parentElement.checkVisibility() && !part.getBoundingClientRect().height
).map(part => part.textContent.trim().slice(0, 40))"""


@pytest.fixture
def paper(chromium, live_server):
    """Open a page for the three loans as it is printed, without scripts of its own."""
    context = chromium.new_context(
        base_url=live_server.url,
        viewport={"width": WIDTH, "height": HEIGHT},
        bypass_csp=True,
        locale="zh-CN",
    )
    with closing(context):
        page = context.new_page()
        fill_in_the_worked_case(page)
        submit(page)

        def paper(path):
            page.goto(path)
            page.emulate_media(media="print")
            return page

        yield paper


BOTH = pytest.mark.parametrize("path", ["/assessment/result/", "/assessment/print/"])


@BOTH
def test_no_row_and_no_small_table_is_cut(paper, path):
    page = paper(path)

    page.add_style_tag(content=AS_PAGES)

    assert page.evaluate(CUT) == []
    assert page.evaluate(CUT_TABLES) == []


def test_without_the_rules_of_the_style_something_would_be_cut(paper):
    page = paper("/assessment/print/")

    page.add_style_tag(content=AS_PAGES + WITHOUT_RULES)

    assert page.evaluate(CUT) + page.evaluate(CUT_TABLES) != []


@BOTH
def test_nothing_is_wider_than_the_paper(paper, path):
    page = paper(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


@BOTH
def test_what_is_folded_is_printed(paper, path):
    assert paper(path).evaluate(CLOSED) == []


@BOTH
def test_what_is_only_for_the_screen_is_not_printed(paper, path):
    page = paper(path)

    for part in page.locator("nav, button, .btn, .on-screen, .site-head").all():
        assert not part.is_visible()


def test_the_paper_is_a4(paper):
    pdf = paper("/assessment/print/").pdf(prefer_css_page_size=True)

    boxes = set(re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf))
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}
