"""Where a request comes from: what a proxy of ours saw counts, what anybody can write does not."""

import pytest

from portal.client import (
    UNKNOWN,
    client_address,
    client_network,
    is_sent_from_elsewhere,
    login_address,
)

CONNECTED = "192.0.2.9"


@pytest.fixture
def asked(rf):
    def asked(**headers):
        return rf.post("/", headers=headers, REMOTE_ADDR=CONNECTED)

    return asked


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.1", CONNECTED),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "made-up, 203.0.113.1", "203.0.113.1"),
        (2, "203.0.113.1", CONNECTED),
        (2, "203.0.113.1, 198.51.100.7", "203.0.113.1"),
        (2, "made-up,203.0.113.1 ,198.51.100.7", "203.0.113.1"),
        (1, "", CONNECTED),
        (1, "203.0.113.1, ", CONNECTED),
        (1, None, CONNECTED),
    ],
)
def test_the_address_is_what_the_outermost_of_our_proxies_saw(
    asked, settings, proxies, forwarded, address
):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    assert client_address(asked(**headers)) == address


def test_a_connection_without_an_address_has_an_empty_one(rf):
    request = rf.get("/", REMOTE_ADDR="")

    assert client_network(request) == client_address(request) == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::/64"),
        ("2001:db8:0:2::1", "2001:db8:0:2::/64"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("nonsense", "nonsense"),
        ("203.0.113.1:4711", "203.0.113.1:4711"),
    ],
)
def test_a_household_counts_as_one_visitor(rf, address, network):
    assert client_network(rf.get("/", REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("2001:db8:0:1:ffff::1", "2001:db8:0:1::"),
        ("::ffff:203.0.113.1", "203.0.113.1"),
        ("203.0.113.1:4711", UNKNOWN),
        ("203.0.113.1/24", "203.0.113.1"),
        ("nonsense", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_failed_logins_are_counted_under_an_address_whatever_a_proxy_says(rf, address, counted):
    assert login_address(rf.get("/", REMOTE_ADDR=address)) == counted


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": "https://testserver.example"}, True),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://["}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://outside.example"}, False),
    ],
)
def test_what_the_browser_says_of_the_sending_page_decides(asked, headers, elsewhere):
    assert is_sent_from_elsewhere(asked(**headers)) is elsewhere


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, True),
    ],
)
def test_a_page_of_ours_may_name_no_origin(asked, headers, elsewhere):
    assert is_sent_from_elsewhere(asked(**headers), from_unnamed_page=True) is elsewhere


def test_an_origin_that_the_settings_trust_is_ours(asked, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://guide.example"]

    assert not is_sent_from_elsewhere(asked(Origin="https://guide.example"))
