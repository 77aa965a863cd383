"""What a visitor reads when a request cannot be answered: Chinese, a way on, no trace."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from portal import urls as site

MEGABYTE = 1024 * 1024


def refuse(request):
    raise PermissionDenied


def break_down(request):
    message = "secret detail"
    raise RuntimeError(message)


def take(request):
    return HttpResponse(f"{len(request.POST['text'])} characters")


urlpatterns = [
    path("", include(site)),
    path("refuse/", refuse),
    path("break-down/", break_down),
    path("take/", take),
    path("take-unchecked/", csrf_exempt(take)),
]
handler400 = site.handler400
handler403 = site.handler403
handler404 = site.handler404
handler500 = site.handler500

pytestmark = pytest.mark.urls(__name__)


def assert_page(response, status, heading):
    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert '<html lang="zh-CN">' in page
    assert 'href="/"' in page


def test_an_unknown_address_leads_back_to_the_first_page(client):
    response = client.get("/no-such-page/")

    assert_page(response, 404, "没有找到这一页")


def test_a_page_that_is_not_for_everybody_says_so(client):
    response = client.get("/refuse/")

    assert_page(response, 403, "这一页不对外开放")


def test_a_form_without_its_token_asks_to_send_it_again():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/take/", {"text": "3万"})

    assert_page(response, 403, "请再提交一次")


def test_a_failure_of_ours_shows_a_page_without_detail():
    client = Client(raise_request_exception=False)

    response = client.get("/break-down/")

    assert_page(response, 500, "网站出了点问题")
    assert "secret detail" not in response.content.decode()


def test_what_was_typed_stays_out_of_the_log(caplog):
    client = Client(raise_request_exception=False)

    client.post("/break-down/", {"text": "欠款三万元"})

    assert "RuntimeError: secret detail" in caplog.text
    assert "欠款三万元" not in caplog.text


def test_a_form_of_one_megabyte_reaches_its_view(client):
    response = client.post("/take/", {"text": "x" * MEGABYTE})

    assert response.content == b"1048576 characters"


@pytest.mark.parametrize("address", ["/take/", "/take-unchecked/"])
def test_a_form_that_is_far_too_large_is_refused_with_a_page(address):
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32

    response = client.post(
        address,
        "text=" + "x" * 3 * MEGABYTE,
        content_type="application/x-www-form-urlencoded",
    )

    assert_page(response, 400, "这次提交没有看懂")
