"""What the lender's app or letter claims beside ours, and which other way to compute explains it.

The case is computed anew under each alternative: other days of grace, compound interest, everything
called due, a year of 365 days, another penalty multiplier, a day more or less; and, of a few loans,
under each two of them. Only figures are compared: whether the contract allows a way to compute is
not judged.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import combinations
from typing import Any

from advice.engine.answers import (
    LABELS,
    MEANS_MOST,
    MULTIPLIER_LEAST,
    MULTIPLIER_MOST,
    Answers,
    CaseRefused,
    Errors,
)
from advice.engine.assessment import Assessment
from advice.engine.calendar import add_days
from advice.engine.case import Loan
from advice.engine.ledger import Ledger
from advice.engine.money import FEN, ZERO, exact_arithmetic, rounded
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import Instalment, contract_schedule
from advice.engine.vocabulary import Labelled
from advice.engine.wording import plain

DAYS_MOST = 3_700
MOST_EXPLANATIONS = 3
# With more loans than these two changes at once would take too long.
FEW_LOANS = 5
YEARS = (360, 365)
GRACE_DAYS = (0, 3, 5, 7)
ACCELERATION_DAYS = (30, 60, 90, 180)
TENTH = Decimal("0.1")

Number = Decimal | int


class Item(Labelled):
    """What a lender tells, by the field that asks for it."""

    DAYS = "claimed_days", "逾期天数"
    ARREARS = "claimed_arrears", "逾期应还总额"
    PENALTY = "claimed_penalty", "其中罚息"
    PAYOFF = "claimed_payoff", "全部结清总额"


CLAIM_FIELDS = frozenset({"claimed_on", *Item})
Figures = Mapping[Item, Number]
Schedules = tuple[Sequence[Instalment], ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """What the lender told of one day: yuan as Decimal, days as int; only what was told."""

    on: date
    told: Figures


@dataclass(frozen=True, slots=True)
class Explanation:
    """One or two other ways to compute, in words, and what they leave of the difference.

    `remaining` is the claim less the figure that they give, of each item that was told.
    """

    words: tuple[str, ...]
    figures: Figures
    remaining: Figures

    @property
    def lines(self) -> tuple[tuple[Item, Number, Number], ...]:
        """Each item that was told: the figure that comes out, and what it leaves."""
        return tuple((item, self.figures[item], left) for item, left in self.remaining.items())

    @property
    def matches(self) -> int:
        """How many items come out as claimed, to within a fen."""
        return sum(_is_matched(left) for left in self.remaining.values())

    @property
    def distance(self) -> Decimal:
        """All that is left, in yuan; a day counts as one."""
        return sum((abs(Decimal(left)) for left in self.remaining.values()), ZERO)


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """One item: ours on that day, theirs, and theirs less ours."""

    item: Item
    ours: Number
    theirs: Number

    @property
    def difference(self) -> Number:
        return self.theirs - self.ours

    @property
    def agrees(self) -> bool:
        return _is_matched(self.difference)


@dataclass(frozen=True, slots=True)
class ClaimComparison:
    """Ours beside theirs.

    `explanations` give every claimed figure, those of one change before those of two. Where there
    is none, `nearest` is the one that leaves the least, if that is less than half.
    `tries_pairs`: whether two changes at once were looked at.
    """

    on: date
    items: tuple[ComparedItem, ...]
    explanations: tuple[Explanation, ...]
    nearest: Explanation | None
    tries_pairs: bool

    @property
    def agrees(self) -> bool:
        return all(item.agrees for item in self.items)


def read_claims(raw: Mapping[str, Any], assessment: Assessment) -> Claims:
    """What was told of the lender's figures; raises CaseRefused with every broken bound.

    The day is one from the first accrual start to the day of the assessment, which is the default.
    """
    errors: Errors = {}
    answers = Answers(raw, "", errors)
    answers.refuse_unknown(CLAIM_FIELDS)
    case = assessment.case
    first = min(loan.accrual_start_date for loan in case.loans)
    on = answers.day_between("claimed_on", after=add_days(first, -1), until=case.as_of)
    told: dict[Item, Number | None] = {
        Item.DAYS: answers.integer(Item.DAYS, 0, DAYS_MOST),
        **{
            item: answers.amount(item, MEANS_MOST)
            for item in (Item.ARREARS, Item.PENALTY, Item.PAYOFF)
        },
    }
    if not any(answers.is_told(item) for item in Item):
        answers.refuse(Item.ARREARS, f"请至少填一个数字，例如{LABELS[Item.ARREARS]}")
    if errors:
        raise CaseRefused(errors)
    return Claims(
        on or case.as_of, {item: value for item, value in told.items() if value is not None}
    )


def compare_claims(claims: Claims, assessment: Assessment) -> ClaimComparison:
    """Ours beside theirs on that day, and what would explain a difference."""
    with exact_arithmetic():
        return _compare(claims, assessment)


def _compare(claims: Claims, assessment: Assessment) -> ClaimComparison:
    way = Way(
        loans=assessment.case.loans,
        terms=assessment.terms,
        day=claims.on,
        rules=assessment.rules,
        filing_on=assessment.lawsuit.course.filing_on,
        schedules=_schedules(assessment),
    )
    ours = way.figures()
    items = tuple(ComparedItem(item, ours[item], claims.told[item]) for item in claims.told)
    tries_pairs = len(way.loans) <= FEW_LOANS
    if all(item.agrees for item in items):
        return ClaimComparison(claims.on, items, (), None, tries_pairs)
    explanations, nearest = _explained(
        claims, way, _explanation((), ours, claims), tries_pairs=tries_pairs
    )
    return ClaimComparison(claims.on, items, explanations, nearest, tries_pairs)


def _schedules(assessment: Assessment) -> Mapping[int, Schedules]:
    terms, loans = assessment.terms, assessment.case.loans
    others = (replace(terms, year_days=days) for days in YEARS if days != terms.year_days)
    by_year: dict[int, Schedules] = {terms.year_days: assessment.schedules}
    return by_year | {
        other.year_days: tuple(contract_schedule(loan, other) for loan in loans) for other in others
    }


# Ways to compute


@dataclass(frozen=True, slots=True)
class Way:
    """One way to compute what is owed at the end of `day`, by which terms and of which loans.

    `schedules` are those of the loans by the days of the year, the one term that bends them.
    """

    loans: tuple[Loan, ...]
    terms: Terms
    day: date
    rules: RulesInForce
    filing_on: date
    schedules: Mapping[int, Schedules]

    def figures(self) -> dict[Item, Number]:
        """Every item; loans that have not begun count nothing."""
        statements = [ledger.statement() for ledger in self._ledgers()]
        return {
            Item.DAYS: max((row.days_overdue for row in statements), default=0),
            Item.ARREARS: sum((row.arrears for row in statements), ZERO),
            Item.PENALTY: sum((row.penalty_interest for row in statements), ZERO),
            Item.PAYOFF: sum((row.payoff for row in statements), ZERO),
        }

    def _ledgers(self) -> Iterator[Ledger]:
        schedules = self.schedules[self.terms.year_days]
        for loan, schedule in zip(self.loans, schedules, strict=True):
            if loan.accrual_start_date <= self.day:
                ledger = Ledger(loan, schedule, self.terms, self.rules, filing_on=self.filing_on)
                ledger.advance_to(self.day)
                yield ledger

    def with_terms(self, **changes: Any) -> "Way":
        return replace(self, terms=replace(self.terms, **changes))

    def with_loans(self, **changes: Any) -> "Way":
        return replace(self, loans=tuple(replace(loan, **changes) for loan in self.loans))

    def without_acceleration(self) -> "Way":
        return self.with_terms(acceleration_days=None).with_loans(accelerated_on=None)

    def moved(self, *, days: int) -> "Way":
        return replace(self, day=add_days(self.day, days))


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another way to compute one thing; two of one family exclude each other."""

    family: str
    words: str
    apply: Callable[[Way], Way]


def _alternatives(way: Way, days_overdue: int) -> list[Alternative]:
    return [
        *_graces(way),
        *_compounds(way),
        *_accelerations(way, days_overdue),
        *_years(way),
        *_days(way),
    ]


def _graces(way: Way) -> Iterator[Alternative]:
    for days in GRACE_DAYS:
        if days != way.terms.grace_days:
            words = f"宽限期按 {days} 天算" if days else "不给宽限期"
            yield Alternative("grace", words, partial(Way.with_terms, grace_days=days))


def _compounds(way: Way) -> Iterator[Alternative]:
    charges = not way.terms.charges_compound_interest
    words = "逾期的利息也计复利" if charges else "逾期的利息不计复利"
    yield Alternative("compound", words, partial(Way.with_terms, charges_compound_interest=charges))


def _accelerations(way: Way, days_overdue: int) -> Iterator[Alternative]:
    for days in ACCELERATION_DAYS:
        if days <= days_overdue and days != way.terms.acceleration_days:
            yield Alternative(
                "acceleration",
                f"逾期满 {days} 天，剩下的本金全部提前到期",
                partial(Way.with_terms, acceleration_days=days),
            )
    if days_overdue:
        yield Alternative(
            "acceleration",
            "剩下的本金在对方说的那天全部提前到期",
            partial(Way.with_loans, accelerated_on=way.day),
        )
    if way.terms.acceleration_days or any(loan.accelerated_on for loan in way.loans):
        yield Alternative(
            "acceleration",
            "没有提前到期，按原来的分期",
            Way.without_acceleration,
        )


def _years(way: Way) -> Iterator[Alternative]:
    """Only of an annual rate: a daily one is what it is."""
    if any(loan.annual_rate_percent is not None for loan in way.loans):
        for days in YEARS:
            if days != way.terms.year_days:
                yield Alternative(
                    "year",
                    f"年利率按一年 {days} 天折算",
                    partial(Way.with_terms, year_days=days),
                )


def _days(way: Way) -> Iterator[Alternative]:
    for days, words in ((1, "首尾两天都算，多算一天"), (-1, "数字是前一天的，少算一天")):
        yield Alternative("day", words, partial(Way.moved, days=days))


# Explanations


def _explained(
    claims: Claims, way: Way, ours: Explanation, *, tries_pairs: bool
) -> tuple[tuple[Explanation, ...], Explanation | None]:
    """All that explain everything, the simplest first; else the one that leaves the least.

    Two changes are tried where no one change is enough, and only of changes that matter alone.
    """
    matters: list[Alternative] = []
    found: list[Explanation] = []
    for alternative in _alternatives(way, int(ours.figures[Item.DAYS])):
        explanation = _tried((alternative,), way, claims)
        if explanation.figures != ours.figures:
            matters.append(alternative)
            found.append(explanation)
    alone = [explanation.figures for explanation in found]
    found += _with_fitting_multiplier((), way, ours.figures, claims)
    full = _full(found, claims)
    if not full and tries_pairs:
        pairs = combinations(matters, 2)
        found += [_tried(pair, way, claims) for pair in pairs if pair[0].family != pair[1].family]
        for alternative, figures in zip(matters, alone, strict=True):
            found += _with_fitting_multiplier((alternative,), way, figures, claims)
        full = _full(found, claims)
    return (tuple(full), None) if full else ((), _nearest(found, ours))


def _tried(chosen: Sequence[Alternative], way: Way, claims: Claims) -> Explanation:
    words = tuple(alternative.words for alternative in chosen)
    return _explanation(words, _applied(chosen, way).figures(), claims)


def _with_fitting_multiplier(
    chosen: Sequence[Alternative], way: Way, before: Figures, claims: Claims
) -> Iterator[Explanation]:
    """What was chosen, and the multiplier of one decimal that comes nearest to the claim.

    Penalty and compound interest grow in proportion to it. None where no contract may have it, or
    where it is the one in force.
    """
    share = _share_of_penalty(before, claims)
    if share is None:
        return
    multiplier = rounded(way.terms.penalty_multiplier * share, to=TENTH)
    in_bounds = MULTIPLIER_LEAST <= multiplier <= MULTIPLIER_MOST
    if in_bounds and multiplier != way.terms.penalty_multiplier:
        words = f"罚息按合同利率的 {plain(multiplier)} 倍算"
        apply = partial(Way.with_terms, penalty_multiplier=multiplier)
        yield _tried((*chosen, Alternative("multiplier", words, apply)), way, claims)


def _share_of_penalty(before: Figures, claims: Claims) -> Decimal | None:
    """How many times as much penalty interest the claim asks for; None where that can't be told."""
    penalty = Decimal(before[Item.PENALTY])
    if not penalty:
        return None
    told = claims.told
    if Item.PENALTY in told:
        return Decimal(told[Item.PENALTY]) / penalty
    item = next((item for item in (Item.ARREARS, Item.PAYOFF) if item in told), None)
    if item is None:
        return None
    return (penalty + Decimal(told[item]) - Decimal(before[item])) / penalty


def _full(found: Iterable[Explanation], claims: Claims) -> list[Explanation]:
    """The first few that explain everything, exact ones first."""
    full = [row for row in found if row.matches == len(claims.told)]
    return sorted(full, key=lambda row: (len(row.words), row.distance))[:MOST_EXPLANATIONS]


def _nearest(found: Iterable[Explanation], ours: Explanation) -> Explanation | None:
    """The one that leaves the least, if it explains a further item or leaves less than half."""
    nearest = min(found, key=lambda row: (-row.matches, row.distance, len(row.words)), default=None)
    if nearest is None:
        return None
    is_better = nearest.matches > ours.matches or 2 * nearest.distance < ours.distance
    return nearest if is_better else None


def _applied(alternatives: Iterable[Alternative], way: Way) -> Way:
    for alternative in alternatives:
        way = alternative.apply(way)
    return way


def _explanation(words: tuple[str, ...], figures: Figures, claims: Claims) -> Explanation:
    remaining = {item: told - figures[item] for item, told in claims.told.items()}
    return Explanation(words, figures, remaining)


def _is_matched(left: Number) -> bool:
    return abs(Decimal(left)) <= FEN
