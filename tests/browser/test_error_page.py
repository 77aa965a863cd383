"""A lost visitor on a small phone reads a whole page with a way on."""

from playwright.sync_api import expect


def test_an_unknown_address_shows_a_page_that_fits(phone):
    answer = phone.goto("/no-such-page/")

    assert answer.status == 404
    expect(phone.get_by_role("heading", level=1)).to_have_text("没有找到这一页")
    assert phone.evaluate("document.documentElement.scrollWidth") == phone.viewport_size["width"]
