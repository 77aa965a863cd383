"""Every worked case of the contract, met to the fen and to the day."""

import json
from datetime import date
from pathlib import Path

import pytest

from advice.engine.assessment import assess
from advice.engine.intake import read_case
from advice.engine.report import report
from tests.engine.rulebook import make_rulebook

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("worked", [pytest.param(case, id=case["name"]) for case in CASES])
def test_case_is_met_exactly(worked):
    rulebook = make_rulebook()
    case = read_case(worked["input"], today=date(2026, 11, 22), rulebook=rulebook)

    result = report(assess(case, rulebook))

    assert {key: result[key] for key in worked["expected"]} == worked["expected"]
