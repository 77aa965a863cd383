"""The page of the search: results with their words marked, filters, pages, and always a way on."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from advice import services
from advice.models import Status, VainSearch
from advice.selectors import search as searching
from advice.views.search import LONGEST_QUERY, RESULTS_A_PAGE
from tests import factories as make

pytestmark = pytest.mark.django_db

NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture(autouse=True)
def _no_note_was_just_made():
    cache.clear()


def ask(client, query, **more):
    return client.get(reverse("advice:search"), {"q": query, **more})


def html(response):
    return unescape(response.content.decode())


def titles(response):
    """The titles of the listed results."""
    found = re.findall(r'<ul class="ways results">(.*?)</ul>', html(response), re.DOTALL)
    return [
        re.sub(r"</?mark>", "", title)
        for results in found
        for title in re.findall(r"<b>(.*?)</b>", results)
    ]


def filters(response):
    """What the filters by kind say."""
    listed = re.search(r'aria-label="只看一类">(.*?)</nav>', html(response), re.DOTALL)
    return re.findall(r">([^<>]+)</a>", listed[1]) if listed else []


# Without a query


def test_the_page_begins_with_a_form_and_what_most_people_look_for(client):
    make.make_question(title="能不能延期？")
    make.make_situation(title="晚了一天")
    make.make_hotline(number="12356")

    page = html(client.get("/search/"))

    assert re.search(r'<form[^>]* role="search"[^>]* method="get"', page)
    assert '<label class="form-label" for="q">' in page
    for offered in ("能不能延期？", "晚了一天", 'href="tel:12356"', 'href="/assessment/"'):
        assert offered in page
    assert page.count("<h1>") == 1


def test_an_empty_query_is_no_query(client):
    response = ask(client, " 　\n ")

    assert "没有找到" not in html(response)
    assert NOINDEX not in html(response)
    assert not VainSearch.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_read_and_never_posted_to(client, method):
    assert getattr(client, method)("/search/?q=征信").status_code == 405
    assert client.head("/search/?q=征信").status_code == 200


# Results


def test_a_result_shows_its_kind_its_page_and_the_words_marked(client):
    question = make.make_question(title="几天上征信？", summary="过了宽限期就报征信。")

    page = html(ask(client, "征信"))

    assert f'href="{question.get_absolute_url()}"><b>几天上<mark>征信</mark>？</b>' in page
    assert "<span>过了宽限期就报<mark>征信</mark>。</span>" in page
    assert '<span class="tag">问答</span>' in page


def test_results_are_no_pages_for_robots_and_the_form_alone_is_one(client):
    make.make_question(title="征信")

    for query in ("征信", "找不到的", "字" * 99):
        assert NOINDEX in html(ask(client, query)), query
    assert NOINDEX not in html(client.get("/search/"))


def test_the_query_stays_in_the_form_as_it_was_typed(client):
    assertContains(ask(client, "征信  <b>"), 'value="征信 &lt;b&gt;"')


def test_markup_in_a_record_is_shown_as_text(client):
    make.make_question(title="<b>征信</b>", summary="<script>alert(1)</script>征信")

    response = ask(client, "征信")

    assertContains(response, "&lt;b&gt;<mark>征信</mark>&lt;/b&gt;")
    assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt;<mark>征信</mark>")
    assertNotContains(response, "<script>")


def test_figures_in_an_excerpt_come_from_the_rule_in_force(client):
    rule = make.make_rule(key="annual_cap", unit="share")
    make.make_rule_value(rule=rule, value="0.24")
    make.make_question(body="罚息合计超过 {{ rule:annual_cap }} 的部分。")

    assertContains(ask(client, "罚息"), "<mark>罚息</mark>合计超过 24% 的部分。")


def test_a_draft_is_found_by_nothing(client):
    hidden = "还没写好的"
    make.make_question(title="看得见", body="征信")
    make.make_question(title=hidden, status=Status.DRAFT)
    make.make_guide(title=hidden, status=Status.DRAFT)
    make.make_comment(summary=hidden, status=Status.DRAFT)
    make.make_situation(title=hidden, status=Status.DRAFT)
    make.make_hotline(name=hidden, status=Status.DRAFT)

    for query in ("征信", "写好", "还没写好吗", "找不到的"):
        assert hidden not in html(ask(client, query)), query


# Filters by kind


def test_filters_say_how_much_of_each_kind_was_found(client):
    make.make_question(title="征信一")
    make.make_question(title="征信二")
    make.make_consequence(title="征信三")

    response = ask(client, "征信")

    assert filters(response) == ["全部 3 条", "问答 2", "后果 1"]
    assert 'href="/search/?q=%E5%BE%81%E4%BF%A1&kind=consequence"' in html(response)


def test_a_filter_leaves_only_its_kind_and_the_way_back(client):
    make.make_question(title="征信一")
    make.make_consequence(title="征信三")

    response = ask(client, "征信", kind="consequence")

    assert titles(response) == ["征信三"]
    assert filters(response) == ["全部 2 条", "问答 1", "后果 1"]
    assert 'kind=consequence" aria-current="true"' in html(response)


def test_beyond_the_bound_the_page_says_that_there_are_more(client, monkeypatch):
    monkeypatch.setattr(searching, "MOST_HITS", 2)
    for _ in range(3):
        make.make_question(title="征信")

    response = ask(client, "征信")

    assert filters(response) == ["全部 2 条以上", "问答 2"]
    assert "只列出最相关的 2 条" in html(response)


@pytest.mark.parametrize("kind", ["nonsense", "QUESTION", "1", "question\x00", "strategy"])
def test_a_kind_of_which_there_is_nothing_leads_back(client, kind):
    make.make_question(title="征信")

    response = ask(client, "征信", kind=kind)

    assert response.status_code == 404
    assert 'href="/search/?q=%E5%BE%81%E4%BF%A1"' in html(response)


# Pages


def test_results_are_listed_twenty_at_a_time(client):
    for number in range(RESULTS_A_PAGE + 1):
        make.make_question(title=f"征信{number}")

    first, second = ask(client, "征信"), ask(client, "征信", page=2)

    assert titles(first) == [f"征信{number}" for number in range(RESULTS_A_PAGE)]
    assert titles(second) == [f"征信{RESULTS_A_PAGE}"]
    assert 'rel="next" href="/search/?q=%E5%BE%81%E4%BF%A1&page=2"' in html(first)
    assert 'rel="prev" href="/search/?q=%E5%BE%81%E4%BF%A1&page=1"' in html(second)
    assert "第 2 页，共 2 页" in html(second)


def test_a_page_that_is_full_needs_no_second(client):
    for _ in range(RESULTS_A_PAGE):
        make.make_question(title="征信")

    assert "共" not in html(ask(client, "征信")).split("</form>")[1].split("<footer")[0]


def test_the_pages_of_a_kind_stay_with_it(client):
    for _ in range(RESULTS_A_PAGE + 1):
        make.make_question(title="征信")

    page = html(ask(client, "征信", kind="question"))

    assert "&kind=question&page=2" in page


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "1.5", "9" * 5000, "\x00", "²"])
def test_a_page_beyond_the_end_leads_back_to_the_first(client, page):
    make.make_question(title="征信")

    response = ask(client, "征信", page=page)

    assert response.status_code == 404
    assert "没有这一页" in html(response)
    assert 'href="/search/?q=%E5%BE%81%E4%BF%A1"' in html(response)
    assert not VainSearch.objects.exists()


def test_a_page_without_a_number_is_the_first(client):
    make.make_question(title="征信")

    assert titles(ask(client, "征信", page="")) == ["征信"]


# What may have been meant


def test_a_synonym_leads_to_what_our_texts_call_it(client):
    make.make_synonym(word="坐牢", means="犯罪")
    make.make_question(title="这不是犯罪")

    page = html(ask(client, "坐牢"))

    assert "您是不是要找" in page
    assert f'href="/search/?q={quote("犯罪")}">犯罪</a>' in page
    assert "“犯罪”的结果" in page
    assert "这不是<mark>犯罪</mark>" in page
    assert not VainSearch.objects.exists()


def test_a_question_in_ones_own_words_leads_to_the_closest_title(client):
    question = make.make_question(title="逾期几天上征信？")

    page = html(ask(client, "晚还几天会上征信呢"))

    assert "没有找到“晚还几天会上征信呢”" in page
    meant = page[page.index("您是不是要找") :]
    assert f'href="{question.get_absolute_url()}">逾期几天上征信？</a>' in meant


def test_where_nothing_is_found_the_page_offers_what_helps_most(client):
    make.make_question(title="能不能延期？")
    make.make_situation(title="晚了一天")
    make.make_hotline(number="12356")

    response = ask(client, "风马牛")

    assert response.status_code == 200
    for offered in ("能不能延期？", "晚了一天", 'href="tel:12356"', 'href="/assessment/"'):
        assert offered in html(response)


# Searches in vain


@pytest.mark.parametrize(("query", "is_noted"), [("风马牛", True), ("征信", False)])
def test_what_was_found_nowhere_is_noted(client, query, is_noted):
    make.make_question(title="征信")

    ask(client, query)

    assert VainSearch.objects.exists() is is_noted


def test_only_a_reader_who_sees_the_page_counts(client):
    client.head("/search/?q=风马牛")

    assert not VainSearch.objects.exists()


# Whatever is typed


@pytest.mark.parametrize(
    ("length", "is_refused"), [(LONGEST_QUERY, False), (LONGEST_QUERY + 1, True)]
)
def test_a_query_may_be_so_long(client, length, is_refused):
    page = html(ask(client, "字" * length))

    assert (f"最多可以搜 {LONGEST_QUERY} 个字，现在有 {length} 个" in page) is is_refused


def test_far_too_long_a_query_costs_no_search(client):
    with CaptureQueriesContext(connection) as asked:
        response = ask(client, "征信" * 5_000)

    assert response.status_code == 200
    assert "现在有 10,000 个" in html(response)
    assert not any("searchterm" in query["sql"] for query in asked)


def test_signs_alone_are_refused_in_words(client):
    assert "请写要找的字" in html(ask(client, "？！，。"))


@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        "征\x00信",
        "\x1b[31m\x7f\x9f",
        "\u202e征信\u200b\ufeff",
        "\ue000\U0010ffff",
        "' OR 1=1 --",
        "'; DROP TABLE advice_searchentry; --",
        "%' ESCAPE '!",
        "\\",
        "{{ rule:annual_cap }}",
        "{% url 'x' %}",
        '"><script>alert(1)</script>',
        "<b>征信</b>",
        "%s %(x)s %",
        "(((((((((([[[[[[[[",
        "a" * 60,
        "一 二 三 四 五 六 七 八 九 十 百 千 万 亿 元 角 分 厘 毫 丝 忽 微 纤 沙 尘 埃 渺 漠 模 糊",
        "一丁丂七丄丅丆万丈三上下丌不与丏丐丑丒专且丕世丗丘丙业丛东丝丞丟丠両丢丣两严並丧丨丩个丫丬中丮丯",
        "İıſKÅ",
        "e\u0301" * 20,
        "👨‍👩‍👧‍👦",
    ],
    ids=ascii,
)
def test_no_query_breaks_the_page(client, query):
    make.make_question(title="征信", body="元角分 a")

    response = ask(client, query)

    assert response.status_code == 200
    assertNotContains(response, "<script>")
    assertNotContains(response, "\x00")


@pytest.mark.parametrize(
    "address",
    [
        "?q=%ED%A0%80",
        "?q=%FF%FE",
        "?q=%",
        "?q=%00",
        "?q[]=1",
        "?q=&q=&kind=&page=",
        "?page=2",
        "?kind=law&page=99999",
        "?" + "q=a&" * 500,
    ],
)
def test_no_address_breaks_the_page(client, address):
    assert client.get(f"/search/{address}").status_code == 200


def test_of_a_repeated_parameter_the_last_counts(client):
    make.make_question(title="征信")
    make.make_question(title="延期")

    assert titles(client.get("/search/?q=延期&q=征信")) == ["征信"]


def test_a_query_that_many_words_fill_asks_a_bounded_statement(client):
    make.make_question(title="征信")

    with CaptureQueriesContext(connection) as asked:
        ask(client, " ".join(["征信", *("ab" + chr(ord("a") + number) for number in range(14))]))

    assert len(asked) < 25


# Cost


@pytest.mark.parametrize("little", [0, 99])
@pytest.mark.parametrize("query", ["征信", "征信记录", "征 信", "坐牢", "不见踪影"])
def test_a_page_costs_as_much_for_one_record_as_for_three(client, monkeypatch, query, little):
    monkeypatch.setattr(services.searching, "LITTLE", little)

    def add_one():
        make.make_question(title="征信记录", body="不会坐牢，不是犯罪")
        make.make_situation()
        make.make_hotline()
        make.make_synonym(word="坐牢", means=make.make_synonym().word)

    def queries():
        ask(client, query)  # reads the rules anew, and notes what it can't find
        with CaptureQueriesContext(connection) as asked:
            ask(client, query)
        return len(asked)

    add_one()
    for_one = queries()
    add_one()
    add_one()

    assert queries() == for_one
