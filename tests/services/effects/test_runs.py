"""Runs go on step by step, hold for one state of the site, and are seen before approval."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice.models import EffectRun, Question, RuleValue, SampleBorrower, Status
from advice.services import effects, workflow
from advice.services.effects import runs
from tests import factories as new
from tests.effects import see_effect
from tests.services.effects.conftest import IN_A_MONTH, TODAY, propose, revise, run

pytestmark = pytest.mark.usefixtures("small_panel")


@pytest.fixture
def reviewer(db):
    user = User.objects.create_user("reviewer", is_staff=True)
    user.groups.add(Group.objects.get(name="法律审核"))
    return user


def is_current(record):
    return effects.run_of(record, today=TODAY) is not None


# Steps


def test_each_step_goes_on_where_the_last_one_ended(lower_cap, monkeypatch):
    monkeypatch.setattr(runs, "STEP", 25)
    found = effects.start(lower_cap, today=TODAY)
    done = []

    while not found.is_finished:
        effects.advance(found, lower_cap)
        done.append(found.done)

    assert done == [25, 50, 56]
    assert found.total == SampleBorrower.objects.count() + 40
    assert len(found.results["samples"]) == SampleBorrower.objects.count()
    assert found.results["panel"]["assessed"] == 40
    assert found.as_of == IN_A_MONTH
    assert found.seconds > 0


def test_the_size_of_the_steps_changes_nothing(lower_cap, monkeypatch):
    at_once = run(lower_cap).results
    EffectRun.objects.all().delete()
    monkeypatch.setattr(runs, "STEP", 7)

    assert run(lower_cap).results == at_once


def test_a_step_that_somebody_else_made_meanwhile_is_not_counted_twice(lower_cap, monkeypatch):
    monkeypatch.setattr(runs, "STEP", 30)
    mine = effects.start(lower_cap, today=TODAY)
    theirs = EffectRun.objects.get(pk=mine.pk)

    effects.advance(theirs, lower_cap)
    effects.advance(mine, lower_cap)

    assert mine.done == 30
    assert mine.results == theirs.results


def test_starting_again_goes_on_with_the_same_run(lower_cap):
    first = run(lower_cap)

    again = effects.start(lower_cap, today=TODAY)

    assert again == first
    assert again.is_finished


# One state of the site


def edit_the_proposal(record):
    RuleValue.objects.filter(pk=record.pk).update(value=Decimal("0.2"))


def approve_another_value(record):
    propose("trial_days", value=Decimal(60), status=Status.PUBLISHED)


def publish_another_strategy(record):
    new.make_strategy()


def schedule_a_strategy(record):
    copy = revise("cure_arrears", urgency="today")
    copy.publish_at = timezone.now() + timedelta(1)
    copy.status = Status.SCHEDULED
    copy.save()


def edit_a_sample(record):
    sample = SampleBorrower.objects.first()
    sample.answers["savings"] = "77"
    sample.save()


@pytest.mark.parametrize(
    "edit",
    [
        edit_the_proposal,
        approve_another_value,
        publish_another_strategy,
        schedule_a_strategy,
        edit_a_sample,
    ],
)
def test_a_run_ends_with_what_it_was_made_for(lower_cap, edit):
    run(lower_cap)
    assert is_current(lower_cap)

    edit(lower_cap)

    lower_cap.refresh_from_db()
    assert not is_current(lower_cap)


def test_a_run_outlives_edits_that_change_no_result(lower_cap):
    run(lower_cap)

    Question.objects.first().save()
    propose("trial_days", value=Decimal(60))
    lower_cap.status = Status.DRAFT
    lower_cap.save()

    assert is_current(lower_cap)


def test_a_strategy_is_tried_anew_the_next_day_and_a_future_value_is_not(lower_cap):
    copy = revise("cure_arrears", urgency="today")
    run(lower_cap)
    run(copy)

    tomorrow = TODAY + timedelta(1)

    assert effects.run_of(lower_cap, today=tomorrow)
    assert not effects.run_of(copy, today=tomorrow)


def test_a_run_for_another_state_is_forgotten_and_those_of_others_stay(lower_cap):
    other = propose("trial_days", value=Decimal(60))
    stale, kept = run(lower_cap), run(other)

    edit_the_proposal(lower_cap)
    lower_cap.refresh_from_db()
    effects.start(lower_cap, today=TODAY)

    assert not EffectRun.objects.filter(pk=stale.pk).exists()
    assert EffectRun.objects.filter(pk=kept.pk).exists()


# Seen before approval


def test_a_value_is_not_approved_before_its_effect_was_seen(lower_cap, reviewer):
    with pytest.raises(ValidationError, match="批准前请先看影响测算"):
        workflow.approve(lower_cap, by=reviewer)

    see_effect(reviewer, lower_cap)
    workflow.approve(lower_cap, by=reviewer)

    lower_cap.refresh_from_db()
    assert lower_cap.status == Status.PUBLISHED


def test_that_somebody_else_has_seen_it_is_not_enough(lower_cap, reviewer):
    see_effect(User.objects.create_user("somebody"), lower_cap)

    with pytest.raises(ValidationError, match="影响测算"):
        workflow.approve(lower_cap, by=reviewer)


def test_an_unfinished_run_was_not_seen(lower_cap, reviewer):
    unfinished = effects.start(lower_cap, today=TODAY)

    effects.note_seen(unfinished, by=reviewer)

    assert not effects.was_seen(lower_cap, by=reviewer, today=TODAY)


def test_what_was_seen_before_another_edit_was_not_seen(lower_cap, reviewer):
    see_effect(reviewer, lower_cap)
    approve_another_value(lower_cap)

    with pytest.raises(ValidationError, match="影响测算"):
        workflow.approve(lower_cap, by=reviewer)


def test_a_strategy_that_is_judged_otherwise_needs_it_and_a_mere_text_does_not(reviewer):
    text = revise("cure_arrears", body="改过的正文。", status=Status.IN_REVIEW)
    effect = revise("cut_spending", urgency="today", status=Status.IN_REVIEW)

    workflow.approve(text, by=reviewer)
    with pytest.raises(ValidationError, match="影响测算"):
        workflow.approve(effect, by=reviewer)
    see_effect(reviewer, effect)
    workflow.approve(effect, by=reviewer)


def test_how_far_it_is_is_told_in_words(lower_cap, reviewer, monkeypatch):
    monkeypatch.setattr(runs, "STEP", 30)

    def words():
        return effects.progress(lower_cap, by=reviewer, today=TODAY)

    assert words() == "还没算"
    found = effects.start(lower_cap, today=TODAY)
    effects.advance(found, lower_cap)
    assert words() == "算到 30/56"
    effects.advance(found, lower_cap)
    assert words() == "算完了，你还没看"
    effects.note_seen(found, by=reviewer)
    assert words() == "你看过了"


def test_a_mere_text_need_not_be_tried(reviewer):
    text = revise("cure_arrears", body="改过的正文。")

    assert effects.progress(text, by=reviewer, today=TODAY) == "只改了文字，不用算"


def test_only_what_waits_is_tried(lower_cap):
    assert effects.is_tried(lower_cap)
    assert effects.is_tried(revise("cure_arrears"))
    assert not effects.is_tried(RuleValue.objects.published().first())
    assert not effects.is_tried(new.make_guide(status=Status.DRAFT))
