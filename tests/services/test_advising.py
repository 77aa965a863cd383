"""Where answers lead: consequences beside the strategies that fit, in the order of the page."""

from datetime import date
from decimal import Decimal

import pytest

from advice import selectors, services
from advice.engine import CaseRefused
from advice.engine.answers import LABELS
from advice.engine.vocabulary import TermKey
from advice.models import Consequence, LegalSource, LoanProduct, ProductTerm, Status, Strategy
from advice.services.remedies import Fit
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


def test_strategies_of_equal_sums_each_tell_where_their_own_come_from(seeded):
    advice = advised(**MEANS | {"sellable_assets": "5000", "family_loan": "5000"})

    told = {
        remedy.strategy.key: {step.words for row in remedy.how.workings for step in row.steps}
        for remedy in advice.remedies
    }

    assert any("可以变卖" in words for words in told["sell_idle_items"])
    assert any("家人" in words for words in told["borrow_from_family"])


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
    source = selectors.current_edition().sources["civil_code_201"]
    source.status = Status.DRAFT
    source.save()

    [pair] = advised().pairs

    assert pair.figures[0].sources == ()


# Grounds


@pytest.fixture
def penalty(bare):
    """The product's term behind the penalty interest, which a consequence shows."""
    new.make_figure(fact="penalty_interest")
    return ProductTerm.objects.get(product__slug="weilidai", key="penalty_multiplier")


def figure_of(**changes):
    [[figure]] = [pair.figures for pair in advised(**changes).pairs]
    return figure


def test_a_term_with_a_source_is_cited_after_the_law(penalty):
    figure = figure_of()

    cited = [source.key for source in figure.sources]
    assert cited == ["civil_code_676", "pboc_2003_251_3", penalty.source.key]
    assert figure.assumed_terms == ()


@pytest.mark.parametrize("stale", ["civil_code_676", "of the term"])
def test_a_figure_needs_review_after_the_last_day_of_a_source_of_it(penalty, stale):
    key = penalty.source.key if stale == "of the term" else stale
    source = LegalSource.objects.get(key=key)
    source.effective_to = TODAY
    source.save()

    assert not figure_of().needs_review
    assert figure_of(as_of="2026-11-23").needs_review


def test_a_term_without_a_source_is_named_as_assumed(penalty):
    penalty.source, penalty.reason = None, "只是假定。"
    penalty.save()

    figure = figure_of()

    cited = [source.key for source in figure.sources]
    assert cited == ["civil_code_676", "pboc_2003_251_3"]
    assert figure.assumed_terms == ("罚息倍数",)


@pytest.mark.parametrize("sourced", [True, False])
def test_the_contracts_own_term_cites_none_of_the_product(penalty, sourced):
    if not sourced:
        penalty.source, penalty.reason = None, "只是假定。"
        penalty.save()

    figure = figure_of(penalty_multiplier="1.5")

    cited = [source.key for source in figure.sources]
    assert cited == ["civil_code_676", "pboc_2003_251_3"]
    assert figure.assumed_terms == ()


@pytest.mark.parametrize(
    ("fact", "told"),
    [("grace_days_left", {"grace_days": 0}), ("compound_interest", {})],
)
def test_a_term_that_is_nothing_in_the_contract_still_counts_as_told(bare, fact, told):
    new.make_figure(fact=fact)
    loans = [raw_loan(first_unpaid_due_date="2026-11-22")]

    taken = figure_of(loans=loans)
    contract = figure_of(loans=loans, charges_compound_interest=False, **told)

    assert taken.assumed_terms
    assert contract.assumed_terms == ()


def test_a_term_is_cited_as_it_stood_on_the_day(penalty):
    later = new.make_term(
        product=penalty.product,
        key=penalty.key,
        value=2,
        effective_from=date(2026, 11, 22),
    )

    before, since = figure_of(as_of="2026-11-21"), figure_of()

    assert penalty.source in before.sources
    assert before.assumed_terms == ()
    assert since.assumed_terms == (TermKey(later.key).label,)


def test_the_terms_cited_are_those_of_the_borrowers_product(penalty):
    ProductTerm.objects.filter(product__slug="jiebei", key="penalty_multiplier").update(
        source=None, reason="只是假定。"
    )

    figure = figure_of(product="jiebei")

    assert penalty.source not in figure.sources
    assert figure.assumed_terms == ("罚息倍数",)


# Remedies


@pytest.mark.parametrize(
    ("uses", "told", "shown"),
    [
        (True, "5000", Decimal(5000)),
        (True, "10756", Decimal(10756)),
        (True, "50000", Decimal(10756)),  # no more than settles everything
        (True, "0", None),
        (True, None, None),
        (False, "5000", None),
    ],
)
def test_money_of_the_family_is_named_where_it_is_used(bare, uses, told, shown):
    new.make_strategy(effect_kind="pay_down", uses_savings=True, uses_family_loan=uses)

    [remedy] = advised(family_loan=told).remedies

    assert remedy.family_money == shown


def test_money_of_the_family_is_named_up_to_all_of_it_beside_other_money(bare):
    new.make_strategy(effect_kind="pay_down", uses_savings=True, uses_family_loan=True)

    [remedy] = advised(savings="8000", family_loan="5000").remedies

    assert remedy.outcome.needed == Decimal(10756)
    assert remedy.family_money == Decimal(5000)


SURPLUS = {
    key: MEANS[key] for key in ("monthly_income", "essential_expenses", "other_debt_payments")
}
SAVINGS = {"effect_kind": "pay_down", "uses_savings": True}
SURPLUS_USED = {"effect_kind": "pay_down", "uses_monthly_surplus": True}
A_MONTH = {"effect_kind": "restructure", "max_months": 1}
A_YEAR = {"effect_kind": "restructure", "max_months": 12}


@pytest.mark.parametrize(
    ("effect", "told", "fit"),
    [
        # Arrears of ¥8,749.00, all of it ¥10,756.00, a surplus of ¥2,300.00 a month.
        ({"effect_kind": "none"}, MEANS, Fit.UNKNOWN),
        ({"effect_kind": "cap"}, MEANS, Fit.UNKNOWN),
        (SURPLUS_USED, {}, Fit.UNKNOWN),
        (A_YEAR, {}, Fit.UNKNOWN),
        ({"effect_kind": "cure"}, {}, Fit.UNKNOWN),
        ({"effect_kind": "cure"}, SURPLUS, Fit.UNKNOWN),
        ({"effect_kind": "cure"}, {"savings": "8749"}, Fit.UNKNOWN),
        ({"effect_kind": "cure"}, {"savings": "0"}, Fit.BEYOND),
        ({"effect_kind": "cure"}, {"savings": "8748.99"} | SURPLUS, Fit.BEYOND),
        ({"effect_kind": "cure"}, {"savings": "8749"} | SURPLUS, Fit.CARRIED),
        (A_YEAR, SURPLUS, Fit.CARRIED),
        (A_MONTH, SURPLUS, Fit.BEYOND),
        (A_MONTH, SURPLUS | {"savings": "100000"}, Fit.BEYOND),
        (SAVINGS, {"savings": "10756"}, Fit.CARRIED),
        (SAVINGS, {"savings": "10755.99"}, Fit.NOT_ENOUGH),
        (SURPLUS_USED, SURPLUS, Fit.CARRIED),
        (SURPLUS_USED, SURPLUS | {"essential_expenses": "5499.99"}, Fit.NOT_ENOUGH),
    ],
)
def test_whether_it_can_be_carried_is_said_as_far_as_the_answers_tell(bare, effect, told, fit):
    new.make_strategy(**effect)

    [remedy] = advised(**told).remedies

    assert remedy.fit is fit


@pytest.mark.parametrize(
    ("effect", "told", "asked"),
    [
        (SURPLUS_USED, {}, tuple(SURPLUS)),
        (SURPLUS_USED, SURPLUS, ()),
        (A_YEAR, {}, ()),  # its figures need no answer
        (SAVINGS, {}, ()),
        ({"effect_kind": "cap"}, {}, ()),
        ({"effect_kind": "none"}, {}, ()),
    ],
)
def test_a_strategy_without_figures_says_which_answers_would_give_them(bare, effect, told, asked):
    new.make_strategy(**effect)

    [remedy] = advised(**told).remedies

    assert remedy.asks == tuple(LABELS[field] for field in asked)


def test_advice_without_figures_asks_for_nothing_whatever_else_would_show_it(bare):
    strategy = new.make_strategy(effect_kind="none")
    new.make_condition(strategy=strategy, group=1, fact="arrears", value="0")
    new.make_condition(strategy=strategy, group=2, fact="savings", value="0")

    [remedy] = advised().remedies

    assert remedy.match.missing_facts == ("savings",)
    assert remedy.asks == ()


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


@pytest.mark.parametrize(
    ("products", "product", "shown"),
    [
        ([], "weilidai", True),
        ([], "jiebei", True),
        (["weilidai"], "weilidai", True),
        (["weilidai"], "jiebei", False),
        (["weilidai", "jiebei"], "jiebei", True),
    ],
)
def test_a_number_of_one_lender_is_for_its_borrowers_alone(seeded, products, product, shown):
    hotline = new.make_hotline(number="4000000000")
    hotline.products.set(LoanProduct.objects.filter(slug__in=products))

    advice = advised(product=product)

    assert (hotline in advice.hotlines) is shown


def test_the_banks_number_is_not_for_borrowers_of_others(seeded):
    of_weilidai, of_another = advised(), advised(product="jiebei")

    others = [row.number for row in of_weilidai.hotlines if row.number != "95384"]
    assert len(others) == len(of_weilidai.hotlines) - 1
    assert [row.number for row in of_another.hotlines] == others


def test_texts_are_filled_with_the_terms_of_the_borrowers_product(seeded):
    product = LoanProduct.objects.get(slug="jiebei")
    new.make_term(product=product, key="grace_days", value=7, effective_from=date(2026, 11, 22))

    of_weilidai, of_another = advised(), advised(product="jiebei")
    the_day_before = advised(product="jiebei", as_of="2026-11-21")

    assert of_weilidai.prose_figures["term:grace_days"] == "1"
    assert of_another.prose_figures["term:grace_days"] == "7"
    assert the_day_before.prose_figures["term:grace_days"] != "7"
    assert of_another.prose_figures["rule:annual_cap"] == "24%"


def test_texts_that_belong_to_no_case_are_filled_with_the_first_products_terms(seeded):
    ProductTerm.objects.filter(product__slug="jiebei", key="grace_days").update(value=7)

    bare, of_weilidai = selectors.prose_figures(TODAY), selectors.prose_figures(TODAY, "weilidai")
    unknown = selectors.prose_figures(TODAY, "huabei")

    assert bare == of_weilidai
    assert not [name for name in unknown if name.startswith("term:")]
    assert unknown.items() <= bare.items()


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
        strategies=selectors.current_edition().strategy_rules,
    )

    assert [row["slug"] for row in told["strategies"]] == keys(advised(**MEANS).remedies)
