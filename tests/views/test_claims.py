"""What the lender claims stands beside ours, in this browser alone, and is never an error."""

import logging

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from advice.views.cookie import ANSWERS, CLAIMS
from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import loan
from tests.sending import sent_times
from tests.views.test_bad_input import NASTY

FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
CLAIMED = reverse("advice:assessment_claims")
FORGET = reverse("advice:assessment_forget")
FIELDS = [
    "claimed_arrears",
    "claimed_penalty",
    "claimed_days",
    "claimed_payoff",
    "claimed_on",
]

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def claim(client):
    """A borrower with a result, who types what the lender claims; the page that comes of it."""
    client.post(FORM, typed.form(loan()))
    return lambda **told: client.post(CLAIMED, told, follow=True)


def text_of(response):
    page = Page(response)
    return page.text[page.text.index("微信里显示的，或者") :]


def test_the_claims_go_into_a_cookie_and_lead_back_to_their_place(client, claim):
    response = client.post(CLAIMED, {"claimed_days": "99"})

    assert (response.status_code, response["Location"]) == (302, f"{RESULT}#claims")
    cookie = response.cookies[CLAIMS.name]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == (FORM, True, 86_400)


def test_every_item_stands_beside_ours_with_its_difference(claim):
    text = text_of(claim(claimed_days="100", claimed_arrears="1.5万"))

    assert "逾期天数 99 天 100 天 +1 天" in text
    assert "¥15,000.00 +¥" in text
    assert "其中罚息" not in text[: text.index("我们试过")]


def test_a_claim_that_agrees_is_said_to(claim):
    text = text_of(claim(claimed_days="99"))

    assert "每一项都一致" in text
    assert "解释不了" not in text


def test_what_explains_it_is_told_with_its_figures_and_accuses_nobody(claim):
    theirs = Client()
    theirs.post(FORM, typed.form(loan(), charges_compound_interest="yes"))
    assessment = theirs.get(RESULT).context["advice"].assessment

    text = text_of(claim(claimed_arrears=str(assessment.now.arrears)))

    assert "如果逾期的利息也计复利，逾期应还总额会是" in text
    assert "和对方说的一致" in text
    assert "对得上，不等于合同就是这样约定的" in text
    assert "不说谁对谁错" in text


def test_what_nothing_explains_is_said_plainly(claim):
    assert "我们解释不了" in text_of(claim(claimed_days="99", claimed_arrears="99999.99"))


def test_a_letter_that_asks_for_the_breakdown_is_offered_where_they_differ(client, claim):
    letter = reverse("advice:assessment_letter", args=["breakdown_request"])

    differs = text_of(claim(claimed_days="100"))
    agrees = text_of(claim(claimed_days="99"))

    assert "数已经替你填好，可以打印或下载" in differs
    assert "数已经替你填好，可以打印或下载" not in agrees
    assert client.get(letter).status_code == 200


def test_the_form_shows_again_what_was_told(client, claim):
    page = Page(claim(claimed_arrears="15,000", claimed_on="2026年11月1日"))

    assert page.values["claimed_arrears"] == "15000"
    assert page.values["claimed_on"] == "2026-11-01"
    assert page.fold_of("claimed_arrears") is False


def test_a_broken_bound_is_named_and_nothing_is_lost(client, claim):
    told = {"claimed_days": "九十九", "claimed_arrears": "-5", "claimed_on": "2027-1-1"}
    response = claim(**told)

    page = Page(response)
    assert response.status_code == 200
    assert [anchor for anchor, _ in page.summary] == [
        "#id_claimed_arrears",
        "#id_claimed_days",
        "#id_claimed_on",
    ]
    assert {name: page.values[name] for name in told} == told
    assert page.fold_of("claimed_days") is True
    assert CLAIMS.name not in client.cookies


def test_nothing_told_asks_for_something(claim):
    assert "请至少填一个数字" in Page(claim()).text


def test_other_answers_that_make_the_claims_impossible_say_so(client, claim):
    claim(claimed_days="99", claimed_on="2026-11-20")
    client.post(FORM, typed.form(loan(), as_of="2026-11-01"))

    page = Page(client.get(RESULT))

    assert ("#id_claimed_on", "对方的数字是哪一天的应在 2026年11月1日 或之前") in page.summary
    assert page.values["claimed_on"] == "2026-11-20"


def test_the_claims_can_be_forgotten_alone(client, claim):
    claim(claimed_days="99")

    response = client.post(CLAIMED, {"forget": "1"})

    assert client.cookies[CLAIMS.name].value == ""
    assert client.cookies[ANSWERS.name].value
    assert response["Location"] == f"{RESULT}#claims"


def test_clearing_everything_clears_them_too(client, claim):
    claim(claimed_days="99")

    client.post(FORGET)

    assert client.cookies[CLAIMS.name].value == client.cookies[ANSWERS.name].value == ""


@pytest.mark.parametrize(
    "value",
    ["nonsense", "é", ":::", signing.dumps({"claimed_days": 1}, salt=ANSWERS.salt)],
    ids=["nonsense", "accent", "colons", "of another purpose"],
)
def test_a_cookie_that_is_not_ours_is_as_none(client, claim, value):
    client.cookies[CLAIMS.name] = value

    response = client.get(RESULT)

    assert response.status_code == 200
    assert "填对方说的数字" in Page(response).text


def test_claims_of_an_older_form_come_back_with_a_message(client, claim):
    told = {"claimed_days": 99, "asked_once": "1"}
    client.cookies[CLAIMS.name] = signing.dumps(told, salt=CLAIMS.salt, compress=True)

    page = Page(client.get(RESULT))

    assert page.values["claimed_days"] == "99"
    assert page.summary


def test_without_answers_there_is_nothing_to_compare():
    assert Client().post(CLAIMED, {"claimed_days": "1"})["Location"] == FORM


def test_a_visit_leads_to_the_result(client, claim):
    assert client.get(CLAIMED)["Location"] == f"{RESULT}#claims"


def test_it_needs_the_pages_token():
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(CLAIMED, {"claimed_days": "1"}).status_code == 403


def test_no_claim_is_ever_logged(client, claim, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    caplog.set_level(logging.DEBUG)

    claim(claimed_arrears="31234.56")
    claim(claimed_arrears="31234.567")

    assert "31234" not in caplog.text


@sent_times(20)
@given(
    told=st.dictionaries(
        st.sampled_from([*FIELDS, "forget", "x"]),
        st.one_of(NASTY, st.text(max_size=30), st.sampled_from(["0", "99", "2026-11-1"])),
    )
)
def test_nothing_that_is_typed_breaks_it(client, claim, told):
    response = claim(**told)

    assert response.status_code == 200
    page = Page(response)
    if "#id_" in str(page.summary):
        assert all(page.values[name] is not None for name in FIELDS)
