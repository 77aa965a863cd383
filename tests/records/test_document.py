"""A record as a document and back: nothing is lost, and nothing that is no record gets in."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.models import Condition, Question, SampleBorrower, Status, Strategy
from advice.records import KINDS, NAMED, DocumentRefused, document_of, write
from advice.records.document import part_fields
from advice.records.files import from_text, to_text
from advice.services import indexing
from tests.factories import (
    make_chapter,
    make_condition,
    make_consequence,
    make_guide,
    make_question,
    make_rule,
    make_rule_value,
    make_source,
    make_strategy,
    new_question,
    new_sample,
)
from tests.sending import sent_times

pytestmark = pytest.mark.django_db
QUESTION = NAMED["question"]
STRATEGY = NAMED["strategy"]


def faults(kind, document, record=None):
    """What is wrong with a document: (path, message) of each fault."""
    with pytest.raises(DocumentRefused) as refused:
        write(kind, document, record or kind.model())
    return [(fault.path, fault.message) for fault in refused.value.faults]


def whole(**told):
    """A document with all that a question needs."""
    return {
        "key": "a",
        "title": "标题",
        "summary": "一句话。",
        "body": "正文。",
        "theme": "repay",
        "status": "draft",
        "reviewed_on": date(2026, 11, 22),
        "review_due_on": date(2027, 5, 22),
    } | told


# There and back


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_seeded_record_is_the_same_after_it_was_written_again(kind):
    stored = list(kind.model._default_manager.all())

    assert stored
    for record in stored:
        document = document_of(kind, record)
        write(kind, from_text(to_text(document)), record)
        again = kind.model._default_manager.get(pk=record.pk)
        assert document_of(kind, again) == document
        assert again == record


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
titles = texts.map(str.strip).filter(bool)


days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
questions = st.fixed_dictionaries(
    {
        "title": titles,
        "body": texts.filter(str.strip).map(lambda text: text.replace("{{", "")),
        "order": st.integers(0, 32767),
        "is_grave": st.booleans(),
        "reviewed_on": days,
        "review_due_on": days.map(lambda day: day.replace(year=day.year + 201, day=1)),
        "status": st.sampled_from(Status.values),
        "publish_at": st.integers(0, 2**32).map(lambda at: datetime.fromtimestamp(at, tz=UTC)),
    }
)


@sent_times(40)
@given(questions)
def test_any_question_is_the_same_after_it_went_through_a_text_file(told):
    question = new_question(**told)
    question.save()
    document = document_of(QUESTION, question)

    read = from_text(to_text(document))
    write(QUESTION, read, question)

    assert read == document
    assert document_of(QUESTION, Question.objects.get(pk=question.pk)) == document
    question.delete()


def test_rows_and_references_are_written_in_the_order_of_the_page():
    strategy = make_strategy(key="a")
    strategy.eases.set([make_consequence(key="z"), make_consequence(key="b")])
    make_condition(strategy=strategy, group=2, fact="arrears", operator="gt", value="3")
    make_condition(strategy=strategy, group=1, fact="arrears", operator="gt", value="5")

    document = document_of(STRATEGY, strategy)

    assert document["eases"] == ["b", "z"]
    assert document["conditions"] == [
        {"group": 1, "fact": "arrears", "operator": "gt", "value": "5"},
        {"group": 2, "fact": "arrears", "operator": "gt", "value": "3"},
    ]


def test_what_is_empty_is_left_out_and_what_is_no_is_not():
    document = document_of(QUESTION, make_question(is_grave=False, order=0))

    assert not {"sources", "publish_at", "revises", "id", "updated_at"} & document.keys()
    assert (document["is_grave"], document["order"]) == (False, 0)


def test_numbers_are_exact_and_without_the_zeros_of_their_column():
    value = make_rule_value(rule=make_rule(key="cap"), value=Decimal("0.24000000"))
    value.refresh_from_db()

    assert document_of(NAMED["rule_value"], value)["value"] == "0.24"


def test_ends_of_lines_of_browsers_are_those_of_texts():
    assert document_of(QUESTION, make_question(body="一\r\n二\r三"))["body"] == "一\n二\r三"


def test_answers_keep_what_they_are_and_lose_what_is_not_told():
    sample = new_sample()
    sample.answers |= {"rate": 1.5, "rows": [1, None, {"paid": None}], "is": False, "no": None}
    sample.save()
    kind = NAMED["sample"]

    document = document_of(kind, sample)
    write(kind, from_text(to_text(document)), sample)

    told = {"rate": 1.5, "rows": [1, {}], "is": False}
    assert document["answers"] == new_sample().answers | told
    assert SampleBorrower.objects.get(pk=sample.pk).answers == document["answers"]


# Writing


def test_a_record_is_made_whole_what_the_document_leaves_out_is_emptied():
    question = make_question(is_grave=True, order=7)
    question.sources.set([make_source()])

    write(QUESTION, whole(), question)

    question.refresh_from_db()
    assert (question.title, question.is_grave, question.order) == ("标题", False, 100)
    assert not question.sources.exists()


def test_rows_are_those_of_the_document():
    guide = make_guide(key="a")
    make_chapter(guide=guide, key="old")
    document = document_of(NAMED["guide"], guide)
    document["chapters"] = [{"key": "new", "title": "新的", "body": "正文。", "order": 1}]

    write(NAMED["guide"], document, guide)

    assert list(guide.chapters.values_list("key", "title")) == [("new", "新的")]


def test_days_may_stand_as_texts_as_in_a_kept_version():
    question = Question()

    write(
        QUESTION, whole(reviewed_on="2026-11-22", publish_at="2027-01-01T09:00:00+08:00"), question
    )

    stored = Question.objects.get()
    assert stored.reviewed_on == date(2026, 11, 22)
    assert stored.publish_at == datetime(2027, 1, 1, 1, tzinfo=UTC)


def test_a_time_without_a_zone_is_ours():
    write(QUESTION, whole(publish_at=datetime(2027, 1, 1, 9)), Question())  # noqa: DTZ001  # as in TOML

    assert Question.objects.get().publish_at == datetime(2027, 1, 1, 1, tzinfo=UTC)


def test_keys_lead_to_originals_and_never_to_working_copies():
    original = make_consequence(key="a")
    copy = make_consequence(key="a", revises=original, status=Status.DRAFT)
    strategy = make_strategy()

    write(STRATEGY, document_of(STRATEGY, strategy) | {"eases": ["a"]}, strategy)

    assert list(strategy.eases.all()) == [original] != [copy]


# Refusing


def test_all_faults_of_a_document_are_told_at_once():
    told = faults(QUESTION, whole(colour="red", order="5", is_grave=1, sources=["x"], theme=None))

    assert told == [
        (("colour",), told[0][1]),
        (("order",), "这里应该是整数，不加引号。"),
        (("is_grave",), "这里应该是 true 或 false。"),
        (("sources",), "找不到法律依据：x。"),
    ]
    assert told[0][1].startswith("没有“colour”这一项。可以写的有：key、title、")


def test_a_fault_in_a_row_names_the_row():
    rows = [
        {"group": 1, "fact": "arrears", "operator": "gt", "value": "0"},
        {"group": 1, "fact": "nonsense", "operator": "gt", "value": "0"},
    ]
    document = whole(first_step="先。", conditions=rows)
    del document["theme"]

    told = faults(STRATEGY, document)

    assert {path[:2] for path, _ in told} == {("conditions", 1)}
    assert ("conditions", 1, "fact") in [path for path, _ in told]


@pytest.mark.parametrize("rows", [1, "a", {"fact": "arrears"}, [1], [[]], [None], True])
def test_rows_that_are_none_are_refused(rows):
    document = whole(first_step="先。", conditions=rows)
    del document["theme"]

    assert faults(STRATEGY, document) == [(("conditions",), "这里应该是一行一行的列表。")]


def test_a_refused_document_leaves_the_record_and_its_rows_as_they_were():
    strategy = make_strategy(title="原来的")
    make_condition(strategy=strategy)
    document = document_of(STRATEGY, strategy)
    document |= {"title": "新的", "conditions": [{"group": 1, "fact": "nonsense"}]}

    with pytest.raises(DocumentRefused):
        write(STRATEGY, document, strategy)

    assert Strategy.objects.get().title == "原来的"
    assert Condition.objects.get().fact == "arrears"


def test_a_key_belongs_to_one_record():
    make_question(key="a")

    assert faults(QUESTION, whole()) == [(("key",), "这个代号已经有人用了：请换一个。")]


ODD = [
    -1,
    2**80,
    True,
    "",
    "字" * 5_000,
    "2026-02-30",
    "nan",
    "1e999999",
    Decimal("NaN"),
    date(1, 1, 1),
    date.max,
    datetime.max,  # noqa: DTZ901  # as a text file may say it
    datetime.min.replace(tzinfo=UTC),
    time(1, 2),
    [1],
    ["a"],
    {"a": {"b": [date(2026, 1, 1), Decimal("Infinity")]}},
]


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_whatever_stands_in_a_field_ends_in_a_record_or_in_a_refusal(kind, monkeypatch):
    monkeypatch.setattr(indexing, "index", lambda _: None)
    monkeypatch.setattr(indexing, "index_guides", lambda: None)
    record = kind.model._default_manager.first()
    document = document_of(kind, record)
    odd_ones = [
        document | {name: odd}
        for name in (*(field.name for field in kind.fields), *kind.parts)
        for odd in ODD
    ]
    odd_ones += [
        document | {part: [next(iter(document.get(part, [])), {}) | {field.name: odd}]}
        for part in kind.parts
        for field in part_fields(kind, part)
        for odd in ODD
    ]

    for odd_one in odd_ones:
        assert _written_or_refused(kind, odd_one, record), odd_one


def _written_or_refused(kind, document, record):
    try:
        write(kind, document, kind.model._default_manager.get(pk=record.pk))
    except DocumentRefused as refused:
        return all(fault.message and isinstance(fault.path, tuple) for fault in refused.faults)
    written = document_of(kind, kind.model._default_manager.get(pk=record.pk))
    return from_text(to_text(written)) == written
