"""Penalty interest on one instalment: 10,000 yuan at 0.05 % a day, due on 2026-08-15."""

from decimal import Decimal

import pytest

from advice.engine.tools import penalty
from tests.engine.factories import make_ledger, make_loan, on
from tests.engine.rulebook import make_rulebook
from tests.engine.tools.asked import ask, refusal

RAW = {
    "overdue_principal": "10000",
    "daily_rate_percent": "0.05",
    "first_unpaid_due_date": "2026-08-15",
}


def test_ninety_nine_days_are_charged_from_the_due_date():
    answer = ask(penalty, RAW)

    assert answer.statement.days_overdue == 99
    assert str(answer.statement.penalty_interest) == "742.50"
    assert str(answer.a_day) == "7.50"
    assert answer.annual_percent == Decimal("27.375")


def test_it_is_what_the_ledger_of_a_whole_case_says():
    ledger = make_ledger(make_loan(instalments=1))
    ledger.advance_to(on("2026-11-22"))

    answer = ask(penalty, RAW)

    assert answer.statement.penalty_interest == ledger.penalty_interest


@pytest.mark.parametrize(
    ("due", "days", "charged", "a_day", "is_in_grace"),
    [
        ("2026-11-23", 0, "0.00", "0.00", False),
        ("2026-11-22", 0, "0.00", "0.00", False),
        ("2026-11-21", 1, "0.00", "7.50", True),
        ("2026-11-20", 2, "15.00", "7.50", False),
    ],
)
def test_within_the_grace_nothing_is_charged_and_afterwards_everything(
    due, days, charged, a_day, is_in_grace
):
    answer = ask(penalty, RAW, first_unpaid_due_date=due)

    assert answer.statement.days_overdue == days
    assert str(answer.statement.penalty_interest) == charged
    assert str(answer.a_day) == a_day
    assert answer.is_in_grace == is_in_grace


@pytest.mark.parametrize(
    ("daily", "annual", "exceeds", "excess"),
    [
        ("0.04", "21.9", False, "0.00"),
        ("0.05", "27.375", True, "91.54"),
        ("0.1", "54.75", True, "834.04"),
    ],
)
def test_what_exceeds_the_cap_counts_from_the_due_date_on(daily, annual, exceeds, excess):
    answer = ask(penalty, RAW, daily_rate_percent=daily)

    assert answer.annual_percent == Decimal(annual)
    assert (answer.annual_percent > 100 * answer.rules.annual_cap) == exceeds
    assert str(answer.statement.cap_excess) == excess


def test_an_annual_rate_is_divided_by_the_products_year():
    answer = ask(penalty, RAW, daily_rate_percent=None, annual_rate_percent="18")

    assert answer.daily_rate_percent == Decimal("0.05")
    assert str(answer.statement.penalty_interest) == "742.50"


def test_the_contract_goes_before_the_product():
    answer = ask(penalty, RAW, penalty_multiplier="1.3", grace_days=0)

    assert str(answer.statement.penalty_interest) == "643.50"


@pytest.mark.parametrize(("principal", "taken"), [("0", False), ("0.01", True), ("10000000", True)])
def test_an_instalment_may_be_of_one_fen(principal, taken):
    if taken:
        assert ask(penalty, RAW, overdue_principal=principal)
    else:
        errors = refusal(penalty, RAW, overdue_principal=principal)
        assert errors == {
            "overdue_principal": ["这一期没还的本金应在 ¥0.01 到 ¥10,000,000.00 之间"]
        }


def test_everything_that_is_wrong_is_said_at_once():
    errors = refusal(
        penalty, {}, as_of="2026-13-1", penalty_multiplier="4", grace_days=31, product="none"
    )

    assert set(errors) == {
        "overdue_principal",
        "daily_rate_percent",
        "first_unpaid_due_date",
        "as_of",
        "penalty_multiplier",
        "grace_days",
        "product",
    }


@pytest.mark.parametrize("field", ["loans", "principal", "remaining_instalments"])
def test_a_field_of_another_form_is_refused(field):
    assert refusal(penalty, RAW, **{field: "1"}) == {field: ["没有这个字段"]}


def test_a_day_without_a_rule_is_refused_by_the_rules_name():
    errors = refusal(penalty, RAW, as_of="2017-08-08", first_unpaid_due_date="2017-08-01")

    assert errors == {"as_of": ["2017年8月8日 没有生效的“annual_cap”，没法计算，请换一天"]}


def test_a_term_is_that_of_the_day():
    answer = ask(penalty, RAW, rulebook=make_rulebook(terms={"penalty_multiplier": "1.2"}))

    assert str(answer.statement.penalty_interest) == "594.00"
