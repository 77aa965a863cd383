"""Public pages are kept, with a validator, until an editor saves."""

import gzip
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisIsGone

from advice.models import Status
from portal import page_cache
from tests import factories as make

pytestmark = pytest.mark.django_db

HOME = "/"


class BrokenCache:
    """A cache server that went away."""

    def __getattr__(self, name):
        def fail(*args, **kwargs):
            raise RedisIsGone

        return fail


@pytest.fixture
def strategy():
    return make.make_strategy(status=Status.PUBLISHED, title="补齐逾期")


def queries_for(client, address, **headers):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, **headers)
    return response, len(queries)


def test_a_page_is_made_once(client, strategy):
    first, needed = queries_for(client, strategy.get_absolute_url())

    again, asked = queries_for(client, strategy.get_absolute_url())

    assert needed > 0
    assert asked == 0
    assert again.content == first.content
    assert "Content-Security-Policy" in again.headers


def test_an_editors_change_shows_at_once(client, strategy, django_capture_on_commit_callbacks):
    client.get(strategy.get_absolute_url())

    with django_capture_on_commit_callbacks(execute=True):
        strategy.title = "先补齐"
        strategy.save()

    assert "先补齐" in client.get(strategy.get_absolute_url()).content.decode()


def test_a_change_of_what_a_record_refers_to_shows_at_once(
    client, strategy, django_capture_on_commit_callbacks
):
    consequence = make.make_consequence(status=Status.PUBLISHED, title="征信变差")
    client.get(strategy.get_absolute_url())

    with django_capture_on_commit_callbacks(execute=True):
        strategy.eases.add(consequence)

    assert "征信变差" in client.get(strategy.get_absolute_url()).content.decode()


def test_a_withdrawn_page_is_gone_at_once(client, strategy, django_capture_on_commit_callbacks):
    client.get(strategy.get_absolute_url())

    with django_capture_on_commit_callbacks(execute=True):
        strategy.status = Status.DRAFT
        strategy.save()

    assert client.get(strategy.get_absolute_url()).status_code == 404


def test_a_page_that_was_made_while_an_editor_saved_is_never_found(client, strategy, monkeypatch):
    made = page_cache.Page.of

    def saved_meanwhile(response):
        page_cache.clear()
        return made(response)

    monkeypatch.setattr(page_cache.Page, "of", saved_meanwhile)
    client.get(strategy.get_absolute_url())
    monkeypatch.undo()

    _, asked = queries_for(client, strategy.get_absolute_url())

    assert asked > 0


def test_a_browser_that_has_the_page_gets_no_second_copy(client, strategy):
    first = client.get(strategy.get_absolute_url())

    again = client.get(strategy.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"


def test_another_page_has_another_validator(client, strategy):
    assert client.get(HOME)["ETag"] != client.get(strategy.get_absolute_url())["ETag"]


@pytest.mark.parametrize("time", ["made", "kept"])
def test_a_page_comes_compressed_to_those_who_can_read_it(client, time):
    if time == "kept":
        client.get(HOME)

    packed = client.get(HOME, headers={"Accept-Encoding": "gzip, deflate, br"})
    plain = client.get(HOME)

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    for response in (packed, plain):
        assert response["Content-Length"] == str(len(response.content))
        assert "Accept-Encoding" in response["Vary"]


def test_each_size_of_letters_has_its_own_page(client):
    client.get(HOME)
    client.cookies["text"] = "text-large"

    large = client.get(HOME).content.decode()

    assert re.search(r'<html[^>]*class="text-large"', large)


def test_each_host_has_its_own_page(client, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    client.get(HOME, headers={"Host": "one.example"})

    other = client.get(HOME, headers={"Host": "two.example"}).content.decode()

    assert "one.example" not in other


def test_a_page_of_yesterday_is_made_anew(client, time_machine):
    time_machine.move_to("2026-11-22 12:00 +0800")
    client.get(HOME)
    time_machine.move_to("2026-11-23 00:00 +0800")

    _, asked = queries_for(client, HOME)

    assert asked > 0


@pytest.mark.parametrize("name", ["assessment_form", "assessment_result"])
def test_pages_of_a_borrower_are_never_kept(client, name):
    response = client.get(reverse(f"advice:{name}"))

    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


def test_an_unknown_page_is_not_kept(client, strategy, django_capture_on_commit_callbacks):
    assert client.get("/strategies/later/").status_code == 404

    make.make_strategy(status=Status.PUBLISHED, key="later")

    assert client.get("/strategies/later/").status_code == 200


def test_a_cache_that_fails_costs_no_page(client, strategy, monkeypatch):
    monkeypatch.setattr(page_cache, "cache", BrokenCache())

    response = client.get(strategy.get_absolute_url())
    form = client.get(reverse("advice:assessment_form"))

    assert response.status_code == form.status_code == 200


def test_a_cache_that_fails_loses_no_change(
    strategy, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(page_cache, "cache", BrokenCache())

    with django_capture_on_commit_callbacks(execute=True):
        strategy.title = "先补齐"
        strategy.save()

    strategy.refresh_from_db()
    assert strategy.title == "先补齐"
    assert "Pages may be stale" in caplog.text


def test_the_blank_form_is_kept_but_each_visitor_has_a_token(client, seeded):
    first = client.get(reverse("advice:assessment_form")).content.decode()
    client.cookies.clear()

    again, asked = queries_for(client, reverse("advice:assessment_form"))

    tokens = re.findall(r'csrfmiddlewaretoken" value="(\w+)"', first + again.content.decode())
    assert asked == 0
    assert len(set(tokens)) == 2


def test_an_edition_is_put_in_place_only_once():
    keys = {page_cache._key("page"), page_cache._key("page")}  # noqa: SLF001  # the same place

    assert len(keys) == 1
    page_cache.clear()
    assert page_cache._key("page") not in keys  # noqa: SLF001  # another one
    assert cache.get(page_cache.EDITION)
