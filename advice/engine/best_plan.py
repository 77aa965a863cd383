"""The best affordable plan (calculation.md, section 13): of all that the borrower's money allows,
the one that costs least by the horizon.

The candidates are a cure; a sum today with a sum a month; and each negotiated term with a sum
today. Sums are whole sources put together. What can't win is left out by these facts, which the
tests hold against every candidate:

- money that doesn't hold the payoff in all its days never clears;
- settling all today costs no more than any plan without a waiver;
- a longer term of one negotiation costs no less and ends no sooner.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain, groupby

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_months
from advice.engine.case import Case, Cure, PaidPlan, PayDown, Restructure
from advice.engine.money import ZERO, exact_arithmetic
from advice.engine.purse import MoneyUsed, money_needed, money_used
from advice.engine.strategies import (
    Agreement,
    Outcome,
    PaidOutcome,
    Position,
    RestructureOutcome,
    agreed_sum,
    outcome_of,
    pay_down_cost,
)

# With more loans than these only all that can be raised and paid a month is looked at.
FEW_LOANS = 3
SIMPLEST_FIRST: tuple[type, ...] = (Cure, PayDown, Restructure)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan with its outcome and `needed`, the money at hand today that it takes, in yuan.

    `needed` counts on the monthly means; None: they are unknown, and something is paid later.
    """

    plan: PaidPlan
    outcome: PaidOutcome
    needed: Decimal | None
    used: MoneyUsed

    @property
    def is_negotiated(self) -> bool:
        """Whether it works only where the lender agrees."""
        return isinstance(self.plan, Restructure)

    @property
    def rank(self) -> tuple[Decimal, date, Decimal, int, Decimal, Decimal]:
        """Least cost first; then sooner cleared, less family money, simpler."""
        return (
            self.outcome.cost,
            self.outcome.cleared_on or date.max,
            self.used.family_loan,
            SIMPLEST_FIRST.index(type(self.plan)),
            getattr(self.plan, "upfront", ZERO),
            getattr(self.plan, "monthly", ZERO),
        )


@dataclass(frozen=True, slots=True)
class BestPlan:
    """What was found: the best, the best without anybody's consent, and the best of another kind.

    `best` is None where nothing is affordable: then `nearest` lacks `gap` yuan at hand today, the
    least of all. Where the monthly means would have to be told, `means_are_known` is False, and
    nothing is said of what lacks: a plan by the month may well be affordable. `tries_every_sum`: of
    many loans only the greatest sums are paid down with.
    """

    best: Candidate | None
    on_ones_own: Candidate | None
    second: Candidate | None
    nearest: Candidate | None
    gap: Decimal | None
    means_are_known: bool
    tries_every_sum: bool


def best_plan(
    assessment: Assessment, negotiable: Iterable[Restructure], *, cured: PaidOutcome | None = None
) -> BestPlan:
    """The cheapest affordable plan; `negotiable` are the terms that a lender may be asked for.

    Of each of these the longest term, the waived share and the plan's rate are taken. `cured` is
    what a cure does, the dearest to work out, where that is known already.
    """
    position = assessment.position
    asked = tuple(dict.fromkeys(negotiable))
    with exact_arithmetic():
        cure = candidate(Cure(), position, cured)
        own_kinds = [cure if affordable(cure, position) else None, _best_pay_down(position)]
        found = sorted(filter(None, [*own_kinds, _best_negotiated(asked, position)]), key=_rank)
        own = [row for row in found if not row.is_negotiated]
        knows_all_lack = not found and position.monthly_means is not None
        nearest = _nearest(cure, asked, position) if knows_all_lack else None
    return BestPlan(
        best=found[0] if found else None,
        on_ones_own=own[0] if own else None,
        second=found[1] if len(found) > 1 else None,
        nearest=nearest,
        gap=_gap(nearest, position),
        means_are_known=position.monthly_means is not None,
        tries_every_sum=len(position.case.loans) <= FEW_LOANS,
    )


def best_agreement(assessment: Assessment, negotiable: Iterable[Restructure]) -> Agreement | None:
    """What to ask for of these terms alone: the cheapest that is affordable, as in `best_plan`."""
    with exact_arithmetic():
        found = _best_negotiated(tuple(dict.fromkeys(negotiable)), assessment.position)
    if found is None:
        return None
    assert isinstance(found.outcome, RestructureOutcome), "what is negotiated is agreed on"
    return found.outcome.agreed


def candidate(plan: PaidPlan, position: Position, known: PaidOutcome | None = None) -> Candidate:
    """The plan with what it does, worked out unless `known`, and what it takes."""
    outcome = known or outcome_of(plan, position)
    assert isinstance(outcome, Outcome), "a plan that is paid has an outcome"
    needed = money_needed(outcome.payments, position)
    return Candidate(plan, outcome, needed, money_used(needed or ZERO, position.case))


def affordable(found: Candidate, position: Position) -> bool:
    """Whether it clears, and money at hand is never below 0 on the way."""
    if found.outcome.cleared_on is None or found.needed is None:
        return False
    return found.needed <= position.affordability.lump_sum


def _rank(found: Candidate) -> tuple[Decimal, date, Decimal, int, Decimal, Decimal]:
    return found.rank


def _cheapest(plans: Iterable[PaidPlan], position: Position) -> Candidate | None:
    found = (candidate(plan, position) for plan in plans)
    return min((row for row in found if affordable(row, position)), key=_rank, default=None)


# What needs nobody's consent


def _best_pay_down(position: Position) -> Candidate | None:
    """The costs by the horizon first; a plan is followed to its end where none is cheaper."""
    costs = [(pay_down_cost(plan, position), plan) for plan in _pay_downs(position)]
    for _, of_one_cost in groupby(sorted(costs, key=_cost_of), key=_cost_of):
        found = _cheapest((plan for _, plan in of_one_cost), position)
        if found:
            return found
    return None


def _cost_of(priced: tuple[Decimal, PayDown]) -> Decimal:
    return priced[0]


def _pay_downs(position: Position) -> list[PayDown]:
    """Those that could clear; settling all today alone where the money at hand allows it."""
    if position.affordability.lump_sum >= position.payoff:
        return [PayDown(position.payoff, ZERO)]
    months = position.paying_days.count_until(position.paying_days.last)
    upfront, monthly = upfront_sums(position.case), monthly_sums(position)
    if len(position.case.loans) > FEW_LOANS:
        upfront, monthly = upfront[-1:], monthly[-1:]
    return [
        PayDown(upfront_sum, monthly_sum)
        for upfront_sum in upfront
        for monthly_sum in monthly
        if upfront_sum + monthly_sum * months >= position.payoff
    ]


def upfront_sums(case: Case) -> list[Decimal]:
    """Every sum of whole sources that could be raised today, nothing among them."""
    sources = filter(None, (case.savings, case.sellable_assets, case.family_loan))
    sums = {ZERO}
    for source in sources:
        sums |= {told + source for told in sums}
    return sorted(sums)


def monthly_sums(position: Position) -> list[Decimal]:
    """Every sum of whole monthly sources that the means carry; none where these are unknown."""
    means, surplus = position.monthly_means, position.affordability.monthly_surplus
    if means is None or surplus is None:
        return []
    cut = position.case.expense_cut or ZERO
    return sorted({monthly for monthly in (surplus, cut, means) if 0 < monthly <= means})


# What the lender would have to agree to


def _best_negotiated(negotiable: Sequence[Restructure], position: Position) -> Candidate | None:
    """Of every negotiation and sum today the shortest term that the purse carries, then of all."""
    if position.monthly_means is None:
        return None
    found = (
        _shortest_term(replace(asked, upfront=upfront, is_fixed=True), position)
        for asked in negotiable
        for upfront in upfront_sums(position.case)
    )
    return min(filter(None, found), key=_rank, default=None)


def _shortest_term(asked: Restructure, position: Position) -> Candidate | None:
    agreed = agreed_sum(asked, position)
    if asked.upfront >= agreed:
        return None  # nothing would be left to pay by the month
    for months in range(1, asked.max_months + 1):
        if _comes_by(months, position) >= agreed:
            found = candidate(replace(asked, max_months=months), position)
            if affordable(found, position):
                return found
    return None


def _comes_by(months: int, position: Position) -> Decimal:
    """All money that comes by the instalment of that month."""
    means = max(position.monthly_means or ZERO, ZERO)
    last = add_months(position.case.as_of, months)
    return position.affordability.lump_sum + means * position.paying_days.count_until(last)


def _nearest(cure: Candidate, negotiable: Sequence[Restructure], position: Position) -> Candidate:
    """Of a cure, settling all and every negotiated term, what lacks least."""
    terms = (
        replace(asked, max_months=months, is_fixed=True)
        for asked in negotiable
        for months in range(1, asked.max_months + 1)
    )
    plans: Iterator[PaidPlan] = chain([PayDown(position.payoff, ZERO)], terms)
    found = [cure, *(candidate(plan, position) for plan in plans)]
    return min(found, key=lambda row: (row.needed, *row.rank))


def _gap(nearest: Candidate | None, position: Position) -> Decimal | None:
    if nearest is None or nearest.needed is None:
        return None
    return nearest.needed - position.affordability.lump_sum
