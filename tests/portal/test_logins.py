"""Who fails to log in too often waits: from one address soon, from everywhere later."""

import re
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User

from portal.logins import DAYS_REMEMBERED, LIMIT_EVERYWHERE
from tests import factories as make

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
PASSWORD = "what-wang-knows"
HOME = "203.0.113.1"
ELSEWHERE = "198.51.100.7"
NOON = "2026-11-22 12:00:00 +0800"


@pytest.fixture(autouse=True)
def wang(time_machine):
    time_machine.move_to(NOON, tick=False)
    return make.make_account("wang", "编辑", password=PASSWORD)


@pytest.fixture
def log_in(client):
    def log_in(password=PASSWORD, *, name="wang", address=HOME, **headers):
        told = {"username": name, "password": password, "next": "/admin/"}
        return client.post(LOGIN, told, REMOTE_ADDR=address, headers=headers)

    return log_in


def fail(log_in, times, **told):
    return [log_in("a wrong one", **told).status_code for _ in range(times)]


def is_in(response):
    return response.status_code == 302


def test_four_failures_lock_nothing_and_the_fifth_locks(log_in):
    assert fail(log_in, 4) == [200] * 4
    assert fail(log_in, 1) == [429]


def test_a_right_password_before_the_fifth_failure_counts_anew(log_in):
    fail(log_in, 4)

    assert is_in(log_in())
    assert fail(log_in, 4) == [200] * 4


def test_a_locked_name_is_refused_with_the_right_password_too(log_in):
    fail(log_in, 5)

    assert log_in().status_code == 429


@pytest.mark.parametrize(("minutes", "open_again"), [(14, False), (16, True)])
def test_a_lock_ends_after_a_quarter_of_an_hour(log_in, time_machine, minutes, open_again):
    fail(log_in, 5)

    time_machine.shift(timedelta(minutes=minutes))

    assert is_in(log_in()) is open_again


def test_trying_again_while_it_is_locked_makes_it_no_longer(log_in, time_machine):
    fail(log_in, 5)
    time_machine.shift(timedelta(minutes=14))
    fail(log_in, 3)

    time_machine.shift(timedelta(minutes=2))

    assert is_in(log_in())


def test_another_browser_is_no_way_around(log_in):
    for number in range(4):
        log_in("a wrong one", **{"User-Agent": f"browser {number}"})

    assert log_in("a wrong one", **{"User-Agent": "browser 9"}).status_code == 429


def test_another_address_and_another_name_stay_open(log_in):
    make.make_account("li", "编辑", password=PASSWORD)
    fail(log_in, 5)

    assert is_in(log_in(address=ELSEWHERE))
    assert is_in(log_in(name="li"))


def test_a_household_of_many_addresses_is_one(log_in):
    addresses = [f"2001:db8:0:1::{number}" for number in range(1, 6)]

    answers = [fail(log_in, 1, address=address) for address in addresses]

    assert answers[-1] == [429]
    assert is_in(log_in(address="2001:db8:0:2::1"))


def test_guessing_from_many_addresses_locks_the_name_for_strangers(log_in):
    for number in range(LIMIT_EVERYWHERE - 1):
        assert fail(log_in, 1, address=f"198.51.100.{number}") == [200]

    assert fail(log_in, 1, address="192.0.2.1") == [429]
    assert log_in(address="192.0.2.2").status_code == 429


def test_where_one_logged_in_before_strangers_lock_nobody_out(log_in):
    assert is_in(log_in(address=HOME))
    for number in range(LIMIT_EVERYWHERE):
        fail(log_in, 1, address=f"198.51.100.{number}")

    assert is_in(log_in(address=HOME))
    assert log_in(address="192.0.2.2").status_code == 429


def test_the_address_is_what_our_proxy_saw(log_in, settings):
    settings.TRUSTED_PROXIES = 1
    fail(log_in, 5, **{"X-Forwarded-For": f"192.0.2.66, {HOME}"})

    assert log_in(**{"X-Forwarded-For": f"192.0.2.77, {HOME}"}).status_code == 429
    assert is_in(log_in(**{"X-Forwarded-For": ELSEWHERE}))


@pytest.mark.parametrize("address", ["", "nonsense", "203.0.113.1:4711", "fe80::1%eth0"])
def test_an_address_that_is_none_is_counted_too(log_in, address):
    assert fail(log_in, 5, address=address)[-1] == 429


def test_the_page_says_when_to_try_again_and_keeps_the_name(log_in):
    fail(log_in, 4)

    page = log_in("a wrong one").content.decode()

    assert "请在 12:16 以后再试" in page
    assert 'name="username" value="wang"' in page
    assert "a wrong one" not in page


def test_the_page_counts_from_the_last_failure(log_in, time_machine):
    fail(log_in, 5)
    time_machine.shift(timedelta(minutes=10))

    assert "请在 12:16 以后再试" in log_in().content.decode()


def told_by(page):
    """What the page says, without the token and the name that was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|value="(wang|nobody)"', "", page)


@pytest.mark.parametrize("times", [1, 5, 6])
def test_nothing_tells_whether_an_account_exists(log_in, times):
    pages = [
        [log_in("a wrong one", name=name) for _ in range(times)][-1] for name in ("wang", "nobody")
    ]

    known, unknown = pages
    assert known.status_code == unknown.status_code
    assert told_by(known.content.decode()) == told_by(unknown.content.decode())


def test_a_closed_account_looks_like_none(log_in):
    User.objects.update(is_active=False)

    closed, unknown = log_in(), log_in(name="nobody")

    assert told_by(closed.content.decode()) == told_by(unknown.content.decode())


def test_no_password_and_no_name_stands_in_what_is_logged_or_counted(log_in, caplog):
    fail(log_in, 6)

    (attempt,) = AccessAttempt.objects.all()
    assert "a wrong one" not in f"{caplog.text}{attempt.post_data}{attempt.get_data}"
    assert "wang" not in f"{caplog.text}{attempt.post_data}"


def test_what_was_counted_is_forgotten_when_it_is_over(log_in, time_machine):
    for number in range(9):
        fail(log_in, 1, name=f"nobody-{number}")

    time_machine.shift(timedelta(minutes=16))
    fail(log_in, 1)

    assert AccessAttempt.objects.count() == 1


def test_logins_are_remembered_for_three_months(log_in, time_machine):
    log_in()
    time_machine.shift(timedelta(days=DAYS_REMEMBERED + 1))
    log_in(address=ELSEWHERE)

    assert [login.ip_address for login in AccessLog.objects.all()] == [ELSEWHERE]


@pytest.mark.parametrize(
    "name",
    ["\x00", "x" * 151, "ﷺ" * 150, "x" * 10000, "\u202egnaw", "' OR 1=1 --", "{{ 7*7 }}", ""],
)
def test_a_mangled_name_is_refused_kindly(log_in, name):
    assert log_in(name=name).status_code == 200
