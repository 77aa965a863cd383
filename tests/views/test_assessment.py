"""The form keeps what was typed and names every bound; the result shows this borrower's figures."""

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice.engine.answers import LABELS
from advice.models import (
    Condition,
    Consequence,
    LegalSource,
    LoanProduct,
    ProductTerm,
    RuleValue,
    SiteEdition,
    Status,
    Strategy,
)
from tests import engine
from tests import factories as new
from tests.forms import typed
from tests.forms.page import Page
from tests.forms.typed import BLANK_LOAN, MONEY, loan

FORM = reverse("advice:assessment_form")
RESULT = reverse("advice:assessment_result")
FORGET = reverse("advice:assessment_forget")
CASES = json.loads((Path(engine.__file__).parent / "cases.json").read_text(encoding="utf-8"))
FOLLOW_UP_DATES = {"lawsuit_filed_on", "performance_due_on", "paper_received_on"}
LATE = next(case for case in CASES if case["name"] == "99 days late, one loan")

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture
def post(client):
    """Post the form; the page that comes back."""

    def post(*loans, **changes):
        response = client.post(FORM, typed.form(*loans, **changes))
        assert response.status_code == 200
        return Page(response)

    return post


@pytest.fixture
def result(client):
    """Post the form and follow to the result."""

    def result(*loans, **changes):
        response = client.post(FORM, typed.form(*loans, **changes))
        assert response.status_code == 302, Page(response).summary
        response = client.get(response["Location"])
        assert response.status_code == 200
        return Page(response)

    return result


def shown(page):
    """What the page's fields hold, but for the token and the counters of forms."""
    return {
        name: value[0] if isinstance(value, list) and name != "circumstances" else value
        for name, value in page.values.items()
        if name not in {"csrfmiddlewaretoken", None} and not name.endswith(("_FORMS",))
    }


def as_typed(*loans, **changes):
    return {
        name: value
        for name, value in typed.form(*loans, **changes).items()
        if not name.endswith("_FORMS")
    }


def yuan(amount):
    return f"¥{float(amount):,.2f}"


# The form


def test_the_blank_form_has_one_loan_and_no_error(client):
    response = client.get(FORM)

    page = Page(response)
    assert response.status_code == 200
    assert shown(page) == as_typed(BLANK_LOAN, as_of="")
    assert page.title.startswith("测算我的情况")
    assert (page.summary, page.errors) == ([], {})


def test_the_form_tells_what_each_product_usually_agrees(client):
    page = Page(client.get(FORM))

    terms = page.text[page.text.index("各产品的一般条款") :]
    assert (
        "微粒贷 日利率最低 0.02%；日利率最高 0.05%；额度最高 ¥300,000.00；最长期数 20；"
        "罚息倍数 1.5 倍；是否计复利 否；宽限天数 1 天。以你的合同为准。"
    ) in terms
    for name in LoanProduct.objects.filter(is_active=True).values_list("name", flat=True):
        assert terms.count(f" {name} ") == 1
    assert page.fields_of_folds[0] == (False, [])


def test_the_form_tells_the_terms_in_force_today(client):
    product = LoanProduct.objects.get(slug="weilidai")
    new.make_term(product=product, key="grace_days", value=2, effective_from=date(2026, 11, 22))

    with time_machine.travel("2026-11-21T23:59:59+08:00", tick=False):
        before = Page(client.get(FORM))
    with time_machine.travel("2026-11-22T00:00:00+08:00", tick=False):
        since = Page(client.get(FORM))

    assert "是否计复利 否；宽限天数 1 天" in before.text
    assert "是否计复利 否；宽限天数 2 天" in since.text


def test_the_form_names_every_published_number_that_listens_before_it_asks(client):
    listens = {"first_when_distressed": True}
    new.make_hotline(number="400 161 9995", name="另一条热线", **listens)
    new.make_hotline(number="000000", status=Status.DRAFT, **listens)

    page = Page(client.get(FORM))

    calls = [href for href in page.links if href.startswith("tel:")]
    assert sorted(calls) == ["tel:110", "tel:12356", "tel:4001619995"]
    assert page.text.index("12356") < page.text.index("一、借款")


def test_the_answers_go_to_the_result_by_redirect(client):
    response = client.post(FORM, typed.form())

    assert (response.status_code, response["Location"]) == (302, RESULT)


def test_a_further_blank_loan_is_ignored(result):
    page = result(loan(), BLANK_LOAN)

    assert "微粒贷 1 笔，剩余本金 ¥30,000.00" in page.text


def test_a_loan_is_added_below_what_was_typed(post):
    odd = loan(principal="三万五", first_unpaid_due_date="2026-2-30")

    page = post(odd, **MONEY, circumstances=["illness"], legal_stage="sued", add="1")

    assert shown(page) == as_typed(
        odd,
        BLANK_LOAN,
        **MONEY,
        circumstances=["illness"],
        legal_stage="sued",
        lawsuit_filed_on="",
        paper_received_on="",
    )
    assert page.values["loans-TOTAL_FORMS"] == "2"
    assert page.summary == []


def test_a_loan_is_removed_and_the_others_keep_what_was_typed(post):
    first, second, third = loan(principal="一"), loan(principal="二"), loan(due_day="三")

    page = post(first, second, third, **MONEY, remove="1")

    assert shown(page) == as_typed(first, third, **MONEY)


def test_removing_the_last_loan_leaves_a_blank_one(post):
    page = post(loan(), **MONEY, remove="0")

    assert shown(page) == as_typed(BLANK_LOAN, **MONEY)


def test_what_was_posted_after_adding_a_loan_is_read_as_one_form(post, result):
    added = post(loan(), add="1")
    told = added.values | {f"loans-1-{name}": value for name, value in loan().items()}

    page = result(**{name: value for name, value in told.items() if name and value})

    assert "微粒贷 2 笔，剩余本金 ¥60,000.00" in page.text


def test_there_is_room_for_twenty_loans_and_no_more(post):
    nineteen = post(*[loan()] * 18, add="1")
    twenty = post(*[loan()] * 19, add="1")
    still_twenty = post(*[loan()] * 20, add="1")

    assert "再加一笔" in nineteen.text
    assert twenty.values["loans-TOTAL_FORMS"] == still_twenty.values["loans-TOTAL_FORMS"] == "20"
    assert "再加一笔" not in twenty.text
    assert "已经有 20 笔，最多 20 笔" in twenty.text


def test_twenty_loans_are_taken(result):
    page = result(*[loan()] * 20)

    assert "微粒贷 20 笔，剩余本金 ¥600,000.00" in page.text


def test_a_twenty_first_loan_is_refused_and_nothing_is_lost(post):
    loans = [loan(principal=str(1000 + number)) for number in range(21)]

    page = post(*loans)

    assert page.summary == [("#loans", "借款最多 20 笔，现在有 21 笔")]
    assert "loans" in page.ids
    assert shown(page) == as_typed(*loans)


@pytest.mark.parametrize(
    "counters",
    [
        {"loans-TOTAL_FORMS": ""},
        {"loans-TOTAL_FORMS": "many"},
        {"loans-TOTAL_FORMS": "-1"},
        {"loans-TOTAL_FORMS": "0"},
        {"loans-TOTAL_FORMS": "9" * 5000},
    ],
)
def test_counters_that_say_nothing_lead_to_a_form_that_can_be_sent_again(post, result, counters):
    page = post(**MONEY, **counters)

    assert page.summary == [("#loans", "没能读出有几笔借款，请核对后再提交")]
    assert shown(page) == as_typed(BLANK_LOAN, **MONEY)
    again = {name: value for name, value in page.values.items() if name and value}
    assert "微粒贷 1 笔" in result(**again | {f"loans-0-{k}": v for k, v in loan().items()}).text


def test_loans_are_kept_where_only_the_other_counter_is_broken(post):
    page = post(loan(), loan(principal="三万五"), **{"loans-INITIAL_FORMS": "x"})

    assert page.summary == [("#loans", "没能读出有几笔借款，请核对后再提交")]
    assert shown(page) == as_typed(loan(), loan(principal="三万五"))


@pytest.mark.parametrize("count", ["41", "5000", "4294967296"])
def test_far_too_many_loans_are_refused_in_chinese(post, count):
    page = post(**{"loans-TOTAL_FORMS": count})

    assert dict(page.summary)["#loans"] == "借款最多 20 笔，多出很多的没有保留"
    assert shown(page)["loans-0-principal"] == "30000"


@pytest.mark.parametrize("missing", ["loans-TOTAL_FORMS", "loans-INITIAL_FORMS"])
def test_a_missing_counter_is_a_message(client, missing):
    told = typed.form()
    del told[missing]

    response = client.post(FORM, told)

    assert response.status_code == 200
    assert Page(response).summary == [("#loans", "没能读出有几笔借款，请核对后再提交")]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_allowed(client, method):
    assert getattr(client, method)(FORM).status_code == 405
    assert getattr(client, method)(RESULT).status_code == 405


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
def test_only_a_post_forgets_and_anything_else_leads_to_the_form(client, result, method):
    result(**MONEY)
    kept = client.cookies["answers"].value

    response = getattr(client, method)(FORGET)

    assert (response.status_code, response["Location"]) == (302, FORM)
    assert "answers" not in response.cookies
    assert client.cookies["answers"].value == kept
    assert "no-store" in response["Cache-Control"]


# Bounds

SUED = {"legal_stage": "sued", "lawsuit_filed_on": "2026-10-01"}
JUDGED = {"legal_stage": "judged", "performance_due_on": "2026-10-01"}
UPCOMING = {"first_unpaid_due_date": "2026-11-22"}
MILLIONS = "应在 ¥0.00 到 ¥10,000,000.00 之间"
HUNDREDS_OF_MILLIONS = "应在 ¥0.00 到 ¥100,000,000.00 之间"

BROKEN = [
    # The loan
    (
        loan(principal="99.99"),
        {},
        "loans-0-principal",
        "应在 ¥100.00 到 ¥10,000,000.00 之间",
    ),
    (loan(principal="1000万零1"), {}, "loans-0-principal", "请写成数字，例如"),
    (loan(principal="1000.01万"), {}, "loans-0-principal", "到 ¥10,000,000.00 之间"),
    (loan(principal="30000.005"), {}, "loans-0-principal", "最多 2 位小数"),
    (loan(principal="-30000"), {}, "loans-0-principal", "应在 ¥100.00 到"),
    (loan(principal=""), {}, "loans-0-principal", "请填写"),
    (loan(daily_rate_percent=""), {}, "loans-0-daily_rate_percent", "请填写日利率或年利率"),
    (loan(daily_rate_percent="0.100001"), {}, "loans-0-daily_rate_percent", "应在 0% 到 0.1% 之间"),
    (loan(daily_rate_percent="-0.01"), {}, "loans-0-daily_rate_percent", "应在 0% 到 0.1% 之间"),
    (loan(daily_rate_percent="0.0000001"), {}, "loans-0-daily_rate_percent", "最多 6 位小数"),
    (loan(daily_rate_percent="五"), {}, "loans-0-daily_rate_percent", "请写成数字，例如"),
    (
        loan(daily_rate_percent="", annual_rate_percent="36.000001"),
        {},
        "loans-0-annual_rate_percent",
        "应在 0% 到 36% 之间",
    ),
    (loan(annual_rate_percent="18"), {}, "loans-0-annual_rate_percent", "日利率和年利率只填一个"),
    (loan(remaining_instalments=""), {}, "loans-0-remaining_instalments", "请填写"),
    (loan(remaining_instalments="0"), {}, "loans-0-remaining_instalments", "应在 1 到 360 之间"),
    (loan(remaining_instalments="361"), {}, "loans-0-remaining_instalments", "应在 1 到 360 之间"),
    (loan(remaining_instalments="2.5"), {}, "loans-0-remaining_instalments", "应是整数"),
    (loan(first_unpaid_due_date=""), {}, "loans-0-first_unpaid_due_date", "请填写"),
    (
        loan(first_unpaid_due_date="2026-2-30"),
        {},
        "loans-0-first_unpaid_due_date",
        "请写成存在的日期，例如 2026-08-15",
    ),
    (
        loan(first_unpaid_due_date="2026-12-24"),
        {},
        "loans-0-first_unpaid_due_date",
        "应在 2026年12月23日 或之前",
    ),
    (
        loan(first_unpaid_due_date="2016-11-21"),
        {},
        "loans-0-first_unpaid_due_date",
        "应在 2016年11月21日 之后",
    ),
    (
        loan(first_unpaid_due_date="1989-12-31"),
        {},
        "loans-0-first_unpaid_due_date",
        "应在 1990年1月1日 到 2199年12月31日 之间",
    ),
    (loan(due_day="0"), {}, "loans-0-due_day", "应在 1 到 31 之间"),
    (loan(due_day="32"), {}, "loans-0-due_day", "应在 1 到 31 之间"),
    (loan(due_day="16"), {}, "loans-0-due_day", "应是 15，和还款日 2026年8月15日 一致"),
    (
        loan(accrual_start_date="2026-8-15"),
        {},
        "loans-0-accrual_start_date",
        "应在 2026年8月14日 或之前",
    ),
    (
        loan(accrual_start_date="2025-7-10"),
        {},
        "loans-0-accrual_start_date",
        "应在 2025年7月10日 之后",
    ),
    (
        loan(accrual_start_date="2026-6-13", repayment_method="equal_instalment"),
        {},
        "loans-0-accrual_start_date",
        "应在 2026年6月13日 之后",
    ),
    (
        loan(accelerated_on="2026-8-15"),
        {},
        "loans-0-accelerated_on",
        "应在 2026年8月15日 之后",
    ),
    (
        loan(accelerated_on="2026-11-23"),
        {},
        "loans-0-accelerated_on",
        "应在 2026年11月22日 或之前",
    ),
    # The money
    (loan(), {"monthly_income": "10,000,000.01"}, "monthly_income", MILLIONS),
    (loan(), {"monthly_income": "-1"}, "monthly_income", MILLIONS),
    (loan(), {"monthly_income": "3,5"}, "monthly_income", "请写成数字"),
    (loan(), {"essential_expenses": "1001万"}, "essential_expenses", MILLIONS),
    (loan(), {"other_debt_payments": "1001万"}, "other_debt_payments", MILLIONS),
    (loan(), {"savings": "100,000,000.01"}, "savings", HUNDREDS_OF_MILLIONS),
    (loan(), {"savings": "0.001"}, "savings", "最多 2 位小数"),
    (loan(), {"savings": "两千左右"}, "savings", "请写成数字，例如"),
    (loan(), {"sellable_assets": "20000万"}, "sellable_assets", HUNDREDS_OF_MILLIONS),
    (loan(), {"family_loan": "20000万"}, "family_loan", HUNDREDS_OF_MILLIONS),
    (loan(), {"expense_cut": "-0.01"}, "expense_cut", MILLIONS),
    (
        loan(),
        {"essential_expenses": "3200", "expense_cut": "3200.01"},
        "expense_cut",
        "每月还能省的不能超过每月必须的开支 ¥3,200.00",
    ),
    # The papers
    (loan(**UPCOMING), SUED, "legal_stage", "至少一笔借款的还款日应在 2026年11月22日 之前"),
    (loan(), {"legal_stage": "sued"}, "lawsuit_filed_on", "请填写"),
    (
        loan(),
        SUED | {"lawsuit_filed_on": "2026-8-15"},
        "lawsuit_filed_on",
        "应在 2026年8月15日 之后",
    ),
    (
        loan(),
        SUED | {"lawsuit_filed_on": "2026-11-23"},
        "lawsuit_filed_on",
        "应在 2026年11月22日 或之前",
    ),
    (loan(), {"lawsuit_filed_on": "2026-10-1"}, "lawsuit_filed_on", "没有被起诉时不用填"),
    (loan(), {"legal_stage": "judged"}, "performance_due_on", "请填写"),
    (loan(), {"legal_stage": "enforcement"}, "performance_due_on", "请填写"),
    (
        loan(),
        {"performance_due_on": "2026-10-1"},
        "performance_due_on",
        "没有判决时不用填",
    ),
    (
        loan(),
        JUDGED | {"performance_due_on": "2026-9-9"},
        "performance_due_on",
        "应在 2026年9月9日 之后",
    ),
    (
        loan(),
        JUDGED | {"performance_due_on": "2027-11-23"},
        "performance_due_on",
        "应在 2027年11月22日 或之前",
    ),
    (
        loan(),
        {"legal_stage": "enforcement", "performance_due_on": "2026-11-22"},
        "performance_due_on",
        "应在 2026年11月21日 或之前",
    ),
    (
        loan(),
        JUDGED | {"lawsuit_filed_on": "2026-9-7"},
        "performance_due_on",
        "应在 2026年10月2日 或之后（起诉日期之后）",
    ),
    (
        loan(),
        SUED | {"paper_received_on": "2026-9-30"},
        "paper_received_on",
        "应在起诉日期 2026年10月1日 或之后",
    ),
    (
        loan(),
        SUED | {"paper_received_on": "2026-11-23"},
        "paper_received_on",
        "应在 2026年11月22日 或之前",
    ),
    (
        loan(),
        {"paper_received_on": "2026-11-1"},
        "paper_received_on",
        "没有要回应的法院材料时不用填",
    ),
    # The contract
    (loan(), {"penalty_multiplier": "0.99"}, "penalty_multiplier", "应在 1 到 3 之间"),
    (loan(), {"penalty_multiplier": "3.01"}, "penalty_multiplier", "应在 1 到 3 之间"),
    (loan(), {"penalty_multiplier": "一倍半"}, "penalty_multiplier", "请写成数字"),
    (loan(), {"grace_days": "-1"}, "grace_days", "应在 0 到 30 之间"),
    (loan(), {"grace_days": "31"}, "grace_days", "应在 0 到 30 之间"),
    (loan(), {"acceleration_days": "0"}, "acceleration_days", "应在 1 到 1,825 之间"),
    (loan(), {"acceleration_days": "1826"}, "acceleration_days", "应在 1 到 1,825 之间"),
    (loan(), {"as_of": "2026-11-31"}, "as_of", "请写成存在的日期，例如 2026-08-15"),
    (loan(), {"as_of": "2200-1-1"}, "as_of", "应在 1990年1月1日 到 2199年12月31日 之间"),
    (loan(), {"horizon_days": "29"}, "horizon_days", "应在 30 到 1,825 之间"),
    (loan(), {"horizon_days": "1826"}, "horizon_days", "应在 30 到 1,825 之间"),
]


@pytest.mark.parametrize(("one", "changes", "field", "message"), BROKEN)
def test_a_broken_bound_is_named_at_its_field_and_in_the_summary(
    post, one, changes, field, message
):
    page = post(one, **changes)

    at_field = page.errors[field]
    assert message in at_field[0]
    # The paper that was chosen is named by itself.
    assert field == "legal_stage" or LABELS[field.rpartition("-")[2]] in at_field[0]
    assert at_field[0] in [text.removeprefix("第 1 笔：") for _, text in page.summary]
    assert set(page.anchors) <= set(page.ids)
    assert page.title.startswith(f"有 {len(page.summary)} 处要改")
    asked = dict.fromkeys(FOLLOW_UP_DATES & shown(page).keys(), "")
    assert shown(page) == as_typed(one, **asked | changes)
    assert page.fold_of(field) in {True, None}


def test_what_was_refused_is_not_kept(client, post):
    post(loan(principal="5"))

    assert "answers" not in client.cookies


AT_THE_BOUND = [
    (loan(principal="100"), {}),
    (loan(principal="1000万"), {}),
    (loan(daily_rate_percent="0"), {}),
    (loan(daily_rate_percent="0.1"), {}),
    (loan(daily_rate_percent="0.000001"), {}),
    (loan(daily_rate_percent="", annual_rate_percent="0"), {}),
    (loan(daily_rate_percent="", annual_rate_percent="36"), {}),
    (loan(remaining_instalments="1"), {}),
    (loan(remaining_instalments="360"), {}),
    (loan(first_unpaid_due_date="2026-12-23"), {}),
    (loan(first_unpaid_due_date="2016-11-22"), {}),
    (loan(first_unpaid_due_date="2026-9-30", due_day="31"), {}),
    (loan(accrual_start_date="2026-8-14"), {}),
    (loan(accrual_start_date="2025-7-11"), {}),
    (loan(accrual_start_date="2026-6-14", repayment_method="equal_instalment"), {}),
    (loan(accelerated_on="2026-8-16"), {}),
    (loan(accelerated_on="2026-11-22"), {}),
    (loan(), {"monthly_income": "10,000,000"}),
    (loan(), {"monthly_income": "0"}),
    (loan(), {"savings": "10000万"}),
    (loan(), {"essential_expenses": "3200", "expense_cut": "3200"}),
    (loan(), {"expense_cut": "1000万"}),
    (loan(first_unpaid_due_date="2026-11-21"), SUED | {"lawsuit_filed_on": "2026-11-22"}),
    (loan(), SUED | {"lawsuit_filed_on": "2026-8-16"}),
    (loan(), JUDGED | {"performance_due_on": "2026-9-10"}),
    (loan(), JUDGED | {"performance_due_on": "2027-11-22"}),
    (loan(), {"legal_stage": "enforcement", "performance_due_on": "2026-11-21"}),
    (loan(), JUDGED | {"lawsuit_filed_on": "2026-9-6"}),
    (loan(), {"penalty_multiplier": "1"}),
    (loan(), {"penalty_multiplier": "3"}),
    (loan(), {"grace_days": "0"}),
    (loan(), {"grace_days": "30"}),
    (loan(), {"acceleration_days": "1"}),
    (loan(), {"acceleration_days": "1825"}),
    (loan(), {"horizon_days": "30"}),
    (loan(), {"horizon_days": "1825"}),
]


@pytest.mark.parametrize(
    ("one", "changes", "field", "message"),
    [
        (loan(repayment_method="x"), {}, "loans-0-repayment_method", "请从列表里选还款方式"),
        (loan(repayment_method=""), {}, "loans-0-repayment_method", "请从列表里选还款方式"),
        (loan(), {"product": "huabei"}, "product", "请从列表里选贷款产品"),
        (loan(), {"product": ""}, "product", "请从列表里选贷款产品"),
        (loan(), {"legal_stage": "x"}, "legal_stage", "请从列表里选收到的律师或法院材料"),
        (
            loan(),
            {"charges_compound_interest": "x"},
            "charges_compound_interest",
            "请从列表里选逾期的利息计不计复利",
        ),
        (
            loan(),
            {"circumstances": ["illness", "luck"]},
            "circumstances",
            "请从列表里选现在的情况",
        ),
    ],
)
def test_what_is_not_on_a_list_is_refused_at_the_list(post, one, changes, field, message):
    page = post(one, **changes)

    assert page.errors == {field: [message]}
    assert message == f"请从列表里选{LABELS[field.rpartition('-')[2]]}"
    assert [text.removeprefix("第 1 笔：") for _, text in page.summary] == [message]
    # A group of choices is reached by its first one.
    assert page.anchors[0] in {f"id_{field}", f"id_{field}_0"} & set(page.ids)


@pytest.mark.parametrize(("one", "changes"), AT_THE_BOUND)
def test_a_value_at_its_bound_leads_to_a_result(result, one, changes):
    page = result(one, **changes)

    assert page.title.startswith("测算结果")


def test_every_error_of_a_form_is_shown_at_once(post):
    page = post(
        loan(principal="", due_day="44"),
        loan(first_unpaid_due_date="明天"),
        savings="-1",
        penalty_multiplier="9",
    )

    assert [href for href, _ in page.summary] == [
        "#id_loans-0-principal",
        "#id_loans-0-due_day",
        "#id_loans-1-first_unpaid_due_date",
        "#id_savings",
        "#id_penalty_multiplier",
    ]
    assert [text.partition("：")[0] for _, text in page.summary[:3]] == [
        "第 1 笔",
        "第 1 笔",
        "第 2 笔",
    ]
    assert page.title.startswith("有 5 处要改")
    assert "有 5 处要改，其余都还在" in page.text


def test_folds_are_open_only_where_they_hold_an_error(post):
    closed = post(loan(principal="5"))
    open_loan = post(loan(due_day="44"), loan())
    open_case = post(grace_days="44")

    assert {is_open for is_open, _ in closed.fields_of_folds} == {False}
    # The terms of the products, then each loan, then the case.
    assert [is_open for is_open, _ in open_loan.fields_of_folds] == [False, True, False, False]
    assert [is_open for is_open, _ in open_case.fields_of_folds] == [False, False, True]


@pytest.mark.parametrize(
    ("stage", "dates"),
    [
        ("none", set()),
        ("payment_order", {"paper_received_on"}),
        ("sued", {"lawsuit_filed_on", "paper_received_on"}),
        ("judged", FOLLOW_UP_DATES),
        ("enforcement", {"lawsuit_filed_on", "performance_due_on"}),
    ],
)
def test_follow_up_dates_are_on_the_page_only_where_they_apply(post, stage, dates):
    page = post(loan(principal="5"), legal_stage=stage)

    assert FOLLOW_UP_DATES & set(page.values) == dates


def test_what_was_typed_is_escaped(client):
    typed_name = '"><script>alert(1)</script>'

    response = client.post(FORM, typed.form(savings=typed_name))

    assert b"<script>" not in response.content
    assert Page(response).values["savings"] == typed_name


# Edit and forget


def test_edit_returns_to_the_filled_form(client, result):
    changes = {**MONEY, "circumstances": ["illness"], **JUDGED, "grace_days": "2"}
    result(loan(due_day="15"), loan(principal="1.5万元"), **changes)

    page = Page(client.get(FORM))

    assert shown(page) == as_typed(
        loan(due_day="15"),
        loan(principal="15000.0"),
        lawsuit_filed_on="",
        paper_received_on="",
        **changes,
    )
    assert page.summary == []


@pytest.mark.parametrize("chosen", ["yes", "no"])
def test_edit_returns_to_the_chosen_yes_or_no(client, result, chosen):
    result(charges_compound_interest=chosen)

    assert Page(client.get(FORM)).values["charges_compound_interest"] == chosen


def test_editing_one_answer_keeps_the_others(client, result):
    result(loan(), loan(principal="5000"), **MONEY, circumstances=["illness", "distressed"])
    before = Page(client.get(FORM))

    told = {name: value for name, value in before.values.items() if name}
    after = result(**told | {"savings": "2500"})

    assert shown(Page(client.get(FORM))) == shown(before) | {"savings": "2500"}
    assert "微粒贷 2 笔，剩余本金 ¥35,000.00" in after.text


def test_forget_deletes_what_was_kept(client, result):
    result(**MONEY)

    response = client.post(FORGET, typed.form(savings="7"))

    assert (response.status_code, response["Location"]) == (302, FORM)
    assert client.cookies["answers"].value == ""
    assert client.cookies["answers"]["max-age"] == 0
    assert shown(Page(client.get(FORM))) == as_typed(BLANK_LOAN, as_of="")


def test_the_result_without_answers_is_the_form(client):
    response = client.get(RESULT)

    assert (response.status_code, response["Location"]) == (302, FORM)


def test_pages_with_answers_are_never_stored(client, result):
    posted = client.post(FORM, typed.form())
    pages = [posted, client.get(RESULT), client.get(FORM), client.post(FORM, {})]

    assert all("no-store" in page["Cache-Control"] for page in pages)


def test_no_figure_is_ever_in_an_address(client, result):
    page = result(loan(principal="31234.56"), **MONEY)

    response = client.post(FORM, typed.form(loan(principal="31234.56"), **MONEY))

    assert response["Location"] == RESULT
    assert not [href for href in page.links if "?" in href]
    assert not [href for href in page.links if "31234" in href or "31,234" in href]


def test_nothing_of_the_borrower_is_saved(client, result):
    models = apps.get_models()
    before = {model: model.objects.count() for model in models}

    result(**MONEY, circumstances=["distressed"])
    client.get(FORM)
    client.post(FORGET)

    assert {model: model.objects.count() for model in models} == before


def test_asking_and_answering_only_reads(client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.post(FORM, typed.form(**MONEY))
        client.get(RESULT)

    assert {re.match(r"\w+", query["sql"])[0] for query in queries} == {"SELECT"}


# Stored answers that no longer hold


def test_answers_that_the_next_day_no_longer_takes_come_back_with_a_message(client):
    ten_years = loan(first_unpaid_due_date="2016-11-22")
    with time_machine.travel("2026-11-22T10:00:00+08:00", tick=False):
        client.post(FORM, typed.form(ten_years, as_of="", **MONEY))
        assert client.get(RESULT).status_code == 200

    with time_machine.travel("2026-11-23T00:00:01+08:00", tick=False):
        response = client.get(RESULT)

    page = Page(response)
    assert response.status_code == 200
    assert page.summary == [
        (
            "#id_loans-0-first_unpaid_due_date",
            f"第 1 笔：{LABELS['first_unpaid_due_date']}应在 2016年11月22日 之后",
        )
    ]
    assert shown(page)["savings"] == "2000"


def test_a_product_that_is_no_longer_offered_comes_back_with_a_message(client, result):
    result(loan(), loan(principal="5000"), product="jiebei", **MONEY)
    LoanProduct.objects.get(slug="jiebei").delete()

    page = Page(client.get(RESULT))

    assert page.summary == [("#id_product", "请从列表里选贷款产品")]
    assert page.errors == {"product": ["请从列表里选贷款产品"]}
    assert shown(page).items() >= as_typed(loan(), loan(principal="5000"), **MONEY).items() - {
        ("product", "weilidai")
    }


def test_a_rule_without_a_value_on_the_day_is_said_beside_the_day(client, result):
    result(**MONEY)
    cap = RuleValue.objects.get(rule__key="annual_cap")
    cap.effective_from = "2026-11-23"
    cap.save()

    page = Page(client.get(RESULT))

    message = f"2026年11月22日 没有生效的“{cap.rule.label}”，没法计算，请换一天"
    assert page.errors == {"as_of": [message]}
    assert page.summary == [("#id_as_of", message)]
    assert page.fold_of("as_of")
    assert shown(page).items() >= MONEY.items()


# The result


def whole_case(**changes):
    """The worked case "99 days late, one loan" as typed."""
    told = {
        name: value for name, value in LATE["input"].items() if name not in {"loans", "what_if"}
    }
    [only] = LATE["input"]["loans"]
    return typed.form(loan(**{name: str(value) for name, value in only.items()}), **told | changes)


@pytest.fixture
def late(result):
    """The result of the worked case, with changes."""
    return lambda **changes: result(**whole_case(**changes))


def test_the_band_tells_the_state_of_the_worked_case(late):
    now = LATE["expected"]["projection"][0]

    page = late()

    assert "按 2026年11月22日 计算 · 微粒贷 1 笔，剩余本金 ¥30,000.00" in page.text
    assert "已经逾期 99 天" in page.text
    assert f"今天补齐逾期要 {yuan(now['arrears'])}" in page.text
    assert f"今天全部结清要 {yuan(now['payoff'])}" in page.text
    assert f"再拖一天多 {yuan(LATE['expected']['daily_cost'])}" in page.text
    assert "接下来：2026年12月14日，还有 22 天，征信还款状态由 4 变为 5。" in page.text


def test_consequences_show_the_figures_of_the_worked_case(late):
    legal, horizon = LATE["expected"]["legal"], LATE["expected"]["projection"][-1]

    page = late()

    for label, amount in [
        ("一直不还，一年后一共要付 估算", horizon["total_cost"]),
        ("已产生的罚息", "477.00"),
        ("可能主张的金额 估算", legal["claim"]),
        ("减半后的受理费 估算", legal["acceptance_fee"]),
        ("执行费 估算", legal["execution_fee"]),
        ("一年后的迟延履行利息 估算", horizon["delayed_performance_interest"]),
    ]:
        assert f"{label} {yuan(amount)}" in page.text
    assert "征信还款状态 4（逾期 91–120 天）" in page.text
    assert "起诉的日子 估算 2027年2月11日" in page.text


@pytest.fixture
def family():
    """The worked plan that takes the family's money and the monthly surplus, as a strategy."""
    Strategy.objects.filter(key="borrow_from_family").update(uses_monthly_surplus=True)
    return LATE["expected"]["what_if"][1]


def test_matched_strategies_show_the_figures_of_the_worked_case_and_why(late, family):
    page = late()

    section = page.text[page.text.index("向家人借一笔 负担得起 估算") :]
    assert f"比不处理少花 {yuan(family['saving'])}" in section
    assert f"今天先付 {yuan(family['needed'])}" in section
    assert f"每月还 {yuan(family['monthly_payment'])}" in section
    assert f"之后付几次 {family['months']} 次" in section
    assert "征信记录消除 2033年1月15日" in section
    assert "为什么适合你：家人可以借的 ¥5,000.00。" in section
    assert "其中最多 ¥5,000.00 向家人借，仍然是债，用了多少要还家人多少。" in section
    assert "第一步：先算清一共欠多少、缺多少" in section
    assert (
        "为什么适合你：罚息利率折合每年 27.375%，高于年化上限 24%；已经逾期 99 天，不低于 1 天；"
        "收到的材料：没有。"
    ) in page.text
    assert "为什么列出：对所有人都有用。" in page.text


def test_a_plan_that_needs_the_lender_says_what_it_takes_for_granted(late):
    page = late()

    section = page.text[page.text.index("协商分期减罚息 负担得起 估算") :]
    assert "假定：减免 ¥238.50 的罚息和复利，分 16 期，日利率 0.05%。" in section
    assert "对方可以不同意。这里假定谈成后不再起诉。" in section


def test_a_strategy_without_figures_asks_for_the_answers_that_give_them(late):
    untold = dict.fromkeys(MONEY, "") | {"expense_cut": "400"}

    told_all, page = late(), late(**untold)

    asked = "就能算出这样做要花多少、省多少。"
    section = page.text[page.text.index("减少日常开支 找出每月能省下的钱") :]
    labels = (LABELS[name] for name in list(MONEY)[:3])
    assert f"填了{'、'.join(labels)}，{asked}" in section
    assert asked not in told_all.text


@pytest.mark.parametrize(
    ("changes", "title", "words"),
    [
        ({}, "协商分期减罚息", "负担得起"),
        (dict.fromkeys(MONEY, ""), "协商分期减罚息", "填了收支和手头的钱才知道负担不负担得起"),
        ({"monthly_income": "4000"}, "协商分期减罚息", "超出现在的能力"),
        ({}, "卖掉闲置物品", "单靠这个还不清"),
    ],
)
def test_how_a_strategy_fits_is_said_beside_it_and_in_the_comparison(late, changes, title, words):
    page = late(**changes)

    in_full, _, compared = page.text.partition("放在一起比 到")
    assert f"{title} {words} 估算" in in_full
    assert f"{title} {words} 估算" in compared


def test_a_court_request_is_marked_as_an_estimate_that_has_to_be_made(late):
    page = late()

    assert "请求调减超出部分 要向法院提出 估算" in page.text


def test_headings_leave_out_no_level_and_strategies_stand_below_consequences(late):
    page = late(circumstances=["distressed"])

    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    at = {level: {text.strip() for on, text in page.headings if on == level} for level in levels}
    assert at[3] >= set(Consequence.objects.values_list("title", flat=True))
    strategies = set(Strategy.objects.values_list("title", flat=True))
    assert {text.partition(" ")[0] for text in at[4]} <= strategies
    assert "可以怎么做" in page.text
    assert "可以怎么做" not in {text for _, text in page.headings}


def test_how_the_debt_grows_is_told_in_a_fold_beside_one_consequence(late):
    page = late()

    table = page.text[page.text.index("一直不还，欠款怎样增加") :]
    rows = [
        f"{row['days_ahead']} 天后" if row["days_ahead"] else "今天"
        for row in LATE["expected"]["projection"]
    ]
    told = [
        " ".join([day, *(yuan(row[key]) for key in ("payoff", "legal_costs", "total_cost"))])
        for day, row in zip(rows, LATE["expected"]["projection"], strict=True)
    ]
    assert rows == ["今天", "30 天后", "90 天后", "180 天后", "365 天后"]
    assert " ".join(told) in table
    assert page.text.count("一直不还，欠款怎样增加") == 1
    assert {is_open for is_open, _ in page.fields_of_folds} == {False}


def test_the_status_of_every_month_is_told_in_a_fold_beside_one_consequence(late):
    page = late()

    months = LATE["expected"]["credit"]["months"]
    told = [f"{row['month'][:4]}年{int(row['month'][5:])}月 {row['code']}" for row in months]
    assert " ".join(told) in page.text[page.text.index("每个月底的征信还款状态") :]
    assert page.text.count("一直不还，每个月底的征信状态") == 1


@pytest.mark.parametrize("table", ["projection", "credit_months", ""])
def test_the_editors_choose_the_table_beside_a_consequence(late, table):
    Consequence.objects.update(table="")
    Consequence.objects.filter(key="lawsuit").update(table=table)

    page = late()

    assert ("一直不还，欠款怎样增加" in page.text) is (table == "projection")
    assert ("一直不还，每个月底的征信状态" in page.text) is (table == "credit_months")


def test_what_rests_on_superseded_law_is_marked_on_the_result(late):
    fine = late().text
    LegalSource.objects.filter(key="civil_code_676").update(effective_to=date(2026, 11, 21))
    SiteEdition.renew()

    stale = late().text

    assert "待复核" not in fine
    assert "《中华人民共和国民法典》第六百七十六条，2021年1月1日起 已失效" in stale
    assert "已产生的罚息 待复核 ¥" in stale


def test_figures_cite_the_law_and_the_terms_that_they_rest_on(late):
    law = "《中国人民银行关于人民币贷款利率有关问题的通知》第三条，2004年1月1日起 转引"

    taken, contract = late(), late(penalty_multiplier="1.5")

    term = "；微粒贷产品参数（不是法律，以借款合同为准） 只知大意"
    assert f"{law}{term}" in taken.text
    assert law in contract.text
    assert f"{law}{term}" not in contract.text
    assert "2027年2月11日 逾期几天后常见起诉按下面的假定。" in taken.text


@pytest.mark.parametrize(
    ("first_due", "words"),
    [("2026-10-22", None), ("2026-10-23", "0 天"), ("2026-11-22", "30 天")],
)
def test_the_days_to_an_agency_are_told_until_they_are_over(result, first_due, words):
    page = result(loan(first_unpaid_due_date=first_due))

    label = "离常见的转交外包机构还有 估算"
    assert (label in page.text) is bool(words)
    assert not words or f"{label} {words}" in page.text


def test_on_the_last_day_of_grace_the_band_says_that_it_is_today(result):
    page = result(loan(first_unpaid_due_date="2026-11-21"))

    told = "接下来：2026年11月22日，就是今天，24:00 前补齐 ¥"
    assert told in page.text
    assert "一般不算罚息、不上报征信。" in page.text[page.text.index(told) :]


def test_the_next_step_is_the_first_of_the_shown_order(late):
    page = late()

    assert "先做这一步 · 这一周 几样合起来还 " in page.text


def test_the_comparison_sets_doing_nothing_beside_every_priced_strategy(late, family):
    page = late()

    table = page.text[page.text.index("到 2027年11月22日，365 天里要花的钱") :]
    assert "不采取行动 估算 ¥41,686.58 — — — 不结清 不开始算" in table
    row = table[table.index("向家人借一笔") :]
    assert row.startswith(
        f"向家人借一笔 负担得起 估算 {yuan(family['cost'])} {yuan(family['saving'])} ¥2,300.00 14"
        " 2028年1月15日 2033年1月15日"
    )
    titles = ["几样合起来还", "协商分期减罚息", "向家人借一笔", "减少日常开支", "卖掉闲置物品"]
    assert sorted(titles, key=table.index) == titles
    row = table[table.index("卖掉闲置物品") :]
    assert row.startswith("卖掉闲置物品 单靠这个还不清 估算 ¥39,615.59 还不清，不能比 — — 不结清")


@pytest.mark.parametrize("first_due", ["2026-08-15", "2026-12-05"])
def test_who_told_no_money_is_not_told_that_it_is_not_enough(result, first_due):
    page = result(loan(first_unpaid_due_date=first_due))

    assert "离付得起还差多少" not in page.text
    assert "还不知道你每月能还多少、手头有多少，所以还不能说哪个办法你付得起" in page.text


@pytest.mark.parametrize(("count", "says_so"), [(3, False), (4, True)])
def test_of_many_loans_it_is_said_which_sums_were_compared(result, count, says_so):
    page = result(*[loan() for _ in range(count)], **MONEY | {"savings": "300000"})

    assert ("只比了把能拿的都拿出来的那一种" in page.text) is says_so


def test_small_changes_are_told_where_nothing_is_affordable(result):
    page = result(monthly_income="600", essential_expenses="500", other_debt_payments="0")

    assert "离付得起还差多少" in page.text
    assert "每月多还 ¥100.00和“谈成分 36 个月" in page.text
    assert "再等 30 天才开始“一次付 ¥32,109.00，全部结清”" in page.text


def test_money_at_hand_that_was_not_told_counts_nothing_and_that_is_said(result):
    means = {"monthly_income": "500", "essential_expenses": "500", "other_debt_payments": "0"}

    told, untold = result(**means, savings="10"), result(**means)

    assert "离付得起还差多少" in told.text
    assert "这里按没有算" in untold.text
    assert "这里按没有算" not in told.text


def test_what_does_not_fit_is_listed_with_the_reason(late):
    page = late()

    listed = page.text[page.text.index("没有列出的办法，和原因") :]
    assert "一次补齐逾期手头能拿出的 ¥10,000.00，" in listed
    assert "¥14,046.00，还差 ¥4,046.00。" in listed
    assert "投诉过分催收你没有选“被催收骚扰”。" in listed
    assert "宽限期内还上宽限期已经过了。" in listed


def test_assumptions_name_terms_and_days_that_rest_on_no_law(late):
    page = late(grace_days="3")

    assumed = page.text[page.text.index("我们假定了什么") :]
    assert "起诉、判决、执行的日期都是估算" in assumed
    assert "罚息倍数：1.5 倍 产品条款" in assumed
    assert "是否计复利：否 假定" in assumed
    assert "宽限天数：3 天 合同约定 按你填的合同约定。" in assumed
    assert "逾期几天后全部到期：没有约定 假定" in assumed
    assert "逾期几天后常见起诉：180 天 假定" in assumed
    assert "逾期几天后常见转给外包机构：30 天 假定" in assumed


def test_what_was_not_told_is_listed_with_a_way_to_its_field(client, late):
    told_all = late()
    page = late(**dict.fromkeys(MONEY, ""))

    assert "再告诉我们这些" not in told_all.text
    assert "每月收入、每月必须的开支、每月其他欠款要还填了以后，还能判断" in page.text
    link = f"{FORM}#id_monthly_income"
    assert link in page.links
    assert link.partition("#")[2] in Page(client.get(FORM)).ids


def test_every_link_within_the_result_leads_somewhere(late):
    page = late(circumstances=["distressed"])

    anchors = {href[1:] for href in page.links if href.startswith("#")}
    assert anchors <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_numbers_to_call_keep_the_editors_order(late):
    page = late()

    calls = [href for href in page.links if href.startswith("tel:")]
    assert "先照顾好自己" not in page.text
    assert calls[-5:] == ["tel:95384", "tel:12348", "tel:12378", "tel:12363", "tel:12356"]


def test_the_line_that_listens_comes_first_for_the_distressed(late):
    page = late(circumstances=["distressed"])

    calls = [href for href in page.links if href.startswith("tel:")]
    assert calls[0] == "tel:12356"
    assert calls[-5:] == ["tel:12356", "tel:95384", "tel:12348", "tel:12378", "tel:12363"]
    assert page.text.index("心里难受，先找人说说") < page.text.index("已经逾期")


def test_a_borrower_of_another_lender_is_not_sent_to_this_bank(late):
    page = late(product="jiebei")

    calls = [href for href in page.links if href.startswith("tel:")]
    assert "tel:95384" not in calls
    assert calls[-4:] == ["tel:12348", "tel:12378", "tel:12363", "tel:12356"]


def test_texts_name_the_terms_of_the_borrowers_product(late):
    Consequence.objects.filter(key="collection").update(summary="宽限 {{ term:grace_days }} 天。")

    of_weilidai, of_another = late(), late(product="jiebei")

    assert "宽限 1 天。" in of_weilidai.text
    assert "宽限 0 天。" in of_another.text


def test_a_multiplier_above_the_ceiling_is_pointed_out(late):
    at_the_ceiling = late(penalty_multiplier="1.5")
    above = late(penalty_multiplier="2")

    warning = "你填的罚息是合同利率的 2 倍，高于常见的上限 1.5 倍（银发〔2003〕251号 第三条）"
    assert warning in above.text
    assert "高于常见的上限" not in at_the_ceiling.text


def test_a_loan_not_yet_due_has_a_calm_band(result):
    page = result(loan(first_unpaid_due_date="2026-12-1"))

    assert "还没逾期，下一期要还" in page.text
    assert "已经逾期" not in page.text[: page.text.index("不处理会怎样")]


# Editing shows at once


def test_a_changed_condition_changes_the_next_result(client, late):
    assert "一次补齐逾期手头能拿出的" in late().text
    Condition.objects.get(strategy__key="cure_arrears", fact="lump_sum").delete()

    page = Page(client.get(RESULT))

    assert "一次补齐逾期 超出现在的能力 估算" in page.text
    assert "为什么适合你：逾期应还总额 ¥14,046.00。" in page.text
    assert yuan(LATE["expected"]["what_if"][0]["saving"]) in page.text


def test_a_changed_waived_share_changes_the_next_result(client, late):
    assert "协商分期减罚息 负担得起" in late().text
    strategy = Strategy.objects.get(key="negotiate_instalments")
    strategy.waived_share = 0
    strategy.max_months = 24
    strategy.save()

    page = Page(client.get(RESULT))

    restructured = LATE["expected"]["what_if"][2]
    assert f"每月还 {yuan(restructured['monthly_payment'])}" in page.text
    assert f"{yuan(restructured['cost'])} {yuan(restructured['saving'])}" in page.text


def test_a_changed_penalty_multiplier_changes_the_next_result(client, late):
    assert "已产生的罚息 ¥477.00" in late().text
    term = ProductTerm.objects.get(product__slug="weilidai", key="penalty_multiplier")
    term.value = 3
    term.save()

    page = Page(client.get(RESULT))

    assert "已产生的罚息 ¥954.00" in page.text
    assert "罚息倍数：3 倍 产品条款" in page.text


@pytest.mark.parametrize("model", [Strategy, Consequence])
def test_a_draft_never_shows(client, late, model):
    late()
    for record in model.objects.all():
        record.status = Status.DRAFT
        record.save()

    response = client.get(RESULT)

    # Tables and pictures name events, some in the same words; a record of ours has a heading.
    titles = model.objects.values_list("title", flat=True)
    headings = [text for _, text in Page(response).headings]
    assert response.status_code == 200
    assert not [title for title in titles if any(title in text for text in headings)]


def test_a_site_without_guidance_still_shows_the_state(client, late):
    late()
    Strategy.objects.all().delete()
    Consequence.objects.all().delete()

    page = Page(client.get(RESULT))

    assert "已经逾期 99 天" in page.text
    assert "没有，能用的都列出来了。" in page.text


def test_guidance_for_another_product_does_not_show(client, late):
    late()
    other = LoanProduct.objects.get(slug="jiebei")
    for record in (*Strategy.objects.all(), *Consequence.objects.all()):
        record.products.set([other])

    page = Page(client.get(RESULT))

    assert "几样合起来还" not in page.text
    assert "征信受损" not in page.text
    assert "没有，能用的都列出来了。" in page.text


# Queries


def queries_of(client, path=RESULT):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_the_loans(client, result):
    result(loan(), **MONEY)
    with_one = queries_of(client)
    result(*[loan()] * 20, **MONEY)

    assert queries_of(client) == with_one


def test_the_number_of_queries_does_not_grow_with_the_guidance(client, late):
    late()
    Strategy.objects.all().delete()
    Consequence.objects.all().delete()
    counts = []
    for _ in range(3):
        consequence = new.make_consequence()
        new.make_figure(consequence=consequence, fact="arrears")
        new.make_figure(consequence=consequence, fact="filing_on")
        strategy = new.make_strategy(effect_kind="cure")
        new.make_condition(strategy=strategy)
        strategy.eases.add(consequence)
        counts.append(queries_of(client))

    assert counts == [counts[0]] * 3


def test_the_form_asks_the_database_for_products_and_numbers_that_listen_alone(client, result):
    result(*[loan()] * 20)
    before = queries_of(client, FORM)
    for _ in range(3):
        new.make_term(product=new.make_product())
        new.make_hotline(first_when_distressed=True)
    client.get(FORM)

    assert queries_of(client, FORM) == before <= 5
