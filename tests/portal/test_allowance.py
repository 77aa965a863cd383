"""So many a day from one visitor and from all, counted without an address anywhere."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache

from portal.allowance import Allowance

NOON = datetime(2026, 11, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
LAST_MINUTE = NOON.replace(hour=23, minute=59)
MIDNIGHT = NOON.replace(day=23, hour=0)


@pytest.fixture
def from_address(rf):
    return lambda address: rf.post("/", REMOTE_ADDR=address)


def test_a_visitor_may_send_as_many_as_are_allowed_and_no_more(from_address):
    allowance = Allowance("letters", each=3, everybody=100)

    allowed = [allowance.counts(from_address("203.0.113.1")) for _ in range(4)]

    assert allowed == [True, True, True, False]


def test_visitors_are_counted_apart(from_address):
    allowance = Allowance("letters", each=1, everybody=100)

    allowed = [allowance.counts(from_address(f"203.0.113.{n}")) for n in (1, 2, 1)]

    assert allowed == [True, True, False]


def test_all_together_may_send_as_many_as_are_allowed_and_no_more(from_address):
    allowance = Allowance("letters", each=9, everybody=3)

    allowed = [allowance.counts(from_address(f"203.0.113.{n}")) for n in range(4)]

    assert allowed == [True, True, True, False]


def test_one_visitor_alone_does_not_use_up_what_all_may_send(from_address):
    allowance = Allowance("letters", each=1, everybody=2)

    for _ in range(9):
        allowance.counts(from_address("203.0.113.1"))

    assert allowance.counts(from_address("203.0.113.2"))


def test_each_kind_is_counted_by_itself(from_address):
    request = from_address("203.0.113.1")

    assert Allowance("letters", each=1, everybody=1).counts(request)
    assert Allowance("votes", each=1, everybody=1).counts(request)


@pytest.mark.parametrize(("then", "allowed"), [(LAST_MINUTE, False), (MIDNIGHT, True)])
def test_a_new_day_begins_at_midnight_in_china(from_address, then, allowed):
    allowance = Allowance("letters", each=1, everybody=9)

    with time_machine.travel(NOON, tick=False):
        allowance.counts(from_address("203.0.113.1"))

    with time_machine.travel(then, tick=False):
        assert allowance.counts(from_address("203.0.113.1")) is allowed


def test_no_address_stands_in_the_cache(from_address, monkeypatch):
    keys = []
    add = LocMemCache.add
    monkeypatch.setattr(
        LocMemCache, "add", lambda self, key, *rest: keys.append(key) or add(self, key, *rest)
    )

    Allowance("letters", each=1, everybody=1).counts(from_address("203.0.113.1"))

    assert len(keys) == 2
    assert not any("203" in key for key in keys)


@pytest.mark.parametrize("minutes", [10, 11 * 60])
def test_a_cache_of_files_keeps_the_count_all_day(from_address, tmp_path, monkeypatch, minutes):
    files = FileBasedCache(tmp_path, {})
    monkeypatch.setattr("portal.allowance.cache", files)
    allowance = Allowance("letters", each=2, everybody=9)

    with time_machine.travel(NOON, tick=False) as clock:
        first = [allowance.counts(from_address("203.0.113.1")) for _ in range(2)]
        clock.shift(minutes * 60)
        later = allowance.counts(from_address("203.0.113.1"))

    assert (first, later) == ([True, True], False)


@pytest.mark.parametrize("failure", [ConnectionError("no cache"), ValueError("no such key")])
def test_a_cache_that_fails_allows_everything(from_address, monkeypatch, caplog, failure):
    def fail(*args, **kwargs):
        raise failure

    monkeypatch.setattr(cache, "incr", fail, raising=False)
    allowance = Allowance("letters", each=0, everybody=0)

    assert allowance.counts(from_address("203.0.113.1"))
    assert "the cache failed" in caplog.text


def test_asking_whether_it_is_used_up_uses_nothing_up(from_address):
    allowance = Allowance("letters", each=2, everybody=0)
    visitor, another = from_address("203.0.113.1"), from_address("203.0.113.2")

    before = [allowance.is_used_up(visitor) for _ in range(5)]
    allowance.counts(visitor)
    once = allowance.is_used_up(visitor)
    allowance.counts(visitor)

    assert (before, once) == ([False] * 5, False)
    assert allowance.is_used_up(visitor)
    assert not allowance.is_used_up(another)


def test_a_cache_that_fails_has_nothing_used_up(from_address, monkeypatch, caplog):
    def fail(*args, **kwargs):
        message = "no cache"
        raise ConnectionError(message)

    monkeypatch.setattr(cache, "get", fail)

    assert not Allowance("letters", each=0, everybody=0).is_used_up(from_address("203.0.113.1"))
    assert "the cache failed" in caplog.text
