"""Every figure of a tool is recomputed from its own trail, by the reader of all other trails."""

import pytest

from advice.engine.tools import (
    affordable_instalment,
    court_fees,
    emergency_fund,
    penalty,
    record,
    schedule,
)
from advice.engine.trail import trails_of_tool
from tests.engine.factories import RULEBOOK, raw_loan
from tests.engine.recomputed import agrees, recomputed
from tests.engine.tools.asked import ask

MEANS = {"monthly_income": "8000", "essential_expenses": "4000", "other_debt_payments": "1000"}
OVERDUE = {"overdue_principal": "10000", "first_unpaid_due_date": "2026-08-15"}
SAVED = {"essential_expenses": "3000", "savings": "1000", "monthly_saving": "700"}
RATE = {"annual_rate_percent": "18", "instalments": "12"}
ASKED = {
    "penalty": (penalty, OVERDUE | {"daily_rate_percent": "0.05"}),
    "penalty by the contract": (
        penalty,
        OVERDUE | {"annual_rate_percent": "17.3", "penalty_multiplier": "1.45", "grace_days": 0},
    ),
    "penalty within the grace": (
        penalty,
        OVERDUE | {"daily_rate_percent": "0.05", "first_unpaid_due_date": "2026-11-21"},
    ),
    "not due": (
        penalty,
        OVERDUE | {"daily_rate_percent": "0.05", "first_unpaid_due_date": "2026-11-23"},
    ),
    "equal principal": (schedule, raw_loan()),
    "level": (schedule, raw_loan(repayment_method="equal_instalment")),
    "interest only": (schedule, raw_loan(repayment_method="interest_only")),
    "no claim": (court_fees, {"amount": "0"}),
    "small claim": (court_fees, {"amount": "800"}),
    "claim": (court_fees, {"amount": "34567.89"}),
    "great claim": (court_fees, {"amount": "99999999"}),
    "fund": (emergency_fund, SAVED),
    "fund begun": (emergency_fund, SAVED | {"savings": "9000"}),
    "nothing saved": (emergency_fund, SAVED | {"monthly_saving": "0"}),
    "affordable": (affordable_instalment, MEANS | RATE),
    "without interest": (affordable_instalment, MEANS | RATE | {"annual_rate_percent": "0"}),
    "nothing left": (affordable_instalment, MEANS | {"essential_expenses": "7500"} | RATE),
    "record": (record, {"first_unpaid_due_date": "2026-08-15"}),
    "no record": (record, {"first_unpaid_due_date": "2026-11-22"}),
}


@pytest.mark.parametrize("name", ASKED)
def test_every_figure_of_a_tool_follows_from_its_trail(name):
    tool, raw = ASKED[name]

    trails = trails_of_tool(ask(tool, raw), RULEBOOK)

    assert trails
    for key, trail in trails.items():
        assert trail.key == key
        assert agrees(recomputed(trail, trails), trail.value), key
        assert all(trails.ground(ground) for ground in trail.rests_on)


def test_each_bracket_of_a_fee_table_is_an_addend():
    trails = trails_of_tool(ask(court_fees, {"amount": "250000"}), RULEBOOK)

    labels = [addend.label for addend in trails["fees.acceptance_fee"].addends]
    assert labels == [
        "¥0.00 到 ¥10,000.00 的部分",
        "¥10,000.00 到 ¥100,000.00 的部分",
        "¥100,000.00 到 ¥200,000.00 的部分",
        "超过 ¥200,000.00 的部分",
        "超过 ¥200,000.00 的部分",
    ]
