"""The initial content is whole: every key is there, readable, sourced and published."""

import re
from dataclasses import fields
from datetime import date

import pytest

from advice.engine.rules import RulesInForce
from advice.engine.wording import plain
from advice.models import (
    Consequence,
    FeeTable,
    FeeTableVersion,
    LegalSource,
    Prevention,
    ProductTerm,
    Rule,
    RuleValue,
    Strategy,
)
from advice.selectors import current_rulebook
from advice.services.content_check import findings

pytestmark = pytest.mark.usefixtures("seeded")

DAY = date(2026, 11, 22)
CONSEQUENCES = [
    "overdue_interest",
    "credit_record",
    "collection",
    "lawsuit",
    "enforcement",
    "mental_load",
]
STRATEGIES = [
    "pay_within_grace",
    "cure_arrears",
    "negotiate_extension",
    "negotiate_instalments",
    "sell_idle_items",
    "borrow_from_family",
    "cut_spending",
    "combined_plan",
    "get_lawyer",
    "get_financial_counsel",
    "ask_for_cap",
    "answer_court_papers",
    "settle_in_enforcement",
    "complain_about_harassment",
    "dispute_record",
    "avoid_scams",
]
TOOL_RULES = {
    "collection_standard_quiet_from_hour": "22",
    "collection_standard_quiet_until_hour": "8",
    "collection_standard_connected_calls": "3",
    "collection_guideline_quiet_from_hour": "22",
    "collection_guideline_quiet_until_hour": "8",
    "collection_guideline_missed_calls": "6",
    "debt_share_of_income": "0.5",
}
PREVENTION = ["sensible_spending", "emergency_fund", "check_statements"]
EFFECTS = {
    "pay_within_grace": "cure",
    "cure_arrears": "cure",
    "negotiate_extension": "restructure",
    "negotiate_instalments": "restructure",
    "sell_idle_items": "pay_down",
    "borrow_from_family": "pay_down",
    "cut_spending": "pay_down",
    "combined_plan": "pay_down",
    "ask_for_cap": "cap",
    "settle_in_enforcement": "restructure",
}
MONEY_USED = {
    "sell_idle_items": (["sellable_assets"], []),
    "borrow_from_family": (["family_loan"], []),
    "cut_spending": ([], ["monthly_surplus", "expense_cut"]),
    "combined_plan": (
        ["savings", "sellable_assets", "family_loan"],
        ["monthly_surplus", "expense_cut"],
    ),
}


def all_guidance():
    return [record for kind in (Consequence, Strategy, Prevention) for record in kind.objects.all()]


@pytest.mark.parametrize(
    ("kind", "keys"),
    [(Consequence, CONSEQUENCES), (Strategy, STRATEGIES), (Prevention, PREVENTION)],
)
def test_every_key_of_the_content_is_there_and_published(kind, keys):
    published = kind.objects.published().values_list("key", flat=True)

    assert sorted(published) == sorted(keys)


def test_the_consequences_stand_in_the_order_of_the_guide():
    assert list(Consequence.objects.values_list("key", flat=True)) == CONSEQUENCES


def test_every_strategy_has_the_effect_that_belongs_to_it():
    effects = dict(Strategy.objects.values_list("key", "effect_kind"))

    assert effects == {key: EFFECTS.get(key, "none") for key in STRATEGIES}


def test_every_paying_strategy_uses_the_money_that_belongs_to_it():
    paying = Strategy.objects.filter(effect_kind="pay_down")

    assert {s.key: ([*s.upfront_sources], [*s.monthly_sources]) for s in paying} == MONEY_USED


def test_what_is_shown_to_all_borrowers_says_whose_number_it_names():
    for record in all_guidance():
        texts = [getattr(record, field) for field in record.prose_fields()]
        for line in "\n".join(texts).splitlines():
            assert "95384" not in line or "微粒贷" in line, (record.key, line)


def test_a_term_of_the_borrowers_own_product_is_never_called_that_of_another():
    for record in all_guidance():
        for field in record.prose_fields():
            for sentence in re.split("[。；\n]", getattr(record, field)):
                assert "{{ term:" not in sentence or "微粒贷" not in sentence, record.key


def test_every_record_passes_the_checks_of_an_editor():
    for record in all_guidance():
        record.full_clean()


@pytest.mark.parametrize("kind", [RuleValue, FeeTableVersion, ProductTerm])
def test_only_what_no_source_supports_says_why_it_is_assumed(kind):
    for value in kind.objects.all():
        assert value.is_assumption == bool(value.reason), str(value)


@pytest.mark.parametrize("kind", [RuleValue, FeeTableVersion, ProductTerm, LegalSource])
def test_nothing_was_checked_before_it_was_in_force(kind):
    for record in kind.objects.exclude(effective_from=None):
        assert record.checked_on >= record.effective_from, str(record)


def test_the_check_of_the_content_finds_nothing():
    assert findings(DAY) == []


def test_every_rule_that_the_calculation_needs_is_in_force():
    rules = current_rulebook().on(DAY)

    keys = {*Rule.objects.values_list("key", flat=True)}
    keys |= {*FeeTable.objects.values_list("key", flat=True)}
    assert {field.name for field in fields(rules)} == keys - set(TOOL_RULES)
    assert isinstance(rules, RulesInForce)


def test_every_rule_that_only_a_tool_needs_is_in_force():
    rulebook = current_rulebook()

    values = {key: plain(rulebook.value_on(key, DAY)) for key in TOOL_RULES}

    assert values == TOOL_RULES
