"""Nothing that is typed anywhere runs, loads or leads anywhere: in the admin and on the site."""

from itertools import cycle, islice
from time import process_time
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse

from advice.models import (
    Consequence,
    ExpertComment,
    Feedback,
    Guide,
    Hotline,
    LegalSource,
    Letter,
    Prevention,
    Question,
    SiteEdition,
    SitePage,
    Situation,
    Status,
    Strategy,
    VainSearch,
)
from advice.models.search import LONGEST_VAIN_WORDS
from advice.prose import rendered
from advice.services import indexing
from portal import page_cache
from tests import factories as make
from tests.admin.attacks import ATTACKS, harm_in
from tests.admin.forms import read_form
from tests.admin.kinds import EDITED, MAKE, SENT_BY_VISITORS, address

pytestmark = pytest.mark.django_db

every_model = pytest.mark.parametrize("model", EDITED)
every_attack = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
PUBLISHABLE = [
    Consequence,
    ExpertComment,
    Guide,
    Hotline,
    LegalSource,
    Letter,
    Prevention,
    Question,
    SitePage,
    Situation,
    Strategy,
]


def text_fields(model):
    """The fields that hold free text, with how much fits."""
    fields = [
        field
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and field.editable
    ]
    return {field.name: field.max_length or 10_000 for field in fields}


def attacked(record, shift=0, **told):
    """The record with another attack in each of its texts, past every check."""
    rooms = text_fields(type(record))
    texts = {name: attack[: rooms[name]] for name, attack in spread(rooms, shift).items()}
    type(record).objects.filter(pk=record.pk).update(**texts, **told)
    return type(record).objects.get(pk=record.pk)


def spread(names, shift):
    """An attack for each name, another one for each shift."""
    attacks = islice(cycle(ATTACKS.values()), shift * 3, None)
    return dict(zip(sorted(names), attacks, strict=False))


def attacked_records(model, count, **told):
    """Records each of whose texts is attacked in another way, with their rows."""
    count = min(count, 3) if model is SitePage else count
    records = [attacked(MAKE[model](), shift, **told) for shift in range(count)]
    for shift, record in enumerate(records):
        for row in rows_of(record):
            attacked(row, shift)
    return records


def as_drafts(model):
    """What makes the records of the kind such that a form changes them."""
    return {"status": Status.DRAFT} if hasattr(model, "status") else {}


def rows_of(record):
    """The rows of the record's inlines, attacked as well."""
    for relation in record._meta.related_objects:
        if relation.one_to_many and relation.related_model._meta.app_label == "advice":
            yield from getattr(record, relation.get_accessor_name()).all()


def harm_on(client, path, **told):
    """What of a page does harm; the page has to open."""
    response = client.get(path, told, follow=True)
    assert response.status_code == 200, path
    return harm_in(response.content.decode())


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<script src=//e.example/x.js></script>",
        "<img src=x onerror=alert(1)>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href=data:text/html,x>x</a>",
        "<iframe src=//e.example></iframe>",
        "<form action=//e.example></form>",
        "<base href=//e.example>",
        "<meta http-equiv=refresh>",
        "<p style=x>x</p>",
        "<img src=//e.example/p.png>",
    ],
)
def test_harm_is_seen(attack):
    assert harm_in(f"<p>before</p>{attack}<p>after</p>")


def test_ordinary_pages_do_no_harm(admin_client, seeded):
    for path in ("/admin/", "/", "/admin/advice/strategy/add/", "/help/"):
        assert harm_on(admin_client, path) == []


@every_model
def test_what_is_stored_does_no_harm_in_the_admin(admin_client, model):
    records = attacked_records(model, 9, **as_drafts(model))

    assert harm_on(admin_client, address(model, "changelist")) == []
    for record in records:
        assert harm_on(admin_client, address(model, "change", record.pk)) == []


@every_model
@pytest.mark.parametrize("page", ["delete", "history"])
def test_what_is_stored_does_no_harm_where_it_is_deleted_or_was(admin_client, model, page):
    for record in attacked_records(model, 3, **as_drafts(model)):
        where = address(model, page, record.pk)
        assert harm_in(admin_client.get(where).content.decode()) == []


@every_model
def test_what_is_typed_does_no_harm_whether_it_is_taken_or_refused(admin_client, model):
    record = MAKE[model]()
    model.objects.filter(pk=record.pk).update(**as_drafts(model))
    where = address(model, "change", record.pk)
    data, names = read_form(admin_client.get(where))

    for shift in range(9):
        page = admin_client.post(where, data | spread(names, shift), follow=True)
        assert page.status_code == 200
        assert harm_in(page.content.decode()) == []


@every_attack
def test_what_is_searched_in_the_admin_does_no_harm(admin_client, attack):
    assert harm_on(admin_client, address(Strategy, "changelist"), q=attack) == []


def publish(records):
    """Show the records to visitors as they are."""
    for record in records:
        type(record).objects.filter(pk=record.pk).update(status=Status.PUBLISHED)
    indexing.rebuild()
    SiteEdition.renew()
    page_cache.clear()


PUBLIC = ["/", "/guide/", "/questions/", "/strategies/", "/law/", "/help/", "/search/", "/about/"]


@pytest.mark.parametrize("model", PUBLISHABLE)
def test_what_is_published_does_no_harm_on_the_site(client, model):
    records = attacked_records(model, 9)
    publish(records)

    pages = {record.get_absolute_url() for record in records if hasattr(record, "get_absolute_url")}
    for page in [*PUBLIC, *sorted(pages)]:
        response = client.get(page)
        assert response.status_code in {200, 404}, page
        assert harm_in(response.content.decode()) == []


def test_what_is_published_does_no_harm_in_the_feed_and_the_sitemap(client):
    records = [one for model in (Strategy, Guide, Question) for one in attacked_records(model, 9)]
    publish(records)

    for path in ("/feed/", "/sitemap.xml"):
        tree = ET.fromstring(client.get(path).content)  # noqa: S314  # our own
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert len(tree) > 3
        assert not tags & {"script", "img", "svg", "iframe"}
        for element in tree.iter():
            assert not element.get("href", "").lower().startswith(("javascript", "data"))
            if element.get("type") == "html":
                assert harm_in(element.text or "") == []


@every_attack
def test_what_is_searched_does_no_harm(client, attack, seeded):
    assert harm_on(client, "/search/", q=attack) == []


@every_attack
def test_a_text_is_shown_as_text(attack):
    html = rendered(attack * 3, {})

    assert harm_in(html) == []
    assert "49" not in html


@every_attack
def test_what_a_reader_writes_does_no_harm_to_those_who_read_it(client, admin_client, attack):
    told = {"page": "/help/", "message": attack + "，打不通", "website": ""}
    assert client.post("/feedback/", told).status_code == 302
    VainSearch.objects.create(words=attack[:LONGEST_VAIN_WORDS], last_on="2026-11-22")

    for model in SENT_BY_VISITORS:
        assert harm_on(admin_client, address(model, "changelist")) == []
    letter = Feedback.objects.get()
    assert harm_on(admin_client, address(Feedback, "change", letter.pk)) == []
    assert harm_on(client, letter.get_absolute_url()) == []


@every_attack
def test_a_note_on_a_move_does_no_harm(admin_client, attack):
    strategy = make.make_strategy(status=Status.IN_REVIEW)
    move = reverse("admin:advice_strategy_move", args=[strategy.pk, "return"])

    page = admin_client.post(move, {"note": attack}, follow=True)

    assert harm_in(page.content.decode()) == []
    for name in ("change", "history"):
        assert harm_on(admin_client, address(Strategy, name, strategy.pk)) == []
    assert harm_on(admin_client, "/admin/admin/logentry/") == []


@every_attack
def test_what_is_logged_does_no_harm(admin_client, admin_user, attack):
    entries = LogEntry.objects.log_actions(
        admin_user.pk, [admin_user], 2, attack, single_object=True
    )
    LogEntry.objects.update(object_repr=attack[:200])

    for path in ("", f"{entries.pk}/change/"):
        assert harm_on(admin_client, f"/admin/admin/logentry/{path}") == []
    assert harm_on(admin_client, f"/admin/auth/user/{admin_user.pk}/history/") == []
    assert harm_on(admin_client, "/admin/") == []


@every_attack
def test_a_name_does_no_harm(admin_client, attack):
    account = User.objects.create_user(attack[:150], is_staff=True)

    for path in ("", f"{account.pk}/change/", f"{account.pk}/password/", f"{account.pk}/history/"):
        assert harm_on(admin_client, f"/admin/auth/user/{path}") == []
    admin_client.force_login(account)
    for path in ("/admin/", "/admin/second-factor/enrol/", "/admin/second-factor/qr.svg"):
        assert harm_on(admin_client, path) == []


@every_attack
def test_an_address_does_no_harm(admin_client, attack):
    query = urlencode({"next": attack, "q": attack, attack: attack})
    paths = ["/admin/login/", "/admin/second-factor/enrol/", "/no-such-page/", "/search/"]

    for path in paths:
        response = admin_client.get(f"{path}?{query}", follow=True)
        assert harm_in(response.content.decode()) == []


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/second-factor/"])
def test_the_page_that_one_goes_on_to_is_ours(admin_client, path):
    response = admin_client.get(f"{path}?next=//e.example/")

    assert "e.example" not in response.get("Location", "").partition("?")[0]


@pytest.mark.parametrize(
    "piece",
    ["[", "![", "*", "**", "_", "`", "<", "&", "> ", "- ", "{{", "}}", "[x](", "\\", "<!--", "(("],
)
def test_no_text_keeps_a_page_waiting(piece):
    begin = process_time()

    rendered(piece * (20_000 // len(piece)), {})

    assert process_time() - begin < 5
