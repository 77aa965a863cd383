"""Chromium for the tests that look at pages as a borrower or an editor does.

Every test in this folder carries the marker `browser`. A missing Chromium is an error, never a
skip: leave these tests out with -m "not browser".
"""

import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.factories import make_account

HERE = Path(__file__).parent
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 10_000
PASSWORD = "only-for-these-tests"


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(live_server):
    """One browser for all tests of a process. It closes before the server that it visits."""
    executable = find_chromium()
    if executable is None:
        pytest.fail("Chromium is not installed (Debian's package chromium).")
    # Playwright keeps an event loop in this thread, and Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium, live_server):
    """A page on a small phone without JavaScript; addresses may be relative."""
    context = chromium.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desktop(chromium, live_server):
    """A page on a wide screen with JavaScript, as the editors have."""
    context = chromium.new_context(base_url=live_server.url, viewport=DESKTOP, locale="zh-CN")
    yield context.new_page()
    context.close()


def log_in(page, name):
    page.goto("/admin/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile("/admin/$"))


@pytest.fixture
def editor(desktop):
    """The wide page, with an editor logged in to the admin."""
    User.objects.create_superuser("editor", password=PASSWORD)
    log_in(desktop, "editor")
    return desktop


@pytest.fixture
def come_to_work(chromium, live_server, groups):
    """A person of a group at a computer of their own, logged in: come_to_work("小文", "编辑")."""
    contexts = []

    def page_of(name, *groups):
        make_account(name, *groups, password=PASSWORD)
        context = chromium.new_context(base_url=live_server.url, viewport=DESKTOP, locale="zh-CN")
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        log_in(page, name)
        return page

    yield page_of
    for context in contexts:
        context.close()
