"""What a borrower tries: a plan of their own beside the best one, or beside doing nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advice.engine.assessment import Assessment
from advice.engine.best_plan import candidate
from advice.engine.case import Case
from advice.engine.later import position_on
from advice.engine.money import exact_arithmetic
from advice.engine.plans import read_trial
from advice.engine.wording import chinese_date, yuan
from advice.services.exploring import Explored, Offer
from advice.services.workings import CaseWorkings, Fold

NOTHING = "不采取行动"
# The sums that are compared, by the names of their trails.
COMPARED = {
    "cost": "一共花的",
    "needed": "先付的",
    "monthly_payment": "每月还的",
    "at_hand": "手头先要有的",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the comparison, in words."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A plan of the borrower's own beside the best plan, or beside doing nothing."""

    offer: Offer
    beside: str
    rows: tuple[Row, ...]
    starts_on: date
    starts_later: bool
    how: Fold

    @property
    def summary(self) -> str:
        """The outcome in one sentence, as it is announced."""
        cost, *_, cleared = self.rows
        return f"{cost.label} {cost.after}，{cost.difference}；{cleared.label}：{cleared.after}。"


def check_trial(raw: Mapping[str, Any], case: Case) -> None:
    """Raises CaseRefused with every bound that what was tried breaks."""
    read_trial(raw, case)


def try_out(raw: Mapping[str, Any], explored: Explored, workings: CaseWorkings) -> Tried:
    """What the borrower tried beside what was found; raises CaseRefused."""
    assessment = explored.assessment
    trial = read_trial(raw, assessment.case)
    with exact_arithmetic():
        position = position_on(assessment, trial.starts_on)
        offer = Offer(candidate(trial.plan, position), position)
    before = explored.best
    return Tried(
        offer=offer,
        beside=before.words if before else NOTHING,
        rows=_beside_a_plan(before, offer) if before else _beside_nothing(assessment, offer),
        starts_on=trial.starts_on,
        starts_later=trial.starts_on > assessment.case.as_of,
        how=_how(offer, trial.starts_on, before, workings),
    )


def _how(offer: Offer, day: date, before: Offer | None, workings: CaseWorkings) -> Fold:
    """How what was tried came about, how much it differs, and what lacks."""
    front, trails = workings.front_of(offer.found.outcome, day), workings.trails
    keys = list(_differences(front, before, workings))
    if offer.lacks:
        at_hand, key = "affordability.lump_sum", f"{front}.lacks"
        if day != workings.day:
            at_hand = f"{front}.lump_sum"
            trails.add_lump_sum(at_hand, day)
        trails.add_difference(key, "还差", offer.lacks, of=f"{front}.at_hand", less=at_hand)
        keys.append(key)
    return workings.fold_of(offer.found.outcome, day, *keys)


def _differences(front: str, before: Offer | None, workings: CaseWorkings) -> Iterator[str]:
    """The keys of what each sum differs by from the best plan's, or from doing nothing's."""
    trails = workings.trails
    if before is None:
        beside = {"cost": f"{workings.horizon}total_cost"}
    else:
        known = workings.front_of(before.found.outcome)
        beside = {name: f"{known}.{name}" for name in COMPARED}
    for name, other in beside.items():
        if f"{front}.{name}" in trails and other in trails:
            key = f"{front}.{name}_differs"
            trails.add_gap_between(key, f"{COMPARED[name]}相差", other, f"{front}.{name}")
            yield key


def _beside_a_plan(before: Offer, after: Offer) -> tuple[Row, ...]:
    was, now = before.found, after.found
    until = chinese_date(after.position.case.horizon_on)
    return (
        _money_row(f"到 {until}一共花", was.outcome.cost, now.outcome.cost, less="少花"),
        _money_row("先付", before.paid_at_once, after.paid_at_once, less="少付"),
        _money_row("每月还", was.outcome.monthly_payment, now.outcome.monthly_payment, less="少还"),
        _money_row("手头先要有", was.needed, now.needed, less="少要"),
        _day_row("结清", was.outcome.cleared_on, now.outcome.cleared_on),
    )


def _beside_nothing(assessment: Assessment, after: Offer) -> tuple[Row, ...]:
    now = after.found
    until = chinese_date(after.position.case.horizon_on)
    cost = assessment.at_horizon.total_cost
    return (
        _money_row(f"到 {until}一共花", cost, now.outcome.cost, less="少花"),
        Row("先付", "—", yuan(after.paid_at_once), "—"),
        Row("每月还", "—", _yuan_or_dash(now.outcome.monthly_payment), "—"),
        Row("手头先要有", "—", _yuan_or_dash(now.needed), "—"),
        Row("结清", "不结清", _day_or_not(now.outcome.cleared_on), "—"),
    )


def _money_row(label: str, before: Decimal | None, after: Decimal | None, *, less: str) -> Row:
    difference = "—"
    if before is not None and after is not None:
        more = less.replace("少", "多")
        difference = f"{less if after < before else more} {yuan(abs(after - before))}"
        difference = difference if after != before else "一样"
    return Row(label, _yuan_or_dash(before), _yuan_or_dash(after), difference)


def _day_row(label: str, before: date | None, after: date | None) -> Row:
    difference = "—"
    if before and after:
        days = (after - before).days
        difference = f"{'晚' if days > 0 else '早'} {abs(days)} 天" if days else "同一天"
    return Row(label, _day_or_not(before), _day_or_not(after), difference)


def _yuan_or_dash(amount: Decimal | None) -> str:
    return "—" if amount is None else yuan(amount)


def _day_or_not(day: date | None) -> str:
    return chinese_date(day) if day else "还不清"
