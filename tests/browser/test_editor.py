"""An editor changes the guidance, another approves it, and a borrower's same answers change."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from advice import records
from advice.models import LoanProduct, ProductTerm, Strategy
from advice.services import workflow
from tests.browser.borrower import fill_in_the_worked_case, submit
from tests.effects import see_effect
from tests.factories import make_account

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


def open_copy(editor, key):
    """Open a working copy of the strategy."""
    copy = records.start_copy(Strategy.objects.get(key=key))
    editor.goto(reverse("admin:advice_strategy_change", args=[copy.pk]))
    return copy


def let_another_approve(record):
    """What an editor saved, submitted and approved by somebody who has looked at its effect."""
    record.refresh_from_db()
    workflow.submit(record, by=User.objects.get(username="editor"))
    lawyer = make_account("小法", is_superuser=True)
    record.refresh_from_db()
    see_effect(lawyer, record)
    workflow.approve(record, by=lawyer)


def test_a_changed_condition_hides_the_strategy_and_says_why(borrower, editor):
    remedy = borrower.locator("#remedy-sell_idle_items")
    expect(remedy).to_be_visible()

    copy = open_copy(editor, "sell_idle_items")
    editor.locator("#id_conditions-0-value").fill("3500")
    save(editor)
    borrower.reload()
    expect(remedy).to_be_visible()
    let_another_approve(copy)

    borrower.reload()
    expect(remedy).to_have_count(0)
    not_shown = borrower.locator("section", has=borrower.locator("#not"))
    expect(not_shown).to_contain_text("可以变卖的东西 ¥3,000.00，要高于 ¥3,500.00")


def test_a_condition_that_cannot_be_evaluated_is_refused_at_its_row(editor):
    open_copy(editor, "sell_idle_items")

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

    copy = open_copy(editor, "negotiate_instalments")
    editor.locator("#id_waived_share").fill("1")
    save(editor)
    let_another_approve(copy)

    borrower.reload()
    assert remedy.inner_text() != before


def test_a_changed_penalty_multiplier_of_the_product_changes_the_arrears(borrower, editor):
    band = borrower.locator(".state")
    expect(band).to_contain_text("¥17,409.92")
    product = LoanProduct.objects.get(slug="weilidai")
    known = product.terms.get(key="penalty_multiplier")

    preset = {"product": product.pk, "key": known.key}
    editor.goto(reverse("admin:advice_productterm_add", query=preset))
    editor.locator("#id_effective_from").fill(f"{known.effective_from:%Y-%m-%d}")
    editor.locator("#id_value").fill("1")
    editor.locator("#id_confidence").select_option("high")
    editor.locator("#id_reason").fill("合同写明不加收。")
    editor.locator("#id_checked_on").fill(f"{timezone.localdate():%Y-%m-%d}")
    save(editor)
    let_another_approve(ProductTerm.objects.get(product=product, key=known.key, value=1))

    # The penalty of 509.40 at 1.5 times the contract rate is 339.60 at once that rate.
    borrower.reload()
    expect(band).to_contain_text("¥17,240.12")
