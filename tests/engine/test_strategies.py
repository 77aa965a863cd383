"""What a strategy does for a borrower: each rule on both sides.

Unless a test says otherwise: 1,000 yuan without interest in five instalments of 200 on the 15th,
unpaid since 2026-08-15, so that on 2026-11-22 four are in arrears and one is to come.
"""

from dataclasses import replace
from decimal import Decimal

import pytest

from advice.engine.assessment import assess
from advice.engine.case import CapRequest, Cure, PayDown, Restructure
from tests.engine.factories import RULEBOOK, TODAY, make_case, on, raw_loan


def plain_loan(**changes):
    return raw_loan(**{"principal": "1000", "daily_rate_percent": "0"} | changes)


def assessment_of(*, loans=None, **told):
    return assess(make_case(loans=loans or [plain_loan()], **told), RULEBOOK)


def outcome_of(plan, **told):
    return assessment_of(**told).outcome_of(plan)


def pay_down(upfront="0", monthly="0"):
    return PayDown(Decimal(upfront), Decimal(monthly))


def surplus(amount):
    return {"monthly_income": amount, "essential_expenses": "0", "other_debt_payments": "0"}


# Cure


def test_a_cure_pays_the_arrears_today_and_each_instalment_as_it_comes():
    outcome = outcome_of(Cure(), savings="800")

    assert str(outcome.needed) == "800.00"
    assert str(outcome.paid_by_horizon) == "1000.00"
    assert (outcome.cleared_on, outcome.months) == (on("2026-12-15"), 1)
    assert (outcome.owed_at_horizon, outcome.monthly_payment) == (0, None)


@pytest.mark.parametrize(
    ("told", "feasible"),
    [
        ({"savings": "799.99", **surplus("5000")}, False),
        ({"savings": "799.99"}, False),
        ({"savings": "800"}, None),
        ({"savings": "1000"}, None),
        ({"savings": "800", **surplus("199.99")}, False),
        ({"savings": "800", **surplus("200")}, True),
        ({"savings": "800.01", **surplus("199.99")}, True),
        ({"savings": "1000", **surplus("0")}, True),
        ({"family_loan": "500", "sellable_assets": "300", **surplus("200")}, True),
    ],
)
def test_a_cure_is_feasible_while_the_purse_lasts(told, feasible):
    outcome = outcome_of(Cure(), **told)

    assert outcome.feasible is feasible


def test_a_cure_counts_what_could_be_cut_in_the_purse():
    told = {"monthly_income": "300", "essential_expenses": "200", "other_debt_payments": "0"}

    outcomes = [
        outcome_of(Cure(), savings="800", expense_cut=cut, **told) for cut in ("99.99", "100")
    ]

    assert [outcome.feasible for outcome in outcomes] == [False, True]


def test_a_cure_with_nothing_left_to_pay_later_needs_no_surplus():
    loan = plain_loan(remaining_instalments=1)

    outcome = outcome_of(Cure(), loans=[loan], savings="1000")

    assert (outcome.feasible, outcome.cleared_on, outcome.months) == (True, TODAY, 0)


def test_a_cure_waits_for_the_purse_of_the_paying_day_before_a_due_date_of_another_loan():
    # Paying days are the 15th; the other loan's 100 fall due on the 10th, before the next one.
    other = plain_loan(principal="100", first_unpaid_due_date="2026-12-10", remaining_instalments=1)

    outcomes = [
        outcome_of(Cure(), loans=[plain_loan(), other], savings=savings, **surplus("300"))
        for savings in ("899.99", "900")
    ]

    assert [outcome.feasible for outcome in outcomes] == [False, True]


@pytest.mark.parametrize(
    ("due", "current_on", "expires_on"),
    [
        ("2026-11-22", None, None),
        ("2026-11-21", TODAY, None),
        ("2026-11-20", TODAY, on("2031-11-22")),
    ],
)
def test_a_cure_ends_the_default_and_the_record_leaves_where_the_grace_was_exceeded(
    due, current_on, expires_on
):
    loan = plain_loan(first_unpaid_due_date=due)

    outcome = outcome_of(Cure(), loans=[loan])

    assert (outcome.current_on, outcome.record_expires_on) == (current_on, expires_on)


# Pay down


@pytest.mark.parametrize(
    ("upfront", "cleared_on", "months"),
    [
        ("1000", TODAY, 0),
        ("999.99", on("2026-12-15"), 1),
        ("800", on("2026-12-15"), 1),
        ("799.99", on("2027-01-15"), 2),
        ("0", on("2027-04-15"), 5),
    ],
)
def test_a_pay_down_clears_on_the_first_day_the_purse_holds_everything(upfront, cleared_on, months):
    outcome = outcome_of(pay_down(upfront, "200"))

    assert (outcome.cleared_on, outcome.months) == (cleared_on, months)
    assert str(outcome.paid_by_horizon) == "1000.00"


@pytest.mark.parametrize(
    ("upfront", "needed"), [("999.99", "999.99"), ("1000", "1000.00"), ("5000", "1000.00")]
)
def test_a_pay_down_needs_the_upfront_sum_but_no_more_than_the_payoff(upfront, needed):
    outcome = outcome_of(pay_down(upfront, "200"))

    assert str(outcome.needed) == needed


@pytest.mark.parametrize(
    ("upfront", "monthly", "told", "feasible"),
    [
        ("1000", "0", {"savings": "1000"}, True),
        ("1000", "0", {"savings": "999.99"}, False),
        ("800", "200", {"savings": "800"}, None),
        ("800", "200", {"savings": "799.99"}, False),
        ("800", "200", {"savings": "800", **surplus("200")}, True),
        ("800", "200", {"savings": "800", **surplus("199.99")}, False),
        ("800", "0", {"savings": "800", **surplus("200")}, False),
    ],
)
def test_a_pay_down_is_feasible_where_it_clears_and_the_means_are_there(
    upfront, monthly, told, feasible
):
    outcome = outcome_of(pay_down(upfront, monthly), **told)

    assert outcome.feasible is feasible


def test_a_pay_down_that_does_not_clear_saves_nothing_since_it_would_be_sued():
    outcome = outcome_of(pay_down("800", "0"), savings="800")

    assert (outcome.saving, outcome.months, outcome.cleared_on) == (None, None, None)
    assert str(outcome.owed_at_horizon) == "200.00"


@pytest.mark.parametrize(("monthly", "cleared_on"), [("8.34", on("2036-11-15")), ("8.33", None)])
def test_a_pay_down_has_120_paying_days(monthly, cleared_on):
    # 120 × 8.34 is over 1,000 on the 120th day, 15 November 2036; 120 × 8.33 never is.
    outcome = outcome_of(pay_down("0", monthly))

    assert outcome.cleared_on == cleared_on


def test_a_loan_of_more_instalments_gives_as_many_paying_days():
    loan = plain_loan(remaining_instalments=121)

    outcomes = [outcome_of(pay_down("0", monthly), loans=[loan]) for monthly in ("8.27", "8.26")]

    # 121 × 8.27 is over 1,000 on the 121st day; 121 × 8.26 never is.
    assert [outcome.cleared_on for outcome in outcomes] == [on("2036-12-15"), None]


def test_arrears_of_the_loan_with_the_oldest_bucket_are_paid_first():
    dear = plain_loan(
        principal="100",
        daily_rate_percent="0.05",
        remaining_instalments=1,
        first_unpaid_due_date="2026-09-15",
    )
    old = plain_loan(principal="100", remaining_instalments=1)

    outcome = outcome_of(pay_down("100"), loans=[dear, old], horizon_days=30)

    # The dear loan goes on: 31 days before its due date and 98 days at one and a half times.
    assert str(outcome.owed_at_horizon) == "108.90"


def coming_loan(**changes):
    """A loan that is not yet due, and not until 30 days are over; interest since 2026-11-15."""
    told = {"first_unpaid_due_date": "2026-12-23", "accrual_start_date": "2026-11-15"}
    return plain_loan(**told | changes)


@pytest.mark.parametrize(
    ("upfront", "paid"), [("1003.50", "1003.50"), ("1003.49", "1001.40"), ("1001.39", "0.00")]
)
def test_the_dearest_loan_that_the_purse_holds_is_settled_first(upfront, paid):
    cheap = coming_loan(daily_rate_percent="0.02")
    dear = coming_loan(daily_rate_percent=None, annual_rate_percent="18")

    outcome = outcome_of(pay_down(upfront), loans=[cheap, dear], horizon_days=30)

    # Seven days: 3.50 on the dear one, 1.40 on the cheap one.
    assert str(outcome.paid_by_horizon) == paid


@pytest.mark.parametrize(("upfront", "paid"), [("999.99", "500.00"), ("1000", "1000.00")])
def test_loans_of_one_rate_are_settled_in_the_order_they_were_told(upfront, paid):
    loans = [coming_loan(), coming_loan(principal="500")]

    outcome = outcome_of(pay_down(upfront), loans=loans, horizon_days=30)

    assert str(outcome.paid_by_horizon) == paid


@pytest.mark.parametrize(
    ("monthly", "paid"), [("699.99", "300.00"), ("700", "700.00"), ("900.01", "700.00")]
)
def test_a_loan_is_settled_only_where_the_others_coming_instalments_stay_covered(monthly, paid):
    # On the 10th 100 are paid first; settling then takes 400 and has to leave 200 for the 15th.
    early = coming_loan(principal="500", first_unpaid_due_date="2026-12-10")
    other = coming_loan(first_unpaid_due_date="2026-12-15")

    outcome = outcome_of(pay_down("0", monthly), loans=[early, other], horizon_days=30)

    assert str(outcome.paid_by_horizon) == paid


@pytest.mark.parametrize(("monthly", "paid"), [("699.99", "300.00"), ("700", "700.00")])
def test_an_instalment_due_on_the_next_paying_day_needs_no_reserve(monthly, paid):
    # On the 10th 300 are paid first; settling takes 400, and the next 200 come with new money.
    early = coming_loan(principal="500", first_unpaid_due_date="2026-12-10")
    other = coming_loan(first_unpaid_due_date="2026-12-10")

    outcome = outcome_of(pay_down("0", monthly), loans=[early, other], horizon_days=30)

    assert str(outcome.paid_by_horizon) == paid


@pytest.mark.parametrize(
    ("upfront", "paid", "owed"),
    [("799.99", "799.99", "101.86"), ("900.34", "800.00", "101.85"), ("900.35", "900.35", "0.00")],
)
def test_a_whole_loan_is_settled_after_all_arrears_and_else_the_rest_stays_in_the_purse(
    upfront, paid, owed
):
    behind = plain_loan(principal="800", remaining_instalments=4)
    small = coming_loan(principal="100", daily_rate_percent="0.05")

    outcome = outcome_of(pay_down(upfront), loans=[small, behind], horizon_days=30)

    # 100.35 would settle the small loan today; 37 days of interest by the horizon are 1.85.
    assert (str(outcome.paid_by_horizon), str(outcome.owed_at_horizon)) == (paid, owed)


@pytest.mark.parametrize(
    ("upfront", "current_on"),
    [("800", TODAY), ("799.99", on("2026-12-15")), ("600", on("2026-12-15"))],
)
def test_a_pay_down_is_current_from_the_day_that_leaves_no_older_bucket(upfront, current_on):
    # At 400 a month the 15th of December clears whatever is left.
    outcome = outcome_of(pay_down(upfront, "400"))

    assert outcome.current_on == current_on


def test_a_pay_down_that_stays_a_fen_behind_is_never_current():
    outcome = outcome_of(pay_down("799.99"))

    assert (outcome.current_on, outcome.record_expires_on) == (None, None)


def test_a_pay_down_that_falls_behind_again_is_current_only_after_that():
    loan = plain_loan(first_unpaid_due_date="2026-10-15")

    # 400 today end the default; 100 on 15 December are too little, 100 on 15 January too,
    # so that the default goes on until the last of 600 is paid on 15 May.
    outcome = outcome_of(pay_down("400", "100"), loans=[loan])

    assert (outcome.current_on, outcome.cleared_on) == (on("2027-05-15"), on("2027-05-15"))
    assert outcome.record_expires_on == on("2032-05-15")


def test_a_pay_down_of_a_loan_never_overdue_has_no_record_to_expire():
    outcome = outcome_of(pay_down("0", "200"), loans=[coming_loan()])

    assert (outcome.current_on, outcome.record_expires_on) == (None, None)
    assert (outcome.cleared_on, outcome.months) == (on("2027-04-23"), 5)


@pytest.mark.parametrize(
    ("upfront", "current_on"), [("49.99", on("2027-09-15")), ("50", on("2027-02-15"))]
)
def test_a_loan_paid_down_is_still_called_by_age(upfront, current_on):
    loan = plain_loan(remaining_instalments=20)

    # 50 today pay the oldest bucket, 99 days old; a fen less, and all is called tomorrow.
    outcome = outcome_of(pay_down(upfront, "100"), loans=[loan], acceleration_days=100)

    assert outcome.current_on == current_on


# Restructure


@pytest.mark.parametrize(
    ("means", "months", "payment", "feasible", "gap"),
    [
        ("1000", 1, "1000.00", True, None),
        ("999.99", 2, "500.00", True, None),
        ("100", 10, "100.00", True, None),
        ("99.99", 11, "90.91", True, None),
        ("41.67", 24, "41.67", True, None),
        ("41.66", 24, "41.67", False, "0.01"),
        ("0", 24, "41.67", False, "41.67"),
    ],
)
def test_a_restructure_takes_the_shortest_term_that_the_surplus_carries(
    means, months, payment, feasible, gap
):
    outcome = outcome_of(Restructure(24), **surplus(means))

    assert (outcome.months, str(outcome.monthly_payment)) == (months, payment)
    assert outcome.feasible is feasible
    assert outcome.gap == (None if gap is None else Decimal(gap))


def test_a_restructure_without_a_known_surplus_takes_the_longest_term():
    outcome = outcome_of(Restructure(24))

    assert (outcome.months, outcome.feasible, outcome.gap) == (24, None, None)
    assert str(outcome.monthly_payment) == "41.67"


def test_the_last_instalment_of_a_restructure_clears_it():
    outcome = outcome_of(Restructure(24))

    # 23 × 41.67 = 958.41, and 41.59.
    assert str(outcome.total_paid) == "1000.00"
    assert outcome.cleared_on == on("2028-11-22")
    assert outcome.record_expires_on == on("2033-11-22")


def test_a_restructure_of_a_loan_that_kept_its_grace_leaves_no_record():
    loan = plain_loan(first_unpaid_due_date="2026-11-21")

    outcome = outcome_of(Restructure(12), loans=[loan])

    assert (outcome.record_expires_on, outcome.current_on) == (None, None)


def test_a_restructure_counts_what_is_paid_and_owed_by_the_horizon():
    assessment = assessment_of(horizon_days=30)
    told = assessment_of(horizon_days=31)
    plan = Restructure(10, Decimal(0), Decimal("0.05"))

    before, after = assessment.outcome_of(plan), told.outcome_of(plan)

    # The first instalment is on 22 December, 30 days ahead: A = 1000 × 0.015 ÷ (1 − 1.015^−10).
    assert str(before.monthly_payment) == "108.43"
    assert str(before.paid_by_horizon) == "108.43"
    assert str(before.owed_at_horizon) == "906.57"
    # A day later the balance has earned 906.57 × 0.0005 = 0.453….
    assert str(after.owed_at_horizon) == "907.02"


def penalised():
    """1,000.00 overdue for 99 days at 0.05 %: 74.25 of penalty interest, 15.50 of interest."""
    return plain_loan(daily_rate_percent="0.05", remaining_instalments=1)


@pytest.mark.parametrize(
    ("share", "waived", "balance"),
    [
        ("0", "0.00", "1089.75"),
        ("0.5", "37.13", "1052.62"),
        ("1", "74.25", "1015.50"),
    ],
)
def test_a_share_of_the_penalty_is_waived_rounded(share, waived, balance):
    outcome = outcome_of(Restructure(24, Decimal(share)), loans=[penalised()])

    assert (str(outcome.waived), str(outcome.balance)) == (waived, balance)


def test_the_rate_of_a_restructure_is_the_loans_own_weighted_by_their_payoff():
    free = plain_loan(principal="2179.50", remaining_instalments=1)

    outcome = outcome_of(Restructure(24), loans=[penalised(), free])

    # 1,089.75 at 0.05 % and 2,179.50 at nothing: a third, half up at the sixth decimal.
    assert str(outcome.plan_daily_rate_percent) == "0.016667"


def test_the_rate_of_a_restructure_may_be_agreed():
    outcome = outcome_of(Restructure(24, Decimal(0), Decimal("0.03")), loans=[penalised()])

    assert str(outcome.plan_daily_rate_percent) == "0.030000"


# Cap, and what all share


def test_a_cap_saves_what_exceeds_it_today():
    assessment = assessment_of(loans=[penalised()])

    outcome = assessment.outcome_of(CapRequest())

    # 99 days of 0.75 less 1000 × 0.24 ÷ 365.
    assert str(outcome.saving) == "9.15"


@pytest.mark.parametrize("plan", [Cure(), pay_down("1000"), Restructure(3)])
def test_every_plan_bears_what_the_court_has_cost_by_today(plan):
    told = {"legal_stage": "sued", "lawsuit_filed_on": "2026-10-01"}
    assessment = assessment_of(**told)

    outcome = assessment.outcome_of(plan)

    assert assessment.now.legal_costs.total == 25
    assert outcome.cost == outcome.paid_by_horizon + outcome.owed_at_horizon + 25


@pytest.mark.parametrize("plan", [Cure(), pay_down("800", "200"), Restructure(3)])
def test_every_plan_saves_against_doing_nothing_until_the_horizon(plan):
    assessment = assessment_of(loans=[plain_loan(daily_rate_percent="0.05")])

    outcome = assessment.outcome_of(plan)

    assert outcome.saving == assessment.at_horizon.total_cost - outcome.cost
    assert outcome.saving > 0


def test_no_plan_is_sued_after_today():
    # The status quo is sued on 11 February 2027, which would call all 20 instalments due.
    assessment = assessment_of(loans=[plain_loan(remaining_instalments=20)])

    outcome = assessment.outcome_of(Cure())

    assert assessment.accelerated_on == on("2027-02-11")
    assert outcome.cleared_on == on("2028-03-15")


def test_an_outcome_does_not_depend_on_what_was_asked_before():
    assessment = assessment_of(loans=[plain_loan(daily_rate_percent="0.05")])
    first = assessment.outcome_of(Cure())

    for plan in (pay_down("500", "200"), Restructure(12), CapRequest()):
        assessment.outcome_of(plan)

    assert assessment.outcome_of(Cure()) == first


def test_a_horizon_changes_what_is_counted_but_not_when_it_is_cleared():
    case = make_case(loans=[plain_loan()])
    short = assess(replace(case, horizon_days=30), RULEBOOK).outcome_of(pay_down("0", "100"))

    long = assess(replace(case, horizon_days=1825), RULEBOOK).outcome_of(pay_down("0", "100"))

    assert short.cleared_on == long.cleared_on == on("2027-09-15")
    assert (short.paid_by_horizon, short.owed_at_horizon) == (100, 900)
    assert (long.paid_by_horizon, long.owed_at_horizon) == (1000, 0)
