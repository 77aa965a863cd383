"""What machines ask for: only what is published, right behind every host, well formed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from advice.models import Status, Strategy
from advice.views.machines import ENTRIES_IN_FEED
from tests import factories as make

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
GUIDANCE = [
    make.make_consequence,
    make.make_guide,
    make.make_letter,
    make.make_prevention,
    make.make_question,
    make.make_strategy,
]
RECORDS = [*GUIDANCE, make.make_source, lambda **told: make.make_page(key="about", **told)]
ALWAYS = [
    "/",
    "/guide/",
    "/strategies/",
    "/questions/",
    "/letters/",
    "/law/",
    "/help/",
    "/reminders/",
    "/assessment/",
]
HOSTS = [
    ({}, "http://testserver"),
    ({"headers": {"host": "guide.example"}}, "http://guide.example"),
    ({"headers": {"host": "guide.example"}, "secure": True}, "https://guide.example"),
]


def changed(record, at):
    type(record).objects.filter(pk=record.pk).update(updated_at=at)
    return record


def made_anew(client, path, **told):
    """What is served where none was kept."""
    cache.clear()
    return ET.fromstring(client.get(path, **told).content)  # noqa: S314  # our own


def sitemap(client, **told):
    root = made_anew(client, "/sitemap.xml", **told)
    return {
        url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod")
        for url in root.iter(f"{SITEMAP}url")
    }


def feed(client, **told):
    return made_anew(client, "/feed/", **told)


def entries(client):
    return list(feed(client).iter(f"{ATOM}entry"))


@pytest.fixture
def any_host(settings):
    settings.ALLOWED_HOSTS = ["testserver", "guide.example"]


# The site map


def test_the_site_map_names_the_pages_that_always_stand(client):
    assert sitemap(client) == {f"http://testserver{path}": None for path in ALWAYS}


@pytest.mark.parametrize("new", RECORDS)
def test_the_site_map_names_what_is_published_and_no_draft(client, new):
    record = new()
    address = f"http://testserver{record.get_absolute_url()}"

    assert address in sitemap(client)
    type(record).objects.update(status=Status.DRAFT)
    assert address not in sitemap(client)


@pytest.mark.parametrize("new", GUIDANCE)
def test_the_site_map_says_when_a_text_was_changed(client, new):
    record = changed(new(), NOW)

    assert sitemap(client)[f"http://testserver{record.get_absolute_url()}"] == "2026-11-22"


def test_a_list_was_changed_when_its_latest_was(client):
    changed(make.make_strategy(), NOW - timedelta(days=9))
    changed(make.make_strategy(), NOW - timedelta(days=1))
    changed(make.make_question(), NOW)

    pages = sitemap(client)

    assert pages["http://testserver/strategies/"] == "2026-11-21"
    assert pages["http://testserver/"] == "2026-11-22"


def test_every_page_of_the_site_map_answers(client, seeded):
    for address in sitemap(client):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


@pytest.mark.parametrize("query", ["p=2", "p=x", "p=-1", "p=%00"])
def test_the_site_map_has_one_page(client, query):
    assert client.get(f"/sitemap.xml?{query}").status_code == 404


# robots.txt


def test_robots_are_told_what_not_to_read_and_where_the_map_is(client):
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /feedback/",
        "Disallow: /reading/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


# The feed


@pytest.mark.parametrize("new", GUIDANCE)
def test_the_feed_tells_of_what_is_published_and_of_no_draft(client, new):
    record = changed(new(title="某标题", summary="某一句话。"), NOW)
    new(title="还没写好的", status=Status.DRAFT)

    (entry,) = entries(client)

    assert entry.findtext(f"{ATOM}title") == "某标题"
    assert entry.findtext(f"{ATOM}summary") == "某一句话。"
    assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) == NOW
    link = entry.find(f"{ATOM}link[@rel='alternate']").get("href")
    assert link == f"http://testserver{record.get_absolute_url()}"


def test_the_feed_has_what_atom_demands(client, seeded):
    root = feed(client)

    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    assert root.find(f"{ATOM}author").findtext(f"{ATOM}name")
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://testserver/feed/"
    identities = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(identities)) == len(identities)
    assert all(name.startswith("urn:uuid:") for name in identities)


def test_the_newest_changes_come_first_and_the_oldest_not_at_all(client):
    for days in range(ENTRIES_IN_FEED + 1):
        new = GUIDANCE[days % len(GUIDANCE)]
        changed(new(title=f"{days} 天前"), NOW - timedelta(days=days))

    titles = [entry.findtext(f"{ATOM}title") for entry in entries(client)]

    assert titles == [f"{days} 天前" for days in range(ENTRIES_IN_FEED)]


def test_an_entry_is_known_by_the_same_name_whatever_is_changed(client, any_host):
    strategy = make.make_strategy()
    before = feed(client).find(f"{ATOM}entry/{ATOM}id").text

    Strategy.objects.filter(pk=strategy.pk).update(title="另一个标题", updated_at=NOW)
    after = feed(client, headers={"host": "guide.example"}).find(f"{ATOM}entry/{ATOM}id").text

    assert after == before


def test_two_kinds_with_one_key_are_two_entries(client):
    for new in GUIDANCE:
        new(key="same_key")

    assert len({entry.findtext(f"{ATOM}id") for entry in entries(client)}) == len(GUIDANCE)


def test_figures_in_the_feed_come_from_the_rule(client):
    rule = make.make_rule(key="annual_cap", unit="share")
    make.make_rule_value(rule=rule, value=Decimal("0.24"))
    make.make_strategy(summary="上限{{ rule:annual_cap }}")

    (entry,) = entries(client)

    assert entry.findtext(f"{ATOM}summary") == "上限24%"


def test_signs_of_markup_and_control_characters_break_no_feed(client):
    make.make_strategy(title="<b>&\x0b\x01标题", summary="小于<24>\x0c&amp;")

    (entry,) = entries(client)

    assert entry.findtext(f"{ATOM}title") == "<b>&标题"
    assert entry.find(f"{ATOM}summary").get("type") == "html"
    assert entry.findtext(f"{ATOM}summary") == "小于&lt;24&gt;&amp;amp;"


def test_a_feed_of_nothing_is_a_feed(client):
    assert entries(client) == []


# Behind every host, for however many records


@pytest.mark.parametrize(("told", "origin"), HOSTS)
def test_addresses_are_those_of_the_host_that_was_asked(client, any_host, told, origin):
    make.make_strategy(key="cure")

    assert all(address.startswith(f"{origin}/") for address in sitemap(client, **told))
    links = [link.get("href") for link in feed(client, **told).iter(f"{ATOM}link")]
    assert all(link.startswith(f"{origin}/") for link in links)
    robots = client.get("/robots.txt", **told).content.decode()
    assert robots.endswith(f"Sitemap: {origin}/sitemap.xml\n")


@pytest.mark.parametrize("path", ["/sitemap.xml", "/feed/"])
def test_more_records_ask_the_database_no_more_often(client, path):
    def queries():
        made_anew(client, path)
        with CaptureQueriesContext(connection) as asked:
            made_anew(client, path)
        return len(asked)

    for new in RECORDS:
        new()
    with_one = queries()
    for new in [*RECORDS[:-1], *RECORDS[:-1]]:
        new()

    assert queries() == with_one <= 10


@pytest.mark.parametrize("path", ["/sitemap.xml", "/feed/"])
def test_what_is_kept_is_renewed_when_an_editor_saves(
    client, django_capture_on_commit_callbacks, path
):
    strategy = make.make_strategy()
    first = client.get(path).content
    strategy.status = Status.DRAFT

    assert client.get(path).content == first
    with django_capture_on_commit_callbacks(execute=True):
        strategy.save()
    assert client.get(path).content != first


@pytest.mark.parametrize(
    "path", ["/sitemap.xml", "/robots.txt", "/feed/", "/favicon.ico", "/healthz"]
)
def test_machines_read_and_never_post(client, path):
    assert client.head(path).status_code in {200, 302}
    assert client.post(path).status_code == 405


def test_the_icon_is_found_at_its_old_place(client):
    response = client.get("/favicon.ico")

    assert response["Location"] == "/static/img/favicon.ico"
    assert finders.find("img/favicon.ico")


# Whether all is well


def test_a_healthy_site_says_so_to_nobody_in_particular(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_site_without_its_database_is_not_well(client, monkeypatch):
    def away():
        message = "the database is away"
        raise OperationalError(message)

    monkeypatch.setattr(connection, "cursor", away)

    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (503, {"status": "database unavailable"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/help/", 301)])
def test_only_the_health_is_told_without_https(client, settings, path, status):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get(path).status_code == status
