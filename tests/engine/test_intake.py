"""From raw answers to a case: every bound on both sides, and nothing refused in silence.

as_of is 2026-11-22 and the loan fell due on 2026-08-15 unless a test says otherwise.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.answers import CaseRefused
from advice.engine.assessment import assess
from advice.engine.calendar import add_days
from advice.engine.case import CapRequest, CourtFees, Cure, PayDown, Restructure
from advice.engine.intake import read_case
from advice.engine.report import report
from advice.engine.vocabulary import Circumstance, LegalStage, RepaymentMethod
from tests.engine.drawn import drawn_times
from tests.engine.factories import RULEBOOK, TODAY, make_case, on, raw_case, raw_loan
from tests.engine.rulebook import FIRST_DAY, make_rulebook, rule


def errors_of(raw, rulebook=RULEBOOK):
    """The messages by field; empty where the answers are taken."""
    try:
        read_case(raw, today=TODAY, rulebook=rulebook)
    except CaseRefused as refusal:
        return refusal.errors
    return {}


def fields_of(raw, rulebook=RULEBOOK):
    return sorted(errors_of(raw, rulebook))


def loan_case(**changes):
    return raw_case(loans=[raw_loan(**changes)])


# What is read


def test_every_answer_reaches_the_case():
    raw = {
        "as_of": "2026-11-22",
        "product": "weilidai",
        "loans": [
            {
                "principal": "12345.67",
                "annual_rate_percent": "18.25",
                "repayment_method": "equal_instalment",
                "remaining_instalments": 10,
                "first_unpaid_due_date": "2026-09-30",
                "due_day": 31,
                "accrual_start_date": "2026-08-31",
                "accelerated_on": "2026-11-01",
            }
        ],
        "horizon_days": 400,
        "monthly_income": "9000",
        "essential_expenses": "4000.50",
        "other_debt_payments": 1000,
        "savings": Decimal("10.01"),
        "sellable_assets": "20",
        "family_loan": "30",
        "expense_cut": "500",
        "circumstances": ["illness", "harassed"],
        "legal_stage": "judged",
        "lawsuit_filed_on": "2026-10-10",
        "performance_due_on": "2026-12-01",
        "penalty_multiplier": "1.3",
        "charges_compound_interest": True,
        "grace_days": 3,
        "acceleration_days": 60,
    }

    case = read_case(raw, today=TODAY, rulebook=RULEBOOK)

    loan = case.loans[0]
    assert loan.principal == Decimal("12345.67")
    assert (loan.annual_rate_percent, loan.daily_rate_percent) == (Decimal("18.25"), None)
    assert loan.repayment_method is RepaymentMethod.EQUAL_INSTALMENT
    assert (loan.remaining_instalments, loan.due_day) == (10, 31)
    assert loan.first_unpaid_due_date == on("2026-09-30")
    assert loan.accrual_start_date == on("2026-08-31")
    assert loan.accelerated_on == on("2026-11-01")
    assert (case.as_of, case.product, case.horizon_days) == (TODAY, "weilidai", 400)
    assert (case.monthly_income, case.essential_expenses) == (9000, Decimal("4000.50"))
    assert (case.other_debt_payments, case.savings) == (1000, Decimal("10.01"))
    assert (case.sellable_assets, case.family_loan, case.expense_cut) == (20, 30, 500)
    assert case.circumstances == {Circumstance.ILLNESS, Circumstance.HARASSED}
    assert case.legal_stage is LegalStage.JUDGED
    assert case.lawsuit_filed_on == on("2026-10-10")
    assert case.performance_due_on == on("2026-12-01")
    assert case.contract.penalty_multiplier == Decimal("1.3")
    assert case.contract.charges_compound_interest is True
    assert (case.contract.grace_days, case.contract.acceleration_days) == (3, 60)


def test_what_is_left_out_takes_its_default():
    raw = {"loans": [raw_loan()]}

    case = read_case(raw, today=TODAY, rulebook=RULEBOOK)

    assert (case.as_of, case.product, case.horizon_days) == (TODAY, "weilidai", 365)
    assert (case.legal_stage, case.circumstances) == (LegalStage.NONE, frozenset())
    assert (case.monthly_income, case.savings, case.what_if) == (None, None, ())
    assert case.loans[0].due_day == 15


def test_null_says_the_same_as_an_answer_left_out():
    told = dict.fromkeys(["as_of", "product", "horizon_days", "savings", "what_if", "legal_stage"])

    case = read_case(raw_case(**told), today=TODAY, rulebook=RULEBOOK)

    assert case == make_case()


@pytest.mark.parametrize(
    ("first_due", "due_day", "accrual_start"),
    [
        ("2026-08-15", None, "2026-07-15"),
        ("2026-02-28", 31, "2026-01-31"),
        ("2026-02-28", None, "2026-01-28"),
        ("2026-03-31", None, "2026-02-28"),
        ("2026-12-22", None, "2026-11-22"),
        ("2026-12-23", None, "2026-11-22"),
    ],
)
def test_interest_runs_from_a_month_before_the_due_date_but_from_today_at_the_latest(
    first_due, due_day, accrual_start
):
    raw = loan_case(first_unpaid_due_date=first_due, due_day=due_day)

    case = read_case(raw, today=TODAY, rulebook=RULEBOOK)

    assert case.loans[0].accrual_start_date == on(accrual_start)


@pytest.mark.parametrize("told", ["10000", "10000.00", 10000, Decimal("1E4"), "10000.000"])
def test_an_amount_may_be_text_or_a_number(told):
    case = read_case(loan_case(principal=told), today=TODAY, rulebook=RULEBOOK)

    assert case.loans[0].principal == 10_000


def test_a_date_may_be_a_date():
    case = read_case(raw_case(as_of=date(2026, 11, 20)), today=TODAY, rulebook=RULEBOOK)

    assert case.as_of == on("2026-11-20")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"kind": "cure"}, Cure()),
        ({"kind": "cap"}, CapRequest()),
        (
            {"kind": "pay_down", "upfront": "5000", "monthly": 0},
            PayDown(Decimal(5000), Decimal(0)),
        ),
        ({"kind": "restructure", "max_months": 24}, Restructure(24, Decimal(0), None)),
        (
            {
                "kind": "restructure",
                "max_months": "120",
                "waived_share": "0.5",
                "plan_daily_rate_percent": "0.03",
            },
            Restructure(120, Decimal("0.5"), Decimal("0.03")),
        ),
        ({"kind": "court_fees", "amount": "30000"}, CourtFees(Decimal(30_000))),
    ],
)
def test_each_kind_of_what_if_is_read(entry, expected):
    case = read_case(raw_case(what_if=[entry]), today=TODAY, rulebook=RULEBOOK)

    assert case.what_if == (expected,)


# Numbers

MONTHLY = ["monthly_income", "essential_expenses", "other_debt_payments"]
MEANS = ["savings", "sellable_assets", "family_loan"]
CASE_BOUNDS = [
    ("horizon_days", 30, 1825, 29, 1826),
    ("penalty_multiplier", "1", "3", "0.999999", "3.000001"),
    ("grace_days", 0, 30, -1, 31),
    ("acceleration_days", 1, 1825, 0, 1826),
    *((name, "0", "10000000", "-0.01", "10000000.01") for name in MONTHLY),
    *((name, "0", "100000000", "-0.01", "100000000.01") for name in MEANS),
    ("expense_cut", "0", "10000000", "-0.01", "10000000.01"),
]
LOAN_BOUNDS = [
    ("principal", "100", "10000000", "99.99", "10000000.01"),
    ("daily_rate_percent", "0", "0.1", "-0.000001", "0.100001"),
    ("remaining_instalments", 1, 360, 0, 361),
]


def sides(bounds):
    """(field, value, whether it is taken) for both ends of each range."""
    return [
        (field, value, taken)
        for field, lowest, highest, below, above in bounds
        for value, taken in ((lowest, True), (highest, True), (below, False), (above, False))
    ]


@pytest.mark.parametrize(("field", "value", "taken"), sides(CASE_BOUNDS))
def test_a_number_of_the_case_keeps_within_its_bounds(field, value, taken):
    raw = raw_case(**{field: value})

    fields = fields_of(raw)

    assert fields == ([] if taken else [field])


@pytest.mark.parametrize(("field", "value", "taken"), sides(LOAN_BOUNDS))
def test_a_number_of_a_loan_keeps_within_its_bounds(field, value, taken):
    raw = loan_case(**{field: value})

    fields = fields_of(raw)

    assert fields == ([] if taken else [f"loans.0.{field}"])


@pytest.mark.parametrize(
    ("value", "taken"), [("0", True), ("36", True), ("36.000001", False), ("-0.000001", False)]
)
def test_an_annual_rate_keeps_within_its_bounds(value, taken):
    raw = loan_case(daily_rate_percent=None, annual_rate_percent=value)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["loans.0.annual_rate_percent"])


@pytest.mark.parametrize(
    ("field", "fine", "too_fine"),
    [
        ("savings", "0.01", "0.001"),
        ("monthly_income", "1.10", "1.101"),
        ("penalty_multiplier", "1.000001", "1.0000001"),
        ("horizon_days", "365.0", "365.5"),
        ("grace_days", "3", "3.1"),
    ],
)
def test_a_number_of_the_case_has_no_more_decimals_than_it_may(field, fine, too_fine):
    fields = [fields_of(raw_case(**{field: value})) for value in (fine, too_fine)]

    assert fields == [[], [field]]


@pytest.mark.parametrize(
    ("field", "fine", "too_fine"),
    [
        ("principal", "100.01", "100.001"),
        ("daily_rate_percent", "0.000001", "0.0000001"),
        ("remaining_instalments", "5", "5.5"),
    ],
)
def test_a_number_of_a_loan_has_no_more_decimals_than_it_may(field, fine, too_fine):
    fields = [fields_of(loan_case(**{field: value})) for value in (fine, too_fine)]

    assert fields == [[], [f"loans.0.{field}"]]


@pytest.mark.parametrize(("cut", "taken"), [("4000", True), ("4000.01", False)])
def test_no_more_can_be_cut_than_is_spent(cut, taken):
    raw = raw_case(essential_expenses="4000", expense_cut=cut)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["expense_cut"])


NO_NUMBERS = [
    True,
    False,
    "",
    " ",
    "abc",
    "1e5",
    "NaN",
    "Infinity",
    "0x10",
    "1_000",
    "٣٠٠",
    "+5",
    "5\n",
    "1" * 5000,
    "1e999999",
    Decimal("NaN"),
    Decimal("sNaN"),
    Decimal("Infinity"),
    float("nan"),
    [],
    ["1000"],
    {},
    {"amount": 1},
]


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: repr(value)[:20])
def test_what_is_no_number_is_refused_under_its_own_field(value):
    raw = raw_case(savings=value, loans=[raw_loan(principal=value, remaining_instalments=value)])

    fields = fields_of(raw)

    assert fields == ["loans.0.principal", "loans.0.remaining_instalments", "savings"]


HUGE_OR_TINY = {
    "1e999999": Decimal("1e999999"),
    "-1e999999": Decimal("-1e999999"),
    "1e-999999": Decimal("1e-999999"),
    "5,000 digits": Decimal("1" * 5000),
    "5,000 decimals": Decimal("0." + "1" * 5000),
    "an integer of 5,000 digits": 10**4999,
    "a negative one": -(10**4999),
}


@pytest.mark.parametrize("value", HUGE_OR_TINY.values(), ids=HUGE_OR_TINY.keys())
def test_an_absurd_number_is_refused_with_a_short_message(value):
    raw = raw_case(savings=value, loans=[raw_loan(principal=value)])

    errors = errors_of(raw)

    assert sorted(errors) == ["loans.0.principal", "savings"]
    assert all(len(message) < 100 for said in errors.values() for message in said)


@pytest.mark.parametrize("zero", ["0.00", "-0", Decimal("0E+999"), Decimal("0E-999999")])
def test_zero_is_zero_however_it_is_written(zero):
    case = read_case(raw_case(savings=zero), today=TODAY, rulebook=RULEBOOK)

    assert case.savings == 0


@pytest.mark.parametrize("value", ["yes", 1, 0, "true", [], {}])
def test_yes_or_no_is_answered_by_true_or_false_alone(value):
    raw = raw_case(charges_compound_interest=value)

    fields = fields_of(raw)

    assert fields == ["charges_compound_interest"]


# Dates

NO_DATES = [
    "2026-02-29",
    "2026-13-01",
    "2026-11-31",
    "2026-00-10",
    "0000-01-01",
    "1989-12-31",
    "2200-01-01",
    "9999-12-31",
    "20261122",
    "2026-W47-7",
    "2026-11-22T00:00",
    "2026/11/22",
    "today",
    "",
    20261122,
    True,
    [],
    {},
    "２０２６-11-22",
    "2026-11-22\n",
]


@pytest.mark.parametrize("value", NO_DATES, ids=repr)
def test_what_is_no_date_is_refused_under_its_own_field(value):
    raw = raw_case(loans=[raw_loan(first_unpaid_due_date=value)])

    fields = fields_of(raw)

    assert fields == ["loans.0.first_unpaid_due_date"]


@pytest.mark.parametrize("value", NO_DATES, ids=repr)
def test_an_as_of_that_is_no_date_is_refused(value):
    raw = raw_case(as_of=value)

    fields = fields_of(raw)

    assert fields == ["as_of"]


@pytest.mark.parametrize(
    ("first_due", "taken"),
    [
        ("2016-11-21", False),
        ("2016-11-22", True),
        ("2026-12-23", True),
        ("2026-12-24", False),
    ],
)
def test_first_due_date_is_ten_years_ago_to_31_days_ahead(first_due, taken):
    raw = loan_case(first_unpaid_due_date=first_due)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["loans.0.first_unpaid_due_date"])


def test_ten_years_before_a_29_february_end_on_the_28th():
    raws = [
        raw_case(as_of="2028-02-29", loans=[raw_loan(first_unpaid_due_date=day)])
        for day in ("2018-02-27", "2018-02-28")
    ]

    fields = [fields_of(raw) for raw in raws]

    assert fields == [["loans.0.first_unpaid_due_date"], []]


@pytest.mark.parametrize(
    ("first_due", "due_day", "taken"),
    [
        ("2026-08-15", 15, True),
        ("2026-08-15", 14, False),
        ("2026-08-15", 16, False),
        ("2026-08-31", 31, True),
        ("2026-08-31", 30, False),
        ("2026-09-30", 31, True),
        ("2026-09-29", 31, False),
        ("2026-02-28", 29, True),
        ("2026-02-28", 31, True),
        ("2024-02-28", 29, False),
        ("2024-02-29", 30, True),
        ("2026-08-15", 0, False),
        ("2026-08-15", 32, False),
    ],
)
def test_due_day_agrees_with_the_first_due_date(first_due, due_day, taken):
    raw = loan_case(first_unpaid_due_date=first_due, due_day=due_day)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["loans.0.due_day"])


@pytest.mark.parametrize(
    ("method", "days_before", "taken"),
    [
        ("equal_principal", 0, False),
        ("equal_principal", 1, True),
        ("equal_principal", 400, True),
        ("equal_principal", 401, False),
        ("interest_only", 400, True),
        ("interest_only", 401, False),
        ("equal_instalment", 62, True),
        ("equal_instalment", 63, False),
        ("equal_instalment", -1, False),
    ],
)
def test_accrual_starts_before_the_first_due_date_but_not_long_before(method, days_before, taken):
    start = add_days(on("2026-08-15"), -days_before).isoformat()
    raw = loan_case(repayment_method=method, accrual_start_date=start)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["loans.0.accrual_start_date"])


@pytest.mark.parametrize(("start", "taken"), [("2026-11-22", True), ("2026-11-23", False)])
def test_accrual_has_started_by_today(start, taken):
    raw = loan_case(first_unpaid_due_date="2026-12-15", accrual_start_date=start)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["loans.0.accrual_start_date"])


@pytest.mark.parametrize(
    ("called_on", "taken"),
    [("2026-08-15", False), ("2026-08-16", True), ("2026-11-22", True), ("2026-11-23", False)],
)
def test_a_loan_is_called_after_its_due_date_and_by_today(called_on, taken):
    raw = loan_case(accelerated_on=called_on)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["loans.0.accelerated_on"])


@pytest.mark.parametrize(
    ("field", "example"),
    [
        ("principal", "剩余本金请写成数字，例如 2000"),
        ("daily_rate_percent", "日利率请写成数字，例如 0.05"),
        ("remaining_instalments", "还剩几期没还请写成数字，例如 180"),
        ("due_day", "每月几号还款请写成数字，例如 16"),
    ],
)
def test_what_is_no_number_is_answered_with_one_that_would_do(field, example):
    raw = loan_case(**{field: "abc"})

    errors = errors_of(raw)

    assert errors == {f"loans.0.{field}": [example]}


# The court

COURT = {
    "sued": {"lawsuit_filed_on": "2026-11-22"},
    "judged": {"performance_due_on": "2026-12-31"},
    "enforcement": {"performance_due_on": "2026-11-21"},
}


@pytest.mark.parametrize("stage", ["none", "lawyer_letter", "payment_order"])
def test_a_stage_before_any_suit_needs_no_overdue_loan_and_no_date(stage):
    raw = raw_case(legal_stage=stage, loans=[raw_loan(first_unpaid_due_date="2026-12-01")])

    fields = fields_of(raw)

    assert fields == []


@pytest.mark.parametrize(
    ("first_due", "refused"), [("2026-11-21", False), ("2026-11-22", True), ("2026-12-01", True)]
)
@pytest.mark.parametrize("stage", COURT)
def test_a_suit_needs_a_due_date_before_today(stage, first_due, refused):
    raw = raw_case(
        legal_stage=stage, loans=[raw_loan(first_unpaid_due_date=first_due)], **COURT[stage]
    )

    fields = fields_of(raw)

    assert ("legal_stage" in fields) is refused


def test_one_overdue_loan_among_several_is_enough_for_a_suit():
    loans = [raw_loan(first_unpaid_due_date="2026-12-01"), raw_loan()]
    raw = raw_case(legal_stage="sued", lawsuit_filed_on="2026-08-16", loans=loans)

    fields = fields_of(raw)

    assert fields == []


@pytest.mark.parametrize(
    ("first_due", "refused"), [("2026-11-21", False), ("2026-11-22", True), ("2026-12-01", True)]
)
@pytest.mark.parametrize("listed", [list, tuple])
def test_a_due_date_counts_for_the_stage_though_its_loan_is_refused(first_due, refused, listed):
    loan = raw_loan(first_unpaid_due_date=first_due, principal="99.99")
    raw = raw_case(legal_stage="sued", lawsuit_filed_on="2026-11-22", loans=listed([loan]))

    fields = fields_of(raw)

    assert "loans.0.principal" in fields
    assert ("legal_stage" in fields) is refused


@pytest.mark.parametrize("first_due", ["0001-01-01", "1989-12-31", "2200-01-01", "9999-12-31"])
@pytest.mark.parametrize("stage", COURT)
def test_a_due_date_outside_the_calendar_bounds_no_paper(stage, first_due):
    raw = raw_case(
        legal_stage=stage, loans=[raw_loan(first_unpaid_due_date=first_due)], **COURT[stage]
    )

    fields = fields_of(raw)

    assert fields == ["loans.0.first_unpaid_due_date"]


@pytest.mark.parametrize("loans", [{}, "loans", [None], ["2026-08-15"], [[]]])
def test_what_is_no_loan_bounds_no_paper(loans):
    raw = raw_case(legal_stage="sued", lawsuit_filed_on="2026-11-22", loans=loans)

    fields = fields_of(raw)

    assert fields in (["loans"], ["loans.0"])


@pytest.mark.parametrize(
    ("filed_on", "taken"),
    [("2026-08-15", False), ("2026-08-16", True), ("2026-11-22", True), ("2026-11-23", False)],
)
def test_a_suit_was_filed_after_the_first_due_date_and_by_today(filed_on, taken):
    raw = raw_case(legal_stage="sued", lawsuit_filed_on=filed_on)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["lawsuit_filed_on"])


@pytest.mark.parametrize(
    ("stage", "fields"),
    [
        ("none", ["lawsuit_filed_on", "performance_due_on"]),
        ("lawyer_letter", ["lawsuit_filed_on", "performance_due_on"]),
        ("payment_order", ["lawsuit_filed_on", "performance_due_on"]),
        ("sued", ["performance_due_on"]),
        ("judged", []),
        ("enforcement", []),
    ],
)
def test_a_court_date_is_refused_at_a_stage_that_has_none(stage, fields):
    raw = raw_case(
        legal_stage=stage, lawsuit_filed_on="2026-09-01", performance_due_on="2026-11-01"
    )

    refused = fields_of(raw)

    assert refused == fields


@pytest.mark.parametrize(
    ("stage", "fields"),
    [
        ("sued", ["lawsuit_filed_on"]),
        ("judged", ["performance_due_on"]),
        ("enforcement", ["performance_due_on"]),
    ],
)
def test_a_court_date_that_a_stage_needs_is_asked_for(stage, fields):
    raw = raw_case(legal_stage=stage)

    refused = fields_of(raw)

    assert refused == fields


@pytest.mark.parametrize(
    ("stage", "due_on", "taken"),
    [
        ("judged", "2026-09-09", False),
        ("judged", "2026-09-10", True),
        ("judged", "2027-11-22", True),
        ("judged", "2027-11-23", False),
        ("enforcement", "2026-09-09", False),
        ("enforcement", "2026-09-10", True),
        ("enforcement", "2026-11-21", True),
        ("enforcement", "2026-11-22", False),
    ],
)
def test_performance_is_due_after_a_judgment_could_be_and_within_a_year(stage, due_on, taken):
    raw = raw_case(legal_stage=stage, performance_due_on=due_on)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["performance_due_on"])


@pytest.mark.parametrize(("due_on", "taken"), [("2026-10-25", False), ("2026-10-26", True)])
@pytest.mark.parametrize("stage", ["judged", "enforcement"])
def test_performance_is_due_at_least_25_days_after_the_suit_was_filed(stage, due_on, taken):
    raw = raw_case(legal_stage=stage, lawsuit_filed_on="2026-10-01", performance_due_on=due_on)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["performance_due_on"])


@pytest.mark.parametrize(
    ("received_on", "taken"),
    [("2026-08-15", False), ("2026-08-16", True), ("2026-11-22", True), ("2026-11-23", False)],
)
@pytest.mark.parametrize("stage", ["payment_order", "sued", "judged"])
def test_a_paper_was_received_after_the_first_due_date_and_by_today(stage, received_on, taken):
    dates = COURT.get(stage, {}) | ({"lawsuit_filed_on": "2026-08-16"} if stage == "sued" else {})
    raw = raw_case(legal_stage=stage, paper_received_on=received_on, **dates)

    fields = fields_of(raw)

    assert fields == ([] if taken else ["paper_received_on"])


@pytest.mark.parametrize(("received_on", "taken"), [("2026-09-30", False), ("2026-10-01", True)])
@pytest.mark.parametrize("stage", ["sued", "judged"])
def test_a_paper_was_not_received_before_the_suit_was_filed(stage, received_on, taken):
    dates = COURT[stage] | {"lawsuit_filed_on": "2026-10-01", "paper_received_on": received_on}

    errors = errors_of(raw_case(legal_stage=stage, **dates))

    message = "收到这份法院材料的日期应在起诉日期 2026年10月1日 或之后"
    assert errors == ({} if taken else {"paper_received_on": [message]})


@pytest.mark.parametrize("stage", ["none", "lawyer_letter", "enforcement"])
def test_a_paper_is_refused_at_a_stage_that_has_none_to_answer(stage):
    raw = raw_case(legal_stage=stage, paper_received_on="2026-11-01", **COURT.get(stage, {}))

    fields = fields_of(raw)

    assert fields == ["paper_received_on"]


@pytest.mark.parametrize("stage", ["payment_order", "sued", "judged"])
def test_when_a_paper_was_received_need_not_be_told(stage):
    raw = raw_case(legal_stage=stage, **COURT.get(stage, {}))

    fields = fields_of(raw)

    assert fields == []


# Choices, lists and unknown fields


@pytest.mark.parametrize("value", ["", "SUED", "court", 1, True, [], {}])
def test_a_legal_stage_is_one_of_its_choices(value):
    raw = raw_case(legal_stage=value)

    fields = fields_of(raw)

    assert fields == ["legal_stage"]


@pytest.mark.parametrize("value", ["", "等额本金", "equal", 0, False, [], {}])
def test_a_repayment_method_is_one_of_its_choices(value):
    raw = loan_case(repayment_method=value)

    fields = fields_of(raw)

    assert fields == ["loans.0.repayment_method"]


@pytest.mark.parametrize(
    "value", ["illness", {}, 1, True, ["ill"], ["illness", None], [[]], [{}], ["illness", 3]]
)
def test_circumstances_are_a_list_of_their_choices(value):
    raw = raw_case(circumstances=value)

    fields = fields_of(raw)

    assert fields == ["circumstances"]


@pytest.mark.parametrize("value", ["huabei", "", 1, True, [], {}, "x" * 100_000])
def test_an_unknown_product_is_refused(value):
    raw = raw_case(product=value)

    errors = errors_of(raw)

    assert list(errors) == ["product"]
    assert len(errors["product"][0]) < 100


@pytest.mark.parametrize("value", [None, [], (), "loans", {}, 1, True])
def test_a_case_needs_a_list_of_loans(value):
    raw = raw_case(loans=value)

    fields = fields_of(raw)

    assert fields == ["loans"]


@pytest.mark.parametrize(("count", "fields"), [(1, []), (20, []), (21, ["loans"])])
def test_a_case_has_at_most_20_loans(count, fields):
    raw = raw_case(loans=[raw_loan()] * count)

    refused = fields_of(raw)

    assert refused == fields


@pytest.mark.parametrize("value", [None, "loan", 1, [], True])
def test_a_loan_that_is_no_object_is_refused_by_its_place(value):
    raw = raw_case(loans=[raw_loan(), value])

    fields = fields_of(raw)

    assert fields == ["loans.1"]


def test_a_loan_that_tells_nothing_is_asked_for_everything_it_needs():
    raw = raw_case(loans=[{}])

    fields = fields_of(raw)

    assert fields == [
        "loans.0.daily_rate_percent",
        "loans.0.first_unpaid_due_date",
        "loans.0.principal",
        "loans.0.remaining_instalments",
        "loans.0.repayment_method",
    ]


def test_a_loan_has_one_rate_and_not_two():
    raw = loan_case(annual_rate_percent="18")

    fields = fields_of(raw)

    assert fields == ["loans.0.annual_rate_percent"]


def test_unknown_fields_are_refused_by_name_wherever_they_stand():
    raw = raw_case(
        colour="red",
        loans=[raw_loan(), raw_loan(rate="0.05")],
        what_if=[{"kind": "cure", "upfront": "1"}, {"kind": "cap", "why": None}],
    )

    fields = fields_of(raw)

    assert fields == ["colour", "loans.1.rate", "what_if.0.upfront", "what_if.1.why"]


def test_the_name_of_an_unknown_field_is_cut_short():
    raw = raw_case(**{"x" * 5000: 1})

    fields = fields_of(raw)

    assert fields == ["x" * 40]


def test_every_broken_bound_is_reported_at_once_under_its_own_field():
    raw = raw_case(
        horizon_days=7,
        savings="-1",
        grace_days=31,
        legal_stage="sued",
        loans=[raw_loan(principal="1"), raw_loan(remaining_instalments=0, due_day=3)],
        what_if=[{"kind": "cure"}, {"kind": "pay_down", "upfront": "x", "monthly": "-1"}],
    )

    fields = fields_of(raw)

    assert fields == [
        "grace_days",
        "horizon_days",
        "lawsuit_filed_on",
        "loans.0.principal",
        "loans.1.due_day",
        "loans.1.remaining_instalments",
        "savings",
        "what_if.1.monthly",
        "what_if.1.upfront",
    ]


def test_a_field_that_breaks_two_bounds_has_two_messages():
    raw = loan_case(first_unpaid_due_date="2026-12-15", accelerated_on="2026-12-10")

    errors = errors_of(raw)

    assert list(errors) == ["loans.0.accelerated_on"]
    assert len(errors["loans.0.accelerated_on"]) == 2


def test_a_refusal_says_every_field_and_message():
    with pytest.raises(CaseRefused, match="savings") as refusal:
        read_case(raw_case(savings="-1", grace_days=31), today=TODAY, rulebook=RULEBOOK)

    assert "grace_days" in str(refusal.value)
    assert refusal.value.errors["savings"][0] in str(refusal.value)


# What if


@pytest.mark.parametrize("value", ["cure", {}, 1, True])
def test_what_if_is_a_list(value):
    raw = raw_case(what_if=value)

    fields = fields_of(raw)

    assert fields == ["what_if"]


@pytest.mark.parametrize(("count", "fields"), [(0, []), (20, []), (21, ["what_if"])])
def test_there_are_at_most_20_what_ifs(count, fields):
    raw = raw_case(what_if=[{"kind": "cure"}] * count)

    refused = fields_of(raw)

    assert refused == fields


@pytest.mark.parametrize("value", [None, "cure", 1, []])
def test_a_what_if_that_is_no_object_is_refused_by_its_place(value):
    raw = raw_case(what_if=[{"kind": "cap"}, value])

    fields = fields_of(raw)

    assert fields == ["what_if.1"]


@pytest.mark.parametrize("entry", [{}, {"kind": "none"}, {"kind": 1}, {"kind": []}, {"kind": {}}])
def test_a_what_if_of_no_known_kind_is_refused(entry):
    raw = raw_case(what_if=[entry])

    fields = fields_of(raw)

    assert fields == ["what_if.0.kind"]


PAY_DOWN = {"kind": "pay_down", "upfront": "0", "monthly": "0"}
RESTRUCTURE = {"kind": "restructure", "max_months": 24}
FEES = {"kind": "court_fees", "amount": "0"}
WHAT_IF_BOUNDS = [
    (PAY_DOWN, ("upfront", "0", "100000000", "-0.01", "100000000.01")),
    (PAY_DOWN, ("monthly", "0", "100000000", "-0.01", "100000000.01")),
    (RESTRUCTURE, ("max_months", 1, 120, 0, 121)),
    (RESTRUCTURE, ("waived_share", "0", "1", "-0.000001", "1.000001")),
    (RESTRUCTURE, ("plan_daily_rate_percent", "0", "0.1", "-0.000001", "0.100001")),
    (FEES, ("amount", "0", "10000000000", "-0.01", "10000000000.01")),
]


@pytest.mark.parametrize(
    ("entry", "field", "value", "taken"),
    [(entry, *side) for entry, bounds in WHAT_IF_BOUNDS for side in sides([bounds])],
)
def test_a_number_of_a_what_if_keeps_within_its_bounds(entry, field, value, taken):
    raw = raw_case(what_if=[{"kind": "cap"}, entry | {field: value}])

    fields = fields_of(raw)

    assert fields == ([] if taken else [f"what_if.1.{field}"])


@pytest.mark.parametrize(
    ("entry", "field", "too_fine"),
    [
        (PAY_DOWN, "upfront", "0.001"),
        (PAY_DOWN, "monthly", "0.001"),
        (RESTRUCTURE, "max_months", "1.5"),
        (RESTRUCTURE, "waived_share", "0.0000001"),
        (RESTRUCTURE, "plan_daily_rate_percent", "0.0000001"),
        (FEES, "amount", "0.001"),
    ],
)
def test_a_number_of_a_what_if_has_no_more_decimals_than_it_may(entry, field, too_fine):
    raw = raw_case(what_if=[entry | {field: too_fine}])

    fields = fields_of(raw)

    assert fields == [f"what_if.0.{field}"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("pay_down", ["what_if.0.monthly", "what_if.0.upfront"]),
        ("restructure", ["what_if.0.max_months"]),
        ("court_fees", ["what_if.0.amount"]),
    ],
)
def test_a_what_if_is_asked_for_what_it_needs(kind, fields):
    raw = raw_case(what_if=[{"kind": kind}])

    refused = fields_of(raw)

    assert refused == fields


# Rules in force


@pytest.mark.parametrize(
    ("as_of", "fields"), [(FIRST_DAY, []), (add_days(FIRST_DAY, -1), ["as_of"])]
)
def test_a_day_before_the_rules_is_refused_beside_the_date(as_of, fields):
    loan = raw_loan(first_unpaid_due_date="2017-08-01")

    refused = fields_of(raw_case(as_of=as_of, loans=[loan]))

    assert refused == fields


def test_the_refusal_names_the_rule_and_the_day():
    late = rule("trial_days", Decimal(90), since=add_days(TODAY, 1))
    rulebook = replace(RULEBOOK, rules={**RULEBOOK.rules, "trial_days": late})

    errors = errors_of(raw_case(), rulebook)

    assert list(errors) == ["as_of"]
    assert "trial_days" in errors["as_of"][0]
    assert "2026年11月22日" in errors["as_of"][0]


def test_a_product_without_terms_on_the_day_is_refused_beside_the_date():
    rulebook = make_rulebook(terms={"grace_days": None})

    errors = errors_of(raw_case(), rulebook)

    assert list(errors) == ["as_of"]


# Whatever is answered

CASE_FIELDS = [field for field, *_ in CASE_BOUNDS] + [
    "as_of",
    "product",
    "loans",
    "circumstances",
    "legal_stage",
    "lawsuit_filed_on",
    "performance_due_on",
    "paper_received_on",
    "charges_compound_interest",
    "what_if",
]
LOAN_FIELDS = [
    *(field for field, *_ in LOAN_BOUNDS),
    "annual_rate_percent",
    "repayment_method",
    "first_unpaid_due_date",
    "due_day",
    "accrual_start_date",
    "accelerated_on",
]


def answers():
    """What a line of JSON may hold, with values that are nearly right among them."""
    dates = st.dates(date(2016, 1, 1), date(2028, 1, 1)).map(date.isoformat)
    choices = st.sampled_from([*LegalStage, *RepaymentMethod]).map(str)
    numbers = st.one_of(st.integers(), st.integers(-1, 400), st.decimals())
    leaves = st.one_of(
        st.none(), st.booleans(), numbers, numbers.map(str), dates, choices, st.text(max_size=9)
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=5,
    )


@drawn_times(500)
@given(
    st.dictionaries(st.sampled_from(CASE_FIELDS), answers(), max_size=3),
    st.dictionaries(st.sampled_from(LOAN_FIELDS), answers(), max_size=3),
)
def test_whatever_is_answered_is_either_refused_by_field_or_assessed(of_case, of_loan):
    raw = raw_case(loans=[{**raw_loan(), **of_loan}]) | of_case

    errors = errors_of(raw)
    projection = None if errors else assessed(raw)["projection"]

    assert all(errors.values())
    assert errors or projection


def assessed(raw):
    case = read_case(raw, today=TODAY, rulebook=RULEBOOK)
    return report(assess(case, RULEBOOK))
