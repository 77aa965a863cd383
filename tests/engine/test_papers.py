"""What papers say of a case: figures where they are known, blanks where they are not."""

from datetime import date
from decimal import Decimal

import pytest

from advice.engine import assess, read_case
from advice.engine.case import Restructure
from advice.engine.papers import Papers, paper_figures, placeholder_names
from advice.engine.papers.blanks import AMOUNT, line
from advice.engine.papers.figures import FIGURES
from advice.engine.papers.tables import TABLES
from advice.engine.wording import capital_yuan
from tests.engine.rulebook import make_rulebook

DAY = date(2026, 11, 22)
RULEBOOK = make_rulebook()
LOAN = {
    "principal": "10000",
    "daily_rate_percent": "0.05",
    "repayment_method": "equal_principal",
    "remaining_instalments": 5,
    "first_unpaid_due_date": "2026-08-15",
}
MEANS = {"monthly_income": 8000, "essential_expenses": 4000, "other_debt_payments": 500}


def assessment(**told):
    raw = {"as_of": "2026-11-22", "loans": [LOAN]} | told
    return assess(read_case(raw, today=DAY, rulebook=RULEBOOK), RULEBOOK)


def test_every_name_has_a_meaning_and_words():
    said = paper_figures(Papers(assessment()))

    assert said.keys() == placeholder_names().keys() == paper_figures(None).keys()
    assert all(placeholder_names().values())
    assert all("None" not in words and "{{" not in words for words in said.values())


def test_without_a_case_nothing_but_blanks_is_said():
    said = paper_figures(None)

    assert all(set(said[f"figure:{name}"]) & {"_", "＿"} for name in FIGURES)
    assert all("¥" not in said[f"table:{name}"] for name in TABLES)


def test_a_known_figure_is_that_of_the_assessment():
    found = assessment(**MEANS)
    said = paper_figures(Papers(found))

    assert said["figure:payoff"] == f"¥{found.now.payoff:,.2f}"
    assert said["figure:monthly_surplus"] == "¥3,500.00"
    assert said["figure:as_of"] == "2026年11月22日"
    assert "已逾期 99 天" in said["figure:overdue_words"]


def test_the_day_on_which_a_paper_was_received_is_told():
    told = {"legal_stage": "payment_order", "paper_received_on": "2026-11-16"}

    figures = paper_figures(Papers(assessment(**told)))

    assert figures["figure:received_on"] == "2026年11月16日"


def test_what_is_unknown_or_negative_or_nothing_is_a_blank():
    unknown = paper_figures(Papers(assessment()))
    negative = paper_figures(
        Papers(assessment(**MEANS | {"monthly_income": 1000, "family_loan": 0}))
    )

    assert unknown["figure:monthly_surplus"] == f"{line(AMOUNT)}元"
    assert negative["figure:monthly_surplus"] == f"{line(AMOUNT)}元"
    assert set(negative["figure:family_loan_in_capitals"]) == {"\\", "_"}


def test_only_a_blank_that_could_be_anything_has_its_label():
    said = paper_figures(None)

    assert said["figure:product"].endswith("_（贷款名称）")
    assert said["blank:name"].endswith("_（姓名）")
    assert said["blank:id_number"] == line(15)
    assert said["figure:penalty_multiplier"] == f"{line(4)}倍"
    assert said["figure:penalty_annual_percent"] == f"{line(4)}%"


def test_an_excess_is_told_and_so_is_that_there_is_none():
    not_yet = assessment(loans=[LOAN | {"first_unpaid_due_date": "2026-12-01"}])
    lately = paper_figures(Papers(not_yet))
    found = assessment(loans=[LOAN | {"first_unpaid_due_date": "2024-08-15"}])
    long_ago = paper_figures(Papers(found))

    assert lately["figure:cap_excess"] == "¥0.00，也就是目前还没有超过"
    assert long_ago["figure:cap_excess"] == f"¥{found.now.cap_excess:,.2f}"
    assert found.now.cap_excess > 0


def test_a_plan_has_room_for_a_years_instalments():
    assert "| 12 |" in paper_figures(None)["table:plan"]


def test_a_plan_is_told_to_its_last_instalment():
    found = assessment(**MEANS)
    plan = found.agreement_on(Restructure(max_months=12))
    said = paper_figures(Papers(found, plan=plan))

    assert said["figure:plan_months"] == f"{len(plan.instalments)} 个月"
    assert said["figure:plan_payment"] == f"¥{plan.payment:,.2f}"
    assert said["figure:plan_first_on"] == "2026年12月22日"
    assert said["table:plan"].count("¥0.00 |") == 1
    assert plan.payment <= found.affordability.monthly_surplus


def test_a_loan_that_is_not_overdue_says_so():
    said = paper_figures(Papers(assessment(loans=[LOAN | {"first_unpaid_due_date": "2026-12-01"}])))

    assert said["figure:overdue_words"] == "目前没有逾期，最近的还款日是2026年12月1日"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("1.05", "人民币壹元零伍分"),
        ("10", "人民币壹拾元整"),
        ("105", "人民币壹佰零伍元整"),
        ("1010", "人民币壹仟零壹拾元整"),
        ("10000", "人民币壹万元整"),
        ("10005", "人民币壹万零伍元整"),
        ("12345.67", "人民币壹万贰仟叁佰肆拾伍元陆角柒分"),
        ("100001000", "人民币壹亿零壹仟元整"),
        ("1000000000", "人民币壹拾亿元整"),
        ("20300000", "人民币贰仟零叁拾万元整"),
    ],
)
def test_an_amount_in_capitals(amount, words):
    assert capital_yuan(Decimal(amount)) == words
