"""What the borrower can afford; what was not told stays unknown.

Unless a test says otherwise the loan's coming instalment is 2,030.00 on 2026-12-15.
"""

import pytest

from advice.engine.assessment import assess
from tests.engine.factories import RULEBOOK, make_case, raw_loan


def means_of(**told):
    return assess(make_case(**told), RULEBOOK).affordability


TOLD = {
    "monthly_income": "8000",
    "essential_expenses": "5000.50",
    "other_debt_payments": "1000",
}


def test_surplus_is_what_income_leaves():
    means = means_of(**TOLD)

    assert str(means.monthly_surplus) == "1999.50"


def test_surplus_may_be_negative():
    means = means_of(**TOLD | {"monthly_income": "0"})

    assert str(means.monthly_surplus) == "-6000.50"


@pytest.mark.parametrize("missing", TOLD)
def test_surplus_is_unknown_where_one_answer_is(missing):
    means = means_of(**{name: amount for name, amount in TOLD.items() if name != missing})

    assert means.monthly_surplus is None


@pytest.mark.parametrize(
    ("told", "lump_sum"),
    [
        ({}, "0.00"),
        ({"savings": "100.25"}, "100.25"),
        ({"savings": "100", "sellable_assets": "20", "family_loan": "3"}, "123.00"),
    ],
)
def test_lump_sum_counts_an_unknown_answer_as_nothing(told, lump_sum):
    means = means_of(**told)

    assert str(means.lump_sum) == lump_sum


@pytest.mark.parametrize(
    ("as_of", "instalment"),
    [
        ("2026-11-14", "2062.00"),
        ("2026-11-15", "2030.00"),
        ("2026-12-14", "2030.00"),
        ("2026-12-15", "0.00"),
    ],
)
def test_next_instalment_falls_due_after_today(as_of, instalment):
    means = means_of(as_of=as_of)

    assert str(means.next_instalment) == instalment


@pytest.mark.parametrize(
    ("as_of", "instalment", "is_known"),
    [("2026-11-12", "2062.00", True), ("2026-11-13", "0.00", False)],
)
def test_a_called_loan_has_no_next_instalment_and_no_ratio(as_of, instalment, is_known):
    means = means_of(as_of=as_of, acceleration_days=90, **TOLD)

    assert str(means.next_instalment) == instalment
    assert (means.debt_service_ratio is not None) is is_known


def test_next_instalments_of_the_loans_not_called_are_summed():
    called = raw_loan(accelerated_on="2026-10-01")

    means = means_of(loans=[raw_loan(), called, raw_loan()])

    assert str(means.next_instalment) == "4060.00"


@pytest.mark.parametrize(
    ("other", "ratio"), [("459.99", "12.4"), ("460", "12.5"), ("479.99", "12.5"), ("0", "10.2")]
)
def test_debt_service_ratio_has_one_decimal_half_up(other, ratio):
    means = means_of(monthly_income="20000", other_debt_payments=other)

    assert str(means.debt_service_ratio) == ratio


@pytest.mark.parametrize(
    "told",
    [
        {"monthly_income": "20000"},
        {"other_debt_payments": "100"},
        {"monthly_income": "0", "other_debt_payments": "100"},
    ],
)
def test_debt_service_ratio_is_unknown_without_income_or_other_debts(told):
    means = means_of(**told)

    assert means.debt_service_ratio is None


@pytest.mark.parametrize(
    ("savings", "months"), [("0", "0.0"), ("10000", "2.5"), ("9799.99", "2.4"), ("9800", "2.5")]
)
def test_emergency_months_have_one_decimal_half_up(savings, months):
    means = means_of(savings=savings, essential_expenses="4000")

    assert str(means.emergency_months) == months


@pytest.mark.parametrize(
    "told",
    [{"savings": "1"}, {"essential_expenses": "1"}, {"savings": "1", "essential_expenses": "0"}],
)
def test_emergency_months_are_unknown_without_savings_or_expenses(told):
    means = means_of(**told)

    assert means.emergency_months is None


@pytest.mark.parametrize(
    ("expenses", "three", "six"),
    [("4000.50", "12001.50", "24003.00"), ("0", "0.00", "0.00"), (None, "None", "None")],
)
def test_emergency_targets_are_three_and_six_months_of_expenses(expenses, three, six):
    means = means_of(essential_expenses=expenses)

    assert (str(means.emergency_target_3), str(means.emergency_target_6)) == (three, six)
