"""Saving on request: a secret link that nobody stores, indexes, logs or guesses."""

import logging
import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from advice.engine.intake import read_case
from advice.models import LoanProduct, SavedAssessment, SiteEdition
from advice.services import keeping
from advice.views import kept as views
from advice.views.cookie import ANSWERS
from portal import clock
from tests import factories as new
from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import loan
from tests.services.test_keeping import RAW

FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
SAVE = reverse("advice:assessment_save")
SAVED_AT = datetime.fromisoformat("2026-11-22T10:00:00+08:00")
EXPIRES_AT = SAVED_AT + timedelta(days=30)
GONE = "存下的测算可能已经到期、删除或撤销，也可能网址没有复制完整。"
DEEDS = ["extend", "delete", "share", "stop-sharing", "edit"]
WRONG = ["x", "A" * 22, "0" * 4_000, "%E5%AD%97", "%00", "%ED%A0%80", "..%2F..", "null"]

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def save(client):
    """Fill in the form, save the result; the path of the link."""

    def save(*loans, **changes):
        client.post(FORM, typed.form(*loans, **{"as_of": "", **changes}))
        return client.post(SAVE)["Location"]

    return save


@pytest.fixture
def stranger():
    """A browser that was never here."""
    return Client()


def shared_path(page):
    """The path of the helper's link on the owner's page."""
    found = [value for value in re.findall(r'value="([^"]*)"', page) if "/kept/shared/" in value]
    return found[0].removeprefix("http://testserver") if found else None


def html(response):
    return response.content.decode()


def at(moment):
    return time_machine.travel(moment, tick=False)


# Saving and opening


def test_the_result_says_what_saving_means_before_it_is_done(client):
    client.post(FORM, typed.form())

    page = Page(client.get(RESULT))

    said = page.text[page.text.index("留着以后看 点下面") :]
    for words in ("30 天，到期删除", "可以延长一次", "你随时可以删", "谁能看", "谁也找不回来"):
        assert words in said
    assert "#keep" in page.links
    assert not SavedAssessment.objects.exists()


def test_the_link_opens_in_another_browser(save, stranger):
    path = save(loan(principal="31234.56"))

    response = stranger.get(path)

    page = Page(response)
    assert re.fullmatch(r"/kept/[\w-]{22}/", path)
    assert response.status_code == 200
    assert "剩余本金 ¥31,234.56" in page.text
    assert f'value="http://testserver{path}"' in html(response)
    assert "主要的数字都没有变" in page.text


def test_nothing_is_saved_unless_the_button_is_pressed(client):
    client.post(FORM, typed.form())

    visit = client.get(SAVE)

    assert (visit.status_code, visit["Location"]) == (302, RESULT)
    assert not SavedAssessment.objects.exists()


def test_without_answers_there_is_nothing_to_save(stranger):
    response = stranger.post(SAVE)

    assert (response.status_code, response["Location"]) == (302, FORM)
    assert not SavedAssessment.objects.exists()


def test_saving_needs_the_pages_token(client):
    strict = Client(enforce_csrf_checks=True)
    token = Page(strict.get(FORM)).values["csrfmiddlewaretoken"]
    strict.post(FORM, {**typed.form(), "csrfmiddlewaretoken": token})

    without = strict.post(SAVE)
    with_it = strict.post(SAVE, {"csrfmiddlewaretoken": token})

    assert (without.status_code, with_it.status_code) == (403, 302)
    assert SavedAssessment.objects.count() == 1


def test_so_many_are_saved_a_day_and_no_more(client, save):
    paths = {save() for _ in range(views.SAVED.each)}

    response = client.post(SAVE)

    assert len(paths) == SavedAssessment.objects.count() == views.SAVED.each
    assert response.status_code == 429
    assert "这一次没有存下" in Page(response).text
    assert "no-store" in response["Cache-Control"]


def test_it_survives_a_restart_and_another_key_of_the_site(save, stranger, settings):
    path = save()
    SiteEdition.renew()
    settings.SECRET_KEY = "another key"

    assert stranger.get(path).status_code == 200


def test_days_and_rules_that_changed_are_told_apart(save, stranger):
    with at(SAVED_AT):
        path = save()
    product = LoanProduct.objects.get(slug="weilidai")
    new.make_term(
        product=product, key="penalty_multiplier", value="1.4", effective_from="2026-12-01"
    )

    with at("2026-12-02T10:00:00+08:00"):
        page = Page(stranger.get(path))

    assert "过了 10 天 规则变了" in page.text
    assert "逾期天数 99 天 109 天 +10 天 —" in page.text
    assert "微粒贷的罚息倍数，从 2026年12月1日 起的值变了" in page.text


def test_answers_that_todays_rules_refuse_are_told_and_can_be_mended(save, stranger):
    path = save()
    LoanProduct.objects.filter(slug="weilidai").update(is_active=False)
    SiteEdition.renew()

    response = stranger.get(path)

    page = Page(response)
    assert response.status_code == 200
    assert "没有这个贷款产品" in page.text
    assert stranger.post(f"{path}edit/").status_code == 302
    assert stranger.post(f"{path}delete/").status_code == 302


@pytest.mark.parametrize(
    "older",
    [
        lambda raw: {**raw, "asked_once": "1"},
        lambda raw: {**raw, "loans": [{**raw["loans"][0], "asked_once": "1"}]},
        lambda raw: {"product": raw["product"]},
    ],
    ids=["a field that is no more", "one of a loan", "no loans"],
)
def test_answers_of_an_older_form_are_told_and_can_be_mended(stranger, monkeypatch, older):
    with monkeypatch.context() as then:
        then.setattr(keeping, "read_case", lambda _, **told: read_case(RAW, **told))
        token = keeping.save_assessment(older(RAW), today=clock.today(), now=timezone.now())
    path = reverse("advice:kept_detail", args=[token])

    told = stranger.get(path)
    edited = stranger.post(f"{path}edit/", follow=True)
    computed = stranger.get(RESULT)

    assert told.status_code == edited.status_code == computed.status_code == 200
    assert "表单后来改过" in Page(told).text
    assert Page(edited).values["product"] == "weilidai"


def test_the_saved_answers_open_as_a_result_to_print_and_take_away(save, stranger):
    path = save(loan(principal="31234.56"))

    response = stranger.post(f"{path}edit/", {"result": "1"})

    assert response["Location"] == RESULT
    assert "剩余本金 ¥31,234.56" in Page(stranger.get(RESULT)).text


def test_what_works_in_ones_own_browser_alone_is_not_on_the_page(save, stranger):
    page = html(stranger.get(save()))

    assert 'action="/assessment/' not in page
    assert 'href="/assessment/result' not in page
    assert "csrfmiddlewaretoken" not in page


# For its time


def test_it_opens_to_the_last_second_and_never_after(save, stranger):
    with at(SAVED_AT):
        path = save()

    with at(EXPIRES_AT - timedelta(seconds=1)):
        within = stranger.get(path)
    with at(EXPIRES_AT):
        after = stranger.get(path)

    assert "2026年12月22日 10:00" in Page(within).text
    assert (within.status_code, after.status_code) == (200, 404)
    assert SavedAssessment.objects.count() == 1


def test_it_is_extended_once(save, stranger):
    with at(SAVED_AT):
        path = save()
        twice = [stranger.post(f"{path}extend/")["Location"] for _ in range(2)]
        page = Page(stranger.get(path))

    with at(EXPIRES_AT + timedelta(days=30) - timedelta(seconds=1)):
        within = stranger.get(path)
    with at(EXPIRES_AT + timedelta(days=30)):
        after = stranger.get(path)

    assert twice == [path, path]
    assert "已经延长过一次" in page.text
    assert "延长 30 天（只能一次）" not in page.text
    assert (within.status_code, after.status_code) == (200, 404)


def test_it_is_deleted_at_once(save, stranger):
    path = save()

    response = stranger.post(f"{path}delete/", follow=True)

    assert "存下的内容没有了" in Page(response).text
    assert not SavedAssessment.objects.exists()
    assert stranger.get(path).status_code == 404


def test_purging_from_the_command_line_says_how_many(save):
    with at(SAVED_AT):
        save()
        save()
    output = StringIO()

    with at(EXPIRES_AT):
        call_command("purge_assessments", stdout=output)

    assert output.getvalue() == "Deleted 2 expired assessments.\n"
    assert not SavedAssessment.objects.exists()


def test_the_answers_can_be_changed_further_in_any_browser(save, stranger):
    path = save(loan(principal="31234.56"))

    response = stranger.post(f"{path}edit/")

    page = Page(stranger.get(response["Location"]))
    assert response["Location"] == FORM
    assert response.cookies[ANSWERS.name]["path"] == FORM
    assert page.values["loans-0-principal"] == "31234.56"
    assert page.values["as_of"] == ""


# For a helper


@pytest.fixture
def helpers_path(save, stranger):
    path = save(loan(principal="31234.56"))
    stranger.post(f"{path}share/")
    return path, shared_path(html(stranger.get(path)))


def test_a_helper_reads_and_can_do_nothing(helpers_path, stranger):
    own, helpers = helpers_path

    response = stranger.get(helpers)

    page = Page(response)
    assert "剩余本金 ¥31,234.56" in page.text
    assert "只能看，不能改" in page.text
    assert own.split("/")[2] not in html(response)
    assert "formaction" not in html(response)
    for deed in DEEDS:
        assert stranger.post(f"{helpers}{deed}/").status_code == 404
        assert stranger.post(f"/kept/{helpers.split('/')[3]}/{deed}/").status_code == 404
    assert SavedAssessment.objects.exists()


def test_a_helpers_link_can_be_taken_back(helpers_path, stranger):
    own, helpers = helpers_path

    stranger.post(f"{own}stop-sharing/")

    assert stranger.get(helpers).status_code == 404
    assert shared_path(html(stranger.get(own))) is None


# Not guessed, listed, indexed, stored or passed on


def test_unknown_expired_and_deleted_links_look_all_the_same(save, helpers_path, stranger):
    own, helpers = helpers_path
    with at(SAVED_AT):
        expired = save()
    stranger.post(f"{own}delete/")

    with at(EXPIRES_AT):
        paths = [own, helpers, expired, "/kept/nobody-has-it/", "/kept/shared/nobody-has-it/"]
        found = [stranger.get(path) for path in paths]

    assert {response.status_code for response in found} == {404}
    assert len({html(response) for response in found}) == 1
    assert GONE in Page(found[0]).text


@pytest.mark.parametrize("token", WRONG)
def test_nonsense_is_not_found_and_never_an_error(stranger, token):
    visits = [stranger.get(f"/kept/{token}/"), stranger.get(f"/kept/shared/{token}/")]
    posts = [stranger.post(f"/kept/{token}/{deed}/") for deed in DEEDS]

    assert {response.status_code for response in visits + posts} == {404}


def test_who_guesses_too_often_must_wait_and_locks_nobody_out(save, stranger):
    path = save()
    for number in range(views.GUESSES.each):
        assert stranger.get(f"/kept/{number}/").status_code == 404

    waits, right = stranger.get("/kept/another/"), stranger.get(path)

    assert (waits.status_code, right.status_code) == (429, 200)
    assert "对的网址随时打得开" in Page(waits).text


def test_opening_a_right_link_often_is_no_guessing(save, stranger):
    path = save()

    for _ in range(3):
        stranger.get(path)

    assert not views.GUESSES.is_used_up(stranger.get(path).wsgi_request)
    assert stranger.get(path).status_code == 200


def test_a_visit_does_nothing(save, stranger):
    path = save()

    for deed in DEEDS:
        assert stranger.get(f"{path}{deed}/")["Location"] == path

    record = SavedAssessment.objects.get()
    assert (record.extended, record.helper_digest) == (False, None)


@pytest.mark.parametrize("deed", DEEDS)
def test_another_site_can_press_no_button(save, stranger, deed):
    path = save()
    elsewhere = [{"Sec-Fetch-Site": site} for site in ("cross-site", "same-site", "none")]
    elsewhere.append({"Origin": "https://elsewhere.example"})

    for headers in elsewhere:
        response = stranger.post(f"{path}{deed}/", headers=headers)

        assert response.status_code == 403
        assert "请回到存下的那一页" in Page(response).text


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "null"}, {}]
)
def test_our_own_page_can_though_it_names_no_origin(save, headers):
    path = save()

    response = Client(enforce_csrf_checks=True).post(f"{path}extend/", headers=headers)

    assert response.status_code == 302
    assert SavedAssessment.objects.get().extended


def test_every_answer_is_stored_and_indexed_by_nobody_and_names_no_referrer(
    save, helpers_path, stranger
):
    own, helpers = helpers_path
    answers = [
        stranger.get(own),
        stranger.get(helpers),
        stranger.get(own.rstrip("/")),
        stranger.put(own),
        stranger.post(f"{own}extend/"),
        stranger.post(f"{own}edit/", headers={"Sec-Fetch-Site": "cross-site"}),
        stranger.post(f"{own}delete/"),
        stranger.get("/kept/deleted/"),
        stranger.get(own),
        stranger.get("/kept/"),
        stranger.get("/kept/a/b/c/"),
    ]

    statuses = [response.status_code for response in answers]
    assert statuses == [200, 200, 301, 405, 302, 403, 302, 200, 404, 404, 404]
    for response in answers:
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "ETag" not in response


def test_a_page_that_breaks_is_stored_by_nobody_either(save, monkeypatch):
    path = save()
    monkeypatch.setattr(keeping, "what_changed", None)

    response = Client(raise_request_exception=False).get(path)

    assert response.status_code == 500
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_the_page_asks_not_to_be_indexed_and_has_no_canonical_address(save, stranger):
    page = html(stranger.get(save()))

    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "canonical" not in page
    assert "og:url" not in page


def test_no_page_lists_links(client, save, admin_client):
    secret = save().split("/")[2]
    pages = ["/", "/sitemap.xml", "/robots.txt", "/feed/", RESULT, "/search/?q=kept", "/privacy/"]

    assert all(secret not in html(client.get(path)) for path in pages)
    assert "/kept/" not in html(client.get("/sitemap.xml"))
    assert "存下的测算" not in html(admin_client.get("/admin/"))
    assert admin_client.get("/admin/advice/savedassessment/").status_code == 404


def test_no_link_is_ever_logged(client, save, monkeypatch, capfd):
    handler = logging.getLogger("django").handlers[0]
    lines = StringIO()
    monkeypatch.setattr(handler, "stream", lines)
    path = save()
    secret = path.split("/")[2]
    breaks = Client(raise_request_exception=False)

    client.get(f"{path}nowhere/")
    client.put(path)
    client.post(f"{path}edit/", headers={"Sec-Fetch-Site": "cross-site"})
    client.post(f"{path}delete/")
    client.get(path)
    client.post(FORM, {f"{number}": "" for number in range(1_001)}, headers={"Referer": path})
    client.get(path, headers={"Host": f"/kept/{secret}/"})
    monkeypatch.setattr(keeping, "open_own", None)
    monkeypatch.setattr(views, "GUESSES", None)
    breaks.get(path)

    logged = lines.getvalue()
    assert logged.count("/kept/***") >= 5
    assert "Traceback" in logged
    assert secret not in logged
    assert secret not in "".join(capfd.readouterr())


def test_a_page_from_a_link_asks_the_database_a_fixed_number_of_questions(save, stranger):
    one, three = save(loan()), save(loan(), loan(), loan())
    stranger.get(one)

    def queries(path):
        with CaptureQueriesContext(connection) as asked:
            stranger.get(path)
        return len(asked)

    assert queries(one) == queries(three) <= 4
