"""Consequences beside the strategies that fit: what a borrower's answers lead to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from advice import selectors
from advice.engine.assessment import Assessment, assess
from advice.engine.case import Case
from advice.engine.intake import read_case
from advice.engine.matching import Match, judge
from advice.engine.money import ZERO
from advice.engine.timeline import Event, timeline
from advice.engine.trail import (
    balance_key,
    balance_trails,
    due_key,
    trails_of,
)
from advice.engine.vocabulary import Circumstance, EventKind
from advice.models import Hotline, Letter
from advice.selectors import Assumption, Edition
from advice.services.caveats import Untold, assumptions, untold, warnings
from advice.services.dates import Dates, dates_of
from advice.services.exploring import (
    Explored,
    explore,
    fold_of_best,
    fold_of_stress,
    fold_of_waiting,
)
from advice.services.holidays import workdays
from advice.services.pairs import Pair, consequences_of, figures_told, pairs_of
from advice.services.picture import Picture, picture_of
from advice.services.remedies import Remedy, remedies_of
from advice.services.strip import Strip, strip_of
from advice.services.workings import (
    NOTHING_TOLD,
    CaseWorkings,
    Fold,
    figures_compared,
    figures_now,
)

MENTAL_LOAD = "mental_load"
BREAKDOWN_REQUEST = "breakdown_request"
RATES = ("penalty_annual_percent", "annual_cap_percent")


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything that the result page shows for one case."""

    assessment: Assessment
    explored: Explored
    product_name: str
    dates: Dates
    pairs: tuple[Pair, ...]
    remedies: tuple[Remedy, ...]
    not_shown: tuple[Match, ...]
    untold: tuple[Untold, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]
    hotlines: tuple[Hotline, ...]
    prose_figures: Mapping[str, str]
    letters: tuple[Letter, ...]
    other_letters: tuple[Letter, ...]
    how_now: Fold
    how_best: Fold
    picture: Picture
    strip: Strip | None
    how_compared: Fold
    how_pictured: Fold
    how_dates: Fold
    how_waiting: Fold
    how_stressed: Fold
    workings: CaseWorkings

    @property
    def case(self) -> Case:
        return self.assessment.case

    @property
    def coming(self) -> Event | None:
        """What comes next, where anything does."""
        return self.dates.timeline.coming

    @property
    def principal(self) -> Decimal:
        """The outstanding principal of all loans, in yuan."""
        return sum((loan.principal for loan in self.case.loans), ZERO)

    @property
    def is_distressed(self) -> bool:
        return Circumstance.DISTRESSED in self.case.circumstances

    @property
    def breakdown_letter(self) -> Letter | None:
        """The letter that asks the lender how its sums came about, where there is one."""
        letters = (*self.letters, *self.other_letters)
        return next((letter for letter in letters if letter.key == BREAKDOWN_REQUEST), None)

    @property
    def first_remedy(self) -> Remedy | None:
        """The next right step: the first strategy in shown order."""
        return self.remedies[0] if self.remedies else None

    @property
    def compared(self) -> tuple[Remedy, ...]:
        """The strategies with a cost and an end, to set beside doing nothing."""
        return tuple(remedy for remedy in self.remedies if remedy.outcome)

    @property
    def folds(self) -> tuple[tuple[str, Fold], ...]:
        """How figures came about, under the heading of their place, in the order of the page."""
        return (
            ("现在的情况", self.how_now),
            ("花得最少的办法", self.how_best),
            *((pair.consequence.title, pair.how) for pair in self.pairs),
            *((remedy.strategy.title, remedy.how) for remedy in self.remedies),
            ("放在一起比", self.how_compared),
            ("每条路上还要还多少", self.how_pictured),
            ("还款日要还的", self.how_dates),
            ("早一点、多一点，差多少", self.how_waiting),
            ("如果收入少两成", self.how_stressed),
        )

    def without_folds(self) -> "Advice":
        """The same for a page that tells how its figures came about at its end."""
        return replace(
            self,
            pairs=tuple(pair.without_folds() for pair in self.pairs),
            remedies=tuple(replace(remedy, how=NOTHING_TOLD) for remedy in self.remedies),
            how_now=NOTHING_TOLD,
            how_best=NOTHING_TOLD,
            how_compared=NOTHING_TOLD,
            how_pictured=NOTHING_TOLD,
            how_dates=NOTHING_TOLD,
            how_waiting=NOTHING_TOLD,
            how_stressed=NOTHING_TOLD,
        )

    @property
    def unpaired(self) -> tuple[Remedy, ...]:
        """Matched strategies that stand beside no consequence."""
        paired = {remedy.strategy.key for pair in self.pairs for remedy in pair.remedies}
        return tuple(row for row in self.remedies if row.strategy.key not in paired)


def check_answers(raw: Mapping[str, Any], *, today: date) -> Case:
    """The case that the answers tell, by the rules in force; raises CaseRefused."""
    return read_case(raw, today=today, rulebook=selectors.current_rulebook())


def advise(raw: Mapping[str, Any], *, today: date) -> Advice:
    """The consequences and the matching strategies for the answers; raises CaseRefused."""
    edition = selectors.current_edition()
    rulebook = edition.rulebook
    case = read_case(raw, today=today, rulebook=rulebook)
    assessment = assess(case, rulebook)
    matches = judge(edition.strategy_rules, assessment)
    shown = [match for match in matches if match.is_shown]
    explored = explore(assessment, matches)
    workings = CaseWorkings(trails_of(assessment, rulebook), edition)
    # A figure is told where it stands first, so these follow the page.
    how_now = workings.fold(figures_now(assessment))
    how_best = fold_of_best(explored, workings)
    told = {
        row: workings.fold(figures_told(row, assessment))
        for row in consequences_of(assessment, edition)
    }
    remedies = remedies_of(shown, assessment, edition, workings)
    picture = picture_of(assessment, [way for row in remedies if (way := row.way)])
    dates = dates_of(timeline(assessment, workdays), edition.sources, workings.basis)
    terms = edition.terms_in_force(case.product, case.as_of)
    letters, other_letters = _letters(case, remedies, edition)
    return Advice(
        assessment=assessment,
        explored=explored,
        product_name=rulebook.product(case.product).name,
        dates=dates,
        pairs=pairs_of(assessment, remedies, edition, told),
        remedies=remedies,
        not_shown=tuple(match for match in matches if not match.is_shown),
        untold=untold(matches),
        assumptions=assumptions(assessment, terms, edition.assumed_rules(case.as_of)),
        warnings=warnings(assessment),
        hotlines=_hotlines(assessment, edition),
        prose_figures=edition.prose_figures(case.as_of, case.product),
        letters=letters,
        other_letters=other_letters,
        how_now=how_now,
        how_best=how_best,
        picture=picture,
        strip=strip_of(dates, case.horizon_on),
        how_compared=_how_compared(assessment, shown, workings),
        how_pictured=_how_pictured(picture, remedies, workings),
        how_dates=workings.fold(due_key(day) for day in dates.days_of(EventKind.INSTALMENT_DUE)),
        how_waiting=fold_of_waiting(explored, workings),
        how_stressed=fold_of_stress(explored, workings),
        workings=workings,
    )


def _letters(
    case: Case, remedies: Sequence[Remedy], edition: Edition
) -> tuple[tuple[Letter, ...], tuple[Letter, ...]]:
    """The letters for the product: those that fit the case, and the others."""
    letters = [letter for letter in edition.letters if letter.applies_to(case.product)]
    fitting = tuple(letter for letter in letters if _fits(letter, case, remedies))
    return fitting, tuple(letter for letter in letters if letter not in fitting)


def _how_compared(assessment: Assessment, shown: Iterable[Match], workings: CaseWorkings) -> Fold:
    """How the cost of doing nothing and of every strategy came about."""
    fronts = [workings.front_of(match.outcome) for match in shown if match.outcome]
    return workings.fold(figures_compared(assessment, fronts))


def _how_pictured(picture: Picture, remedies: Iterable[Remedy], workings: CaseWorkings) -> Fold:
    """How what is owed from day to day came about, for doing nothing and for each plan drawn."""
    days = [row.day for row in picture.rows]
    trails, outcomes = workings.trails, {row.strategy.key: row.outcome for row in remedies}
    trails.add_days(days)
    keys = [f"{trails.front_of_day(day)}.total_cost" for day in days]
    for line in picture.lines:
        outcome = outcomes.get(line.key)
        if outcome:
            front = workings.front_of(outcome)
            trails.add(balance_trails(front, line.title, line.balances))
            keys += [balance_key(front, day) for day in days]
    return workings.fold(keys)


def _fits(letter: Letter, case: Case, remedies: Sequence[Remedy]) -> bool:
    """Whether the letter belongs to what the borrower received, and to a strategy that is shown."""
    if letter.legal_stage and letter.legal_stage != case.legal_stage:
        return False
    named = {strategy.key for strategy in letter.strategies.all()}
    return not named or any(remedy.strategy.key in named for remedy in remedies)


def _hotlines(assessment: Assessment, edition: Edition) -> tuple[Hotline, ...]:
    """The numbers to call; the lines that listen come first when distressed."""
    product = assessment.case.product
    rows = [row for row in edition.hotlines if row.number and row.applies_to(product)]
    if Circumstance.DISTRESSED in assessment.case.circumstances:
        rows.sort(key=lambda row: not row.first_when_distressed)
    return tuple(rows)
