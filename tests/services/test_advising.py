"""Where answers lead: consequences beside the strategies that fit, in the order of the page."""

from datetime import date
from decimal import Decimal

import pytest

from advice import selectors, services
from advice.engine import CaseRefused
from advice.models import Consequence, LoanProduct, Status, Strategy
from tests import factories as new
from tests.engine.factories import TODAY, raw_case, raw_loan

MEANS = {
    "monthly_income": "6000",
    "essential_expenses": "3200",
    "other_debt_payments": "500",
    "savings": "2000",
    "sellable_assets": "3000",
    "family_loan": "5000",
    "expense_cut": "400",
}


def advised(**changes):
    return services.advise(raw_case(**changes), today=TODAY)


def keys(remedies):
    return [remedy.strategy.key for remedy in remedies]


def pair_of(advice, key):
    return next(pair for pair in advice.pairs if pair.consequence.key == key)


@pytest.fixture
def bare(seeded):
    """The rules without any guidance."""
    Strategy.objects.all().delete()
    Consequence.objects.all().delete()


# Pairs


def test_consequences_come_in_the_editors_order(seeded):
    advice = advised()

    in_order = list(Consequence.objects.order_by("order").values_list("key", flat=True))
    assert [pair.consequence.key for pair in advice.pairs] == in_order


def test_what_weighs_on_the_mind_comes_first_for_the_distressed(seeded):
    calm, distressed = advised(), advised(circumstances=["distressed"])

    rest = [pair.consequence.key for pair in calm.pairs if pair.consequence.key != "mental_load"]
    assert [pair.consequence.key for pair in distressed.pairs] == ["mental_load", *rest]
    assert (calm.is_distressed, distressed.is_distressed) == (False, True)


def test_a_strategy_stands_beside_every_consequence_that_it_eases(seeded):
    advice = advised(**MEANS)

    for pair in advice.pairs:
        eased_by = {
            remedy.strategy.key
            for remedy in advice.remedies
            if pair.consequence in remedy.strategy.eases.all()
        }
        assert set(keys(pair.remedies)) == eased_by


def test_within_a_pair_strategies_keep_the_shown_order(seeded):
    advice = advised(**MEANS)

    shown = keys(advice.remedies)
    for pair in advice.pairs:
        assert keys(pair.remedies) == [key for key in shown if key in keys(pair.remedies)]


def test_a_strategy_is_told_in_full_once_and_then_briefly(seeded):
    advice = advised(**MEANS)

    told = [remedy for pair in advice.pairs for remedy in pair.remedies]
    in_full = keys(remedy for remedy in told if not remedy.is_brief)
    assert len(in_full) == len(set(in_full)) == len(set(keys(told)))
    assert in_full[0] == told[0].strategy.key


def test_a_strategy_that_eases_nothing_stands_alone(bare):
    consequence, alone, paired = new.make_consequence(), new.make_strategy(), new.make_strategy()
    paired.eases.add(consequence)

    advice = advised()

    assert keys(advice.unpaired) == [alone.key]
    assert [keys(pair.remedies) for pair in advice.pairs] == [[paired.key]]


def test_a_draft_is_neither_shown_nor_among_what_does_not_fit(bare):
    new.make_consequence(status=Status.DRAFT)
    new.make_strategy(status=Status.DRAFT)
    new.make_condition(strategy=new.make_strategy(status=Status.DRAFT), value="99999999")

    advice = advised()

    assert (advice.pairs, advice.remedies, advice.not_shown) == ((), (), ())


def test_a_draft_consequence_shows_no_strategy_beside_it(bare):
    draft = new.make_consequence(status=Status.DRAFT)
    strategy = new.make_strategy()
    strategy.eases.add(draft)

    advice = advised()

    assert keys(advice.unpaired) == [strategy.key]


@pytest.mark.parametrize(("slug", "shown"), [("weilidai", True), ("jiebei", False)])
def test_guidance_for_one_product_shows_for_that_product_alone(bare, slug, shown):
    product = LoanProduct.objects.get(slug=slug)
    for record in (new.make_consequence(), new.make_strategy()):
        record.products.add(product)

    advice = advised()

    assert (bool(advice.pairs), bool(advice.remedies)) == (shown, shown)
    assert advice.not_shown == ()


# Figures


def test_figures_stand_in_the_editors_order_with_words_and_law(bare):
    consequence = new.make_consequence()
    new.make_figure(consequence=consequence, fact="claim", order=20)
    new.make_figure(consequence=consequence, fact="days_overdue", order=10)

    [pair] = advised().pairs

    days, claim = pair.figures
    assert (days.label, days.words, days.is_estimate) == ("已经逾期", "99 天", False)
    assert (claim.label, claim.is_estimate) == ("可能主张的金额", True)
    assert [source.key for source in days.sources] == ["civil_code_201"]
    assert [source.key for source in claim.sources] == ["civil_code_676", "cpl_interp_206"]


def test_a_figure_that_does_not_apply_is_left_out(bare):
    consequence = new.make_consequence()
    for fact in ("next_code_on", "grace_days_left", "monthly_surplus", "payoff"):
        new.make_figure(consequence=consequence, fact=fact)

    [pair] = advised(loans=[raw_loan(first_unpaid_due_date="2026-01-15")]).pairs

    assert [figure.label for figure in pair.figures] == ["结清总额"]


def test_a_source_that_is_not_published_is_not_cited(bare):
    new.make_figure(fact="days_overdue")
    source = selectors.sources_by_key(["civil_code_201"])["civil_code_201"]
    source.status = Status.DRAFT
    source.save()

    [pair] = advised().pairs

    assert pair.figures[0].sources == ()


# Remedies


@pytest.mark.parametrize(
    ("uses", "told", "shown"),
    [
        (True, "5000", Decimal(5000)),
        (True, "0", None),
        (True, None, None),
        (False, "5000", None),
    ],
)
def test_money_of_the_family_is_named_where_it_is_used(bare, uses, told, shown):
    new.make_strategy(effect_kind="pay_down", uses_savings=True, uses_family_loan=uses)

    [remedy] = advised(family_loan=told).remedies

    assert remedy.family_money == shown


def test_only_strategies_with_a_cost_are_compared(bare):
    for kind in ("none", "cure", "cap", "restructure", "pay_down"):
        new.make_strategy(key=kind, effect_kind=kind, max_months=12, uses_savings=True)

    advice = advised(**MEANS)

    assert set(keys(advice.compared)) == {"cure", "restructure", "pay_down"}
    assert keys(remedy for remedy in advice.remedies if remedy.cap) == ["cap"]
    assert keys(remedy for remedy in advice.remedies if remedy.needs_the_bank) == ["restructure"]


def test_the_next_step_is_the_first_remedy(bare):
    assert advised().first_remedy is None

    new.make_strategy(key="later", urgency="anytime")
    new.make_strategy(key="now", urgency="today")

    assert advised().first_remedy.strategy.key == "now"


# The rest


def test_the_principal_is_that_of_all_loans(seeded):
    advice = advised(loans=[raw_loan(principal="100.01"), raw_loan(principal="200.02")])

    assert advice.principal == Decimal("300.03")
    assert advice.product_name == "微粒贷"


def test_the_lines_that_listen_come_first_for_the_distressed_only(seeded):
    calm, distressed = advised(), advised(circumstances=["distressed"])

    numbers = [hotline.number for hotline in calm.hotlines]
    assert [hotline.number for hotline in distressed.hotlines] == [
        "12356",
        *(number for number in numbers if number != "12356"),
    ]
    assert "12368" not in numbers


def test_answers_are_checked_by_the_rules_in_force(seeded):
    case = services.check_answers(raw_case(), today=date(2020, 1, 1))

    assert case.as_of == TODAY
    with pytest.raises(CaseRefused) as refused:
        services.check_answers(raw_case(loans=[]), today=TODAY)
    assert refused.value.errors == {"loans": ["请至少填写一笔借款"]}


def test_the_day_of_asking_is_taken_where_none_is_told(seeded):
    raw = raw_case()
    del raw["as_of"]

    advice = services.advise(raw, today=TODAY)

    assert advice.case.as_of == TODAY


def test_the_json_lists_the_shown_strategies_as_the_page_does(seeded):
    raw = raw_case(**MEANS)

    told = services.advise_as_json(
        raw,
        today=TODAY,
        rulebook=selectors.current_rulebook(),
        strategies=services.strategy_rules(),
    )

    assert [row["slug"] for row in told["strategies"]] == keys(advised(**MEANS).remedies)
