"""The small tools: whatever is posted, a result or messages, nothing lost, and nothing told on."""

import logging
import re

import pytest
import time_machine
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.tools.calls import Verdict
from advice.forms import TOOL_FORMS
from advice.forms.fields import ReadField
from advice.models import TOOL_PAGES, RuleValue, SitePage
from tests.forms import typed
from tests.forms.page import Page
from tests.sending import sent_times
from tests.views.by_hand import check, workings_in
from tests.views.test_bad_input import CHINESE, VALUES, last

NAMES = [key.removeprefix("tool_") for key in TOOL_PAGES]

pytestmark = pytest.mark.usefixtures("seeded")


def path_of(name):
    return reverse(f"advice:tool_{name}")


def texts_of(name):
    fields = TOOL_FORMS[f"tool_{name}"].base_fields
    return [field for field in fields if isinstance(fields[field], ReadField)]


def shown(client, name, **changes):
    """The page after the tool took what was typed."""
    response = client.post(path_of(name), typed.TOOLS[name] | changes)
    assert response.status_code == 302
    assert response["Location"] == path_of(name)
    return client.get(path_of(name))


def result_in(response):
    """The words of the result, each run of spaces as one."""
    html = response.content.decode()
    start, end = html.index('class="tool-result"'), html.index('<form class="tool"')
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", html[start:end]))


def test_every_tool_has_a_form_an_address_and_a_text(client):
    listed = client.get(reverse("advice:tools")).content.decode()

    assert set(TOOL_FORMS) == set(TOOL_PAGES) == {f"tool_{name}" for name in typed.TOOLS}
    for name in NAMES:
        assert f'href="/tools/{name}/"' in listed
        assert client.get(f"/tools/{name}/").status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_names_every_field(name):
    form = TOOL_FORMS[f"tool_{name}"]()

    laid_out = [pointer.name for pointer in form.helper.layout.get_field_names()]

    assert sorted(laid_out) == sorted(form.fields)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("penalty", ["罚息 ¥222.75", "再过一天多 ¥2.25", "27.375%", "2017年1月1日起"]),
        ("schedule", ["利息一共 ¥2,521.50", "第 10 期 2027年5月15日"]),
        ("court_fees", ["¥275.00", "¥550.00", "¥350.00", "¥320.00", "¥183.33", "2007年4月1日"]),
        ("affordable_instalment", ["每月最多还 估算 ¥3,000.00", "¥32,722.00", "假定"]),
        ("emergency_fund", ["4 个月", "16 个月", "34 个月"]),
        ("call", ["22:00 到次日 8:00", "推荐性国家标准", "行业自律指引", "法律："]),
    ],
)
def test_a_tool_shows_its_figures_and_what_they_rest_on(client, name, words):
    result = result_in(shown(client, name))

    assert [word for word in words if word not in result] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "call"])
def test_every_figure_of_a_tool_adds_up_by_hand(client, name):
    page = shown(client, name)

    workings = workings_in(page.content.decode())
    assert workings
    for working in workings.values():
        check(working, workings)
    links = {link[1:] for link in Page(page).links if link.startswith("#")}
    assert links <= set(Page(page).ids)


@time_machine.travel("2026-11-22T12:00+08:00")
def test_the_record_says_its_day_and_its_rule(client):
    result = result_in(shown(client, "record"))

    assert "2031年11月22日" in result
    assert "《征信业管理条例》第十六条" in result


@pytest.mark.parametrize(
    ("called_at", "verdict"),
    [
        ("7:59", Verdict.AGAINST),
        ("8:00", Verdict.WITHIN),
        ("晚上9点59分", Verdict.WITHIN),
        ("晚上10点", Verdict.AGAINST),
    ],
)
def test_the_hours_of_a_call_are_judged_to_the_minute(client, called_at, verdict):
    result = result_in(shown(client, "call", called_at=called_at))

    assert result.count(f"{verdict.label} 没有约定催收时间的") == 1
    assert result.count(f"{verdict.label} 没有本人同意，") == 1


def test_a_standard_or_a_guideline_is_never_called_law(client):
    result = result_in(shown(client, "call"))

    assert "法律： 《互联网金融" not in result
    assert "法律： 金融机构" not in result


def test_a_law_that_came_later_is_said_to_be_later(client):
    result = result_in(shown(client, "call", called_on="2025-12-31"))

    assert f"{Verdict.NOT_YET.label} 多次发侮辱、恐吓的信息" in result
    assert f"{Verdict.NOT_YET.label} 没有本人同意" in result


def test_an_editors_value_changes_the_answer(client):
    most = RuleValue.objects.get(rule__key="collection_standard_connected_calls")
    most.value = 4
    most.save()

    assert "没看出不符合 贷款机构和它委托的公司" in result_in(shown(client, "call"))


@pytest.mark.parametrize("name", ["penalty", "court_fees"])
def test_a_day_without_a_rule_is_an_error_beside_the_day(client, name):
    told = {"as_of": "2001-1-1", "first_unpaid_due_date": "2001-1-1"}

    response = client.post(path_of(name), typed.TOOLS[name] | told)

    assert "2001年1月1日 没有生效的" in Page(response).errors["as_of"][0]


def test_a_rule_that_is_missing_without_a_day_to_choose_is_said_above_the_form(client):
    RuleValue.objects.get(rule__key="debt_share_of_income").delete()

    told = typed.TOOLS["affordable_instalment"]
    response = client.post(path_of("affordable_instalment"), told)

    (line,) = Page(response).summary
    assert line[0] == "#form"
    assert "没有生效的" in line[1]


# What was typed


@pytest.mark.parametrize("name", NAMES)
def test_what_was_taken_is_still_in_the_form_and_comes_back(client, name):
    first, again = Page(shown(client, name)), Page(client.get(path_of(name)))

    told = {field for field, value in typed.TOOLS[name].items() if value}
    assert {field for field, value in first.values.items() if value} >= told
    del first.values["csrfmiddlewaretoken"], again.values["csrfmiddlewaretoken"]
    assert again.values == first.values


@pytest.mark.parametrize("name", NAMES)
def test_it_is_forgotten_on_request(client, name):
    shown(client, name)

    client.post(path_of(name), typed.TOOLS[name] | {"forget": "1"})

    page = client.get(path_of(name))
    assert 'class="tool-result"' not in page.content.decode()
    assert not any(Page(page).values.get(field) for field in texts_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_figures_stay_in_the_borrowers_browser(client, caplog, name):
    caplog.set_level(logging.DEBUG)
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.post(path_of(name), typed.TOOLS[name])
        page = client.get(path_of(name))

    cookie = response.cookies["tool"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path_of(name), True, "Lax")
    assert "?" not in response["Location"]
    assert "no-store" in page["Cache-Control"]
    assert not [row for row in queries if row["sql"].startswith(("INSERT", "UPDATE"))]
    assert not [record for record in caplog.records if "3000" in record.getMessage()]


@pytest.mark.parametrize(
    "value",
    ["nonsense", signing.dumps({"amount": "1"}, salt="another")],
    ids=["nonsense", "of another purpose"],
)
def test_a_cookie_that_cannot_be_read_is_dropped_and_said(client, value):
    client.cookies["tool"] = value

    response = client.get(path_of("court_fees"))

    assert "没能读出你之前填的内容" in response.content.decode()
    assert response.cookies["tool"]["max-age"] == 0


def test_answers_that_a_rule_has_since_refused_come_back_with_the_message(client):
    shown(client, "affordable_instalment")
    RuleValue.objects.get(rule__key="debt_share_of_income").delete()

    page = Page(client.get(path_of("affordable_instalment")))

    assert page.summary
    assert page.values["monthly_income"] == "8000"


def test_the_answers_of_one_tool_are_not_those_of_another(client):
    response = client.post(path_of("court_fees"), typed.TOOLS["court_fees"])
    client.cookies["tool"] = response.cookies["tool"].value

    assert "没能读出" in client.get(path_of("record")).content.decode()


# Bad input


@st.composite
def posted(draw):
    """A tool, and its form with wrong, doubled, strange and missing fields."""
    name = draw(st.sampled_from(NAMES))
    fields = st.one_of(st.sampled_from([*typed.TOOLS[name]]), st.sampled_from(["loans", "x"]))
    values = st.one_of(VALUES, st.lists(VALUES, max_size=3))
    data = typed.TOOLS[name] | draw(st.dictionaries(fields, values, min_size=1, max_size=5))
    missing = draw(st.sets(st.sampled_from(sorted(data)), max_size=3))
    return name, {field: value for field, value in data.items() if field not in missing}


@sent_times(60)
@given(drawn=posted())
def test_a_malformed_form_is_refused_with_a_message_and_kept(drawn):
    name, data = drawn
    client = Client()

    response = client.post(path_of(name), data)

    if response.status_code == 302:
        assert 'class="tool-result"' in client.get(path_of(name)).content.decode()
        return
    assert response.status_code == 200
    page = Page(response)
    assert page.summary
    assert all(CHINESE.search(message) for _, message in page.summary)
    assert set(page.anchors) <= set(page.ids)
    kept = {field: last(data.get(field)) for field in texts_of(name)}
    kept = {field: text for field, text in kept.items() if text and text.isprintable()}
    assert {field: page.values.get(field) for field in kept} == kept


DAYS = ["", "1990-1-1", "2026-8-15", "2026-11-22", "2026-12-23", "2199-12-31"]
NUMBERS = ["", "0", "0.01", "1", "360", "1000万", "-1", "100亿"]
TIMES = ["", "0:00", "23:59", "凌晨12点", "晚上12点", "24:00"]


def plausible(field):
    if field in {"as_of", "first_unpaid_due_date", "cleared_on", "called_on", "accrual_start_date"}:
        return st.sampled_from(DAYS)
    return st.sampled_from(TIMES if field == "called_at" else NUMBERS)


@sent_times(60)
@given(data=st.data())
def test_any_combination_of_answers_leads_to_a_result_or_to_messages(data):
    name = data.draw(st.sampled_from(NAMES))
    told = {field: data.draw(plausible(field)) for field in texts_of(name)}
    client = Client()

    response = client.post(path_of(name), typed.TOOLS[name] | told)

    assert response.status_code in {200, 302}
    page = client.get(path_of(name)) if response.status_code == 302 else response
    assert page.status_code == 200
    assert "（数值待补）" not in page.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_required_answer_is_asked_for_at_once(client, name):
    page = Page(client.post(path_of(name), {}))

    form = TOOL_FORMS[f"tool_{name}"].base_fields
    required = {field for field in form if form[field].required}
    assert required <= set(page.errors)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_a_body_that_is_no_form_is_refused(client, name, kind):
    response = client.post(path_of(name), b'{"amount": 1}', content_type=kind)

    assert response.status_code in {200, 400}


def test_nothing_is_read_from_the_address(client):
    page = Page(client.get(f"{path_of('court_fees')}?amount=30000"))

    assert page.values["amount"] == ""


def test_a_post_without_its_token_is_refused_in_chinese():
    response = Client(enforce_csrf_checks=True).post(path_of("call"), typed.TOOLS["call"])

    assert response.status_code == 403
    assert "请再提交一次" in response.content.decode()


@pytest.mark.parametrize("text", ["\x00", "9" * 4_301, "٣٠٠", "1e5"])
def test_an_amount_that_is_none_is_named(client, text):
    page = Page(client.post(path_of("court_fees"), {"amount": text}))

    assert page.errors["amount"]


# Found and edited


@pytest.mark.parametrize(
    ("words", "name"), [("诉讼费", "court_fees"), ("应急金", "emergency_fund")]
)
def test_the_search_finds_a_tool(client, words, name):
    found = Page(client.get(reverse("advice:search"), {"q": words}))

    assert path_of(name) in found.links


def test_the_site_map_and_the_foot_lead_to_the_tools(client):
    site_map = client.get(reverse("advice:sitemap")).content.decode()

    assert all(f"http://testserver{path_of(name)}</loc>" in site_map for name in NAMES)
    assert reverse("advice:tools") in Page(client.get("/")).links


def test_an_editor_changes_the_text_of_a_tool(client):
    text = SitePage.objects.get(key="tool_call")
    text.title = "这通电话能不能打"
    text.save()

    page = client.get(path_of("call")).content.decode()

    assert "<h1>这通电话能不能打</h1>" in page
