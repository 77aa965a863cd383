"""What is timed: the worked cases of the tests, and one borrower ever later or looking further."""

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from advice.engine import Case, Rulebook, assess, read_case
from benchmarks.timing import Task
from tests.engine.rulebook import make_rulebook

WORKED_CASES = Path(__file__).parents[1] / "tests" / "engine" / "cases.json"
TODAY = date(2026, 11, 22)
LATE_LOANS = (
    ("30000", "0.05", "equal_principal", 20),
    ("12000", "0.04", "equal_instalment", 12),
)
# The monthly sum is too small to clear the loans, so that there are as many payments in every case.
WHAT_IF = [
    {"kind": "cure"},
    {"kind": "pay_down", "upfront": "5000", "monthly": "300"},
    {"kind": "restructure", "max_months": 36, "waived_share": "0.5"},
    {"kind": "cap"},
]


@dataclass(frozen=True)
class Worked:
    """A case as it is posted and as it is read, with the rulebook it is assessed by."""

    raw: dict
    case: Case
    rulebook: Rulebook

    @property
    def without_what_if(self) -> Case:
        return replace(self.case, what_if=())

    @property
    def reading(self) -> Task:
        return partial(read_case, self.raw, today=TODAY, rulebook=self.rulebook)

    @property
    def assessing(self) -> Task:
        return partial(assess, self.without_what_if, self.rulebook)

    @property
    def assessing_with_what_if(self) -> Task:
        return partial(assess, self.case, self.rulebook)


def worked_cases() -> list[Worked]:
    rulebook = make_rulebook()
    told = json.loads(WORKED_CASES.read_text(encoding="utf-8"))
    return [_worked(entry["input"], rulebook) for entry in told]


def years_late(years: int) -> Worked:
    """A borrower whose first unpaid instalments fell due so many years ago."""
    first_due = TODAY.replace(year=TODAY.year - years)
    return _worked(_late(first_due, horizon_days=365), make_rulebook())


def looking_ahead(horizon_days: int) -> Worked:
    """A borrower a hundred days late who compares over so many days."""
    return _worked(_late(date(2026, 8, 14), horizon_days=horizon_days), make_rulebook())


def _late(first_due: date, *, horizon_days: int) -> dict:
    loans = [
        {
            "principal": principal,
            "daily_rate_percent": daily_rate,
            "repayment_method": method,
            "remaining_instalments": instalments,
            "first_unpaid_due_date": first_due.isoformat(),
        }
        for principal, daily_rate, method, instalments in LATE_LOANS
    ]
    means = {"monthly_income": "9000", "essential_expenses": "5000", "other_debt_payments": "1000"}
    return {
        "as_of": TODAY.isoformat(),
        "loans": loans,
        "horizon_days": horizon_days,
        "what_if": WHAT_IF,
        **means,
    }


def _worked(raw: dict, rulebook: Rulebook) -> Worked:
    return Worked(raw, read_case(raw, today=TODAY, rulebook=rulebook), rulebook)
