"""The best affordable plan is the cheapest of all: proved by looking at every one of them."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice.engine.assessment import assess
from advice.engine.best_plan import best_plan
from advice.engine.case import Cure, PayDown, Restructure
from tests.engine.drawn import cases, drawn_times, yuan
from tests.engine.factories import RULEBOOK, make_case, raw_loan
from tests.engine.naive_strategies import paying_days

SOURCES = ("savings", "sellable_assets", "family_loan")


def sums(*amounts):
    """Every sum of some of the amounts."""
    told = [amount or Decimal(0) for amount in amounts]
    picks = product([0, 1], repeat=len(told))
    return {
        sum((a * taken for a, taken in zip(told, pick, strict=True)), Decimal(0)) for pick in picks
    }


def every_plan(case, surplus, negotiable):
    """All combinations of whole sources and terms, whether they can be paid or not."""
    monthly = sums(surplus, case.expense_cut)
    upfronts = sums(*(getattr(case, name) for name in SOURCES))
    yield Cure()
    yield from (PayDown(upfront, sum_) for upfront in upfronts for sum_ in monthly if sum_ >= 0)
    for asked, upfront in product(negotiable, upfronts):
        for months in range(1, asked.max_months + 1):
            yield replace(asked, upfront=upfront, max_months=months, is_fixed=True)


def is_carried(plan, outcome, case, surplus):
    """Whether the purse, looked at after every payment, never falls below 0."""
    cut = case.expense_cut or Decimal(0)
    days, purse, paid = paying_days(case), Decimal(0), dict(outcome.payments)
    purse = sum(getattr(case, name) or Decimal(0) for name in SOURCES)
    monthly = getattr(plan, "monthly", 0)
    if outcome.cleared_on is None or (monthly and monthly > surplus + cut):
        return False
    if isinstance(plan, Restructure) and not outcome.months:
        return False  # no term is left to negotiate
    for day in sorted({*days, *paid}):
        purse += (surplus + cut) * (day in days)
        purse -= paid.get(day, 0)
        if day in paid and purse < 0:
            return False
    return True


def cheapest(assessment, negotiable):
    """(cost, cleared on) of the best plan by brute force."""
    case, surplus = assessment.case, assessment.affordability.monthly_surplus
    found = [
        (outcome.cost, outcome.cleared_on)
        for plan in every_plan(case, surplus, negotiable)
        if is_carried(plan, outcome := assessment.outcome_of(plan), case, surplus)
    ]
    return min(found, default=None)


def negotiations():
    share = st.sampled_from(["0", "0.5", "1"]).map(Decimal)
    rate = st.sampled_from([None, Decimal(0), Decimal("0.03")])
    return st.lists(st.builds(Restructure, st.integers(1, 8), share, rate), max_size=2)


@drawn_times(60)
@given(
    cases(most_loans=3),
    st.tuples(yuan("0", "9000"), yuan("0", "9000")),
    st.one_of(st.none(), yuan("0", "1000")),
    st.lists(st.integers(0, 60), min_size=3, max_size=3),
    negotiations(),
)
def test_nothing_affordable_costs_less(case, income_and_expenses, cut, percents, negotiable):
    income, expenses = income_and_expenses
    owed = sum(loan.principal for loan in case.loans)
    raised = [(owed * percent / 100).quantize(Decimal("0.01")) for percent in percents]
    told = replace(
        case,
        monthly_income=income,
        essential_expenses=expenses,
        other_debt_payments=Decimal(0),
        expense_cut=cut,
        **dict(zip(SOURCES, raised, strict=True)),
    )
    assessment = assess(told, RULEBOOK)

    best = best_plan(assessment, negotiable).best

    found = best and (best.outcome.cost, best.outcome.cleared_on)
    assert found == cheapest(assessment, negotiable)


# Each rule on both sides: 1,000 yuan without interest, of which 800 are in arrears


def plain_loan(**changes):
    return raw_loan(**{"principal": "1000", "daily_rate_percent": "0"} | changes)


def best_of(*negotiable, loans=None, **told):
    case = make_case(loans=loans or [plain_loan()], **told)
    return best_plan(assess(case, RULEBOOK), negotiable)


def surplus(amount):
    return {"monthly_income": amount, "essential_expenses": "0", "other_debt_payments": "0"}


def test_money_for_everything_settles_everything_today():
    found = best_of(Restructure(12), savings="1000.00", **surplus("5000"))

    assert found.best.plan == PayDown(Decimal(1000), Decimal(0))
    assert found.best.outcome.cleared_on == found.best.outcome.payments[0][0]
    assert found.best.needed == Decimal(1000)


def test_a_fen_less_than_everything_is_followed_by_the_month():
    found = best_of(savings="999.99", **surplus("5000"))

    assert found.best.outcome.cleared_on > found.best.outcome.payments[0][0]


def test_family_money_is_the_last_to_be_taken():
    found = best_of(savings="600", sellable_assets="300", family_loan="5000")

    used = found.best.used
    assert [used.savings, used.sellable_assets, used.family_loan] == [600, 300, 100]


def test_of_equal_costs_less_family_money_is_better():
    # Without interest every plan costs 1,000; all today and a cure clear on different days.
    found = best_of(savings="800", family_loan="100", **surplus("200"))

    assert found.best.plan == Cure()
    assert found.best.used.family_loan == 0


def test_what_the_lender_waives_makes_a_negotiation_cheaper():
    loan = raw_loan()
    told = {"loans": [loan], "savings": "9000", **surplus("5000")}

    agreed, alone = best_of(Restructure(12, Decimal(1)), **told), best_of(**told)

    assert agreed.best.is_negotiated
    assert agreed.best.outcome.cost < agreed.on_ones_own.outcome.cost
    assert agreed.on_ones_own == alone.best


@pytest.mark.parametrize(("savings", "is_affordable"), [("799.99", False), ("800.00", True)])
def test_a_plan_is_affordable_while_money_at_hand_lasts(savings, is_affordable):
    # 0.40 a month clears nothing in ten years: only the cure, with 200 to come, is left.
    told = {"savings": savings, **surplus("200.00" if is_affordable else "0.40")}

    assert (best_of(**told).best is not None) is is_affordable


def test_nothing_affordable_names_the_nearest_and_what_it_lacks():
    found = best_of(savings="300", **surplus("0"))

    assert (found.best, found.on_ones_own, found.second) == (None, None, None)
    assert (found.nearest.needed, found.gap) == (Decimal(1000), Decimal(700))


def test_months_that_lack_money_make_a_long_term_lack_more():
    # 100 yuan short each month: of three terms the shortest needs least at hand.
    told = {"monthly_income": "0", "essential_expenses": "100", "other_debt_payments": "0"}

    found = best_of(Restructure(3), savings="500", **told)

    assert found.best is None
    assert (found.nearest.outcome.payments, found.gap) == (((make_case().as_of, 1000),), 500)


def test_unknown_means_leave_only_what_is_paid_today():
    settled = best_of(Restructure(12), savings="1000")
    open_ = best_of(Restructure(12), savings="900")

    assert settled.best.plan == PayDown(Decimal(1000), Decimal(0))
    assert (settled.means_are_known, open_.means_are_known) == (False, False)
    assert (open_.best, open_.nearest, open_.gap) == (None, None, None)


def test_the_second_is_of_another_kind():
    found = best_of(savings="800", **surplus("300"))

    assert {type(found.best.plan), type(found.second.plan)} == {Cure, PayDown}
