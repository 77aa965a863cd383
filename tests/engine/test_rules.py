"""Dated rules, fee tables and product terms: the value in force, or a loud refusal."""

from dataclasses import replace
from decimal import Decimal

import pytest

from advice.engine.calendar import add_days
from advice.engine.court import court_fees
from advice.engine.rules import DatedValue, Rule, RuleNotInForce, UnknownProduct
from tests.engine.factories import RULEBOOK, RULES, TODAY, on
from tests.engine.rulebook import FIRST_DAY, make_rulebook, rule

CAP = Rule(
    "annual_cap",
    "年化上限",
    (DatedValue(on("2017-08-09"), "24%"), DatedValue(on("2026-01-01"), "20%")),
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2017-08-09", "24%"),
        ("2025-12-31", "24%"),
        ("2026-01-01", "20%"),
        ("2199-12-31", "20%"),
    ],
)
def test_a_value_holds_from_its_first_day_until_the_next_one_starts(day, expected):
    asked = on(day)

    value = CAP.on(asked)

    assert value == expected


def test_the_day_before_the_first_value_is_refused_by_name_and_day():
    eve = on("2017-08-08")

    with pytest.raises(RuleNotInForce) as refusal:
        CAP.on(eve)

    assert (refusal.value.label, refusal.value.day) == ("年化上限", eve)
    assert str(refusal.value) == "年化上限: no value in force on 2017-08-08"


def test_a_rulebook_reads_every_rule_on_its_first_day():
    rules = RULEBOOK.on(FIRST_DAY)

    assert rules == RULES


@pytest.mark.parametrize("late", ["annual_cap", "retention_months", "penalty_multiplier_ceiling"])
def test_a_rulebook_names_the_rule_that_is_not_yet_in_force(late):
    since = add_days(TODAY, 1)
    rules = {**RULEBOOK.rules, late: rule(late, Decimal(1), since=since)}

    with pytest.raises(RuleNotInForce) as refusal:
        replace(RULEBOOK, rules=rules).on(TODAY)

    assert (refusal.value.label, refusal.value.day) == (late, TODAY)


@pytest.mark.parametrize("missing", ["trial_days", "loss_over_days"])
def test_a_rulebook_names_the_rule_that_nobody_entered(missing):
    rules = {key: series for key, series in RULEBOOK.rules.items() if key != missing}

    with pytest.raises(RuleNotInForce, match=missing):
        replace(RULEBOOK, rules=rules).on(TODAY)


@pytest.mark.parametrize("key", ["answer_days", "limitation_months"])
def test_what_only_dates_an_event_may_have_no_value_in_force(key):
    since = add_days(TODAY, 1)
    later = {**RULEBOOK.rules, key: rule(key, Decimal(15), since=since)}
    never = {name: series for name, series in RULEBOOK.rules.items() if name != key}

    values = [getattr(replace(RULEBOOK, rules=rules).on(TODAY), key) for rules in (later, never)]

    assert values == [None, None]
    assert getattr(replace(RULEBOOK, rules=later).on(since), key) == 15


def test_a_rulebook_names_the_fee_table_that_nobody_entered():
    tables = {key: t for key, t in RULEBOOK.fee_tables.items() if key != "execution_fee"}

    with pytest.raises(RuleNotInForce, match="execution_fee"):
        replace(RULEBOOK, fee_tables=tables).on(TODAY)


def test_terms_of_a_product_are_those_of_the_day():
    product = RULEBOOK.product("weilidai")

    terms = product.terms_on(FIRST_DAY)

    assert terms.penalty_multiplier == Decimal("1.5")
    assert terms.charges_compound_interest is False
    assert (terms.grace_days, terms.acceleration_days) == (1, None)
    assert (terms.lawsuit_after_days, terms.agency_after_days) == (180, 30)
    assert terms.rate_divisor == 36_000


def test_terms_of_a_product_on_the_day_before_are_refused():
    product = RULEBOOK.product("weilidai")

    with pytest.raises(RuleNotInForce) as refusal:
        product.terms_on(add_days(FIRST_DAY, -1))

    assert refusal.value.day == add_days(FIRST_DAY, -1)


def test_a_term_that_has_to_be_a_number_may_not_be_none():
    product = make_rulebook(terms={"grace_days": None}).product("weilidai")

    with pytest.raises(RuleNotInForce, match="grace_days"):
        product.terms_on(TODAY)


@pytest.mark.parametrize(
    ("missing", "label"),
    [
        ("year_days", "微粒贷的年利率按几天折算"),
        ("acceleration_days", "微粒贷的逾期几天后全部到期"),
        ("agency_after_days", "微粒贷的逾期几天后常见转给外包机构"),
    ],
)
def test_a_term_that_nobody_entered_is_refused_by_name(missing, label):
    product = RULEBOOK.product("weilidai")
    terms = {key: series for key, series in product.terms.items() if key != missing}

    with pytest.raises(RuleNotInForce) as refusal:
        replace(product, terms=terms).terms_on(TODAY)

    assert (refusal.value.label, refusal.value.day) == (label, TODAY)


def test_an_unknown_product_is_refused():
    with pytest.raises(UnknownProduct, match="huabei"):
        RULEBOOK.product("huabei")


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "0.00"),
        ("0.01", "50.00"),
        ("10000", "50.00"),
        ("10000.19", "50.00"),
        ("10000.20", "50.01"),
        ("100000", "2300.00"),
        ("100001", "2300.02"),
        ("200000", "4300.00"),
        ("200001", "4300.02"),
        ("500000", "8800.00"),
        ("500001", "8800.01"),
        ("1000000", "13800.00"),
        ("2000000", "22800.00"),
        ("5000000", "46800.00"),
        ("10000000", "81800.00"),
        ("20000000", "141800.00"),
        ("20000100", "141800.50"),
    ],
)
def test_acceptance_fee_at_and_past_each_threshold(amount, expected):
    claim = Decimal(amount)

    fee = RULES.acceptance_fee.fee(claim)

    assert str(fee) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "0.00"),
        ("0.01", "50.00"),
        ("10000", "50.00"),
        ("10001", "50.02"),
        ("500000", "7400.00"),
        ("500001", "7400.01"),
        ("5000000", "52400.00"),
        ("5000002", "52400.01"),
        ("10000000", "77400.00"),
        ("10000010", "77400.01"),
        ("20000000", "87400.00"),
    ],
)
def test_execution_fee_at_and_past_each_threshold(amount, expected):
    enforced = Decimal(amount)

    fee = RULES.execution_fee.fee(enforced)

    assert str(fee) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "0.00"),
        ("1000", "30.00"),
        ("1001", "30.01"),
        ("100000", "1020.00"),
        ("100002", "1020.01"),
        ("895998", "4999.99"),
        ("896000", "5000.00"),
        ("896002", "5000.00"),
        ("10000000000", "5000.00"),
    ],
)
def test_preservation_fee_at_each_threshold_and_at_its_maximum(amount, expected):
    preserved = Decimal(amount)

    fee = RULES.preservation_fee.fee(preserved)

    assert str(fee) == expected


@pytest.mark.parametrize(
    ("amount", "halved", "third"),
    [
        ("0", "0.00", "0.00"),
        ("10000", "25.00", "16.67"),
        ("10000.40", "25.01", "16.67"),
        ("10000.39", "25.00", "16.67"),
        ("30000", "275.00", "183.33"),
    ],
)
def test_a_divided_fee_is_rounded_once_after_the_division(amount, halved, third):
    fees = court_fees(Decimal(amount), RULES)

    assert str(fees.acceptance_fee_halved) == halved
    assert str(fees.payment_order_fee) == third
