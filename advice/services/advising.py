"""Consequences beside the strategies that fit: what a borrower's answers lead to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from advice import selectors
from advice.engine.assessment import Assessment, assess
from advice.engine.case import Case
from advice.engine.events import ComingEvent, coming_event
from advice.engine.facts import FACTS
from advice.engine.intake import read_case
from advice.engine.matching import Match, StrategyRule, judge
from advice.engine.money import ZERO
from advice.engine.report import Json, report, what_if_report
from advice.engine.rules import Rulebook
from advice.engine.strategies import CapOutcome, Outcome
from advice.engine.vocabulary import Circumstance, EffectKind
from advice.models import Consequence, Hotline, LegalSource, Strategy
from advice.selectors import Assumption
from advice.services.caveats import Untold, assumptions, untold, warnings

MENTAL_LOAD = "mental_load"


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed figure in words, with the sources that it rests on."""

    label: str
    words: str
    is_estimate: bool
    sources: tuple[LegalSource, ...]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A matched strategy; told in full beside the first consequence that it eases, then briefly."""

    strategy: Strategy
    match: Match
    family_money: Decimal | None = None
    is_brief: bool = False

    @property
    def outcome(self) -> Outcome | None:
        """What it does for this borrower, where that has a cost and an end."""
        return self.match.outcome if isinstance(self.match.outcome, Outcome) else None

    @property
    def cap(self) -> CapOutcome | None:
        """What a court may be asked to cut, where that is what it does."""
        return self.match.outcome if isinstance(self.match.outcome, CapOutcome) else None

    @property
    def needs_the_bank(self) -> bool:
        """Whether it works only where the bank agrees."""
        return self.strategy.effect_kind == EffectKind.RESTRUCTURE


@dataclass(frozen=True, slots=True)
class Pair:
    """A consequence with its figures, and the matched strategies that ease it."""

    consequence: Consequence
    figures: tuple[Figure, ...]
    remedies: tuple[Remedy, ...]

    @property
    def sources(self) -> tuple[LegalSource, ...]:
        """The law behind the figures, each source once."""
        cited = (source for figure in self.figures for source in figure.sources)
        return tuple({source.key: source for source in cited}.values())


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything that the result page shows for one case."""

    assessment: Assessment
    product_name: str
    coming: ComingEvent | None
    pairs: tuple[Pair, ...]
    remedies: tuple[Remedy, ...]
    not_shown: tuple[Match, ...]
    untold: tuple[Untold, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]
    hotlines: tuple[Hotline, ...]
    prose_figures: Mapping[str, str]

    @property
    def case(self) -> Case:
        return self.assessment.case

    @property
    def principal(self) -> Decimal:
        """The outstanding principal of all loans, in yuan."""
        return sum((loan.principal for loan in self.case.loans), ZERO)

    @property
    def is_distressed(self) -> bool:
        return Circumstance.DISTRESSED in self.case.circumstances

    @property
    def first_remedy(self) -> Remedy | None:
        """The next right step: the first strategy in shown order."""
        return self.remedies[0] if self.remedies else None

    @property
    def compared(self) -> tuple[Remedy, ...]:
        """The strategies with a cost and an end, to set beside doing nothing."""
        return tuple(remedy for remedy in self.remedies if remedy.outcome)

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
    rulebook = selectors.current_rulebook()
    assessment = assess(read_case(raw, today=today, rulebook=rulebook), rulebook)
    strategies = {strategy.key: strategy for strategy in selectors.strategies_published()}
    matches = judge([strategy.to_rule() for strategy in strategies.values()], assessment)
    remedies = tuple(
        _remedy(strategies[match.strategy.slug], match, assessment.case)
        for match in matches
        if match.is_shown
    )
    return Advice(
        assessment=assessment,
        product_name=rulebook.product(assessment.case.product).name,
        coming=coming_event(assessment),
        pairs=_pairs(assessment, remedies),
        remedies=remedies,
        not_shown=tuple(match for match in matches if not match.is_shown),
        untold=untold(matches),
        assumptions=assumptions(assessment),
        warnings=warnings(assessment),
        hotlines=_hotlines(assessment),
        prose_figures=selectors.prose_figures(assessment.case.as_of),
    )


def _remedy(strategy: Strategy, match: Match, case: Case) -> Remedy:
    family_money = case.family_loan if strategy.uses_family_loan else None
    return Remedy(strategy, match, family_money or None)


def strategy_rules() -> list[StrategyRule]:
    """The published strategies as the engine judges them."""
    return [strategy.to_rule() for strategy in selectors.strategies_published()]


def advise_as_json(
    raw: Mapping[str, Any],
    *,
    today: date,
    rulebook: Rulebook,
    strategies: Sequence[StrategyRule],
) -> Json:
    """Every result key of the calculation's section 11; raises CaseRefused."""
    assessment = assess(read_case(raw, today=today, rulebook=rulebook), rulebook)
    shown = [match for match in judge(strategies, assessment) if match.is_shown]
    return report(assessment) | {"strategies": [_match_as_json(match) for match in shown]}


def _match_as_json(match: Match) -> Json:
    return {
        "slug": match.strategy.slug,
        "title": match.strategy.title,
        "reasons": list(match.reasons),
        "missing_facts": list(match.missing_facts),
        "effect": what_if_report(match.outcome) if match.outcome else None,
    }


def _pairs(assessment: Assessment, remedies: Sequence[Remedy]) -> tuple[Pair, ...]:
    """Each consequence with its strategies; what weighs on the mind first when distressed."""
    consequences = _consequences(assessment)
    keys = {figure.fact for row in consequences for figure in row.figures.all()}
    sources = selectors.sources_by_key(key for fact in keys for key in FACTS[fact].law)
    told: set[str] = set()
    pairs = []
    for consequence in consequences:
        eased_by = [row for row in remedies if consequence in row.strategy.eases.all()]
        pairs.append(
            Pair(
                consequence,
                _figures(consequence, assessment, sources),
                tuple(replace(row, is_brief=row.strategy.key in told) for row in eased_by),
            )
        )
        told |= {remedy.strategy.key for remedy in eased_by}
    return tuple(pairs)


def _consequences(assessment: Assessment) -> list[Consequence]:
    product = assessment.case.product
    rows = [row for row in selectors.consequences_published() if row.applies_to(product)]
    if Circumstance.DISTRESSED in assessment.case.circumstances:
        rows.sort(key=lambda row: row.key != MENTAL_LOAD)
    return rows


def _figures(
    consequence: Consequence, assessment: Assessment, sources: Mapping[str, LegalSource]
) -> tuple[Figure, ...]:
    """The consequence's figures that are known and apply."""
    figures = []
    for row in consequence.figures.all():
        fact = FACTS[row.fact]
        value = fact.read(assessment)
        if value is not None:
            cited = tuple(sources[key] for key in fact.law if key in sources)
            figures.append(
                Figure(
                    fact.label_in(assessment),
                    fact.words(value),
                    fact.is_estimate_in(assessment),
                    cited,
                )
            )
    return tuple(figures)


def _hotlines(assessment: Assessment) -> tuple[Hotline, ...]:
    """The numbers to call; the lines that listen come first when distressed."""
    hotlines = list(selectors.hotlines_published())
    if Circumstance.DISTRESSED in assessment.case.circumstances:
        hotlines.sort(key=lambda hotline: not hotline.first_when_distressed)
    return tuple(hotlines)
