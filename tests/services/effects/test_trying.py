"""A change is tried as it would be published, and nothing of it stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from advice import records, selectors
from advice.models import (
    LoanProduct,
    ProductTerm,
    SearchEntry,
    SearchTerm,
    SiteEdition,
    Status,
    Strategy,
    Version,
)
from advice.services.effects.trying import (
    CannotBeTried,
    changes_results,
    day_of,
    eased_otherwise,
    try_change,
)
from tests import factories as new
from tests.services.effects.conftest import IN_A_MONTH, TODAY, propose, revise

pytestmark = pytest.mark.usefixtures("seeded")


def everything():
    """All that a run might change of the site."""
    kinds = [
        records.document_of(kind, row) for kind in records.KINDS for row in kind.model.objects.all()
    ]
    search = [SearchEntry.objects.order_by("pk"), SearchTerm.objects.order_by("pk")]
    rows = [list(found.values_list()) for found in search]
    versions = list(Version.objects.values_list())
    return kinds, rows, versions, SiteEdition.current().token


def cap_on(state, day):
    return state.rulebook.on(day).annual_cap


def rule_of(state, key):
    return next((rule for rule in state.strategies if rule.slug == key), None)


# The day


def test_a_value_is_tried_for_its_first_day_or_for_today(lower_cap):
    assert day_of(lower_cap, today=TODAY) == IN_A_MONTH
    assert day_of(lower_cap, today=IN_A_MONTH) == IN_A_MONTH
    assert day_of(lower_cap, today=IN_A_MONTH + timedelta(1)) == IN_A_MONTH + timedelta(1)


def test_a_strategy_is_tried_for_today():
    assert day_of(revise("cure_arrears"), today=TODAY) == TODAY


# Before and after


def test_a_value_counts_from_its_first_day_and_only_after(lower_cap):
    trial = try_change(lower_cap, IN_A_MONTH)

    assert cap_on(trial.before, IN_A_MONTH) == Decimal("0.24")
    assert cap_on(trial.after, IN_A_MONTH) == Decimal("0.154")
    assert cap_on(trial.after, IN_A_MONTH - timedelta(1)) == Decimal("0.24")


def test_what_is_approved_for_later_counts_in_both(lower_cap):
    approved = propose("trial_days", value=Decimal(60), status=Status.PUBLISHED)

    trial = try_change(lower_cap, IN_A_MONTH)

    assert trial.before.rulebook.on(IN_A_MONTH).trial_days == approved.value
    assert trial.after.rulebook.on(IN_A_MONTH).trial_days == approved.value


def test_other_proposals_count_in_neither(lower_cap):
    propose("trial_days", value=Decimal(60))

    trial = try_change(lower_cap, IN_A_MONTH)

    assert trial.before.rulebook.on(IN_A_MONTH).trial_days == 90
    assert trial.after.rulebook.on(IN_A_MONTH).trial_days == 90


def test_a_value_for_a_day_that_has_one_takes_its_place():
    propose(value=Decimal("0.2"), status=Status.PUBLISHED)
    correction = propose(value=Decimal("0.154"))

    trial = try_change(correction, IN_A_MONTH)

    assert cap_on(trial.before, IN_A_MONTH) == Decimal("0.2")
    assert cap_on(trial.after, IN_A_MONTH) == Decimal("0.154")


def test_a_term_and_a_fee_table_are_tried_too():
    term = new.make_term(
        product=LoanProduct.objects.get(slug="weilidai"),
        key="penalty_multiplier",
        value=Decimal("1.3"),
        effective_from=IN_A_MONTH,
        status=Status.IN_REVIEW,
    )

    trial = try_change(term, IN_A_MONTH)

    old, now = (
        state.rulebook.product("weilidai").terms_on(IN_A_MONTH).penalty_multiplier
        for state in (trial.before, trial.after)
    )
    assert (old, now) == (Decimal("1.5"), Decimal("1.3"))


def test_a_changed_strategy_takes_the_place_of_the_live_one():
    copy = revise("negotiate_instalments", max_months=60)
    copy.conditions.filter(group=2).delete()

    trial = try_change(copy, TODAY)

    assert rule_of(trial.before, "negotiate_instalments").effect.max_months == 36
    assert rule_of(trial.after, "negotiate_instalments").effect.max_months == 60
    assert len(rule_of(trial.before, "negotiate_instalments").groups) == 6
    assert len(rule_of(trial.after, "negotiate_instalments").groups) == 5
    assert trial.changed == {"negotiate_instalments"}


def test_a_new_strategy_is_added():
    draft = new.make_strategy(key="another_way", status=Status.DRAFT)

    trial = try_change(draft, TODAY)

    assert rule_of(trial.before, "another_way") is None
    assert rule_of(trial.after, "another_way")


@pytest.mark.parametrize(("days", "months"), [(30, 60), (31, 36)])
def test_a_strategy_scheduled_until_the_day_counts_in_both(lower_cap, days, months):
    copy = revise("negotiate_instalments", max_months=60)
    Strategy.objects.filter(pk=copy.pk).update(
        status=Status.SCHEDULED, publish_at=timezone.now() + timedelta(days)
    )

    trial = try_change(lower_cap, IN_A_MONTH)

    for state in (trial.before, trial.after):
        assert rule_of(state, "negotiate_instalments").effect.max_months == months


# Nothing stays


@pytest.mark.parametrize("what", ["value", "copy", "new"])
def test_nothing_of_the_site_is_changed(lower_cap, what):
    changes = {
        "value": lambda: lower_cap,
        "copy": lambda: revise("cure_arrears", urgency="today", body="改过的正文。"),
        "new": lambda: new.make_strategy(key="another_way", status=Status.DRAFT),
    }
    record = changes[what]()
    edition = selectors.current_edition()
    before = everything()

    try_change(record, IN_A_MONTH)

    assert everything() == before
    assert selectors.current_edition() is edition


def test_no_page_is_forgotten_and_nothing_is_put_off(lower_cap, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as put_off:
        try_change(lower_cap, IN_A_MONTH)

    assert put_off == []


def test_what_cannot_be_published_cannot_be_tried_and_changes_nothing():
    copy = revise("negotiate_instalments")
    Strategy.objects.filter(pk=copy.pk).update(title="")
    before = everything()

    with pytest.raises(CannotBeTried):
        try_change(copy, TODAY)

    assert everything() == before


def test_a_day_beyond_the_calendar_cannot_be_tried(lower_cap):
    assert try_change(lower_cap, date(2199, 12, 31))
    with pytest.raises(CannotBeTried, match="2199年12月31日"):
        try_change(lower_cap, date(2200, 1, 1))


# What needs to be tried


def test_every_value_changes_results(lower_cap):
    term = ProductTerm.objects.first()

    assert changes_results(lower_cap)
    assert changes_results(term)


def test_a_strategy_of_which_only_texts_differ_changes_no_result():
    copy = revise("cure_arrears", title="换个标题", body="换了正文。", summary="换了一句话。")

    assert not changes_results(copy)


@pytest.mark.parametrize(
    "changes",
    [
        {"urgency": "today"},
        {"order": 1},
        {"effect_kind": "none"},
        {"effect_kind": "pay_down", "uses_savings": True},
    ],
)
def test_a_strategy_that_is_judged_otherwise_changes_results(changes):
    assert changes_results(revise("cure_arrears", **changes))


def test_other_rows_of_a_strategy_change_results():
    conditions, eases, products = (
        revise(key) for key in ("cure_arrears", "cut_spending", "get_lawyer")
    )
    conditions.conditions.first().delete()
    eases.eases.remove(eases.eases.first())
    products.products.add(LoanProduct.objects.get(slug="weilidai"))

    assert changes_results(conditions)
    assert changes_results(eases)
    assert changes_results(products)


def test_a_new_strategy_changes_results_and_a_guide_never_does():
    assert changes_results(new.make_strategy(status=Status.DRAFT))
    assert not changes_results(new.make_guide(status=Status.DRAFT))


def test_it_is_told_beside_which_consequences_a_strategy_will_stand():
    copy = revise("cure_arrears")
    gone = copy.eases.first()
    copy.eases.remove(gone)
    more = new.make_consequence(title="又一个后果")
    copy.eases.add(more)

    assert eased_otherwise(copy) == (["又一个后果"], [gone.title])
    assert eased_otherwise(new.make_rule_value()) == ([], [])
