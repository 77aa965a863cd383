"""The bar above a form: where a record stands, what may be done with it, and what is refused."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from advice import records
from advice.engine.calendar import add_months
from advice.models import (
    Consequence,
    Event,
    Hotline,
    LegalSource,
    Prevention,
    Question,
    Status,
    Strategy,
    Synonym,
    Version,
)
from advice.services import workflow
from advice.services.workflow import Move
from tests import factories as new
from tests.admin import kinds
from tests.admin.forms import messages, open_form
from tests.admin.kinds import address, move_of, page_of
from tests.effects import see_effect

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


@pytest.fixture
def writer():
    return new.make_account("wang", "编辑")


@pytest.fixture
def reviewer():
    return new.make_account("li", "法律审核")


@pytest.fixture
def as_writer(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def as_reviewer(client, reviewer):
    client.force_login(reviewer)
    return client


def make_move(client, record, move, **told):
    return client.post(move_of(record, move), told, follow=True)


def offered(response):
    """The moves that the page has buttons for."""
    return [offer.move for offer in response.context["bar"].offers if not offer.refusal]


def waiting(record, *, by):
    records.keep_version(record, Event.CHANGED, by=by)
    workflow.submit(record, by=by)
    record.refresh_from_db()
    return record


# The bar


@pytest.mark.parametrize(
    ("status", "for_writer", "for_reviewer"),
    [
        (Status.DRAFT, [Move.SUBMIT], [Move.SUBMIT]),
        (Status.IN_REVIEW, [Move.RETURN], [Move.APPROVE, Move.RETURN]),
        (Status.SCHEDULED, [], [Move.UNSCHEDULE]),
        (Status.PUBLISHED, [Move.REVISE], [Move.REVISE, Move.WITHDRAW]),
        (Status.WITHDRAWN, [Move.REVISE], [Move.REVISE]),
    ],
)
def test_a_page_offers_the_moves_that_a_person_can_make(client, status, for_writer, for_reviewer):
    record = kinds.make_in(Question, status)

    seen = []
    for name, group in (("wang", "编辑"), ("li", "法律审核")):
        client.force_login(new.make_account(name, group))
        seen.append(offered(client.get(page_of(record))))

    assert seen == [for_writer, for_reviewer]


def test_a_page_of_a_copy_offers_to_throw_it_away(as_writer):
    response = as_writer.get(page_of(kinds.make_copy(Question)))

    assert offered(response) == [Move.SUBMIT, Move.DISCARD]


def test_a_new_record_has_no_bar(as_writer):
    assertNotContains(as_writer.get(address(Question, "add")), "状态和下一步")


def test_the_bar_says_who_did_what_last_and_who_wrote_the_change(as_reviewer, writer):
    record = waiting(kinds.make_draft(Question), by=writer)

    page = as_reviewer.get(page_of(record)).content.decode()

    assert re.search(r"最近一次：提交审核，wang，\d{4}-\d\d-\d\d \d\d:\d\d", page)
    assert "这次改动是 wang 写的，要由另一个人批准。" in page


def test_a_writer_reads_why_they_cannot_approve(as_reviewer, reviewer):
    record = waiting(kinds.make_draft(Question), by=reviewer)

    response = as_reviewer.get(page_of(record))

    assert Move.APPROVE not in offered(response)
    assertContains(response, "还不能“批准并发布”：自己写的改动要由另一个人批准。")


def test_the_note_of_a_return_stays_until_it_is_submitted_again(as_writer, writer, reviewer):
    record = waiting(kinds.make_draft(Question), by=writer)
    workflow.send_back(record, by=reviewer, note="第二句<b>不对</b>。")
    data = open_form(as_writer, page_of(record)) | {"title": "改过的"}

    returned = as_writer.get(page_of(record))
    as_writer.post(page_of(record), data)
    written_on = as_writer.get(page_of(record))
    make_move(as_writer, record, Move.SUBMIT)
    submitted = as_writer.get(page_of(record))

    for page in (returned, written_on):
        assertContains(page, "第二句&lt;b&gt;不对&lt;/b&gt;。")
    assertNotContains(submitted, "第二句")


def test_a_record_and_its_copy_lead_to_each_other(as_writer):
    copy = kinds.make_copy(Question)

    assertContains(
        as_writer.get(page_of(copy)), f'访客看到的还是<a href="{page_of(copy.revises)}">'
    )
    assertContains(as_writer.get(page_of(copy.revises)), f'有一份<a href="{page_of(copy)}">修改稿')


def test_the_bar_names_the_sources_that_will_be_refused(as_writer):
    record = new.make_question(status=Status.DRAFT)
    record.sources.add(new.make_source(title="某规定", article="第九条", effective_to=YESTERDAY))

    assertContains(as_writer.get(page_of(record)), "《某规定》第九条（已失效）")


@pytest.mark.parametrize("status", list(Status))
def test_no_two_things_on_a_page_have_the_same_id(as_reviewer, status):
    record = kinds.make_in(Strategy, status)

    page = as_reviewer.get(page_of(record)).content.decode()

    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert [name for name, count in ids.items() if count > 1] == []


def test_a_page_without_days_of_its_own_has_the_calendar_for_the_time(as_reviewer):
    page = as_reviewer.get(page_of(kinds.make_in(Question, Status.IN_REVIEW))).content.decode()

    assert "admin/js/admin/DateTimeShortcuts.js" in page
    assert 'name="publish_at_0"' in page
    assert 'id="approve_publish_at_1"' in page


# Making a move


def test_a_change_goes_from_a_copy_through_another_person_to_the_visitors(client, writer, reviewer):
    live = new.make_question(title="原来的")
    client.force_login(writer)
    revised = make_move(client, live, Move.REVISE)
    data = open_form(client, page_of(live.copy)) | {"title": "改过的"}
    client.post(page_of(live.copy), data)
    submitted = make_move(client, live.copy, Move.SUBMIT)
    client.force_login(reviewer)

    approved = make_move(client, live.copy, Move.APPROVE)

    assert revised.context["bar"].live == live
    assert "“改过的”：提交审核，完成了。" in messages(submitted)
    assert "“改过的”：批准并发布，完成了。" in messages(approved)
    assert approved.request["PATH_INFO"] == page_of(live)
    assert Question.objects.get().title == "改过的"


def test_a_move_is_entered_in_the_log_with_its_note(as_reviewer, writer):
    record = waiting(kinds.make_draft(Question), by=writer)

    make_move(as_reviewer, record, Move.RETURN, note="第二句不对。")

    entry = LogEntry.objects.latest("pk")
    assert (entry.user.username, entry.object_id) == ("li", str(record.pk))
    assert entry.get_change_message() == "退回修改。第二句不对。"


def test_a_time_is_typed_in_two_fields_and_kept(as_reviewer, writer):
    record = waiting(kinds.make_draft(Question), by=writer)

    make_move(as_reviewer, record, Move.APPROVE, publish_at_0=f"{TOMORROW}", publish_at_1="08:30")

    record.refresh_from_db()
    assert record.status == Status.SCHEDULED
    assert f"{timezone.localtime(record.publish_at):%Y-%m-%d %H:%M}" == f"{TOMORROW} 08:30"
    assertContains(as_reviewer.get(page_of(record)), f"{TOMORROW} 08:30 发布")


@pytest.mark.parametrize(
    ("day", "hour", "reason"),
    [
        ("明天", "08:30", "日期"),
        (f"{TOMORROW}", "", "时间"),
        (f"{YESTERDAY}", "08:30", "已经过了"),
        ("9999-12-31", "23:59", "太远了"),
        ("0001-01-01", "00:00", "已经过了"),
    ],
)
def test_a_time_that_is_none_is_refused_with_what_was_typed(as_reviewer, writer, day, hour, reason):
    record = waiting(kinds.make_draft(Question), by=writer)

    response = make_move(as_reviewer, record, Move.APPROVE, publish_at_0=day, publish_at_1=hour)

    record.refresh_from_db()
    assert record.status == Status.IN_REVIEW
    assertContains(response, reason)
    assertContains(response, f'value="{day}"')


def test_a_note_that_is_too_long_is_refused_and_not_lost(as_reviewer, writer):
    record = waiting(kinds.make_draft(Question), by=writer)

    response = make_move(as_reviewer, record, Move.RETURN, note="长" * 1001)

    assertContains(response, "长" * 1001)
    assertContains(response, "1000")
    record.refresh_from_db()
    assert record.status == Status.IN_REVIEW


@pytest.mark.parametrize("note", ["", "\x00", "  "])
def test_whoever_sends_it_back_is_asked_for_a_word(as_reviewer, writer, note):
    record = waiting(kinds.make_draft(Question), by=writer)

    response = make_move(as_reviewer, record, Move.RETURN, note=note)

    assert response.status_code == 200
    assert response.context["offer"].form.errors
    record.refresh_from_db()
    assert record.status == Status.IN_REVIEW


def test_what_was_changed_since_the_page_was_opened_is_not_approved_unseen(
    client, writer, reviewer
):
    record = waiting(kinds.make_draft(Question), by=writer)
    client.force_login(reviewer)
    (approve, _) = client.get(page_of(record)).context["bar"].offers
    seen = approve.form.initial["seen"]
    workflow.send_back(record, by=writer)
    waiting(record, by=writer)

    stale = make_move(client, record, Move.APPROVE, seen=seen)
    record.refresh_from_db()
    status = record.status
    fresh = make_move(client, record, Move.APPROVE, seen=workflow.newest_version(record))

    assertContains(stale, "你打开这一页以后，又有人改过它")
    assert status == Status.IN_REVIEW
    assert "完成了" in "".join(messages(fresh))


@pytest.mark.parametrize("seen", ["x", "9" * 40, "-1", "\x00"])
def test_an_absurd_version_is_answered(as_reviewer, writer, seen):
    record = waiting(kinds.make_draft(Question), by=writer)

    response = make_move(as_reviewer, record, Move.APPROVE, seen=seen)

    assert response.status_code == 200
    record.refresh_from_db()
    assert record.status == Status.IN_REVIEW


def test_of_two_approvals_the_second_is_told(client, writer, reviewer):
    copy = kinds.make_copy(Question)
    waiting(copy, by=writer)
    client.force_login(reviewer)
    first = client.post(move_of(copy, Move.APPROVE), {})

    second = client.post(move_of(copy, Move.APPROVE), {})

    assert (first.status_code, second.status_code) == (302, 404)
    assert Version.objects.filter(event=Event.PUBLISHED).count() == 1


def test_whoever_comes_back_from_logging_in_finds_the_record(as_writer):
    record = kinds.make_draft(Question)

    response = as_writer.get(move_of(record, Move.SUBMIT))

    assertRedirects(response, page_of(record))
    record.refresh_from_db()
    assert record.status == Status.DRAFT


@pytest.mark.parametrize("pk", ["0", "x", "-1", "9" * 30])
@pytest.mark.parametrize("move", ["submit", "fly"])
def test_an_unknown_record_or_move_is_not_found(as_writer, pk, move):
    record = kinds.make_draft(Question)

    for where in (pk, record.pk if move == "fly" else pk):
        response = as_writer.post(address(Question, "move", where, move))
        assert response.status_code == 404


# What is refused


def test_a_refused_move_says_why_in_chinese(as_reviewer, reviewer):
    record = waiting(kinds.make_draft(Question), by=reviewer)

    response = as_reviewer.post(move_of(record, Move.APPROVE), {})

    assertContains(response, "自己写的改动要由另一个人批准。", status_code=403)
    assertContains(response, f'<a href="{reverse("admin:index")}">编辑后台</a>', status_code=403)


def test_a_refused_move_without_permission_says_so(as_writer):
    record = kinds.make_in(Question, Status.PUBLISHED)

    response = as_writer.post(move_of(record, Move.WITHDRAW), {})

    assertContains(response, "你的账号没有“撤下”的权限。", status_code=403)


@pytest.mark.parametrize("field", ["sources", "source"])
def test_what_rests_on_unfit_law_is_refused_by_name_and_escaped(as_reviewer, writer, field):
    source = new.make_source(title="<b>某规定</b>", article="第九条", effective_to=YESTERDAY)
    if field == "sources":
        record = new.make_question(status=Status.DRAFT)
        record.sources.add(source)
    else:
        record = new.make_hotline(status=Status.DRAFT, source=source)
    waiting(record, by=writer)

    response = make_move(as_reviewer, record, Move.APPROVE)

    assertContains(response, "《&lt;b&gt;某规定&lt;/b&gt;》第九条（已失效）")
    record.refresh_from_db()
    assert record.status == Status.IN_REVIEW


def test_what_can_never_be_withdrawn_has_no_button_for_it(as_reviewer):
    page = new.make_page()

    response = as_reviewer.get(page_of(page))

    assert Move.WITHDRAW not in offered(response)
    assertContains(response, "还不能“撤下”：本站说明要一直能打开")


# What follows from a move is told

UNEASED = "旁边没有已发布的应对办法"


def lonely():
    """A published consequence, and the one published strategy that eases it."""
    strategy = new.make_strategy(title="唯一的办法")
    consequence = new.make_consequence(title="新的后果")
    strategy.eases.add(consequence)
    for record in (strategy, consequence):
        record.sources.add(new.make_source())
    return strategy, consequence


def warned_of(response, name, reason):
    return any(name in told and reason in told for told in messages(response))


def test_withdrawing_the_last_strategy_warns(as_reviewer):
    strategy, _ = lonely()

    response = make_move(as_reviewer, strategy, Move.WITHDRAW)

    assert warned_of(response, "新的后果", UNEASED)


def test_publishing_a_strategy_that_eases_nothing_any_more_warns(as_reviewer, reviewer, writer):
    strategy, _ = lonely()
    copy = workflow.revise(strategy, by=writer)
    copy.eases.clear()
    waiting(copy, by=writer)
    see_effect(reviewer, copy)

    response = make_move(as_reviewer, copy, Move.APPROVE)

    assert warned_of(response, "新的后果", UNEASED)


def test_publishing_a_consequence_without_a_strategy_warns(as_reviewer, writer):
    consequence = new.make_consequence(title="新的后果", status=Status.DRAFT)
    waiting(consequence, by=writer)

    response = make_move(as_reviewer, consequence, Move.APPROVE)

    assert warned_of(response, "新的后果", UNEASED)


def test_superseding_a_source_names_what_rests_on_it(as_reviewer, writer):
    source = new.make_source(title="旧规定")
    question = new.make_question(title="还在引用")
    question.sources.add(source)
    copy = workflow.revise(source, by=writer)
    copy.effective_to = YESTERDAY
    copy.save()
    waiting(copy, by=writer)

    response = make_move(as_reviewer, copy, Move.APPROVE)

    assert warned_of(response, "还在引用", "已失效")


def test_withdrawing_what_a_text_links_to_warns(as_reviewer):
    prevention = new.make_prevention()
    new.make_question(title="有链接的", body=f"请看[这里]({prevention.get_absolute_url()})。")

    response = make_move(as_reviewer, prevention, Move.WITHDRAW)

    assert warned_of(response, "有链接的", prevention.get_absolute_url())


def test_nobody_is_warned_of_what_was_wrong_before(as_reviewer, writer):
    lonely_before = new.make_consequence(title="早就没有")
    prevention = new.make_prevention(status=Status.DRAFT)
    prevention.sources.add(new.make_source())
    waiting(prevention, by=writer)

    response = make_move(as_reviewer, prevention, Move.APPROVE)

    assert lonely_before.is_published
    assert len(messages(response)) == 1


# Lists


@pytest.mark.parametrize("model", kinds.PUBLISHABLE, ids=lambda model: model.__name__)
def test_a_list_shows_each_record_once_and_how_far_its_copy_is(as_reviewer, model):
    copy = kinds.make_copy(model, Status.IN_REVIEW)

    response = as_reviewer.get(address(model, "changelist"))

    shown = response.context["cl"]
    assert list(shown.result_list) == [copy.revises]
    assert shown.full_result_count == 1
    assertContains(response, "已发布，修改稿待审核")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("review", ["waiting", "copied"]),
        ("draft", ["draft"]),
        ("scheduled", ["timed"]),
        ("nonsense", ["copied", "draft", "live", "timed", "waiting"]),
    ],
)
def test_what_waits_is_found_whether_it_is_a_record_or_a_copy(as_reviewer, asked, found):
    for key, status in [
        ("waiting", Status.IN_REVIEW),
        ("draft", Status.DRAFT),
        ("live", Status.PUBLISHED),
    ]:
        new.make_question(key=key, status=status)
    timed = kinds.make_in(Question, Status.SCHEDULED)
    Question.objects.filter(pk=timed.pk).update(key="timed")
    copied = new.make_question(key="copied")
    new.make_question(key="copied", revises=copied, status=Status.IN_REVIEW)

    response = as_reviewer.get(address(Question, "changelist"), {"work": asked})

    assert {record.key for record in response.context["cl"].result_list} == set(found)


@pytest.mark.parametrize(
    ("model", "due_on", "checked_on"),
    [
        (LegalSource, "review_due_on", "checked_on"),
        (Question, "review_due_on", "reviewed_on"),
        (Hotline, "check_due_on", "checked_on"),
    ],
)
def test_what_is_overdue_is_found(as_reviewer, model, due_on, checked_on):
    make = {LegalSource: new.make_source, Question: new.make_question, Hotline: new.make_hotline}
    days = {checked_on: TODAY - timedelta(9)}
    overdue = make[model](**days, **{due_on: YESTERDAY})
    in_time = make[model](**days, **{due_on: TODAY})

    found = [
        list(
            as_reviewer.get(address(model, "changelist"), {"review": asked}).context["cl"].queryset
        )
        for asked in ("due", "done")
    ]

    assert found == [[overdue], [in_time]]


@pytest.mark.parametrize("model", [LegalSource, Question, Hotline])
def test_a_new_record_was_checked_today_and_is_due_in_half_a_year(as_writer, model):
    form = as_writer.get(address(model, "add")).context["adminform"].form

    checked_on, due_on = admin.site.get_model_admin(model).review_fields
    assert form[checked_on].value() == TODAY
    assert form[due_on].value() == add_months(TODAY, 6)


def test_there_is_no_other_way_to_publish(as_reviewer):
    record = kinds.make_draft(Question)
    page = as_reviewer.get(address(Question, "changelist"))

    actions = [action for action, _ in page.context["action_form"].fields["action"].choices]
    data = open_form(as_reviewer, page_of(record)) | {"status": "published"}
    as_reviewer.post(page_of(record), data)

    assert actions == ["", "delete_selected"]
    record.refresh_from_db()
    assert record.status == Status.DRAFT


# What is deleted, and what stays


def delete(client, record):
    return client.post(address(type(record), "delete", record.pk), {"post": "yes"})


def delete_in_list(client, *chosen):
    data = {"action": "delete_selected", "_selected_action": [record.pk for record in chosen]}
    return client.post(address(type(chosen[0]), "changelist"), data | {"post": "yes"})


def referring(record):
    """A published question that chose the record, or has a link to its page in its text."""
    question = new.make_question(title="用着它的")
    if isinstance(record, Consequence):
        question.consequences.add(record)
    elif isinstance(record, Strategy):
        question.strategies.add(record)
    elif isinstance(record, LegalSource):
        question.sources.add(record)
    else:
        question.body = f"请看[这里]({record.get_absolute_url()}#x)。"
        question.save()
    return question


@pytest.mark.parametrize("model", [Consequence, Strategy, LegalSource, Prevention, Question])
@pytest.mark.parametrize("how", ["published", "scheduled", "draft"])
def test_what_something_shown_refers_to_stays(as_reviewer, model, how):
    record = kinds.make_in(model, Status.WITHDRAWN)
    question = referring(record)
    at = timezone.now() + timedelta(9)
    Question.objects.filter(pk=question.pk).update(status=how, publish_at=at)

    on_page = delete(as_reviewer, record)
    in_list = delete_in_list(as_reviewer, record)

    stays = how != "draft"
    assert model.objects.filter(pk=record.pk).exists() is stays
    assert on_page.status_code == (403 if stays else 302)
    if stays:
        assertContains(on_page, "问答“用着它的”", status_code=403)
        assertContains(in_list, "问答“用着它的”")
        assertContains(as_reviewer.get(page_of(record)), "不能删除：")


def test_what_a_chapter_links_to_stays(as_reviewer):
    record = kinds.make_in(Question, Status.WITHDRAWN)
    link = f"[这里]({record.get_absolute_url()})"
    new.make_chapter(guide=new.make_guide(title="一篇指南"), body=link)

    response = delete(as_reviewer, record)

    assertContains(response, "指南“一篇指南”的正文", status_code=403)


def test_a_number_for_a_value_stays(as_reviewer):
    source = kinds.make_in(LegalSource, Status.WITHDRAWN)
    new.make_rule_value(source=source, reason="")

    response = delete(as_reviewer, source)

    assertContains(response, "规则的值“一条规则 24%”", status_code=403)


def test_law_that_results_name_stays(as_reviewer):
    source = new.make_source(key="cpl_264", status=Status.WITHDRAWN)

    response = delete(as_reviewer, source)

    assertContains(response, "结果页的数字", status_code=403)
    assert LegalSource.objects.filter(pk=source.pk).exists()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (Status.PUBLISHED, "请先撤下"),
        (Status.SCHEDULED, "请先取消定时"),
        (Status.IN_REVIEW, "请先退回修改"),
    ],
)
def test_what_is_on_its_way_or_shown_stays(admin_client, status, reason):
    for model in kinds.PUBLISHABLE:
        record = kinds.make_in(model, status)

        on_page = delete(admin_client, record)
        in_list = delete_in_list(admin_client, record)

        assertContains(on_page, reason, status_code=403)
        assertContains(in_list, reason)
        assert model.objects.filter(pk=record.pk).exists()


def test_a_copy_is_thrown_away_by_its_button_and_keeps_its_record(admin_client):
    copy = kinds.make_copy(Question)
    Question.objects.filter(pk=copy.revises.pk).update(status=Status.WITHDRAWN)

    assertContains(delete(admin_client, copy), "请用“放弃草稿”", status_code=403)
    assertContains(delete(admin_client, copy.revises), "它有一份修改稿", status_code=403)
    assert Question.objects.count() == 2


def test_one_that_must_stay_keeps_all_that_were_chosen_with_it(as_reviewer):
    stays, goes = kinds.make_in(Question, Status.PUBLISHED), kinds.make_draft(Question)

    response = delete_in_list(as_reviewer, stays, goes)

    assertContains(response, "请先撤下")
    assert Question.objects.count() == 2


@pytest.mark.parametrize("remove", [delete, delete_in_list])
def test_a_deleted_draft_leaves_its_version(as_reviewer, reviewer, remove):
    record = kinds.make_draft(Question)

    remove(as_reviewer, record)

    version = Version.objects.latest("pk")
    assert not Question.objects.exists()
    assert (version.event, version.by, version.key) == (Event.DELETED, reviewer, record.key)
    assert version.document["title"] == record.title


# Versions of what has no status


def test_a_changed_synonym_leaves_what_was_found_and_what_was_made_of_it(as_writer, writer):
    synonym = new.make_synonym(word="坐牢", means="犯罪")
    data = open_form(as_writer, page_of(synonym)) | {"means": "判刑"}

    as_writer.post(page_of(synonym), data)

    changed, found = Version.objects.order_by("-pk")
    assert (found.event, found.by, found.document["means"]) == (Event.FOUND, None, "犯罪")
    assert (changed.event, changed.by, changed.document["means"]) == (
        Event.CHANGED,
        writer,
        "判刑",
    )


def test_a_synonym_saved_unchanged_leaves_no_version_of_a_change(as_writer):
    synonym = new.make_synonym(word="坐牢", means="犯罪")

    as_writer.post(page_of(synonym), open_form(as_writer, page_of(synonym)))

    assert not Version.objects.filter(event=Event.CHANGED).exists()


@pytest.mark.parametrize("remove", [delete, delete_in_list])
def test_a_deleted_synonym_leaves_its_version(as_writer, remove):
    remove(as_writer, new.make_synonym(word="坐牢", means="犯罪"))

    assert not Synonym.objects.exists()
    assert Version.objects.get().event == Event.DELETED


def test_a_new_record_leaves_its_first_version(as_writer, writer):
    as_writer.post(address(Synonym, "add"), {"word": "坐牢", "means": "犯罪"})

    version = Version.objects.get()
    assert (version.event, version.by) == (Event.CREATED, writer)


def test_an_approver_sees_what_a_copy_would_change(admin_client):
    live = new.make_strategy(title="先补齐")
    copy = records.start_copy(live)
    page = reverse("admin:advice_strategy_change", args=[copy.pk])
    unchanged = admin_client.get(page).content.decode()

    copy.title = "先补齐逾期"
    copy.status = Status.IN_REVIEW
    copy.save()
    changed = admin_client.get(page).content.decode()

    assert "和访客现在看到的一样" in unchanged
    assert "改了 1 处" in changed
    assert "先补齐<ins>逾期</ins>" in changed
