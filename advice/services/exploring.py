"""What the result explores unasked: the best plan, waiting, small changes and a stress test."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.best_plan import BestPlan, Candidate, best_plan, candidate
from advice.engine.calendar import add_days
from advice.engine.case import Cure, Restructure
from advice.engine.facts import FACTS
from advice.engine.matching import Match
from advice.engine.money import ZERO
from advice.engine.nudges import DAYS_LATER, MORE_A_MONTH, Nudge, later, more_a_month
from advice.engine.strategies import CureOutcome, Outcome, Position, RestructureOutcome
from advice.engine.stress import StressTest, stress_test
from advice.engine.trail import CaseTrails
from advice.engine.waiting import Waiting, cost_of_waiting
from advice.engine.wording import yuan
from advice.services.workings import NOTHING_TOLD, CaseWorkings, Fold

# What the stress test tells of a plan.
STRESSED = ("cost", "monthly_payment", "cleared_on")


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan with what it does, told for the page; all money is yuan."""

    found: Candidate
    position: Position

    @property
    def words(self) -> str:
        """The plan in one line: 今天先付 ¥5,000.00，以后每月还 ¥1,000.00."""
        plan, outcome = self.found.plan, self.found.outcome
        first = f"先付 {yuan(self.paid_at_once)}，" if self.paid_at_once else ""
        if isinstance(plan, Cure):
            return f"{first}补齐逾期，以后按合同一期一期还" if first else "按合同一期一期还"
        if not outcome.months and outcome.cleared_on:
            return f"一次付 {yuan(self.paid_at_once)}，全部结清"
        monthly = yuan(outcome.monthly_payment or ZERO)
        if isinstance(plan, Restructure):
            rest = "其余" if first else ""
            return f"{first}{rest}谈成分 {outcome.months} 个月，每月还 {monthly}"
        return f"{first}以后每月还 {monthly}" if plan.monthly else first.rstrip("，")

    @property
    def paid_at_once(self) -> Decimal:
        """What is paid on the day it begins, or held ready for then."""
        return self.found.outcome.needed

    @property
    def is_negotiated(self) -> bool:
        return self.found.is_negotiated

    @property
    def waived(self) -> Decimal:
        """What the lender is assumed to waive."""
        outcome = self.found.outcome
        return outcome.waived if isinstance(outcome, RestructureOutcome) else ZERO

    @property
    def own_money_left(self) -> Decimal:
        """What of savings and of what could be sold is not needed."""
        case, used = self.position.case, self.found.used
        own = (case.savings or ZERO) + (case.sellable_assets or ZERO)
        return own - used.savings - used.sellable_assets

    @property
    def leaves_too_little(self) -> bool:
        """Whether what is left is less than three months of what is needed to live."""
        target = self.position.affordability.emergency_target_3
        return target is not None and self.own_money_left < target

    @property
    def lacks(self) -> Decimal | None:
        """What is missing at hand on the day it begins; None: unknown."""
        if self.found.needed is None:
            return None
        return max(self.found.needed - self.position.affordability.lump_sum, ZERO)


@dataclass(frozen=True, slots=True)
class Explored:
    """What the engine explores unasked: the best plan, waiting, two nudges and a stress test.

    `more` is 100 yuan more a month than in `more_than`, `later` begins `later_than` 30 days later:
    the best plan, or where none is affordable the nearest, or the first that is shown.
    """

    assessment: Assessment
    found: BestPlan
    waiting: tuple[Waiting, ...]
    more_than: Offer | None
    more: Nudge | None
    later_than: Offer | None
    later: Nudge | None
    stress: StressTest | None

    more_a_month = MORE_A_MONTH
    days_later = DAYS_LATER

    @property
    def best(self) -> Offer | None:
        return self._offer(self.found.best)

    @property
    def on_ones_own(self) -> Offer | None:
        """The best that needs nobody's consent, where the best needs it."""
        found = self.found
        return None if found.best is found.on_ones_own else self._offer(found.on_ones_own)

    @property
    def second(self) -> Offer | None:
        """The best of another kind, where it isn't told as what one can do on one's own."""
        found = self.found
        return None if found.second is found.on_ones_own else self._offer(found.second)

    @property
    def nearest(self) -> Offer | None:
        return self._offer(self.found.nearest)

    @property
    def lump_sum_is_told(self) -> bool:
        """Whether any money at hand was told; what was not counts nothing."""
        return not FACTS["lump_sum"].untold_in(self.assessment.case)

    @property
    def second_costs_more(self) -> Decimal | None:
        """What the best of another kind costs more by the horizon."""
        return self._costs_more(self.second)

    @property
    def on_ones_own_costs_more(self) -> Decimal | None:
        """What it costs more by the horizon to do without anybody's consent."""
        return self._costs_more(self.on_ones_own)

    def _costs_more(self, other: Offer | None) -> Decimal | None:
        best = self.found.best
        return other.found.outcome.cost - best.outcome.cost if best and other else None

    @property
    def best_with_less_income(self) -> Offer | None:
        """What would be the best plan in the stress test."""
        stress = self.stress
        if stress is None or stress.found.best is None:
            return None
        return Offer(stress.found.best, stress.less.position)

    def _offer(self, found: Candidate | None) -> Offer | None:
        return Offer(found, self.assessment.position) if found else None


def explore(assessment: Assessment, matches: Iterable[Match]) -> Explored:
    """Explore the case; `matches` are the strategies that were judged for it."""
    shown = [match for match in matches if match.is_shown]
    negotiable, cured = _negotiable(shown), _cured(shown)
    found = best_plan(assessment, negotiable, cured=cured)
    nudged = _nudged(found, shown, assessment)
    more_than, more = _more(nudged, assessment)
    later_than = nudged[0] if nudged else None
    return Explored(
        assessment=assessment,
        found=found,
        waiting=cost_of_waiting(assessment),
        more_than=more_than,
        more=more,
        later_than=later_than,
        later=later(later_than.found.outcome, assessment) if later_than else None,
        stress=stress_test(shown, assessment, negotiable, cured=cured),
    )


def _nudged(found: BestPlan, shown: Iterable[Match], assessment: Assessment) -> list[Offer]:
    """The plans to change a little: the best ones, else the nearest, else the first shown."""
    position = assessment.position
    plans = [row for row in (found.best, found.on_ones_own) if row] or [
        row for row in (found.nearest, _first_with_an_end(shown, position)) if row
    ]
    return [Offer(row, position) for row in plans]


def _first_with_an_end(shown: Iterable[Match], position: Position) -> Candidate | None:
    for match in shown:
        if isinstance(match.outcome, Outcome) and match.outcome.cleared_on:
            return candidate(match.outcome.plan, position, match.outcome)
    return None


def _more(nudged: Iterable[Offer], assessment: Assessment) -> tuple[Offer | None, Nudge | None]:
    """What 100 yuan more a month brings to the first of the plans that it changes."""
    for offer in nudged:
        nudge = more_a_month(offer.found.outcome, assessment)
        if nudge:
            return offer, nudge
    return None, None


def _cured(shown: Iterable[Match]) -> CureOutcome | None:
    """What a cure does, where a strategy that is shown tells."""
    outcomes = (match.outcome for match in shown if isinstance(match.plan, Cure))
    return next((row for row in outcomes if isinstance(row, CureOutcome)), None)


def _negotiable(shown: Iterable[Match]) -> list[Restructure]:
    return [match.plan for match in shown if isinstance(match.plan, Restructure)]


# How it came about


def fold_of_best(explored: Explored, workings: CaseWorkings) -> Fold:
    """How the figures of the best plan came about, and what others cost more."""
    found = explored.found
    first = found.best or found.nearest
    if first is None:
        return NOTHING_TOLD
    front = workings.front_of(first.outcome)
    keys = []
    for name, other, more in (
        ("second", explored.second, explored.second_costs_more),
        ("on_ones_own", explored.on_ones_own, explored.on_ones_own_costs_more),
    ):
        if other and more:
            dearer = f"{workings.front_of(other.found.outcome)}.cost"
            key = f"best.{name}_costs_more"
            label = f"“{other.words}”多花"
            workings.trails.add_difference(key, label, more, of=dearer, less=f"{front}.cost")
            keys.append(key)
    keys += _at_hand(explored, front, workings.trails)
    return workings.fold_of(first.outcome, None, *keys)


def _at_hand(explored: Explored, front: str, trails: CaseTrails) -> Iterator[str]:
    """What the best plan leaves of one's own money, or what the nearest lacks."""
    if explored.found.gap:
        gap, less = explored.found.gap, "affordability.lump_sum"
        trails.add_difference("best.gap", "手头还差", gap, of=f"{front}.at_hand", less=less)
        yield "best.gap"
    elif explored.best and explored.best.own_money_left:
        case, used = explored.assessment.case, explored.best.found.used
        parts = {
            "你填的存款": case.savings or ZERO,
            "你填的可以变卖的东西": case.sellable_assets or ZERO,
            "用掉的存款": -used.savings,
            "卖掉的东西": -used.sellable_assets,
        }
        trails.add_sum("best.left", "自己的钱还剩", explored.best.own_money_left, parts)
        yield "best.left"


def fold_of_waiting(explored: Explored, workings: CaseWorkings) -> Fold:
    """How what waiting costs came about day by day, and what small changes bring."""
    keys = [*_waits(explored, workings.trails), *_nudges(explored, workings)]
    return workings.fold(keys)


def fold_of_stress(explored: Explored, workings: CaseWorkings) -> Fold:
    """How the income of the stress test, the best plan then and the strategies' sums came about."""
    stress = explored.stress
    if stress is None:
        return NOTHING_TOLD
    found = stress.found.best or stress.found.nearest
    outcomes = [*([found.outcome] if found else []), *(row.after for row in stress.rows)]
    fronts = [workings.front_with_less_income(outcome) for outcome in outcomes]
    keys = [f"{front}.{name}" for front in fronts for name in STRESSED]
    if found and stress.found.gap:
        of, less = f"{fronts[0]}.at_hand", "affordability.lump_sum"
        workings.trails.add_difference("stress.gap", "那时还差", stress.found.gap, of=of, less=less)
        keys.append("stress.gap")
    return workings.fold(["stress.monthly_income", "stress.monthly_surplus", *keys])


def _waits(explored: Explored, trails: CaseTrails) -> Iterator[str]:
    """What settling later costs, and costs more than today."""
    trails.add_days(row.day for row in explored.waiting)
    today = trails.front_of_day(explored.assessment.case.as_of)
    for row in explored.waiting:
        then = trails.front_of_day(row.day)
        yield f"{then}.total_cost"
        if row.extra:
            key, label = f"waiting.{row.days_ahead}.extra", f"{row.days_ahead} 天后结清比今天多"
            costs = (f"{then}.total_cost", f"{today}.total_cost")
            trails.add_difference(key, label, row.extra, of=costs[0], less=costs[1])
            yield key


def _nudges(explored: Explored, workings: CaseWorkings) -> Iterator[str]:
    """What 100 yuan more a month and 30 days later save or cost."""
    as_of = explored.assessment.case.as_of
    for name, label, nudge, day in (
        ("more", f"每月多还 {yuan(MORE_A_MONTH)} 少花", explored.more, None),
        ("later", f"再等 {DAYS_LATER} 天少花", explored.later, add_days(as_of, DAYS_LATER)),
    ):
        if nudge:
            costs = [workings.front_of(nudge.before), workings.front_of(nudge.after, day)]
            before, after = (f"{front}.cost" for front in costs)
            key = f"nudges.{name}.saves"
            workings.trails.add_difference(key, label, nudge.saves, of=before, less=after)
            yield key
