"""The pages to browse: only what is published, with figures, sources and a way on."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from advice.models import (
    Confidence,
    Consequence,
    ExpertComment,
    Guide,
    Hotline,
    LegalSource,
    Letter,
    ListedKind,
    Prevention,
    Question,
    Situation,
    Status,
    Strategy,
)
from portal import page_cache
from tests import factories as make

pytestmark = pytest.mark.django_db

STILL_PAGES = [
    f"advice:{name}"
    for name in (
        "home",
        "guide_list",
        "strategy_list",
        "question_list",
        "letter_list",
        "law_list",
        "help",
    )
]
SITE_PAGES = [f"advice:{name}" for name in ("about", "privacy", "accessibility")]
UNFINISHED = re.compile(r"\{\{|\}\}|\*\*|数值待补|None")


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def text(html):
    """What a reader sees, with every run of spaces as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def in_order(html, *words):
    """Whether the words stand one after the other."""
    place = 0
    for word in words:
        place = html.find(word, place) + len(word)
        if place < len(word):
            return False
    return True


# Every page


@pytest.mark.parametrize("name", STILL_PAGES)
def test_a_page_stands_even_before_there_is_any_content(client, name):
    html = page(client, reverse(name))

    assert html.count("<h1>") == 1
    assert not UNFINISHED.search(html)


@pytest.mark.parametrize("name", STILL_PAGES)
def test_a_page_has_a_title_and_a_description_of_its_own(client, name):
    def heading(address):
        html = page(client, address)
        title = re.search(r"<title>(.+?) · 微粒贷逾期指引</title>", html).group(1)
        return title, re.search(r'<meta name="description" content="([^"]{15,})"', html).group(1)

    others = {heading(reverse(other)) for other in STILL_PAGES if other != name}

    assert heading(reverse(name)) not in others


@pytest.mark.parametrize("name", STILL_PAGES)
def test_a_page_is_read_and_never_posted_to(client, name):
    assert client.head(reverse(name)).status_code == 200
    assert client.post(reverse(name)).status_code == 405


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("home", "首页"),
        ("guide_list", "指南"),
        ("strategy_list", "指南"),
        ("question_list", "问答"),
        ("help", "求助"),
    ],
)
def test_the_menu_marks_where_the_reader_is(client, name, label):
    html = page(client, reverse(f"advice:{name}"))

    assert re.findall(r'aria-current="page">([^<]+)<', html) == [label]


def test_every_page_of_the_first_content_is_finished(client, seeded):
    records = [
        record
        for model in (Consequence, Strategy, Prevention, Question, Letter, Guide, LegalSource)
        for record in model.objects.filter(status=Status.PUBLISHED)
    ]
    addresses = [reverse(name) for name in STILL_PAGES + SITE_PAGES]
    addresses += [record.get_absolute_url() for record in records]

    for address in addresses:
        html = page(client, address)
        assert not UNFINISHED.search(html), address
        assert len(re.findall("<h1[ >]", html)) == 1, address
        assert not re.search(r"<script|<style| style=| on[a-z]+=", html), address


def test_every_question_is_two_steps_from_the_first_page(client, seeded):
    first_steps = re.findall(r'<a [^>]*href="(/[^"#]*)', page(client, "/"))

    second_steps = {
        link
        for address in set(first_steps)
        for link in re.findall(r'<a [^>]*href="(/[^"#]*)', page(client, address))
    }

    questions = Question.objects.published()
    assert questions.count() >= 25
    assert {question.get_absolute_url() for question in questions} <= second_steps


def links_from(client, address):
    """Where one can go on from there; from a file nowhere, and from a personal page to the form."""
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    if not response["Content-Type"].startswith("text/html"):
        return []
    return re.findall(r'<a [^>]*href="(/[^"#]*)', response.content.decode())


def test_every_link_of_the_first_content_leads_somewhere(client, seeded):
    seen, waiting = set(), [reverse(name) for name in STILL_PAGES]

    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        waiting.extend(links_from(client, address))

    assert len(seen) > 150


# What is published, and what is not


@pytest.mark.parametrize(
    ("new", "name"),
    [
        (make.make_consequence, "consequence_detail"),
        (make.make_strategy, "strategy_detail"),
        (make.make_prevention, "prevention_detail"),
        (make.make_question, "question_detail"),
        (make.make_letter, "letter_detail"),
        (make.make_letter, "letter_file"),
        (make.make_guide, "guide_detail"),
        (make.make_source, "law_detail"),
    ],
)
def test_a_draft_and_an_unknown_address_lead_back_to_the_first_page(client, new, name):
    draft = new(status=Status.DRAFT)

    for key in (draft.key, "no-such-key"):
        response = client.get(reverse(f"advice:{name}", args=[key]))
        assertContains(response, "没有找到这一页", status_code=404)
        assertContains(response, 'href="/"', status_code=404)


HIDDEN = "还没写好的"


def publish_one_of_each_beside_its_draft():
    """Published records of every kind, each linked to the drafts of every kind."""
    published, drafts = (
        {
            "source": make.make_source(status=status, **title),
            "consequence": make.make_consequence(status=status, **title),
            "strategy": make.make_strategy(status=status, **title),
            "prevention": make.make_prevention(status=status, **title),
            "question": make.make_question(status=status, **title),
            "letter": make.make_letter(status=status, **title),
            "guide": make.make_guide(status=status, **title),
        }
        for status, title in ((Status.PUBLISHED, {}), (Status.DRAFT, {"title": HIDDEN}))
    )
    make.make_hotline(name=HIDDEN, status=Status.DRAFT, source=published["source"])
    make.make_situation(title=HIDDEN, status=Status.DRAFT)
    make.make_situation().strategies.add(drafts["strategy"])
    comment = make.make_comment(guide=published["guide"], author=HIDDEN, status=Status.DRAFT)
    comment.sources.add(published["source"])
    make.make_comment(guide=drafts["guide"], author=HIDDEN).sources.add(published["source"])
    make.make_comment(guide=published["guide"]).sources.add(drafts["source"])
    for kind in ("consequences", "strategies", "preventions"):
        make.make_chapter(guide=published["guide"], lists=kind)
    for record in (*published.values(), *drafts.values()):
        for name, kind in (
            ("sources", "source"),
            ("eases", "consequence"),
            ("consequences", "consequence"),
            ("strategies", "strategy"),
        ):
            if hasattr(record, name):
                getattr(record, name).set([published[kind], drafts[kind]])
    return published


def test_drafts_show_on_no_page(client):
    published = publish_one_of_each_beside_its_draft()
    make.make_page(key="about", title=HIDDEN, status=Status.DRAFT)

    addresses = [reverse(name) for name in STILL_PAGES]
    addresses += [record.get_absolute_url() for record in published.values()]

    for address in addresses:
        assert HIDDEN not in page(client, address), address
    assert client.get(reverse("advice:about")).status_code == 404


# The first page and the list of strategies


def weilidai():
    return make.make_product(slug="weilidai", name="weilidai")


def test_the_first_page_offers_the_assessment_and_the_bank(client):
    bank = make.make_hotline(number="95384", name="微众银行客服", hours="")
    bank.products.add(weilidai())

    html = page(client, "/")

    step = html[html.index('class="next-step"') :]
    assert in_order(step, 'href="/assessment/"', 'href="tel:95384"', "微众银行客服 95384")
    assert html.count('class="next-step"') == 1


def test_the_first_page_says_of_each_situation_what_matters_and_what_to_do(client):
    early = make.make_situation(
        key="day_1", title="晚了一天", summary="今天还上。", body="先看**宽限**。", order=20
    )
    make.make_situation(key="upcoming", title="还没到期", order=10)
    early.strategies.add(make.make_strategy(title="以后的事", urgency="month", order=1))
    early.strategies.add(make.make_strategy(title="今天的事", urgency="today", first_step="先还。"))

    html = page(client, "/")

    assert in_order(html, 'id="upcoming"', "还没到期", 'id="day_1"', "晚了一天", "今天还上。")
    assert in_order(html, "<strong>宽限</strong>", "今天的事", "先还。", "以后的事")


def test_the_first_page_asks_what_frightens_and_what_is_asked_most(client):
    make.make_question(title="会不会坐牢？", summary="没钱还，不会。", is_grave=True)
    for place in range(9):
        make.make_question(title=f"常见问题{place}？", order=place)

    html = page(client, "/")

    assert in_order(html, "最让人害怕的", "会不会坐牢？", "没钱还，不会。", "大家问得最多")
    assert in_order(html, "大家问得最多", "常见问题0？", "常见问题7？", 'href="/questions/"')
    assert "常见问题8？" not in html


def test_the_first_page_leads_to_the_guides_and_to_the_search(client):
    guide = make.make_guide(title="一篇指南", summary="从头到尾。")

    html = page(client, "/")

    assert in_order(html, guide.get_absolute_url(), "一篇指南", "从头到尾。")
    assert in_order(html, 'role="search"', 'action="/search/"', 'name="q"')


def test_a_channel_without_a_number_stands_on_the_page_of_help_alone(client):
    make.make_hotline(number="", reach="微信里的客服", name="在线客服")

    assert "在线客服" not in page(client, "/")
    assert in_order(page(client, "/help/"), "没有号码", "在线客服", "微信里的客服")


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (-1, True)])
def test_a_number_past_its_check_says_so(client, days, overdue):
    due = timezone.localdate() + timedelta(days=days)
    make.make_hotline(checked_on=due - timedelta(days=90), check_due_on=due)

    assert ("待核对" in page(client, "/help/")) is overdue


def test_strategies_stand_by_urgency_and_then_in_the_editors_order(client):
    make.make_strategy(title="随时可做", urgency="anytime", order=1)
    make.make_strategy(title="本周第二", urgency="week", order=20)
    make.make_strategy(title="本周第一", urgency="week", order=10)
    make.make_strategy(title="今天的事", urgency="today", order=99)

    html = page(client, reverse("advice:strategy_list"))

    assert in_order(html, "今天就做", "今天的事", "这一周", "本周第一", "本周第二", "随时可做")


@pytest.mark.parametrize("name", ["home", "help"])
def test_a_number_says_its_purpose_its_hours_and_when_it_was_checked(client, name):
    make.make_hotline(
        number="400-123 4567",
        name="某热线",
        purpose="想问的时候打。",
        hours="全天",
        note="号码来自公开页面",
    )

    html = page(client, reverse(f"advice:{name}"))

    assert 'href="tel:4001234567"' in html
    assert "某热线 全天。想问的时候打。 核对于2026年11月22日 · 号码来自公开页面" in text(html)


def test_the_source_of_a_number_is_named_unless_it_is_a_law_we_read(client):
    quoted = make.make_source(title="转来的通知", article="", confidence=Confidence.QUOTED)
    read = make.make_source(title="读过的法")
    make.make_hotline(number="11111", note="", source=quoted, confidence=Confidence.QUOTED)
    make.make_hotline(number="22222", note="", source=read, confidence=Confidence.TEXT)

    html = page(client, reverse("advice:help"))

    assert f'<a href="{quoted.get_absolute_url()}">转来的通知</a>（转引）' in html
    assert "读过的法" not in html


def test_the_number_that_listens_comes_first(client):
    make.make_hotline(number="11111", order=1)
    make.make_hotline(number="22222", order=99, first_when_distressed=True)

    assert in_order(page(client, reverse("advice:help")), "22222", "11111")


# A consequence, a strategy, a habit


def test_a_consequence_leads_to_the_most_urgent_strategy_that_eases_it(client):
    consequence = make.make_consequence(title="起诉", summary="银行可以起诉。", body="## 这是什么")
    later = make.make_strategy(title="以后的事", urgency="month", order=1)
    now = make.make_strategy(title="今天的事", urgency="today", order=2, first_step="写下日期。")
    consequence.strategies.add(later, now)

    html = page(client, consequence.get_absolute_url())

    assert in_order(
        html, "<h1>起诉</h1>", "银行可以起诉。", 'class="next-step"', "<h2>这是什么</h2>"
    )
    step = html[html.index('class="next-step"') : html.index("</section>")]
    assert in_order(step, "今天的事", "写下日期。", now.get_absolute_url())
    ways = html[html.index('id="strategies"') :]
    assert in_order(ways, "今天的事", "以后的事")


def test_a_consequence_that_nothing_eases_leads_to_the_assessment(client):
    consequence = make.make_consequence()

    html = page(client, consequence.get_absolute_url())

    step = html[html.index('class="next-step"') : html.index("</section>")]
    assert 'href="/assessment/"' in step


def test_a_strategy_shows_its_first_step_and_what_it_eases(client):
    eased = make.make_consequence(title="起诉", summary="银行可以起诉。")
    strategy = make.make_strategy(title="分期", first_step="先算每月能还多少。", body="> 你好")
    strategy.eases.add(eased)

    html = page(client, strategy.get_absolute_url())

    step = html[html.index('class="next-step"') : html.index("</section>")]
    assert "先算每月能还多少。" in step
    assert 'href="/assessment/"' in step
    assert in_order(html, "<blockquote>", "它能缓解", eased.get_absolute_url(), "银行可以起诉。")


@pytest.mark.parametrize(
    ("slugs", "shown"),
    [([], True), (["weilidai"], True), (["weilidai", "other"], True), (["other"], False)],
)
def test_the_banks_number_stands_beside_strategies_for_its_own_loans(client, slugs, shown):
    products = {"weilidai": weilidai(), "other": make.make_product(slug="other", name="other")}
    make.make_hotline(number="95384").products.add(products["weilidai"])
    make.make_hotline(number="11111").products.add(products["other"])
    strategy = make.make_strategy()
    strategy.products.set(products[slug] for slug in slugs)

    html = page(client, strategy.get_absolute_url())

    assert ("tel:95384" in html) is shown
    assert "tel:11111" not in html
    for name in slugs or ["微粒贷和同类的借款"]:
        assert re.search(f"适用：.*{name}", text(html))


def test_a_habit_shows_its_first_step_and_the_other_habits(client):
    habit = make.make_prevention(title="存应急钱", first_step="先转一小笔。")
    other = make.make_prevention(title="看账单")

    html = page(client, habit.get_absolute_url())

    assert in_order(html, "存应急钱", "先转一小笔。", "还可以养成的习惯", other.get_absolute_url())
    assert html.count(f'href="{habit.get_absolute_url()}"') == 0


# A guide, a question, a page of the site


def test_a_guide_shows_where_it_comes_from_and_who_answers_for_it(client):
    guide = make.make_guide(
        source_name="某信息港", first_published_on=date(2025, 3, 18), editor="一位编辑"
    )

    words = text(page(client, guide.get_absolute_url()))

    assert "来源：某信息港，2025年3月18日首发 · 责任编辑：一位编辑" in words
    assert "本站改写并核对于2026年11月22日" in words


def test_a_guide_lists_what_its_chapters_are_about(client):
    guide = make.make_guide(body="先读这里。")
    make.make_chapter(
        guide=guide, key="two", title="第二章", body="## 小标题", lists="strategies", order=20
    )
    make.make_chapter(guide=guide, key="one", title="第一章", lists="consequences", order=10)
    strategy = make.make_strategy(title="分期", summary="请求分期。", first_step="先算。")
    consequence = make.make_consequence(title="起诉", summary="可以起诉。")
    consequence.strategies.add(strategy)

    html = page(client, guide.get_absolute_url())

    assert in_order(html, "先读这里。", 'href="#one"', 'href="#two"', 'id="one"', "第一章")
    assert in_order(html, 'id="one"', consequence.get_absolute_url(), "可以起诉。", "分期")
    assert in_order(html, 'id="two"', "<h3>小标题</h3>", "请求分期。", "第一步：", "先算。")


def test_a_guide_shows_what_experts_said_as_our_summary(client):
    guide = make.make_guide()
    source = make.make_source(title="民法典", article="第六百七十六条")
    comment = make.make_comment(guide=guide, author="丰如曼", role="实习律师", summary="要付利息。")
    comment.sources.add(source)

    html = page(client, guide.get_absolute_url())

    assert in_order(html, "我们对各位观点的概括，不是原话", "丰如曼", "实习律师", "2020年1月1日")
    assert in_order(html, "要付利息。", source.get_absolute_url())


def test_a_guide_leads_to_the_next_and_the_last_to_the_first(client):
    first, second = (make.make_guide(title=title, order=n) for n, title in enumerate("甲乙"))

    for guide, other in ((first, second), (second, first)):
        following = page(client, guide.get_absolute_url()).split('id="next-guide"')[1]
        assert other.get_absolute_url() in following.split("</section>")[0]


def test_a_lone_guide_leads_nowhere_else(client):
    guide = make.make_guide()

    assert "下一篇" not in page(client, guide.get_absolute_url())


def test_a_question_shows_its_answer_and_what_it_is_about(client):
    question = make.make_question(title="能不能延期？", summary="可以申请。", body="先**打电话**。")
    strategy, consequence = make.make_strategy(title="延期"), make.make_consequence(title="罚息")
    question.strategies.add(strategy)
    question.consequences.add(consequence)
    other = make.make_question(title="改还款日？")
    make.make_question(title="别的主题？", theme="court")

    html = page(client, question.get_absolute_url())

    assert in_order(html, "能不能延期？", "可以申请。", "<strong>打电话</strong>")
    assert in_order(html, strategy.get_absolute_url(), consequence.get_absolute_url())
    assert other.get_absolute_url() in html
    assert "别的主题？" not in html


def test_what_a_question_is_about_leads_back_to_it(client):
    question = make.make_question(title="能不能延期？")
    strategy, consequence = make.make_strategy(), make.make_consequence()
    question.strategies.add(strategy)
    question.consequences.add(consequence)

    for record in (strategy, consequence):
        assert question.get_absolute_url() in page(client, record.get_absolute_url())


def test_questions_stand_by_theme_with_their_answers(client):
    make.make_question(title="坐牢？", theme="court", body="不会。")
    make.make_question(title="第二问？", theme="interest", order=2)
    make.make_question(
        title="第一问？", theme="interest", order=1, summary="一句话。", body="全文。"
    )

    html = page(client, "/questions/")

    assert in_order(html, 'href="#interest"', 'href="#court"', 'id="interest"', "利息和罚息")
    assert in_order(html, "第一问？", "一句话。", "全文。", "第二问？", 'id="court"', "坐牢？")


@pytest.mark.parametrize("name", SITE_PAGES)
def test_a_page_of_the_site_says_what_editors_wrote(client, name):
    make.make_page(key=name.removeprefix("advice:"), title="这个页面", body="## 一节")

    html = page(client, reverse(name))

    assert in_order(html, "<h1>这个页面</h1>", "<h2>一节</h2>", "最近复核：")
    assert "适用：" not in html


def test_a_page_of_the_site_that_is_not_written_is_not_found(client):
    assert client.get(reverse("advice:accessibility")).status_code == 404


GUIDANCE = [
    make.make_consequence,
    make.make_strategy,
    make.make_prevention,
    make.make_question,
    make.make_letter,
    make.make_guide,
]


@pytest.mark.parametrize("new", GUIDANCE)
def test_figures_come_from_the_rule_in_force(client, new):
    rule = make.make_rule(key="annual_cap", unit="share")
    make.make_rule_value(rule=rule, value=Decimal("0.24"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    make.make_rule_value(rule=rule, value=Decimal("0.5"), effective_from=tomorrow)
    asked = "上限{{ rule:annual_cap }}"
    guidance = new(summary=asked, body=f"正文**{asked}**。")

    html = page(client, guidance.get_absolute_url())

    assert html.count("上限24%") >= 3
    assert re.search('<meta name="description" content="上限24%"', html)
    assert "正文<strong>上限24%</strong>。" in html


@pytest.mark.parametrize("new", GUIDANCE)
@pytest.mark.parametrize(("days", "overdue"), [(0, False), (-1, True)])
def test_a_text_past_its_review_says_so(client, new, days, overdue):
    due = timezone.localdate() + timedelta(days=days)
    guidance = new(reviewed_on=due - timedelta(days=90), review_due_on=due)

    html = page(client, guidance.get_absolute_url())

    assert "最近复核：" in html
    assert ("待复核" in html) is overdue
    assert ("这一页过了该复核的日子，规定可能已经变了" in html) is overdue


CHECKED = {"checked_on": make.FIRST_DAY}


def stale_sources():
    """Each with what its readers are told; the last one lost its page, and its name is not told."""
    today = timezone.localdate()
    yesterday = today - timedelta(1)
    return [
        (make.make_source(title="废了的法", article="", effective_to=yesterday), "废了的法已失效"),
        (
            make.make_source(title="没核对的法", article="", review_due_on=yesterday, **CHECKED),
            "没核对的法过了核对日期",
        ),
        (make.make_source(title=HIDDEN, status=Status.WITHDRAWN), "一条依据已撤下"),
    ]


@pytest.mark.parametrize("new", [*GUIDANCE, make.make_page])
def test_a_text_is_to_be_reviewed_where_a_source_can_be_cited_no_more(client, new):
    today = timezone.localdate()
    sources = stale_sources()
    good = make.make_source(effective_to=today, review_due_on=today, **CHECKED)
    guidance = new()
    guidance.sources.add(good)

    for source, reason in sources:
        assert "待复核" not in page(client, guidance.get_absolute_url())
        guidance.sources.set([good, source])
        page_cache.clear()
        words = text(page(client, guidance.get_absolute_url()))
        assert "待复核" in words
        assert f"这一页引用的{reason}，规定可能已经变了" in words
        assert HIDDEN not in words
        guidance.sources.set([good])
        page_cache.clear()


@pytest.mark.parametrize(
    ("new", "address"),
    [
        (make.make_situation, "/"),
        (make.make_question, "/questions/"),
        (lambda: make.make_comment(guide=make.make_guide(key="a-guide")), "/guide/a-guide/"),
    ],
    ids=["situation", "question", "comment"],
)
def test_a_text_shown_in_full_on_a_page_of_several_is_marked_there(client, new, address):
    record = new()

    assert "待复核" not in page(client, address)

    source, _ = stale_sources()[0]
    record.sources.add(source)
    page_cache.clear()

    assert page(client, address).count("待复核") == 1


@pytest.mark.parametrize(("days", "stale"), [(0, False), (-1, True)])
def test_a_number_whose_source_is_superseded_says_so(client, days, stale):
    last_day = timezone.localdate() + timedelta(days)
    make.make_hotline(source=make.make_source(effective_to=last_day))

    html = page(client, "/help/")

    assert ("待复核" in html) is stale
    assert "待核对" not in html


@pytest.mark.parametrize("new", GUIDANCE)
def test_a_source_stands_with_its_citation_summary_date_and_confidence(client, new):
    source = make.make_source(
        title="民法典",
        article="第五百四十三条",
        effective_from=make.FIRST_DAY,
        summary="协商可以变更。",
    )
    guidance = new()
    guidance.sources.add(source)

    html = page(client, guidance.get_absolute_url())

    assert f'<a href="{source.get_absolute_url()}">《民法典》第五百四十三条</a>' in html
    assert "读过法条原文 协商可以变更。 2020年1月1日起施行" in text(html)


def test_many_sources_are_folded_after_the_fourth(client):
    guidance = make.make_strategy()
    guidance.sources.set([make.make_source(key=f"law_{number}") for number in (9, 85, 103, 7, 8)])

    html = page(client, guidance.get_absolute_url())

    assert in_order(html, "/law/law_7/", "/law/law_8/", "/law/law_9/", "/law/law_85/")
    assert in_order(html, "/law/law_85/", "<summary>其余 1 条依据</summary>", "/law/law_103/")


def test_four_sources_need_no_fold(client):
    guidance = make.make_strategy()
    guidance.sources.set([make.make_source() for _ in range(4)])

    assertNotContains(client.get(guidance.get_absolute_url()), "<summary>")


def test_markup_in_a_record_is_shown_as_text(client):
    strategy = make.make_strategy(
        title="<b>标题</b>", summary='"><script>alert(1)</script>', first_step="<i>第一步</i>"
    )

    response = client.get(strategy.get_absolute_url())

    assertNotContains(response, "<script>")
    assertNotContains(response, "<b>标题")
    assertNotContains(response, "<i>")


# The law


def test_the_law_is_listed_by_law_with_the_most_cited_first(client):
    make.make_source(title="诉讼费用交纳办法", article="第十三条")
    make.make_source(key="cpl_103", title="民事诉讼法", article="第一百零三条")
    make.make_source(key="cpl_85", title="民事诉讼法", article="第八十五条")

    html = page(client, reverse("advice:law_list"))

    assert in_order(html, "民事诉讼法", "2 条", "第八十五条", "第一百零三条")
    assert in_order(html, "第一百零三条", "只用到一条的", "《诉讼费用交纳办法》第十三条")


def test_a_source_says_what_it_is_and_how_sure_we_are(client):
    source = make.make_source(
        title="征信业管理条例",
        article="第十六条",
        document_no="国务院令第631号",
        effective_from=make.FIRST_DAY,
        effective_note="现行文字",
        confidence=Confidence.QUOTED,
        summary="保存五年。",
    )

    words = text(page(client, source.get_absolute_url()))

    assert in_order(words, "《征信业管理条例》第十六条", "保存五年。", "国务院令第631号")
    assert in_order(words, "国务院令第631号", "2020年1月1日起施行 现行文字", "转引")
    assert "已失效" not in words


def test_a_superseded_source_is_marked_wherever_it_shows(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    source = make.make_source(effective_to=yesterday)
    strategy = make.make_strategy()
    strategy.sources.add(source)

    for address in (source.get_absolute_url(), strategy.get_absolute_url(), "/law/"):
        assert "已失效" in page(client, address), address


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (-1, True)])
def test_a_source_says_when_it_was_checked_and_that_it_is_overdue(client, days, overdue):
    due = timezone.localdate() + timedelta(days)
    source = make.make_source(checked_on=date(2026, 3, 1), review_due_on=due)
    make.make_strategy().sources.add(source)

    words = text(page(client, source.get_absolute_url()))

    assert in_order(words, "出处", "核对于2026年3月1日")
    assert ("这一条过了该核对的日子" in words) is overdue
    assert ("待复核" in words) is ("待核对" in words) is overdue
    assert ("待核对" in page(client, "/law/")) is overdue


def cite(source):
    """Something of each kind that cites the source."""
    for new in GUIDANCE:
        new().sources.add(source)
    make.make_comment().sources.add(source)
    make.make_rule_value(source=source)
    make.make_version(source=source)
    make.make_term(source=source)
    make.make_hotline(source=source)


def test_the_page_of_a_superseded_source_marks_everything_that_cites_it(client):
    yesterday = timezone.localdate() - timedelta(1)
    source = make.make_source(effective_to=yesterday)
    cite(source)

    html = page(client, source.get_absolute_url())

    since = f"{yesterday.year}年{yesterday.month}月{yesterday.day}日后失效，只留作查考"
    assert since in text(html)
    citing = html[html.index('id="facts"') :]
    assert citing.count("待复核") == len(GUIDANCE) + 5


def test_the_page_of_a_source_in_force_marks_nothing(client):
    source = make.make_source(effective_to=timezone.localdate())
    cite(source)

    assert "待复核" not in page(client, source.get_absolute_url())


@pytest.mark.parametrize(("days", "marked"), [(0, 0), (1, 1)])
def test_a_value_that_was_replaced_need_not_be_reviewed(client, days, marked):
    source = make.make_source(effective_to=timezone.localdate() - timedelta(1))
    begins = timezone.localdate() + timedelta(days)
    rule, table, product = make.make_rule(), make.make_table(), make.make_product()
    for new, series in (
        (make.make_rule_value, {"rule": rule}),
        (make.make_version, {"table": table}),
        (make.make_term, {"product": product}),
    ):
        new(source=source, **series)
        new(effective_from=begins, **series)
        new(effective_from=begins + timedelta(1), status=Status.DRAFT, **series)

    words = text(page(client, source.get_absolute_url()))

    assert words.count(f"{begins.year}年{begins.month}月{begins.day}日起换了新的") == 3
    assert words[words.index("测算里用到的数") :].count("待复核") == 3 * marked


def test_a_source_shows_where_it_is_used(client):
    source = make.make_source()
    titles = ("某后果", "某办法", "某习惯", "某问题", "某文书", "某指南")
    for new, title in zip(GUIDANCE, titles, strict=True):
        new(title=title).sources.add(source)
    make.make_comment(author="某律师").sources.add(source)
    make.make_rule_value(
        rule=make.make_rule(label="年化上限", unit="share"), source=source, value=Decimal("0.24")
    )
    make.make_version(table=make.make_table(label="受理费"), source=source)
    make.make_term(product=make.make_product(name="某贷"), key="grace_days", source=source)
    make.make_term(product=make.make_product(name="停用的贷", is_active=False), source=source)
    make.make_hotline(number="12348", name="某热线", source=source)

    html = page(client, source.get_absolute_url())

    assert in_order(html, *titles, "某律师", "年化上限：24%", "受理费", "某热线")
    assert in_order(html, "受理费", "某贷，宽限天数：1 天", "tel:12348")
    assert "2020年1月1日起用，核对于2026年11月22日" in text(html)
    assert "停用的贷" not in html


# However much there is


def fill(count):
    """Records of every kind, all connected with each other."""
    for _ in range(count):
        add_one_of_each()
    connect(("sources", LegalSource), Consequence, Strategy, Prevention, Question, Letter, Guide)
    connect(("sources", LegalSource), ExpertComment)
    connect(("eases", Consequence), Strategy)
    connect(("strategies", Strategy), Question, Situation, Letter)
    connect(("hotlines", Hotline), Letter)
    connect(("consequences", Consequence), Question)
    first = LegalSource.objects.order_by("pk").first()
    for relation in ("rulevalue", "feetableversion", "productterm", "hotline"):
        manager = getattr(first, f"{relation}_set")
        manager.model.objects.update(source=first)


def add_one_of_each():
    source = make.make_source(title=f"第 {LegalSource.objects.count()} 部法")
    make.make_source(title=source.title)
    make.make_rule_value(source=source)
    make.make_version(source=source)
    make.make_term(source=source)
    make.make_hotline(source=source)
    make.make_situation()
    product = make.make_product()
    for new in GUIDANCE:
        new().products.add(product)
    for guide in Guide.objects.all():
        make.make_comment(guide=guide)
        for kind in ListedKind:
            make.make_chapter(guide=guide, lists=kind)


def connect(relation, *models):
    """Every record of the models with every record of the other one."""
    field, other = relation
    for model in models:
        for record in model.objects.all():
            getattr(record, field).set(other.objects.all())


def queries(client, address):
    """How many a page needs where it is not kept, but what all pages share is."""
    page_cache.clear()
    client.get(address)
    page_cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "find",
    [
        *(lambda name=name: reverse(name) for name in STILL_PAGES),
        *(
            lambda model=model: model.objects.order_by("pk").first().get_absolute_url()
            for model in (Consequence, Strategy, Prevention, Question, Letter, Guide, LegalSource)
        ),
    ],
    ids=[
        *STILL_PAGES,
        "consequence",
        "strategy",
        "prevention",
        "question",
        "letter",
        "guide",
        "law",
    ],
)
def test_more_records_ask_the_database_no_more_often(client, find):
    fill(1)
    with_one = queries(client, find())
    fill(2)

    with_three = queries(client, find())

    assert with_three == with_one <= 15
