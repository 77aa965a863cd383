"""From draft to published: every move from every state, and what stands in the way."""

from contextlib import nullcontext
from datetime import datetime, time, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from advice import records
from advice.models import (
    Confidence,
    Event,
    LegalSource,
    Question,
    RuleValue,
    SearchEntry,
    SiteEdition,
    Status,
    Strategy,
)
from advice.services import workflow
from advice.services.workflow import Move
from tests import factories as new
from tests.effects import see_effect

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
IN_A_WEEK = timezone.now() + timedelta(7)


@pytest.fixture
def writer():
    return new.make_account("writer", "编辑")


@pytest.fixture
def reviewer():
    return new.make_account("reviewer", "法律审核")


@pytest.fixture
def proposer():
    """Somebody who may write values of rules, which an editor can't."""
    return new.make_account("proposer", "法律审核")


def question(status, **told):
    at = IN_A_WEEK if status == Status.SCHEDULED else None
    return new.make_question(status=status, **{"publish_at": at} | told)


def copy_of_question(status):
    return question(status, revises=new.make_question(key="q"), key="q")


def value(status, **told):
    return new.make_rule_value(status=status, **{"effective_from": TOMORROW} | told)


def written(record, by):
    """The record, as somebody wrote it."""
    records.keep_version(record, Event.CREATED, by=by)
    return record


def waiting(record, *, by):
    """The record, written by somebody and sent to be looked at."""
    workflow.submit(written(record, by), by=by)
    record.refresh_from_db()
    return record


def changed_copy(record, *, by, **changes):
    """A working copy with changes, sent to be looked at."""
    copy = workflow.revise(record, by=by)
    for name, told in changes.items():
        setattr(copy, name, told)
    copy.save()
    records.keep_version(copy, Event.CHANGED, by=by)
    workflow.submit(copy, by=by)
    copy.refresh_from_db()
    return copy


def events(record):
    return list(records.versions_of(record).values_list("event", flat=True))


# Every move from every state

OPEN_TO = {
    question: {
        Status.DRAFT: {Move.SUBMIT},
        Status.IN_REVIEW: {Move.RETURN, Move.APPROVE},
        Status.SCHEDULED: {Move.UNSCHEDULE},
        Status.PUBLISHED: {Move.REVISE, Move.WITHDRAW},
        Status.WITHDRAWN: {Move.REVISE},
    },
    copy_of_question: {
        Status.DRAFT: {Move.SUBMIT, Move.DISCARD},
        Status.IN_REVIEW: {Move.RETURN, Move.APPROVE},
        Status.SCHEDULED: {Move.UNSCHEDULE},
    },
    value: {
        Status.DRAFT: {Move.SUBMIT, Move.DISCARD},
        Status.IN_REVIEW: {Move.RETURN},  # approving asks for its effect; see test_effects
        Status.PUBLISHED: {Move.WITHDRAW},
        Status.WITHDRAWN: set(),
    },
}


@pytest.mark.parametrize(
    ("make", "status", "move"),
    [
        (make, status, move)
        for make, states in OPEN_TO.items()
        for status in states
        for move in Move
        if not (make is value and move is Move.APPROVE and status == Status.IN_REVIEW)
    ],
)
def test_a_move_is_open_from_its_states_and_closed_from_all_others(make, status, move, reviewer):
    record = make(status)
    told = {"note": "请改标题。"} if move in {Move.RETURN, Move.WITHDRAW} else {}
    is_open = move in OPEN_TO[make][status]

    with nullcontext() if is_open else pytest.raises(PermissionDenied):
        workflow.make(move, record, by=reviewer, **told)

    stored = type(record).objects.filter(pk=record.pk).values_list("status", flat=True).first()
    reached = {
        Move.SUBMIT: Status.IN_REVIEW,
        Move.RETURN: Status.DRAFT,
        Move.UNSCHEDULE: Status.DRAFT,
        Move.WITHDRAW: Status.WITHDRAWN,
        Move.APPROVE: None if make is copy_of_question else Status.PUBLISHED,
        Move.REVISE: Status.DRAFT if status == Status.WITHDRAWN else status,
        Move.DISCARD: None,
    }
    assert stored == (reached[move] if is_open else status)


@pytest.mark.parametrize("move", list(Move))
def test_nobody_moves_what_they_have_no_permission_for(move):
    states, _ = workflow.MOVES[move]
    visitor = new.make_account("nobody")

    for status in states:
        record = question(status)
        assert "没有" in workflow.may(visitor, record, move)
        with pytest.raises(PermissionDenied):
            workflow.make(move, record, by=visitor)


@pytest.mark.parametrize("move", [Move.APPROVE, Move.UNSCHEDULE, Move.WITHDRAW])
def test_an_editor_decides_nothing(writer, move):
    states, _ = workflow.MOVES[move]

    for status in states:
        with pytest.raises(PermissionDenied, match="没有"):
            workflow.make(move, question(status), by=writer)


# A working copy


def test_a_copy_is_equal_to_its_original_and_leaves_it_alone(writer):
    source = new.make_source()
    original = new.make_question(title="原来的")
    original.sources.add(source)

    copy = workflow.revise(original, by=writer)

    assert (copy.title, copy.key, list(copy.sources.all())) == ("原来的", original.key, [source])
    assert (copy.status, copy.revises) == (Status.DRAFT, original)
    original.refresh_from_db()
    assert original.status == Status.PUBLISHED
    assert events(original) == [Event.FOUND]


def test_there_is_one_copy_at_a_time(writer, reviewer):
    original = new.make_question()
    workflow.revise(original, by=writer)

    with pytest.raises(PermissionDenied, match="已经有一份修改稿"):
        workflow.revise(original, by=reviewer)


def test_a_withdrawn_record_is_changed_itself(writer):
    record = question(Status.WITHDRAWN)

    draft = workflow.revise(record, by=writer)

    assert (draft.pk, draft.status) == (record.pk, Status.DRAFT)


def test_publishing_a_copy_changes_the_record_in_place_with_its_rows(writer, reviewer):
    live = new.make_strategy(title="原来的")
    new.make_condition(strategy=live, fact="arrears", value="1")
    consequence = new.make_consequence()
    live.eases.add(consequence)
    situation = new.make_situation()
    situation.strategies.add(live)
    copy = workflow.revise(live, by=writer)
    copy.title = "改过的"
    copy.save()
    copy.conditions.all().delete()
    new.make_condition(strategy=copy, fact="arrears", value="2")
    copy = waiting(copy, by=writer)
    see_effect(reviewer, copy)

    reached = workflow.approve(copy, by=reviewer)

    assert reached.pk == live.pk
    assert Strategy.objects.get().title == "改过的"
    assert [row.value for row in reached.conditions.all()] == ["2"]
    assert list(reached.eases.all()) == [consequence]
    assert list(situation.strategies.all()) == [reached]
    assert events(live)[:2] == [Event.PUBLISHED, Event.SUBMITTED]


def test_the_chapters_and_comments_of_a_guide_survive_its_publication(writer, reviewer):
    guide = new.make_chapter(title="一章").guide
    comment = new.make_comment(guide=guide)
    copy = changed_copy(guide, by=writer, title="改过的")

    workflow.approve(copy, by=reviewer)

    guide.refresh_from_db()
    assert guide.title == "改过的"
    assert [chapter.title for chapter in guide.chapters.all()] == ["一章"]
    assert list(guide.comments.all()) == [comment]


def test_a_discarded_copy_leaves_the_record_and_what_was_written(writer):
    original = new.make_question(title="原来的")
    copy = workflow.revise(original, by=writer)
    copy.title = "改过的"
    copy.save()

    workflow.discard(copy, by=writer)

    assert Question.objects.get() == original
    assert records.versions_of(original).first().document["title"] == "改过的"


def test_a_draft_that_was_never_published_is_deleted_and_not_discarded(writer):
    with pytest.raises(PermissionDenied, match="请用“删除”"):
        workflow.discard(question(Status.DRAFT), by=writer)


# Two people


def test_the_writer_of_a_change_does_not_approve_it():
    reviewer = new.make_account("reviewer", "法律审核")
    record = waiting(question(Status.DRAFT), by=reviewer)

    with pytest.raises(PermissionDenied, match="由另一个人批准"):
        workflow.approve(record, by=reviewer)


def test_neither_does_the_second_writer_of_the_same_draft(writer, reviewer):
    record = written(question(Status.DRAFT), writer)
    records.keep_version(record, Event.CHANGED, by=reviewer)
    workflow.submit(record, by=writer)

    with pytest.raises(PermissionDenied, match="由另一个人批准"):
        workflow.approve(record, by=reviewer)


@pytest.mark.parametrize("event", [Event.RESTORED, Event.IMPORTED])
def test_whoever_restored_or_imported_it_wrote_it(writer, reviewer, event):
    record = written(question(Status.DRAFT), writer)
    records.keep_version(record, event, by=reviewer)
    workflow.submit(record, by=writer)

    assert "另一个人" in workflow.may(reviewer, record_again(record), Move.APPROVE)


def record_again(record):
    return type(record).objects.get(pk=record.pk)


def test_nor_does_a_superuser_who_wrote_it(django_user_model):
    superuser = django_user_model.objects.create_superuser("root")
    record = waiting(question(Status.DRAFT), by=superuser)

    with pytest.raises(PermissionDenied, match="由另一个人批准"):
        workflow.approve(record, by=superuser)


def test_whoever_wrote_what_was_published_before_may_approve_the_next_change(writer, reviewer):
    record = waiting(question(Status.DRAFT), by=reviewer)
    workflow.approve(record, by=new.make_account("other", "法律审核"))

    copy = changed_copy(record_again(record), by=writer, title="改过的")

    assert workflow.may(reviewer, copy, Move.APPROVE) == ""


def test_a_writer_stays_one_when_it_was_sent_back_or_its_time_was_cancelled(reviewer):
    other = new.make_account("other", "法律审核")
    record = waiting(question(Status.DRAFT), by=reviewer)
    workflow.send_back(record, by=other, note="请改标题。")
    workflow.submit(record_again(record), by=reviewer)
    workflow.approve(record_again(record), by=other, publish_at=IN_A_WEEK)
    workflow.unschedule(record_again(record), by=reviewer)
    workflow.submit(record_again(record), by=other)

    assert "另一个人" in workflow.may(reviewer, record_again(record), Move.APPROVE)


def test_what_was_approved_once_is_not_approved_again(writer, reviewer):
    original, draft = new.make_question(), waiting(question(Status.DRAFT), by=writer)
    copy = changed_copy(original, by=writer, title="改过的")
    workflow.approve(draft, by=reviewer)
    workflow.approve(copy, by=reviewer)

    for stale in (draft, copy):
        with pytest.raises(PermissionDenied, match=r"已发布的不能|已经没有这一份"):
            workflow.approve(stale, by=reviewer)

    assert events(original).count(Event.PUBLISHED) == 1


def test_a_change_since_the_page_was_opened_is_looked_at_first(writer):
    record = written(question(Status.DRAFT), writer)
    seen = workflow.newest_version(record)

    workflow.refuse_unseen(record, seen)
    records.keep_version(record, Event.CHANGED, by=writer)

    with pytest.raises(ValidationError, match="又有人改过"):
        workflow.refuse_unseen(record, seen)


def test_a_record_without_history_was_seen_as_it_is():
    workflow.refuse_unseen(question(Status.DRAFT), 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway")
def test_of_two_approvals_at_once_one_is_made(groups):
    record = waiting(question(Status.DRAFT), by=new.make_account("writer", "编辑"))
    reviewers = [new.make_account(name, "法律审核") for name in ("one", "other")]
    together, refused = Barrier(2), []

    def approve(user):
        together.wait()
        try:
            workflow.approve(record, by=user)
        except PermissionDenied as why:
            refused.append(str(why))
        connection.close()

    threads = [Thread(target=approve, args=[user]) for user in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert events(record).count(Event.PUBLISHED) == 1


# Sending back


def test_whoever_sends_it_back_says_what_to_change(writer, reviewer):
    record = waiting(question(Status.DRAFT), by=writer)

    with pytest.raises(ValidationError, match="写明要改什么"):
        workflow.send_back(record, by=reviewer, note="  ")
    workflow.send_back(record, by=reviewer, note="第二句不对。")

    returned = records.versions_of(record).first()
    assert (returned.event, returned.note, returned.by) == (
        Event.RETURNED,
        "第二句不对。",
        reviewer,
    )


def test_a_writer_takes_back_what_they_submitted_without_a_word(writer):
    record = waiting(question(Status.DRAFT), by=writer)

    workflow.send_back(record, by=writer)

    assert record_again(record).status == Status.DRAFT


# What it rests on

UNFIT = {
    "未核实": {"confidence": Confidence.UNVERIFIED, "status": Status.DRAFT},
    "已失效": {"effective_to": YESTERDAY},
    "过了核对日期": {"checked_on": TODAY - timedelta(9), "review_due_on": YESTERDAY},
    "还是草稿": {"status": Status.DRAFT},
    "待审核": {"status": Status.IN_REVIEW},
    "已撤下": {"status": Status.WITHDRAWN},
}


def citing_question(source):
    record = question(Status.DRAFT)
    record.sources.add(source)
    return record


def citing_hotline(source):
    return new.make_hotline(status=Status.DRAFT, source=source)


@pytest.mark.parametrize("cite", [citing_question, citing_hotline])
@pytest.mark.parametrize(("reason", "state"), UNFIT.items())
def test_what_rests_on_an_unfit_source_is_not_published(writer, reviewer, cite, reason, state):
    source = new.make_source(title="某规定", article="第九条", **state)
    record = waiting(cite(source), by=writer)

    with pytest.raises(ValidationError) as refused:
        workflow.approve(record, by=reviewer)

    assert f"《某规定》第九条（{reason}）" in "".join(refused.value.messages)
    assert record_again(record).status == Status.IN_REVIEW


@pytest.mark.parametrize("field", ["effective_to", "review_due_on"])
def test_a_source_may_be_cited_on_its_last_day_and_not_the_day_after(writer, reviewer, field):
    last = TODAY + timedelta(8)
    source = new.make_source(**{"checked_on": YESTERDAY, field: last})
    in_time, late = (waiting(citing_question(source), by=writer) for _ in range(2))

    workflow.approve(in_time, by=reviewer, publish_at=at_noon(last))
    with pytest.raises(ValidationError, match="民法典"):
        workflow.approve(late, by=reviewer, publish_at=at_noon(last + timedelta(1)))

    assert record_again(in_time).status == Status.SCHEDULED
    assert record_again(late).status == Status.IN_REVIEW


def at_noon(day):
    return datetime.combine(day, time(12), timezone.get_current_timezone())


def test_a_value_does_not_rest_on_a_source_that_is_overdue(proposer, reviewer):
    source = new.make_source(**UNFIT["过了核对日期"])
    proposed = waiting(value(Status.DRAFT, source=source, reason=""), by=proposer)
    see_effect(reviewer, proposed)

    with pytest.raises(ValidationError, match="过了核对日期"):
        workflow.approve(proposed, by=reviewer)


def test_a_source_that_is_not_verified_is_not_published(writer, reviewer):
    source = new.make_source(status=Status.DRAFT, confidence=Confidence.UNVERIFIED)

    with pytest.raises(ValidationError, match="请先核实"):
        workflow.approve(waiting(source, by=writer), by=reviewer)


@pytest.mark.parametrize("publish_at", [None, IN_A_WEEK])
def test_what_is_refused_is_named_by_its_field(writer, reviewer, publish_at):
    hotline = new.make_hotline(status=Status.DRAFT, note="")
    record = waiting(hotline, by=writer)

    with pytest.raises(ValidationError) as refused:
        workflow.approve(record, by=reviewer, publish_at=publish_at)

    assert refused.value.messages == ["“说明”：发布前请选依据，或在这里写明号码从哪里来。"]
    assert record_again(record).status == Status.IN_REVIEW


def test_a_copy_is_refused_as_its_record_would_be(writer, reviewer):
    live = new.make_hotline(source=new.make_source(), note="")
    copy = changed_copy(live, by=writer, source=None)

    for publish_at in (None, IN_A_WEEK):
        with pytest.raises(ValidationError, match="“说明”：发布前请选依据"):
            workflow.approve(copy, by=reviewer, publish_at=publish_at)

    live.refresh_from_db()
    assert live.source is not None
    assert record_again(copy).status == Status.IN_REVIEW


# Withdrawing


def test_a_page_about_the_site_stays(reviewer):
    with pytest.raises(ValidationError, match="不能撤下"):
        workflow.withdraw(new.make_page(), by=reviewer)


@pytest.mark.parametrize(("status", "stays"), [("published", True), ("draft", False)])
def test_a_source_stays_while_something_shown_rests_on_it(reviewer, status, stays):
    source = new.make_source()
    new.make_question(title="谁来管", status=status).sources.add(source)

    with pytest.raises(ValidationError, match="谁来管") if stays else nullcontext():
        workflow.withdraw(source, by=reviewer)

    assert LegalSource.objects.get().is_published is stays


def test_law_that_results_name_stays(reviewer):
    with pytest.raises(ValidationError, match="结果页的这些数字注明了它"):
        workflow.withdraw(new.make_source(key="cpl_264"), by=reviewer)


def test_a_record_whose_copy_has_its_time_stays(writer, reviewer):
    live = new.make_question()
    copy = changed_copy(live, by=writer, title="改过的")
    workflow.approve(copy, by=reviewer, publish_at=IN_A_WEEK)

    with pytest.raises(ValidationError, match="请先取消定时"):
        workflow.withdraw(live, by=reviewer)


@pytest.mark.parametrize(("first_day", "stays"), [(TODAY, True), (TOMORROW, False)])
def test_a_value_in_force_stays(reviewer, first_day, stays):
    approved = value(Status.PUBLISHED, effective_from=first_day)

    with pytest.raises(ValidationError, match="已经生效") if stays else nullcontext():
        workflow.withdraw(approved, by=reviewer)

    assert RuleValue.objects.get().is_published is stays


# Values of one day


def test_an_approved_value_takes_the_place_of_the_one_from_the_same_day(proposer, reviewer):
    old = value(Status.PUBLISHED)
    proposed = waiting(value(Status.DRAFT, rule=old.rule, value=Decimal("0.2")), by=proposer)
    see_effect(reviewer, proposed)

    workflow.approve(proposed, by=reviewer)

    old.refresh_from_db()
    assert old.status == Status.WITHDRAWN
    assert old.rule.values.published().get() == proposed
    assert {Event.REPLACED, Event.PUBLISHED} < set(events(proposed))


def test_a_value_has_its_day_and_no_other_time(proposer, reviewer):
    proposed = waiting(value(Status.DRAFT), by=proposer)

    with pytest.raises(ValidationError, match="不用定时"):
        workflow.approve(proposed, by=reviewer, publish_at=IN_A_WEEK)


# A time to be published at


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (timedelta(0), "已经过了"),
        (timedelta(seconds=1), ""),
        (timedelta(days=731), ""),
        (timedelta(days=731, seconds=1), "太远了"),
    ],
)
def test_a_time_to_publish_is_to_come_and_not_far_off(
    writer, reviewer, time_machine, later, reason
):
    time_machine.move_to(at_noon(TODAY), tick=False)
    record = waiting(question(Status.DRAFT), by=writer)

    with pytest.raises(ValidationError, match=reason) if reason else nullcontext():
        workflow.approve(record, by=reviewer, publish_at=timezone.now() + later)

    expected = Status.IN_REVIEW if reason else Status.SCHEDULED
    assert record_again(record).status == expected


def test_the_site_knows_when_it_changes_next(writer, reviewer):
    first, second = (waiting(question(Status.DRAFT), by=writer) for _ in range(2))
    later = IN_A_WEEK + timedelta(1)
    workflow.approve(second, by=reviewer, publish_at=later)
    workflow.approve(first, by=reviewer, publish_at=IN_A_WEEK)

    with_both = SiteEdition.current().next_change_at
    workflow.unschedule(record_again(first), by=reviewer)
    with_one = SiteEdition.current().next_change_at

    assert (with_both, with_one) == (IN_A_WEEK, later)
    assert record_again(first).publish_at is None


KEPT = "django.core.cache.backends.locmem.LocMemCache"
NOT_KEPT = "django.core.cache.backends.dummy.DummyCache"


@pytest.mark.parametrize("cache", [KEPT, NOT_KEPT])
def test_what_is_due_is_published_by_the_first_visitor_after_its_time(
    client, settings, time_machine, cache
):
    writer, reviewer = new.make_account("writer", "编辑"), new.make_account("other", "法律审核")
    settings.CACHES = {"default": {"BACKEND": cache}}
    time_machine.move_to(at_noon(TODAY), tick=False)
    live = new.make_question(title="原来的标题")
    copy = changed_copy(live, by=writer, title="改过的标题")
    at = timezone.now() + timedelta(minutes=2)
    workflow.approve(copy, by=reviewer, publish_at=at)

    time_machine.move_to(at - timedelta(seconds=1), tick=False)
    before = client.get(live.get_absolute_url()).content.decode()
    time_machine.move_to(at, tick=False)
    after = client.get(live.get_absolute_url()).content.decode()

    assert "原来的标题" in before
    assert "改过的标题" not in before
    assert "改过的标题" in after
    assert Question.objects.get().pk == live.pk
    assert records.versions_of(live).first().note == "到了定好的时间。"
    assert SiteEdition.current().next_change_at is None


def test_a_visitor_who_only_searches_finds_what_is_due(client, writer, reviewer, time_machine):
    time_machine.move_to(at_noon(TODAY), tick=False)
    live = new.make_question()
    copy = changed_copy(live, by=writer, title="夏天的洪水")
    at = timezone.now() + timedelta(minutes=2)
    workflow.approve(copy, by=reviewer, publish_at=at)

    found = []
    for moment in (at - timedelta(seconds=1), at):
        time_machine.move_to(moment, tick=False)
        page = client.get(reverse("advice:search"), {"q": "洪水"}).content.decode()
        found.append("夏天的" in page)

    assert found == [False, True]


def test_what_is_due_is_published_in_the_order_of_its_times(writer, reviewer, time_machine):
    time_machine.move_to(at_noon(TODAY), tick=False)
    later, sooner = (waiting(question(Status.DRAFT), by=writer) for _ in range(2))
    workflow.approve(later, by=reviewer, publish_at=timezone.now() + timedelta(2))
    workflow.approve(sooner, by=reviewer, publish_at=timezone.now() + timedelta(1))

    records.publish_what_is_due(timezone.now() + timedelta(1))
    first = set(Question.objects.published())
    records.publish_what_is_due(timezone.now() + timedelta(2))

    assert first == {sooner}
    assert set(Question.objects.published()) == {sooner, later}


def test_what_became_unfit_until_its_time_goes_back_and_visitors_see_the_old(
    client, writer, reviewer, time_machine
):
    time_machine.move_to(at_noon(TODAY), tick=False)
    source = new.make_source(title="某规定", article="第九条")
    live = new.make_question(title="原来的标题")
    live.sources.add(source)
    copy = changed_copy(live, by=writer, title="改过的标题")
    at = timezone.now() + timedelta(3)
    workflow.approve(copy, by=reviewer, publish_at=at)
    LegalSource.objects.update(effective_to=TOMORROW)

    time_machine.move_to(at, tick=False)
    page = client.get(live.get_absolute_url()).content.decode()

    copy.refresh_from_db()
    returned = records.versions_of(copy).first()
    assert "原来的标题" in page
    assert (copy.status, copy.publish_at, copy.revises) == (Status.IN_REVIEW, None, live)
    assert (returned.event, returned.by) == (Event.RETURNED, None)
    assert "到时没能发布：" in returned.note
    assert "《某规定》第九条（已失效）" in returned.note
    assert SiteEdition.current().next_change_at is None


def test_a_copy_that_breaks_as_it_is_published_goes_back_whole(writer, reviewer, time_machine):
    time_machine.move_to(at_noon(TODAY), tick=False)
    live = new.make_hotline(source=new.make_source(), note="")
    copy = changed_copy(live, by=writer, name="改过的")
    workflow.approve(copy, by=reviewer, publish_at=timezone.now() + timedelta(1))
    type(copy).objects.filter(pk=copy.pk).update(source=None)

    records.publish_what_is_due(timezone.now() + timedelta(1))

    copy.refresh_from_db()
    assert (copy.status, copy.revises, copy.name) == (Status.IN_REVIEW, live, "改过的")
    assert type(copy).objects.get(pk=live.pk).name != "改过的"


# The search follows


def test_the_search_finds_what_is_published_and_no_working_copy(writer, reviewer):
    live = new.make_question(title="原来的")
    copy = changed_copy(live, by=writer, title="改过的")
    during = list(SearchEntry.objects.values_list("title", flat=True))
    workflow.approve(copy, by=reviewer)
    after = list(SearchEntry.objects.values_list("title", flat=True))
    workflow.withdraw(record_again(live), by=reviewer)

    assert (during, after) == (["原来的"], ["改过的"])
    assert not SearchEntry.objects.exists()


def test_the_search_finds_a_published_guide_by_its_new_chapter(writer, reviewer):
    guide = new.make_chapter(body="原来的正文。").guide
    copy = changed_copy(guide, by=writer)
    copy.chapters.update(body="改过的正文。")

    workflow.approve(copy, by=reviewer)

    assert "改过的正文" in SearchEntry.objects.get().text
