"""The strategies that fit, each worked out for this borrower."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advice.engine.answers import LABELS
from advice.engine.assessment import Assessment
from advice.engine.case import Case, PayDown
from advice.engine.facts import FACTS
from advice.engine.matching import Match
from advice.engine.strategies import CapOutcome, Outcome, PaidOutcome
from advice.engine.trail import taken
from advice.engine.vocabulary import EffectKind, Labelled
from advice.models import Strategy
from advice.selectors import Edition
from advice.services.picture import Way
from advice.services.workings import NOTHING_TOLD, CaseWorkings, Fold

RATES = ("penalty_annual_percent", "annual_cap_percent")


class Fit(Labelled):
    """Whether a borrower can carry a strategy, in words."""

    CARRIED = "carried", "负担得起"
    UNKNOWN = "unknown", "填了收支和手头的钱才知道负担不负担得起"
    NOT_ENOUGH = "not_enough", "单靠这个还不清"
    BEYOND = "beyond", "超出现在的能力"


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


def remedies_of(
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
