"""The admin works under its content security policy: its scripts run, and nothing is blocked."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect


@pytest.fixture
def complaints(desktop):
    """What the browser says went wrong: blocked resources, errors of scripts, missing files."""
    heard = []
    desktop.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    desktop.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def test_the_scripts_and_styles_of_the_admin_are_not_blocked(editor, complaints):
    account = User.objects.get()
    for path in ("", "auth/user/", "auth/group/add/", f"auth/user/{account.pk}/change/"):
        editor.goto(f"/admin/{path}")

    # The two-column chooser and the calendar exist only where the admin's scripts have run.
    expect(editor.locator("#id_user_permissions_to")).to_be_visible()
    expect(editor.locator(".datetimeshortcuts").first).to_be_visible()
    assert complaints == []
