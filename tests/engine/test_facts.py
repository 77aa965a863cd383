"""Every named fact is the figure of its name, with its unit in words."""

from datetime import date
from decimal import Decimal

import pytest

from advice.engine.answers import LABELS
from advice.engine.assessment import assess
from advice.engine.case import Case
from advice.engine.facts import FACTS, fact_choices, number_words
from advice.engine.report import report
from advice.engine.vocabulary import Circumstance, Unit
from tests.engine.factories import RULEBOOK, make_case, raw_loan
from tests.engine.test_cases import CASES

LATE = next(case for case in CASES if case["name"] == "99 days late, one loan")
MEANS = {
    "monthly_income": "6000",
    "essential_expenses": "3200",
    "other_debt_payments": "500",
    "savings": "2000",
    "sellable_assets": "3000",
    "family_loan": "5000",
    "expense_cut": "400",
}


def assessed(**changes):
    return assess(make_case(**changes), RULEBOOK)


def worked(**changes):
    told = {name: value for name, value in LATE["input"].items() if name != "what_if"}
    return assessed(**told | changes)


def value_of(key, assessment):
    return FACTS[key].read(assessment)


def as_json(value):
    return value.isoformat() if isinstance(value, date) else str(value)


IN_PROJECTION = (
    "days_overdue",
    "arrears",
    "payoff",
    "overdue_principal",
    "overdue_interest",
    "penalty_interest",
    "compound_interest",
    "undue_principal",
    "accrued_interest",
    "cap_excess",
    "risk_class",
)
AT_HORIZON = {
    "cap_excess_at_horizon": "cap_excess",
    "payoff_at_horizon": "payoff",
    "total_cost_at_horizon": "total_cost",
    "legal_costs_at_horizon": "legal_costs",
    "delayed_performance_interest_at_horizon": "delayed_performance_interest",
}
IN_LEGAL = (
    "filing_on",
    "claim",
    "acceptance_fee",
    "judgment_on",
    "performance_due_on",
    "enforcement_on",
    "execution_fee",
)
IN_AFFORDABILITY = (
    "monthly_surplus",
    "lump_sum",
    "next_instalment",
    "debt_service_ratio",
    "emergency_months",
    "emergency_target_3",
    "emergency_target_6",
)


def test_facts_are_the_figures_of_the_worked_case():
    expected = LATE["expected"]
    now, horizon = expected["projection"][0], expected["projection"][-1]
    figures = {
        **{key: str(now[key]) for key in IN_PROJECTION},
        **{key: horizon[name] for key, name in AT_HORIZON.items()},
        **{key: expected["legal"][key] for key in IN_LEGAL},
        **{key: expected["affordability"][key] for key in IN_AFFORDABILITY},
        **{key: f"{Decimal(value):f}" for key, value in MEANS.items() if key in FACTS},
        "legal_costs_now": now["legal_costs"],
        "total_cost": now["total_cost"],
        "daily_cost": expected["daily_cost"],
        "principal": "30000.00",
        "daily_rate_percent": "0.050000",
        "penalty_multiplier": "1.5",
        "accelerated_on": as_json(expected["accelerated_on"]),
        "code_now": expected["credit"]["code_now"],
        "next_code_on": expected["credit"]["next_code_on"],
        "stage": "late",
        "legal_stage": "none",
        "loan_count": "1",
        "days_to_next_code": "22",
        "days_to_filing": "81",
        "days_to_agency": "None",
        "penalty_annual_percent": "27.375000",
        "grace_days_left": "None",
        **{circumstance.value: "False" for circumstance in Circumstance},
    }

    assessment = worked()

    told = {key: as_json(value_of(key, assessment)) for key in FACTS}
    assert Decimal(told.pop("annual_cap_percent")) == 24
    assert told == figures


def test_every_worked_case_has_a_value_for_every_fact_that_its_report_has():
    for case in CASES:
        assessment = assessed(**case["input"])

        legal = report(assessment)["legal"]
        assert {key: as_json(value_of(key, assessment)) for key in IN_LEGAL} == legal


@pytest.mark.parametrize("circumstance", Circumstance)
def test_a_circumstance_is_a_fact_of_its_own(circumstance):
    assessment = assessed(circumstances=[circumstance.value])

    assert [other for other in Circumstance if value_of(other.value, assessment)] == [circumstance]


@pytest.mark.parametrize(
    ("days_late", "left"), [(0, 3), (1, 2), (2, 1), (3, 0), (4, None), (99, None)]
)
def test_grace_days_left_count_down_to_none(days_late, left):
    due = date.fromordinal(date(2026, 11, 22).toordinal() - days_late)

    assessment = assessed(
        loans=[raw_loan(first_unpaid_due_date=due.isoformat(), remaining_instalments=1)],
        grace_days=3,
    )

    assert value_of("grace_days_left", assessment) == left


@pytest.mark.parametrize(
    ("filed_on", "days"), [("2026-11-21", None), ("2026-11-22", 0), (None, None)]
)
def test_days_to_filing_end_on_the_day_of_filing(filed_on, days):
    assessment = assessed(
        legal_stage="sued" if filed_on else "judged",
        lawsuit_filed_on=filed_on,
        performance_due_on=None if filed_on else "2026-10-20",
    )

    assert value_of("days_to_filing", assessment) == days


@pytest.mark.parametrize(
    ("first_due", "days"),
    [
        ("2026-12-23", 61),
        ("2026-11-23", 31),
        ("2026-11-22", 30),
        ("2026-11-21", 29),
        ("2026-10-23", 0),
        ("2026-10-22", None),
        ("2026-08-15", None),
    ],
)
def test_days_to_the_agency_count_from_the_first_default_and_end_with_it(first_due, days):
    assessment = assessed(loans=[raw_loan(first_unpaid_due_date=first_due)])

    assert value_of("days_to_agency", assessment) == days


def test_days_to_the_agency_are_those_of_the_earliest_loan():
    later, earlier = raw_loan(first_unpaid_due_date="2026-12-01"), raw_loan()

    of_both = assessed(loans=[later, earlier | {"first_unpaid_due_date": "2026-11-12"}])
    of_none_due = assessed(loans=[later | {"first_unpaid_due_date": "2026-12-20"}, later])

    assert value_of("days_to_agency", of_both) == 20
    assert value_of("days_to_agency", of_none_due) == 39


def test_the_principal_is_that_of_all_loans():
    assessment = assessed(loans=[raw_loan(principal="100.01"), raw_loan(principal="200.02")])

    assert value_of("principal", assessment) == Decimal("300.03")


@pytest.mark.parametrize(
    ("rates", "highest"),
    [
        ([{}], "0.05"),
        ([{"daily_rate_percent": "0.02"}, {"daily_rate_percent": "0.04"}], "0.04"),
        ([{"daily_rate_percent": None, "annual_rate_percent": "7.3"}], "0.020278"),
        (
            [
                {"daily_rate_percent": "0.02"},
                {"daily_rate_percent": None, "annual_rate_percent": "7.3"},
            ],
            "0.020278",
        ),
    ],
)
def test_the_daily_rate_is_that_of_the_dearest_loan(rates, highest):
    assessment = assessed(loans=[raw_loan(**rate) for rate in rates])

    assert value_of("daily_rate_percent", assessment) == Decimal(highest)


@pytest.mark.parametrize(("told", "multiplier"), [(None, "1.5"), ("1", "1"), ("2.5", "2.5")])
def test_the_penalty_multiplier_is_the_contracts_or_else_the_products(told, multiplier):
    assessment = assessed(penalty_multiplier=told)

    assert value_of("penalty_multiplier", assessment) == Decimal(multiplier)


def test_the_day_on_which_all_falls_due_is_the_first_of_any_loan():
    called = raw_loan(accelerated_on="2026-11-20")

    by_notice = assessed(loans=[raw_loan(), called])
    by_age = assessed(acceleration_days=120)
    never = assessed(horizon_days=30)

    assert value_of("accelerated_on", by_notice) == date(2026, 11, 20)
    assert value_of("accelerated_on", by_age) == date(2026, 12, 13)
    assert value_of("accelerated_on", never) is None


def test_what_settles_all_includes_what_the_court_has_cost():
    told = {"legal_stage": "judged", "performance_due_on": "2026-10-20"}

    assessment = assessed(**told)

    payoff, costs = value_of("payoff", assessment), value_of("legal_costs_now", assessment)
    assert costs > 0
    assert value_of("total_cost", assessment) == payoff + costs


def test_there_is_no_next_code_after_the_worst():
    assessment = assessed(loans=[raw_loan(first_unpaid_due_date="2026-01-15")])

    assert value_of("code_now", assessment) == "7"
    assert value_of("next_code_on", assessment) is None
    assert value_of("days_to_next_code", assessment) is None


def test_the_penalty_rate_is_that_of_the_dearest_loan():
    cheap, dear = raw_loan(daily_rate_percent="0.02"), raw_loan(daily_rate_percent="0.04")

    assessment = assessed(loans=[cheap, dear, cheap], penalty_multiplier="2")

    assert value_of("penalty_annual_percent", assessment) == Decimal("29.2")


def test_an_annual_rate_is_divided_by_the_days_of_the_banks_year():
    yearly = raw_loan(daily_rate_percent=None, annual_rate_percent="7.3")

    assessment = assessed(loans=[yearly])

    assert value_of("penalty_annual_percent", assessment) == Decimal("11.102083")


@pytest.mark.parametrize(
    "key",
    [
        "monthly_income",
        "essential_expenses",
        "other_debt_payments",
        "monthly_surplus",
        "savings",
        "sellable_assets",
        "family_loan",
        "expense_cut",
    ],
)
def test_what_was_not_told_is_unknown_and_says_what_to_tell(key):
    assessment = assessed()

    assert value_of(key, assessment) is None
    assert set(FACTS[key].asks) <= LABELS.keys()
    assert FACTS[key].asks


@pytest.mark.parametrize(
    ("told", "untold"),
    [({}, True), ({"savings": "0"}, False), ({"sellable_assets": "3000"}, False)],
)
def test_money_at_hand_counts_as_nothing_until_any_of_it_is_told(told, untold):
    assessment = assessed(**told)

    assert value_of("lump_sum", assessment) == sum(map(Decimal, told.values()))
    assert FACTS["lump_sum"].untold_in(assessment.case) is untold
    assert not FACTS["arrears"].untold_in(assessment.case)


def test_what_a_fact_asks_for_are_answers_of_the_case():
    fields = Case.__dataclass_fields__.keys()

    asked = {answer for fact in FACTS.values() for answer in fact.asks}
    told_by = {fact.told_by for fact in FACTS.values() if fact.told_by}

    assert asked | told_by <= fields


# Words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (Decimal(14046), Unit.YUAN, "¥14,046.00"),
        (Decimal("-0.005"), Unit.YUAN, "−¥0.01"),
        (Decimal("0.00"), Unit.YUAN, "¥0.00"),
        (99, Unit.DAYS, "99 天"),
        (1825, Unit.DAYS, "1,825 天"),
        (Decimal("60.00000000"), Unit.MONTHS, "60 个月"),
        (Decimal("0.6"), Unit.MONTHS, "0.6 个月"),
        (Decimal("1.500000"), Unit.TIMES, "1.5 倍"),
        (Decimal("27.375000"), Unit.PERCENT, "27.375%"),
        (Decimal("0.24000000"), Unit.SHARE, "24%"),
        (Decimal("0.00017500"), Unit.SHARE, "0.0175%"),
        (3, Unit.NUMBER, "3"),
    ],
)
def test_a_number_is_said_with_its_unit(value, unit, words):
    assert number_words(value, unit) == words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("harassed", True, "是"),
        ("harassed", False, "否"),
        ("filing_on", date(2027, 2, 11), "2027年2月11日"),
        ("stage", "late", "逾期超过 90 天"),
        ("code_now", "N", "N（正常）"),
        ("code_now", "4", "4（逾期 91–120 天）"),
        ("code_now", "7", "7（逾期超过 180 天）"),
        ("risk_class", "substandard", "次级"),
        ("arrears", Decimal(14046), "¥14,046.00"),
    ],
)
def test_a_fact_says_its_value_as_a_reader_expects_it(key, value, words):
    assert FACTS[key].words(value) == words


@pytest.mark.parametrize(
    ("horizon", "label"),
    [
        (365, "一直不还，一年后一共要付"),
        (364, "一直不还，364 天后一共要付"),
        (30, "一直不还，30 天后一共要付"),
    ],
)
def test_a_label_names_the_period_that_is_compared(horizon, label):
    assessment = assessed(horizon_days=horizon)

    assert FACTS["total_cost_at_horizon"].label_in(assessment) == label
    assert FACTS["arrears"].label_in(assessment) == FACTS["arrears"].label


def test_a_date_that_the_borrower_told_is_no_estimate():
    told = assessed(legal_stage="sued", lawsuit_filed_on="2026-10-01")
    guessed = assessed()

    assert not FACTS["filing_on"].is_estimate_in(told)
    assert FACTS["filing_on"].is_estimate_in(guessed)
    assert FACTS["judgment_on"].is_estimate_in(told)
    assert not FACTS["arrears"].is_estimate_in(guessed)


def test_every_fact_is_offered_to_editors_with_its_unit():
    choices = dict(fact_choices())

    assert list(choices) == list(FACTS)
    assert choices["arrears"] == "逾期应还总额（元）"
    assert len(set(choices.values())) == len(choices)
