"""Whatever is posted: a message in Chinese, nothing lost of what was typed, and never a 500."""

import re
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from advice.forms import CaseForm, LoanForm
from advice.forms.fields import ReadField
from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import loan
from tests.sending import sent_times

FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
FORGET = reverse("advice:assessment_forget")
URLENCODED = "application/x-www-form-urlencoded"
MEGABYTE = 1024 * 1024
CHINESE = re.compile("[\u4e00-\u9fff]")
COUNTERS = ("loans-TOTAL_FORMS", "loans-INITIAL_FORMS")

CASE_TEXTS = [name for name, field in CaseForm.base_fields.items() if isinstance(field, ReadField)]
LOAN_TEXTS = [name for name, field in LoanForm.base_fields.items() if isinstance(field, ReadField)]
TEXTS = CASE_TEXTS + [f"loans-{number}-{name}" for number in range(2) for name in LOAN_TEXTS]
LISTS = [
    "product",
    "circumstances",
    "legal_stage",
    "charges_compound_interest",
    "loans-0-repayment_method",
    "loans-1-repayment_method",
]

pytestmark = pytest.mark.usefixtures("seeded")


# What is drawn

NASTY = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "a\x00b",
        "\r\n",
        "\u202e30000",
        "\ufeff30000",
        "\u200b",
        "👩‍👩‍👧‍👦",
        "é" * 1000,
        "-0",
        "0",
        "-1",
        "1e5",
        "1e999",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
        "null",
        "None",
        "True",
        "[]",
        "{}",
        "9" * 41,
        "9" * 4_301,
        "9" * 20_000,
        "0." + "0" * 5_000 + "1",
        "1." + "0" * 35,
        "万",
        "万分之",
        "万分之.",
        "1,2,3",
        "½",
        "Ⅷ",
        "٣٠٠",
        "三万五",
        "2026-2-30",
        "2026-02-29",
        "0000-00-00",
        "0001-1-1",
        "9999-12-31",
        "99999999",
        "2026-W01-1",
        "'; DROP TABLE advice_strategy; --",
        "{{ 7|add:7 }}{% debug %}",
        "%s%n%d",
        '"><script>alert(1)</script>',
        "../../etc/passwd",
        "sued",
        "judged",
    ]
)
VALUES = st.one_of(NASTY, st.text(max_size=60), st.integers().map(str), st.floats().map(str))
POSTED = st.one_of(VALUES, st.lists(VALUES, max_size=3))
NAMES = st.one_of(
    st.sampled_from(TEXTS + LISTS),
    st.sampled_from([*COUNTERS, "loans-MAX_NUM_FORMS", "loans-2-principal", "loans--1-principal"]),
    st.sampled_from(["add", "remove", "csrfmiddlewaretoken", "loans", "what_if", "__proto__"]),
    st.text(max_size=20),
)


@st.composite
def malformed(draw):
    """A form of one or two loans with wrong, doubled, strange and missing fields."""
    data = typed.form(*[loan()] * draw(st.integers(1, 2)))
    data |= draw(st.dictionaries(NAMES, POSTED, min_size=1, max_size=8))
    missing = draw(st.sets(st.sampled_from(sorted(data)), max_size=4))
    return {name: value for name, value in data.items() if name not in missing}


PLAUSIBLE_DAYS = [
    "",
    "2016-11-22",
    "2026-6-30",
    "2026-8-15",
    "2026-8-16",
    "2026-9-30",
    "2026-11-21",
    "2026-11-22",
    "2026-12-15",
    "2027-11-22",
]
PLAUSIBLE_AMOUNTS = ["", "0", "0.01", "400", "3200", "1.5万", "10,000,000", "-1"]
PLAUSIBLE = {
    "principal": ["100", "30000", "1000万", "99"],
    "daily_rate_percent": ["", "0", "0.02", "万分之五", "0.1"],
    "annual_rate_percent": ["", "", "0", "18", "36"],
    "repayment_method": ["equal_principal", "equal_instalment", "interest_only"],
    "remaining_instalments": ["1", "10", "360"],
    "first_unpaid_due_date": PLAUSIBLE_DAYS[1:],
    "due_day": ["", "", "15", "31"],
    "accrual_start_date": ["", "", *PLAUSIBLE_DAYS],
    "accelerated_on": ["", "", *PLAUSIBLE_DAYS],
    "product": ["weilidai", "jiebei", "360jietiao"],
    "legal_stage": ["none", "lawyer_letter", "payment_order", "sued", "judged", "enforcement"],
    "lawsuit_filed_on": PLAUSIBLE_DAYS,
    "performance_due_on": PLAUSIBLE_DAYS,
    "penalty_multiplier": ["", "1", "1.5", "3"],
    "charges_compound_interest": ["", "yes", "no"],
    "grace_days": ["", "0", "30"],
    "acceleration_days": ["", "1", "60", "1825"],
    "as_of": ["2026-11-22", "2026-11-22", "", "2199-12-31"],
    "horizon_days": ["", "30", "1825"],
} | dict.fromkeys(
    (
        "monthly_income",
        "essential_expenses",
        "other_debt_payments",
        "savings",
        "sellable_assets",
        "family_loan",
        "expense_cut",
    ),
    PLAUSIBLE_AMOUNTS,
)


def plausible(names):
    return st.fixed_dictionaries({name: st.sampled_from(PLAUSIBLE[name]) for name in names})


@st.composite
def whole(draw):
    """A form that could have been meant, whose answers may contradict each other."""
    loans = draw(st.lists(plausible(typed.LOAN), min_size=1, max_size=3))
    return typed.form(*loans, **draw(plausible([*typed.CASE, *LATER])))


LATER = ("lawsuit_filed_on", "performance_due_on")


# What must hold


def posted(data, *, as_multipart):
    client = Client()
    if as_multipart:
        return client, client.post(FORM, data)
    return client, client.post(FORM, urlencode(data, doseq=True), content_type=URLENCODED)


def last(value):
    """What a form reads of a field that came several times."""
    return (value or [None])[-1] if isinstance(value, list) else value


def stays(data):
    """The printable text of every field that the page has to show again."""
    is_counted = all(last(data.get(name)) in {"0", "1", "2"} for name in COUNTERS)
    shown = TEXTS if is_counted and "remove" not in data else CASE_TEXTS
    count = int(last(data[COUNTERS[0]])) if is_counted else 0
    hidden = [f"loans-{number}-{name}" for number in range(count, 2) for name in LOAN_TEXTS]
    texts = {name: last(data.get(name)) for name in shown if name not in hidden}
    return {name: text for name, text in texts.items() if text and text.isprintable()}


def check_refusal(response, data):
    """A refused form says so in Chinese and keeps what was typed."""
    page = Page(response)
    if response.status_code == 400:
        assert "这次提交没有看懂" in page.text
        return
    assert page.summary or {"add", "remove"} & set(data)
    assert all(CHINESE.search(message) for _, message in page.summary)
    assert set(page.anchors) <= set(page.ids)
    kept = stays(data)
    assert {name: page.values.get(name) for name in kept} == kept


@sent_times(200)
@given(data=malformed(), as_multipart=st.booleans())
def test_a_malformed_form_is_refused_with_a_message_and_kept(data, as_multipart):
    client, response = posted(data, as_multipart=as_multipart)

    assert response.status_code in {200, 302, 400}
    if response.status_code == 302:
        assert client.get(RESULT).status_code == 200
    else:
        check_refusal(response, data)


@sent_times(80)
@given(data=whole())
def test_any_combination_of_answers_leads_to_a_result_or_to_messages(data):
    client, response = posted(data, as_multipart=False)

    assert response.status_code in {200, 302}
    if response.status_code == 302:
        assert client.get(RESULT).status_code == 200
        assert client.get(FORM).status_code == 200
    else:
        check_refusal(response, data)


@sent_times(50)
@given(body=st.binary(max_size=300), kind=st.sampled_from([URLENCODED, "multipart/form-data", ""]))
def test_a_body_of_any_bytes_is_refused(body, kind):
    response = Client().post(FORM, body, content_type=kind)

    assert response.status_code in {200, 400}
    check_refusal(response, {})


@pytest.mark.parametrize(
    ("field", "sign"),
    [
        *((field, "9") for field in TEXTS[: len(CASE_TEXTS) + len(LOAN_TEXTS)]),
        *((field, "字") for field in ("as_of", "savings", "loans-0-principal")),
    ],
)
def test_a_text_of_a_megabyte_is_refused_at_its_field_and_kept(client, field, sign):
    text = sign * (MEGABYTE // len(sign.encode()))

    response = client.post(FORM, typed.form(legal_stage="judged", **{field: text}))

    page = Page(response)
    assert response.status_code == 200
    assert f"#id_{field}" in dict(page.summary)
    assert CHINESE.search(page.errors[field][0])
    assert page.values[field] == text


@pytest.mark.parametrize("field", ["product", "legal_stage", "circumstances"])
def test_a_choice_of_a_megabyte_is_refused(client, field):
    response = client.post(FORM, typed.form(**{field: "x" * MEGABYTE}))

    assert response.status_code == 200
    assert field in Page(response).errors


@pytest.mark.parametrize("path", [FORM, FORGET])
def test_a_body_that_is_too_large_is_refused_in_chinese(client, settings, path):
    text = "9" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)

    as_multipart = client.post(path, typed.form(savings=text))
    body = urlencode(typed.form(savings=text))
    as_urlencoded = client.post(path, body, content_type=URLENCODED)

    # Forgetting reads nothing of the body.
    refused = [as_multipart, as_urlencoded] if path == FORM else []
    for response in refused:
        assert response.status_code == 400
        assert "发来的内容太大，或者格式不对" in response.content.decode()
    assert {as_multipart.status_code, as_urlencoded.status_code} <= {302, 400}


@pytest.mark.parametrize("as_multipart", [True, False])
def test_more_than_a_thousand_fields_are_refused_in_chinese(as_multipart):
    data = {f"field-{number}": "" for number in range(1_001)}

    _, response = posted(data, as_multipart=as_multipart)

    assert response.status_code == 400
    assert "这次提交没有看懂" in response.content.decode()


def test_files_are_no_answers(client):
    file = SimpleUploadedFile("principal.txt", b"30000")

    response = client.post(FORM, typed.form(**{"loans-0-principal": file, "savings": "-1"}))

    page = Page(response)
    assert response.status_code == 200
    assert page.errors["loans-0-principal"] == ["请填写剩余本金"]
    assert page.values["savings"] == "-1"


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "application/x-www-form-urlencoded; charset=utf-7",
        "multipart/form-data",
        "multipart/form-data; boundary=\xff",
        "nonsense",
    ],
)
def test_other_kinds_of_content_are_refused(client, kind):
    response = client.post(FORM, b'{"savings": "1"}', content_type=kind)

    assert response.status_code in {200, 400}
    check_refusal(response, {})


@pytest.mark.parametrize("query", ["savings=1&loans-0-principal=30000", "%ff%00", "a=" * 2_000])
def test_nothing_is_read_from_the_address(client, query):
    response = client.get(f"{FORM}?{query}")

    page = Page(response)
    assert response.status_code == 200
    assert (page.values["savings"], page.values["loans-0-principal"]) == ("", "")


def test_a_post_without_its_token_is_refused_in_chinese():
    client = Client(enforce_csrf_checks=True)

    response = client.post(FORM, typed.form())

    assert response.status_code == 403
    assert "请再提交一次" in response.content.decode()


def test_the_forms_own_token_is_enough():
    client = Client(enforce_csrf_checks=True)
    token = Page(client.get(FORM)).values["csrfmiddlewaretoken"]

    response = client.post(FORM, typed.form(csrfmiddlewaretoken=token))

    assert response.status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        "/assessment/nowhere/",
        "/strategies/no-such-strategy/",
        "/consequences/no-such-consequence/",
        "/prevention/no-such-habit/",
        "/letters/no-such-letter/",
        "/letters/no-such-letter.docx",
        "/law/no-such-law/",
        "/strategies/%00/",
        "/strategies/%E5%8A%9E%E6%B3%95/",
    ],
)
def test_an_unknown_page_is_not_found_in_chinese(client, path):
    response = client.get(path)

    assert response.status_code == 404
    assert CHINESE.search(Page(response).title)
