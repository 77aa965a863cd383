"""Each invariant is refused twice: by the database, and for the editor in words."""

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from advice.engine.rules import Terms
from advice.models import (
    Confidence,
    EffectRun,
    Feedback,
    FeedbackKind,
    SavedAssessment,
    SeededRecord,
    Status,
)
from advice.models.product import TERM_BOUNDS
from tests import factories as new

pytestmark = pytest.mark.django_db

DAY = new.FIRST_DAY
REVIEW = {"reviewed_on": DAY, "review_due_on": DAY}
RESTRUCTURE = {"effect_kind": "restructure", "max_months": 12}


def again(make, build, **shared):
    """A second record that shares with a saved one what only one may have."""

    def breaking():
        parents = {name: parent() for name, parent in shared.items()}
        make(**parents)
        return build(**parents)

    return breaking


def again_proposed(make, build, **shared):
    """A second open proposal for a value from the same day."""
    proposed = {"status": Status.DRAFT}
    return again(
        lambda **told: make(**proposed, **told), lambda **told: build(**proposed, **told), **shared
    )


def term(key, value):
    return lambda: new.new_term(key=key, value=None if value is None else Decimal(value))


# constraint: (a record that breaks it, what the editor reads)
BROKEN = {
    "published_source_is_verified": (
        lambda: new.new_source(confidence=Confidence.UNVERIFIED),
        "“未核实”的依据不能发布：请先核实",
    ),
    "source_ends_after_it_begins": (
        lambda: new.new_source(effective_from=DAY, effective_to=DAY - timedelta(1)),
        "失效日期不能早于生效日期",
    ),
    "source_review_is_due_after_its_check": (
        lambda: new.new_source(checked_on=DAY, review_due_on=DAY),
        "“下次核对”应晚于“核对日期”",
    ),
    "rulevalue_has_a_source_or_a_reason": (
        lambda: new.new_rule_value(reason=""),
        "请选法律依据；如果只是假定，请写明理由",
    ),
    "rule_has_one_value_from_a_day": (
        again(new.make_rule_value, new.new_rule_value, rule=new.make_rule),
        "这条规则从这一天起已经有一个批准过的值：请改日期",
    ),
    "rulevalue_has_one_proposal_from_a_day": (
        again_proposed(new.make_rule_value, new.new_rule_value, rule=new.make_rule),
        "从这一天起已经有一份提议",
    ),
    "rule_value_is_not_negative": (
        lambda: new.new_rule_value(value=Decimal("-0.00000001")),
        "大于或等于0",
    ),
    "feetableversion_has_a_source_or_a_reason": (
        lambda: new.new_version(reason=""),
        "请选法律依据；如果只是假定，请写明理由",
    ),
    "fee_table_has_one_version_from_a_day": (
        again(new.make_version, new.new_version, table=new.make_table),
        "这张表从这一天起已经有一个批准过的版本：请改日期",
    ),
    "feetableversion_has_one_proposal_from_a_day": (
        again_proposed(new.make_version, new.new_version, table=new.make_table),
        "从这一天起已经有一份提议",
    ),
    "fee_brackets_do_not_overlap": (
        again(new.make_bracket, new.new_bracket, version=new.make_version),
        "两段从同一个金额开始：请改其中一段",
    ),
    "fee_bracket_is_in_bounds": (
        lambda: new.new_bracket(share=Decimal("1.000001")),
        "小于或等于1",
    ),
    "productterm_has_a_source_or_a_reason": (
        lambda: new.new_term(reason=""),
        "请选法律依据；如果只是假定，请写明理由",
    ),
    "product_term_has_one_value_from_a_day": (
        again(new.make_term, new.new_term, product=new.make_product),
        "这个条款从这一天起已经有一个批准过的值：请改日期",
    ),
    "productterm_has_one_proposal_from_a_day": (
        again_proposed(new.make_term, new.new_term, product=new.make_product),
        "从这一天起已经有一份提议",
    ),
    "product_term_has_a_value": (term("grace_days", None), "请填数值"),
    "product_term_is_not_negative": (term("credit_limit", "-1"), "大于或等于0"),
    "penalty_multiplier_is_within_bounds": (
        term("penalty_multiplier", "3.000001"),
        "罚息倍数应在 1 到 3 之间",
    ),
    "charges_compound_interest_is_within_bounds": (
        term("charges_compound_interest", "2"),
        "1 表示是，0 表示否",
    ),
    "grace_days_is_within_bounds": (term("grace_days", "31"), "应在 0 到 30 之间"),
    "acceleration_days_is_within_bounds": (
        term("acceleration_days", "1826"),
        "应在 1 到 1825 之间",
    ),
    "agency_after_days_is_within_bounds": (
        term("agency_after_days", "3651"),
        "应在 1 到 3650 之间",
    ),
    "lawsuit_after_days_is_within_bounds": (
        term("lawsuit_after_days", "3651"),
        "应在 1 到 3650 之间",
    ),
    "year_days_is_within_bounds": (term("year_days", "359"), "应在 360 到 366 之间"),
    "daily_rate_min_percent_is_within_bounds": (
        term("daily_rate_min_percent", "0.100001"),
        "应在 0 到 0.1 之间",
    ),
    "daily_rate_max_percent_is_within_bounds": (
        term("daily_rate_max_percent", "0.100001"),
        "应在 0 到 0.1 之间",
    ),
    "longest_term_is_within_bounds": (term("longest_term", "361"), "应在 1 到 360 之间"),
    "consequence_review_is_due_after_it_was_made": (
        lambda: new.new_consequence(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "strategy_review_is_due_after_it_was_made": (
        lambda: new.new_strategy(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "prevention_review_is_due_after_it_was_made": (
        lambda: new.new_prevention(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "question_review_is_due_after_it_was_made": (
        lambda: new.new_question(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "letter_review_is_due_after_it_was_made": (
        lambda: new.new_letter(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "guide_review_is_due_after_it_was_made": (
        lambda: new.new_guide(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "expertcomment_review_is_due_after_it_was_made": (
        lambda: new.new_comment(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "situation_review_is_due_after_it_was_made": (
        lambda: new.new_situation(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "sitepage_review_is_due_after_it_was_made": (
        lambda: new.new_page(**REVIEW),
        "“下次复核”应晚于“复核日期”",
    ),
    "site_page_has_an_address": (
        lambda: new.new_page(key="imprint"),
        "代号只能是 about、privacy、accessibility",
    ),
    "chapter_key_is_unique_in_its_guide": (
        again(
            lambda **told: new.make_chapter(key="one", **told),
            lambda **told: new.new_chapter(key="one", **told),
            guide=new.make_guide,
        ),
        "这篇指南已经有一章用这个代号",
    ),
    "record_is_indexed_once": (
        again(new.make_entry, new.new_entry, key=lambda: "one-key"),
        "已经在搜索里了",
    ),
    "synonym_is_listed_once": (
        again(new.make_synonym, new.new_synonym, word=lambda: "坐牢"),
        "这一对词已经有了",
    ),
    "synonym_is_another_word": (
        lambda: new.new_synonym(word="征信", means="征信"),
        "两个词一样",
    ),
    "hotline_can_be_reached": (lambda: new.new_hotline(number=""), "请填号码"),
    "hotline_check_is_due_after_it_was_made": (
        lambda: new.new_hotline(checked_on=DAY, check_due_on=DAY),
        "“下次核对”应晚于“核对日期”",
    ),
    "correction_says_what_is_wrong": (
        lambda: Feedback(kind=FeedbackKind.CORRECTION, path="/"),
        "请写清楚哪里不对",
    ),
    "consequence_shows_a_figure_once": (
        again(new.make_figure, new.new_figure, consequence=new.make_consequence),
        "这个数字已经列了",
    ),
    "restructure_has_a_longest_term": (
        lambda: new.new_strategy(effect_kind="restructure", max_months=121),
        "小于或等于120",
    ),
    "waived_share_is_between_0_and_1": (
        lambda: new.new_strategy(waived_share=Decimal("1.000001")),
        "小于或等于1",
    ),
    "plan_rate_is_between_0_and_a_tenth_percent": (
        lambda: new.new_strategy(plan_daily_rate_percent=Decimal("0.100001")),
        "小于或等于0.1",
    ),
    "published_hotline_is_verified": (
        lambda: new.new_hotline(confidence=Confidence.UNVERIFIED),
        "“未核实”的号码不能发布：请先核实",
    ),
    "effect_run_ends_at_its_total": (
        lambda: EffectRun(kind="table", record=1, as_of=DAY, done=2, total=1, results={"": 0}),
        "effect_run_ends_at_its_total",
    ),
    "helper_has_a_link_and_its_key_or_neither": (
        lambda: SavedAssessment(
            digest="0", sealed="0", expires_at=timezone.now(), helper_digest="1"
        ),
        "helper_has_a_link_and_its_key_or_neither",
    ),
}

PUBLISHABLE = {
    "legalsource": (new.make_source, new.new_source),
    "hotline": (new.make_hotline, new.new_hotline),
    "consequence": (new.make_consequence, new.new_consequence),
    "strategy": (new.make_strategy, new.new_strategy),
    "prevention": (new.make_prevention, new.new_prevention),
    "question": (new.make_question, new.new_question),
    "letter": (new.make_letter, new.new_letter),
    "guide": (new.make_guide, new.new_guide),
    "expertcomment": (new.make_comment, new.new_comment),
    "situation": (new.make_situation, new.new_situation),
    "sitepage": (new.make_page, new.new_page),
}
for name, (make, build) in PUBLISHABLE.items():
    BROKEN |= {
        f"{name}_has_a_key_of_its_own": (
            again(make, build, key=lambda: "about"),
            "这个代号已经有人用了：请换一个",
        ),
        f"scheduled_{name}_has_its_time": (
            lambda build=build: build(status=Status.SCHEDULED),
            "定时发布要有时间",
        ),
        f"copy_of_{name}_is_not_shown": (
            lambda make=make, build=build: build(revises=make()),
            "自己不会单独发布",
        ),
    }


def all_constraints():
    for model in apps.get_app_config("advice").get_models():
        if model is not SeededRecord:
            yield from (constraint.name for constraint in model._meta.constraints)


def test_every_constraint_is_tested():
    assert set(all_constraints()) == set(BROKEN)


def test_every_term_that_the_calculation_reads_is_bounded():
    assert {field.name for field in fields(Terms)} <= {key.value for key in TERM_BOUNDS}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks(constraint):
    record = BROKEN[constraint][0]()

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Model.save_base(record)


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_editor_reads_why(constraint):
    build, message = BROKEN[constraint]
    record = build()

    with pytest.raises(ValidationError) as refused:
        record.full_clean()

    assert message in "".join(refused.value.messages)


@pytest.mark.parametrize(
    "build",
    [
        lambda: new.new_source(effective_from=DAY, effective_to=DAY),
        lambda: new.new_source(confidence=Confidence.UNVERIFIED, status=Status.DRAFT),
        lambda: new.new_rule_value(value=Decimal(0)),
        lambda: new.new_rule_value(value=Decimal(1)),
        lambda: new.new_rule_value(reason="", source=new.make_source()),
        lambda: new.new_bracket(share=Decimal(1)),
        lambda: new.new_bracket(flat=Decimal(0), share=Decimal(0)),
        term("penalty_multiplier", "1"),
        term("penalty_multiplier", "3"),
        term("charges_compound_interest", "0"),
        term("charges_compound_interest", "1"),
        term("grace_days", "0"),
        term("grace_days", "30"),
        term("acceleration_days", None),
        term("acceleration_days", "1"),
        term("acceleration_days", "1825"),
        term("agency_after_days", "1"),
        term("agency_after_days", "3650"),
        term("lawsuit_after_days", "1"),
        term("lawsuit_after_days", "3650"),
        term("year_days", "360"),
        term("year_days", "366"),
        term("daily_rate_min_percent", "0"),
        term("daily_rate_max_percent", "0.1"),
        term("credit_limit", "0"),
        term("longest_term", "1"),
        term("longest_term", "360"),
        lambda: new.new_consequence(reviewed_on=DAY, review_due_on=DAY + timedelta(1)),
        lambda: new.new_strategy(**RESTRUCTURE | {"max_months": 1}),
        lambda: new.new_strategy(**RESTRUCTURE | {"max_months": 120}),
        lambda: new.new_strategy(waived_share=Decimal(0)),
        lambda: new.new_strategy(waived_share=Decimal(1)),
        lambda: new.new_strategy(plan_daily_rate_percent=Decimal(0)),
        lambda: new.new_strategy(plan_daily_rate_percent=Decimal("0.1")),
        lambda: new.new_hotline(confidence=Confidence.UNVERIFIED, status=Status.DRAFT),
    ],
)
def test_what_lies_on_the_bound_is_kept(build):
    record = build()

    record.full_clean()
    record.save()

    assert type(record).objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize(
    ("build", "field", "message"),
    [
        (term("penalty_multiplier", "0.999999"), "value", "1 到 3"),
        (term("acceleration_days", "0"), "value", "留空"),
        (term("grace_days", "1.5"), "value", "整数"),
        (term("year_days", "367"), "value", "360 到 366"),
        (lambda: new.new_term(key="nonsense"), "key", "nonsense"),
        (lambda: new.new_rule_value(value=Decimal("1.00000001")), "value", "0.24"),
        (
            lambda: new.new_rule_value(rule=new.make_rule(unit="days"), value=Decimal("1.5")),
            "value",
            "整数",
        ),
        (
            lambda: new.new_rule_value(rule=new.make_rule(unit="days"), value=Decimal(3651)),
            "value",
            "3650",
        ),
        (
            lambda: new.new_rule_value(rule=new.make_rule(unit="months"), value=Decimal(1201)),
            "value",
            "1200",
        ),
        (
            lambda: new.new_rule_value(
                rule=new.make_rule(key="a_divisor", unit="number"), value=Decimal(0)
            ),
            "value",
            "不能是 0",
        ),
        (
            lambda: new.new_rule_value(
                rule=new.make_rule(key="cap_year_days", unit="days"), value=Decimal(0)
            ),
            "value",
            "不能是 0",
        ),
        (
            lambda: new.new_rule_value(source=new.make_source(status=Status.DRAFT)),
            "source",
            "请先核实并发布它",
        ),
        (lambda: new.new_rule_value(reason=" \n"), "__all__", "请选法律依据"),
        (lambda: new.new_strategy(effect_kind="restructure"), "max_months", "最长月数"),
        (lambda: new.new_strategy(effect_kind="pay_down"), "effect_kind", "至少要选一项"),
        (lambda: new.new_strategy(body="{{ rule:nope }}"), "body", "rule:nope"),
        (lambda: new.new_strategy(summary="{{ 1 + 1 }}"), "summary", "{{ 1 + 1 }}"),
        (lambda: new.new_hotline(note=" "), "note", "号码从哪里来"),
        (lambda: new.new_synonym(word="？！"), "word", "不能只有标点"),
        (lambda: new.new_synonym(means="……"), "means", "不能只有标点"),
        (lambda: new.new_hotline(number="javascript:1"), "number", "只写数字"),
    ],
)
def test_what_the_database_cannot_know_is_refused_at_its_field(build, field, message):
    record = build()

    with pytest.raises(ValidationError) as refused:
        record.full_clean()

    assert message in "".join(refused.value.message_dict[field])


@pytest.mark.parametrize(
    ("unit", "value"), [("days", 3650), ("days", 0), ("months", 1200), ("times", 10)]
)
def test_a_rule_may_reach_its_highest_value(unit, value):
    new.new_rule_value(rule=new.make_rule(unit=unit), value=Decimal(value)).full_clean()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.SCHEDULED])
def test_a_source_that_something_shown_cites_stays_verified(status):
    source = new.make_source()
    strategy = new.make_strategy(title="协商", status=status, publish_at=timezone.now())
    strategy.sources.add(source)
    source.confidence = Confidence.UNVERIFIED

    with pytest.raises(ValidationError) as refused:
        source.full_clean()

    assert "请先改它们：协商。" in "".join(refused.value.message_dict["confidence"])


def test_a_working_copy_of_a_cited_source_stays_verified_too():
    source = new.make_source()
    new.make_strategy(title="协商").sources.add(source)
    copy = new.make_source(key=source.key, status=Status.DRAFT, revises=source)
    copy.confidence = Confidence.UNVERIFIED

    with pytest.raises(ValidationError, match="协商"):
        copy.full_clean()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_a_source_that_nothing_shown_cites_may_become_unverified(status):
    source = new.make_source(status=Status.DRAFT)
    new.make_strategy(status=status).sources.add(source)
    source.confidence = Confidence.UNVERIFIED

    source.full_clean()


@pytest.mark.parametrize(
    ("effective_to", "day", "expected"),
    [
        (date(2026, 11, 22), date(2026, 11, 22), ""),
        (date(2026, 11, 22), date(2026, 11, 23), "已失效"),
        (None, new.DUE_ON, ""),
    ],
)
def test_a_source_may_be_cited_through_its_last_day(effective_to, day, expected):
    source = new.new_source(effective_to=effective_to)

    assert source.unfitness(day) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(new.DUE_ON, ""), (new.DUE_ON + timedelta(1), "过了核对日期")]
)
def test_a_source_may_be_cited_until_its_check_is_overdue(day, expected):
    assert new.new_source().unfitness(day) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"status": Status.PUBLISHED}, ""),
        ({"status": Status.DRAFT}, "还是草稿"),
        ({"status": Status.IN_REVIEW}, "待审核"),
        ({"status": Status.WITHDRAWN}, "已撤下"),
        ({"status": Status.DRAFT, "confidence": Confidence.UNVERIFIED}, "未核实"),
    ],
)
def test_only_a_published_source_may_be_cited(told, expected):
    assert new.new_source(**told).unfitness(new.CHECKED_ON) == expected


@pytest.mark.parametrize(
    ("day", "overdue"), [(new.DUE_ON, False), (new.DUE_ON + timedelta(1), True)]
)
def test_a_review_is_overdue_after_its_day(day, overdue):
    assert new.new_strategy().is_review_overdue(day) is overdue
