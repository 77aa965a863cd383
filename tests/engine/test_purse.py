"""What must be at hand today: payments beside the means that come on paying days."""

from decimal import Decimal

import pytest

from advice.engine.assessment import assess
from advice.engine.purse import MoneyUsed, money_needed, money_used
from tests.engine.factories import RULEBOOK, make_case, on


def position(**told):
    return assess(make_case(**told), RULEBOOK).position


def surplus(amount):
    return {"monthly_income": amount, "essential_expenses": "100", "other_debt_payments": "0"}


def paid(*payments):
    return [(on(day), Decimal(amount)) for day, amount in payments]


@pytest.mark.parametrize(
    ("payments", "needed"),
    [
        (paid(), "0"),
        (paid(("2026-11-22", "50")), "50"),
        (paid(("2026-12-14", "50")), "50"),  # the day before the first means come
        (paid(("2026-12-15", "50")), "0"),
        (paid(("2026-12-15", "150")), "50"),
        (paid(("2026-12-15", "150"), ("2027-01-15", "50")), "50"),
        (paid(("2026-12-15", "150"), ("2027-01-15", "150")), "100"),
        (paid(("2026-11-22", "30"), ("2027-01-15", "150")), "30"),
    ],
)
def test_the_tightest_day_tells_what_must_be_at_hand(payments, needed):
    assert money_needed(payments, position(**surplus("200"))) == Decimal(needed)


def test_months_that_lack_money_are_paid_from_what_is_at_hand():
    short = position(**surplus("0"))

    assert money_needed(paid(("2027-01-15", "50")), short) == Decimal(250)


def test_unknown_means_leave_only_what_is_paid_today_known():
    unknown = position()

    assert money_needed(paid(("2026-11-22", "50")), unknown) == Decimal(50)
    assert money_needed(paid(("2026-11-22", "50"), ("2026-12-15", "1")), unknown) is None


@pytest.mark.parametrize(
    ("needed", "used"),
    [
        ("0", ("0", "0", "0")),
        ("10", ("10", "0", "0")),
        ("10.01", ("10", "0.01", "0")),
        ("30", ("10", "20", "0")),
        ("30.01", ("10", "20", "0.01")),
        ("70", ("10", "20", "40")),
    ],
)
def test_savings_are_used_first_and_the_familys_money_last(needed, used):
    case = make_case(savings="10", sellable_assets="20", family_loan="40")

    assert money_used(Decimal(needed), case) == MoneyUsed(*map(Decimal, used))


def test_money_not_told_of_is_not_used():
    assert money_used(Decimal(10), make_case()) == MoneyUsed(*[Decimal(0)] * 3)
