"""The size of letters: kept in the reader's browser for a year, and back to the page."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from portal.reading import COOKIE, SIZES
from tests.forms.page import Page

READING = reverse("advice:reading")
A_YEAR = 365 * 24 * 60 * 60

pytestmark = pytest.mark.django_db


def choose(client, size, back="/help/"):
    return client.post(READING, {"size": size, "next": back})


@pytest.mark.parametrize("size", [size for size in SIZES if size])
def test_a_chosen_size_is_kept_for_a_year_in_this_browser_only(client, size):
    response = choose(client, size)

    cookie = response.cookies[COOKIE]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == (size, A_YEAR, "/")
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
    assert response["Location"] == "/help/"


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_secure_where_the_sessions_is(client, settings, secure):
    settings.SESSION_COOKIE_SECURE = secure

    cookie = choose(client, "text-large").cookies[COOKIE]

    assert bool(cookie["secure"]) is secure


def test_the_standard_size_deletes_the_cookie(client):
    choose(client, "text-large")

    response = choose(client, "")

    assert (response.cookies[COOKIE].value, response.cookies[COOKIE]["max-age"]) == ("", 0)


@pytest.mark.parametrize("size", ["huge", "text-large ", "\x00", "x" * 100_000])
def test_an_unknown_size_changes_nothing(client, size):
    response = choose(client, size)

    assert (response.status_code, response["Location"]) == (302, "/help/")
    assert not response.cookies


def test_a_form_without_a_size_changes_nothing(client):
    response = client.post(READING, {"next": "/help/"})

    assert response["Location"] == "/help/"
    assert not response.cookies


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "///elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example/",
        "http:elsewhere.example",
        "javascript:alert(1)",
        "help/",
        "",
        "\x00/help/",
        "/" + "x" * 100_000,
    ],
)
def test_nobody_is_led_to_another_site(client, back):
    assert choose(client, "text-large", back)["Location"] == "/"


@pytest.mark.parametrize(
    ("back", "location"),
    [
        ("/", "/"),
        ("/guide/overdue/#credit", "/guide/overdue/#credit"),
        ("/search/?q=延期", "/search/?q=%E5%BB%B6%E6%9C%9F"),
        ("/a\r\nSet-Cookie: x=y", "/a%0D%0ASet-Cookie:%20x=y"),
    ],
)
def test_a_path_of_ours_is_gone_back_to(client, back, location):
    assert choose(client, "text-large", back)["Location"] == location


def test_a_visit_leads_to_the_first_page(client):
    response = client.get(READING)

    assert (response.status_code, response["Location"]) == (302, "/")


def test_no_token_is_needed():
    client = Client(enforce_csrf_checks=True)

    assert choose(client, "text-large").cookies


def test_the_next_page_has_the_size(client):
    choose(client, "text-larger")

    html = client.get("/help/").content.decode()

    assert '<html lang="zh-CN" class="text-larger">' in html


@pytest.mark.parametrize("chosen", SIZES)
def test_the_choice_marks_what_is_chosen_and_needs_no_token(chosen):
    context = {"text_size": chosen, "text_sizes": SIZES, "page_path": "/help/", "label": "foot"}

    html = render_to_string("includes/text_size.html", context)

    assert html.count('aria-pressed="true"') == 1
    assert f'value="{chosen}" aria-pressed="true">{SIZES[chosen]}<' in html
    assert 'name="next" value="/help/"' in html
    assert "csrf" not in html


def test_every_page_offers_the_choice(client):
    page = Page(client.get("/help/"))

    assert "标准" in page.text
    assert "特大" in page.text
