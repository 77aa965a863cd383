"""The fen and the one rounding: half up, once, the division last."""

from decimal import Decimal, getcontext
from fractions import Fraction

import pytest

from advice.engine.money import exact_arithmetic, rounded, rounded_ratio
from advice.engine.schedule import level_payment


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.00499999999999999999999999999999999999999999", "0.00"),
        ("0.005", "0.01"),
        ("0.00500000000000000000000000000000000000000001", "0.01"),
        ("0.0149999", "0.01"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("1234567.895", "1234567.90"),
    ],
)
def test_half_a_fen_rounds_up_and_less_rounds_down(amount, expected):
    exact = Decimal(amount)

    fen = rounded(exact)

    assert str(fen) == expected


@pytest.mark.parametrize(
    ("numerator", "divisor", "expected"),
    [("1", 3, "0.33"), ("2", 3, "0.67"), ("1", 200, "0.01"), ("0.99999999", 200, "0.00")],
)
def test_a_quotient_is_divided_before_it_is_rounded(numerator, divisor, expected):
    exact = Decimal(numerator)

    fen = rounded(exact, divisor)

    assert str(fen) == expected


@pytest.mark.parametrize(("share", "expected"), [("12.34", "12.3"), ("12.35", "12.4")])
def test_a_step_of_one_decimal_rounds_half_up_too(share, expected):
    exact = Decimal(share)

    percent = rounded(exact, to=Decimal("0.1"))

    assert str(percent) == expected


def test_interest_of_exactly_half_a_fen_at_a_rate_that_does_not_end_rounds_up():
    with exact_arithmetic():
        earned = Decimal(33_750) * Decimal("4.4") * 51

        interest = rounded(earned, 100 * 360)

    assert interest == Decimal("210.38")


def test_interest_of_a_hair_under_half_a_fen_rounds_down():
    with exact_arithmetic():
        earned = Decimal("33749.99") * Decimal("4.4") * 51

        interest = rounded(earned, 100 * 360)

    assert interest == Decimal("210.37")


def test_a_level_instalment_of_exactly_half_a_fen_rounds_up():
    period_rate = Fraction(6, 1000)

    payment = level_payment(Decimal("6612.50"), period_rate, 1)

    assert payment == Decimal("6652.18")


def test_a_level_instalment_of_a_hair_under_half_a_fen_rounds_down():
    period_rate = Fraction(6, 1000) - Fraction(1, 10**30)

    payment = level_payment(Decimal("6612.50"), period_rate, 1)

    assert payment == Decimal("6652.17")


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(0, 7, "0.00"), (1, 200, "0.01"), (10**40 - 1, 200 * 10**40, "0.00"), (2, 3, "0.67")],
)
def test_a_ratio_of_whole_numbers_rounds_half_up_without_losing_a_digit(
    numerator, denominator, expected
):
    fen = rounded_ratio(numerator, denominator)

    assert str(fen) == expected


def test_exact_arithmetic_ends_where_it_was_opened():
    before = getcontext().prec

    with exact_arithmetic():
        inside = getcontext().prec

    assert inside >= 100
    assert getcontext().prec == before
