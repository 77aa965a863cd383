"""The lender's figures beside ours: what was planted is found, and nothing else is made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advice.engine import CaseRefused
from advice.engine.assessment import assess
from advice.engine.calendar import add_days
from advice.engine.case import Case, ContractTerms
from advice.engine.claims import Claims, Item, compare_claims, read_claims
from advice.engine.vocabulary import TermKey
from tests.engine.drawn import AS_OF, cases, drawn_times
from tests.engine.factories import TODAY, make_loan
from tests.engine.rulebook import make_rulebook

RULEBOOK = make_rulebook()


def made(*loans, contract=None, on=TODAY):
    case = Case(on, "weilidai", loans or (make_loan(),), contract=contract or ContractTerms())
    return assess(case, RULEBOOK)


def figures_of(assessment):
    """Every item at the end of the day of the assessment, by the projection."""
    now = assessment.now
    return {
        Item.DAYS: now.days_overdue,
        Item.ARREARS: now.arrears,
        Item.PENALTY: now.penalty_interest,
        Item.PAYOFF: now.payoff,
    }


def compared(ours, theirs, *items):
    """Ours beside what another way of computing claims of the items, or of all."""
    told = figures_of(theirs)
    claims = Claims(ours.case.as_of, {item: told[item] for item in items or Item})
    return compare_claims(claims, ours)


def read(assessment=None, **told):
    return read_claims(told, (assessment or made()).case)


# Ours


@drawn_times(60)
@given(cases())
def test_ours_is_what_the_result_shows(case):
    assessment = assess(case, RULEBOOK)

    comparison = compared(assessment, assessment)

    assert comparison.agrees
    assert {row.item: row.ours for row in comparison.items} == figures_of(assessment)
    assert (comparison.explanations, comparison.nearest) == ((), None)


def test_ours_is_that_of_the_day_of_the_claim():
    ours, earlier = made(), made(on=date(2026, 10, 1))

    comparison = compare_claims(Claims(date(2026, 10, 1), figures_of(earlier)), ours)

    assert comparison.agrees


@pytest.mark.parametrize(("fen", "agrees"), [("0.01", True), ("-0.01", True), ("0.02", False)])
def test_a_fen_is_no_difference(fen, agrees):
    ours = made()
    claims = Claims(TODAY, {Item.ARREARS: ours.now.arrears + Decimal(fen)})

    assert compare_claims(claims, ours).agrees is agrees


# Planted


PLANTED = [
    ({"charges_compound_interest": True}, "逾期的利息也计复利"),
    ({"acceleration_days": 30}, "逾期满 30 天，剩下的本金全部提前到期"),
    ({"acceleration_days": 90}, "逾期满 90 天，剩下的本金全部提前到期"),
    ({"penalty_multiplier": Decimal(2)}, "罚息按合同利率的 2 倍算"),
    ({"penalty_multiplier": Decimal("1.3")}, "罚息按合同利率的 1.3 倍算"),
]


@pytest.mark.parametrize(("contract", "words"), PLANTED, ids=str)
def test_a_term_that_the_lender_takes_otherwise_is_found(contract, words):
    comparison = compared(made(), made(contract=ContractTerms(**contract)))

    assert [row.words for row in comparison.explanations] == [(words,)]
    assert comparison.explanations[0].distance == 0


@pytest.mark.parametrize(
    ("days_late", "grace", "words"), [(1, 0, "不给宽限期"), (2, 3, "宽限期按 3 天算")]
)
def test_another_grace_is_found_while_it_makes_a_difference(days_late, grace, words):
    on = add_days(date(2026, 8, 15), days_late)

    comparison = compared(made(on=on), made(contract=ContractTerms(grace_days=grace), on=on))

    assert (words,) in [row.words for row in comparison.explanations]


def test_a_year_of_365_days_is_found_of_an_annual_rate():
    loan = make_loan(annual="18")
    product = RULEBOOK.product("weilidai")
    year = product.terms[TermKey.YEAR_DAYS]
    values = tuple(replace(dated, value=Decimal(365)) for dated in year.values)
    terms = {**product.terms, TermKey.YEAR_DAYS: replace(year, values=values)}
    other = replace(RULEBOOK, products={"weilidai": replace(product, terms=terms)})

    comparison = compared(made(loan), assess(Case(TODAY, "weilidai", (loan,)), other))

    assert comparison.explanations[0].words == ("年利率按一年 365 天折算",)


@pytest.mark.parametrize(
    ("days", "words"), [(1, "首尾两天都算，多算一天"), (-1, "数字是前一天的，少算一天")]
)
def test_a_day_more_or_less_is_found(days, words):
    theirs = figures_of(made(on=add_days(TODAY, days)))

    comparison = compare_claims(Claims(TODAY, theirs), made())

    assert [row.words for row in comparison.explanations] == [(words,)]


def test_an_acceleration_that_the_lender_leaves_out_is_found():
    called = make_loan(accelerated_on="2026-10-01")

    comparison = compared(made(called), made(make_loan()))

    assert [row.words for row in comparison.explanations] == [("没有提前到期，按原来的分期",)]


def test_everything_called_due_that_day_is_found():
    comparison = compared(made(), made(make_loan(accelerated_on="2026-11-22")))

    assert ("剩下的本金在对方说的那天全部提前到期",) in [
        row.words for row in comparison.explanations
    ]


def test_two_things_at_once_are_found():
    contract = ContractTerms(charges_compound_interest=True, penalty_multiplier=Decimal(2))

    comparison = compared(made(), made(contract=contract))

    assert comparison.explanations[0].words == (
        "逾期的利息也计复利",
        "罚息按合同利率的 2 倍算",
    )


@drawn_times(40)
@given(cases(most_loans=2), st.sampled_from([planted for planted, _ in PLANTED]))
def test_whatever_is_planted_in_any_case_is_explained(case, contract):
    case = replace(case, contract=ContractTerms())
    ours = assess(case, RULEBOOK)
    theirs = assess(replace(case, contract=ContractTerms(**contract)), RULEBOOK)
    assume(figures_of(ours) != figures_of(theirs))

    comparison = compared(ours, theirs)

    assert comparison.agrees or comparison.explanations
    for row in comparison.explanations:
        assert all(abs(left) <= Decimal("0.01") for left in row.remaining.values())


# Not explained


def test_a_fee_that_is_no_interest_stays_unexplained():
    ours = made()
    claims = Claims(TODAY, {Item.DAYS: ours.now.days_overdue, Item.ARREARS: Decimal("9999.99")})

    comparison = compare_claims(claims, ours)

    assert comparison.explanations == ()
    assert comparison.nearest is None


def test_what_explains_most_of_it_says_what_it_leaves():
    ours = made()
    theirs = figures_of(made(contract=ContractTerms(acceleration_days=30)))
    claims = Claims(
        TODAY, {**theirs, Item.ARREARS: theirs[Item.ARREARS] + 50, Item.PAYOFF: theirs[Item.PAYOFF]}
    )

    comparison = compare_claims(claims, ours)

    assert comparison.explanations == ()
    assert comparison.nearest.words == ("逾期满 30 天，剩下的本金全部提前到期",)
    assert comparison.nearest.remaining[Item.ARREARS] == 50
    assert comparison.nearest.matches == 3


@drawn_times(40)
@given(
    cases(most_loans=2),
    st.dictionaries(
        st.sampled_from([Item.ARREARS, Item.PENALTY, Item.PAYOFF]),
        st.decimals(0, 100_000_000, places=2),
        min_size=1,
    ),
)
def test_any_claim_is_compared_and_what_is_found_is_true(case, told):
    ours = assess(case, RULEBOOK)

    comparison = compare_claims(Claims(AS_OF, told), ours)

    assert [row.item for row in comparison.items] == list(told)
    for found in [*comparison.explanations, *filter(None, [comparison.nearest])]:
        for item, theirs in told.items():
            assert found.figures[item] + found.remaining[item] == theirs


# Read


def test_what_was_told_is_read_of_the_day_of_the_assessment_unless_told():
    claims = read(claimed_days="99", claimed_arrears="4000.50")
    dated = read(claimed_penalty="3", claimed_on="2026-10-01")

    assert claims == Claims(TODAY, {Item.DAYS: 99, Item.ARREARS: Decimal("4000.50")})
    assert dated.on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("told", "messages"),
    [
        ({}, {"claimed_arrears": ["请至少填一个数字，例如对方说的逾期应还总额"]}),
        (
            {"claimed_on": "2026-10-01"},
            {"claimed_arrears": ["请至少填一个数字，例如对方说的逾期应还总额"]},
        ),
        (
            {"claimed_days": "3701"},
            {"claimed_days": ["对方说的逾期天数应在 0 到 3,700 之间"]},
        ),
        (
            {"claimed_penalty": "-1"},
            {"claimed_penalty": ["对方说的罚息应在 ¥0.00 到 ¥100,000,000.00 之间"]},
        ),
        (
            {"claimed_payoff": "100000000.01"},
            {"claimed_payoff": ["对方说的全部结清总额应在 ¥0.00 到 ¥100,000,000.00 之间"]},
        ),
        (
            {"claimed_days": "1", "claimed_on": "2026-07-14"},
            {"claimed_on": ["对方的数字是哪一天的应在 2026年7月14日 之后"]},
        ),
        (
            {"claimed_days": "1", "claimed_on": "2026-11-23"},
            {"claimed_on": ["对方的数字是哪一天的应在 2026年11月22日 或之前"]},
        ),
        ({"claimed_days": "1", "surplus": "1"}, {"surplus": ["没有这个字段"]}),
    ],
)
def test_every_broken_bound_is_named(told, messages):
    with pytest.raises(CaseRefused) as refused:
        read(**told)

    assert refused.value.errors == messages


@pytest.mark.parametrize(
    "told",
    [
        {"claimed_days": "0"},
        {"claimed_days": "3700"},
        {"claimed_arrears": "0"},
        {"claimed_payoff": "100000000"},
        {"claimed_days": "1", "claimed_on": "2026-07-15"},
        {"claimed_days": "1", "claimed_on": "2026-11-22"},
    ],
)
def test_the_bounds_themselves_are_allowed(told):
    assert read(**told).told
