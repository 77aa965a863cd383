"""Plain examples to start from; a test states only what it is about."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from advice.engine.calendar import add_months
from advice.engine.case import Case, Loan
from advice.engine.intake import read_case
from advice.engine.ledger import Ledger
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import contract_schedule
from advice.engine.vocabulary import RepaymentMethod
from tests.engine.rulebook import make_rulebook

TODAY = date(2026, 11, 22)
RULEBOOK = make_rulebook()
RULES = RULEBOOK.on(TODAY)
TERMS = RULEBOOK.product("weilidai").terms_on(TODAY)


def on(text: str) -> date:
    return date.fromisoformat(text)


def make_loan(
    principal: str = "10000",
    *,
    daily: str | None = "0.05",
    annual: str | None = None,
    method: str = "equal_principal",
    instalments: int = 5,
    first_due: str = "2026-08-15",
    due_day: int | None = None,
    accrual_start: str | None = None,
    accelerated_on: str | None = None,
) -> Loan:
    """10,000 yuan in 5 instalments, the first due on 2026-08-15 for the 31 days before it."""
    due = on(first_due)
    begun = on(accrual_start) if accrual_start else add_months(due, -1, due_day=due_day)
    return Loan(
        principal=Decimal(principal),
        repayment_method=RepaymentMethod(method),
        remaining_instalments=instalments,
        first_unpaid_due_date=due,
        due_day=due_day or due.day,
        accrual_start_date=begun,
        daily_rate_percent=Decimal(daily) if daily and not annual else None,
        annual_rate_percent=Decimal(annual) if annual else None,
        accelerated_on=on(accelerated_on) if accelerated_on else None,
    )


def make_terms(**changes: Any) -> Terms:
    """微粒贷's terms but for `changes`."""
    return replace(TERMS, **changes)


def make_ledger(
    loan: Loan | None = None,
    *,
    filing_on: str | None = None,
    rules: RulesInForce = RULES,
    **changes: Any,
) -> Ledger:
    loan, terms = loan or make_loan(), make_terms(**changes)
    schedule = contract_schedule(loan, terms)
    filed = on(filing_on) if filing_on else None
    return Ledger(loan, schedule, terms, rules, filing_on=filed)


def raw_loan(**changes: Any) -> dict[str, Any]:
    """The answers about one loan; a change to None leaves the answer out."""
    told = {
        "principal": "10000",
        "daily_rate_percent": "0.05",
        "repayment_method": "equal_principal",
        "remaining_instalments": 5,
        "first_unpaid_due_date": "2026-08-15",
    }
    return {name: value for name, value in (told | changes).items() if value is not None}


def raw_case(**changes: Any) -> dict[str, Any]:
    """The answers of a borrower with one loan, 99 days overdue on 2026-11-22."""
    return {"as_of": "2026-11-22", "loans": [raw_loan()]} | changes


def make_case(**changes: Any) -> Case:
    return read_case(raw_case(**changes), today=TODAY, rulebook=RULEBOOK)
