"""The history of records: written once, shared by a record and its copies."""

from datetime import date

import pytest

from advice import records
from advice.models import Event, Status, Version
from tests.factories import (
    make_account,
    make_chapter,
    make_guide,
    make_question,
    make_rule,
    make_rule_value,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return make_question(key="prison", title="会不会坐牢？")


def test_a_version_holds_the_whole_record(question):
    writer = make_account("writer")

    version = records.keep_version(question, Event.CHANGED, by=writer, note="为什么")

    version.refresh_from_db()
    assert (version.kind, version.key, version.title) == ("question", "prison", "会不会坐牢？")
    assert (version.event, version.by, version.note) == (Event.CHANGED, writer, "为什么")
    assert version.document["title"] == "会不会坐牢？"
    assert version.document["reviewed_on"] == "2026-11-22"


def test_a_version_holds_the_rows_too():
    guide = make_guide()
    make_chapter(guide=guide, title="一章")

    version = records.keep_version(guide, Event.CHANGED, by=None)

    assert [row["title"] for row in version.document["chapters"]] == ["一章"]


def test_a_kept_version_makes_the_same_record_again(question):
    kind = records.kind_of(question)
    before = records.document_of(kind, question)
    records.keep_version(question, Event.CHANGED, by=None)
    question.title, question.order = "别的", 1
    question.save()

    records.write(kind, Version.objects.get().document, question)

    question.refresh_from_db()
    assert records.document_of(kind, question) == before


def test_copies_share_the_history_of_their_record(question):
    records.keep_version(question, Event.CREATED, by=None)
    copy = records.start_copy(question)
    records.keep_version(copy, Event.CHANGED, by=None)

    events = [version.event for version in records.versions_of(question)]

    assert events == [version.event for version in records.versions_of(copy)]
    assert events == ["changed", "created"]


def test_what_was_found_is_kept_once_as_it_is_stored(question):
    question.title = "还没有存的"

    records.keep_what_was_found(question)
    records.keep_what_was_found(question)

    version = Version.objects.get()
    assert (version.event, version.title, version.by) == ("found", "会不会坐牢？", None)


WRITERS = [
    ([], ""),
    (["created a"], "a"),
    (["created a", "changed b"], "a b"),
    (["imported a"], "a"),
    (["restored a"], "a"),
    (["created a", "submitted b", "returned c"], "a"),
    (["created a", "published b"], ""),
    (["created a", "published b", "changed c"], "c"),
    (["changed a", "discarded a", "changed b"], "b"),
    (["changed a", "found -", "changed b"], "b"),
    (["changed a", "scheduled b", "returned b", "changed c"], "a c"),
    (["imported -"], ""),
]


@pytest.mark.parametrize(("history", "names"), WRITERS)
def test_writers_are_those_who_wrote_since_the_last_decision(question, history, names):
    people = {name: make_account(name) for name in "abc"} | {"-": None}
    for line in history:
        event, who = line.split()
        records.keep_version(question, Event(event), by=people[who])

    assert records.writers(question) == {people[name].pk for name in names.split()}


def test_the_history_goes_with_a_changed_key(question):
    records.keep_version(question, Event.CREATED, by=None)
    question.key = "jail"
    question.save()

    records.follow_key(question, "prison")

    assert [version.key for version in records.versions_of(question)] == ["jail"]


def test_of_a_value_only_the_open_proposal_goes_with_its_day():
    rule = make_rule(key="cap")
    approved = make_rule_value(rule=rule)
    records.keep_version(approved, Event.PUBLISHED, by=None)
    proposal = make_rule_value(rule=rule, status=Status.DRAFT)
    records.keep_version(proposal, Event.CREATED, by=make_account("writer"))
    proposal.effective_from = date(2027, 1, 1)
    proposal.save()

    records.follow_key(proposal, "cap 2020-01-01")

    assert [version.event for version in records.versions_of(proposal)] == ["created"]
    assert [version.event for version in records.versions_of(approved)] == ["published"]
    assert len(records.writers(proposal)) == 1
