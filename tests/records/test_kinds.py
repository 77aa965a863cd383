"""The kinds of records: every model that editors fill, named and told apart."""

import pytest

from advice.models import (
    Consequence,
    FeeTableVersion,
    LoanProduct,
    ProductTerm,
    Publishable,
    Question,
    Rule,
    Version,
)
from advice.records import KINDS, NAMED, kind_of
from advice.records.kinds import PARTS, natural_key
from tests.factories import make_product, make_rule_value, make_synonym, make_term

REFERENCES = [
    (kind, field)
    for kind in KINDS
    for field in kind.fields
    if field.is_relation and field.related_model is not kind.model
]


def test_every_publishable_model_is_a_kind():
    assert {kind.model for kind in KINDS if kind.is_publishable} == set(_below(Publishable))


def _below(model):
    for child in model.__subclasses__():
        yield from _below(child)
        if not child._meta.abstract:
            yield child


@pytest.mark.parametrize(
    ("kind", "field"), REFERENCES, ids=lambda one: getattr(one, "name", str(one))
)
def test_kinds_come_after_those_that_they_refer_to(kind, field):
    assert KINDS.index(kind_of(field.related_model)) < KINDS.index(kind)


def test_every_row_belongs_to_a_kind():
    assert {kind.part(name) for kind in KINDS for name in kind.parts} == set(PARTS)


@pytest.mark.django_db
def test_keys_name_a_record_in_the_database_as_in_a_document():
    value = make_rule_value(rule=Rule.objects.create(key="cap", label="上限", unit="share"))
    term = make_term(product=make_product(slug="loan"))
    synonym = make_synonym(word="一", means="二")

    assert NAMED["rule_value"].key_of(value) == "cap 2020-01-01"
    assert NAMED["rule_value"].key_in({"rule": "cap", "effective_from": "2020-01-01"}) == (
        "cap 2020-01-01"
    )
    assert NAMED["term"].key_of(term) == "loan grace_days 2020-01-01"
    assert NAMED["synonym"].key_of(synonym) == "一 二"


def test_a_document_without_its_key_has_no_name():
    with pytest.raises(KeyError):
        NAMED["question"].key_in({"title": "标题"})


def test_the_kind_of_a_record_is_that_of_its_model():
    assert kind_of(Question()) is kind_of(Question) is NAMED["question"]
    with pytest.raises(KeyError):
        kind_of(Version)


def test_names_come_first_and_long_texts_last():
    names = [field.name for field in NAMED["question"].fields]

    assert names[:3] == ["key", "title", "summary"]
    assert names[-1] == "body"
    assert not {"id", "updated_at", "revises"} & set(names)


def test_products_are_known_by_their_slug():
    assert natural_key(LoanProduct) == "slug"
    assert natural_key(Consequence) == "key"


def test_labels_are_those_of_the_pages():
    assert kind_of(FeeTableVersion).label == "收费表的版本"
    assert kind_of(ProductTerm).label == "产品条款"
