"""A walk through the whole admin, for every role: each page opens, and speaks Chinese."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.urls import NoReverseMatch, reverse

from advice import records
from advice.admin import urls
from advice.admin.pages import KEPT
from advice.engine.facts import FACTS
from advice.models import SITE_PAGES, Event, Rule, Status
from advice.services.workflow import Move
from tests import factories as new
from tests.admin import kinds
from tests.admin.forms import open_form, read_form
from tests.admin.kinds import MOVED, PUBLISHABLE, REGISTERED, address

pytestmark = pytest.mark.django_db

ROLES = ("编辑", "法律审核", "管理员", "全部权限")
every_role = pytest.mark.parametrize(
    "role", ROLES, ids=("editor", "reviewer", "administrator", "superuser")
)

# What English there may be: names of formats and products, and what editors type in English because
# programs read it.
ENGLISH = {"Markdown", "CSV", "Word", "MB", "zip", "yes", "no"}
ENGLISH |= {"Google", "Microsoft", "Authenticator", "FreeOTP", *SITE_PAGES}
# Keys, addresses, placeholders, and the answers of a sample borrower as they are stored.
DATA = re.compile(
    r"\b[a-z]+-\d+\b|\b[a-z]+(_[a-z0-9]+)+_?\b|/[a-z0-9_/-]+|(rule|term):[a-z_]+|\"[a-z]+\":"
)


class _Words(HTMLParser):
    """What a page says: its texts, and the words that its controls are read out with."""

    SPOKEN = ("title", "alt", "placeholder", "aria-label", "data-label")
    SILENT = ("script", "style", "textarea", "code", "template")

    def __init__(self):
        super().__init__()
        self.texts = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self._silent += tag in self.SILENT
        self.texts += [attrs[name] for name in self.SPOKEN if attrs.get(name)]
        if tag == "input" and attrs.get("type") in {"submit", "button"}:
            self.texts.append(attrs.get("value", ""))

    def handle_endtag(self, tag):
        self._silent -= tag in self.SILENT

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


def english_on(response):
    """The words of a page in Latin letters that are neither ours to use nor somebody's data."""
    page = _Words()
    page.feed(response.content.decode())
    known = ENGLISH | {value for fact in FACTS.values() for value, _ in fact.choices}
    words = re.findall(r"[A-Za-z][A-Za-z_]+", DATA.sub(" ", " ".join(page.texts)))
    return sorted(set(words) - known)


@pytest.fixture
def walker(client):
    """A client with an account of a role."""

    def sign_in(role):
        if role == "全部权限":
            client.force_login(User.objects.create_superuser("某人"))
        else:
            client.force_login(new.make_account("某人", role))
        return client

    return sign_in


def some_of(model):
    """Records of the kind in every state that its pages can be in, each with a history."""
    if model not in MOVED:
        found = [kinds.MAKE[model]()]
    else:
        states = [state for state in Status if model in PUBLISHABLE or state != Status.SCHEDULED]
        found = [kinds.make_in(model, state) for state in _possible(model, states)]
    if model in PUBLISHABLE:
        found += [kinds.make_copy(model, Status.DRAFT)] if len(found) > 1 else []
    for record in found:
        if model in KEPT:
            by = new.make_account(f"编辑 {User.objects.count()}")
            records.keep_version(record, Event.CHANGED, by=by, note="改了一句。")
    return found


def _possible(model, states):
    """There are three pages about the site, and no more."""
    return states[:2] if model.__name__ == "SitePage" else states


def addresses_of(model, record):
    """Every page of the admin of the model, filled in for the record."""
    for pattern in admin.site.get_model_admin(model).urls:
        if not pattern.name:
            continue
        for told in _fillings(pattern, model, record):
            yield reverse(f"admin:{pattern.name}", kwargs=told)


def _fillings(pattern, model, record):
    asked = set(pattern.pattern.converters)
    known = {"object_id": record.pk, "id": record.pk, "pk": _pk_for(pattern, model, record)}
    moves = [move.value for move in Move] if "move" in asked else [None]
    for move in moves:
        told = known | {"move": move}
        assert asked <= set(told), f"Tell the walk how to fill {asked} of {pattern.name}"
        yield {name: told[name] for name in asked}


def _pk_for(pattern, model, record):
    """The version of a record, for the pages of its history; else the record."""
    is_of_history = re.search("version|restore", pattern.name) and model in KEPT
    return records.versions_of(record).first().pk if is_of_history else record.pk


def assert_opens(response):
    """A page in Chinese, a way on, or a refusal in Chinese: never an error."""
    assert response.status_code in {200, 302, 403, 404, 405}
    if response.status_code in {200, 403} and "text/html" in response.get("Content-Type", ""):
        assert english_on(response) == [], response.request["PATH_INFO"]


@every_role
@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model.__name__)
def test_every_page_of_every_kind_opens_in_chinese(walker, model, role):
    found = some_of(model)
    client = walker(role)

    for record in found:
        for where in addresses_of(model, record):
            assert_opens(client.get(where))


@every_role
@pytest.mark.parametrize("model", MOVED, ids=lambda model: model.__name__)
def test_a_record_of_every_state_can_be_read(walker, model, role):
    found = some_of(model)
    client = walker(role)

    opened = [client.get(address(model, "change", record.pk)) for record in found]

    assert [response.status_code for response in opened] == [200] * len(found)


@every_role
def test_the_pages_beside_those_of_records_open_in_chinese(walker, role):
    client = walker(role)

    for where in pages_beside():
        assert_opens(client.get(where))


def pages_beside():
    """The index, the lists of the apps, and what is no record's page."""
    yield reverse("admin:index")
    yield reverse("admin:password_change_done")
    for app in {model._meta.app_label for model in REGISTERED}:
        yield reverse("admin:app_list", args=[app])
    for pattern in urls.urlpatterns:
        try:
            yield reverse(f"{urls.app_name}:{pattern.name}")
        except NoReverseMatch:
            yield from _filled(pattern)


def _filled(pattern):
    """The page for records of each kind that it may be about."""
    asked = set(pattern.pattern.converters)
    assert asked <= {"kind", "pk"}, f"Tell the walk how to fill {asked} of {pattern.name}"
    for model in MOVED:
        record = kinds.make_draft(model)
        told = {"kind": records.kind_of(model).name, "pk": record.pk}
        yield reverse(
            f"{urls.app_name}:{pattern.name}", kwargs={name: told[name] for name in asked}
        )


@every_role
def test_the_pages_of_the_real_content_open_in_chinese(walker, seeded, role):
    client = walker(role)

    for where in (reverse("admin:index"), *(address(model, "changelist") for model in REGISTERED)):
        assert_opens(client.get(where))


def test_the_way_in_speaks_chinese(client):
    response = client.get(reverse("admin:login"))

    assert english_on(response) == []


def test_errors_of_a_form_speak_chinese(walker):
    client = walker("全部权限")

    for model in REGISTERED:
        add = address(model, "add")
        blank = dict.fromkeys(read_form(client.get(add))[1], "")
        assert_opens(client.post(add, open_form(client, add) | blank))


def test_every_permission_has_a_chinese_name():
    for permission in Permission.objects.filter(content_type__app_label="advice"):
        assert not re.search("[A-Za-z]", permission.name), permission.name


def test_every_field_of_ours_has_a_chinese_name():
    for kind in records.KINDS:
        for field in kind.fields:
            assert re.search(r"[\u4e00-\u9fff]", str(field.verbose_name)), (kind.name, field.name)


def test_words_of_a_foreign_language_are_noticed(walker):
    Rule.objects.create(key="r", label="Can add 规则", unit="share")
    client = walker("全部权限")

    assert english_on(client.get(address(Rule, "changelist"))) == ["Can", "add"]
