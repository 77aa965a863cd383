"""From what was typed to the raw answers of a case and back, and errors to their fields."""

import json

import pytest

from advice.forms import Answers
from tests.forms import typed
from tests.forms.typed import BLANK_LOAN, MONEY, loan

pytestmark = pytest.mark.usefixtures("seeded")

FULL_LOAN = {
    "principal": "12,345.67",
    "daily_rate_percent": "",
    "annual_rate_percent": "18%",
    "repayment_method": "interest_only",
    "remaining_instalments": "12期",
    "first_unpaid_due_date": "2026年8月31日",
    "due_day": "31号",
    "accrual_start_date": "2026/7/31",
    "accelerated_on": "2026-11-1",
}


def posted(*loans, **changes):
    return Answers.posted(typed.form(*loans, **changes))


def refused(answers, errors):
    """The answers after the case refused them."""
    assert answers.is_readable()
    answers.refuse(errors)
    return answers


def test_the_raw_answers_hold_values_as_json_does_and_leave_out_what_is_empty():
    answers = posted(
        FULL_LOAN,
        monthly_income="1.5万元",
        expense_cut="0",
        circumstances=["illness", "harassed"],
        charges_compound_interest="no",
        penalty_multiplier="1.5倍",
        as_of="2026-11-22",
    )

    assert answers.is_readable()
    assert json.loads(json.dumps(answers.raw())) == {
        "product": "weilidai",
        "monthly_income": "15000.0",
        "expense_cut": "0",
        "circumstances": ["illness", "harassed"],
        "legal_stage": "none",
        "penalty_multiplier": "1.5",
        "charges_compound_interest": False,
        "as_of": "2026-11-22",
        "loans": [
            {
                "principal": "12345.67",
                "annual_rate_percent": "18",
                "repayment_method": "interest_only",
                "remaining_instalments": 12,
                "first_unpaid_due_date": "2026-08-31",
                "due_day": 31,
                "accrual_start_date": "2026-07-31",
                "accelerated_on": "2026-11-01",
            }
        ],
    }


@pytest.mark.parametrize(("chosen", "told"), [("yes", True), ("no", False)])
def test_a_yes_or_no_is_kept_as_such(chosen, told):
    answers = posted(charges_compound_interest=chosen)

    assert answers.is_readable()
    assert answers.raw()["charges_compound_interest"] is told


@pytest.mark.parametrize("text", ["两千左右", "三万五", "30\x00000", "\x00"])
def test_text_without_a_certain_meaning_is_passed_on_for_the_case_to_refuse(text):
    answers = posted(loan(principal=text), savings=text)

    assert answers.is_readable()
    assert answers.raw()["savings"] == text
    assert answers.raw()["loans"][0]["principal"] == text


@pytest.mark.parametrize("full", [FULL_LOAN, loan()])
def test_stored_answers_checked_again_are_the_same(full):
    first = posted(full, loan(), circumstances=["illness"], charges_compound_interest="yes")
    assert first.is_readable()

    again = Answers.stored_to_check(first.raw())

    assert again.is_readable()
    assert again.raw() == first.raw()


@pytest.mark.parametrize("loans", [[loan(), BLANK_LOAN], [loan(), BLANK_LOAN, BLANK_LOAN]])
def test_a_further_loan_left_blank_is_no_loan(loans):
    answers = posted(*loans)

    assert answers.is_readable()
    assert len(answers.raw()["loans"]) == 1


def test_the_first_loan_counts_even_when_blank():
    answers = posted(BLANK_LOAN, loan())

    assert answers.is_readable()
    assert answers.raw()["loans"][0] == {"repayment_method": "equal_principal"}
    assert len(answers.raw()["loans"]) == 2


def test_an_error_reaches_its_loan_past_a_blank_one():
    answers = posted(loan(), BLANK_LOAN, loan(principal="5"))

    refused(answers, {"loans.1.principal": ["太少"], "savings": ["太多"], "loans": ["太杂"]})

    assert [dict(form.errors) for form in answers.loans.forms] == [{}, {}, {"principal": ["太少"]}]
    assert [(line.anchor, line.message) for line in answers.error_lines] == [
        ("loans", "太杂"),
        ("id_loans-2-principal", "第 3 笔：太少"),
        ("id_savings", "太多"),
    ]


def test_errors_are_listed_in_the_order_of_the_page():
    answers = posted(loan(), loan())
    fields = ["horizon_days", "legal_stage", "circumstances", "monthly_income", "product"]

    refused(
        answers,
        {
            **{field: ["不对"] for field in fields},
            "loans.1.due_day": ["不对"],
            "loans.1.principal": ["不对"],
            "loans.0.principal": ["不对"],
        },
    )

    assert [line.anchor for line in answers.error_lines] == [
        "id_product",
        "id_loans-0-principal",
        "id_loans-1-principal",
        "id_loans-1-due_day",
        "id_monthly_income",
        "id_circumstances_0",
        "id_legal_stage_0",
        "id_horizon_days",
    ]


def test_a_loan_is_added_and_removed_without_changing_the_others():
    answers = posted(loan(principal="一"), loan(principal="二"), **MONEY)

    more = answers.with_loan_added()
    fewer = answers.with_loan_removed("0")

    assert [form["principal"].value() for form in more.loans.forms] == ["一", "二", None]
    assert [form["principal"].value() for form in fewer.loans.forms] == ["二"]
    assert {name: more.form[name].value() for name in MONEY} == MONEY


@pytest.mark.parametrize("position", ["1", "-1", "x", "", "9" * 5000])
def test_no_loan_is_removed_where_there_is_none(position):
    answers = posted(loan(principal="一"))

    same = answers.with_loan_removed(position)

    assert [form["principal"].value() for form in same.loans.forms] == ["一"]
