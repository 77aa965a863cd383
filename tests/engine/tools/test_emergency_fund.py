"""How long an emergency fund takes, exactly and on both sides of each step."""

from decimal import Decimal

import pytest

from advice.engine.tools import emergency_fund
from advice.engine.tools.emergency_fund import LONGEST, months_to_save
from tests.engine.tools.asked import ask, refusal

RAW = {"essential_expenses": "3000", "savings": "1000", "monthly_saving": "500"}


def test_the_example_of_the_guidance_takes_sixteen_and_thirty_four_months():
    answer = ask(emergency_fund, RAW)

    assert [(row.months_of_expenses, row.saved_in) for row in answer.targets] == [
        (1, 4),
        (3, 16),
        (6, 34),
    ]
    assert [str(row.missing) for row in answer.targets] == ["2000.00", "8000.00", "17000.00"]
    assert [row.reached_on.isoformat() for row in answer.targets] == [
        "2027-03-22",
        "2028-03-22",
        "2029-09-22",
    ]


@pytest.mark.parametrize(
    ("missing", "monthly", "months"),
    [
        ("0.00", "0", 0),
        ("0.01", "0", None),
        ("0.01", "500", 1),
        ("500.00", "500", 1),
        ("500.01", "500", 2),
        ("1200.00", "1", LONGEST),
        ("1200.01", "1", None),
        ("60000000.00", "0.01", None),
    ],
)
def test_a_month_that_has_begun_counts_as_one(missing, monthly, months):
    assert months_to_save(Decimal(missing), Decimal(monthly)) == months


@pytest.mark.parametrize(("savings", "missing"), [("8999.99", "0.01"), ("9000", "0.00")])
def test_nothing_is_missing_once_the_target_is_there(savings, missing):
    target = ask(emergency_fund, RAW, savings=savings).targets[1]

    assert str(target.missing) == missing
    assert target.saved_in == (missing != "0.00")


def test_savings_not_told_count_nothing():
    assert ask(emergency_fund, RAW, savings=None) == ask(emergency_fund, RAW, savings="0")


def test_who_saves_nothing_gets_no_day():
    targets = ask(emergency_fund, RAW, monthly_saving="0").targets

    assert {row.saved_in for row in targets} == {row.reached_on for row in targets} == {None}


def test_every_bound_is_named():
    raw = {"essential_expenses": "10000000.01", "savings": "100000000.01"}

    assert refusal(emergency_fund, raw) == {
        "essential_expenses": ["每月必须的开支应在 ¥0.00 到 ¥10,000,000.00 之间"],
        "savings": ["存款应在 ¥0.00 到 ¥100,000,000.00 之间"],
        "monthly_saving": ["请填写每月能存的"],
    }
