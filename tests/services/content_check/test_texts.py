"""What is written: figures that follow the rules, links that lead somewhere, short answers."""

from datetime import timedelta
from decimal import Decimal

import pytest

from advice.services.content_check import texts
from tests import factories as new
from tests.engine.factories import TODAY
from tests.services.content_check.checking import found_by, messages

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(1)


# Whole texts


@pytest.mark.parametrize("field", ["title", "summary", "first_step", "body"])
def test_no_field_of_a_text_is_empty(field):
    new.make_strategy(**{field: " \n"})
    new.make_strategy(**{field: ""}, status="draft")

    (message,) = messages(texts.texts_say_something)

    assert message.endswith("是空的。请写上。")


def test_a_chapter_is_looked_at_with_its_guide():
    chapter = new.make_chapter(title="第一章", body="")

    (finding,) = found_by(texts.texts_say_something)

    assert finding.where == f"指南“{chapter.guide}”"
    assert finding.message == "“第一章”这一章是空的。请写上。"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("一句。", True),
        ("一句。两句。", False),
        ("一句？\n\n两句没有句号", False),
        ("1。2。3。\n\n- 4\n- 5", False),
        ("1。2。3。\n\n- 4\n- 5\n- 6", True),
        ("他说：“不行。”我说：“再谈。”", False),
    ],
)
def test_an_answer_has_two_to_five_sentences(body, wrong):
    new.make_question(body=body)
    new.make_strategy(body="一句。")

    assert bool(messages(texts.answers_are_short)) == wrong


# Figures


@pytest.fixture
def weilidai():
    return new.make_product(slug="weilidai")


def test_a_placeholder_is_known(weilidai):
    new.make_question(summary="{{ rule:gone }} {{ cap }} {{ term:nothing }}")

    assert [message.split("。")[0] for message in messages(texts.placeholders_have_values)] == [
        "一句话里的占位 rule:gone 不认识",
        "一句话里的占位 term:nothing 不认识",
        "一句话里的占位 {{ cap }} 不认识",
    ]


@pytest.mark.parametrize(("begins", "wrong"), [(TODAY, 0), (TOMORROW, 1)])
def test_a_rule_in_a_text_is_in_force(weilidai, begins, wrong):
    new.make_rule_value(rule=new.make_rule(key="cap"), effective_from=begins)
    new.make_page(body="{{ rule:cap }}")

    assert len(messages(texts.placeholders_have_values)) == wrong


@pytest.mark.parametrize(("begins", "wrong"), [(TODAY, 0), (TOMORROW, 1)])
def test_a_term_in_a_text_is_in_force_for_the_product_of_the_site(weilidai, begins, wrong):
    new.make_term(product=weilidai, effective_from=begins)
    new.make_product()
    new.make_strategy(body="{{ term:grace_days }}")

    assert len(messages(texts.placeholders_have_values)) == wrong


def test_what_results_show_has_the_terms_of_every_product_it_is_meant_for(weilidai):
    other = new.make_product()
    new.make_term(product=weilidai)
    new.make_strategy(first_step="{{ term:grace_days }}").products.add(weilidai)
    new.make_consequence(summary="{{ term:grace_days }}", title="都适用")

    (finding,) = found_by(texts.placeholders_have_values)
    new.make_term(product=other)

    assert finding.where == "后果“都适用”"
    assert messages(texts.placeholders_have_values) == []


@pytest.mark.parametrize("typed", ["24%", "24 %", "24％", "２４%"])
def test_a_typed_percentage_that_a_rule_gives_is_to_follow_it(typed):
    new.make_rule_value(rule=new.make_rule(key="cap"), value=Decimal("0.24"))
    new.make_comment(summary=f"超过**{typed}**的部分")

    assert messages(texts.percentages_follow_the_rules) == [
        "观点概括里写了 24%，这是现行的值。请写成 {{ rule:cap }}。"
    ]


@pytest.mark.parametrize("typed", ["24.5%", "{{ rule:cap }}", "0.24", "124%", "24 元"])
def test_other_numbers_may_be_typed(typed):
    new.make_rule_value(rule=new.make_rule(key="cap"), value=Decimal("0.24"))
    new.make_question(body=f"超过 {typed} 的部分")

    assert messages(texts.percentages_follow_the_rules) == []


# Links


@pytest.mark.parametrize(
    "link",
    [
        "/strategies/pay/",
        "/strategies/pay/#steps",
        "/law/law/",
        "/about/",
        "/help/",
        "/assessment/?again=1",
        "https://example.com/x",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(link):
    new.make_strategy(key="pay")
    new.make_source(key="law")
    new.make_page(key="about")
    new.make_question(body=f"[看]({link})")

    assert messages(texts.links_lead_somewhere) == []


@pytest.mark.parametrize(
    "link",
    [
        "/strategies/draft/",
        "/strategies/gone/",
        "/strategies/pay",
        "strategies/pay/",
        "/privacy/",
        "/law/draft/",
        "/admin/",
        "/nowhere/",
        "//example.com/",
        "//[：。http:\u200b]",
        "https://",
        "mailto:a@example.com",
        "#steps",
        "",
    ],
)
def test_a_link_that_no_visitor_can_follow_is_named(link):
    new.make_strategy(key="pay")
    new.make_strategy(key="draft", status="draft")
    new.make_source(key="draft", status="draft")
    new.make_chapter(body=f"[看](<{link}>)", title="一章")

    (message,) = messages(texts.links_lead_somewhere)

    assert message.startswith("“一章”这一章里的链接 ")


# Words


def test_a_misleading_sentence_is_named_with_its_field_and_what_to_write():
    new.make_situation(summary="要交滞纳金。")

    (message,) = messages(texts.words_do_not_mislead)

    assert message.startswith("一句话里写了“滞纳金”。银行贷款没有滞纳金这一项。")
