"""One borrower without and with a change, and how many of the panel it touches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from advice.engine import Assessment, Case, CaseRefused, RuleNotInForce, assess
from advice.engine.facts import FACTS, Fact, Value, number_words
from advice.engine.matching import Match, StrategyRule, judge
from advice.engine.rules import UnknownProduct
from advice.engine.vocabulary import Unit
from advice.models import SampleBorrower
from advice.services import panel, samples
from advice.services.effects.trying import State, Trial

Row = dict[str, Any]

# Told of each sample borrower; any other figure only where it changes.
TELLING = (
    "arrears",
    "payoff",
    "penalty_interest",
    "payoff_at_horizon",
    "total_cost_at_horizon",
    "cap_excess",
    "cap_excess_at_horizon",
)
# Whose changes are counted in the panel.
MEASURES = ("payoff", "payoff_at_horizon", "total_cost_at_horizon", "cap_excess_at_horizon")
OUTCOMES = {
    "cost": ("总花费", Unit.YUAN),
    "saving": ("比不处理少花", Unit.YUAN),
    "needed": ("今天先付", Unit.YUAN),
    "monthly_payment": ("每月还", Unit.YUAN),
    "months": ("之后付几次", Unit.NUMBER),
}
FEASIBLE = {True: "负担得起", False: "负担不起", None: "不知道"}
NONE = "没有"


@dataclass(frozen=True, slots=True)
class Told:
    """What a borrower is told in one state: the figures, and the strategies in shown order."""

    assessment: Assessment
    shown: Mapping[str, Match]

    @classmethod
    def to(cls, case: Case, state: State) -> "Told":
        """Raises RuleNotInForce."""
        return cls.of(assess(case, state.rulebook), state.strategies)

    @classmethod
    def of(cls, assessment: Assessment, strategies: Sequence[StrategyRule]) -> "Told":
        matches = judge(strategies, assessment)
        return cls(assessment, {row.strategy.slug: row for row in matches if row.is_shown})


def told_apart(case: Case, trial: Trial) -> tuple[Told, Told]:
    """What the borrower is told before and after, as far as the change can make a difference."""
    if not trial.leaves_rules(case.product, case.as_of):
        return Told.to(case, trial.before), Told.to(case, trial.after)
    assessment = assess(case, trial.before.rulebook)
    old, new = trial.apart
    return Told.of(assessment, old), Told.of(assessment, new)


def compare_sample(sample: SampleBorrower, day: date, trial: Trial) -> Row:
    """The sample before and after, in words; where nothing can be computed, why."""
    head = {"key": sample.key, "title": sample.title, "note": sample.note}
    told: list[Told] = []
    for state in (trial.before, trial.after):
        try:
            told.append(Told.to(samples.case_on(sample, day, rulebook=state.rulebook), state))
        except (CaseRefused, RuleNotInForce, UnknownProduct) as refused:
            return head | {"refused": why(refused), "is_changed": False}
    return head | {"refused": ""} | _difference(*told, changed=trial.changed)


def why(refused: CaseRefused | RuleNotInForce | UnknownProduct) -> str:
    """In Chinese, what keeps a borrower from being assessed."""
    match refused:
        case CaseRefused():
            return "；".join(message for said in refused.errors.values() for message in said)
        case RuleNotInForce():
            return refused.words
    return "没有这个贷款产品，或者它现在不能选"


def _difference(before: Told, after: Told, *, changed: frozenset[str]) -> Row:
    figures = list(_figures(before.assessment, after.assessment))
    figures.sort(key=lambda row: not row["is_changed"])
    appear = [row.strategy.title for slug, row in after.shown.items() if slug not in before.shown]
    vanish = [row.strategy.title for slug, row in before.shown.items() if slug not in after.shown]
    stay = [_outcome(slug, before, after, changed) for slug in after.shown if slug in before.shown]
    outcomes = [row for row in stay if row["rows"]]
    changed_figures = sum(row["is_changed"] for row in figures)
    return {
        "figures": figures,
        "changed_figures": changed_figures,
        "appear": appear,
        "vanish": vanish,
        "outcomes": outcomes,
        "is_changed": bool(changed_figures or appear or vanish or outcomes),
    }


def _figures(before: Assessment, after: Assessment) -> Iterator[Row]:
    """The telling figures, and every other that changes."""
    for fact in FACTS.values():
        old, new = fact.read(before), fact.read(after)
        if fact.key in TELLING or old != new:
            yield {
                "label": fact.label_in(after),
                "before": _words(fact, old),
                "after": _words(fact, new),
                "change": _change(old, new, fact.unit),
                "is_changed": old != new,
            }


def _words(fact: Fact, value: Value | None) -> str:
    return NONE if value is None else fact.words(value)


def _change(old: Any, new: Any, unit: Unit) -> str:
    """By how much a number rises or falls; nothing where it isn't one or stays."""
    numbers = all(isinstance(value, int | Decimal) for value in (old, new))
    if not numbers or isinstance(old, bool) or old == new:
        return ""
    sign = "+" if new > old else "−"
    return sign + number_words(abs(new - old), unit)


def _outcome(slug: str, before: Told, after: Told, changed: frozenset[str]) -> Row:
    """What changes of a strategy that is shown before and after."""
    old, new = before.shown[slug], after.shown[slug]
    rows = list(_outcome_rows(old.outcome, new.outcome))
    places = [list(told.shown).index(slug) + 1 for told in (before, after)]
    if slug in changed and places[0] != places[1]:
        rows.append(_row("排在第几", *map(str, places)))
    return {"title": new.strategy.title, "rows": rows}


def _outcome_rows(old: Any, new: Any) -> Iterator[Row]:
    for name, (label, unit) in OUTCOMES.items():
        was, becomes = getattr(old, name, None), getattr(new, name, None)
        if was != becomes:
            words = (
                NONE if value is None else number_words(value, unit) for value in (was, becomes)
            )
            yield _row(label, next(words), next(words), _change(was, becomes, unit))
    was, becomes = getattr(old, "feasible", None), getattr(new, "feasible", None)
    if was is not becomes:
        yield _row("负担得起吗", FEASIBLE[was], FEASIBLE[becomes])


def _row(label: str, before: str, after: str, change: str = "") -> Row:
    return {"label": label, "before": before, "after": after, "change": change}


@dataclass
class PanelCount:
    """What was counted of the panel so far.

    `changes` holds each difference that is not 0, in yuan as text, by the measure's key.
    """

    assessed: int = 0
    refused: int = 0
    why_refused: str = ""
    matched_differently: int = 0
    changes: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in MEASURES})
    strategies: dict[str, Row] = field(default_factory=dict)

    @classmethod
    def stored(cls, told: Mapping[str, Any] | None) -> "PanelCount":
        return cls(**told) if told else cls()

    def as_stored(self) -> Row:
        return asdict(self)

    def add(self, number: int, day: date, trial: Trial) -> None:
        """Count the borrower of that number."""
        try:
            case = panel.borrower(number, day, rulebook=trial.before.rulebook)
            before, after = told_apart(case, trial)
        except (CaseRefused, RuleNotInForce, UnknownProduct) as refused:
            self.refused += 1
            self.why_refused = why(refused)
            return
        self.assessed += 1
        self._count_changes(before.assessment, after.assessment)
        self.note_matches(before.shown, after.shown)

    def _count_changes(self, before: Assessment, after: Assessment) -> None:
        for key in MEASURES:
            old, new = FACTS[key].read(before), FACTS[key].read(after)
            assert isinstance(old, Decimal)
            assert isinstance(new, Decimal)
            if old != new:
                self.changes[key].append(f"{new - old:.2f}")

    def note_matches(self, before: Mapping[str, Match], after: Mapping[str, Match]) -> None:
        """Count whom the change gives a strategy, takes one from, or shows other figures of it."""
        if before.keys() != after.keys():
            self.matched_differently += 1
        for slug in {**before, **after}:
            if slug not in before:
                self._note(after[slug], "gained")
            elif slug not in after:
                self._note(before[slug], "lost")
            elif before[slug].outcome != after[slug].outcome:
                self._note(after[slug], "different")

    def _note(self, match: Match, what: str) -> None:
        blank = {"title": match.strategy.title, "gained": 0, "lost": 0, "different": 0}
        self.strategies.setdefault(match.strategy.slug, blank)[what] += 1
