"""The typical course of a lawsuit and what it costs, on both sides of each of its days.

Unless a test says otherwise the loan fell due on 2026-08-15 and as_of is 2026-11-22.
"""

from dataclasses import astuple
from decimal import Decimal

import pytest

from advice.engine.assessment import assess
from advice.engine.court import Lawsuit, LitigationCourse, litigation_course
from advice.engine.ledger import Statement
from advice.engine.money import ZERO
from tests.engine.factories import RULEBOOK, RULES, TERMS, make_case, on, raw_loan


def course_of(*, first_due="2026-08-15", **told):
    case = make_case(loans=[raw_loan(first_unpaid_due_date=first_due)], **told)
    return litigation_course(case, TERMS, RULES)


@pytest.mark.parametrize("stage", ["none", "lawyer_letter", "payment_order"])
def test_a_suit_takes_its_typical_course_where_none_was_filed(stage):
    course = course_of(legal_stage=stage)

    days = [day.isoformat() for day in astuple(course)]

    assert days == ["2027-02-11", "2027-05-12", "2027-06-06", "2027-07-06"]


@pytest.mark.parametrize(
    ("first_due", "filing_on"),
    [
        ("2026-06-24", "2026-12-22"),
        ("2026-06-25", "2026-12-22"),
        ("2026-06-26", "2026-12-23"),
        ("2016-11-22", "2026-12-22"),
    ],
)
def test_a_suit_is_filed_after_180_days_but_never_within_30_of_today(first_due, filing_on):
    course = course_of(first_due=first_due)

    assert course.filing_on == on(filing_on)


@pytest.mark.parametrize(
    ("filed_on", "judgment_on"),
    [
        ("2026-08-16", "2026-11-23"),
        ("2026-08-24", "2026-11-23"),
        ("2026-08-25", "2026-11-23"),
        ("2026-08-26", "2026-11-24"),
        ("2026-11-22", "2027-02-20"),
    ],
)
def test_a_filed_suit_is_decided_after_the_trial_but_not_before_tomorrow(filed_on, judgment_on):
    course = course_of(legal_stage="sued", lawsuit_filed_on=filed_on)

    assert (course.filing_on, course.judgment_on) == (on(filed_on), on(judgment_on))


@pytest.mark.parametrize(
    ("performance_due_on", "judgment_on", "filing_on"),
    [
        ("2026-12-16", "2026-11-21", "2026-08-23"),
        ("2026-12-17", "2026-11-22", "2026-08-24"),
        ("2026-12-18", "2026-11-22", "2026-08-24"),
        ("2026-12-10", "2026-11-15", "2026-08-17"),
        ("2026-12-09", "2026-11-14", "2026-08-16"),
        ("2026-12-08", "2026-11-13", "2026-08-16"),
    ],
)
def test_a_judgment_is_dated_back_from_the_last_day_to_perform(
    performance_due_on, judgment_on, filing_on
):
    course = course_of(legal_stage="judged", performance_due_on=performance_due_on)

    assert (course.judgment_on, course.filing_on) == (on(judgment_on), on(filing_on))


def test_a_judged_suit_keeps_the_filing_day_that_was_told():
    course = course_of(
        legal_stage="judged", lawsuit_filed_on="2026-10-01", performance_due_on="2026-12-01"
    )

    assert course.filing_on == on("2026-10-01")


@pytest.mark.parametrize(
    ("performance_due_on", "enforcement_on"),
    [
        ("2026-10-22", "2026-11-23"),
        ("2026-10-24", "2026-11-23"),
        ("2026-10-25", "2026-11-24"),
    ],
)
def test_a_judgment_is_enforced_tomorrow_at_the_earliest(performance_due_on, enforcement_on):
    course = course_of(legal_stage="judged", performance_due_on=performance_due_on)

    assert course.enforcement_on == on(enforcement_on)


@pytest.mark.parametrize(
    ("performance_due_on", "enforcement_on"),
    [
        ("2026-10-22", "2026-11-21"),
        ("2026-10-23", "2026-11-22"),
        ("2026-10-24", "2026-11-22"),
        ("2026-11-21", "2026-11-22"),
    ],
)
def test_an_enforced_judgment_has_been_enforced_today_at_the_latest(
    performance_due_on, enforcement_on
):
    course = course_of(legal_stage="enforcement", performance_due_on=performance_due_on)

    assert course.enforcement_on == on(enforcement_on)


LAWSUIT = Lawsuit(
    course=LitigationCourse(on("2027-02-11"), on("2027-05-12"), on("2027-06-06"), on("2027-07-06")),
    claim=Decimal("12000.00"),
    acceptance_fee=Decimal("50.00"),
    execution_fee=Decimal("80.75"),
    delayed_performance_daily_rate=Decimal("0.000175"),
)
CLAIMED = [
    Statement(
        days_overdue=300,
        overdue_principal=Decimal("9000.00"),
        overdue_interest=Decimal("400.00"),
        penalty_interest=Decimal("900.00"),
        compound_interest=ZERO,
        undue_principal=Decimal("1000.00"),
        accrued_interest=ZERO,
        cap_excess=ZERO,
    )
]


@pytest.mark.parametrize(
    ("day", "acceptance_fee", "execution_fee", "delay_interest"),
    [
        ("2027-02-10", "0.00", "0.00", "0.00"),
        ("2027-02-11", "50.00", "0.00", "0.00"),
        ("2027-06-06", "50.00", "0.00", "0.00"),
        ("2027-06-07", "50.00", "0.00", "1.75"),
        ("2027-07-05", "50.00", "0.00", "50.75"),
        ("2027-07-06", "50.00", "80.75", "52.50"),
    ],
)
def test_each_cost_is_borne_from_its_day_on(day, acceptance_fee, execution_fee, delay_interest):
    costs = LAWSUIT.costs_on(on(day), CLAIMED)

    assert str(costs.acceptance_fee) == acceptance_fee
    assert str(costs.execution_fee) == execution_fee
    assert str(costs.delayed_performance_interest) == delay_interest
    assert costs.total == sum(map(Decimal, (acceptance_fee, execution_fee, delay_interest)))


def test_the_claim_is_the_payoff_on_the_filing_day_after_everything_was_called():
    case = make_case(legal_stage="sued", lawsuit_filed_on="2026-09-14")

    lawsuit = assess(case, RULEBOOK).lawsuit

    # 2,155.00 and 45.00 of penalty, 8,000.00 and 30 days' interest of 120.00.
    assert str(lawsuit.claim) == "10320.00"
    # (50 + 320 × 2.5 %) ÷ 2.
    assert str(lawsuit.acceptance_fee) == "29.00"


@pytest.mark.parametrize(
    ("accrual_start", "claim"), [("2026-09-14", "11320.00"), ("2026-09-15", "10320.00")]
)
def test_a_loan_that_began_after_the_filing_day_is_not_in_the_claim(accrual_start, claim):
    later = raw_loan(
        principal="1000",
        first_unpaid_due_date="2026-10-15",
        accrual_start_date=accrual_start,
        remaining_instalments=1,
    )
    case = make_case(loans=[raw_loan(), later], legal_stage="sued", lawsuit_filed_on="2026-09-14")

    lawsuit = assess(case, RULEBOOK).lawsuit

    assert str(lawsuit.claim) == claim


def test_fees_of_a_suit_filed_before_today_are_borne_today():
    case = make_case(legal_stage="sued", lawsuit_filed_on="2026-09-14")

    now = assess(case, RULEBOOK).now

    assert str(now.legal_costs.total) == "29.00"
    assert now.total_cost == now.payoff + Decimal("29.00")


def test_execution_fee_is_on_the_claim_then_and_the_acceptance_fee():
    case = make_case(
        loans=[raw_loan(daily_rate_percent="0", remaining_instalments=1)],
        legal_stage="enforcement",
        lawsuit_filed_on="2026-09-01",
        performance_due_on="2026-11-01",
    )

    lawsuit = assess(case, RULEBOOK).lawsuit

    assert str(lawsuit.claim) == "10000.00"
    assert str(lawsuit.acceptance_fee) == "25.00"
    # 50 + (10,025 − 10,000) × 1.5 %, half up.
    assert str(lawsuit.execution_fee) == "50.38"
