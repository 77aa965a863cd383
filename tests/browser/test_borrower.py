"""A borrower on a small phone, without JavaScript, from the form to the result and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.borrower import MONEY, WORKED, fill_in_the_worked_case, submit, yuan

pytestmark = pytest.mark.usefixtures("seeded")


def test_three_loans_show_their_sums_beside_at_least_four_strategies_with_figures(phone):
    fill_in_the_worked_case(phone)

    submit(phone)

    expect(phone).to_have_url(re.compile("/assessment/result/$"))
    now, worst = WORKED["expected"]["projection"][0], WORKED["expected"]["projection"][-1]
    band = phone.locator(".state")
    for figure in (now["arrears"], now["payoff"], WORKED["expected"]["daily_cost"]):
        expect(band).to_contain_text(yuan(figure))
    expect(phone.locator("#compare ~ table")).to_contain_text(yuan(worst["total_cost"]))
    first = phone.locator(".pair").first
    expect(first.locator(".harm")).to_contain_text(yuan(worst["total_cost"]))
    with_figures = first.locator(".remedy:has(.figures)")
    assert with_figures.count() >= 4
    for remedy in with_figures.all():
        expect(remedy).to_contain_text("¥")
        expect(remedy).to_contain_text("为什么适合你")


def test_changing_one_answer_keeps_the_others(phone):
    fill_in_the_worked_case(phone)
    submit(phone)
    before = phone.locator(".state").inner_text()

    phone.get_by_role("link", name="修改").click()
    phone.fill("#id_loans-1-principal", "13,000")
    submit(phone)

    assert phone.locator(".state").inner_text() != before
    phone.get_by_role("link", name="修改").click()
    told = WORKED["input"]
    expect(phone.locator("#id_loans-1-principal")).to_have_value("13000")
    expect(phone.locator("#id_loans-2-principal")).to_have_value(told["loans"][2]["principal"])
    expect(phone.locator("#id_loans-0-first_unpaid_due_date")).to_have_value(
        told["loans"][0]["first_unpaid_due_date"]
    )
    for name in MONEY:
        expect(phone.locator(f"#id_{name}")).to_have_value(told[name])


def test_forgetting_empties_the_form(phone):
    fill_in_the_worked_case(phone)
    submit(phone)

    phone.get_by_role("button", name="清除我填的内容").click()

    expect(phone.locator("#id_loans-0-principal")).to_have_value("")
    expect(phone.locator("#id_monthly_income")).to_have_value("")
    phone.goto("/assessment/result/")
    expect(phone).to_have_url(re.compile("/assessment/$"))


def test_enter_in_a_field_shows_the_result_and_deletes_no_loan(phone):
    fill_in_the_worked_case(phone)

    phone.press("#id_loans-1-principal", "Enter")

    expect(phone).to_have_url(re.compile("/assessment/result/$"))
    expect(phone.get_by_text("微粒贷 3 笔")).to_be_visible()


def test_the_date_of_a_suit_is_asked_where_it_applies_and_the_rest_stays(phone):
    fill_in_the_worked_case(phone)
    assert phone.locator("#id_lawsuit_filed_on").count() == 0

    phone.get_by_label("起诉状、传票").check()
    submit(phone)

    expect(phone).to_have_title(re.compile("^有 1 处要改"))
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.locator(".error-summary a").click()
    phone.fill("#id_lawsuit_filed_on", "2026年11月1日")
    submit(phone)
    expect(phone).to_have_url(re.compile("/assessment/result/$"))
    expect(phone.locator(".next-step")).to_contain_text("按时回应法院")
