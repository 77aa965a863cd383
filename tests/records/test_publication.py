"""What was written takes the place of what visitors see, in one step."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice import records
from advice.models import (
    Condition,
    Question,
    RuleValue,
    SearchEntry,
    SiteEdition,
    Status,
    Strategy,
)
from tests.factories import (
    make_account,
    make_chapter,
    make_condition,
    make_consequence,
    make_guide,
    make_question,
    make_rule,
    make_rule_value,
    make_source,
    make_strategy,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def strategy():
    strategy = make_strategy(key="a", title="原来的")
    make_condition(strategy=strategy, value="1")
    strategy.eases.set([make_consequence()])
    return strategy


def scheduled(record, *, minutes):
    """The record, approved for a time so many minutes from now."""
    record.status, record.publish_at = Status.SCHEDULED, NOW + timedelta(minutes=minutes)
    record.save()
    return record


# Working copies


def test_a_copy_equals_its_record_and_nobody_sees_it(strategy):
    edition = SiteEdition.current().token

    copy = records.start_copy(strategy)

    kind = records.kind_of(strategy)
    assert records.document_of(kind, copy) == records.document_of(kind, strategy) | {
        "status": "draft"
    }
    assert (copy.revises, strategy.copy) == (strategy, copy)
    assert list(Strategy.objects.published()) == list(Strategy.objects.originals()) == [strategy]
    assert SearchEntry.objects.filter(key="a").count() == 1
    assert SiteEdition.current().token == edition


def test_a_copy_of_a_guide_hides_no_guide_from_the_search():
    guide = make_guide(key="overdue", title="逾期了")
    make_chapter(guide=guide)
    entry = SearchEntry.objects.get()

    copy = records.start_copy(guide)
    copy.chapters.get().delete()

    assert SearchEntry.objects.get() == entry


def test_a_published_copy_becomes_its_record(strategy):
    copy = records.start_copy(strategy)
    copy.title = "新的"
    copy.save()
    copy.conditions.update(value="2")

    live = records.publish(copy, by=make_account("approver"), note="看过了")

    assert live == strategy
    assert (Strategy.objects.get().title, Strategy.objects.get().status) == ("新的", "published")
    assert Condition.objects.get().value == "2"
    assert SearchEntry.objects.get(key="a").title == "新的"
    version = records.versions_of(strategy).first()
    assert (version.event, version.by.username, version.note) == ("published", "approver", "看过了")


def test_a_copy_that_is_unfit_leaves_everything_as_it_was(strategy):
    copy = records.start_copy(strategy)
    Strategy.objects.filter(pk=copy.pk).update(body="{{ rule:nothing }}")
    copy.refresh_from_db()

    with pytest.raises(records.DocumentRefused):
        records.publish(copy, by=None)

    assert Strategy.objects.count() == 2
    strategy.refresh_from_db()
    assert (strategy.title, strategy.body) == ("原来的", "正文。")
    assert not records.versions_of(strategy).exists()


def test_a_draft_is_published_as_itself():
    question = make_question(status=Status.DRAFT)

    assert records.publish(question, by=None) == question

    assert Question.objects.get().is_published
    assert SearchEntry.objects.filter(key=question.key).exists()


# Dated values


def test_a_value_replaces_the_one_of_the_same_day_and_no_other():
    rule = make_rule(key="cap")
    first, other_day, proposed = (
        make_rule_value(rule=rule, value="0.24"),
        make_rule_value(rule=rule, value="0.36", effective_from=date(2021, 1, 1)),
        make_rule_value(rule=rule, value="0.2", status=Status.IN_REVIEW),
    )
    another = make_rule_value(rule=make_rule(key="other"))

    assert records.rivals(proposed) == [first]
    records.publish(proposed, by=None)

    stored = {value.pk: value for value in RuleValue.objects.all()}
    assert stored[first.pk].status == Status.WITHDRAWN
    assert stored[first.pk].value == Decimal("0.24")
    assert all(stored[value.pk].is_published for value in (other_day, proposed, another))
    assert [version.event for version in records.versions_of(proposed)] == ["published", "replaced"]


def test_a_value_that_is_unfit_leaves_the_old_one_in_force():
    rule = make_rule()
    old = make_rule_value(rule=rule, value="0.24")
    source = make_source(status=Status.DRAFT)
    new = make_rule_value(rule=rule, value="0.2", status=Status.IN_REVIEW, source=source)

    with pytest.raises(ValidationError):
        records.publish(new, by=None)

    assert [value.pk for value in RuleValue.objects.published()] == [old.pk]


# What is due


@pytest.mark.parametrize(("minutes", "published"), [(-1, True), (0, True), (1, False)])
def test_what_was_scheduled_is_published_when_its_time_has_come(minutes, published):
    question = scheduled(make_question(), minutes=minutes)

    records.publish_what_is_due(NOW)

    question.refresh_from_db()
    assert question.is_published is published
    assert (question.publish_at is None) is published


def test_the_next_change_is_the_earliest_that_is_left():
    SiteEdition.renew()
    scheduled(make_question(), minutes=-1)
    scheduled(make_question(), minutes=20)
    next_one = scheduled(make_strategy(), minutes=10)

    records.publish_what_is_due(NOW)

    assert SiteEdition.current().next_change_at == next_one.publish_at


def test_without_anything_scheduled_there_is_no_next_change():
    SiteEdition.renew()
    SiteEdition.objects.update(next_change_at=NOW)

    records.publish_what_is_due(NOW)

    assert SiteEdition.current().next_change_at is None


def test_a_scheduled_copy_takes_the_place_of_its_record(strategy):
    copy = records.start_copy(strategy)
    copy.title = "新的"
    scheduled(copy, minutes=-1)

    records.publish_what_is_due(NOW)

    assert [(one.pk, one.title) for one in Strategy.objects.all()] == [(strategy.pk, "新的")]


def test_what_can_no_longer_be_published_goes_back_and_keeps_nothing_else_waiting(strategy):
    source = make_source(title="刑法", article="", effective_to=date(2020, 1, 1))
    stale = scheduled(make_question(title="过时的"), minutes=-2)
    stale.sources.set([source])
    fit = scheduled(make_question(), minutes=-1)

    records.publish_what_is_due(NOW)

    stale.refresh_from_db()
    fit.refresh_from_db()
    assert (stale.status, stale.publish_at) == (Status.IN_REVIEW, None)
    assert fit.is_published
    version = records.versions_of(stale).first()
    assert (version.event, version.by) == ("returned", None)
    assert "刑法（已失效）" in version.note
