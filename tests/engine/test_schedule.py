"""The contract schedule of a loan, with the worked examples that were found in public."""

from decimal import Decimal

import pytest

from advice.engine.money import exact_arithmetic
from advice.engine.schedule import contract_schedule
from tests.engine.factories import TERMS, make_loan, make_terms, on


def schedule_of(loan, terms=TERMS):
    with exact_arithmetic():
        return contract_schedule(loan, terms)


def column(schedule, name):
    return [str(getattr(row, name)) for row in schedule]


def test_2500_yuan_lent_in_may_costs_what_the_public_example_says():
    loan = make_loan("2500", accrual_start="2026-05-10", first_due="2026-06-10")

    schedule = schedule_of(loan)

    assert column(schedule, "interest") == ["38.75", "30.00", "23.25", "15.50", "7.50"]
    assert column(schedule, "principal") == ["500.00"] * 5


@pytest.mark.parametrize(
    ("lent", "first_due"), [("2026-06-10", "2026-07-10"), ("2026-10-10", "2026-11-10")]
)
def test_10000_yuan_at_0_035_percent_costs_320_60_in_all(lent, first_due):
    loan = make_loan(daily="0.035", accrual_start=lent, first_due=first_due)

    schedule = schedule_of(loan)

    assert sum(row.interest for row in schedule) == Decimal("320.60")


def test_10000_yuan_lent_in_june_is_2150_then_2124():
    loan = make_loan(accrual_start="2026-06-10", first_due="2026-07-10")

    schedule = schedule_of(loan)

    assert column(schedule, "amount")[:2] == ["2150.00", "2124.00"]


def test_equal_principal_leaves_the_rest_to_the_last_instalment():
    loan = make_loan("1000", instalments=3)

    schedule = schedule_of(loan)

    assert column(schedule, "principal") == ["333.33", "333.33", "333.34"]


def test_equal_principal_that_rounds_up_never_repays_more_than_is_left():
    loan = make_loan("100", instalments=360)

    schedule = schedule_of(loan)

    assert column(schedule, "principal")[:357] == ["0.28"] * 357
    assert column(schedule, "principal")[357:] == ["0.04", "0.00", "0.00"]
    assert sum(row.interest for row in schedule[358:]) == 0


def test_equal_instalment_is_level_until_the_last_takes_the_rest():
    loan = make_loan("1000", method="equal_instalment", daily="0.05", instalments=4)

    schedule = schedule_of(loan)

    # A = 1000 × 0.015 ÷ (1 − 1.015^−4) = 259.4447…
    assert column(schedule, "amount") == ["259.44", "259.44", "259.44", "259.45"]
    assert column(schedule, "interest") == ["15.00", "11.33", "7.61", "3.83"]


@pytest.mark.parametrize("accrual_start", ["2026-06-14", "2026-07-15", "2026-08-14"])
def test_equal_instalment_counts_thirty_days_however_long_the_period(accrual_start):
    loan = make_loan(method="equal_instalment", accrual_start=accrual_start)

    schedule = schedule_of(loan)

    assert schedule[0].interest == Decimal("150.00")


def test_equal_instalment_without_interest_is_the_principal_in_equal_parts():
    loan = make_loan("1000", method="equal_instalment", daily="0", instalments=3)

    schedule = schedule_of(loan)

    assert column(schedule, "amount") == ["333.33", "333.33", "333.34"]
    assert column(schedule, "interest") == ["0.00"] * 3


def test_interest_only_repays_the_principal_with_the_last_instalment():
    loan = make_loan("1000", method="interest_only", instalments=3)

    schedule = schedule_of(loan)

    assert column(schedule, "principal") == ["0.00", "0.00", "1000.00"]
    assert column(schedule, "interest") == ["15.50", "15.50", "15.00"]


@pytest.mark.parametrize("method", ["equal_principal", "equal_instalment", "interest_only"])
def test_one_instalment_repays_everything(method):
    loan = make_loan("1000", method=method, instalments=1)

    schedule = schedule_of(loan)

    assert [row.principal for row in schedule] == [Decimal(1000)]


def test_due_dates_on_the_31st_are_cut_to_the_month_end_and_come_back():
    loan = make_loan(first_due="2027-01-31", instalments=3)

    schedule = schedule_of(loan)

    assert [row.due for row in schedule] == [on("2027-01-31"), on("2027-02-28"), on("2027-03-31")]


def test_due_dates_of_a_first_due_date_that_was_cut_short_use_the_told_day():
    loan = make_loan(first_due="2027-02-28", due_day=30, instalments=3)

    schedule = schedule_of(loan)

    assert [row.due for row in schedule] == [on("2027-02-28"), on("2027-03-30"), on("2027-04-30")]
    assert loan.accrual_start_date == on("2027-01-30")


@pytest.mark.parametrize(("year_days", "expected"), [(360, "155.00"), (365, "152.88")])
def test_an_annual_rate_is_divided_by_the_days_of_the_products_year(year_days, expected):
    loan = make_loan(annual="18")

    schedule = schedule_of(loan, make_terms(year_days=year_days))

    assert str(schedule[0].interest) == expected


def test_a_daily_rate_does_not_depend_on_the_products_year():
    loan = make_loan(daily="0.05")

    schedules = [schedule_of(loan, make_terms(year_days=days)) for days in (360, 365)]

    assert schedules[0] == schedules[1]


def test_first_period_of_exactly_half_a_fen_rounds_up():
    loan = make_loan(
        "33750",
        annual="4.4",
        method="interest_only",
        accrual_start="2026-06-25",
        first_due="2026-08-15",
    )

    schedule = schedule_of(loan)

    assert str(schedule[0].interest) == "210.38"
