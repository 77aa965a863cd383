"""How the figures of a page came about, each told once and linked from where else it counts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from advice.engine.assessment import Assessment
from advice.engine.strategies import CapOutcome, PlanOutcome
from advice.engine.trail import Ground, Line, Trail, Trails, lines, result_words, value_words
from advice.engine.vocabulary import TermKey
from advice.models import DatedValue, LegalSource, ProductTerm
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
    "upfront",
    "monthly_payment",
    "monthly",
    "months",
    "waived",
    "plan_daily_rate_percent",
    "gap",
    "cleared_on",
    "current_on",
    "record_expires_on",
)

# What a page tells with its sum alone; every trail is in the JSON of `assess`.
SUMS_ALONE = (".payments.", ".at_horizon.", "legal.at_enforcement.", "legal.at_filing.loans.")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a working; `anchor` leads to the working of the figure that it comes from."""

    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A rule, term or fee table that was used, and what it rests on."""

    ground: Ground
    source: LegalSource | None
    is_told: bool


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
    bases: tuple[Basis, ...]
    sources: tuple[LegalSource, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """The workings of the figures of one place; `elsewhere` are told at another, by their anchors.

    The figures of the place come first, then those that they are made of.
    """

    workings: tuple[Working, ...] = ()
    elsewhere: tuple[Step, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.workings or self.elsewhere)


NOTHING_TOLD = Fold()


class Workings:
    """Gives each place of a page its fold; what has been told once is linked from then on."""

    def __init__(self, trails: Trails, edition: Edition, day: date, product: str) -> None:
        self.trails = trails
        self.edition = edition
        self.day = day
        self.terms = edition.terms_in_force(product, day)
        self._told: set[str] = set()

    def fold(self, keys: Iterable[str]) -> Fold:
        """The workings of these figures, in order, and of what they are made of."""
        asked = [key for key in dict.fromkeys(keys) if key in self.trails]
        elsewhere = [key for key in asked if key in self._told]
        fresh = list(self._untold(asked))
        workings = tuple(self._working(self.trails[key]) for key in fresh)
        return Fold(workings, tuple(self._link(key) for key in elsewhere))

    def _untold(self, asked: Sequence[str]) -> Iterator[str]:
        """The figures, then level by level those that they are made of, each once."""
        level = list(asked)
        while level:
            fresh = [key for key in dict.fromkeys(level) if key not in self._told]
            self._told.update(fresh)
            yield from fresh
            made_of = (part for key in fresh for part in self.trails[key].figures)
            level = [key for key in made_of if self._is_told_here(key)]

    def _is_told_here(self, key: str) -> bool:
        """Today's figures down to the last addend; of other days, those of all loans together."""
        if key.startswith("projection.0.") or ".loans." not in key:
            return not any(part in key for part in SUMS_ALONE)
        return False

    def _link(self, key: str) -> Step:
        trail = self.trails[key]
        return Step(f"{trail.label} {value_words(trail)}", anchor_of(key))

    def _working(self, trail: Trail) -> Working:
        sources = self.edition.sources
        return Working(
            anchor=anchor_of(trail.key),
            label=trail.label,
            words=value_words(trail),
            steps=tuple(self._step(line) for line in lines(trail)),
            result=result_words(trail),
            note=trail.note,
            is_estimate=trail.is_estimate,
            bases=tuple(self._basis(key) for key in trail.rests_on),
            sources=tuple(sources[key] for key in trail.law if key in sources),
        )

    def _step(self, line: Line) -> Step:
        key = line.figure
        return Step(line.words, anchor_of(key) if key and self._is_told_here(key) else "")

    def _basis(self, key: str) -> Basis:
        ground = self.trails.ground(key)
        return Basis(ground, self._source_of(key), is_told=ground.effective_from is None)

    def assumed(self, fold: Fold) -> tuple[Assumption, ...]:
        """The values that the fold rests on and no source supports, each once, with reasons."""
        bases = {row.ground.key: row for each in fold.workings for row in each.bases}
        rows = (
            (row.ground, self._record_of(key))
            for key, row in bases.items()
            if not (row.is_told or row.source)
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
        """The published source of the value in force, where it has one."""
        kind, name = key.split(":", 1)
        if kind == "term":
            term: ProductTerm | None = self.terms.get(TermKey(name))  # type: ignore[call-arg]
            return term.source if term else None
        return self.edition.source_of(kind, name, self.day)


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


def figures_of_outcome(
    index: int, outcome: PlanOutcome | None, assessment: Assessment
) -> list[str]:
    """The figures of the shown strategy at this place; what it has none of is passed over."""
    keys = [f"{front_of(index)}.{name}" for name in OUTCOME]
    if isinstance(outcome, CapOutcome):
        keys.append(f"projection.{assessment.projection.index(assessment.at_horizon)}.cap_excess")
    return keys


def figures_compared(assessment: Assessment, strategies: int) -> list[str]:
    """The figures of the comparison: the status quo at the horizon, and every cost."""
    row = assessment.projection.index(assessment.at_horizon)
    costs = [f"{front_of(index)}.cost" for index in range(strategies)]
    return [f"projection.{row}.total_cost", *costs]


def figures_of_fact(fact: str, assessment: Assessment) -> list[str]:
    """The keys that may tell of a fact; those without a trail are passed over."""
    if fact in FACTS_TOLD_BY:
        return [FACTS_TOLD_BY[fact]]
    if fact.endswith(AT_HORIZON):
        row = assessment.projection.index(assessment.at_horizon)
        return [f"projection.{row}.{fact.removesuffix(AT_HORIZON)}"]
    return [fact, *(f"{part}.{fact}" for part in IN_PARTS)]


def front_of(index: int) -> str:
    """The front of the keys of the shown strategy at this place."""
    return f"strategies.{index}.effect"


def anchor_of(key: str) -> str:
    """The anchor of a figure's working."""
    return f"how-{key.replace('.', '-')}"
