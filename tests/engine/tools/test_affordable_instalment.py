"""What instalment an income carries, and the largest principal that it repays."""

from decimal import Decimal
from fractions import Fraction

import pytest

from advice.engine.schedule import level_payment
from advice.engine.tools import affordable_instalment
from advice.engine.tools.affordable_instalment import largest_principal
from tests.engine.rulebook import make_rulebook
from tests.engine.tools.asked import ask, refusal

RAW = {"monthly_income": "8000", "essential_expenses": "4000", "other_debt_payments": "1000"}
LOAN = {"daily_rate_percent": "0.05", "instalments": "12"}
MONTHLY = Fraction(15, 1000)


@pytest.mark.parametrize(
    ("expenses", "debts", "surplus", "within_share", "instalment"),
    [
        ("4000", "1000", "3000.00", "3000.00", "3000.00"),
        ("4000.01", "1000", "2999.99", "3000.00", "2999.99"),
        ("3999.99", "1000", "3000.01", "3000.00", "3000.00"),
        ("0", "4000", "4000.00", "0.00", "0.00"),
        ("0", "4000.01", "3999.99", "-0.01", "0.00"),
        ("7000.01", "1000", "-0.01", "3000.00", "0.00"),
    ],
)
def test_the_lower_of_two_bounds_counts(expenses, debts, surplus, within_share, instalment):
    answer = ask(affordable_instalment, RAW, essential_expenses=expenses, other_debt_payments=debts)

    told = (answer.surplus, answer.within_share, answer.instalment)
    assert tuple(map(str, told)) == (surplus, within_share, instalment)
    assert answer.principal is None


def test_the_share_is_a_rule():
    rulebook = make_rulebook(rules={"debt_share_of_income": "0.333333"})

    answer = ask(affordable_instalment, RAW, rulebook=rulebook)

    assert str(answer.within_share) == "1666.66"


def test_the_largest_principal_is_the_last_that_fits():
    answer = ask(affordable_instalment, RAW | LOAN)

    assert answer.principal == 32722
    assert level_payment(Decimal(32722), MONTHLY, 12) <= answer.instalment
    assert level_payment(Decimal(32723), MONTHLY, 12) > answer.instalment


@pytest.mark.parametrize(
    ("instalment", "rate", "periods", "principal"),
    [
        ("0.00", "0", 1, 0),
        ("0.00", "0.003", 360, 0),
        ("0.01", "0", 360, 5),
        ("0.99", "0", 1, 0),
        ("1.00", "0", 1, 1),
        ("1000.00", "0", 12, 12000),
        ("1015.00", "0.015", 1, 1000),
        ("1014.99", "0.015", 1, 999),
        ("10000000.00", "0", 360, 3_600_000_001),
    ],
)
def test_whole_yuan_on_both_sides(instalment, rate, periods, principal):
    assert largest_principal(Decimal(instalment), Fraction(rate), periods) == principal


def test_an_annual_rate_gives_the_same_as_its_daily_one():
    daily = ask(affordable_instalment, RAW | LOAN)

    annual = ask(
        affordable_instalment, RAW | LOAN, daily_rate_percent=None, annual_rate_percent="18"
    )

    assert annual.principal == daily.principal


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        ({"instalments": "12"}, {"daily_rate_percent": ["请填写日利率或年利率"]}),
        ({"daily_rate_percent": "0.05"}, {"instalments": ["请填写分几期"]}),
        (LOAN | {"annual_rate_percent": "18"}, {"annual_rate_percent": ["日利率和年利率只填一个"]}),
        (LOAN | {"instalments": "361"}, {"instalments": ["分几期应在 1 到 360 之间"]}),
    ],
)
def test_a_loan_is_told_whole_or_not_at_all(told, errors):
    assert refusal(affordable_instalment, RAW | told) == errors


def test_without_the_means_there_is_no_answer():
    assert list(refusal(affordable_instalment, {})) == list(RAW)
