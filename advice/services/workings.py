"""How the figures of a page came about, each told once and linked from where else it counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from advice.engine.assessment import Assessment
from advice.engine.strategies import PlanOutcome
from advice.engine.trail import (
    CaseTrails,
    Ground,
    Line,
    Trail,
    Trails,
    in_parts,
    lines,
    result_words,
    value_words,
)
from advice.engine.vocabulary import TermKey
from advice.engine.wording import yuan
from advice.models import DatedValue, LegalSource
from advice.selectors import Assumption, Edition

# The trail that tells how a fact came about, where the two have different names.
FACTS_TOLD_BY = {
    "legal_costs_now": "projection.0.legal_costs",
    "days_to_filing": "legal.filing_on",
    "days_to_next_code": "credit.next_code_on",
    "grace_days_left": "projection.0.days_overdue",
    "days_to_agency": "projection.0.days_overdue",
}
AT_HORIZON = "_at_horizon"
IN_PARTS = ("legal", "credit", "affordability", "projection.0")
NOW = ("days_overdue", "arrears", "payoff")
OUTCOME = (
    "saving",
    "cost",
    "paid_by_horizon",
    "owed_at_horizon",
    "needed",
    "monthly_payment",
    "months",
    "waived",
    "plan_daily_rate_percent",
    "gap",
    "at_hand",
    "cleared_on",
    "current_on",
    "record_expires_on",
)

# What a page tells kind by kind in one line; every trail of it is in the JSON of `assess`.
IN_ONE_LINE = (".payments.", ".at_horizon.", "legal.at_filing.", "legal.at_enforcement.")
# Of the days between today and the horizon a page tells what makes the cost, the rest in one line.
OF_OTHER_DAYS = {
    "total_cost",
    "payoff",
    "legal_costs",
    "delayed_performance_interest",
}
# Sums of a plan that are not shown where they are 0.
HIDDEN_WHEN_NOTHING = {"needed", "monthly_payment", "waived", "at_hand"}
TODAY = "projection.0."
OF_A_DAY = ("projection.", "on.")
# Fees of the lawsuit, which each day after them bears.
PASSED_ON = {"acceptance_fee", "execution_fee"}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a working; `anchor` leads to the working of the figure that it comes from."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule, term or fee table that was used, and what it rests on.

    `told_as` says in its place why it stands in no rulebook, where it doesn't.
    """

    ground: Ground
    source: LegalSource | None
    told_as: str


@dataclass(frozen=True, slots=True)
class Working:
    """How one figure came about, as a page tells it."""

    anchor: str
    label: str
    words: str
    steps: tuple[Step, ...]
    result: str
    note: str
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """The workings of the figures of one place; `elsewhere` are told at another, by their anchors.

    The figures of the place come first, then those that they are made of; last what all of them
    rest on.
    """

    workings: tuple[Working, ...] = ()
    elsewhere: tuple[Step, ...] = ()
    bases: tuple[Basis, ...] = ()
    sources: tuple[LegalSource, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.workings or self.elsewhere)


NOTHING_TOLD = Fold()


class Workings:
    """Gives each place of a page its fold; what has been told once is linked from then on."""

    def __init__(  # noqa: PLR0913  # what a page knows of its figures
        self,
        trails: Trails,
        edition: Edition,
        day: date,
        product: str,
        *,
        in_full: str = TODAY,
        told_as: str = "按你的合同",
    ) -> None:
        """`in_full`: the front of what is told to the last addend."""
        self.in_full, self.told_as = in_full, told_as
        self.trails = trails
        self.edition = edition
        self.day = day
        self.terms = edition.terms_in_force(product, day)
        self._told: set[str] = set()

    def fold(self, keys: Iterable[str]) -> Fold:
        """The workings of these figures, in order, and of what they are made of."""
        asked = [key for key in dict.fromkeys(keys) if key in self.trails]
        elsewhere = [key for key in asked if key in self._told]
        fresh = [self.trails[key] for key in self._untold(asked)]
        rests_on = dict.fromkeys(key for trail in fresh for key in trail.rests_on)
        law = dict.fromkeys(key for trail in fresh for key in trail.law)
        bases = tuple(self.basis(key) for key in rests_on)
        used = {basis.source for basis in bases}
        cited = [self.edition.sources[key] for key in law if key in self.edition.sources]
        return Fold(
            workings=tuple(self._working(trail) for trail in fresh),
            elsewhere=tuple(self._link(key) for key in elsewhere),
            bases=bases,
            sources=tuple(row for row in cited if row not in used),
        )

    def _untold(self, asked: Sequence[str]) -> Iterator[str]:
        """The figures, then level by level those that they are made of, each once."""
        level = list(asked)
        while level:
            fresh = [key for key in dict.fromkeys(level) if key not in self._told]
            self._told.update(fresh)
            yield from fresh
            made_of = (self._source(part) for key in fresh for part in self.trails[key].figures)
            level = [key for key in made_of if self._is_told_here(key)]

    def _is_told_here(self, key: str) -> bool:
        """Today's figures to the last addend, the horizon's for all loans, other days' costs."""
        if key.startswith(self.in_full):
            return True
        if ".loans." in key or any(part in key for part in IN_ONE_LINE):
            return False
        if self._is_of_horizon(key) or not key.startswith(OF_A_DAY):
            return True
        return key.rsplit(".", 1)[-1] in OF_OTHER_DAYS

    def _link(self, key: str) -> Step:
        trail = self.trails[key]
        return Step(f"{trail.label} {value_words(trail)}", anchor_of(key))

    def _working(self, trail: Trail) -> Working:
        return Working(
            anchor=anchor_of(trail.key),
            label=trail.label,
            words=value_words(trail),
            steps=tuple(self._step(line) for line in lines(trail)),
            result=result_words(trail),
            note=trail.note,
            is_estimate=trail.is_estimate,
        )

    def _step(self, line: Line) -> Step:
        if not line.figure:
            return Step(line.words)
        key = self._source(line.figure)
        if self._is_told_here(key):
            return Step(line.words, anchor_of(key))
        return Step(line.words if " = " in line.words else line.words + self._parts_words(key))

    def _is_of_horizon(self, key: str) -> bool:
        """Whether it is a figure of the last day that is compared."""
        return False

    def _source(self, key: str) -> str:
        """The figure itself where this one only passes it on to a day."""
        trail = self.trails[key]
        is_of_a_day = key.startswith(OF_A_DAY) and key.rpartition(".")[2] in PASSED_ON
        return trail.figures[0] if is_of_a_day and trail.figures else key

    def _parts_words(self, key: str) -> str:
        """What a figure that is told nowhere else is made of, kind by kind."""
        parts = in_parts(key, self.trails)
        if len(parts) < 2:  # noqa: PLR2004  # one part is the figure itself
            return ""
        return f"（{' + '.join(f'{label} {yuan(value)}' for label, value in parts.items())}）"

    def basis(self, key: str) -> Basis:
        """What a rule, a term or a fee table was when it was used, and what it rests on."""
        ground = self.trails.ground(key)
        told_as = self.told_as if ground.effective_from is None else ""
        return Basis(ground, self._source_of(key), told_as)

    def assumed(self, fold: Fold) -> tuple[Assumption, ...]:
        """The values that the fold rests on and no source supports, each once, with reasons."""
        bases = {row.ground.key: row for row in fold.bases}
        rows = (
            (row.ground, self._record_of(key))
            for key, row in bases.items()
            if not (row.told_as or row.source)
        )
        return tuple(
            Assumption(ground.label, ground.words, record.reason, "假定")
            for ground, record in rows
            if record
        )

    def _record_of(self, key: str) -> DatedValue | None:
        """The record of the value in force of a rule, a term or a fee table."""
        kind, name = key.split(":", 1)
        if kind == "term":
            return self.terms.get(TermKey(name))  # type: ignore[call-arg]
        if kind == "fees":
            return self.edition.fee_table_on(name, self.day)
        return self.edition.rule_value_on(name, self.day)

    def _source_of(self, key: str) -> LegalSource | None:
        """The source of the value in force, where it has one."""
        record = self._record_of(key)
        return record.source if record else None


class CaseWorkings(Workings):
    """The workings of a result: what is owed, and what plans do, each of which is told once."""

    def __init__(self, trails: CaseTrails, edition: Edition) -> None:
        a = trails.books.assessment
        super().__init__(trails, edition, a.case.as_of, a.case.product)
        self.trails: CaseTrails = trails
        self._fronts: dict[object, str] = {}
        self.horizon = f"projection.{a.projection.index(a.at_horizon)}."

    def _is_of_horizon(self, key: str) -> bool:
        return key.startswith(self.horizon)

    def front_of(self, outcome: PlanOutcome, day: date | None = None) -> str:
        """What the keys of what a plan begun on `day` does begin with: one plan is told once."""
        plan = (getattr(outcome, "plan", None), day or self.day)
        if plan not in self._fronts:
            self._fronts[plan] = f"plans.{len(self._fronts)}"
            self.trails.add_outcome(self._fronts[plan], outcome, day)
        return self._fronts[plan]

    def front_with_less_income(self, outcome: PlanOutcome) -> str:
        """The same of a plan in the stress test."""
        plan = (getattr(outcome, "plan", None), "stress")
        if plan not in self._fronts:
            self._fronts[plan] = f"stress.{len(self._fronts)}"
            self.trails.add_stressed(self._fronts[plan], outcome)
        return self._fronts[plan]

    def fold_of(self, outcome: PlanOutcome, day: date | None = None, *also: str) -> Fold:
        """The workings of what a plan does, without sums that are nothing, and of others."""
        keys = figures_of_outcome(self.front_of(outcome, day))
        return self.fold([*(key for key in keys if not self._is_nothing(key)), *also])

    def _is_nothing(self, key: str) -> bool:
        hidden = key.rpartition(".")[2] in HIDDEN_WHEN_NOTHING
        return hidden and key in self.trails and not self.trails[key].value


def figures_now(assessment: Assessment) -> list[str]:
    """The figures of the band: what is owed now, and what another day costs."""
    owed = [f"projection.0.{name}" for name in NOW]
    if not assessment.now.arrears:
        owed.append("affordability.next_instalment")
    if assessment.now.legal_costs.total:
        owed.append("projection.0.legal_costs")
    return [*owed, "daily_cost"]


def figures_projected(assessment: Assessment) -> list[str]:
    """The figures of the table of the status quo."""
    rows = range(len(assessment.projection))
    return [f"projection.{row}.total_cost" for row in rows]


def figures_of_outcome(front: str) -> list[str]:
    """The figures of what a plan does; what it has none of is passed over."""
    return [f"{front}.{name}" for name in OUTCOME]


def figures_compared(assessment: Assessment, fronts: Iterable[str]) -> list[str]:
    """The figures of the comparison: the status quo at the horizon, and every cost."""
    row = assessment.projection.index(assessment.at_horizon)
    return [f"projection.{row}.total_cost", *(f"{front}.cost" for front in fronts)]


def figures_of_fact(fact: str, assessment: Assessment) -> list[str]:
    """The keys that may tell of a fact; those without a trail are passed over."""
    if fact in FACTS_TOLD_BY:
        return [FACTS_TOLD_BY[fact]]
    if fact.endswith(AT_HORIZON):
        row = assessment.projection.index(assessment.at_horizon)
        return [f"projection.{row}.{fact.removesuffix(AT_HORIZON)}"]
    return [fact, *(f"{part}.{fact}" for part in IN_PARTS)]


def anchor_of(key: str) -> str:
    """The anchor of a figure's working."""
    return f"how-{key.replace('.', '-')}"
