"""A condition row is kept only where the engine can read it."""

import pytest
from django.core.exceptions import ValidationError

from advice.engine.facts import FACTS
from advice.models import Condition
from tests import factories as new

pytestmark = pytest.mark.django_db

UNREADABLE = [
    ({"fact": "arrears", "operator": "gt", "value": ""}, "value", "请填数值"),
    ({"fact": "arrears", "operator": "gt", "value": "很多"}, "value", "数字"),
    ({"fact": "arrears", "operator": "gt", "value": "1e400"}, "value", "数字"),
    ({"fact": "arrears", "operator": "gt", "value": "NaN"}, "value", "数字"),
    ({"fact": "arrears", "operator": "one_of", "value": "1"}, "operator", "只能用"),
    ({"fact": "harassed", "operator": "eq", "value": "maybe"}, "value", "yes 或 no"),
    ({"fact": "harassed", "operator": "gt", "value": "yes"}, "operator", "只能用：是"),
    ({"fact": "stage", "operator": "eq", "value": "nowhere"}, "value", "upcoming（还没逾期）"),
    ({"fact": "stage", "operator": "one_of", "value": "early,"}, "value", "early"),
    ({"fact": "filing_on", "operator": "lt", "value": "2027-02-30"}, "value", "写成日期"),
    (
        {"fact": "arrears", "operator": "gt", "value": "1", "compared_fact": "payoff"},
        "value",
        "只填一个",
    ),
    (
        {"fact": "arrears", "operator": "gt", "value": "", "compared_fact": "days_overdue"},
        "compared_fact",
        "没法比较",
    ),
]


@pytest.mark.parametrize(("row", "field", "message"), UNREADABLE)
def test_an_unreadable_row_is_refused_at_its_field(row, field, message):
    condition = new.new_condition(**row)

    with pytest.raises(ValidationError) as refused:
        condition.full_clean()

    assert message in "".join(refused.value.message_dict[field])


@pytest.mark.parametrize("row", [row for row, _, _ in UNREADABLE] + [{"fact": ""}])
def test_an_unreadable_row_is_never_saved(row):
    with pytest.raises(ValidationError):
        new.make_condition(**row)

    assert not Condition.objects.exists()


@pytest.mark.parametrize(
    ("typed", "fact", "operator", "kept"),
    [
        ("３０００", "arrears", "ge", "3000"),
        (" 3000.50 ", "arrears", "ge", "3000.50"),
        ("early，late", "stage", "one_of", "early,late"),
        ("early、 late", "stage", "one_of", "early,late"),
        ("是", "harassed", "eq", "yes"),
        ("否", "harassed", "eq", "no"),
        ("２０２７－０１－０１", "filing_on", "lt", "2027-01-01"),
    ],
)
def test_what_a_chinese_keyboard_types_is_understood(typed, fact, operator, kept):
    condition = new.new_condition(fact=fact, operator=operator, value=typed)

    condition.full_clean()

    assert condition.value == kept


def test_a_strategy_names_every_group_that_nobody_can_fulfil():
    strategy = new.make_strategy()
    for number, operator, value in ((1, "gt", "3000"), (1, "lt", "1000"), (2, "gt", "0")):
        new.make_condition(strategy=strategy, group=number, operator=operator, value=value)
    new.make_condition(strategy=strategy, group=3, fact="savings", operator="lt", value="0")
    label = FACTS["arrears"].label

    with pytest.raises(ValidationError) as refused:
        strategy.refuse_incomplete()

    both, one = refused.value.messages
    assert both == (
        f"第 1 组：“{label} 大于 ¥3,000.00”和“{label} 小于 ¥1,000.00”不能同时符合，"
        "谁也不会因为这一组得到这个办法。请改条件。"
    )
    assert one.startswith("第 3 组：“存款 小于 ¥0.00”永远不会符合，")


def test_a_strategy_that_somebody_may_get_is_whole():
    strategy = new.make_strategy()
    strategy.refuse_incomplete()
    new.make_condition(strategy=strategy)

    strategy.refuse_incomplete()


def test_a_row_says_in_words_what_it_asks():
    number = new.new_condition(group=2, fact="arrears", operator="gt", value="3000")
    choice = new.new_condition(fact="stage", operator="one_of", value="middle,late")
    other = new.new_condition(fact="lump_sum", operator="ge", value="", compared_fact="arrears")
    unreadable = new.new_condition(fact="nonsense")

    assert str(number) == f"第 2 组：{FACTS['arrears'].label} 大于 ¥3,000.00"
    assert str(choice) == "第 1 组：现在的阶段 是其中之一 逾期 31–90 天、逾期超过 90 天"
    assert str(other) == f"第 1 组：手头能拿出的 不低于 {FACTS['arrears'].label}"
    assert str(unreadable) == "第 1 组：看不懂的条件"
