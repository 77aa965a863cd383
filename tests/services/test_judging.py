"""A strategy held against figures and against a sample borrower: what holds and what fails."""

from datetime import date
from decimal import Decimal

import pytest

from advice.engine import CaseRefused
from advice.engine.strategies import CureOutcome
from advice.services.judging import Verdict, facts_asked, judge_borrower, judge_figures
from tests import factories as new
from tests.engine.factories import TODAY

pytestmark = pytest.mark.django_db


def strategy_with(*rows, **told):
    """A strategy with conditions, each with its group, fact, operator and value or other fact."""
    strategy = new.make_strategy(**told)
    for group, fact, operator, value in rows:
        other = {"value": "", "compared_fact": value[1:]} if value.startswith("=") else {}
        new.make_condition(
            **{"strategy": strategy, "group": group, "fact": fact, "operator": operator}
            | {"value": value}
            | other
        )
    return strategy


def verdicts(judgement):
    return [[row.verdict for row in group.conditions] for group in judgement.groups]


HOLDS, FAILS, UNTOLD = Verdict.HOLDS, Verdict.FAILS, Verdict.UNTOLD


def test_the_facts_are_those_of_its_conditions_each_once():
    strategy = strategy_with(
        (2, "savings", "gt", "0"), (1, "lump_sum", "ge", "=arrears"), (2, "arrears", "gt", "0")
    )

    assert [fact.key for fact in facts_asked(strategy)] == ["lump_sum", "arrears", "savings"]


def test_each_condition_is_judged_with_the_figures_that_were_told():
    strategy = strategy_with(
        (1, "arrears", "gt", "3000"), (1, "harassed", "eq", "yes"), (1, "savings", "gt", "0")
    )

    judgement = judge_figures(strategy, {"arrears": Decimal(3001), "harassed": False})

    assert verdicts(judgement) == [[HOLDS, FAILS, UNTOLD]]
    rows = judgement.groups[0].conditions
    assert [row.words for row in rows] == [
        "逾期应还总额 大于 ¥3,000.00",
        "被催收骚扰 是 是",
        "存款 大于 ¥0.00",
    ]
    assert [row.values for row in rows] == [
        "逾期应还总额 ¥3,001.00",
        "被催收骚扰 否",
        "存款 没有填",
    ]
    assert not judgement.is_shown


@pytest.mark.parametrize(("arrears", "verdict"), [("3000", FAILS), ("3000.01", HOLDS)])
def test_a_bound_is_judged_to_the_fen(arrears, verdict):
    strategy = strategy_with((1, "arrears", "gt", "3000"))

    judgement = judge_figures(strategy, {"arrears": Decimal(arrears)})

    assert verdicts(judgement) == [[verdict]]
    assert judgement.is_shown is (verdict is HOLDS)


@pytest.mark.parametrize(
    ("figures", "verdict", "said"),
    [
        (
            {"lump_sum": Decimal(5), "arrears": Decimal(5)},
            HOLDS,
            "手头能拿出的 ¥5.00；逾期应还总额 ¥5.00",
        ),
        ({"lump_sum": Decimal(5)}, UNTOLD, "手头能拿出的 ¥5.00；逾期应还总额 没有填"),
        ({"arrears": Decimal(5)}, UNTOLD, "手头能拿出的 没有填；逾期应还总额 ¥5.00"),
    ],
)
def test_a_comparison_needs_both_figures(figures, verdict, said):
    strategy = strategy_with((1, "lump_sum", "ge", "=arrears"))

    judgement = judge_figures(strategy, figures)

    assert verdicts(judgement) == [[verdict]]
    assert judgement.groups[0].conditions[0].values == said


def test_one_group_that_holds_is_enough():
    strategy = strategy_with((1, "arrears", "gt", "3000"), (2, "savings", "gt", "0"))

    judgement = judge_figures(strategy, {"savings": Decimal(1)})

    assert [(group.number, group.holds) for group in judgement.groups] == [(1, False), (2, True)]
    assert judgement.is_shown


def test_a_strategy_without_conditions_is_for_everybody():
    assert judge_figures(new.make_strategy(), {}).is_shown


def test_a_group_that_can_never_hold_is_marked():
    strategy = strategy_with(
        (1, "savings", "gt", "5"), (1, "savings", "lt", "5"), (2, "savings", "gt", "0")
    )

    judgement = judge_figures(strategy, {})

    assert [group.never for group in judgement.groups] == [True, False]


# Borrowers


@pytest.mark.usefixtures("seeded")
def test_a_borrower_is_judged_as_for_a_visitor():
    strategy = strategy_with(
        (1, "days_overdue", "eq", "99"),
        (1, "grace_days_left", "ge", "0"),
        (1, "monthly_surplus", "gt", "0"),
        (2, "days_overdue", "gt", "90"),
        effect_kind="cure",
    )

    judgement = judge_borrower(strategy, new.make_sample(), day=TODAY)

    assert verdicts(judgement) == [[HOLDS, FAILS, UNTOLD], [HOLDS]]
    assert [row.values for row in judgement.groups[0].conditions] == [
        "已经逾期 99 天",
        "宽限期已经过了",
        "每月结余 没有填",
    ]
    assert judgement.is_shown
    assert judgement.match.is_shown
    assert isinstance(judgement.match.outcome, CureOutcome)
    assert judgement.match.reasons == ("已经逾期 99 天，高于 90 天",)


@pytest.mark.usefixtures("seeded")
def test_the_borrower_goes_with_the_day():
    strategy = strategy_with((1, "days_overdue", "eq", "99"))

    later = judge_borrower(strategy, new.make_sample(), day=date(2027, 5, 1))

    assert later.is_shown


@pytest.mark.usefixtures("seeded")
def test_a_strategy_for_another_product_is_not_shown_though_its_conditions_hold():
    strategy = strategy_with((1, "days_overdue", "gt", "0"))
    strategy.products.add(new.make_product())

    judgement = judge_borrower(strategy, new.make_sample(), day=TODAY)

    assert verdicts(judgement) == [[HOLDS]]
    assert not judgement.is_for_product
    assert not judgement.is_shown
    assert judgement.match is None


def test_a_borrower_who_cannot_be_computed_is_refused(db):
    with pytest.raises(CaseRefused):
        judge_borrower(new.make_strategy(), new.make_sample(answers={}), day=TODAY)
