"""The rules of a day, kept as JSON: computed with once more, and set beside another day's."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from advice.engine.assessment import assess
from advice.engine.report import report
from advice.engine.rules import DatedValue
from advice.engine.snapshot import as_then, changed_since, snapshot
from tests.engine.drawn import AS_OF, cases, drawn_times
from tests.engine.rulebook import fee_table, make_rulebook

RULEBOOK = make_rulebook()
LATER = date(2026, 12, 1)


def with_value(rulebook, group, key, value, since=LATER):
    """The rulebook in which a rule, a fee table or a term has another value since then."""
    if group == "terms":
        product = rulebook.product("weilidai")
        terms = _changed(product.terms, key, value, since)
        return replace(rulebook, products={"weilidai": replace(product, terms=terms)})
    return replace(rulebook, **{group: _changed(getattr(rulebook, group), key, value, since)})


def _changed(series, key, value, since):
    earlier = [dated for dated in series[key].values if dated.effective_from < since]
    return {**series, key: replace(series[key], values=(*earlier, DatedValue(since, value)))}


def kept(rulebook=RULEBOOK, day=AS_OF):
    return json.loads(json.dumps(snapshot(rulebook, "weilidai", day)))


CHANGES = [
    ("rules", "annual_cap", Decimal("0.2")),
    ("fee_tables", "execution_fee", fee_table([("0", "60", "0")])),
    ("terms", "penalty_multiplier", Decimal("1.4")),
    ("terms", "acceleration_days", Decimal(90)),
]


@drawn_times(60)
@given(cases())
def test_a_snapshot_computes_what_the_rulebook_computed(case):
    upgraded = RULEBOOK
    for change in CHANGES:
        upgraded = with_value(upgraded, *change, since=AS_OF)

    again = assess(case, as_then(upgraded, "weilidai", kept()))

    assert report(again) == report(assess(case, RULEBOOK))
    assert again.rules == RULEBOOK.on(AS_OF)


def test_nothing_has_changed_where_the_rulebook_is_the_same():
    assert changed_since(kept(), RULEBOOK, "weilidai", LATER) == ()


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[1])
def test_a_changed_value_is_named_with_its_first_day(change):
    group, key, _ = change
    upgraded = with_value(RULEBOOK, *change)

    eve = changed_since(kept(), upgraded, "weilidai", date(2026, 11, 30))
    since = changed_since(kept(), upgraded, "weilidai", LATER)

    series = upgraded.product("weilidai").terms if group == "terms" else getattr(upgraded, group)
    assert eve == ()
    assert [(row.label, row.effective_from) for row in since] == [(series[key].label, LATER)]


def test_a_value_written_with_more_zeros_is_the_same():
    same = with_value(RULEBOOK, "rules", "annual_cap", Decimal("0.240000"))

    assert changed_since(kept(), same, "weilidai", LATER) == ()


def test_a_rule_that_came_later_is_taken_from_the_rulebook():
    without = kept()
    del without["rules"]["annual_cap"]

    then = as_then(RULEBOOK, "weilidai", without)

    assert then.on(AS_OF) == RULEBOOK.on(AS_OF)
    assert changed_since(without, RULEBOOK, "weilidai", AS_OF) == ()


def test_a_rule_that_is_not_in_force_is_not_kept():
    early = kept(day=date(2000, 1, 1))

    assert early == {"rules": {}, "fee_tables": {}, "terms": {}}
