"""An editor changes the guidance in the admin, and a borrower's same answers change at once."""

import re

import pytest
from playwright.sync_api import expect

from advice.models import LoanProduct, Strategy
from tests.browser.borrower import fill_in_the_worked_case, submit

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def borrower(phone):
    """A phone that shows the result of the worked case."""
    fill_in_the_worked_case(phone)
    submit(phone)
    expect(phone).to_have_url(re.compile("/assessment/result/$"))
    return phone


def save(editor):
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.locator(".messagelist .success")).to_be_visible()


def open_strategy(editor, key):
    editor.goto(f"/admin/advice/strategy/{Strategy.objects.get(key=key).pk}/change/")


def test_a_changed_condition_hides_the_strategy_and_says_why(borrower, editor):
    remedy = borrower.locator("#remedy-sell_idle_items")
    expect(remedy).to_be_visible()

    open_strategy(editor, "sell_idle_items")
    editor.locator("#id_conditions-0-value").fill("3500")
    save(editor)

    borrower.reload()
    expect(remedy).to_have_count(0)
    not_shown = borrower.locator("section", has=borrower.locator("#not"))
    expect(not_shown).to_contain_text("可以变卖的东西 ¥3,000.00，要高于 ¥3,500.00")


def test_a_condition_that_cannot_be_evaluated_is_refused_at_its_row(editor):
    open_strategy(editor, "sell_idle_items")

    editor.locator("#conditions-group .add-row a").click()
    row = editor.locator("#conditions-1")
    row.locator("select[name$=-fact]").select_option("days_overdue")
    row.locator("select[name$=-operator]").select_option("ge")
    row.locator("input[name$=-value]").fill("很久")
    editor.get_by_role("button", name="保存", exact=True).click()

    expect(editor.locator(".errornote")).to_be_visible()
    expect(editor.locator("#conditions-1 .errorlist")).to_contain_text("请写成数字，单位是天")
    expect(editor.locator("#id_conditions-1-value")).to_have_value("很久")


def test_a_changed_waiver_changes_what_the_strategy_saves(borrower, editor):
    remedy = borrower.locator("#remedy-negotiate_instalments .figures")
    before = remedy.inner_text()

    open_strategy(editor, "negotiate_instalments")
    editor.locator("#id_waived_share").fill("1")
    save(editor)

    borrower.reload()
    assert remedy.inner_text() != before


def test_a_changed_penalty_multiplier_of_the_product_changes_the_arrears(borrower, editor):
    band = borrower.locator(".state")
    expect(band).to_contain_text("¥17,409.92")

    product = LoanProduct.objects.get(slug="weilidai")
    editor.goto(f"/admin/advice/loanproduct/{product.pk}/change/")
    chosen = editor.locator("select[name^=terms-][name$=-key]")
    keys = chosen.evaluate_all("selects => selects.map(select => select.value)")
    editor.locator(f"#id_terms-{keys.index('penalty_multiplier')}-value").fill("1")
    save(editor)

    # The penalty of 509.40 at 1.5 times the contract rate is 339.60 at once that rate.
    borrower.reload()
    expect(band).to_contain_text("¥17,240.12")
