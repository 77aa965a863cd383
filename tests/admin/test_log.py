"""The log of the admin: everything that was done is in it, and nobody changes it."""

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice.models import Feedback, FeedbackKind, Status, Synonym
from tests import factories as make
from tests.admin.forms import open_form

pytestmark = pytest.mark.django_db

LIST = "/admin/admin/logentry/"
NOON = "2026-11-22 12:00:00 +0800"


@pytest.fixture
def root(client):
    account = User.objects.create_superuser("root")
    client.force_login(account)
    return account


@pytest.fixture
def entry(root):
    return LogEntry.objects.get(user=root)


def address(record, name):
    return reverse(f"admin:advice_{record._meta.model_name}_{name}", args=[record.pk])


def deeds(record):
    entries = LogEntry.objects.filter(
        content_type__model=record._meta.model_name, object_id=str(record.pk)
    )
    return [(entry.user.username, entry.action_flag) for entry in entries.order_by("pk")]


def test_a_new_record_is_logged(client, root):
    client.post("/admin/advice/synonym/add/", {"word": "花呗", "means": "借款"})

    assert deeds(Synonym.objects.get()) == [("root", ADDITION)]


def test_a_change_is_logged_with_its_fields(client, root):
    synonym = make.make_synonym()
    data = open_form(client, address(synonym, "change"))

    client.post(address(synonym, "change"), data | {"word": "花呗"})

    assert deeds(synonym) == [("root", CHANGE)]
    assert LogEntry.objects.first().get_change_message().startswith("已修改")


@pytest.mark.parametrize("way", ["page", "list"])
def test_a_deletion_is_logged_with_the_name_that_is_gone(client, root, way):
    synonym = make.make_synonym(word="花呗")
    name = str(synonym)

    if way == "page":
        client.post(address(synonym, "delete"), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [synonym.pk], "post": "yes"}
        client.post("/admin/advice/synonym/", chosen)

    assert deeds(synonym) == [("root", DELETION)]
    assert LogEntry.objects.first().object_repr == name


def test_a_move_is_logged_with_its_note(client, root):
    strategy = make.make_strategy(status=Status.IN_REVIEW)

    client.post(
        reverse("admin:advice_strategy_move", args=[strategy.pk, "return"]), {"note": "请写短"}
    )

    assert deeds(strategy) == [("root", CHANGE)]
    assert LogEntry.objects.first().change_message == "退回修改。请写短"


def test_an_answer_to_a_reader_is_logged(client, root):
    letter = Feedback.objects.create(kind=FeedbackKind.CORRECTION, path="/", message="写错了")
    data = open_form(client, address(letter, "change")) | {"answer": "改好了"}

    client.post(address(letter, "change"), data)

    assert deeds(letter) == [("root", CHANGE)]


def test_the_list_tells_who_did_what_and_when(client, root, time_machine):
    time_machine.move_to(NOON, tick=False)
    synonym = make.make_synonym()
    data = open_form(client, address(synonym, "change"))
    client.post(address(synonym, "change"), data | {"word": "花呗"})

    page = client.get(LIST).content.decode()

    assert "2026年11月22日 12:00" in page
    assert ">root<" in page
    assert f'href="{address(synonym, "change")}"' in page
    assert "已修改" in page
    assert "登录。" in page


@pytest.mark.parametrize(
    "query",
    ["q=登录", "q=root", "action_flag__exact=2", "user__id__exact={root}", "q=%00", "o=1.-2"],
)
def test_the_list_is_searched_and_filtered(client, root, query):
    assert client.get(f"{LIST}?{query.format(root=root.pk)}", follow=True).status_code == 200


def test_the_list_asks_as_often_for_one_entry_as_for_three(client, root):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        return len(asked)

    make.make_synonym()
    client.get(LIST)
    for_one = queries()
    for number in range(2):
        client.post("/admin/advice/synonym/add/", {"word": f"词{number}", "means": "借款"})

    assert queries() == for_one


WAYS = ["add/", "{}/change/", "{}/delete/"]


@pytest.mark.parametrize("way", WAYS)
def test_nobody_changes_the_log_by_a_crafted_post(client, entry, way):
    before = LogEntry.objects.values().get()
    told = {"change_message": "nothing happened", "user": entry.user_id, "post": "yes"}

    response = client.post(LIST + way.format(entry.pk), told)

    assert response.status_code == 403
    assert LogEntry.objects.values().get() == before


def test_nobody_empties_the_log_from_its_list(client, entry):
    chosen = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}

    client.post(LIST, chosen)
    client.post(LIST, {"form-TOTAL_FORMS": "1", "form-0-id": entry.pk, "_save": "on"})

    assert LogEntry.objects.filter(pk=entry.pk, change_message="登录。").exists()


def test_no_page_deletes_the_account_whose_entries_would_go_with_it(client, entry):
    response = client.post(f"/admin/auth/user/{entry.user_id}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert LogEntry.objects.filter(pk=entry.pk).exists()


def test_an_entry_opens_to_be_read(client, entry):
    page = client.get(f"{LIST}{entry.pk}/change/")

    assert page.status_code == 200
    assert "登录。" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()


@pytest.mark.parametrize(("group", "status"), [("编辑", 403), ("法律审核", 403), ("管理员", 200)])
def test_only_administrators_read_the_log(client, group, status):
    client.force_login(make.make_account("li", group))

    assert client.get(LIST).status_code == status
