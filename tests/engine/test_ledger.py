"""The ledger of a loan, both sides of each of its boundaries.

Unless a test says otherwise: 10,000 yuan at 0.05 % a day from 2026-07-15; on 2026-08-15 fall due
2,000.00 of principal and 155.00 of interest, which then earn 1.50 of penalty interest a day; on
2026-09-15 2,000.00 and 124.00; one day of grace.
"""

import sys
from contextlib import contextmanager
from decimal import Decimal

import pytest

from advice.engine.assessment import assess
from advice.engine.money import exact_arithmetic
from tests.engine.factories import RULEBOOK, make_case, make_ledger, make_loan, on, raw_loan


@pytest.fixture(autouse=True)
def _exact():
    with exact_arithmetic():
        yield


def ledger_on(day, ledger=None, **changes):
    ledger = ledger or make_ledger(**changes)
    ledger.advance_to(on(day))
    return ledger


def figures(ledger, *names):
    statement = ledger.statement()
    return [str(getattr(statement, name)) for name in names]


def yuan(amount):
    return Decimal(amount)


# Due dates and the grace


@pytest.mark.parametrize(
    ("day", "overdue", "accrued"),
    [("2026-07-15", "0.00", "0.00"), ("2026-08-14", "0.00", "150.00")],
)
def test_nothing_is_overdue_before_the_due_date(day, overdue, accrued):
    ledger = ledger_on(day)

    assert figures(ledger, "arrears", "accrued_interest") == [overdue, accrued]
    assert ledger.payoff == 10_000 + yuan(accrued)


def test_on_the_due_date_the_instalment_is_in_arrears_but_not_a_day_old():
    ledger = ledger_on("2026-08-15")

    assert figures(ledger, "overdue_principal", "overdue_interest") == ["2000.00", "155.00"]
    assert figures(ledger, "undue_principal", "accrued_interest") == ["8000.00", "0.00"]
    assert figures(ledger, "days_overdue", "penalty_interest") == ["0", "0.00"]


@pytest.mark.parametrize(
    ("grace_days", "day", "penalty"),
    [
        (0, "2026-08-15", "0.00"),
        (0, "2026-08-16", "1.50"),
        (1, "2026-08-16", "0.00"),
        (1, "2026-08-17", "3.00"),
        (30, "2026-09-14", "0.00"),
        (30, "2026-09-15", "46.50"),
    ],
)
def test_after_the_grace_the_penalty_is_charged_from_the_due_date(grace_days, day, penalty):
    ledger = ledger_on(day, grace_days=grace_days)

    assert figures(ledger, "penalty_interest") == [penalty]


def test_days_overdue_count_through_the_grace():
    ledger = ledger_on("2026-09-14", grace_days=30)

    assert ledger.statement().days_overdue == 30


@pytest.mark.parametrize(
    ("grace_days", "last_day", "day_after"),
    [
        (0, "2026-08-15", "2026-08-16"),
        (1, "2026-08-16", "2026-08-17"),
        (29, "2026-09-13", "2026-09-14"),
    ],
)
def test_a_bucket_paid_whole_by_the_last_day_of_grace_costs_nothing(
    grace_days, last_day, day_after
):
    ledger = ledger_on(last_day, grace_days=grace_days)

    taken = ledger.pay_arrears(yuan("2155"))
    ledger.advance_to(on(day_after))

    assert taken == yuan("2155")
    assert figures(ledger, "arrears", "penalty_interest") == ["0.00", "0.00"]


def test_a_bucket_paid_whole_a_day_after_the_grace_costs_the_penalty_too():
    ledger = ledger_on("2026-08-17")

    taken = ledger.pay_arrears(yuan("5000"))

    assert taken == yuan("2158.00")
    assert figures(ledger, "arrears", "days_overdue") == ["0.00", "0"]


def test_a_part_paid_within_the_grace_is_charged_for_the_days_before_it():
    ledger = ledger_on("2026-08-16")

    ledger.pay_arrears(yuan("1155"))
    ledger.advance_to(on("2026-08-17"))

    # A day on 2,000 and a day on the 1,000 left: 1.50 + 0.75.
    assert figures(ledger, "overdue_principal", "penalty_interest") == ["1000.00", "2.25"]


def test_a_part_paid_on_the_due_date_has_earned_nothing():
    ledger = ledger_on("2026-08-15")

    ledger.pay_arrears(yuan("1155"))
    ledger.advance_to(on("2026-08-17"))

    assert figures(ledger, "penalty_interest") == ["1.50"]


def test_the_rest_paid_within_the_grace_still_costs_nothing():
    ledger = ledger_on("2026-08-15")

    ledger.pay_arrears(yuan("1155"))
    ledger.advance_to(on("2026-08-16"))
    ledger.pay_arrears(yuan("1000"))
    ledger.advance_to(on("2026-08-17"))

    assert figures(ledger, "arrears", "payoff") == ["0.00", "8008.00"]


def test_interest_left_alone_still_counts_days_but_earns_no_penalty():
    loan = make_loan(method="interest_only")

    ledger = ledger_on("2026-08-20", make_ledger(loan))

    assert figures(ledger, "days_overdue", "penalty_interest") == ["5", "0.00"]
    assert figures(ledger, "overdue_principal", "overdue_interest") == ["0.00", "155.00"]


def test_an_instalment_of_nothing_makes_nobody_overdue():
    loan = make_loan(method="interest_only", daily="0")

    ledger = ledger_on("2026-11-22", make_ledger(loan))

    assert figures(ledger, "days_overdue", "arrears", "payoff") == ["0", "0.00", "10000.00"]


# Penalty and compound interest


def test_a_thousand_yuan_overdue_at_0_05_percent_cost_0_75_a_day():
    loan = make_loan("1000", instalments=1)

    pools = [
        ledger_on(day, make_ledger(loan)).penalty_interest for day in ("2026-08-25", "2026-08-26")
    ]

    assert pools == [yuan("7.50"), yuan("8.25")]


@pytest.mark.parametrize(("charged", "compound"), [(False, "0.00"), (True, "1.16")])
def test_compound_interest_is_earned_on_contract_interest_where_it_is_charged(charged, compound):
    ledger = ledger_on("2026-08-25", charges_compound_interest=charged)

    # 155 × 0.00075 × 10 = 1.1625; never anything on penalty or compound interest.
    assert figures(ledger, "penalty_interest", "compound_interest") == ["15.00", compound]


@pytest.mark.parametrize(("multiplier", "penalty"), [("1", "10.00"), ("3", "30.00")])
def test_the_penalty_rate_is_the_daily_rate_times_the_multiplier(multiplier, penalty):
    ledger = ledger_on("2026-08-25", penalty_multiplier=yuan(multiplier))

    assert figures(ledger, "penalty_interest") == [penalty]


# Payments


@pytest.mark.parametrize(
    ("paid", "compound", "penalty", "interest", "principal"),
    [
        ("0.22", "0.01", "3.00", "155.00", "2000.00"),
        ("0.23", "0.00", "3.00", "155.00", "2000.00"),
        ("0.24", "0.00", "2.99", "155.00", "2000.00"),
        ("3.23", "0.00", "0.00", "155.00", "2000.00"),
        ("3.24", "0.00", "0.00", "154.99", "2000.00"),
        ("158.23", "0.00", "0.00", "0.00", "2000.00"),
        ("158.24", "0.00", "0.00", "0.00", "1999.99"),
        ("2158.22", "0.00", "0.00", "0.00", "0.01"),
        ("2158.23", "0.00", "0.00", "0.00", "0.00"),
    ],
)
def test_a_payment_goes_to_compound_then_penalty_then_interest_then_principal(
    paid, compound, penalty, interest, principal
):
    ledger = ledger_on("2026-08-17", charges_compound_interest=True)

    taken = ledger.pay_arrears(yuan(paid))

    names = ("compound_interest", "penalty_interest", "overdue_interest", "overdue_principal")
    assert figures(ledger, *names) == [compound, penalty, interest, principal]
    assert taken == yuan(paid)


def test_interest_of_every_bucket_is_paid_before_principal_of_any():
    ledger = ledger_on("2026-09-15")
    penalty = ledger.penalty_interest

    ledger.pay_arrears(penalty + yuan("279"))

    assert figures(ledger, "overdue_interest", "overdue_principal") == ["0.00", "4000.00"]
    assert ledger.oldest_since == on("2026-08-15")


@pytest.mark.parametrize(
    ("paid", "oldest"),
    [("2278.99", "2026-08-15"), ("2279.00", "2026-09-15"), ("2279.01", "2026-09-15")],
)
def test_principal_of_the_oldest_bucket_is_paid_first(paid, oldest):
    ledger = ledger_on("2026-09-15")

    ledger.pay_arrears(ledger.penalty_interest + yuan(paid))

    assert ledger.oldest_since == on(oldest)


def test_days_overdue_fall_to_the_age_of_the_bucket_that_is_left():
    ledger = ledger_on("2026-09-20")

    ledger.pay_arrears(ledger.arrears - yuan("0.01"))

    assert ledger.statement().days_overdue == 5


def test_beyond_the_arrears_nothing_is_taken():
    ledger = ledger_on("2026-08-17")

    taken = ledger.pay_arrears(ledger.payoff - yuan("0.01"))

    assert taken == yuan("2158.00")
    assert ledger.undue_principal == yuan("8000")


def test_without_arrears_nothing_is_taken():
    ledger = ledger_on("2026-08-14")

    taken = ledger.pay_arrears(yuan("10000"))

    assert taken == 0
    assert ledger.payoff == yuan("10150")


def test_settling_takes_the_payoff_and_nothing_falls_due_any_more():
    ledger = ledger_on("2026-08-25")

    taken = ledger.settle()
    ledger.advance_to(on("2027-08-25"))

    # 2,155.00 and 15.00 overdue, 8,000.00 and 10 days' 40.00 not yet due.
    assert taken == yuan("10210.00")
    assert figures(ledger, "payoff", "days_overdue") == ["0.00", "0"]


def test_settling_a_loan_that_is_not_yet_due_takes_the_interest_so_far():
    ledger = ledger_on("2026-07-16")

    taken = ledger.settle()

    assert taken == yuan("10005.00")


def small_ledger():
    """100 yuan that earn 0.0525 yuan of penalty interest a day."""
    return make_ledger(make_loan("100", daily="0.035", instalments=1))


def test_a_pool_paid_at_its_rounded_value_restarts_from_nothing():
    ledger = ledger_on("2026-08-17", small_ledger())

    ledger.pay_arrears(yuan("0.11"))
    ledger.advance_to(on("2026-08-19"))

    # 0.105 was paid as 0.11; two more days are 0.105 again, not 0.10.
    assert figures(ledger, "penalty_interest") == ["0.11"]


def test_a_pool_paid_in_part_keeps_its_exact_rest():
    ledger = ledger_on("2026-08-17", small_ledger())

    ledger.pay_arrears(yuan("0.10"))
    ledger.advance_to(on("2026-08-19"))

    # 0.105 − 0.10 + 0.105.
    assert figures(ledger, "penalty_interest") == ["0.11"]
    ledger.advance_to(on("2026-08-20"))
    assert figures(ledger, "penalty_interest") == ["0.16"]


def tiny_ledger():
    """100 yuan that earn a tenth of a fen of penalty interest a day."""
    return make_ledger(
        make_loan("100", daily="0.001", instalments=1), penalty_multiplier=Decimal(1)
    )


@pytest.mark.parametrize(("paid", "penalty"), [("0.00", "0.01"), ("0.01", "0.00")])
def test_a_payment_of_nothing_restarts_nothing_but_a_fen_restarts_a_pool_of_0_00(paid, penalty):
    ledger = ledger_on("2026-08-19", tiny_ledger())

    ledger.pay_arrears(yuan(paid))
    ledger.advance_to(on("2026-08-20"))

    # 0.004 so far and 0.001 more; or, restarted, 0.001 alone.
    assert figures(ledger, "penalty_interest") == [penalty]


# Acceleration


@pytest.mark.parametrize(
    ("day", "undue", "accelerated_on"),
    [("2026-09-13", "8000.00", None), ("2026-09-14", "0.00", on("2026-09-14"))],
)
def test_a_loan_is_called_when_its_oldest_bucket_is_old_enough(day, undue, accelerated_on):
    ledger = ledger_on(day, acceleration_days=30)

    assert figures(ledger, "undue_principal") == [undue]
    assert ledger.accelerated_on == accelerated_on


def test_a_called_loan_has_its_interest_so_far_in_a_bucket_of_that_day():
    ledger = ledger_on("2026-09-14", acceleration_days=30)

    # 30 days on 8,000: 120.00.
    assert figures(ledger, "overdue_principal", "overdue_interest") == ["10000.00", "275.00"]
    assert figures(ledger, "accrued_interest", "days_overdue") == ["0.00", "30"]
    assert [bucket.since for bucket in ledger.buckets] == [on("2026-08-15"), on("2026-09-14")]


def test_what_is_called_has_a_grace_of_its_own():
    days = ("2026-09-15", "2026-09-16")

    pools = [ledger_on(day, acceleration_days=30).penalty_interest for day in days]

    # 31 days on 2,000; then 32 days, and 2 days on the 8,000 called on 14 September.
    assert pools == [yuan("46.50"), yuan("60.00")]


def test_on_a_due_date_the_instalment_falls_due_before_the_rest_is_called():
    ledger = ledger_on("2026-09-15", acceleration_days=31)

    assert [bucket.principal for bucket in ledger.buckets] == [2000, 2000, 6000]
    assert [bucket.interest for bucket in ledger.buckets] == [155, 124, 0]


def test_paying_the_oldest_bucket_puts_the_call_off():
    ledger = ledger_on("2026-09-13", acceleration_days=30)

    ledger.pay_arrears(ledger.arrears)
    ledger.advance_to(on("2026-10-14"))
    before = ledger.accelerated_on
    ledger.advance_to(on("2026-10-15"))

    assert (before, ledger.accelerated_on) == (None, on("2026-10-15"))


@pytest.mark.parametrize(
    ("day", "accelerated_on"), [("2026-08-31", None), ("2026-09-01", on("2026-09-01"))]
)
def test_a_loan_is_called_on_the_day_the_borrower_was_told(day, accelerated_on):
    ledger = ledger_on(day, make_ledger(make_loan(accelerated_on="2026-09-01")))

    assert ledger.accelerated_on == accelerated_on


def test_a_told_call_comes_even_where_all_arrears_were_paid():
    ledger = ledger_on("2026-08-15", make_ledger(make_loan(accelerated_on="2026-09-01")))

    ledger.pay_arrears(yuan("2155"))
    ledger.advance_to(on("2026-09-01"))

    assert figures(ledger, "overdue_principal", "overdue_interest") == ["8000.00", "68.00"]


@pytest.mark.parametrize(
    ("filing_on", "accelerated_on"),
    [
        ("2026-07-14", None),
        ("2026-07-15", on("2026-07-15")),
        ("2026-07-16", on("2026-07-16")),
        ("2026-09-20", on("2026-09-20")),
    ],
)
def test_a_lawsuit_calls_a_loan_unless_it_was_filed_before_the_loan_began(
    filing_on, accelerated_on
):
    ledger = ledger_on("2026-11-22", make_ledger(filing_on=filing_on))

    assert ledger.accelerated_on == accelerated_on


@pytest.mark.parametrize(
    ("forked_on", "accelerated_on"), [("2026-09-19", None), ("2026-09-20", on("2026-09-20"))]
)
def test_a_fork_forgets_a_lawsuit_still_to_come_but_not_one_that_came(forked_on, accelerated_on):
    ledger = ledger_on(forked_on, make_ledger(filing_on="2026-09-20"))

    fork = ledger.fork()
    fork.advance_to(on("2026-09-21"))

    assert fork.accelerated_on == accelerated_on


def test_paying_in_a_fork_pays_nothing_in_the_books_it_came_from():
    ledger = ledger_on("2026-09-20")

    ledger.fork().pay_arrears(yuan("2500"))

    assert figures(ledger, "overdue_principal", "overdue_interest") == ["4000.00", "279.00"]


# The cap


def test_cap_excess_counts_each_day_above_the_line_from_the_first_even_in_the_grace():
    loan = make_loan("1000", instalments=1)

    excess = [
        figures(ledger_on(day, make_ledger(loan)), "cap_excess")[0]
        for day in ("2026-08-15", "2026-08-16", "2026-08-25")
    ]

    # 0.75 a day less 1000 × 0.24 ÷ 365 = 0.0924657…; 0.5 a day before is under the line.
    assert excess == ["0.00", "0.09", "0.92"]


def test_a_day_below_the_line_makes_up_for_none_above_it():
    loan = make_loan("1000", daily="0.1", instalments=1, accrual_start="2026-07-15")
    terms = {"penalty_multiplier": Decimal(1)}

    excess = figures(ledger_on("2026-08-15", make_ledger(loan, **terms)), "cap_excess")

    # 31 days of 1.00 less 0.6575342…
    assert excess == ["10.62"]


# The cost of a long history


@contextmanager
def counted_calls():
    """Counts the calls of the engine's functions, so that no clock is needed."""
    calls = [0]

    def count(frame, event, arg):
        if event == "call" and "advice/engine" in frame.f_code.co_filename:
            calls[0] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)


def calls_to_advance(years):
    ledger = make_ledger(make_loan(instalments=10, first_due="2016-12-15"))
    with counted_calls() as calls:
        ledger.advance_to(on(f"{2016 + years}-12-15"))
        ledger.statement()
    return calls[0]


def test_ten_years_of_a_loan_cost_hardly_more_than_one():
    one_year = calls_to_advance(1)

    ten_years = calls_to_advance(10)

    assert one_year > 10
    assert ten_years <= one_year + 5


def calls_to_assess(first_due, horizon_days):
    loan = raw_loan(first_unpaid_due_date=first_due, remaining_instalments=10)
    case = make_case(loans=[loan], horizon_days=horizon_days)
    with counted_calls() as calls:
        assess(case, RULEBOOK)
    return calls[0]


def test_nine_more_years_overdue_cost_an_assessment_hardly_more():
    one_year = calls_to_assess("2025-11-22", 365)

    ten_years = calls_to_assess("2016-11-22", 365)

    assert ten_years <= 1.2 * one_year


def test_a_horizon_of_five_years_costs_an_assessment_hardly_more_than_one():
    one_year = calls_to_assess("2025-11-22", 365)

    five_years = calls_to_assess("2025-11-22", 1825)

    assert five_years <= 1.2 * one_year
