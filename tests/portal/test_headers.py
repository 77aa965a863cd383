"""The security headers that every answer carries."""

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
