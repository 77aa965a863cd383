"""A session ends a day after its login; and what the log keeps of coming and going."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from tests import factories as make

pytestmark = pytest.mark.django_db

PASSWORD = "what-wang-knows"
NOON = "2026-11-22 12:00:00 +0800"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture(autouse=True)
def wang():
    return make.make_account("wang", "编辑", password=PASSWORD)


def log_in(client, password=PASSWORD, name="wang"):
    return client.post("/admin/login/", {"username": name, "password": password})


def deeds():
    return [
        (entry.user.username, entry.change_message) for entry in LogEntry.objects.order_by("pk")
    ]


@pytest.mark.parametrize(("hours", "is_in"), [(23.9, True), (24.1, False)])
def test_a_session_ends_a_day_after_the_login(client, clock, hours, is_in):
    log_in(client)

    clock.shift(timedelta(hours=hours))

    assert (client.get("/admin/").status_code == 200) is is_in


def test_a_busy_session_lasts_no_longer(client, clock):
    log_in(client)
    for _ in range(4):
        clock.shift(timedelta(hours=5, minutes=50))
        assert client.get("/admin/").status_code == 200
        session = client.session
        session["seen"] = True
        session.save()

    clock.shift(timedelta(hours=1))

    assert client.get("/admin/").status_code == 302


def test_a_new_password_makes_the_session_no_longer(client, clock):
    log_in(client)
    clock.shift(timedelta(hours=20))
    new = "what-wang-knows-now"
    told = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", told).status_code == 302

    clock.shift(timedelta(hours=5))

    assert client.get("/admin/").status_code == 302


def test_the_cookie_ends_with_the_session(client):
    cookie = log_in(client).cookies["sessionid"]

    assert cookie["max-age"] == 24 * 60 * 60
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_sessions_that_ended_are_not_kept(client, clock):
    log_in(client)
    clock.shift(timedelta(days=2))
    client.cookies.clear()

    log_in(client)

    assert Session.objects.count() == 1


def test_coming_and_going_are_logged(client):
    log_in(client)
    client.post("/admin/logout/")

    assert deeds() == [("wang", "登录。"), ("wang", "退出。")]


def test_a_lock_is_logged_once_with_the_address(client):
    for _ in range(8):
        log_in(client, "wrong")

    assert deeds() == [
        ("wang", "用这个账号登录失败的次数太多，锁定 15 分钟。来自 127.0.0.1。"),
    ]


def test_a_name_that_nobody_has_leaves_nothing_in_the_log(client):
    for _ in range(6):
        log_in(client, "wrong", name="nobody")

    assert deeds() == []


def test_ones_own_new_password_is_logged_and_a_refused_one_is_not(client):
    log_in(client)
    new = "what-wang-knows-now"
    told = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    client.post("/admin/password_change/", told | {"old_password": "wrong"})
    client.post("/admin/password_change/", told)

    assert deeds().count(("wang", "修改了自己的密码。")) == 1
    assert new not in str(deeds())


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_the_login_sends_nobody_elsewhere(client, elsewhere):
    told = {"username": "wang", "password": PASSWORD, "next": elsewhere}

    response = client.post("/admin/login/", told)

    assert "evil" not in response["Location"]
    assert "javascript" not in response["Location"]
