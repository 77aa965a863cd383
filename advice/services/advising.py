"""Consequences beside the strategies that fit: what a borrower's answers lead to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from advice import selectors
from advice.engine.answers import LABELS
from advice.engine.assessment import Assessment, assess
from advice.engine.case import Case, PayDown
from advice.engine.facts import FACTS, Fact
from advice.engine.intake import read_case
from advice.engine.matching import Match, StrategyRule, judge
from advice.engine.money import ZERO
from advice.engine.report import Json, report, what_if_report
from advice.engine.rules import Rulebook
from advice.engine.strategies import CapOutcome, Outcome, PaidOutcome
from advice.engine.timeline import Event, timeline
from advice.engine.trail import (
    CaseTrails,
    balance_key,
    balance_trails,
    due_key,
    taken,
    trail_report,
    trails_of,
)
from advice.engine.vocabulary import Circumstance, EffectKind, EventKind, Labelled, TermKey
from advice.models import Consequence, Hotline, LegalSource, Letter, ProductTerm, Strategy
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
from advice.services.picture import Picture, Way, picture_of
from advice.services.strip import Strip, strip_of
from advice.services.workings import (
    NOTHING_TOLD,
    CaseWorkings,
    Fold,
    Working,
    figures_compared,
    figures_now,
    figures_of_fact,
    figures_projected,
)

MENTAL_LOAD = "mental_load"
BREAKDOWN_REQUEST = "breakdown_request"
RATES = ("penalty_annual_percent", "annual_cap_percent")


class Fit(Labelled):
    """Whether a borrower can carry a strategy, in words."""

    CARRIED = "carried", "负担得起"
    UNKNOWN = "unknown", "填了收支和手头的钱才知道负担不负担得起"
    NOT_ENOUGH = "not_enough", "单靠这个还不清"
    BEYOND = "beyond", "超出现在的能力"


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed figure in words, with the sources and the sourceless terms that it rests on.

    It needs review where one of the sources may not be cited on the day of the assessment.
    """

    label: str
    words: str
    is_estimate: bool
    needs_review: bool
    sources: tuple[LegalSource, ...]
    assumed_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A matched strategy; told in full beside the first consequence that it eases, then briefly."""

    strategy: Strategy
    match: Match
    case: Case
    is_brief: bool = False
    how: Fold = NOTHING_TOLD

    @property
    def outcome(self) -> PaidOutcome | None:
        """What it does for this borrower, where that has a cost and an end."""
        return self.match.outcome if isinstance(self.match.outcome, Outcome) else None

    @property
    def cap(self) -> CapOutcome | None:
        """What a court may be asked to cut, where that is what it does."""
        return self.match.outcome if isinstance(self.match.outcome, CapOutcome) else None

    @property
    def fit(self) -> Fit:
        """Whether the borrower can carry it, as far as the answers tell."""
        outcome = self.outcome
        if outcome is None or outcome.feasible is None:
            return Fit.UNKNOWN
        if outcome.feasible:
            return Fit.CARRIED
        if FACTS["lump_sum"].untold_in(self.case) and outcome.needed:
            return Fit.UNKNOWN
        return Fit.BEYOND if outcome.cleared_on else Fit.NOT_ENOUGH

    @property
    def way(self) -> Way | None:
        """What the picture draws of it."""
        if self.outcome is None or self.match.plan is None:
            return None
        return Way(
            title=self.strategy.title,
            key=self.strategy.key,
            plan=self.match.plan,
            cleared_on=self.outcome.cleared_on,
            may_be_carried=self.fit in {Fit.CARRIED, Fit.UNKNOWN},
        )

    @property
    def family_money(self) -> Decimal | None:
        """The most that it takes of the family's money, in yuan."""
        if not (self.strategy.uses_family_loan and self.case.family_loan and self.outcome):
            return None
        return min(self.case.family_loan, self.outcome.needed) or None

    @property
    def asks(self) -> tuple[str, ...]:
        """The answers that would give its figures, where it has none for want of them."""
        if self.match.outcome or self.strategy.effect_kind == EffectKind.NONE:
            return ()
        fields = (field for key in self.match.missing_facts for field in FACTS[key].asks)
        return tuple(LABELS[field] for field in dict.fromkeys(fields))

    @property
    def needs_the_bank(self) -> bool:
        """Whether it works only where the bank agrees."""
        return self.strategy.effect_kind == EffectKind.RESTRUCTURE


@dataclass(frozen=True, slots=True)
class Pair:
    """A consequence with its figures and how they came about, and what eases it."""

    consequence: Consequence
    figures: tuple[Figure, ...]
    remedies: tuple[Remedy, ...]
    how: Fold


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
    def told(self) -> Iterator[Working]:
        """Every working of the page, in its order."""
        folds = (
            self.how_now,
            self.how_best,
            *(pair.how for pair in self.pairs),
            *(remedy.how for remedy in self.remedies),
            self.how_compared,
            self.how_pictured,
            self.how_dates,
            self.how_waiting,
            self.how_stressed,
        )
        return (working for fold in folds for working in fold.workings)

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
        row: workings.fold(_figures_told(row, assessment))
        for row in _consequences(assessment, edition)
    }
    remedies = _remedies(shown, assessment, edition, workings)
    picture = picture_of(assessment, [way for row in remedies if (way := row.way)])
    dates = dates_of(timeline(assessment, workdays), edition.sources, workings.basis)
    terms = edition.terms_in_force(case.product, case.as_of)
    letters, other_letters = _letters(case, remedies, edition)
    return Advice(
        assessment=assessment,
        explored=explored,
        product_name=rulebook.product(case.product).name,
        dates=dates,
        pairs=_pairs(assessment, remedies, edition, told),
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
        how_compared=workings.fold(figures_compared(assessment, _fronts(shown, workings))),
        how_pictured=_how_pictured(picture, remedies, workings),
        how_dates=workings.fold(due_key(day) for day in dates.days_of(EventKind.INSTALMENT_DUE)),
        how_waiting=fold_of_waiting(explored, workings),
        how_stressed=fold_of_stress(explored, workings),
        workings=workings,
    )


def _remedies(
    shown: Sequence[Match], assessment: Assessment, edition: Edition, workings: CaseWorkings
) -> tuple[Remedy, ...]:
    strategies = {strategy.key: strategy for strategy in edition.strategies}
    return tuple(
        Remedy(
            strategies[match.strategy.slug],
            match,
            assessment.case,
            how=_how(match, workings, assessment),
        )
        for match in shown
    )


def _letters(
    case: Case, remedies: Sequence[Remedy], edition: Edition
) -> tuple[tuple[Letter, ...], tuple[Letter, ...]]:
    """The letters for the product: those that fit the case, and the others."""
    letters = [letter for letter in edition.letters if letter.applies_to(case.product)]
    fitting = tuple(letter for letter in letters if _fits(letter, case, remedies))
    return fitting, tuple(letter for letter in letters if letter not in fitting)


def _how(match: Match, workings: CaseWorkings, assessment: Assessment) -> Fold:
    """How what a strategy does came about; of a cap also the rates that are set beside it."""
    if match.outcome is None:
        return NOTHING_TOLD
    also: tuple[str, ...] = ()
    if isinstance(match.outcome, CapOutcome):
        horizon = assessment.projection.index(assessment.at_horizon)
        also = (f"projection.{horizon}.cap_excess", *RATES)
    elif isinstance(match.plan, PayDown):
        # Two strategies may take the same sums from different sources.
        front = f"taken.{match.strategy.slug}"
        workings.trails.add(taken(front, match.strategy.effect, match.plan, assessment))
        also = (f"{front}.upfront", f"{front}.monthly")
    return workings.fold_of(match.outcome, None, *also)


def _fronts(shown: Iterable[Match], workings: CaseWorkings) -> list[str]:
    return [workings.front_of(match.outcome) for match in shown if match.outcome]


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


def advise_as_json(
    raw: Mapping[str, Any],
    *,
    today: date,
    rulebook: Rulebook,
    strategies: Sequence[StrategyRule],
) -> Json:
    """Every result key of calculation.md, section 11; raises CaseRefused."""
    case = read_case(raw, today=today, rulebook=rulebook)
    assessment = assess(case, rulebook)
    shown = [match for match in judge(strategies, assessment) if match.is_shown]
    told = report(assessment) | {"strategies": [_match_as_json(match) for match in shown]}
    if case.wants_trail:
        told["trail"] = trail_report(_trails(assessment, rulebook, shown))
    return told


def _trails(assessment: Assessment, rulebook: Rulebook, shown: Sequence[Match]) -> CaseTrails:
    """The trails of every figure, those of the shown strategies' effects included."""
    trails = trails_of(assessment, rulebook)
    for index, match in enumerate(shown):
        front = f"strategies.{index}.effect"
        if match.outcome:
            trails.add_outcome(front, match.outcome)
        if isinstance(match.plan, PayDown):
            trails.add(taken(front, match.strategy.effect, match.plan, assessment))
    return trails


def _match_as_json(match: Match) -> Json:
    return {
        "slug": match.strategy.slug,
        "title": match.strategy.title,
        "reasons": list(match.reasons),
        "missing_facts": list(match.missing_facts),
        "effect": what_if_report(match.outcome) if match.outcome else None,
    }


def _pairs(
    assessment: Assessment,
    remedies: Sequence[Remedy],
    edition: Edition,
    told: Mapping[Consequence, Fold],
) -> tuple[Pair, ...]:
    """Each consequence with its strategies; what weighs on the mind first when distressed."""
    grounds = Grounds.of(assessment, edition)
    described: set[str] = set()
    pairs = []
    for consequence, how in told.items():
        keys = edition.eased_by[consequence.key]
        eased_by = [row for row in remedies if row.strategy.key in keys]
        pairs.append(
            Pair(
                consequence,
                _figures(consequence, assessment, grounds),
                tuple(replace(row, is_brief=row.strategy.key in described) for row in eased_by),
                how,
            )
        )
        described |= {remedy.strategy.key for remedy in eased_by}
    return tuple(pairs)


def _figures_told(consequence: Consequence, assessment: Assessment) -> list[str]:
    """The keys of every figure that stands beside a consequence, its table's included."""
    told = (figures_of_fact(row.fact, assessment) for row in consequence.figures.all())
    keys = [key for keys in told for key in keys]
    if consequence.table == "projection":
        keys += figures_projected(assessment)
    elif consequence.table == "credit_months":
        keys += ["credit.code_now"]
    return keys


def _consequences(assessment: Assessment, edition: Edition) -> list[Consequence]:
    product = assessment.case.product
    rows = [row for row in edition.consequences if row.applies_to(product)]
    if Circumstance.DISTRESSED in assessment.case.circumstances:
        rows.sort(key=lambda row: row.key != MENTAL_LOAD)
    return rows


@dataclass(frozen=True, slots=True)
class Grounds:
    """What figures rest on: published sources by key, and the product's terms that were used."""

    sources: Mapping[str, LegalSource]
    terms: Mapping[TermKey, ProductTerm]

    @classmethod
    def of(cls, assessment: Assessment, edition: Edition) -> "Grounds":
        """The grounds of every figure: the contract, as told, takes the place of a term."""
        case = assessment.case
        told = asdict(case.contract)
        terms = edition.terms_in_force(case.product, case.as_of)
        used = {key: term for key, term in terms.items() if told.get(key.value) is None}
        return cls(edition.sources, used)

    def sources_of(self, fact: Fact) -> tuple[LegalSource, ...]:
        """The law behind the fact, and the sources of the terms that it uses."""
        cited = [self.sources[key] for key in fact.law if key in self.sources]
        used = [self.terms[key].source for key in fact.terms if key in self.terms]
        return (*cited, *(source for source in used if source))

    def assumed_terms_of(self, fact: Fact) -> tuple[str, ...]:
        """The names of the terms that the fact uses and no source supports."""
        used = [key for key in fact.terms if key in self.terms]
        return tuple(key.label for key in used if self.terms[key].is_assumption)


def _figures(
    consequence: Consequence, assessment: Assessment, grounds: Grounds
) -> tuple[Figure, ...]:
    """The consequence's figures that are known and apply."""
    day, figures = assessment.case.as_of, []
    for row in consequence.figures.all():
        fact = FACTS[row.fact]
        value = fact.read(assessment)
        if value is not None:
            sources = grounds.sources_of(fact)
            figures.append(
                Figure(
                    label=fact.label_in(assessment),
                    words=fact.words(value),
                    is_estimate=fact.is_estimate_in(assessment),
                    needs_review=any(not source.may_be_cited(day) for source in sources),
                    sources=sources,
                    assumed_terms=grounds.assumed_terms_of(fact),
                )
            )
    return tuple(figures)


def _hotlines(assessment: Assessment, edition: Edition) -> tuple[Hotline, ...]:
    """The numbers to call; the lines that listen come first when distressed."""
    product = assessment.case.product
    rows = [row for row in edition.hotlines if row.number and row.applies_to(product)]
    if Circumstance.DISTRESSED in assessment.case.circumstances:
        rows.sort(key=lambda row: not row.first_when_distressed)
    return tuple(rows)
