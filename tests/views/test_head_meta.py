"""What a page says of itself to search engines and in shared links."""

import struct
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from advice.models import Feedback, FeedbackKind
from tests import factories as make

pytestmark = pytest.mark.django_db

GUIDANCE = [
    make.make_consequence,
    make.make_guide,
    make.make_letter,
    make.make_prevention,
    make.make_question,
    make.make_strategy,
]
ALWAYS = [
    "home",
    "guide_list",
    "question_list",
    "letter_list",
    "strategy_list",
    "law_list",
    "help",
    "reminder",
]
HEAVIEST_PICTURE = 25_000


class Head(HTMLParser):
    """The title, the meta elements by name or property, and the links by relation."""

    def __init__(self, response):
        super().__init__()
        self.meta, self.links, self.title, self._in_title = {}, {}, "", False
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "meta" and "itemprop" not in told:
            name = told.get("name") or told.get("property")
            assert name is None or name not in self.meta
            self.meta[name] = told.get("content")
        elif tag == "link" and "rel" in told:
            self.links.setdefault(told["rel"], []).append(told)
        self._in_title = tag == "title"

    def handle_data(self, data):
        self.title += data if self._in_title else ""

    def handle_endtag(self, tag):
        self._in_title = False

    @property
    def canonical(self):
        return [link["href"] for link in self.links.get("canonical", [])]


def head_of(client, path, **told):
    cache.clear()
    response = client.get(path, **told)
    assert response.status_code == 200
    return Head(response)


@pytest.mark.parametrize("name", ALWAYS)
def test_a_page_tells_who_shares_it_what_it_is(client, name):
    head = head_of(client, reverse(f"advice:{name}"))

    title = head.title.removesuffix(" · 微粒贷逾期指引")
    assert head.title != title
    assert head.meta["og:title"] == title
    assert head.meta["og:description"] == head.meta["description"]
    assert head.meta["og:site_name"] == "微粒贷逾期指引"
    assert head.meta["og:locale"] == "zh_CN"
    assert head.meta["og:type"] == ("website" if name == "home" else "article")
    assert [head.meta["og:url"]] == head.canonical


@pytest.mark.parametrize("new", GUIDANCE)
def test_guidance_is_shared_with_its_title_and_its_gist(client, new):
    record = new(title="“分期”<b>&", summary='一句"话"<i>。')

    head = head_of(client, record.get_absolute_url())

    assert "“分期”<b>&" in head.meta["og:title"]
    assert head.meta["og:description"] == head.meta["description"] == '一句"话"<i>。'


@pytest.mark.parametrize(
    ("told", "origin"),
    [
        ({}, "http://testserver"),
        ({"headers": {"host": "guide.example"}}, "http://guide.example"),
        ({"headers": {"host": "guide.example"}, "secure": True}, "https://guide.example"),
    ],
)
@pytest.mark.parametrize("query", ["", "?utm_source=wechat&q=%3Cscript%3E"])
def test_the_address_is_that_of_the_page_without_what_was_added(
    client, settings, told, origin, query
):
    settings.ALLOWED_HOSTS = ["testserver", "guide.example"]
    path = make.make_strategy().get_absolute_url()

    head = head_of(client, path + query, **told)

    assert head.canonical == [f"{origin}{path}"]
    assert head.meta["og:url"] == f"{origin}{path}"
    assert head.meta["og:image"] == f"{origin}/static/img/share.png"


def test_a_page_leads_to_the_feed(client):
    (feed,) = head_of(client, "/").links["alternate"]

    assert (feed["type"], feed["href"]) == ("application/atom+xml", "/feed/")


def test_the_shared_picture_is_small_and_of_the_size_that_is_told(client):
    head = head_of(client, "/")

    picture = Path(finders.find("img/share.png")).read_bytes()

    size = struct.unpack(">II", picture[16:24])
    assert size == (int(head.meta["og:image:width"]), int(head.meta["og:image:height"]))
    assert len(picture) < HEAVIEST_PICTURE


def test_every_icon_is_there(client):
    head = head_of(client, "/")

    icons = head.links["icon"] + head.links["apple-touch-icon"]

    assert len(icons) == 3
    for icon in icons:
        assert finders.find(icon["href"].removeprefix("/static/")), icon


# What nobody should find


def assert_not_for_search(response):
    head = Head(response)
    assert head.meta["robots"] == "noindex"
    assert head.meta["description"]
    assert not head.canonical
    assert not any(str(name).startswith("og:") for name in head.meta)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/no-such-page/", 404), ("/feedback/", 200), ("/feedback/sent/nobody/", 404)],
)
def test_a_page_that_is_no_text_of_ours_is_for_no_search_engine(client, path, status):
    response = client.get(path)

    assert response.status_code == status
    assert_not_for_search(response)


@pytest.mark.parametrize("message", ["", "打不通。"])
def test_a_letter_is_for_no_search_engine(client, message):
    kind = FeedbackKind.CORRECTION if message else FeedbackKind.USEFUL
    feedback = Feedback.objects.create(kind=kind, path="/", message=message)

    assert_not_for_search(client.get(feedback.get_absolute_url()))


def test_a_host_that_is_not_ours_gets_a_page_that_names_none(client):
    response = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "elsewhere.example" not in response.content.decode()
    assert_not_for_search(response)
