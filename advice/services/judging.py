"""One strategy held against figures or against a borrower, condition by condition.

The engine judges, as it does for visitors; here is only said what it found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from advice import selectors
from advice.engine.assessment import assess
from advice.engine.conditions import Condition
from advice.engine.contradictions import clash_in
from advice.engine.facts import Fact, Value
from advice.engine.matching import Match, judge
from advice.engine.vocabulary import Labelled
from advice.models import SampleBorrower, Strategy
from advice.services.samples import case_on


class Verdict(Labelled):
    """What became of a condition."""

    HOLDS = "holds", "符合"
    FAILS = "fails", "不符合"
    UNTOLD = "untold", "没有填"


@dataclass(frozen=True, slots=True)
class JudgedCondition:
    """A condition in words, the values that it was held against, and whether it holds."""

    words: str
    values: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class JudgedGroup:
    """The conditions that must hold together; `never` where they can't, whoever comes."""

    number: int
    conditions: tuple[JudgedCondition, ...]
    never: bool

    @property
    def holds(self) -> bool:
        return all(row.verdict is Verdict.HOLDS for row in self.conditions)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Every group of a strategy, judged; one that holds is enough, and none at all means always.

    `match` is what a borrower's result would hold; None for bare figures, and where the strategy is
    not meant for the borrower's product.
    """

    groups: tuple[JudgedGroup, ...]
    is_for_product: bool = True
    match: Match | None = None

    @property
    def is_shown(self) -> bool:
        holding = not self.groups or any(group.holds for group in self.groups)
        return self.is_for_product and holding


def facts_asked(strategy: Strategy) -> list[Fact]:
    """The facts that its conditions ask about, in their order."""
    conditions = [row for _, group in strategy.groups() for row in group]
    facts = [fact for row in conditions for fact in (row.fact, row.compared) if fact]
    return list({fact.key: fact for fact in facts}.values())


def judge_figures(strategy: Strategy, figures: Mapping[str, Value]) -> Judgement:
    """The strategy for whoever has these figures, by the keys of their facts; others are untold."""
    return Judgement(_groups(strategy, figures, absent={}))


def judge_borrower(strategy: Strategy, borrower: SampleBorrower, *, day: date) -> Judgement:
    """The strategy for the sample borrower of that day; raises CaseRefused."""
    rulebook = selectors.current_rulebook()
    assessment = assess(case_on(borrower, day, rulebook=rulebook), rulebook)
    read = {fact: fact.read(assessment) for fact in facts_asked(strategy)}
    figures = {fact.key: value for fact, value in read.items() if value is not None}
    absent = {fact.key: fact.absent for fact in read if fact.absent}
    matches = judge([strategy.to_rule()], assessment)
    return Judgement(
        _groups(strategy, figures, absent=absent),
        is_for_product=bool(matches),
        match=matches[0] if matches else None,
    )


def _groups(
    strategy: Strategy, figures: Mapping[str, Value], *, absent: Mapping[str, str]
) -> tuple[JudgedGroup, ...]:
    return tuple(
        JudgedGroup(
            number,
            tuple(_judged(condition, figures, absent) for condition in conditions),
            never=bool(clash_in(conditions)),
        )
        for number, conditions in strategy.groups()
    )


def _judged(
    condition: Condition, figures: Mapping[str, Value], absent: Mapping[str, str]
) -> JudgedCondition:
    facts = [fact for fact in (condition.fact, condition.compared) if fact]
    values = [figures.get(fact.key) for fact in facts]
    told = (_told(fact, figures, absent) for fact in facts)
    verdict = Verdict.HOLDS if condition.holds(*values) else Verdict.FAILS
    if any(fact.key not in figures and fact.key not in absent for fact in facts):
        verdict = Verdict.UNTOLD
    return JudgedCondition(condition.words, "；".join(told), verdict)


def _told(fact: Fact, figures: Mapping[str, Value], absent: Mapping[str, str]) -> str:
    if fact.key in figures:
        return f"{fact.label} {fact.words(figures[fact.key])}"
    return absent.get(fact.key, f"{fact.label} {Verdict.UNTOLD.label}")
