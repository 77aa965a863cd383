"""Trying out plans: what was asked stays in the browser, and nothing typed breaks a page."""

import logging
import re

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.plans import TRIAL_FIELDS
from advice.views.cookie import ANSWERS, TRIAL
from advice.views.trial import UNREADABLE
from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import MONEY
from tests.sending import sent_times
from tests.views.test_bad_input import POSTED

FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
EXPLORE = reverse("advice:assessment_explore")
FORGET = reverse("advice:assessment_forget")
SECTION = f"{RESULT}#explore"

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def answered(client):
    """The client of a borrower who has the result before them, on 2026-11-22."""
    assert client.post(FORM, typed.form(**MONEY)).status_code == 302
    return client


@pytest.fixture
def tried(answered):
    """Try a plan that is taken; the result that shows it."""

    def tried(**told):
        response = answered.post(EXPLORE, told)
        assert (response.status_code, response.url) == (302, SECTION)
        return Page(answered.get(RESULT))

    return tried


@pytest.fixture
def refused(answered):
    """Try what is refused; the page that says so."""

    def refused(**told):
        response = answered.post(EXPLORE, told)
        assert response.status_code == 200
        assert TRIAL.name not in response.cookies
        return Page(response)

    return refused


def test_the_plan_is_shown_beside_the_best_one(tried):
    page = tried(upfront="3千", monthly="1,500")

    assert "试的结果" in page.text
    assert "先付 ¥3,000.00，以后每月还 ¥1,500.00" in page.text
    assert "和“先付 ¥10,000.00，其余谈成分" in page.text
    assert (page.values["upfront"], page.values["monthly"]) == ("3000", "1500")


def test_a_term_and_a_waiver_are_shown_with_the_lenders_consent(tried):
    page = tried(months="24期", waived_percent="50%", upfront="")

    assert "谈成分 24 个月" in page.text
    assert "对方可以不同意" in page.text


def test_what_is_waived_is_not_asked_for_at_once(tried):
    page = tried(upfront="1000000", months="12", waived_percent="100%")

    told = page.text[page.text.index("试的结果") :]
    said = re.search(r"一次付 (\S+)，全部结清：到 2027年11月22日一共花 (\S+)，", told)
    assert said[1] == said[2]


def test_a_later_day_is_told_with_what_happens_until_then(tried):
    page = tried(upfront="5000", monthly="2000", starts_on="2026年12月10日")

    assert "从 2026年12月10日 开始" in page.text
    assert "开始之前照样按逾期算" in page.text
    assert page.values["starts_on"] == "2026-12-10"


def test_a_plan_that_never_ends_is_told_plainly(tried):
    assert "照这样还不清" in tried(monthly="1").text


def test_money_that_is_not_there_is_told_with_the_gap(tried):
    assert "你填的钱还差 ¥" in tried(upfront="20000", monthly="2000").text


@pytest.mark.parametrize(
    ("told", "field", "message"),
    [
        ({}, "upfront", "至少填一样"),
        ({"upfront": "0", "monthly": "0"}, "upfront", "至少填一样"),
        ({"upfront": "-0.01"}, "upfront", "今天先付应在 ¥0.00 到 ¥100,000,000.00 之间"),
        ({"upfront": "100000000.01"}, "upfront", "今天先付应在"),
        ({"upfront": "0.001"}, "upfront", "今天先付最多 2 位小数"),
        ({"monthly": "很多"}, "monthly", "每月还请写成数字"),
        ({"monthly": "100000000.01"}, "monthly", "每月还应在"),
        ({"months": "0"}, "months", "谈成分几个月应在 1 到 120 之间"),
        ({"months": "121"}, "months", "谈成分几个月应在 1 到 120 之间"),
        ({"months": "1.5"}, "months", "谈成分几个月应是整数"),
        ({"months": "6", "monthly": "100"}, "monthly", "只填一样"),
        ({"months": "6", "waived_percent": "100.0001"}, "waived_percent", "0% 到 100%"),
        ({"months": "6", "waived_percent": "-1"}, "waived_percent", "0% 到 100%"),
        ({"months": "6", "waived_percent": "1.00001"}, "waived_percent", "最多 4 位小数"),
        ({"upfront": "1", "waived_percent": "50"}, "waived_percent", "请同时填“谈成分几个月”"),
        ({"upfront": "1", "starts_on": "2026-11-21"}, "starts_on", "应在 2026年11月22日 到"),
        ({"upfront": "1", "starts_on": "2027-11-23"}, "starts_on", "到 2027年11月22日 之间"),
        ({"upfront": "1", "starts_on": "2026-2-30"}, "starts_on", "请写成存在的日期"),
    ],
)
def test_what_breaks_a_bound_is_named_and_nothing_typed_is_lost(refused, told, field, message):
    page = refused(**told)

    assert message in page.errors[field][0]
    assert f"id_{field}" in page.anchors
    assert page.title.startswith(f"有 {len(page.summary)} 处要改")
    assert {name: page.values[name] for name in told} == told


@pytest.mark.parametrize(
    "told",
    [
        {"upfront": "0.01"},
        {"upfront": "100000000"},
        {"monthly": "100000000"},
        {"months": "1", "waived_percent": "0"},
        {"months": "120", "waived_percent": "100"},
        {"upfront": "100000000", "months": "1", "waived_percent": "100"},
        {"upfront": "1", "starts_on": "2026-11-22"},
        {"upfront": "1", "starts_on": "2027-11-22"},
        {"months": "120", "starts_on": "2027-11-22"},
    ],
)
def test_each_bound_itself_is_taken(tried, told):
    assert "试的结果" in tried(**told).text


def test_several_faults_are_named_together(refused):
    page = refused(upfront="abc", months="999", starts_on="never")

    assert set(page.errors) == {"upfront", "months", "starts_on"}


VALUES = st.dictionaries(
    st.one_of(st.sampled_from([*sorted(TRIAL_FIELDS), "forget"]), st.text(max_size=9)), POSTED
)


@sent_times(20)
@given(VALUES)
def test_no_post_breaks_the_page(client, told):
    client.post(FORM, typed.form(**MONEY))

    response = client.post(EXPLORE, told, follow=True)

    assert response.status_code == 200
    assert "自己试一试" in response.content.decode()


# The cookie


def test_the_plan_is_kept_as_the_answers_are(answered):
    cookie = answered.post(EXPLORE, {"upfront": "1234"}).cookies[TRIAL.name]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", FORM)
    assert cookie["max-age"] == 24 * 60 * 60
    assert "1234" not in cookie.value


@pytest.mark.parametrize("value", ["nonsense", ":::", "é" * 20, "x" * 100_000])
def test_a_cookie_that_is_not_ours_is_told_and_goes(answered, value):
    answered.cookies[TRIAL.name] = value

    response = answered.get(RESULT)

    assert response.status_code == 200
    assert UNREADABLE in Page(response).text
    assert (response.cookies[TRIAL.name].value, response.cookies[TRIAL.name]["max-age"]) == ("", 0)


@pytest.mark.parametrize(
    "kept",
    [{"upfront": "-1"}, {"nothing": "known"}, {"starts_on": "2020-01-01", "upfront": 5}, {}],
)
def test_a_plan_that_a_bound_has_since_refused_comes_back_with_its_message(answered, kept):
    answered.cookies[TRIAL.name] = signing.dumps(kept, salt=TRIAL.salt, compress=True)

    page = Page(answered.get(RESULT))

    assert page.summary


def test_the_cookie_holds_for_a_day_and_no_longer(client):
    with time_machine.travel("2026-11-22T10:00:00+08:00", tick=False):
        client.post(FORM, typed.form())
        client.post(EXPLORE, {"monthly": "2000"})
        kept = client.cookies[TRIAL.name].value
    with time_machine.travel("2026-11-23T10:00:01+08:00", tick=False):
        client.post(FORM, typed.form())
        client.cookies[TRIAL.name] = kept

        assert UNREADABLE in Page(client.get(RESULT)).text


def test_clearing_forgets_what_was_tried(answered, tried):
    tried(upfront="1234")

    answered.post(FORGET)

    assert answered.cookies[TRIAL.name].value == ""


def test_giving_up_the_trial_keeps_the_answers(answered, tried):
    tried(upfront="1234")

    response = answered.post(EXPLORE, {"forget": "1", "upfront": "1234"})

    assert response.url == SECTION
    page = Page(answered.get(RESULT))
    assert "试的结果" not in page.text
    assert page.values["upfront"] == ""


def test_no_figure_reaches_the_address_or_a_log(answered, tried, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    caplog.set_level(logging.DEBUG)

    tried(upfront="31234.56")
    answered.post(EXPLORE, {"upfront": "31234.567"})

    assert "31234" not in caplog.text


# The endpoint


def test_a_visit_leads_to_the_section(answered):
    for method in (answered.get, answered.head):
        assert method(EXPLORE).url == SECTION


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_answers_the_form_comes_first(client, method):
    response = getattr(client, method)(EXPLORE, {"upfront": "1"})

    assert (response.status_code, response.url) == (302, FORM)


def test_answers_that_cannot_be_read_get_their_message(client):
    client.cookies[ANSWERS.name] = "nonsense"

    assert client.post(EXPLORE, {"upfront": "1"}).status_code == 400


def test_only_the_result_may_run_our_own_script(answered):
    for response in (answered.get(RESULT), answered.post(EXPLORE, {})):
        assert "script-src 'self';" in response["Content-Security-Policy"] + ";"
        assert "no-store" in response["Cache-Control"]
    assert "script-src" not in answered.get("/")["Content-Security-Policy"]
