"""The answers live in the borrower's own browser: signed, for a day, and within a cookie's size."""

import logging
from random import Random

import pytest
import time_machine
from django.conf import settings
from django.core import signing
from django.test import override_settings
from django.urls import reverse

from advice.views.cookie import ANSWERS
from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import MONEY, loan

NAME, SALT = ANSWERS.name, ANSWERS.salt
FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
FORGET = reverse("advice:assessment_forget")
UNREADABLE = "没能读出你之前填的内容：可能放得太久，或被改动过。请重新填写，什么都没有发出去。"
ROOM = 4_000

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def kept(client):
    """The cookie after a form was taken."""

    def kept(*loans, **changes):
        response = client.post(FORM, typed.form(*loans, **changes))
        assert response.status_code == 302
        return response.cookies[NAME]

    return kept


def hard_to_compress(random):
    """A loan that says all it can, in as many digits as it may, and no two alike."""
    year, month, day = random.choice([2024, 2025]), random.randint(1, 12), random.randint(1, 28)
    return loan(
        principal=f"{random.randint(1_000_000, 9_999_999)}.{random.randint(11, 99)}",
        daily_rate_percent="",
        annual_rate_percent=f"{random.randint(10, 35)}.{random.randint(111_111, 999_999)}",
        repayment_method=random.choice(["equal_principal", "interest_only"]),
        remaining_instalments=str(random.randint(100, 360)),
        first_unpaid_due_date=f"{year}-{month}-{day}",
        due_day=str(day),
        accrual_start_date=f"{year - 1}-{month}-{random.randint(1, 28)}",
        accelerated_on=f"2026-{random.randint(1, 11)}-{random.randint(1, 22)}",
    )


def hard_case(random):
    """Every other answer, in as many digits as it may have."""
    amounts = {
        name: f"{random.randint(1_000_000, 9_999_999)}.{random.randint(11, 99)}" for name in MONEY
    }
    return amounts | {
        "essential_expenses": "9999999.99",
        "circumstances": [
            "lost_income",
            "illness",
            "multiple_debts",
            "contacted_lender",
            "harassed",
            "scam_offer",
            "distressed",
        ],
        "legal_stage": "enforcement",
        "lawsuit_filed_on": "2026-3-17",
        "performance_due_on": "2026-8-29",
        "penalty_multiplier": "2.987654",
        "charges_compound_interest": "yes",
        "grace_days": "29",
        "acceleration_days": "1789",
        "as_of": "2026-11-22",
        "horizon_days": "1823",
    }


def test_the_cookie_is_for_this_browser_and_these_pages_for_a_day(kept):
    cookie = kept(**MONEY)

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == FORM == "/assessment/"
    assert cookie["max-age"] == 24 * 60 * 60
    assert cookie["domain"] == ""


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_secure_where_the_sessions_is(kept, secure):
    with override_settings(SESSION_COOKIE_SECURE=secure):
        cookie = kept()

    assert bool(cookie["secure"]) is secure


@pytest.mark.parametrize("seed", range(5))
def test_the_cookie_has_room_for_twenty_loans_that_say_all_they_can(client, kept, seed):
    random = Random(seed)  # noqa: S311 (examples, no secrets)

    cookie = kept(*[hard_to_compress(random) for _ in range(20)], **hard_case(random))

    assert len(cookie.OutputString()) < ROOM
    assert client.get(RESULT).status_code == 200


def test_saying_the_same_a_hundred_times_takes_no_room(kept):
    cookie = kept(circumstances=["illness"] * 100)

    assert len(cookie.OutputString()) < ROOM


def test_the_cookie_does_not_show_what_it_says(kept):
    cookie = kept(loan(principal="31234.56"))

    assert "31234" not in cookie.value


def test_a_refused_form_leaves_what_was_kept(client, kept):
    before = kept(**MONEY).value

    response = client.post(FORM, typed.form(savings="-1"))

    assert NAME not in response.cookies
    assert client.cookies[NAME].value == before


def changed(value):
    return value[:10] + ("A" if value[10] != "A" else "B") + value[11:]


def signed_for(salt):
    """The same answers, signed for another purpose."""
    return lambda value: signing.dumps(signing.loads(value, salt=SALT), salt=salt, compress=True)


SPOILT = {
    "changed": changed,
    "cut": lambda value: value[:-1],
    "without a signature": lambda value: value.rpartition(":")[0],
    "nonsense": lambda _: "nonsense",
    "nothing but colons": lambda _: ":::",
    "characters of elsewhere": lambda _: "é" * 20,
    "very long": lambda _: "x" * 100_000,
    "another key": lambda _: signing.dumps({"loans": []}, key="another key", salt=SALT),
    "another purpose": signed_for("another purpose"),
    "the form before fields changed": signed_for("advice.answers"),
    "a form to come": signed_for(f"{SALT}0"),
}


@pytest.mark.parametrize("page", [FORM, RESULT])
@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_cookie_that_is_not_ours_gets_a_message_and_goes(client, kept, page, spoil):
    client.cookies[NAME] = spoil(kept(**MONEY).value)

    response = client.get(page)

    assert response.status_code == 400
    assert UNREADABLE in Page(response).text
    assert Page(response).values["savings"] == ""
    assert (response.cookies[NAME].value, response.cookies[NAME]["max-age"]) == ("", 0)
    assert response.cookies[NAME]["path"] == FORM
    assert "no-store" in response["Cache-Control"]


def test_after_the_message_the_form_is_blank_and_ready(client, kept):
    client.cookies[NAME] = changed(kept(**MONEY).value)
    client.get(RESULT)

    response = client.get(FORM)

    assert response.status_code == 200
    assert UNREADABLE not in Page(response).text


@pytest.mark.parametrize("page", [FORM, RESULT])
def test_the_cookie_holds_for_a_day_and_no_longer(client, kept, page):
    with time_machine.travel("2026-11-22T10:00:00+08:00", tick=False):
        value = kept(**MONEY).value

    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        client.cookies[NAME] = value
        within = client.get(page)
    with time_machine.travel("2026-11-23T10:00:01+08:00", tick=False):
        client.cookies[NAME] = value
        after = client.get(page)

    assert (within.status_code, after.status_code) == (200, 400)
    assert UNREADABLE in Page(after).text


def test_a_key_that_was_replaced_ends_what_it_signed(client, kept):
    kept(**MONEY)

    with override_settings(SECRET_KEY="a new key", SECRET_KEY_FALLBACKS=[]):
        replaced = client.get(RESULT)

    assert replaced.status_code == 400


def test_a_spoilt_cookie_keeps_nobody_from_answering_anew(client, kept):
    client.cookies[NAME] = "nonsense"

    kept(**MONEY)

    assert client.get(RESULT).status_code == 200


def test_a_spoilt_cookie_can_be_forgotten(client):
    client.cookies[NAME] = "nonsense"

    response = client.post(FORGET)

    assert response.status_code == 302
    assert client.cookies[NAME].value == ""


def test_an_empty_cookie_is_none(client):
    client.cookies[NAME] = ""

    assert client.get(FORM).status_code == 200
    assert client.get(RESULT).status_code == 302


def test_no_answer_is_ever_logged(client, kept, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    caplog.set_level(logging.DEBUG)

    kept(loan(principal="31234.56"))
    client.get(RESULT)
    client.post(FORM, typed.form(loan(principal="31234.567")))
    client.cookies[NAME] = "31234.56"
    client.get(RESULT)
    client.post(FORM, {f"31234-{number}": "" for number in range(1_001)})

    assert "Bad Request: /assessment/" in caplog.text
    assert "31234" not in caplog.text


def test_the_key_of_the_site_signs_the_cookie(kept):
    value = kept(**MONEY).value

    assert signing.loads(value, salt=SALT, key=settings.SECRET_KEY)["savings"] == MONEY["savings"]
