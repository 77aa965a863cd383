"""What each published record has to have, and that a draft is left in peace."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from advice.models import SITE_PAGES, Condition, ConsequenceFigure
from advice.services.content_check import Severity, records, values
from tests import factories as new
from tests.engine.factories import TODAY
from tests.services.content_check.checking import found_by, messages

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(1)


def sourced(record, *sources):
    record.sources.set(sources or [new.make_source()])
    return record


# Ways out


def test_a_consequence_needs_a_published_strategy():
    consequence = new.make_consequence(title="利息")
    new.make_strategy(status="draft").eases.add(consequence)

    (finding,) = found_by(records.consequences_are_eased)

    assert finding.where == "后果“利息”"
    assert finding.address == reverse("admin:advice_consequence_change", args=[consequence.pk])
    assert finding.severity is Severity.ERROR


def test_a_consequence_with_a_published_strategy_is_fine():
    new.make_strategy().eases.add(new.make_consequence())
    new.make_consequence(status="draft")

    assert messages(records.consequences_are_eased) == []


@pytest.mark.parametrize("status", ["published", "draft"])
@pytest.mark.parametrize("kind", ["consequences", "strategies"])
def test_a_question_leads_to_something_published(kind, status):
    make = {"consequences": new.make_consequence, "strategies": new.make_strategy}[kind]
    getattr(new.make_question(), kind).add(make(status=status))

    assert len(messages(records.questions_lead_on)) == (status == "draft")


@pytest.mark.parametrize(("count", "wrong"), [(1, 1), (2, 0), (3, 0), (4, 1)])
def test_a_situation_shows_two_or_three_strategies(count, wrong):
    shown = [new.make_strategy() for _ in range(count)]
    new.make_situation().strategies.set([*shown, new.make_strategy(status="draft")])

    assert len(messages(records.situations_show_what_to_do)) == wrong


def test_every_page_about_the_site_is_published():
    new.make_page(key="about")
    new.make_page(key="privacy", status="draft")

    found = found_by(records.site_pages_are_all_there)

    missing = [key for key in SITE_PAGES if key != "about"]
    told = [finding.message.split("，")[0] for finding in found]
    assert told == [f"没有已发布的 {key}" for key in missing]
    assert found[0].address == reverse("admin:advice_sitepage_changelist")


# Law


KINDS = {
    "consequence": new.make_consequence,
    "strategy": new.make_strategy,
    "prevention": new.make_prevention,
    "question": new.make_question,
    "letter": new.make_letter,
    "guide": new.make_guide,
    "situation": new.make_situation,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_a_published_text_has_a_source(make):
    make()
    sourced(make())
    make(status="draft")

    assert messages(records.records_rest_on_law) == ["没有法律依据。请至少选一个。"]


def test_a_comment_has_a_source_of_its_own():
    new.make_comment(guide=sourced(new.make_guide()))

    assert messages(records.records_rest_on_law) == ["没有法律依据。请至少选一个。"]


def test_a_page_about_the_site_may_do_without_law():
    new.make_page()

    assert messages(records.records_rest_on_law) == []


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"status": "draft"}, "还是草稿"),
        ({"status": "draft", "confidence": "unverified"}, "未核实"),
        ({"effective_to": YESTERDAY}, "已失效"),
    ],
)
def test_a_source_that_may_not_be_cited_is_named(told, why):
    source = new.make_source(title="旧法", article="第一条", **told)
    sourced(new.make_page(), source)
    new.make_hotline(source=source)

    found = messages(records.records_rest_on_law)

    assert found == [f"引用的《旧法》第一条{why}。请去掉它或换一个。"] * 2


@pytest.mark.parametrize("status", ["review", "withdrawn"])
def test_a_source_without_a_page_may_not_be_cited(status):
    sourced(new.make_page(), new.make_source(status=status))

    assert len(messages(records.records_rest_on_law)) == 1


def test_only_what_is_published_is_judged():
    for status in ("draft", "review", "withdrawn"):
        new.make_question(status=status)
        new.make_hotline(status=status, source=new.make_source(status="draft"))
    new.make_question(status="scheduled", publish_at=timezone.now())
    live = sourced(new.make_question())
    new.make_question(key=live.key, status="draft", revises=live)

    assert messages(records.records_rest_on_law) == []


def test_time_alone_makes_no_error_of_a_citation_but_a_notice_at_its_source():
    checked = {"checked_on": new.FIRST_DAY}
    overdue = new.make_source(title="旧法", article="", review_due_on=YESTERDAY, **checked)
    new.make_source(review_due_on=TODAY, **checked)
    new.make_source(review_due_on=YESTERDAY, status="draft", **checked)
    sourced(new.make_page(), overdue)
    new.make_rule_value(source=overdue)

    assert messages(records.records_rest_on_law) == []
    assert messages(values.values_rest_on_something) == []
    (finding,) = found_by(records.sources_are_checked_again)
    assert finding.severity is Severity.NOTICE
    assert finding.where == "法律依据“旧法”"
    assert finding.message.startswith("待核对：2026年11月21日前要再对照原文。")


def test_a_source_may_be_cited_on_its_last_day():
    sourced(new.make_question(), new.make_source(effective_to=TODAY))

    assert messages(records.records_rest_on_law) == []


# Figures and conditions


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        ("arrears", []),
        ("days_to_agency", []),
        ("monthly_surplus", []),
        ("judgment_on", ["旁边的数字“判决的日子”没有法律或条款作依据。请换一个。"]),
        ("gone", ["旁边的数字“gone”不存在。请去掉这一行。"]),
    ],
)
def test_a_figure_rests_on_law_a_term_or_an_answer(fact, wrong):
    ConsequenceFigure.objects.create(consequence=new.make_consequence(), fact=fact)

    assert messages(records.figures_rest_on_something) == wrong


def test_a_condition_that_cannot_be_read_is_named_with_its_group():
    condition = new.make_condition(group=2)
    Condition.objects.filter(pk=condition.pk).update(fact="gone")
    new.make_condition()

    assert messages(records.conditions_can_be_read) == [
        "第 2 组有看不懂的条件：没有“gone”这一项，请从列表里选。"
    ]


def test_a_group_of_conditions_that_excludes_everybody_is_named():
    strategy = new.make_strategy(title="谁也得不到")
    new.make_condition(strategy=strategy, operator="gt", value="3000")
    new.make_condition(strategy=strategy, operator="lt", value="1000")
    new.make_condition()
    draft = new.make_strategy(status="draft")
    new.make_condition(strategy=draft, fact="savings", operator="lt", value="0")

    (finding,) = found_by(records.conditions_may_hold)

    assert finding.where == "应对办法“谁也得不到”"
    assert finding.severity is Severity.ERROR
    assert finding.message.startswith("第 1 组：“逾期应还总额 大于 ¥3,000.00”和“")


def test_conditions_that_cannot_be_read_are_found_once():
    condition = new.make_condition()
    Condition.objects.filter(pk=condition.pk).update(fact="gone")

    assert messages(records.conditions_may_hold) == []


# Titles and days


def test_a_title_is_used_once_in_its_kind():
    new.make_question(title="怎么还")
    new.make_question(title="怎么还 ")
    new.make_question(title="怎么还", status="draft")
    new.make_strategy(title="怎么还")

    (finding,) = found_by(records.titles_differ)

    assert finding.where == "问答“怎么还 ”"


def test_a_review_and_a_check_are_due_the_day_after_and_only_noticed():
    new.make_question(reviewed_on=new.FIRST_DAY, review_due_on=YESTERDAY)
    new.make_comment(
        guide=new.make_guide(status="draft"), review_due_on=TODAY, reviewed_on=YESTERDAY
    )
    new.make_hotline(checked_on=new.FIRST_DAY, check_due_on=YESTERDAY)
    new.make_hotline(checked_on=YESTERDAY, check_due_on=TODAY)

    found = found_by(records.days_of_review_are_kept)

    assert [finding.message[:3] for finding in found] == ["待复核", "待核对"]
    assert {finding.severity for finding in found} == {Severity.NOTICE}
