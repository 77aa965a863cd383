"""Two editors on one record: the second to save sees both, and loses nothing."""

from itertools import count
from threading import Barrier, Thread

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse

from advice import records
from advice.admin.conflicts import OPENED, REFUSAL, SALT
from advice.models import DatedValue, Event, Feedback, FeedbackKind, Moderated, Status, Strategy
from advice.services import workflow
from tests import factories as new
from tests.admin.forms import add_row, errors, find_row, open_form, read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs():
    """Another editor, logged in."""
    client = Client()
    client.force_login(new.make_account("other", "编辑"))
    return client


@pytest.fixture
def mine():
    client = Client()
    client.force_login(new.make_account("me", "编辑"))
    return client


@pytest.fixture
def draft():
    draft = new.make_strategy(title="标题", summary="一句话", body="正文", status=Status.DRAFT)
    new.make_condition(strategy=draft, value="1")
    new.make_condition(strategy=draft, fact="payoff", value="2")
    return draft


def page_of(record, name="change"):
    return reverse(f"admin:advice_{record._meta.model_name}_{name}", args=[record.pk])


def save(client, record, data=None, **changes):
    return client.post(page_of(record), (data or open_form(client, page_of(record))) | changes)


def save_row(client, record, prefix, row, **changes):
    """Change one row of the record, which is found by what it says."""
    data = open_form(client, page_of(record))
    number = find_row(data, prefix, **row)
    assert save(client, record, data, **_of_row(prefix, number, changes)).status_code == 302


def _of_row(prefix, number, values):
    return {f"{prefix}-{number}-{name}": value for name, value in values.items()}


def told(response):
    """What the page puts side by side: label, opened, stored, typed."""
    return [
        (one.label, one.opened, one.stored, one.typed)
        for one in response.context["conflict"].divergences
    ]


def outcomes(response):
    return {one.label: one.outcome for one in response.context["conflict"].divergences}


def values(record):
    return sorted(record.conditions.values_list("value", flat=True))


# Fields


def test_nobody_is_asked_where_nothing_has_changed(mine, draft):
    assert save(mine, draft, title="我的").status_code == 302

    draft.refresh_from_db()
    assert draft.title == "我的"


def test_the_second_to_save_is_told_who_saved_what_and_sees_both(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save(theirs, draft, title="别人的")

    response = save(mine, draft, data, title="我的")

    draft.refresh_from_db()
    assert draft.title == "别人的"
    assert response.status_code == 200
    assert REFUSAL in errors(response)
    assert told(response) == [("标题", "标题", "别人的", "我的")]
    (version,) = response.context["conflict"].versions
    assert (version.by.username, version.event) == ("other", Event.CHANGED)
    assert "other" in response.content.decode()
    assert read_form(response)[0]["title"] == "我的"


def test_saved_once_more_it_holds_and_both_are_in_the_history(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save(theirs, draft, title="别人的")

    shown = read_form(save(mine, draft, data, title="我的"))[0]
    response = mine.post(page_of(draft), shown)

    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.title == "我的"
    assert [one.document["title"] for one in records.versions_of(draft)][:2] == ["我的", "别人的"]


def test_what_only_the_other_changed_is_taken_over(mine, theirs, draft):
    source, product, eased = new.make_source(), new.make_product(), new.make_consequence()
    data = open_form(mine, page_of(draft))
    changes = {
        "body": "别人的正文",
        "sources": [source.pk],
        "products": [product.pk],
        "eases": [eased.pk],
        "uses_savings": "on",
        "max_months": "12",
        "waived_share": "0.5",
        "review_due_on": "2027-08-08",
        "urgency": "today",
    }
    save(theirs, draft, **changes)

    response = save(mine, draft, data, title="我的")
    again = mine.post(page_of(draft), read_form(response)[0])

    assert again.status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.body, draft.max_months) == ("我的", "别人的正文", 12)
    assert (draft.uses_savings, str(draft.review_due_on)) == (True, "2027-08-08")
    assert list(draft.sources.all()) == [source]
    assert list(draft.products.all()) == [product]
    assert list(draft.eases.all()) == [eased]
    assert set(outcomes(response).values()) == {
        "只有别人改了：表单里已换成现在存的。",
        "只有你改了：表单里是你填的。",
    }


def test_what_the_other_emptied_stays_empty(mine, theirs, draft):
    draft.sources.add(new.make_source())
    Strategy.objects.filter(pk=draft.pk).update(uses_savings=True, max_months=12)
    data = open_form(mine, page_of(draft))
    theirs_data = open_form(theirs, page_of(draft)) | {"max_months": ""}
    del theirs_data["uses_savings"], theirs_data["sources"]
    save(theirs, draft, theirs_data)

    mine.post(page_of(draft), read_form(save(mine, draft, data, title="我的"))[0])

    draft.refresh_from_db()
    assert (draft.title, draft.uses_savings, draft.max_months) == ("我的", False, None)
    assert not draft.sources.exists()


def test_both_having_written_the_same_is_nothing_to_compare(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save(theirs, draft, title="一样的")

    response = save(mine, draft, data, title="一样的")

    assert told(response) == []
    assert "现在存的和你填的一样。" in response.content.decode()


def test_what_can_not_be_read_is_shown_as_it_was_typed(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save(theirs, draft, max_months="12")

    response = save(mine, draft, data, max_months="很多", title="")

    assert ("最长月数", "", "12", "很多") in told(response)
    assert ("标题", "标题", "标题", "") in told(response)
    assert read_form(response)[0]["max_months"] == "很多"


def test_a_mistake_of_ones_own_does_not_hide_that_the_other_saved(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    wrong = save(mine, draft, data, max_months="很多")
    save(theirs, draft, title="别人的")

    response = save(mine, draft, read_form(wrong)[0], max_months="3")

    assert told(response)[0] == ("标题", "标题", "别人的", "标题")


def test_a_third_who_saves_in_between_is_told_too(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save(theirs, draft, title="别人的")
    first = save(mine, draft, data, title="我的")
    save(theirs, draft, title="又是别人的")

    second = mine.post(page_of(draft), read_form(first)[0])

    assert told(second) == [("标题", "别人的", "又是别人的", "我的")]


def test_saving_what_was_there_already_disturbs_nobody(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save(theirs, draft)

    assert save(mine, draft, data, title="我的").status_code == 302


def test_what_the_other_wrote_can_bring_no_markup(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save(theirs, draft, title="<script>alert(1)</script>")

    page = save(mine, draft, data, title="<script>alert(2)</script>").content.decode()

    assert "<script>alert" not in page


# What the form says it was opened with


def _forged(record, **changes):
    opened = [str(record.pk), record.key, 0, {"title": "x"} | changes]
    return signing.dumps(opened, salt=SALT)


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "x",
        "\x00",
        "a:b:c",
        "甲",
        "x" * 100_000,
        signing.dumps(["1", "k", 0, {}], salt="another"),
        signing.dumps([1, 2], salt=SALT),
        signing.dumps("text", salt=SALT),
        signing.dumps({"a": 1}, salt=SALT),
    ],
    ids=count(),  # a signature holds the time, and each process its own
)
def test_a_form_that_does_not_say_what_was_opened_is_asked_once(mine, draft, token):
    data = open_form(mine, page_of(draft)) | {"title": "我的"}
    del data[OPENED]

    response = mine.post(page_of(draft), data | ({} if token is None else {OPENED: token}))

    draft.refresh_from_db()
    assert draft.title == "标题"
    assert told(response) == [("标题", "（不知道）", "标题", "我的")]
    assert mine.post(page_of(draft), read_form(response)[0]).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "我的"
    assert values(draft) == ["1", "2"]


def test_what_was_opened_of_another_record_is_not_believed(mine, draft):
    other = new.make_strategy(title="另一个", status=Status.DRAFT)
    token = open_form(mine, page_of(other))[OPENED]

    response = save(mine, draft, **{OPENED: token, "title": "我的"})

    assert told(response) == [("标题", "（不知道）", "标题", "我的")]


# Rows


def test_rows_of_both_stay(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save_row(theirs, draft, "conditions", {"value": "1"}, value="100")
    their_data = open_form(theirs, page_of(draft))
    add_row(their_data, "conditions", group="2", fact="arrears", operator="gt", value="300")
    save(theirs, draft, their_data)

    number = find_row(data, "conditions", value="2")
    data[f"conditions-{number}-value"] = "200"
    add_row(data, "conditions", group="3", fact="arrears", operator="gt", value="400")
    response = save(mine, draft, data)
    again = mine.post(page_of(draft), read_form(response)[0])

    assert again.status_code == 302, errors(again)
    assert values(draft) == ["100", "200", "300", "400"]
    labels = [row[0] for row in told(response)]
    assert any(label.startswith("条件“第 1 组：") and label.endswith("的数值") for label in labels)
    assert len(labels) == 4


def test_two_changes_of_one_row_are_shown_side_by_side(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save_row(theirs, draft, "conditions", {"value": "1"}, value="100")

    number = find_row(data, "conditions", value="1")
    response = save(mine, draft, data, **{f"conditions-{number}-value": "500"})
    mine.post(page_of(draft), read_form(response)[0])

    assert [row[1:] for row in told(response)] == [("1", "100", "500")]
    assert values(draft) == ["2", "500"]


def test_two_changes_in_one_row_go_together_where_they_are_of_different_fields(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save_row(theirs, draft, "conditions", {"value": "1"}, operator="lt")

    number = find_row(data, "conditions", value="1")
    mine.post(
        page_of(draft),
        read_form(save(mine, draft, data, **{f"conditions-{number}-value": "500"}))[0],
    )

    assert draft.conditions.filter(operator="lt", value="500").exists()


def test_a_row_that_the_other_deleted_stays_deleted_where_i_left_it_alone(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save_row(theirs, draft, "conditions", {"value": "1"}, DELETE="on")

    response = save(mine, draft, data, title="我的")
    again = mine.post(page_of(draft), read_form(response)[0])

    assert again.status_code == 302
    assert values(draft) == ["2"]
    assert any(row[2] == "（没有这一行）" for row in told(response))


def test_a_row_that_the_other_deleted_comes_back_with_what_i_wrote_in_it(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    save_row(theirs, draft, "conditions", {"value": "1"}, DELETE="on")

    number = find_row(data, "conditions", value="1")
    response = save(mine, draft, data, **{f"conditions-{number}-value": "500"})
    again = mine.post(page_of(draft), read_form(response)[0])

    assert again.status_code == 302
    assert values(draft) == ["2", "500"]


def test_a_row_that_i_deleted_and_the_other_changed_is_shown_and_goes_if_i_insist(
    mine, theirs, draft
):
    data = open_form(mine, page_of(draft))
    save_row(theirs, draft, "conditions", {"value": "1"}, value="100")

    number = find_row(data, "conditions", value="1")
    response = save(mine, draft, data, **{f"conditions-{number}-DELETE": "on"})
    shown = read_form(response)[0]
    again = mine.post(page_of(draft), shown)

    ((_, _, stored, typed),) = told(response)
    assert "100" in stored
    assert typed == "（没有这一行）"
    assert again.status_code == 302
    assert values(draft) == ["2"]


def test_rows_that_were_all_written_anew_are_known_again(mine, draft):
    data = open_form(mine, page_of(draft))
    kind = records.kind_of(draft)
    records.write(kind, records.document_of(kind, draft) | {"title": "导入的"}, draft)

    response = save(mine, draft, data, summary="我的")
    again = mine.post(page_of(draft), read_form(response)[0])

    assert again.status_code == 302
    assert values(draft) == ["1", "2"]
    draft.refresh_from_db()
    assert (draft.title, draft.summary) == ("导入的", "我的")


def test_long_texts_of_chapters_are_merged_too(mine, theirs):
    guide = new.make_guide(status=Status.DRAFT)
    new.make_chapter(guide=guide, key="one", title="一", body="第一章")
    new.make_chapter(guide=guide, key="two", title="二", body="第二章")
    data = open_form(mine, page_of(guide))
    save_row(theirs, guide, "chapters", {"key": "one"}, body="别人的第一章")

    number = find_row(data, "chapters", key="two")
    response = save(mine, guide, data, **{f"chapters-{number}-body": "我的第二章"})
    again = mine.post(page_of(guide), read_form(response)[0])

    assert again.status_code == 302
    bodies = [chapter.body for chapter in guide.chapters.order_by("key")]
    assert bodies == ["别人的第一章", "我的第二章"]


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions-TOTAL_FORMS": "x"},
        {"conditions-TOTAL_FORMS": ""},
        {"conditions-TOTAL_FORMS": "99999999"},
        {"conditions-INITIAL_FORMS": "-5"},
        {"conditions-INITIAL_FORMS": "99"},
        {"conditions-0-id": "x"},
        {"conditions-0-id": "9" * 40},
        {"conditions-0-id": ""},
        {"conditions-0-strategy": "x"},
        {"conditions-0-group": "x"},
        {"conditions-0-fact": "\x00"},
        {"eases": ["x", "9" * 40]},
        {"title": "\x00"},
    ],
)
def test_whatever_is_posted_in_a_conflict_is_answered(mine, theirs, draft, changes):
    data = open_form(mine, page_of(draft))
    save(theirs, draft, title="别人的")

    response = save(mine, draft, data, **changes)

    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.title == "别人的"
    assert values(draft) == ["1", "2"]


# What can no longer be changed


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.PUBLISHED, Status.WITHDRAWN])
def test_what_was_typed_is_shown_where_the_draft_has_moved_on(mine, draft, status):
    data = open_form(mine, page_of(draft))
    Strategy.objects.filter(pk=draft.pk).update(status=status)
    add_row(data, "conditions", group="2", fact="arrears", operator="gt", value="777")

    response = save(
        mine, draft, data, title="白写的标题", body="第一行\n白写的正文", max_months="很多"
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert "没有存下" in page
    for typed in ("白写的标题", "第一行\n白写的正文", "777", "很多"):
        assert typed in page
    assert Strategy.objects.get(pk=draft.pk).title == "标题"


def test_who_moved_it_on_is_told(mine, theirs, draft):
    data = open_form(mine, page_of(draft))
    theirs.post(reverse("admin:advice_strategy_move", args=[draft.pk, "submit"]), {})

    page = save(mine, draft, data, title="白写的标题")

    assert [one.event for one in page.context["versions"]] == [Event.SUBMITTED]
    assert "other" in page.content.decode()


def test_what_was_typed_is_shown_where_the_draft_is_gone(mine, admin_client, draft):
    data = open_form(mine, page_of(draft))
    admin_client.post(page_of(draft, "delete"), {"post": "yes"})

    response = save(mine, draft, data, title="白写的标题")

    page = response.content.decode()
    assert response.status_code == 404
    assert "已经没有这一份了" in page
    assert "白写的标题" in page
    assert [one.event for one in response.context["versions"]] == [Event.DELETED]


def test_a_copy_that_was_published_meanwhile_loses_nothing_that_was_typed(mine, admin_user):
    live = new.make_strategy(title="原来的")
    copy = workflow.revise(live, by=admin_user)
    address, data = page_of(copy), open_form(mine, page_of(copy))
    records.publish(copy, by=admin_user)

    response = mine.post(address, data | {"title": "白写的标题"})

    assert response.status_code == 404
    assert "白写的标题" in response.content.decode()
    live.refresh_from_db()
    assert live.title == "原来的"


def test_who_may_not_change_a_record_is_refused_as_ever(client, draft):
    client.force_login(new.make_account("nobody"))

    assert client.post(page_of(draft), {"title": "x"}).status_code == 403
    assert client.post(page_of(draft).replace(str(draft.pk), "x"), {}).status_code in {302, 403}


# Every kind


def test_every_form_says_what_it_was_opened_with(admin_client, seeded):
    # What figures rest on comes last: as a draft it is in force no more.
    for kind in sorted(records.KINDS, key=lambda kind: issubclass(kind.model, DatedValue)):
        record = kind.model.objects.first()
        if issubclass(kind.model, Moderated):
            kind.model.objects.filter(pk=record.pk).update(status=Status.DRAFT)
        data = open_form(admin_client, page_of(record))

        response = admin_client.post(page_of(record), data)

        assert OPENED in data, kind.name
        assert response.status_code == 302, (kind.name, errors(response))


def test_records_without_drafts_are_guarded_too(admin_client):
    rule = new.make_rule(label="名称", explanation="说明")
    new.make_rule_value(rule=rule)
    data = open_form(admin_client, page_of(rule))
    save(admin_client, rule, explanation="别人的说明")

    response = save(admin_client, rule, data, label="我的名称")
    again = admin_client.post(page_of(rule), read_form(response)[0])

    assert ("说明", "说明", "别人的说明", "说明") in told(response)
    assert again.status_code == 302
    rule.refresh_from_db()
    assert (rule.label, rule.explanation) == ("我的名称", "别人的说明")


def test_letters_of_readers_are_guarded_too(admin_client):
    letter = Feedback.objects.create(kind=FeedbackKind.CORRECTION, path="/", message="错了。")
    data = open_form(admin_client, page_of(letter))
    save(admin_client, letter, answer="别人的答复")

    response = save(admin_client, letter, data, answer="我的答复")

    assert ("答复", "", "别人的答复", "我的答复") in told(response)
    assert "没有记下是谁" in response.content.decode()


# At the very same time


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_time_one_is_asked(client):
    pk = new.make_strategy(title="标题", status=Status.DRAFT).pk
    draft = Strategy.objects.get(pk=pk)
    account, barrier, codes = new.make_account("writer"), Barrier(2), []
    account.is_superuser = True
    account.save()
    clients = [Client(), Client()]
    for one in clients:
        one.force_login(account)
    data = open_form(clients[0], page_of(draft))

    def post(one, title):
        barrier.wait()
        codes.append(one.post(page_of(draft), data | {"title": title}).status_code)
        connection.close()

    threads = [Thread(target=post, args=(one, f"标题 {n}")) for n, one in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [200, 302]
