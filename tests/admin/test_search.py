"""Editors list what people type, and read what they found nowhere."""

import pytest
from django.urls import reverse

from advice.models import SearchEntry, Status, Synonym, VainSearch
from advice.services.workflow import Move
from tests import factories as make
from tests.admin.forms import errors, open_form
from tests.admin.kinds import move_of

pytestmark = pytest.mark.django_db

SYNONYMS = reverse("admin:advice_synonym_changelist")
NEW_SYNONYM = reverse("admin:advice_synonym_add")
VAIN_SEARCHES = reverse("admin:advice_vainsearch_changelist")


# Synonyms


def test_a_synonym_is_kept_as_the_search_reads_it(admin_client):
    admin_client.post(NEW_SYNONYM, {"word": "６０期，", "means": " 协商分期 "})

    synonym = Synonym.objects.get()
    assert (synonym.word, synonym.means) == ("60 期", "协商分期")


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"word": "？", "means": "犯罪"}, "不能只有标点"),
        ({"word": "坐牢", "means": "坐牢"}, "两个词一样"),
        ({"word": "坐牢", "means": "坐牢。"}, "两个词一样"),
        ({"word": "判刑", "means": "犯罪"}, "这一对词已经有了"),
        ({"word": "坐" * 21, "means": "犯罪"}, "20"),
    ],
)
def test_a_synonym_that_helps_nobody_is_refused(admin_client, told, message):
    make.make_synonym(word="判刑", means="犯罪")

    response = admin_client.post(NEW_SYNONYM, told)

    assert message in errors(response)


def test_the_list_leads_to_what_is_found_for_the_meaning(admin_client):
    make.make_synonym(word="坐牢", means="犯罪")

    page = admin_client.get(SYNONYMS).content.decode()

    assert '<a href="/search/?q=%E7%8A%AF%E7%BD%AA">搜“犯罪”</a>' in page


# Searches in vain


def test_what_was_sought_most_stands_first_with_the_way_to_a_synonym(admin_client):
    make.make_vain_search(words="白条", count=1)
    make.make_vain_search(words="花呗", count=2)

    page = admin_client.get(VAIN_SEARCHES).content.decode()

    assert page.index("花呗") < page.index("白条")
    assert f'<a href="{NEW_SYNONYM}?word=%E8%8A%B1%E5%91%97">' in page
    assert open_form(admin_client, f"{NEW_SYNONYM}?word=花呗")["word"] == "花呗"


def test_counts_are_read_and_never_written(admin_client):
    noted = make.make_vain_search(words="花呗")
    change = reverse("admin:advice_vainsearch_change", args=[noted.pk])

    assert admin_client.get(change).status_code == 200
    assert open_form(admin_client, change).keys() <= {"csrfmiddlewaretoken"}
    assert admin_client.post(change, {"words": "别的", "count": 9}).status_code == 403
    assert admin_client.get(reverse("admin:advice_vainsearch_add")).status_code == 403


def test_what_was_dealt_with_may_be_deleted(admin_client):
    noted = make.make_vain_search(words="花呗")

    chosen = {"action": "delete_selected", "_selected_action": [noted.pk], "post": "yes"}
    admin_client.post(VAIN_SEARCHES, chosen)

    assert not VainSearch.objects.exists()


# What the search finds follows what editors do


@pytest.mark.parametrize(
    ("move", "status", "is_found"),
    [(Move.APPROVE, Status.IN_REVIEW, True), (Move.WITHDRAW, Status.PUBLISHED, False)],
)
def test_a_move_of_a_record_changes_what_is_found(admin_client, move, status, is_found):
    question = make.make_question(status=status)

    admin_client.post(move_of(question, move))

    assert SearchEntry.objects.exists() is is_found


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_whose_index_fails_is_no_withdrawal(admin_client, monkeypatch):
    question = make.make_question()

    def fail(record):
        raise OSError

    monkeypatch.setattr("advice.services.indexing.forget", fail)
    with pytest.raises(OSError):  # noqa: PT011  # raised above, without a message
        admin_client.post(move_of(question, Move.WITHDRAW))

    question.refresh_from_db()
    assert question.status == Status.PUBLISHED
