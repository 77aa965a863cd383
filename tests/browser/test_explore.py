"""Trying out a plan on a small phone: the same with JavaScript, without it and where it fails."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.borrower import fill_in_the_worked_case, submit
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def scripted(chromium, live_server):
    """A page on a small phone with JavaScript; what the browser complains of fails the test."""
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, locale="zh-CN")
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert said == []


def try_out(page, **told):
    """Open the fold where it is closed, fill in and send."""
    closed = page.locator("[data-explore] .fold:not([open]) > summary")
    if closed.count():
        closed.click()
    for name, value in told.items():
        page.fill(f"#id_{name}", value)
    page.get_by_role("button", name="试一试").click()


def violations_of(page):
    return [found["id"] for found in Axe().run(page).response["violations"]]


def section(page):
    return page.locator("[data-explore]")


@pytest.fixture
def rows(phone):
    """What the section says without JavaScript."""
    fill_in_the_worked_case(phone)
    submit(phone)
    try_out(phone, upfront="3千", monthly="1500")
    expect(phone).to_have_url(re.compile("/assessment/result/#explore$"))
    return section(phone).locator("table").inner_text()


def test_a_plan_is_tried_with_and_without_javascript_alike(phone, rows, scripted):
    fill_in_the_worked_case(scripted)
    submit(scripted)
    try_out(scripted, upfront="3千", monthly="1500")

    expect(scripted.locator("#tried")).to_be_focused()
    expect(scripted.locator("#explore-said")).to_contain_text("先付 ¥3,000.00")
    expect(scripted).to_have_url(re.compile("/assessment/result/$"))
    assert section(scripted).locator("table").inner_text() == rows
    assert violations_of(scripted) == []
    assert scripted.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_is_wrong_is_named_first_and_stays_typed_without_javascript(phone):
    assert_what_is_wrong_is_named_first(phone)


def test_what_is_wrong_is_named_first_and_stays_typed_with_javascript(scripted):
    assert_what_is_wrong_is_named_first(scripted)


def assert_what_is_wrong_is_named_first(page):
    fill_in_the_worked_case(page)
    submit(page)

    try_out(page, upfront="很多", months="6")

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator(".error-summary")).to_contain_text("今天先付请写成数字")
    expect(page.locator("#id_upfront")).to_have_value("很多")
    expect(page.locator("#id_months")).to_have_value("6")
    expect(page).to_have_title(re.compile("^有 1 处要改"))
    page.fill("#id_upfront", "")
    try_out(page)
    expect(page.locator("#tried")).to_be_visible()
    expect(page).to_have_title(re.compile("^测算结果"))


def test_giving_it_up_empties_the_section(scripted):
    fill_in_the_worked_case(scripted)
    submit(scripted)
    try_out(scripted, upfront="3000", monthly="1500")

    scripted.get_by_role("button", name="不试了").click()

    expect(scripted.locator("#tried")).to_have_count(0)
    expect(scripted.locator("#id_upfront")).to_have_value("")


def test_where_the_script_cannot_ask_the_form_goes_as_without_it(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    fill_in_the_worked_case(page)
    submit(page)
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('offline')) }")

    try_out(page, upfront="3000", monthly="1500")

    expect(page).to_have_url(re.compile("/assessment/result/#explore$"))
    expect(page.locator("#tried")).to_be_visible()
    context.close()
