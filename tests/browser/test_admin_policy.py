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
    pages = ["", "auth/user/", f"auth/user/{account.pk}/change/", "second-factor/enrol/"]
    for path in [*pages, "advice/strategy/add/"]:
        editor.goto(f"/admin/{path}")

    # The search for sources and the calendar exist only where the admin's scripts have run.
    expect(editor.locator(".select2-container").first).to_be_visible()
    expect(editor.locator(".datetimeshortcuts").first).to_be_visible()
    assert complaints == []


def test_the_picture_for_the_camera_is_shown(editor, complaints):
    editor.goto("/admin/second-factor/enrol/")

    width = editor.locator("img.qr").evaluate("picture => picture.naturalWidth")

    assert width > 0
    assert complaints == []
