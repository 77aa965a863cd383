"""A reviewer enrols a phone on the first login, and comes back with a recovery code."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from tests import factories as make
from tests.browser.conftest import PASSWORD


@pytest.fixture(params=["desktop", "phone"])
def reviewer(request, live_server, groups, settings):
    """With and without scripts, on a wide and on a small screen."""
    settings.SECOND_FACTOR_REQUIRED = True
    make.make_account("reviewer", "法律审核", password=PASSWORD)
    return request.getfixturevalue(request.param)


def log_in(page):
    page.goto("/admin/advice/strategy/")
    page.get_by_label("用户名").fill("reviewer")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def code_of(secret):
    return f"{totp(b32decode(secret.replace(' ', ''))):06}"


def test_a_reviewer_enrols_and_comes_back_with_a_recovery_code(reviewer):
    log_in(reviewer)
    reviewer.get_by_label("密码").fill(PASSWORD)
    reviewer.get_by_label("验证码").fill(code_of(reviewer.locator("code.secret").inner_text()))
    reviewer.get_by_role("button", name="登记").click()
    recovery_code = reviewer.locator(".recovery-codes code").first.inner_text()
    reviewer.get_by_role("link", name="我已经保存好了，继续").click()
    expect(reviewer).to_have_url(re.compile("/admin/advice/strategy/$"))

    reviewer.get_by_role("button", name="注销").click()
    log_in(reviewer)
    reviewer.get_by_role("link", name="手机不在身边？用恢复码").click()
    reviewer.get_by_label("恢复码").fill(recovery_code)
    reviewer.get_by_role("button", name="继续").click()

    expect(reviewer).to_have_url(re.compile("/admin/advice/strategy/$"))
    reviewer.get_by_role("link", name="两步验证").click()
    expect(reviewer.get_by_text("恢复码还剩 9 个")).to_be_visible()
