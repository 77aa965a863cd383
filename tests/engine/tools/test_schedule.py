"""The schedule of one loan is that of the worked cases."""

import json
from pathlib import Path

import pytest

from advice.engine.money import ZERO
from advice.engine.tools import schedule
from tests.engine.factories import raw_loan
from tests.engine.tools.asked import ask, refusal

CASES = json.loads((Path(__file__).parents[1] / "cases.json").read_text(encoding="utf-8"))
LOANS = [
    pytest.param(case["input"]["as_of"], loan, expected, id=f"{case['name']} {number}")
    for case in CASES
    for number, (loan, expected) in enumerate(
        zip(case["input"]["loans"], case["expected"]["schedule"], strict=True), start=1
    )
    if "product" not in case["input"]
]


@pytest.mark.parametrize(("as_of", "loan", "expected"), LOANS)
def test_it_is_the_schedule_of_the_worked_cases(as_of, loan, expected):
    told = {name: value for name, value in loan.items() if name != "accelerated_on"}

    answer = ask(schedule, told, as_of=as_of)

    rows = [
        {
            "due": row.instalment.due.isoformat(),
            "principal": f"{row.instalment.principal:.2f}",
            "interest": f"{row.instalment.interest:.2f}",
        }
        for row in answer.rows
    ]
    assert rows == expected


def test_the_sums_are_those_of_the_rows():
    answer = ask(schedule, raw_loan())

    assert [str(row.principal_left) for row in answer.rows] == [
        "8000.00",
        "6000.00",
        "4000.00",
        "2000.00",
        "0.00",
    ]
    assert answer.interest == sum((row.instalment.interest for row in answer.rows), ZERO)
    assert answer.total == answer.principal + answer.interest
    assert answer.last_due.isoformat() == "2026-12-15"


def test_what_is_wrong_is_said_of_the_plain_fields():
    errors = refusal(schedule, {"principal": "99", "remaining_instalments": 361})

    assert errors == {
        "principal": ["剩余本金应在 ¥100.00 到 ¥10,000,000.00 之间"],
        "remaining_instalments": ["还剩几期没还应在 1 到 360 之间"],
        "repayment_method": ["请填写还款方式"],
        "daily_rate_percent": ["请填写日利率或年利率"],
        "first_unpaid_due_date": ["请填写第一期没还上的还款日"],
    }
