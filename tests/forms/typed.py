"""What a borrower types into the form, as the browser posts it."""

from typing import Any

LOAN = {
    "principal": "30000",
    "daily_rate_percent": "0.05",
    "repayment_method": "equal_principal",
    "remaining_instalments": "10",
    "first_unpaid_due_date": "2026-08-15",
    "annual_rate_percent": "",
    "due_day": "",
    "accrual_start_date": "",
    "accelerated_on": "",
}
BLANK_LOAN = {**dict.fromkeys(LOAN, ""), "repayment_method": "equal_principal"}
CASE = {
    "product": "weilidai",
    "monthly_income": "",
    "essential_expenses": "",
    "other_debt_payments": "",
    "savings": "",
    "sellable_assets": "",
    "family_loan": "",
    "expense_cut": "",
    "legal_stage": "none",
    "penalty_multiplier": "",
    "charges_compound_interest": "",
    "grace_days": "",
    "acceleration_days": "",
    "as_of": "2026-11-22",
    "horizon_days": "",
}
MONEY = {
    "monthly_income": "6000",
    "essential_expenses": "3200",
    "other_debt_payments": "500",
    "savings": "2000",
    "sellable_assets": "3000",
    "family_loan": "5000",
    "expense_cut": "400",
}


def loan(**changes: str) -> dict[str, str]:
    """30,000 yuan in 10 instalments, the first due on 2026-08-15."""
    return LOAN | changes


def form(*loans: dict[str, str], **changes: Any) -> dict[str, Any]:
    """The whole form on 2026-11-22, with one loan unless others are given."""
    told = loans or (loan(),)
    counted = {"loans-TOTAL_FORMS": str(len(told)), "loans-INITIAL_FORMS": "0"}
    typed = {
        f"loans-{number}-{name}": value
        for number, one in enumerate(told)
        for name, value in one.items()
    }
    return CASE | counted | typed | changes


TOOLS: dict[str, dict[str, Any]] = {
    "penalty": {
        "product": "weilidai",
        "overdue_principal": "3,000",
        "daily_rate_percent": "万分之五",
        "first_unpaid_due_date": "2026年8月15日",
        "annual_rate_percent": "",
        "penalty_multiplier": "",
        "grace_days": "",
        "as_of": "2026-11-22",
    },
    "schedule": {
        "product": "weilidai",
        "principal": "3万",
        "daily_rate_percent": "0.05",
        "repayment_method": "equal_principal",
        "remaining_instalments": "10",
        "first_unpaid_due_date": "2026-8-15",
        "annual_rate_percent": "",
        "due_day": "",
        "accrual_start_date": "",
    },
    "court_fees": {"amount": "３００００", "as_of": "2026-11-22"},
    "record": {"product": "weilidai", "first_unpaid_due_date": "2026/8/15", "cleared_on": ""},
    "affordable_instalment": {
        "monthly_income": "8000",
        "essential_expenses": "4000",
        "other_debt_payments": "1,000",
        "daily_rate_percent": "0.05",
        "annual_rate_percent": "",
        "instalments": "12",
    },
    "emergency_fund": {
        "essential_expenses": "3000",
        "savings": "1000",
        "monthly_saving": "500",
    },
    "call": {
        "called_on": "2026-11-20",
        "called_at": "晚上10点",
        "called": "family",
        "connected_calls": "4",
        "missed_calls": "",
        "agreed_to_hours": "no",
        "was_reachable": "yes",
        "conduct": ["threat", "disclosure"],
    },
}
