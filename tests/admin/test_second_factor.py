"""Entering the admin with a second factor: enrolling, showing a code, recovering, renewing."""

import base64
import re
from urllib.parse import unquote

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from portal import second_factor as factor
from tests import factories as make
from tests.portal.test_second_factor import KEY, code_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/second-factor/"
ENROL = "/admin/second-factor/enrol/"
PASSWORD = "what-li-knows"
NOON = "2026-11-22 12:00:00 +0800"
WRONG = "000000"


@pytest.fixture(autouse=True)
def on_a_server(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def li(client):
    """A reviewer, who logged in with the password."""
    account = make.make_account("li", "法律审核", password=PASSWORD)
    client.force_login(account)
    return account


@pytest.fixture
def client_of():
    """Another browser, with somebody logged in."""

    def client_of(account):
        client = Client()
        client.force_login(account)
        return client

    return client_of


@pytest.fixture
def enrolled(li, clock):
    """The reviewer has an app, from some time ago, and has not shown its code yet."""
    factor.enrol(li, key=KEY, code=code_of())
    clock.shift(300)
    return li


@pytest.fixture
def codes(enrolled):
    return factor.new_recovery_codes(enrolled)


def secret_on(page):
    """The secret that the page shows, as an app would keep it."""
    (shown,) = re.findall(r'<code class="secret">([A-Z2-7 ]+)</code>', page.content.decode())
    return base64.b32decode(shown.replace(" ", "")).hex()


def codes_on(page):
    return re.findall(r'<code class="secret">([a-z0-9 ]+)</code>', page.content.decode())


def enrol(client, *, address=ENROL, password=PASSWORD, code=None):
    key = secret_on(client.get(address))
    return client.post(address, {"password": password, "code": code or code_of(key)})


def deeds():
    return list(LogEntry.objects.values_list("user__username", "change_message"))


ADMIN_PAGES = [
    "/admin/",
    "/admin/advice/strategy/",
    "/admin/advice/rule/add/",
    "/admin/auth/user/",
    "/admin/content-check/",
    "/admin/preview/",
    "/admin/password_change/",
    "/admin/jsi18n/",
    "/admin/autocomplete/",
    "/admin/no-such-page/",
    "/admin/second-factors/",
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_no_page_opens_with_the_password_only(client, li, page, method):
    response = getattr(client, method)(page)

    assert response.status_code == 302
    assert response["Location"].partition("?")[0] == PAGE


def test_the_page_that_was_asked_for_is_remembered(client, li):
    response = client.get("/admin/advice/strategy/", {"q": "利"})

    assert unquote(response["Location"]) == f"{PAGE}?next=/admin/advice/strategy/?q=%E5%88%A9"


def test_one_can_still_leave(client, li):
    client.post("/admin/logout/")

    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_public_pages_ask_for_nothing(client, li, seeded):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("page", [PAGE, ENROL, "/admin/second-factor/qr.svg"])
def test_strangers_log_in_first(client, page):
    assert client.get(page)["Location"].startswith("/admin/login/")


def test_who_has_no_app_is_led_to_enrol_one(client, li):
    response = client.get(f"{PAGE}?next=/admin/advice/rule/")

    assert response["Location"] == f"{ENROL}?next=%2Fadmin%2Fadvice%2Frule%2F"


def test_enrolling_needs_the_password_and_a_code_and_opens_the_admin(client, li):
    response = enrol(client, address=f"{ENROL}?next=/admin/advice/strategy/")

    assert len(codes_on(response)) == 10
    assert 'href="/admin/advice/strategy/"' in response.content.decode()
    assert client.get("/admin/").status_code == 200
    assert ("li", "登记了两步验证。") in deeds()


def test_recovery_codes_are_shown_once_and_kept_nowhere_on_the_way(client, li):
    response = enrol(client)

    assert "no-store" in response["Cache-Control"]
    again = client.get(PAGE).content.decode()
    assert not any(code in again for code in codes_on(response))
    assert "恢复码还剩 10 个" in again


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"code": WRONG}, "这个验证码不对"),
        ({"password": "wrong"}, "密码不对"),
        ({"password": ""}, "这个字段是必填项"),
        ({"password": "\x00"}, "空字符"),
        ({"code": "9" * 5000}, "20"),
    ],
)
def test_enrolling_is_refused_with_a_reason(client, li, told, says):
    response = enrol(client, **told)

    assert response.status_code == 200
    assert says in response.content.decode()
    assert factor.enrolled_app(li) is None
    assert client.get("/admin/").status_code == 302


def test_a_refused_code_leaves_the_secret_as_it_was_scanned(client, li):
    before = secret_on(client.get(ENROL))

    after = secret_on(client.post(ENROL, {"password": PASSWORD, "code": WRONG}))

    assert after == before


def test_each_session_is_shown_a_secret_of_its_own(client, li, client_of):
    other = client_of(li)

    assert secret_on(client.get(ENROL)) != secret_on(other.get(ENROL))


def test_guessing_the_password_while_enrolling_locks_as_a_login_does(client, li):
    answers = [enrol(client, password="wrong") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert "12:16" in answers[-1].content.decode()


def test_the_picture_holds_the_secret_and_comes_from_our_own_address(client, li):
    page = client.get(ENROL).content.decode()
    picture = client.get("/admin/second-factor/qr.svg")

    assert 'src="/admin/second-factor/qr.svg"' in page
    assert "data:" not in page
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert b"<script" not in picture.content
    assert "no-store" in picture["Cache-Control"]


def test_there_is_no_picture_without_an_enrolment(client, enrolled):
    assert client.get("/admin/second-factor/qr.svg").status_code == 404


def test_a_code_of_the_app_opens_the_admin(client, enrolled):
    response = client.post(f"{PAGE}?next=/admin/advice/rule/", {"code": code_of()})

    assert response["Location"] == "/admin/advice/rule/"
    assert client.get("/admin/").status_code == 200


def test_a_wrong_code_opens_nothing_is_logged_and_makes_one_wait(client, enrolled):
    wrong = client.post(PAGE, {"code": WRONG})
    right = client.post(PAGE, {"code": code_of()})

    assert "这个验证码不对" in wrong.content.decode()
    assert "请等 1 秒再试" in right.content.decode()
    assert client.get("/admin/").status_code == 302
    assert deeds().count(("li", "两步验证的验证码不对。")) == 1


def test_the_field_is_made_for_codes(client, enrolled):
    page = client.get(PAGE).content.decode()

    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_a_recovery_code_opens_the_admin_once(client, enrolled, codes, client_of):
    first = client.post(f"{PAGE}?recovery=on", {"code": codes[0]})
    again = client_of(enrolled).post(f"{PAGE}?recovery=on", {"code": codes[0]})

    assert first["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert "这个恢复码不对" in again.content.decode()
    assert ("li", "用一个恢复码通过了两步验证。") in deeds()


@pytest.mark.parametrize(("left", "warned"), [(4, False), (3, True), (0, True)])
def test_few_recovery_codes_are_a_reason_to_warn(client, enrolled, codes, left, warned):
    for code in codes[: 9 - left]:
        factor.passes(factor.recovery(enrolled), code)

    page = client.post(f"{PAGE}?recovery=on", {"code": codes[-1]}, follow=True).content.decode()

    assert (f"恢复码还剩 {left} 个" in page) is warned


def test_an_app_without_recovery_codes_offers_none(client, enrolled):
    assert client.get(f"{PAGE}?recovery=on").status_code == 404


def test_enrolling_another_phone_needs_the_code_of_the_first(client, enrolled):
    assert client.get(ENROL)["Location"].startswith(PAGE)
    assert client.post(ENROL, {"password": PASSWORD})["Location"].startswith(PAGE)


def test_another_phone_takes_the_place_of_the_first(client, enrolled, codes, client_of, clock):
    elsewhere = client_of(enrolled)
    elsewhere.post(PAGE, {"code": code_of()})
    client.post(f"{PAGE}?recovery=on", {"code": codes[0]})

    enrol(client)

    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/")["Location"].startswith(PAGE)
    clock.shift(300)
    assert "不对" in elsewhere.post(PAGE, {"code": code_of()}).content.decode()


def test_recovery_codes_are_renewed_with_the_password(client, enrolled, codes):
    client.post(PAGE, {"code": code_of()})

    refused = client.post(PAGE, {"password": "wrong"})
    renewed = client.post(PAGE, {"password": PASSWORD})

    assert "密码不对" in refused.content.decode()
    assert len(codes_on(renewed)) == 10
    assert not factor.passes(factor.recovery(enrolled), codes[0])
    assert ("li", "换了一批恢复码。") in deeds()


def test_an_editor_need_not_enrol_but_shows_a_code_once_enrolled(client, clock, client_of):
    wang = make.make_account("wang", "编辑", password=PASSWORD)
    client.force_login(wang)
    assert client.get("/admin/").status_code == 200

    enrol(client)

    assert client.get("/admin/").status_code == 200
    assert client_of(wang).get("/admin/")["Location"].startswith(PAGE)


def test_on_ones_own_machine_nobody_need_enrol(client, li, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    assert client.get("/admin/").status_code == 200
    assert client.get(ENROL).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\x00"],
)
def test_nobody_is_sent_elsewhere_afterwards(client, enrolled, codes, elsewhere):
    response = client.post(f"{PAGE}?next={elsewhere}", {"code": code_of()})

    assert response["Location"] == "/admin/"


def test_the_session_gets_a_new_key_when_it_passes(client, enrolled):
    before = client.session.session_key

    client.post(PAGE, {"code": code_of()})

    assert client.session.session_key != before
    client.cookies["sessionid"] = before
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_passing_counts_for_this_session_and_this_account_only(client, enrolled, client_of):
    root = User.objects.create_superuser("root")
    client.post(PAGE, {"code": code_of()})

    assert client_of(enrolled).get("/admin/")["Location"].startswith(PAGE)
    client.force_login(root)
    assert client.get("/admin/")["Location"].startswith(PAGE)


def test_a_session_can_t_pass_with_the_app_of_somebody_else(client, li, clock):
    wang = make.make_account("wang", "编辑")
    app = factor.enrol(wang, key=KEY, code=code_of())
    session = client.session
    session["otp_device_id"] = app.persistent_id
    session.save()

    assert client.get("/admin/")["Location"].startswith(PAGE)


def test_the_pages_of_the_library_that_show_secrets_are_closed(admin_client, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    for name in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert admin_client.get(f"/admin/{name}/").status_code == 404
