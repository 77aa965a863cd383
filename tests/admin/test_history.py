"""The history of records: who, when, what differed; and what was brought back from it."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from advice import records
from advice.models import Event, Rule, SiteEdition, Status, Strategy, Synonym, Version
from advice.services import workflow
from tests import factories as new
from tests.admin.forms import add_row, find_row, messages, open_form

pytestmark = pytest.mark.django_db


def page_of(record, name, *args):
    return reverse(f"admin:advice_{record._meta.model_name}_{name}", args=args)


def history(client, record, **told):
    return client.get(page_of(record, "history", record.pk), told)


def restore(client, record, version, **told):
    return client.post(page_of(record, "restore", record.pk, version.pk), told, follow=True)


def save(client, record, **changes):
    """Open the record's page, change some of it, save."""
    address = page_of(record, "change", record.pk)
    response = client.post(address, open_form(client, address) | changes)
    assert response.status_code == 302, response.context["errors"]


def newest(record, event=None):
    versions = records.versions_of(record)
    return versions.filter(event=event).first() if event else versions.first()


def keep(record, event=Event.CHANGED, by=None, **changes):
    for name, value in changes.items():
        setattr(record, name, value)
    record.save()
    return records.keep_version(record, event, by=by)


# What the history tells


def test_it_tells_who_did_what_and_what_differed(admin_client, admin_user):
    draft = new.make_strategy(title="旧标题", body="还清三期。", status=Status.DRAFT)

    save(admin_client, draft, title="新标题", body="还清四期。")

    page = history(admin_client, draft)
    changed, found = page.context["entries"]
    assert (changed.version.event, changed.version.by) == (Event.CHANGED, admin_user)
    assert [one.label for one in changed.differences] == ["标题", "正文"]
    assert found.is_first
    assert found.version.event == Event.FOUND
    text = page.content.decode()
    assert "还清<del>三</del><ins>四</ins>期。" in text
    assert admin_user.get_username() in text
    assert "2 处不同" in text


def test_a_changed_an_added_and_a_deleted_row_are_told(admin_client):
    draft = new.make_strategy(status=Status.DRAFT)
    new.make_condition(strategy=draft, value="1")
    new.make_condition(strategy=draft, fact="payoff", value="2")
    address = page_of(draft, "change", draft.pk)
    data = open_form(admin_client, address)
    first, second = (find_row(data, "conditions", value=value) for value in ("1", "2"))
    data[f"conditions-{first}-value"] = "500"
    data[f"conditions-{second}-DELETE"] = "on"
    add_row(data, "conditions", group="2", fact="arrears", operator="gt", value="3")

    assert admin_client.post(address, data).status_code == 302

    labels = [
        (one.before, one.after)
        for one in history(admin_client, draft).context["entries"][0].differences
    ]
    assert labels[0] == ("1", "500")
    assert labels[1][1] == ""
    assert "数值：2" in labels[1][0]
    assert labels[2][0] == ""
    assert "数值：3" in labels[2][1]


def test_what_was_typed_can_bring_no_markup(admin_client):
    draft = new.make_strategy(status=Status.DRAFT)
    records.keep_version(draft, Event.FOUND, by=None)
    keep(draft, title="<script>alert(1)</script>")

    page = history(admin_client, draft).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_version_of_a_copy_is_compared_with_what_visitors_see_not_with_a_discarded_one(
    admin_client, admin_user
):
    live = new.make_strategy(title="一")
    first = workflow.revise(live, by=admin_user)
    keep(first, title="二")
    workflow.discard(first, by=admin_user)
    second = workflow.revise(Strategy.objects.get(pk=live.pk), by=admin_user)
    keep(second, title="三")

    latest = history(admin_client, live).context["entries"][0]

    assert [(one.before, one.after) for one in latest.differences] == [("一", "三")]


def test_the_copy_and_the_record_have_one_history(admin_client, admin_user):
    live = new.make_strategy()
    copy = workflow.revise(live, by=admin_user)
    keep(copy, title="改过的")

    pages = [history(admin_client, record).context["entries"] for record in (live, copy)]

    assert [entry.version for entry in pages[0]] == [entry.version for entry in pages[1]]


@pytest.mark.parametrize("count", [1, 3, 45])
def test_a_long_history_takes_no_more_queries(admin_client, count, django_assert_max_num_queries):
    draft = new.make_strategy(status=Status.DRAFT)
    for number in range(count):
        keep(draft, title=f"标题 {number}")

    with django_assert_max_num_queries(18):
        page = history(admin_client, draft)

    assert len(page.context["entries"]) == min(count, 20)


@pytest.mark.parametrize("asked", ["2", "3", "99", "0", "-1", "x", "\x00", "9" * 50])
def test_any_page_of_a_history_can_be_asked_for(admin_client, asked):
    draft = new.make_strategy(status=Status.DRAFT)
    for number in range(45):
        keep(draft, title=f"标题 {number}")

    page = history(admin_client, draft, p=asked)

    assert page.status_code == 200
    assert all(entry.is_first or entry.differences for entry in page.context["entries"])


def test_a_record_without_history_says_so(admin_client):
    assert "还没有历史" in history(admin_client, new.make_strategy()).content.decode()


def test_every_kind_has_a_history(admin_client, seeded):
    for kind in records.KINDS:
        record = kind.model.objects.first()
        if record is not None:
            records.keep_version(record, Event.FOUND, by=None)
            version = records.keep_version(record, Event.CHANGED, by=None)
            whole = admin_client.get(page_of(record, "version", version.pk))

            assert history(admin_client, record).status_code == 200
            assert whole.status_code == 200
            assert admin_client.get(page_of(record, "deleted")).status_code == 200


def test_a_version_can_be_read_as_a_whole(admin_client):
    strategy = new.make_strategy(title="标题", body="第一行\n第二行")
    new.make_condition(strategy=strategy, value="500")
    version = records.keep_version(strategy, Event.FOUND, by=None)

    page = admin_client.get(page_of(strategy, "version", version.pk)).content.decode()

    assert "第一行\n第二行" in page
    assert "数值：500" in page


def test_a_version_of_another_kind_is_not_found(admin_client):
    question = new.make_question()
    version = records.keep_version(question, Event.FOUND, by=None)
    strategy = new.make_strategy()

    assert admin_client.get(page_of(strategy, "version", version.pk)).status_code == 404
    assert restore(admin_client, strategy, version).status_code == 404


# Old versions


def test_an_old_version_of_what_visitors_see_becomes_a_draft_beside_it(admin_client, admin_user):
    live = new.make_strategy(title="新标题")
    old = records.keep_version(live, Event.FOUND, by=None)
    Version.objects.filter(pk=old.pk).update(document=old.document | {"title": "旧标题"})

    page = restore(admin_client, live, old)

    live.refresh_from_db()
    assert (live.title, live.copy.title, live.copy.status) == ("新标题", "旧标题", Status.DRAFT)
    assert page.redirect_chain[0][0] == page_of(live, "change", live.copy.pk)
    assert newest(live).event == Event.RESTORED
    assert newest(live).by == admin_user
    assert workflow.may(admin_user, live.copy, workflow.Move.APPROVE) != ""
    assert LogEntry.objects.filter(change_message="恢复旧版。").exists()


def test_rows_and_references_come_back_with_the_version(admin_client):
    source = new.make_source()
    draft = new.make_strategy(status=Status.DRAFT)
    draft.sources.add(source)
    new.make_condition(strategy=draft, value="500")
    old = records.keep_version(draft, Event.CHANGED, by=None)
    draft.conditions.all().delete()
    draft.sources.clear()
    records.keep_version(draft, Event.CHANGED, by=None)

    restore(admin_client, draft, old)

    assert [row.value for row in draft.conditions.all()] == ["500"]
    assert list(draft.sources.all()) == [source]


def test_a_draft_that_is_no_copy_is_rewritten_itself(admin_client):
    draft = new.make_strategy(title="旧标题", status=Status.DRAFT)
    old = records.keep_version(draft, Event.CREATED, by=None)
    keep(draft, title="新标题")

    restore(admin_client, draft, old)

    draft.refresh_from_db()
    assert (draft.title, draft.status, draft.copy) == ("旧标题", Status.DRAFT, None)


def test_what_was_withdrawn_becomes_a_draft_again(admin_client):
    withdrawn = new.make_strategy(title="标题", status=Status.WITHDRAWN)
    old = records.keep_version(withdrawn, Event.WITHDRAWN, by=None)

    restore(admin_client, withdrawn, old)

    withdrawn.refresh_from_db()
    assert withdrawn.status == Status.DRAFT


def test_a_copy_is_not_overwritten_before_that_was_asked(admin_client, admin_user):
    live = new.make_strategy(title="原来的")
    old = records.keep_version(live, Event.FOUND, by=None)
    copy = workflow.revise(live, by=admin_user)
    keep(copy, title="正在写的")

    asked = restore(admin_client, live, old)

    copy.refresh_from_db()
    assert copy.title == "正在写的"
    assert "已经有一份修改稿" in asked.content.decode()
    assert [(one.before, one.after) for one in asked.context["differences"]] == [
        ("正在写的", "原来的")
    ]

    restore(admin_client, live, old, confirmed="1")

    copy.refresh_from_db()
    assert copy.title == "原来的"
    assert "正在写的" in [version.document["title"] for version in records.versions_of(live)]


@pytest.mark.parametrize(
    ("status", "told", "reason"),
    [
        (Status.IN_REVIEW, {}, "请先退回修改"),
        (Status.SCHEDULED, {"publish_at": "2127-01-01T09:00:00+08:00"}, "请先取消定时"),
    ],
)
def test_nothing_is_restored_over_what_somebody_is_to_approve_or_has(
    admin_client, admin_user, status, told, reason
):
    live = new.make_strategy(title="原来的")
    old = records.keep_version(live, Event.FOUND, by=None)
    copy = workflow.revise(live, by=admin_user)
    Strategy.objects.filter(pk=copy.pk).update(title="写好的", status=status, **told)

    page = history(admin_client, live)
    refused = restore(admin_client, live, old, confirmed="1")

    copy.refresh_from_db()
    assert refused.status_code == 403
    assert copy.title == "写好的"
    assert reason in page.content.decode()
    assert "恢复成这一版" not in page.content.decode()


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN])
def test_a_value_that_is_no_draft_is_not_changed_in_place(admin_client, status):
    value = new.make_rule_value(value=Decimal("0.24"), status=status)
    old = records.keep_version(value, Event.CHANGED, by=None)
    Version.objects.filter(pk=old.pk).update(document=old.document | {"value": "0.5"})

    page = history(admin_client, value)
    refused = restore(admin_client, value, old)

    value.refresh_from_db()
    assert refused.status_code == 403
    assert value.value == Decimal("0.24")
    assert "请提议一个新的值" in page.content.decode()


def test_the_draft_of_a_value_is_restored_with_its_day(admin_client):
    value = new.make_rule_value(effective_from=date(2127, 1, 1), status=Status.DRAFT)
    old = records.keep_version(value, Event.CREATED, by=None)
    old_key = records.kind_of(value).key_of(value)
    value.effective_from = date(2128, 1, 1)
    value.save()
    records.follow_key(value, old_key)

    restore(admin_client, value, newest(value))

    value.refresh_from_db()
    assert value.effective_from == date(2127, 1, 1)
    assert [version.event for version in records.versions_of(value)] == [
        Event.RESTORED,
        Event.CREATED,
    ]
    assert not Version.objects.filter(pk=old.pk).exclude(key=old_key).exists()


def test_what_is_gone_is_named_and_nothing_is_half_done(admin_client):
    draft = new.make_strategy(title="现在的", status=Status.DRAFT)
    old = records.keep_version(draft, Event.CREATED, by=None)
    document = old.document | {"title": "旧标题", "sources": ["gone_source"]}
    Version.objects.filter(pk=old.pk).update(document=document)
    count = Version.objects.count()

    page = restore(admin_client, draft, old)

    draft.refresh_from_db()
    assert draft.title == "现在的"
    assert "“法律依据”：找不到法律依据：gone_source。" in "".join(messages(page))
    assert Version.objects.count() == count


def test_a_discarded_copy_can_be_brought_back(admin_client, admin_user):
    live = new.make_strategy(title="原来的")
    copy = workflow.revise(live, by=admin_user)
    keep(copy, title="放弃的")
    workflow.discard(copy, by=admin_user)

    restore(admin_client, live, newest(live, Event.DISCARDED))

    live = Strategy.objects.get(pk=live.pk)
    assert (live.title, live.copy.title) == ("原来的", "放弃的")


def test_records_without_drafts_are_restored_as_they_are_edited(admin_client):
    synonym = new.make_synonym(word="黑名单", means="征信")
    save(admin_client, synonym, word="白名单")
    synonym.refresh_from_db()

    restore(admin_client, synonym, newest(synonym, Event.FOUND))

    synonym.refresh_from_db()
    assert synonym.word == "黑名单"
    assert records.versions_of(synonym).count() == 3


def test_restoring_changes_nothing_for_visitors(admin_client):
    live = new.make_strategy(title="新标题")
    old = records.keep_version(live, Event.FOUND, by=None)
    token = SiteEdition.current().token

    restore(admin_client, live, old)

    assert SiteEdition.current().token == token


# Who may


def test_who_may_only_look_sees_the_history_and_restores_nothing(client):
    draft = new.make_rule_value(status=Status.DRAFT)
    old = records.keep_version(draft, Event.CREATED, by=None)
    client.force_login(new.make_account("writer", "编辑"))

    assert history(client, draft).status_code == 200
    assert "恢复成这一版" not in history(client, draft).content.decode()
    assert restore(client, draft, old).status_code == 403
    assert client.get(page_of(draft, "deleted")).status_code == 403


def test_nobody_else_sees_a_history(client):
    strategy = new.make_strategy()
    version = records.keep_version(strategy, Event.FOUND, by=None)
    pages = [
        page_of(strategy, "history", strategy.pk),
        page_of(strategy, "version", version.pk),
        page_of(strategy, "deleted"),
    ]
    assert [client.get(page).status_code for page in pages] == [302] * 3

    client.force_login(new.make_account("nobody"))

    assert [client.get(page).status_code for page in pages] == [403] * 3
    assert restore(client, strategy, version).status_code == 403
    assert client.post(page_of(strategy, "restore_gone", version.pk)).status_code == 403


def test_opening_the_address_of_a_restoration_changes_nothing(admin_client):
    draft = new.make_strategy(status=Status.DRAFT)
    old = records.keep_version(draft, Event.CREATED, by=None)

    page = admin_client.get(page_of(draft, "restore", draft.pk, old.pk))
    gone = admin_client.get(page_of(draft, "restore_gone", old.pk))

    assert page["Location"] == page_of(draft, "history", draft.pk)
    assert gone["Location"] == page_of(draft, "deleted")
    assert newest(draft) == old


# Records that are gone


def delete(client, record):
    client.post(page_of(record, "delete", record.pk), {"post": "yes"})
    assert not type(record).objects.filter(pk=record.pk).exists()


def test_a_deleted_strategy_comes_back_as_a_draft_with_its_conditions_and_references(
    admin_client, admin_user
):
    source, eased = new.make_source(), new.make_consequence()
    strategy = new.make_strategy(key="lost", title="删掉的", status=Status.WITHDRAWN)
    strategy.sources.add(source)
    strategy.eases.add(eased)
    new.make_condition(strategy=strategy, group=1, value="500")
    new.make_condition(strategy=strategy, group=2, value="600")
    delete(admin_client, strategy)

    listed = admin_client.get(page_of(strategy, "deleted"))
    (version,) = listed.context["page"]
    page = admin_client.post(page_of(strategy, "restore_gone", version.pk), follow=True)

    back = Strategy.objects.get(key="lost")
    assert page.redirect_chain[0][0] == page_of(back, "change", back.pk)
    assert (back.title, back.status) == ("删掉的", Status.DRAFT)
    assert [(row.group, row.value) for row in back.conditions.all()] == [(1, "500"), (2, "600")]
    assert list(back.sources.all()) == [source]
    assert list(back.eases.all()) == [eased]
    assert [one.event for one in records.versions_of(back)][:2] == [Event.RESTORED, Event.DELETED]
    assert newest(back).by == admin_user
    assert list(admin_client.get(page_of(strategy, "deleted")).context["page"]) == []


def test_the_list_leads_to_what_was_deleted_for_those_who_may_restore(client):
    strategies, rules = (
        reverse(f"admin:advice_{name}_changelist") for name in ("strategy", "rulevalue")
    )
    client.force_login(new.make_account("writer", "编辑"))

    assert "恢复已删除的" in client.get(strategies).content.decode()
    assert "恢复已删除的" not in client.get(rules).content.decode()


def test_a_record_that_came_back_is_not_restored_once_more(admin_client):
    draft = new.make_strategy(status=Status.DRAFT)
    delete(admin_client, draft)
    version = newest(draft, Event.DELETED)
    new.make_strategy(key=draft.key)

    page = admin_client.post(page_of(draft, "restore_gone", version.pk), follow=True)

    assert "已经有一份用这个代号的" in "".join(messages(page))
    assert Strategy.objects.filter(key=draft.key).count() == 1


def test_a_deleted_record_whose_references_are_gone_says_which(admin_client):
    draft = new.make_strategy(status=Status.DRAFT)
    delete(admin_client, draft)
    version = newest(draft, Event.DELETED)
    Version.objects.filter(pk=version.pk).update(document=version.document | {"eases": ["lost"]})

    page = admin_client.post(page_of(draft, "restore_gone", version.pk), follow=True)

    assert "找不到后果：lost。" in "".join(messages(page))
    assert not Strategy.objects.exists()


def test_several_that_were_deleted_from_the_list_all_come_back(admin_client):
    drafts = [new.make_synonym(word=word) for word in ("甲", "乙")]
    admin_client.post(
        reverse("admin:advice_synonym_changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [row.pk for row in drafts],
            "post": "yes",
        },
    )
    assert not Synonym.objects.exists()

    for version in admin_client.get(page_of(drafts[0], "deleted")).context["page"]:
        admin_client.post(page_of(drafts[0], "restore_gone", version.pk))

    assert set(Synonym.objects.values_list("word", flat=True)) == {"甲", "乙"}


def test_a_proposal_that_was_thrown_away_can_be_brought_back(admin_client, admin_user):
    value = new.make_rule_value(effective_from=date(2127, 1, 1), status=Status.DRAFT)
    workflow.discard(value, by=admin_user)

    (version,) = admin_client.get(page_of(value, "deleted")).context["page"]
    admin_client.post(page_of(value, "restore_gone", version.pk))

    assert value.rule.values.get().status == Status.DRAFT


def test_what_goes_with_a_record_can_be_brought_back_after_it(admin_client):
    rule = new.make_rule(key="lost")
    value = new.make_rule_value(rule=rule, status=Status.DRAFT)
    delete(admin_client, rule)

    for gone in (rule, value):
        (version,) = admin_client.get(page_of(gone, "deleted")).context["page"]
        admin_client.post(page_of(gone, "restore_gone", version.pk))

    assert Rule.objects.get(key="lost").values.get().status == Status.DRAFT


@pytest.mark.parametrize("count", [1, 30])
def test_many_deleted_records_take_no_more_queries(
    admin_client, count, django_assert_max_num_queries
):
    drafts = [new.make_strategy(status=Status.DRAFT) for _ in range(count)]
    for draft in drafts:
        records.keep_version(draft, Event.DELETED, by=None)
        draft.delete()

    with django_assert_max_num_queries(10):
        page = admin_client.get(page_of(drafts[0], "deleted"))

    assert len(page.context["page"]) == min(count, 20)
