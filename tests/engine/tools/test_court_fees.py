"""Court fees are those of the worked cases, by the tables of the day."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from advice.engine.tools import court_fees
from tests.engine.tools.asked import ask, refusal

CASES = json.loads((Path(__file__).parents[1] / "cases.json").read_text(encoding="utf-8"))
FEES = [
    pytest.param(asked["amount"], expected, id=asked["amount"])
    for case in CASES
    for asked, expected in zip(
        case["input"].get("what_if", []), case["expected"]["what_if"], strict=True
    )
    if asked["kind"] == "court_fees"
]


@pytest.mark.parametrize(("amount", "expected"), FEES)
def test_they_are_the_fees_of_the_worked_cases(amount, expected):
    answer = ask(court_fees, {"amount": amount})

    fees = {name: str(fee) for name, fee in asdict(answer.fees).items()}
    assert {"kind": "court_fees"} | fees == expected


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        (None, "请填写金额"),
        ("-0.01", "金额应在 ¥0.00 到 ¥10,000,000,000.00 之间"),
        ("10000000000.01", "金额应在 ¥0.00 到 ¥10,000,000,000.00 之间"),
        ("1.001", "金额最多 2 位小数"),
        ("一千", "金额请写成数字，例如 2000"),
    ],
)
def test_an_amount_outside_its_bounds_is_refused(amount, message):
    assert refusal(court_fees, {"amount": amount}) == {"amount": [message]}


@pytest.mark.parametrize("amount", ["0", "10000000000"])
def test_an_amount_at_its_bounds_is_taken(amount):
    assert ask(court_fees, {"amount": amount}).fees


def test_a_day_before_the_first_table_is_refused():
    errors = refusal(court_fees, {"amount": "1", "as_of": "2017-08-08"})

    assert list(errors) == ["as_of"]
    assert "没有生效的" in errors["as_of"][0]
