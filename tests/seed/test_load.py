"""The seed is loaded once, and whatever an editor does afterwards stays."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from advice import seed
from advice.models import (
    Condition,
    LegalSource,
    ProductTerm,
    Rule,
    RuleValue,
    SeededRecord,
    Strategy,
)


def test_loading_again_writes_nothing(db):
    first = seed.load()

    second = seed.load()

    assert first > 0
    assert second == 0


def test_the_command_says_what_it_did(db):
    out = StringIO()

    call_command("load_seed", stdout=out)
    call_command("load_seed", stdout=out)

    loaded = SeededRecord.objects.count()
    assert out.getvalue().splitlines() == [f"Loaded {loaded} seed records.", "The seed is loaded."]


def test_a_change_of_an_editor_is_never_overwritten(seeded):
    Strategy.objects.filter(key="avoid_scams").update(title="新的标题", order=7)
    ProductTerm.objects.filter(product__slug="weilidai", key="grace_days").update(value=3)
    RuleValue.objects.filter(rule__key="annual_cap").update(value="0.2")

    seed.load()

    strategy = Strategy.objects.get(key="avoid_scams")
    assert (strategy.title, strategy.order) == ("新的标题", 7)
    assert ProductTerm.objects.get(product__slug="weilidai", key="grace_days").value == 3
    assert RuleValue.objects.get(rule__key="annual_cap").value == Decimal("0.2")


def test_a_deletion_of_an_editor_is_never_undone(seeded):
    Strategy.objects.get(key="avoid_scams").delete()
    Condition.objects.filter(strategy__key="get_lawyer").delete()
    LegalSource.objects.get(key="hotline_12368").delete()
    RuleValue.objects.filter(rule__key="annual_cap").delete()

    seed.load()

    assert not Strategy.objects.filter(key="avoid_scams").exists()
    assert not Condition.objects.filter(strategy__key="get_lawyer").exists()
    assert not LegalSource.objects.filter(key="hotline_12368").exists()
    assert not Rule.objects.get(key="annual_cap").values.exists()


def test_a_seed_that_fails_leaves_nothing_behind(db, monkeypatch):
    def broken():
        raise OSError

    records = seed._records  # noqa: SLF001  # one file of the seed can't be read

    def half():
        yield from list(records())[:5]
        broken()

    monkeypatch.setattr(seed, "_records", half)
    with pytest.raises(OSError):  # noqa: PT011  # raised above, without a message
        seed.load()

    assert not LegalSource.objects.exists()
