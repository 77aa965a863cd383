"""What a result rests on besides the law: assumptions, warnings, and what was not told."""

from datetime import date
from decimal import Decimal

import pytest

from advice import services
from advice.engine.answers import LABELS
from advice.models import ProductTerm, Rule, RuleValue, SiteEdition, Strategy
from tests import factories as new
from tests.engine.factories import TODAY, raw_case

pytestmark = pytest.mark.usefixtures("seeded")

SURPLUS = tuple(
    LABELS[field] for field in ("monthly_income", "essential_expenses", "other_debt_payments")
)


def advised(**changes):
    return services.advise(raw_case(**changes), today=TODAY)


def assumed(advice):
    return {row.label: (row.words, row.reason) for row in advice.assumptions}


def kinds(advice):
    return {row.label: row.kind for row in advice.assumptions}


# Assumptions


def test_the_terms_of_the_product_are_assumed_with_their_source_or_reason():
    told = assumed(advised())

    multiplier, compound = told["罚息倍数"], told["是否计复利"]
    assert multiplier[0] == "1.5 倍"
    assert multiplier[1] == "微粒贷产品参数（不是法律，以借款合同为准），可信程度：高。"
    assert compound == ("否", "没有查到计复利的说法，按不计算。可信程度：中。")
    assert told["逾期几天后全部到期"][0] == "没有约定"
    assert told["逾期几天后常见转给外包机构"][0] == "30 天"
    assert told["年利率按几天折算"][0] == "360 天"


def test_each_value_says_whether_it_is_assumed_of_the_product_or_of_the_contract():
    told = kinds(advised(grace_days=0, charges_compound_interest=False))

    assert told["宽限天数"] == told["是否计复利"] == "合同约定"
    assert told["罚息倍数"] == "产品条款"
    assert told["逾期几天后全部到期"] == told["逾期几天后常见转给外包机构"] == "假定"
    assert told[Rule.objects.get(key="trial_days").label] == "假定"


def test_a_term_with_a_source_is_the_products_and_without_one_assumed():
    grace = ProductTerm.objects.get(product__slug="weilidai", key="grace_days")
    multiplier = ProductTerm.objects.get(product__slug="weilidai", key="penalty_multiplier")
    grace.source, multiplier.source = multiplier.source, None
    grace.reason, multiplier.reason = "", "只是假定。"
    grace.save()
    multiplier.save()

    advice = advised()

    assert kinds(advice)["宽限天数"] == "产品条款"
    assert kinds(advice)["罚息倍数"] == "假定"
    assert assumed(advice)["罚息倍数"] == ("1.5 倍", "只是假定。可信程度：高。")


@pytest.mark.parametrize(
    ("field", "value", "label", "words"),
    [
        ("penalty_multiplier", "1.2", "罚息倍数", "1.2 倍"),
        ("charges_compound_interest", True, "是否计复利", "是"),
        ("charges_compound_interest", False, "是否计复利", "否"),
        ("grace_days", 0, "宽限天数", "0 天"),
        ("acceleration_days", 60, "逾期几天后全部到期", "60 天"),
    ],
)
def test_a_term_that_the_borrower_told_is_taken_from_the_contract(field, value, label, words):
    told = assumed(advised(**{field: value}))

    assert told[label] == (words, "按你填的合同约定。")


def test_the_terms_of_another_product_are_its_own():
    told = assumed(advised(product="360jietiao"))

    assert told["是否计复利"][0] == "是"
    assert told["宽限天数"][0] == "0 天"


def test_a_term_is_the_one_in_force_on_the_day():
    product = ProductTerm.objects.get(product__slug="weilidai", key="grace_days").product
    for day, value in [(date(2026, 11, 22), 2), (date(2026, 11, 23), 3)]:
        new.make_term(product=product, key="grace_days", value=value, effective_from=day)

    assert assumed(advised())["宽限天数"][0] == "2 天"
    assert assumed(advised(as_of="2026-11-21"))["宽限天数"][0] == "1 天"
    assert assumed(advised(as_of="2026-11-23"))["宽限天数"][0] == "3 天"


def test_rules_without_a_source_are_assumed_and_those_with_one_are_not():
    told = assumed(advised())

    trial, cap = Rule.objects.get(key="trial_days"), Rule.objects.get(key="annual_cap")
    assert told[trial.label] == ("90 天", trial.values.get().reason)
    assert cap.label not in told


def test_an_assumption_ends_where_a_later_value_has_its_source():
    trial = Rule.objects.get(key="trial_days")
    source = RuleValue.objects.filter(source__isnull=False).first().source
    new.make_rule_value(
        rule=trial, value=60, effective_from=date(2026, 11, 22), source=source, reason=""
    )

    assert trial.label not in assumed(advised())
    assert trial.label in assumed(advised(as_of="2026-11-21"))


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 23)])
def test_a_value_whose_source_is_superseded_is_to_be_reviewed(day):
    cap = RuleValue.objects.get(rule__key="annual_cap")
    grace = ProductTerm.objects.get(product__slug="weilidai", key="penalty_multiplier")
    for value in (cap, grace):
        source = new.make_source(title="废了的法", article="", effective_to=TODAY)
        type(value).objects.filter(pk=value.pk).update(source=source, reason="")
    SiteEdition.renew()

    advice = advised(as_of=day.isoformat())

    told, how = assumed(advice), kinds(advice)
    is_over = day > TODAY
    assert (cap.rule.label in told) is is_over
    assert how["罚息倍数"] == ("待复核" if is_over else "产品条款")
    assert ("废了的法（已失效）" in told["罚息倍数"][1]) is is_over
    if is_over:
        assert told[cap.rule.label] == ("24%", "依据的废了的法已失效，值可能已经变了。")
        assert how[cap.rule.label] == "待复核"


# Warnings


@pytest.mark.parametrize("multiplier", [None, "1", "1.5"])
def test_a_multiplier_up_to_the_ceiling_needs_no_warning(multiplier):
    assert advised(penalty_multiplier=multiplier).warnings == ()


def test_a_multiplier_above_the_ceiling_is_pointed_out():
    [warning] = advised(penalty_multiplier="1.500001").warnings

    assert warning.startswith("你填的罚息是合同利率的 1.500001 倍，高于常见的上限 1.5 倍")
    assert "银发〔2003〕251号 第三条" in warning


def test_a_multiplier_that_the_borrower_did_not_tell_is_the_products():
    ProductTerm.objects.filter(key="penalty_multiplier").update(value=Decimal(2))
    term = ProductTerm.objects.get(product__slug="weilidai", key="penalty_multiplier")
    term.save()

    [warning] = advised().warnings

    assert warning.startswith("产品的罚息是合同利率的 2 倍")


def test_the_ceiling_is_a_rule_of_its_day():
    ceiling = Rule.objects.get(key="penalty_multiplier_ceiling")
    new.make_rule_value(rule=ceiling, value=2, effective_from=TODAY)

    assert advised(penalty_multiplier="2").warnings == ()
    assert advised(penalty_multiplier="2", as_of="2026-11-21").warnings


# What was not told


@pytest.fixture
def no_strategies():
    Strategy.objects.all().delete()


def test_what_would_decide_most_strategies_comes_first(no_strategies):
    new.make_condition(fact="savings", value="0")
    for _ in range(2):
        new.make_condition(fact="monthly_surplus", value="0")

    untold = advised().untold

    assert [(row.labels, row.field, row.strategies) for row in untold] == [
        (SURPLUS, "monthly_income", 2),
        (("存款",), "savings", 1),
    ]


def test_a_strategy_counts_once_however_often_it_asks(no_strategies):
    strategy = new.make_strategy(effect_kind="restructure", max_months=12)
    for group in (1, 2):
        new.make_condition(strategy=strategy, group=group, fact="monthly_surplus", value="0")

    [row] = advised().untold

    assert row.strategies == 1


def test_what_would_decide_nothing_is_not_asked_for(no_strategies):
    strategy = new.make_strategy()
    new.make_condition(strategy=strategy, fact="savings", value="0")
    new.make_condition(strategy=strategy, fact="stage", operator="eq", value="early")

    assert advised().untold == ()


def test_money_at_hand_is_asked_for_where_all_of_it_is_untold(no_strategies):
    new.make_condition(fact="lump_sum", operator="ge", value="", compared_fact="arrears")

    [row] = advised().untold

    assert row.labels == tuple(
        LABELS[field] for field in ("savings", "sellable_assets", "family_loan")
    )
    assert (row.field, row.strategies) == ("savings", 1)
    assert advised(family_loan="0").untold == ()


def test_nothing_is_untold_once_everything_was_told(no_strategies):
    new.make_condition(fact="savings", value="0")
    new.make_condition(fact="grace_days_left", value="0")

    assert advised(savings="0").untold == ()
