"""纠错 and "was this useful": what is kept, what is refused, and where the answer stands."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from advice.models import Feedback, FeedbackKind, FeedbackStatus
from advice.views.feedback import MESSAGES, VOTES
from tests import factories as make
from tests.forms.page import Page
from tests.sending import sent_times

FORM = reverse("advice:feedback")
VOTE = reverse("advice:feedback_vote")
MESSAGE = {"page": "/help/", "message": "号码不对，打不通。", "website": ""}
MEGABYTE = 1024 * 1024
CHINESE = re.compile("[\u4e00-\u9fff]")

pytestmark = pytest.mark.django_db


def vote(client, **changes):
    headers = changes.pop("headers", {})
    return client.post(VOTE, {"page": "/help/", "kind": "useful"} | changes, headers=headers)


def text(response):
    words = re.sub(r"<[^>]*>", "", unescape(response.content.decode()))
    return re.sub(r"\s+", " ", words)


def fails(*args, **kwargs):
    message = "the cache is away"
    raise ConnectionError(message)


# A message


def test_the_form_asks_about_the_page_that_the_link_names(client):
    page = Page(client.get(FORM, {"page": "/help/"}))

    assert page.values["page"] == "/help/"
    assert page.values["website"] == ""


def test_the_form_asks_about_the_whole_site_where_no_page_is_named(client):
    assert Page(client.get(FORM)).values["page"] == "/"


@pytest.mark.parametrize("page", ["x" * 10_000, "\x00", '"><script>', "{{ 7 }}", "/nowhere/"])
def test_whatever_the_link_names_is_shown_as_text(client, page):
    response = client.get(FORM, {"page": page})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()


def test_a_message_is_kept_and_leads_to_the_place_of_its_answer(client):
    response = client.post(FORM, MESSAGE)

    feedback = Feedback.objects.get()
    assert (response.status_code, response["Location"]) == (302, feedback.get_absolute_url())
    assert (feedback.kind, feedback.path) == (FeedbackKind.CORRECTION, "/help/")
    assert (feedback.message, feedback.status) == (MESSAGE["message"], FeedbackStatus.NEW)


def test_a_refused_message_says_why_and_stays(client):
    message = "请打 13800138000 找我"

    response = client.post(FORM, MESSAGE | {"message": message})

    page = Page(response)
    assert response.status_code == 200
    assert [anchor for anchor, _ in page.summary] == ["#id_message"]
    assert "有 1 处要改" in page.title
    assert f"\n{message}</textarea>" in unescape(response.content.decode())
    assert not Feedback.objects.exists()


def test_the_errors_are_linked_from_the_top_in_the_order_of_the_page(client):
    page = Page(client.post(FORM, {}))

    assert [anchor for anchor, _ in page.summary] == ["#id_page", "#id_message"]
    assert set(page.anchors) <= set(page.ids)


def test_a_message_needs_the_forms_token():
    client = Client(enforce_csrf_checks=True)

    without = client.post(FORM, MESSAGE)
    token = Page(client.get(FORM)).values["csrfmiddlewaretoken"]
    with_it = client.post(FORM, MESSAGE | {"csrfmiddlewaretoken": token})

    assert (without.status_code, with_it.status_code) == (403, 302)
    assert Feedback.objects.count() == 1


def test_a_program_that_fills_in_everything_is_thanked_and_nothing_is_kept(client):
    genuine = client.post(FORM, MESSAGE, follow=True)

    trapped = client.post(FORM, MESSAGE | {"website": "https://shop.example"}, follow=True)

    def without_code(response):
        return re.sub(r"/feedback/sent/[^/]+/", "", text(response))

    assert without_code(trapped).replace(FORM, "") == without_code(genuine).replace(FORM, "")
    assert Feedback.objects.count() == 1


def test_a_visitor_may_write_so_often_a_day_and_keeps_the_text_beyond(client):
    responses = [client.post(FORM, MESSAGE) for _ in range(MESSAGES.each + 1)]

    assert [response.status_code for response in responses] == [302] * MESSAGES.each + [429]
    assert Feedback.objects.count() == MESSAGES.each
    page = Page(responses[-1])
    assert "今天收到的来信已经到了上限" in page.text
    assert MESSAGE["message"] in page.text


def test_what_is_refused_does_not_count(client):
    for _ in range(MESSAGES.each + 1):
        client.post(FORM, MESSAGE | {"message": ""})

    assert client.post(FORM, MESSAGE).status_code == 302


def test_another_visitor_may_still_write(client):
    for _ in range(MESSAGES.each + 1):
        client.post(FORM, MESSAGE)

    assert client.post(FORM, MESSAGE, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_cache_that_fails_loses_no_message(client, monkeypatch):
    for name in ("get", "set", "add", "incr", "touch"):
        monkeypatch.setattr(cache, name, fails)

    assert client.post(FORM, MESSAGE).status_code == 302
    assert vote(client).status_code == 302
    assert Feedback.objects.count() == 2


# A vote


@pytest.mark.parametrize("kind", [FeedbackKind.USEFUL, FeedbackKind.NOT_USEFUL])
def test_a_vote_is_kept_and_leads_to_a_page_that_asks_for_more(client, kind):
    page = make.make_strategy().get_absolute_url()

    response = vote(client, page=page, kind=kind.value)

    feedback = Feedback.objects.get()
    assert (feedback.kind, feedback.path, feedback.message) == (kind, page, "")
    assert response["Location"] == feedback.get_absolute_url()
    thanks = client.get(response["Location"])
    assert "谢谢你的回答" in text(thanks)
    assert f"{FORM}?page={page.replace('/', '%2F')}" in Page(thanks).links
    assert page in Page(thanks).links


def test_a_vote_needs_no_token():
    client = Client(enforce_csrf_checks=True)

    assert vote(client).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_vote_from_another_site_is_refused(client, headers):
    response = vote(client, headers=headers)

    assert response.status_code == 403
    assert "请再提交一次" in text(response)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_a_vote_from_our_own_page_counts(client, headers):
    assert vote(client, headers=headers).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"page": "/nowhere/"},
        {"page": ""},
        {"page": "/\x00/"},
        {"page": "//elsewhere.example/"},
        {"kind": "correction"},
        {"kind": ""},
        {"kind": "x" * MEGABYTE},
    ],
)
def test_a_vote_that_makes_no_sense_is_refused(client, changes):
    response = vote(client, **changes)

    assert response.status_code == 400
    assert CHINESE.search(Page(response).title)
    assert not Feedback.objects.exists()


def test_a_visit_to_where_votes_go_leads_to_the_form(client):
    assert client.get(VOTE)["Location"] == FORM


def test_a_visitor_may_vote_so_often_a_day(client):
    responses = [vote(client) for _ in range(VOTES.each + 1)]

    assert [response.status_code for response in responses] == [302] * VOTES.each + [429]
    assert Feedback.objects.count() == VOTES.each
    assert "今天点的次数已经到了上限" in text(responses[-1])
    assert Page(responses[-1]).values["page"] == "/help/"


def test_votes_leave_room_for_a_message(client):
    for _ in range(VOTES.each + 1):
        vote(client)

    assert client.post(FORM, MESSAGE).status_code == 302


# The answer


@pytest.fixture
def letter():
    return Feedback.objects.create(
        kind=FeedbackKind.CORRECTION, path="/help/", message="一<b>二</b>\n三"
    )


def test_the_place_of_the_answer_shows_the_message_and_asks_to_keep_the_address(client, letter):
    response = client.get(letter.get_absolute_url())

    assert f"http://testserver{letter.get_absolute_url()}" in text(response)
    assert "把下面的网址存下来" in text(response)
    assert "一&lt;b&gt;二&lt;/b&gt;<br>三" in response.content.decode()
    assert "未处理" in text(response)


def test_the_answer_stands_there_once_it_is_written(client, letter):
    Feedback.objects.update(status=FeedbackStatus.CORRECTED, answer="谢谢，\n已经改了<i>。")

    response = client.get(letter.get_absolute_url())

    assert "已改正" in text(response)
    assert "谢谢，<br>已经改了&lt;i&gt;。" in response.content.decode()


def test_the_place_of_the_answer_is_kept_by_nobody(client, letter):
    response = client.get(letter.get_absolute_url())

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("code", ["nobody-has-it", "x" * 5_000, "%00", "%E5%AD%97"])
def test_an_unknown_code_is_not_found(client, letter, code):
    assert client.get(f"/feedback/sent/{code}/").status_code == 404


def test_codes_can_not_be_guessed():
    codes = {Feedback.objects.create(kind=FeedbackKind.USEFUL, path="/").code for _ in range(50)}

    assert len(codes) == 50
    assert min(len(code) for code in codes) >= 12


@pytest.mark.parametrize("path", [FORM, "/feedback/sent/abc/"])
def test_other_methods_are_refused(client, path):
    assert client.put(path).status_code == 405


# On the pages


def test_the_question_below_a_page_can_be_answered_and_asks_no_token(client):
    html = render_to_string("includes/feedback.html", {"page_path": "/help/"})

    assert "csrf" not in html
    for kind in re.findall(r'name="kind" value="(\w+)"', html):
        assert vote(client, kind=kind).status_code == 302
    assert f'href="{FORM}?page=%2Fhelp%2F"' in html


def test_the_field_that_people_do_not_see_is_hidden_by_the_stylesheet(client):
    html = client.get(FORM).content.decode()

    assert ".leave-empty{display:none}" in Path(finders.find("css/portal.css")).read_text()
    hidden = html[html.index("leave-empty") :]
    assert hidden.index('name="website"') < hidden.index("发给编辑")


# Whatever is sent

NASTY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["\x00", "\ud7ff", "é" * 1_001, "9" * 5_000, "/", "/help/", "useful", "../"]),
)
NAMES = st.sampled_from(["page", "message", "website", "kind", "csrfmiddlewaretoken", "next"])


@sent_times(60)
@given(
    path=st.sampled_from([FORM, VOTE]),
    data=st.dictionaries(NAMES, st.one_of(NASTY, st.lists(NASTY, max_size=3))),
)
def test_nothing_that_is_sent_breaks_it(path, data):
    response = Client().post(path, data)

    assert response.status_code in {200, 302, 400, 429}


@pytest.mark.parametrize("path", [FORM, VOTE])
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", "x"])
def test_other_kinds_of_content_are_refused(client, path, kind):
    response = client.post(path, b'{"page": "/"}', content_type=kind)

    assert response.status_code in {200, 400}
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("path", [FORM, VOTE])
def test_a_body_that_is_far_too_large_is_refused_in_chinese(client, path):
    response = client.post(
        path, "page=" + "x" * 3 * MEGABYTE, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 400
    assert "发来的内容太大，或者格式不对" in text(response)
