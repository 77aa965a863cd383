"""Every field of the form stands on the page, and nothing on the page is no field."""

import pytest

from advice.engine.intake import CASE_FIELDS, LOAN_FIELDS
from advice.forms import CaseForm, LoanForm

pytestmark = pytest.mark.django_db

FOLLOW_UP_DATES = {"lawsuit_filed_on", "performance_due_on", "paper_received_on"}


def laid_out(form):
    return [pointer.name for pointer in form.helper.layout.get_field_names()]


def test_the_layout_of_a_loan_names_every_field_once():
    form = LoanForm()

    assert sorted(laid_out(form)) == sorted(form.fields)


def test_the_layout_of_a_case_names_every_field_once_but_the_product_above_the_loans():
    form = CaseForm(initial={"legal_stage": "judged"})

    assert sorted([*laid_out(form), "product"]) == sorted(form.fields)


def test_the_form_asks_everything_that_a_case_can_be_told():
    assert set(LoanForm().fields) == LOAN_FIELDS
    assert set(CaseForm().fields) == CASE_FIELDS - {"loans", "what_if", "trail"}


@pytest.mark.parametrize(
    ("stage", "dates"),
    [
        ("none", set()),
        ("lawyer_letter", set()),
        ("payment_order", {"paper_received_on"}),
        ("sued", {"lawsuit_filed_on", "paper_received_on"}),
        ("judged", FOLLOW_UP_DATES),
        ("enforcement", {"lawsuit_filed_on", "performance_due_on"}),
        ("", set()),
        ("nonsense", set()),
    ],
)
def test_follow_up_dates_are_asked_only_where_they_apply(stage, dates):
    shown = CaseForm(initial={"legal_stage": stage})
    posted = CaseForm({"legal_stage": stage})

    assert set(laid_out(shown)) & FOLLOW_UP_DATES == dates
    assert set(laid_out(posted)) & FOLLOW_UP_DATES == dates


def test_a_follow_up_date_that_was_filled_in_stays_in_sight():
    form = CaseForm({"legal_stage": "none", "performance_due_on": "2026-12-1"})

    assert set(laid_out(form)) & FOLLOW_UP_DATES == {"performance_due_on"}


def test_a_blank_form_asks_no_follow_up_date():
    assert not set(laid_out(CaseForm())) & FOLLOW_UP_DATES
