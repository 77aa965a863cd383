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
    SearchEntry,
    SeededRecord,
    Strategy,
    Synonym,
)
from advice.selectors import entries_of, hits_of
from advice.services.indexing import KINDS
from advice.words import words_of


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
    documents = list(seed.seed_documents())

    def half():
        yield from documents[:5]
        raise OSError("one file can't be read")

    monkeypatch.setattr(seed, "seed_documents", half)
    with pytest.raises(OSError, match="one file"):
        seed.load()

    assert not LegalSource.objects.exists()


# The search


def test_what_was_loaded_is_found(seeded):
    published = sum(model.objects.published().count() for model in KINDS)

    assert SearchEntry.objects.count() == published > 200
    assert [entry.key for entry in entries_of(hits_of(["爆通讯录"]).best)] == ["calls_to_family"]


def test_a_database_that_is_older_than_its_index_gets_it_with_the_next_load(seeded):
    count = SearchEntry.objects.count()
    SearchEntry.objects.all().delete()

    seed.load()

    assert SearchEntry.objects.count() == count


def test_every_synonym_leads_to_something(seeded):
    synonyms = Synonym.objects.all()

    assert len(synonyms) >= 60
    for synonym in synonyms:
        assert hits_of(words_of(synonym.means)).best, synonym
