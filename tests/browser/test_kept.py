"""A borrower saves an assessment, opens it elsewhere, shares it and deletes it, without scripts."""

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.borrower import fill_in_the_worked_case, submit
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def elsewhere(chromium):
    """Another phone, which holds nothing of the borrower's."""
    with closing(chromium.new_context(viewport=PHONE, java_script_enabled=False)) as context:
        yield context.new_page()


def saved(phone):
    """The owner's link, as it stands on the page to be copied."""
    fill_in_the_worked_case(phone)
    submit(phone)
    phone.get_by_role("button", name="存下来，给我网址").click()
    return phone.get_by_label("把它复制下来").input_value()


def test_what_is_saved_opens_elsewhere_and_is_gone_once_deleted(phone, elsewhere):
    link = saved(phone)
    shown = phone.locator(".state").inner_text()

    elsewhere.goto(link)
    assert elsewhere.locator(".state").inner_text() == shown
    elsewhere.get_by_role("button", name="延长 30 天").click()
    expect(elsewhere.get_by_text("已经延长过一次")).to_be_visible()
    elsewhere.get_by_role("button", name="马上删除").click()

    expect(elsewhere.get_by_role("heading", name="已经删除")).to_be_visible()
    assert phone.goto(link).status == 404


def test_a_helper_reads_until_the_link_is_taken_back(phone, elsewhere):
    saved(phone)
    phone.get_by_role("button", name="生成只读网址").click()
    helpers = phone.get_by_label("只读网址").input_value()

    elsewhere.goto(helpers)
    expect(elsewhere.get_by_text("只能看，不能改")).to_be_visible()
    assert elsewhere.locator("main form").count() == 0
    phone.get_by_role("button", name="撤销只读网址").click()

    assert elsewhere.reload().status == 404


def test_the_saved_answers_can_be_changed_elsewhere(phone, elsewhere):
    elsewhere.goto(saved(phone))

    elsewhere.get_by_role("button", name="用这些内容继续修改").click()

    expect(elsewhere.locator("#id_loans-2-principal")).not_to_have_value("")
