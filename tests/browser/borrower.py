"""How a borrower fills in the form, in a browser: a worked case of the contract, loan by loan."""

import json
from pathlib import Path

CASES = json.loads((Path(__file__).parents[1] / "engine" / "cases.json").read_text("utf-8"))
WORKED = next(case for case in CASES if case["name"] == "three loans of different rates and dates")
MONEY = ("monthly_income", "essential_expenses", "other_debt_payments", "savings")
MONEY += ("sellable_assets", "family_loan", "expense_cut")


def yuan(amount):
    return f"¥{float(amount):,.2f}"


def submit(page):
    page.locator("form > .actions > button.btn").first.click()


def fill_in_the_worked_case(page):
    """Three loans added one by one, the money, and the day of the case in the folded section."""
    told = WORKED["input"]
    page.goto("/assessment/")
    for number, loan in enumerate(told["loans"]):
        if number:
            page.get_by_role("button", name="再加一笔").click()
        for name in (
            "principal",
            "daily_rate_percent",
            "remaining_instalments",
            "first_unpaid_due_date",
        ):
            page.fill(f"#id_loans-{number}-{name}", str(loan[name]))
        page.select_option(f"#id_loans-{number}-repayment_method", loan["repayment_method"])
    for name in MONEY:
        page.fill(f"#id_{name}", told[name])
    page.get_by_text("四、合同另有约定").click()
    page.fill("#id_as_of", told["as_of"])
