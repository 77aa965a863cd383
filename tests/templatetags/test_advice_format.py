"""How pages write values."""

from datetime import date
from decimal import Decimal

import pytest

from advice.models import LegalSource, ProductTerm, Rule, RuleValue
from advice.templatetags import advice_format as written


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal(30000), "¥30,000.00"),
        (Decimal("0.005"), "¥0.01"),
        (Decimal("-12.5"), "−¥12.50"),
    ],
)
def test_an_amount_has_its_sign_its_thousands_and_its_fen(amount, words):
    assert written.yuan(amount) == words


def test_a_date_is_written_in_chinese():
    assert written.chinese_date(date(2026, 1, 5)) == "2026年1月5日"


def test_a_line_is_filled_and_a_text_becomes_html():
    figures = {"term:grace_days": "1"}

    assert written.filled("<b> {{ term:grace_days }} 天", figures) == "<b> 1 天"
    assert written.prose("还留 **{{ term:grace_days }}** 天", figures) == (
        "<p>还留 <strong>1</strong> 天</p>\n"
    )


def test_words_are_marked_and_everything_else_is_shown_as_text():
    line = written.marked("<b>罚息</b> & 利息", ["罚息", "b"])

    assert line == ("&lt;<mark>b</mark>&gt;<mark>罚息</mark>&lt;/<mark>b</mark>&gt; &amp; 利息")


def test_without_words_a_line_is_only_escaped():
    assert written.marked("<b>", []) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("number", "link"),
    [("95384", "95384"), ("400-999 8877", "4009998877"), ("+86 755 1", "+867551")],
)
def test_a_number_to_call_keeps_its_digits(number, link):
    assert written.tel(number) == link


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [("share", "0.24", "24%"), ("days", "180", "180 天"), ("number", "2", "2")],
)
def test_the_value_of_a_rule_has_its_unit(unit, value, words):
    assert written.rule_words(RuleValue(rule=Rule(unit=unit), value=Decimal(value))) == words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("penalty_multiplier", Decimal("1.5"), "1.5 倍"),
        ("daily_rate_max_percent", Decimal("0.05"), "0.05%"),
        ("charges_compound_interest", Decimal(0), "否"),
        ("charges_compound_interest", Decimal(1), "是"),
        ("acceleration_days", None, "没有约定"),
    ],
)
def test_a_term_of_a_product_is_said_in_words(key, value, words):
    assert written.term_words(ProductTerm(key=key, value=value)) == words


@pytest.mark.parametrize(("day", "over"), [(1, False), (2, True)])
def test_a_source_is_superseded_after_its_last_day(day, over):
    source = LegalSource(effective_to=date(2026, 3, 1))

    assert written.is_superseded_on(source, date(2026, 3, day)) is over


@pytest.mark.parametrize(("day", "over"), [(1, False), (2, True)])
def test_a_source_is_to_be_checked_again_after_the_day_it_was_due(day, over):
    source = LegalSource(review_due_on=date(2026, 3, 1), status="published")

    assert written.is_review_overdue_on(source, date(2026, 3, day)) is over
    assert written.is_stale_on(source, date(2026, 3, day)) is over


@pytest.mark.parametrize(("replaced", "over"), [(None, False), (2, True), (3, False)])
def test_a_value_is_replaced_on_the_day_when_the_next_one_begins(replaced, over):
    value = RuleValue()
    value.replaced_on = replaced and date(2026, 3, replaced)

    assert written.is_replaced_on(value, date(2026, 3, 2)) is over
