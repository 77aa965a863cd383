"""The inbox: letters to read and answer, votes to count, nothing to make up."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from advice.models import Feedback, FeedbackKind, FeedbackStatus
from tests.admin.forms import open_form, read_form

LIST = reverse("admin:advice_feedback_changelist")

pytestmark = pytest.mark.django_db


def make_letter(**told):
    defaults = {"kind": FeedbackKind.CORRECTION, "path": "/help/", "message": "号码不对。"}
    return Feedback.objects.create(**defaults | told)


def make_votes(path, *, useful=0, not_useful=0):
    for kind, count in ((FeedbackKind.USEFUL, useful), (FeedbackKind.NOT_USEFUL, not_useful)):
        for _ in range(count):
            Feedback.objects.create(kind=kind, path=path)


def change(feedback):
    return reverse("admin:advice_feedback_change", args=[feedback.pk])


def listed(response):
    return list(response.context["cl"].queryset)


def test_the_inbox_lists_letters_with_their_page(admin_client):
    letter = make_letter(message="第一步写错了。" * 20)

    response = admin_client.get(LIST)

    assert listed(response) == [letter]
    assertContains(response, '<a href="/help/">/help/</a>', html=True)
    assertContains(response, "未处理")
    assertContains(response, "第一步写错了。")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("?about=votes", 2),
        ("?about=all", 3),
        ("?about=nonsense", 1),
        ("?status__exact=new", 1),
        ("?status__exact=corrected", 0),
        ("?about=all&q=help", 3),
        ("?q=%00", 1),
        ("?q=" + "x" * 5_000, 0),
    ],
)
def test_votes_are_listed_only_where_they_are_asked_for(admin_client, query, count):
    make_letter()
    make_votes("/help/", useful=1, not_useful=1)

    assert len(listed(admin_client.get(LIST + query))) == count


def test_the_filter_names_what_it_shows(admin_client):
    response = admin_client.get(LIST)

    (about,) = [spec for spec in response.context["cl"].filter_specs if spec.title == "类型"]
    choices = list(about.choices(response.context["cl"]))
    assert [(choice["display"], choice["selected"]) for choice in choices] == [
        ("纠错", True),
        ("有帮助、没帮助", False),
        ("全部", False),
    ]


def test_the_counts_of_each_page_stand_below_with_the_worst_first(admin_client):
    make_votes("/a/", useful=3)
    make_votes("/b/", useful=1, not_useful=2)
    make_votes("/c/", not_useful=1)
    make_letter(path="/d/")

    response = admin_client.get(LIST)

    assert [tuple(row.values()) for row in response.context["votes"]] == [
        ("/b/", 1, 2),
        ("/c/", 0, 1),
        ("/a/", 3, 0),
    ]
    assertContains(response, "各页有没有帮助")


def test_without_votes_nothing_is_counted(admin_client):
    make_letter()

    assertNotContains(admin_client.get(LIST), "各页有没有帮助")


def test_a_letter_is_read_and_answered_but_not_rewritten(admin_client):
    letter = make_letter(message="<b>号码</b>不对。")

    page = admin_client.get(change(letter))
    data, typed = read_form(page)
    data |= {"status": "corrected", "answer": "谢谢，已经改了。", "message": "别的", "path": "/x/"}
    response = admin_client.post(change(letter), data)

    assert response.status_code == 302
    assert (set(data) & {"kind", "code"}, typed) == (set(), {"answer"})
    assertContains(page, "&lt;b&gt;号码&lt;/b&gt;不对。")
    letter.refresh_from_db()
    assert (letter.status, letter.answer) == (FeedbackStatus.CORRECTED, "谢谢，已经改了。")
    assert (letter.message, letter.path) == ("<b>号码</b>不对。", "/help/")


@pytest.mark.parametrize(("length", "status"), [(1_000, 302), (1_001, 200)])
def test_an_answer_has_a_longest_length(admin_client, length, status):
    letter = make_letter()

    data = open_form(admin_client, change(letter)) | {"answer": "字" * length}

    assert admin_client.post(change(letter), data).status_code == status


def test_a_letter_links_to_where_its_sender_reads_the_answer(admin_client):
    letter = make_letter()

    response = admin_client.get(change(letter))

    assertContains(response, f'href="{letter.get_absolute_url()}" class="viewsitelink"')


def test_only_readers_write_letters(admin_client):
    add = reverse("admin:advice_feedback_add")

    assert admin_client.get(add).status_code == 403
    assert admin_client.post(add, {"path": "/", "message": "假的"}).status_code == 403
    assertNotContains(admin_client.get(LIST), add)


def test_a_letter_can_be_deleted_where_it_tells_too_much(admin_client):
    letter = make_letter()
    delete = reverse("admin:advice_feedback_delete", args=[letter.pk])

    admin_client.post(delete, {"post": "yes"})

    assert not Feedback.objects.exists()


def test_a_list_asks_as_often_for_one_letter_as_for_three(admin_client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(LIST)
        return len(asked)

    make_letter()
    make_votes("/a/", useful=1)
    admin_client.get(LIST)
    with_one = queries()
    make_letter(path="/b/")
    make_letter(path="/c/")
    make_votes("/b/", not_useful=2)

    assert queries() == with_one
