"""Who gets which strategy: conditions on both sides, unknown facts, order, and words for why."""

from decimal import Decimal

import pytest

from advice.engine.assessment import assess
from advice.engine.conditions import read_condition
from advice.engine.matching import Effect, StrategyRule, judge
from advice.engine.strategies import CapOutcome, CureOutcome, PayDownOutcome, RestructureOutcome
from advice.engine.vocabulary import EffectKind, MonthlySource, UpfrontSource, Urgency
from tests.engine.factories import RULEBOOK, make_case, raw_loan

SURPLUS = {"monthly_income": "6000", "essential_expenses": "3200", "other_debt_payments": "500"}


def assessed(**changes):
    """One loan of 10,000 yuan, 99 days overdue: arrears 8,749.00, payoff 10,756.00."""
    return assess(make_case(**changes), RULEBOOK)


def strategy(*groups, slug="one", **told):
    read = tuple(tuple(read_condition(*row) for row in group) for group in groups)
    return StrategyRule(slug, slug, groups=read, **told)


def match_of(*groups, case=None, **told):
    [match] = judge([strategy(*groups, **told)], assessed(**case or {}))
    return match


def is_shown(*row, **case):
    return match_of([row], case=case).is_shown


def shown_order(strategies, **case):
    return [match.strategy.slug for match in judge(strategies, assessed(**case))]


# Conditions, on both sides


on_both_sides = pytest.mark.parametrize(
    ("operator", "below", "at", "above"),
    [
        ("eq", False, True, False),
        ("ne", True, False, True),
        ("lt", True, False, False),
        ("le", True, True, False),
        ("gt", False, False, True),
        ("ge", False, True, True),
    ],
)


@on_both_sides
def test_a_sum_is_compared_to_the_fen(operator, below, at, above):
    def holds(savings):
        return is_shown("savings", operator, "3000.01", savings=savings)

    assert [holds("3000"), holds("3000.01"), holds("3000.02")] == [below, at, above]


@on_both_sides
def test_days_are_compared(operator, below, at, above):
    def holds(days):
        return is_shown("days_overdue", operator, days)

    assert [holds("100"), holds("99"), holds("98")] == [below, at, above]


@on_both_sides
def test_a_rate_is_compared_exactly(operator, below, at, above):
    def holds(percent):
        return is_shown("penalty_annual_percent", operator, percent)

    assert [holds("27.3751"), holds("27.375"), holds("27.3749")] == [below, at, above]


@on_both_sides
def test_days_of_the_calendar_are_compared(operator, below, at, above):
    def holds(day):
        return is_shown("filing_on", operator, day)

    assert [holds("2027-02-12"), holds("2027-02-11"), holds("2027-02-10")] == [
        below,
        at,
        above,
    ]


@on_both_sides
def test_a_count_is_compared(operator, below, at, above):
    def holds(count):
        return is_shown("loan_count", operator, "2", loans=[raw_loan()] * count)

    assert [holds(1), holds(2), holds(3)] == [below, at, above]


@on_both_sides
def test_a_fact_is_compared_with_another(operator, below, at, above):
    def holds(savings):
        return is_shown("savings", operator, "", "family_loan", savings=savings, family_loan=5)

    assert [holds("4.99"), holds("5.00"), holds("5.01")] == [below, at, above]


@pytest.mark.parametrize(
    ("operator", "value", "shown"),
    [
        ("eq", "late", True),
        ("eq", "early", False),
        ("ne", "late", False),
        ("ne", "early", True),
        ("one_of", "late", True),
        ("one_of", "middle,late", True),
        ("one_of", "early,middle", False),
    ],
)
def test_a_choice_is_compared(operator, value, shown):
    assert is_shown("stage", operator, value) is shown


@pytest.mark.parametrize(
    ("value", "circumstances", "shown"),
    [
        ("yes", ["harassed"], True),
        ("yes", ["illness"], False),
        ("no", ["harassed"], False),
        ("no", [], True),
    ],
)
def test_a_circumstance_is_asked_for(value, circumstances, shown):
    assert is_shown("harassed", "eq", value, circumstances=circumstances) is shown


def test_no_condition_means_always():
    match = match_of()

    assert (match.is_shown, match.reasons, match.failures) == (True, (), ())


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [("99", "99", True), ("100", "99", False), ("99", "100", False), ("100", "100", False)],
)
def test_every_condition_of_a_group_must_hold(first, second, shown):
    group = [("days_overdue", "ge", first), ("days_overdue", "ge", second)]

    assert match_of(group).is_shown is shown


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [("99", "99", True), ("100", "99", True), ("99", "100", True), ("100", "100", False)],
)
def test_one_group_is_enough(first, second, shown):
    groups = [("days_overdue", "ge", first)], [("days_overdue", "ge", second)]

    assert match_of(*groups).is_shown is shown


@pytest.mark.parametrize(
    ("products", "listed"),
    [((), True), (("weilidai",), True), (("jiebei", "weilidai"), True), (("jiebei",), False)],
)
def test_a_strategy_for_other_products_is_not_even_judged(products, listed):
    matches = judge([strategy(products=frozenset(products))], assessed())

    assert bool(matches) is listed


# Unknown facts


@pytest.mark.parametrize("operator", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_an_unknown_fact_makes_every_condition_false_and_is_listed(operator):
    match = match_of([("savings", operator, "0")])

    assert not match.is_shown
    assert match.missing_facts == ("savings",)
    assert match.failures == ("还不知道“存款”，填了存款就能判断",)


def test_an_unknown_fact_to_compare_with_is_listed():
    match = match_of([("arrears", "lt", "", "monthly_surplus")])

    assert not match.is_shown
    assert match.missing_facts == ("monthly_surplus",)
    assert match.failures == (
        "还不知道“每月结余”，填了每月收入、每月必须的开支、每月其他欠款要还就能判断",
    )


def test_an_unknown_fact_of_another_group_is_listed_too():
    match = match_of([("stage", "eq", "late")], [("savings", "gt", "0"), ("savings", "gt", "1")])

    assert match.is_shown
    assert match.missing_facts == ("savings",)
    assert match.reasons == ("现在的阶段：逾期超过 90 天",)


@pytest.mark.parametrize(
    ("other", "missing"),
    [
        (("stage", "eq", "late"), ("savings",)),
        (("stage", "eq", "early"), ()),
        (("family_loan", "gt", "0"), ("family_loan", "savings")),
    ],
)
def test_an_unknown_fact_is_missing_only_where_it_would_decide(other, missing):
    match = match_of([other, ("savings", "gt", "0")])

    assert not match.is_shown
    assert match.missing_facts == missing


@pytest.mark.parametrize("shown", [True, False])
def test_what_an_effect_needs_to_know_is_missing_only_where_it_is_shown(shown):
    effect = Effect(EffectKind.RESTRUCTURE, max_months=24)

    match = match_of([("stage", "eq", "late" if shown else "early")], effect=effect)

    assert match.is_shown is shown
    assert match.missing_facts == (("monthly_surplus",) if shown else ())


@pytest.mark.parametrize(
    ("row", "told", "missing"),
    [
        (("lump_sum", "ge", "", "arrears"), {}, ("lump_sum",)),
        (("lump_sum", "gt", "0"), {}, ("lump_sum",)),
        (("lump_sum", "gt", "0"), {"savings": "0"}, ()),
        (("lump_sum", "ge", "", "arrears"), {"savings": "5"}, ()),
        (("lump_sum", "ge", "0"), {}, ()),
    ],
)
def test_money_at_hand_is_missing_where_nothing_told_of_it_keeps_it_back(row, told, missing):
    match = match_of([row], case=told)

    assert match.missing_facts == missing


def test_money_at_hand_that_was_not_told_is_said_to_count_as_nothing():
    held, failed = match_of([("lump_sum", "ge", "0")]), match_of([("lump_sum", "gt", "0")])
    told = match_of([("lump_sum", "gt", "0")], case={"family_loan": "0"})

    assert held.reasons == ("没有填手头能拿出的，按 ¥0.00 算",)
    assert failed.failures == (
        "还不知道“手头能拿出的”，填了存款、可以变卖的东西、家人可以借的就能判断",
    )
    assert told.failures == ("手头能拿出的 ¥0.00，要高于 ¥0.00",)


def test_a_fact_that_does_not_apply_is_not_missing():
    match = match_of([("grace_days_left", "ge", "0")])

    assert not match.is_shown
    assert (match.missing_facts, match.failures) == ((), ("宽限期已经过了",))


def test_a_fact_that_does_not_apply_is_named_on_either_side():
    match = match_of([("days_overdue", "gt", "", "grace_days_left")])

    assert match.failures == ("宽限期已经过了",)


def test_a_fact_that_stays_unknown_when_all_is_told_is_not_missing():
    told = {"monthly_income": "0", "other_debt_payments": "500"}

    match = match_of([("debt_service_ratio", "gt", "50")], case=told)

    assert (match.is_shown, match.missing_facts) == (False, ())
    assert match.failures == ("“每月还债占收入”这一项不适用",)


def test_a_fact_of_several_answers_is_missing_while_one_is():
    told = {"monthly_income": "6000"}

    match = match_of([("debt_service_ratio", "gt", "50")], case=told)

    assert match.missing_facts == ("debt_service_ratio",)


@pytest.mark.parametrize(
    ("effect", "missing"),
    [
        (Effect(EffectKind.RESTRUCTURE, max_months=24), ("monthly_surplus",)),
        (
            Effect(EffectKind.PAY_DOWN, monthly=(MonthlySource.MONTHLY_SURPLUS,)),
            ("monthly_surplus",),
        ),
        (Effect(EffectKind.PAY_DOWN, upfront=(UpfrontSource.SAVINGS,)), ()),
        (Effect(EffectKind.CAP), ()),
        (Effect(), ()),
    ],
)
def test_what_an_effect_needs_to_know_is_missing(effect, missing):
    unknown, known = match_of(effect=effect), match_of(effect=effect, case=SURPLUS)

    assert (unknown.missing_facts, known.missing_facts) == (missing, ())


# Effects


def test_each_effect_is_worked_out_for_the_shown_strategy():
    outcomes = [
        match_of(effect=Effect(kind, max_months=24), case=SURPLUS).outcome for kind in EffectKind
    ]

    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        CureOutcome,
        PayDownOutcome,
        RestructureOutcome,
        CapOutcome,
    ]


def test_a_strategy_that_is_not_shown_is_not_worked_out():
    match = match_of([("stage", "eq", "early")], effect=Effect(EffectKind.CURE))

    assert match.outcome is None


def test_a_pay_down_takes_the_sums_that_its_editor_chose():
    told = SURPLUS | {"savings": "2000", "sellable_assets": "3000", "expense_cut": "400"}
    everything = Effect(EffectKind.PAY_DOWN, upfront=(*UpfrontSource,), monthly=(*MonthlySource,))
    savings_only = Effect(EffectKind.PAY_DOWN, upfront=(UpfrontSource.SAVINGS,))

    most, least = (match_of(effect=e, case=told).outcome for e in (everything, savings_only))

    assert (most.needed, most.monthly_payment) == (Decimal(5000), Decimal(2700))
    assert (least.needed, least.monthly_payment) == (Decimal(2000), Decimal(0))


def test_a_pay_down_with_a_surplus_below_nothing_pays_nothing_a_month():
    told = SURPLUS | {"monthly_income": "3000", "savings": "2000"}
    effect = Effect(
        EffectKind.PAY_DOWN,
        upfront=(UpfrontSource.SAVINGS,),
        monthly=(MonthlySource.MONTHLY_SURPLUS,),
    )

    outcome = match_of(effect=effect, case=told).outcome

    assert outcome.monthly_payment == 0


def test_a_pay_down_whose_monthly_sum_is_unknown_has_no_figures():
    effect = Effect(EffectKind.PAY_DOWN, monthly=(MonthlySource.MONTHLY_SURPLUS,))

    match = match_of(effect=effect)

    assert (match.is_shown, match.outcome) == (True, None)


def test_a_restructure_takes_its_editors_terms():
    effect = Effect(
        EffectKind.RESTRUCTURE,
        max_months=12,
        waived_share=Decimal("0.5"),
        plan_daily_rate_percent=Decimal("0.03"),
    )

    outcome = match_of(effect=effect, case=SURPLUS).outcome

    assert outcome.plan_daily_rate_percent == Decimal("0.03")
    assert outcome.waived == (assessed().now.penalty_interest / 2).quantize(Decimal("0.01"))


# Shown order


def test_the_most_urgent_comes_first():
    strategies = [strategy(slug=urgency.value, urgency=urgency) for urgency in reversed(Urgency)]

    assert shown_order(strategies) == ["today", "week", "month", "anytime"]


def test_within_an_urgency_feasible_comes_before_unknown_and_unknown_before_not():
    cure = Effect(EffectKind.CURE)
    none, cap = Effect(), Effect(EffectKind.CAP)
    too_short = Effect(EffectKind.RESTRUCTURE, max_months=1)
    strategies = [
        strategy(slug="too_short", effect=too_short, order=1),
        strategy(slug="advice", effect=none, order=3),
        strategy(slug="cap", effect=cap, order=2),
        strategy(slug="cure", effect=cure, order=9),
    ]

    order = shown_order(strategies, savings="100000", **SURPLUS)

    assert order == ["cure", "cap", "advice", "too_short"]


def test_within_that_the_greater_saving_comes_first():
    def shared(share, order):
        effect = Effect(EffectKind.RESTRUCTURE, max_months=24, waived_share=Decimal(share))
        return strategy(slug=share, effect=effect, order=order)

    strategies = [shared("0", 1), shared("1", 3), shared("0.5", 2)]

    assert shown_order(strategies, **SURPLUS) == ["1", "0.5", "0"]


def test_within_that_the_editors_order_counts_and_then_the_key():
    strategies = [
        strategy(slug="c", order=2),
        strategy(slug="b", order=1),
        strategy(slug="a", order=2),
    ]

    assert shown_order(strategies) == ["b", "a", "c"]


def test_a_strategy_without_a_saving_comes_after_those_with_one():
    slow = Effect(EffectKind.PAY_DOWN, monthly=(MonthlySource.EXPENSE_CUT,))
    too_short = Effect(EffectKind.RESTRUCTURE, max_months=1)
    strategies = [
        strategy(slug="slow", effect=slow, order=1),
        strategy(slug="too_short", effect=too_short, order=2),
    ]

    assert shown_order(strategies, expense_cut="1", **SURPLUS) == ["too_short", "slow"]


def test_what_is_not_shown_comes_last_in_the_editors_order():
    early = [("stage", "eq", "early")]
    strategies = [
        strategy(early, slug="second", urgency=Urgency.TODAY, order=2),
        strategy(early, slug="first", urgency=Urgency.ANYTIME, order=1),
        strategy(slug="shown", urgency=Urgency.ANYTIME, order=9),
    ]

    matches = judge(strategies, assessed())

    assert [match.strategy.slug for match in matches] == ["shown", "first", "second"]
    assert [match.is_shown for match in matches] == [True, False, False]


# Reasons and failures in words


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("days_overdue", "ge", "1"), "已经逾期 99 天，不低于 1 天"),
        (("days_overdue", "gt", "90"), "已经逾期 99 天，高于 90 天"),
        (("days_overdue", "lt", "180"), "已经逾期 99 天，低于 180 天"),
        (("days_overdue", "le", "99"), "已经逾期 99 天，不超过 99 天"),
        (("days_overdue", "eq", "99"), "已经逾期 99 天，等于 99 天"),
        (("days_overdue", "ne", "98"), "已经逾期 99 天，不等于 98 天"),
        (("savings", "gt", "0"), "存款 ¥5,000.00"),
        (("savings", "gt", "", "expense_cut"), "存款 ¥5,000.00，高于每月还能省的 ¥400.00"),
        (("filing_on", "lt", "2027-03-01"), "起诉的日子 2027年2月11日，早于 2027年3月1日"),
        (("filing_on", "le", "2027-03-01"), "起诉的日子 2027年2月11日，不晚于 2027年3月1日"),
        (("filing_on", "gt", "2027-01-01"), "起诉的日子 2027年2月11日，晚于 2027年1月1日"),
        (
            ("filing_on", "ge", "", "next_code_on"),
            "起诉的日子 2027年2月11日，不早于状态变差的日子 2026年12月14日",
        ),
        (
            ("penalty_annual_percent", "gt", "", "annual_cap_percent"),
            "罚息利率折合每年 27.375%，高于年化上限 24%",
        ),
        (("stage", "one_of", "middle,late"), "现在的阶段：逾期超过 90 天"),
        (("stage", "ne", "early"), "现在的阶段：逾期超过 90 天"),
        (("code_now", "ne", "N"), "征信还款状态：4（逾期 91–120 天）"),
        (("illness", "eq", "yes"), "生病，或家人生病"),
        (("harassed", "eq", "no"), "没有选“被催收骚扰”"),
    ],
)
def test_a_condition_that_holds_is_a_reason_with_this_borrowers_figure(row, reason):
    told = {"savings": "5000", "expense_cut": "400", "circumstances": ["illness"]}

    match = match_of([row], case=told)

    assert match.reasons == (reason,)
    assert match.failures == ()


@pytest.mark.parametrize(
    ("row", "failure"),
    [
        (("days_overdue", "ge", "180"), "已经逾期 99 天，要不低于 180 天"),
        (("days_overdue", "lt", "30"), "已经逾期 99 天，要低于 30 天"),
        (("savings", "ge", "6000"), "存款 ¥5,000.00，要不低于 ¥6,000.00，还差 ¥1,000.00"),
        (("savings", "gt", "6000"), "存款 ¥5,000.00，要高于 ¥6,000.00"),
        (("savings", "eq", "6000"), "存款 ¥5,000.00，要等于 ¥6,000.00"),
        (
            ("expense_cut", "ge", "", "savings"),
            "每月还能省的 ¥400.00，要不低于存款 ¥5,000.00，还差 ¥4,600.00",
        ),
        (("filing_on", "ge", "2027-03-01"), "起诉的日子 2027年2月11日，要不早于 2027年3月1日"),
        (
            ("stage", "one_of", "early,middle"),
            "现在的阶段：逾期超过 90 天，这个办法用于：逾期 1–30 天、逾期 31–90 天",
        ),
        (("stage", "eq", "early"), "现在的阶段：逾期超过 90 天，这个办法用于：逾期 1–30 天"),
        (
            ("stage", "ne", "late"),
            "现在的阶段：逾期超过 90 天，这个办法不用于：逾期超过 90 天",
        ),
        (("harassed", "eq", "yes"), "你没有选“被催收骚扰”"),
        (("illness", "eq", "no"), "你选了“生病，或家人生病”"),
    ],
)
def test_a_condition_that_fails_says_why_and_by_how_much(row, failure):
    told = {"savings": "5000", "expense_cut": "400", "circumstances": ["illness"]}

    match = match_of([row], case=told)

    assert match.failures == (failure,)
    assert match.reasons == ()


def test_reasons_of_every_group_that_holds_are_told_once():
    match = match_of(
        [("stage", "eq", "late"), ("illness", "eq", "yes")],
        [("stage", "eq", "late"), ("harassed", "eq", "yes")],
        [("stage", "eq", "late"), ("loan_count", "eq", "1")],
        case={"circumstances": ["illness"]},
    )

    assert match.reasons == ("现在的阶段：逾期超过 90 天", "生病，或家人生病", "借款笔数 1，等于 1")


def test_failures_are_those_of_the_group_that_lacks_least():
    match = match_of(
        [("stage", "eq", "early"), ("illness", "eq", "yes")],
        [("stage", "eq", "late"), ("harassed", "eq", "yes")],
        [("stage", "eq", "late"), ("illness", "eq", "yes")],
    )

    assert match.failures == ("你没有选“被催收骚扰”",)


def test_the_period_of_the_borrower_is_named():
    match = match_of([("payoff_at_horizon", "gt", "1")], case={"horizon_days": 90})

    assert match.reasons[0].startswith("一直不还，90 天后要还 ¥")
