"""A row of text becomes a condition that can be evaluated, or is refused with what to do."""

from datetime import date
from decimal import Decimal

import pytest

from advice.engine.conditions import Condition, ConditionRefused, read_condition
from advice.engine.facts import FACTS
from advice.engine.vocabulary import Operator, Unit

EXAMPLES = {Unit.YES_NO: "yes", Unit.DATE: "2027-01-01"}


def example_of(fact):
    return fact.choices[0][0] if fact.unit is Unit.CHOICE else EXAMPLES.get(fact.unit, "3")


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_every_fact_can_be_asked_about(fact):
    condition = read_condition(fact.key, "eq", example_of(fact))

    assert (condition.fact, condition.operator) == (fact, Operator.EQ)


@pytest.mark.parametrize(
    ("fact", "value", "read"),
    [
        ("arrears", "3000", Decimal(3000)),
        ("arrears", "3000.50", Decimal("3000.50")),
        ("monthly_surplus", "-3000", Decimal(-3000)),
        ("monthly_surplus", "-.5", Decimal("-0.5")),
        ("days_overdue", "90", Decimal(90)),
        ("penalty_annual_percent", "24", Decimal(24)),
        ("filing_on", "2027-01-01", date(2027, 1, 1)),
        ("harassed", "yes", True),
        ("harassed", "no", False),
        ("stage", "late", "late"),
        ("code_now", "7", "7"),
    ],
)
def test_a_value_is_read_in_the_unit_of_its_fact(fact, value, read):
    condition = read_condition(fact, "eq", value)

    assert condition == Condition(FACTS[fact], Operator.EQ, (read,))


@pytest.mark.parametrize("value", ["early,late", "early, late", " early ,late "])
def test_one_of_reads_several_choices(value):
    condition = read_condition("stage", "one_of", value)

    assert condition.values == ("early", "late")


@pytest.mark.parametrize("operator", ["eq", "ne", "lt", "le", "gt", "ge"])
@pytest.mark.parametrize(
    ("fact", "other"),
    [
        ("lump_sum", "arrears"),
        ("days_overdue", "days_to_filing"),
        ("filing_on", "next_code_on"),
        ("penalty_annual_percent", "annual_cap_percent"),
    ],
)
def test_two_facts_of_one_unit_are_compared(operator, fact, other):
    condition = read_condition(fact, operator, "", other)

    assert condition == Condition(FACTS[fact], Operator(operator), compared=FACTS[other])


REFUSED = [
    # The fact
    ("", "eq", "1", "", "fact", "没有“”这一项，请从列表里选"),
    ("nothing", "eq", "1", "", "fact", "没有“nothing”这一项"),
    # The operator
    ("arrears", "", "1", "", "operator", "只能用：是、不是、小于、不超过、大于、不低于"),
    ("arrears", "near", "1", "", "operator", "只能用"),
    ("arrears", "one_of", "1,2", "", "operator", "只能用"),
    ("filing_on", "one_of", "2027-01-01", "", "operator", "只能用"),
    ("harassed", "ne", "yes", "", "operator", "“被催收骚扰”只能用：是"),
    ("stage", "gt", "early", "", "operator", "“现在的阶段”只能用：是、不是、是其中之一"),
    # The value
    ("arrears", "eq", "", "", "value", "请填数值，或选择要比较的“另一项”"),
    ("arrears", "eq", "1", "payoff", "value", "数值和“另一项”只填一个"),
    ("arrears", "eq", "3,000", "", "value", "数值请写成数字，单位是元"),
    ("arrears", "eq", "３０００", "", "value", "数值请写成数字"),
    ("arrears", "eq", "1e3", "", "value", "数值请写成数字"),
    ("arrears", "eq", ".", "", "value", "数值请写成数字"),
    ("arrears", "eq", "1.2.3", "", "value", "数值请写成数字"),
    ("arrears", "eq", "--1", "", "value", "数值请写成数字"),
    ("arrears", "eq", "NaN", "", "value", "数值请写成数字"),
    ("arrears", "eq", "__import__('os')", "", "value", "数值请写成数字"),
    ("days_overdue", "eq", "九十", "", "value", "单位是天"),
    ("filing_on", "eq", "2027-02-30", "", "value", "请写成日期，例如 2027-01-01"),
    ("filing_on", "eq", "soon", "", "value", "请写成日期"),
    ("harassed", "eq", "true", "", "value", "“被催收骚扰”的数值请填 yes 或 no"),
    ("stage", "eq", "LATE", "", "value", "upcoming（还没逾期）"),
    ("stage", "eq", "early,late", "", "value", "“现在的阶段”的数值应是"),
    ("stage", "one_of", "early,", "", "value", "“现在的阶段”的数值应是"),
    ("code_now", "eq", "8", "", "value", "7（逾期超过 180 天）"),
    # The other fact
    ("arrears", "eq", "", "nothing", "compared_fact", "没有“nothing”这一项"),
    ("arrears", "eq", "", "days_overdue", "compared_fact", "“已经逾期”和“逾期应还总额”没法比较"),
    ("stage", "eq", "", "legal_stage", "compared_fact", "没法比较"),
    ("stage", "one_of", "", "stage", "compared_fact", "没法比较"),
    ("illness", "eq", "", "harassed", "compared_fact", "没法比较"),
]


@pytest.fixture
def row(fact, operator, value, other):
    return fact, operator, value, other


@pytest.mark.parametrize(("fact", "operator", "value", "other", "field", "message"), REFUSED)
def test_what_cannot_be_evaluated_is_refused_at_its_field(row, field, message):
    with pytest.raises(ConditionRefused) as refused:
        read_condition(*row)

    assert refused.value.field == field
    assert message in refused.value.message
