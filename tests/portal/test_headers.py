"""The security headers that every answer carries."""

from contextlib import closing

import pytest

PAGES = ["/", "/no-such-page/", "/admin/login/"]

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}


def policy_of(response):
    return set(response["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_strict_headers(client, path):
    response = client.get(path)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert policy_of(response) >= PUBLIC_POLICY
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/no-such-page/"])
def test_a_public_page_may_run_no_script_at_all(client, path):
    response = client.get(path)

    assert policy_of(response) == PUBLIC_POLICY


def test_the_admin_may_run_its_own_scripts_and_show_its_own_frames_only(client):
    response = client.get("/admin/login/")

    assert policy_of(response) - PUBLIC_POLICY == {
        "script-src 'self'",
        "frame-src 'self'",
    }


def get_file(client, path, **headers):
    """The answer to a request for a static file, whose file is closed again."""
    with closing(client.get(path, headers=headers)) as response:
        return response


def test_a_static_file_may_load_nothing(client):
    response = get_file(client, "/static/img/mark.svg")

    assert response.status_code == 200
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_browser_that_has_a_static_file_gets_nothing_more(client):
    packed = {"Accept-Encoding": "gzip"}
    first = get_file(client, "/static/css/portal.css", **packed)

    since = {"If-Modified-Since": first["Last-Modified"]}
    again = get_file(client, "/static/css/portal.css", **packed, **since)

    assert again.status_code == 304
    assert "Content-Encoding" not in again.headers
