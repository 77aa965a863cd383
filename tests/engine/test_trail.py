"""Every figure is recomputed from its own trail, on every worked case and on drawn ones."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.assessment import assess
from advice.engine.balances import observed_days, plan_balances
from advice.engine.calendar import add_days
from advice.engine.case import CapRequest, ContractTerms, Cure, Restructure
from advice.engine.claims import Claims, Item, compare_claims
from advice.engine.facts import FACTS
from advice.engine.intake import read_case
from advice.engine.later import outcome_from
from advice.engine.report import report
from advice.engine.stress import with_less_income
from advice.engine.trail import (
    balance_key,
    balance_trails,
    in_parts,
    trails_of,
    trails_of_way,
)
from advice.engine.wording import chinese_date
from tests.engine import drawn
from tests.engine.factories import make_case, raw_loan
from tests.engine.recomputed import agrees, recomputed
from tests.engine.rulebook import make_rulebook

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
RULEBOOK = make_rulebook()
# What a result tells besides figures.
NO_FIGURES = {"as_of", "days_ahead", "kind", "feasible", "stage", "month", "due", "accelerated"}


def trailed(case):
    assessment = assess(case, RULEBOOK)
    return assessment, trails_of(assessment, RULEBOOK)


def assert_every_figure_follows(case):
    assessment, trails = trailed(case)
    for key, shown in figures(report(assessment)):
        assert as_shown(trails[key], shown) == shown, key
    for fact in FACTS.values():
        if fact.key in trails:
            assert trails[fact.key].value == fact.read(assessment)
    assert_all_follow(trails)


def assert_all_follow(trails):
    for key in trails:
        trail = trails[key]
        assert trail.key == key
        value = recomputed(trail, trails)
        assert agrees(value, trail.value), f"{key}: {value} is not {trail.value}"
        if parts := in_parts(key, trails):
            assert sum(parts.values()) == trail.value, key


def figures(told, path=""):
    """Every figure of a result with its path; what is unknown is none."""
    if isinstance(told, dict | list):
        rows = told.items() if isinstance(told, dict) else enumerate(told)
        for name, value in rows:
            if name not in NO_FIGURES:
                yield from figures(value, f"{path}.{name}" if path else str(name))
    elif told is not None:
        yield path, told


def as_shown(trail, shown):
    """The trail's value as the result writes it."""
    if isinstance(trail.value, date):
        return trail.value.isoformat()
    if isinstance(shown, int):
        return int(trail.value)
    if trail.unit == "choice":
        return trail.value
    decimals = len(shown.partition(".")[2])
    return f"{trail.value:.{decimals}f}"


@pytest.mark.parametrize("worked", [pytest.param(case, id=case["name"]) for case in CASES])
def test_every_figure_of_a_worked_case_follows_from_its_trail(worked):
    case = read_case(worked["input"], today=date(2026, 11, 22), rulebook=RULEBOOK)

    assert_every_figure_follows(case)


@drawn.drawn_times(30)
@given(
    drawn.cases(),
    drawn.contracts(),
    st.lists(st.one_of(drawn.plans(), drawn.pay_downs()), max_size=3),
)
def test_every_figure_of_a_drawn_case_follows_from_its_trail(case, contract, plans):
    assert_every_figure_follows(replace(case, contract=contract, what_if=tuple(plans)))


@drawn.drawn_times(20)
@given(
    drawn.cases(),
    st.one_of(st.just(Cure()), drawn.restructures(), drawn.pay_downs()),
    st.integers(1, 90),
)
def test_a_plan_begun_later_is_told_from_the_books_of_its_day(case, plan, waited):
    assessment, trails = trailed(case)
    day = min(add_days(case.as_of, waited), case.horizon_on)
    outcome = outcome_from(day, plan, assessment)
    today, then = (f"{trails.front_of_day(on)}.total_cost" for on in (case.as_of, day))
    extra = trails[then].value - trails[today].value

    trails.add_outcome("later", outcome, day)
    trails.add_difference("extra", "多", extra, of=then, less=today)

    assert_all_follow(trails)
    if "later.cost" in trails:
        assert trails["later.cost"].value == outcome.cost


def test_a_plan_begun_later_is_told_from_its_own_day():
    case = make_case()
    assessment, trails = trailed(case)
    day = add_days(case.as_of, 30)
    plan = Restructure(max_months=12, is_fixed=True)

    trails.add_outcome("now", outcome_from(case.as_of, plan, assessment))
    trails.add_outcome("later", outcome_from(day, plan, assessment), day)
    trails.add_outcome("cap", outcome_from(day, CapRequest(), assessment), day)

    assert told_from(trails["now.cleared_on"]) == ("从今天起", case.as_of)
    assert told_from(trails["later.cleared_on"]) == (f"从{chinese_date(day)}起", day)
    assert trails["cap.saving"].label == f"{chinese_date(day)}超出的"


def told_from(trail):
    (addend,) = trail.addends
    return addend.label, addend.day


@drawn.drawn_times(20)
@given(
    drawn.cases(),
    st.one_of(st.just(Cure()), drawn.restructures(), drawn.pay_downs()),
    drawn.yuan("0", "9000"),
    drawn.yuan("0", "9000"),
)
def test_a_plan_with_less_income_is_told_from_that_income(case, plan, income, expenses):
    means = {"monthly_income": income, "essential_expenses": expenses}
    case = replace(case, other_debt_payments=Decimal(0), **means)
    assessment, trails = trailed(case)
    outcome = with_less_income(assessment).outcome_of(plan)

    trails.add_stressed("less", outcome)

    assert_all_follow(trails)
    assert trails["stress.monthly_income"].value == with_less_income(assessment).case.monthly_income
    if "less.cost" in trails:
        assert trails["less.cost"].value == outcome.cost


@drawn.drawn_times(20)
@given(drawn.cases(), st.one_of(st.just(Cure()), drawn.restructures(), drawn.pay_downs()))
def test_what_is_owed_from_day_to_day_is_told_kind_by_kind(case, plan):
    assessment, trails = trailed(case)
    balances, days = plan_balances(plan, assessment), observed_days(assessment)

    trails.add(balance_trails("plan", "这样还", balances))

    asked = {row.day: row for row in balances if row.day in days}
    for day, row in asked.items():
        trail = trails[balance_key("plan", day)]
        assert agrees(recomputed(trail, trails), row.owed)


@drawn.drawn_times(10)
@given(drawn.cases(most_loans=3), drawn.contracts(), drawn.yuan("0", "20000"))
def test_every_way_to_compute_is_told_from_its_own_books(case, contract, arrears):
    assessment = assess(replace(case, contract=contract), RULEBOOK)
    claims = Claims(case.as_of, {Item.ARREARS: arrears, Item.DAYS: 10})
    compared = compare_claims(claims, assessment)

    for told in filter(None, (compared.ours, *compared.explanations, compared.nearest)):
        trails = trails_of_way("way", told, assessment, RULEBOOK)

        assert_all_follow(trails)
        assert trails["way.arrears"].value == told.figures[Item.ARREARS]
        assert trails["way.arrears_left"].value == told.remaining[Item.ARREARS]


def test_what_a_way_to_compute_changes_is_no_term_in_force():
    case = make_case(loans=[raw_loan(first_unpaid_due_date="2026-11-21")])
    assessment = assess(case, RULEBOOK)
    theirs = assess(replace(case, contract=ContractTerms(grace_days=0)), RULEBOOK)
    claims = Claims(case.as_of, {Item.ARREARS: theirs.now.arrears})

    told = next(row for row in compare_claims(claims, assessment).explanations if row.words)
    trails = trails_of_way("way", told, assessment, RULEBOOK)

    assert trails.ground("term:grace_days").effective_from is None
    assert trails.ground("term:penalty_multiplier").effective_from is not None


def test_a_share_among_the_rules_is_told_in_percent():
    _, trails = trailed(make_case())

    assert trails.ground("rule:annual_cap").words == "24%"
    assert trails.ground("rule:retention_months").words == "60"
