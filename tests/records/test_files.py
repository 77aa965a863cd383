"""Records as text files: each in the folder of its kind, its values with it."""

from datetime import date

import pytest

from advice.models import Status
from advice.records import KINDS, NAMED
from advice.records.files import (
    FOLDERS,
    LISTS,
    SERIES,
    file_of,
    from_text,
    proposals_of,
    split,
    to_text,
)
from tests.factories import (
    make_bracket,
    make_product,
    make_question,
    make_rule,
    make_rule_value,
    make_table,
    make_term,
    make_version,
)

pytestmark = pytest.mark.django_db


def test_every_kind_stands_in_one_place():
    placed = [*FOLDERS.values(), *LISTS.values(), *(series.kind.name for series in SERIES.values())]

    assert sorted(placed) == sorted(kind.name for kind in KINDS)


def test_the_approved_values_of_a_rule_stand_in_its_file_in_the_order_of_their_days():
    rule = make_rule(key="cap", label="上限")
    make_rule_value(rule=rule, effective_from=date(2027, 1, 1), value="0.154")
    make_rule_value(rule=rule, effective_from=date(2020, 1, 1), value="0.24")
    for status in (Status.DRAFT, Status.WITHDRAWN):
        make_rule_value(rule=rule, effective_from=date(2021, 1, 1), status=status)

    assert to_text(file_of(NAMED["rule"], rule)) == (
        'key = "cap"\nlabel = "上限"\nunit = "share"\n'
        '\n[[values]]\nstatus = "published"\neffective_from = 2020-01-01\n'
        'checked_on = 2026-11-22\nvalue = "0.24"\nreason = "只是假定。"\n'
        '\n[[values]]\nstatus = "published"\neffective_from = 2027-01-01\n'
        'checked_on = 2026-11-22\nvalue = "0.154"\nreason = "只是假定。"\n'
    )


def test_a_rule_without_values_has_an_empty_list_of_them():
    document = file_of(NAMED["rule"], make_rule())

    assert document["values"] == []


def test_terms_stand_by_their_names_and_then_by_their_days():
    product = make_product()
    for key, day in (("year_days", 2020), ("grace_days", 2021), ("grace_days", 2020)):
        value = {"grace_days": 1, "year_days": 360}[key]
        make_term(product=product, key=key, value=value, effective_from=date(day, 1, 1))

    terms = file_of(NAMED["product"], product)["terms"]

    assert [(term["key"], term["effective_from"].year) for term in terms] == [
        ("grace_days", 2020),
        ("grace_days", 2021),
        ("year_days", 2020),
    ]


def test_proposals_stand_apart_from_what_is_approved():
    rule = make_rule(key="cap")
    make_rule_value(rule=rule, value="0.24")
    make_rule_value(rule=rule, value="0.2", status=Status.IN_REVIEW)
    make_rule_value(rule=rule, value="0.3", status=Status.WITHDRAWN)

    document = proposals_of(NAMED["rule"], rule)

    assert document["key"] == "cap"
    assert [(value["value"], value["status"]) for value in document["values"]] == [
        ("0.2", "review")
    ]


def test_without_proposals_there_is_no_file_of_them():
    assert proposals_of(NAMED["rule"], make_rule()) == {}
    assert proposals_of(NAMED["question"], make_question()) == {}


def test_a_file_is_split_into_its_record_and_its_values():
    table = make_table(key="fee")
    make_bracket(version=make_version(table=table))
    kind = NAMED["table"]

    record, (version,) = split(kind, from_text(to_text(file_of(kind, table))))

    assert record == {"key": "fee", "label": "一张收费表"}
    assert version["table"] == "fee"
    assert version["brackets"] == [{"over": "0", "flat": "50", "share": "0"}]


def test_a_file_without_values_is_its_record():
    document = file_of(NAMED["question"], make_question())

    assert split(NAMED["question"], document) == (document, [])


def test_long_texts_stand_as_they_read():
    question = make_question(body='一\n\n- "二"\\n')

    assert 'body = """\n一\n\n- \\"二\\"\\\\n"""' in to_text(file_of(NAMED["question"], question))
