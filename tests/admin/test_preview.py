"""The preview: today's figures in the look of the page, for editors only, and nothing stored."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from advice.models import Status, Strategy
from tests import factories as new

pytestmark = pytest.mark.django_db

PREVIEW = reverse("editing:preview")
BUTTON = re.compile(
    r'<button class="button" name="([^"]+)" formaction="([^"]+)" formtarget="([^"]+)"'
)


def preview(client, text, name="body"):
    return client.post(PREVIEW, {f"preview-{name}": "", name: text, "title": "别的"})


def buttons(client, record):
    page = reverse(f"admin:advice_{record._meta.model_name}_change", args=[record.pk])
    return BUTTON.findall(client.get(page).content.decode())


def test_the_text_is_shown_as_its_page_would_show_it(admin_client, seeded):
    before = Strategy.objects.values_list("body", "updated_at").get(key="get_lawyer")

    page = preview(admin_client, "## 上限\n\n超过**{{ rule:annual_cap }}**的部分").content.decode()

    assert "<h2>上限</h2>" in page
    assert "超过<strong>24%</strong>的部分" in page
    assert "css/portal.css" in page
    assert "error-summary" not in page
    assert Strategy.objects.values_list("body", "updated_at").get(key="get_lawyer") == before


def test_an_unknown_placeholder_is_named_on_top_with_those_that_there_are(admin_client):
    new.make_rule(key="known")

    page = preview(admin_client, "正文 {{ rule:gone }} {{ rule:known }}").content.decode()

    assert page.index("不认识这些占位：rule:gone。") < page.index('<div class="prose">')
    assert "rule:known" in page
    assert "正文 （数值待补） （数值待补）" in page


def test_what_is_typed_can_bring_no_script(admin_client):
    page = preview(admin_client, "<script>alert(1)</script>[x](javascript:alert(1))")

    assert "<script" not in page.content.decode()
    assert 'href="javascript' not in page.content.decode()


@pytest.mark.parametrize("name", ["summary", "chapters-3-body"])
def test_the_text_whose_button_was_pressed_is_the_one_that_is_shown(admin_client, name):
    assert "<p>这一段</p>" in preview(admin_client, "这一段", name=name).content.decode()


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"preview-": ""},
        {"preview-body": ""},
        {"preview-body": "", "body": ""},
        {"preview-body": "", "body": "\x00\ufffd\ud7ff"},
        {"preview-body": "", "body": ">" * 20_000},
        {"preview-body": "", "body": "[" * 20_000},
        {"preview-body": "", "body": "*_" * 20_000},
        {"preview-body": "", "body": "- " * 5_000},
        {"preview-body": "", "body": "{{" * 20_000},
        {"preview-body": "", "body": "&#x110000; &#0; ![" + "](" * 3_000},
        {"preview-body": ["", "x"], "body": ["甲", "乙"]},
        {"preview-\x00": "", "\x00": "x"},
    ],
)
def test_whatever_is_posted_is_answered(admin_client, posted):
    assert admin_client.post(PREVIEW, posted).status_code == 200


@pytest.mark.parametrize("posted", [b"\xff\xfe=%", b"preview-body&body=%ff%fe", b"a" * 3_000_000])
def test_whatever_bytes_are_posted_are_answered(admin_client, posted):
    form = "application/x-www-form-urlencoded"

    response = admin_client.post(PREVIEW, posted, content_type=form)

    assert response.status_code in {200, 400}


# Who may, and where


def test_only_an_editor_sees_a_preview(client):
    client.force_login(User.objects.create_user("visitor"))
    for visitor in (Client(), client):
        response = preview(visitor, "正文")

        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))
        assert response["X-Frame-Options"] == "DENY"


def test_another_site_can_post_nothing(admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    assert preview(client, "正文").status_code == 403


def test_a_preview_has_to_be_posted(admin_client):
    assert admin_client.get(PREVIEW).status_code == 405


def test_a_preview_and_nothing_else_may_stand_in_a_frame_of_this_site(admin_client):
    shown, elsewhere = preview(admin_client, "正文"), admin_client.get(reverse("admin:index"))

    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"].split("; ")
    assert elsewhere["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in elsewhere["Content-Security-Policy"].split("; ")


# The button


KINDS = {
    "consequence": new.make_consequence,
    "strategy": new.make_strategy,
    "prevention": new.make_prevention,
    "question": new.make_question,
    "situation": new.make_situation,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_each_body_has_a_button_that_leads_to_its_frame(admin_client, make):
    assert buttons(admin_client, make(status=Status.DRAFT)) == [
        ("preview-body", PREVIEW, "frame-body")
    ]


def test_each_text_of_a_letter_has_a_button_of_its_own(admin_client):
    letter = new.make_letter(status=Status.DRAFT)

    names = [name for name, *_ in buttons(admin_client, letter)]

    texts = ("use_when", "send_to", "attach", "caution", "body")
    assert names == [f"preview-{name}" for name in texts]


def test_a_letter_is_previewed_with_its_blanks(admin_client):
    text = "请联系 {{ blank:name }}，我欠 {{ figure:payoff }}。"

    letter = admin_client.post(PREVIEW, {"body": text, "preview-body": "letter"})
    article = admin_client.post(PREVIEW, {"body": text, "preview-body": ""})

    assert "___（姓名）" in letter.content.decode()
    assert "不认识" not in letter.content.decode()
    assert "不认识这些占位：blank:name、figure:payoff" in article.content.decode()


def test_a_comment_and_a_chapter_have_one_too(admin_client):
    guide = new.make_chapter(guide=new.make_guide(status=Status.DRAFT)).guide
    comment = new.make_comment(guide=guide, status=Status.DRAFT)

    assert buttons(admin_client, comment) == [("preview-summary", PREVIEW, "frame-summary")]
    assert buttons(admin_client, guide) == [
        ("preview-body", PREVIEW, "frame-body"),
        ("preview-chapters-0-body", PREVIEW, "frame-chapters-0-body"),
        ("preview-chapters-__prefix__-body", PREVIEW, "_blank"),
    ]


def test_the_first_button_of_a_form_saves(admin_client):
    strategy = new.make_strategy(status=Status.DRAFT)
    page = reverse("admin:advice_strategy_change", args=[strategy.pk])

    form = admin_client.get(page).content.decode().split('id="strategy_form"')[1]

    assert form.index('name="_save"') < form.index('name="preview-body"')
