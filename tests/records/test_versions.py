"""Who wrote what would be published, and what was done with it last."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advice import records
from advice.models import Event
from advice.records import Story
from tests import factories as new

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return new.make_account("writer")


@pytest.fixture
def lawyer():
    return new.make_account("lawyer")


def written(record, *events):
    for event, by in events:
        records.keep_version(record, event, by=by, note=f"{event.label}了")
    return record


def test_writers_are_those_since_it_was_last_decided(writer, lawyer):
    question = written(
        new.make_question(),
        (Event.CREATED, lawyer),
        (Event.PUBLISHED, lawyer),
        (Event.CHANGED, writer),
        (Event.SUBMITTED, lawyer),
    )

    assert records.writers(question) == {writer.pk}


def test_a_story_tells_the_writers_and_what_was_done_last(writer, lawyer):
    question = written(
        new.make_question(),
        (Event.PUBLISHED, lawyer),
        (Event.CHANGED, writer),
        (Event.RETURNED, lawyer),
    )
    value = written(new.make_rule_value(), (Event.CREATED, lawyer))
    untold = new.make_question()

    stories = records.stories_of([question, value, untold])

    day = value.effective_from.isoformat()
    assert stories == {
        ("question", question.key): Story(frozenset({writer.pk}), Event.RETURNED, "退回修改了"),
        ("rule_value", f"{value.rule.key} {day}"): Story(
            frozenset({lawyer.pk}), Event.CREATED, "新建了"
        ),
        ("question", untold.key): Story(),
    }


def test_many_stories_are_told_in_one_query(writer):
    questions = [written(new.make_question(), (Event.CREATED, writer)) for _ in range(3)]

    with CaptureQueriesContext(connection) as asked:
        records.stories_of(questions)

    assert len(asked) == 1


def test_no_records_have_no_stories():
    with CaptureQueriesContext(connection) as asked:
        assert records.stories_of([]) == {}

    assert not asked
