"""Who gets which strategy, and why (calculation.md, section 10).

Every condition of a group must hold, one group is enough, and no group means always. An unknown
fact makes its condition false.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from advice.engine.answers import LABELS
from advice.engine.assessment import Assessment
from advice.engine.case import CapRequest, Cure, PayDown, Plan, Restructure
from advice.engine.conditions import Condition
from advice.engine.facts import FACTS, Fact, Value
from advice.engine.money import ZERO
from advice.engine.strategies import PlanOutcome
from advice.engine.vocabulary import (
    EffectKind,
    MonthlySource,
    Operator,
    Unit,
    UpfrontSource,
    Urgency,
)
from advice.engine.wording import yuan

BOUND_WORDS = {
    Operator.LT: "低于",
    Operator.LE: "不超过",
    Operator.GT: "高于",
    Operator.GE: "不低于",
    Operator.EQ: "等于",
    Operator.NE: "不等于",
}
DAY_WORDS = BOUND_WORDS | {
    Operator.LT: "早于",
    Operator.LE: "不晚于",
    Operator.GT: "晚于",
    Operator.GE: "不早于",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What a strategy does, as its editor set it; sums are chosen from the borrower's answers."""

    kind: EffectKind = EffectKind.NONE
    upfront: tuple[UpfrontSource, ...] = ()
    monthly: tuple[MonthlySource, ...] = ()
    max_months: int | None = None
    waived_share: Decimal = Decimal(0)
    plan_daily_rate_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StrategyRule:
    """A strategy as the engine sees it: when it fits and what it does."""

    slug: str
    title: str
    urgency: Urgency = Urgency.ANYTIME
    order: int = 0
    effect: Effect = Effect()
    groups: tuple[tuple[Condition, ...], ...] = ()
    products: frozenset[str] = frozenset()

    def applies_to(self, product: str) -> bool:
        """Whether it is meant for the product; one that names no product is for all."""
        return not self.products or product in self.products


@dataclass(frozen=True, slots=True)
class Match:
    """A strategy judged for one borrower.

    `reasons` are the conditions that held, `failures` why it is not shown, both in words with this
    borrower's figures; `missing_facts` are the keys of facts that the borrower could still tell.
    """

    strategy: StrategyRule
    is_shown: bool
    reasons: tuple[str, ...]
    failures: tuple[str, ...]
    missing_facts: tuple[str, ...]
    plan: Plan | None
    outcome: PlanOutcome | None


def judge(strategies: Iterable[StrategyRule], assessment: Assessment) -> list[Match]:
    """The product's strategies judged: the shown ones in shown order, then the others."""
    product = assessment.case.product
    matches = [
        _match(strategy, assessment) for strategy in strategies if strategy.applies_to(product)
    ]
    return sorted(matches, key=_shown_order)


def _shown_order(match: Match) -> tuple[bool, int, int, Decimal, int, str]:
    """Urgency, then feasible, unknown, not feasible, then saving, then the editor's order."""
    strategy = match.strategy
    if not match.is_shown:
        return (True, 0, 0, ZERO, strategy.order, strategy.slug)
    feasible = match.outcome.feasible if match.outcome else None
    saving = match.outcome.saving if match.outcome else None
    return (
        False,
        list(Urgency).index(strategy.urgency),
        {True: 0, None: 1, False: 2}[feasible],
        Decimal("Infinity") if saving is None else -saving,
        strategy.order,
        strategy.slug,
    )


def _match(strategy: StrategyRule, assessment: Assessment) -> Match:
    groups = [[_Judged(condition, assessment) for condition in group] for group in strategy.groups]
    holding = [group for group in groups if all(judged.holds for judged in group)]
    is_shown = bool(holding) or not groups
    plan, unknown = plan_of(strategy.effect, assessment)
    open_groups = [group for group in groups if all(row.holds or row.missing for row in group)]
    missing = [judged.missing for group in open_groups for judged in group]
    if is_shown:
        missing.append(unknown)
    return Match(
        strategy=strategy,
        is_shown=is_shown,
        reasons=_unique(judged.reason for group in holding for judged in group),
        failures=() if is_shown else _nearest_failures(groups),
        missing_facts=_unique(key for key in missing if key),
        plan=plan if is_shown else None,
        outcome=assessment.outcome_of(plan) if is_shown and plan else None,
    )


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _nearest_failures(groups: Sequence[Sequence["_Judged"]]) -> tuple[str, ...]:
    """What failed in the group that lacked least."""
    failed = [[judged.failure for judged in group if not judged.holds] for group in groups]
    fewest = min(len(texts) for texts in failed)
    return _unique(next(texts for texts in failed if len(texts) == fewest))


def plan_of(effect: Effect, assessment: Assessment) -> tuple[Plan | None, str | None]:
    """The effect with this borrower's sums, and the fact that would have to be told for it."""
    match effect.kind:
        case EffectKind.CURE:
            return Cure(), None
        case EffectKind.CAP:
            return CapRequest(), None
        case EffectKind.RESTRUCTURE:
            plan = Restructure(
                effect.max_months or 1, effect.waived_share, effect.plan_daily_rate_percent
            )
            unknown = assessment.affordability.monthly_surplus is None
            return plan, "monthly_surplus" if unknown else None
        case EffectKind.PAY_DOWN:
            return _pay_down_plan(effect, assessment)
    return None, None


def _pay_down_plan(effect: Effect, assessment: Assessment) -> tuple[Plan | None, str | None]:
    case, surplus = assessment.case, assessment.affordability.monthly_surplus
    monthly = ZERO
    if MonthlySource.MONTHLY_SURPLUS in effect.monthly:
        if surplus is None:
            return None, "monthly_surplus"
        monthly += surplus
    if MonthlySource.EXPENSE_CUT in effect.monthly:
        monthly += case.expense_cut or ZERO
    upfront = sum((getattr(case, source.value) or ZERO for source in effect.upfront), ZERO)
    return PayDown(upfront, max(monthly, ZERO)), None


class _Judged:
    """One condition held against one assessment, and what to say of it."""

    def __init__(self, condition: Condition, assessment: Assessment) -> None:
        self.condition = condition
        self.assessment = assessment
        self.fact = condition.fact
        self.value = condition.fact.read(assessment)
        self.compared = condition.compared.read(assessment) if condition.compared else None

    @property
    def holds(self) -> bool:
        return self.condition.holds(self.value, self.compared)

    @property
    def _bounds(self) -> tuple[Value | None, ...]:
        return (self.compared,) if self.condition.compared else self.condition.values

    @property
    def missing(self) -> str | None:
        """The key of the fact that an answer not yet given would change, where it doesn't hold."""
        if self.holds:
            return None
        fact, case = self._unknown, self.assessment.case
        if fact is None:
            return self.fact.key if self._counts_as_nothing else None
        untold = any(getattr(case, answer) is None for answer in fact.asks)
        return fact.key if untold else None

    @property
    def _counts_as_nothing(self) -> bool:
        """Whether the sum is known only because answers not given count nothing."""
        return self.value == 0 and self.fact.untold_in(self.assessment.case)

    @property
    def _unknown(self) -> Fact | None:
        """The first fact of the condition that is unknown or does not apply."""
        if self.value is None:
            return self.fact
        return self.condition.compared if self.compared is None else None

    @property
    def _operator_words(self) -> str:
        words = DAY_WORDS if self.fact.unit is Unit.DATE else BOUND_WORDS
        return words[self.condition.operator]

    @property
    def _bound_words(self) -> str:
        if self.condition.compared and self.compared is not None:
            other = self.condition.compared
            return f"{other.label_in(self.assessment)} {other.words(self.compared)}"
        return " " + "、".join(self.fact.words(value) for value in self.condition.values)

    @property
    def _said(self) -> str:
        assert self.value is not None
        if self._counts_as_nothing:
            return f"没有填{self.fact.label}，按 {self.fact.words(self.value)} 算"
        sign = "：" if self.fact.unit is Unit.CHOICE else " "
        return f"{self.fact.label_in(self.assessment)}{sign}{self.fact.words(self.value)}"

    @property
    def reason(self) -> str:
        """The condition that held, with this borrower's figure."""
        if isinstance(self.value, bool):
            return self.fact.label if self.value else f"没有选“{self.fact.label}”"
        if self.fact.unit is Unit.CHOICE or self._bounds == (0,):
            return self._said
        return f"{self._said}，{self._operator_words}{self._bound_words}"

    @property
    def failure(self) -> str:
        """Why the condition does not hold, and by how much where that is a sum."""
        if self.missing:
            return f"还不知道“{FACTS[self.missing].label}”，{_ask(FACTS[self.missing])}"
        if self._unknown:
            return self._unknown.absent or f"“{self._unknown.label}”这一项不适用"
        if isinstance(self.value, bool):
            return f"你{'选了' if self.value else '没有选'}“{self.fact.label}”"
        if self.fact.unit is Unit.CHOICE:
            other = "不用于" if self.condition.operator is Operator.NE else "用于"
            return f"{self._said}，这个办法{other}：{self._bound_words.strip()}"
        wanted = f"要{self._operator_words}{self._bound_words}"
        return f"{self._said}，{wanted}{self._gap}"

    @property
    def _gap(self) -> str:
        if self.condition.operator is not Operator.GE or self.fact.unit is not Unit.YUAN:
            return ""
        bound, value = self._bounds[0], self.value
        assert isinstance(bound, Decimal)
        assert isinstance(value, Decimal)
        return f"，还差 {yuan(bound - value)}"


def _ask(fact: Fact) -> str:
    return f"填了{'、'.join(LABELS[field] for field in fact.asks)}就能判断"
