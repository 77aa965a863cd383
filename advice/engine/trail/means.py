"""The trails of what the borrower can afford, and of the means that a strategy takes."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from advice.engine.affordability import ONE_DECIMAL
from advice.engine.answers import LABELS
from advice.engine.assessment import Assessment
from advice.engine.case import Case, PayDown
from advice.engine.facts.grounds import INTEREST_LAW
from advice.engine.matching import Effect
from advice.engine.money import FEN
from advice.engine.strategies import Position
from advice.engine.stress import INCOME_LESS
from advice.engine.timeline.contract import Coming
from advice.engine.trail.build import hundred, ref, times, yuan
from advice.engine.trail.due import instalment_addends
from advice.engine.trail.grammar import Addend, Factor, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import MonthlySource, Unit
from advice.engine.wording import chinese_date

FIGURES = {
    "monthly_surplus": ("每月结余", Unit.YUAN),
    "lump_sum": ("手头能拿出的", Unit.YUAN),
    "next_instalment": ("下一期要还", Unit.YUAN),
    "debt_service_ratio": ("每月还债占收入", Unit.PERCENT),
    "emergency_months": ("存款够用", Unit.MONTHS),
    "emergency_target_3": ("三个月的应急金", Unit.YUAN),
    "emergency_target_6": ("六个月的应急金", Unit.YUAN),
}
NEXT = "affordability.next_instalment"
STRESSED = "stress"


class MeansTrails:
    """Keys begin with `affordability`; a figure that is unknown has none."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.case = assessment.case
        self.means = assessment.affordability

    def makers(self) -> Makers:
        for name in FIGURES:
            if getattr(self.means, name) is not None:
                yield f"affordability.{name}", getattr(self, f"_{name}")

    def _told(self, field: str, *factors: Factor, minus: bool = False) -> Addend:
        """An answer as it was given."""
        label = f"你填的{LABELS[field]}"
        return Addend(
            label, (yuan(LABELS[field], getattr(self.case, field)), *factors), minus=minus
        )

    def _trail(self, name: str, *addends: Addend, step: Decimal | None = FEN) -> Trail:
        label, unit = FIGURES[name]
        value = getattr(self.means, name)
        law = INTEREST_LAW if name == "next_instalment" else ()
        return Trail(f"affordability.{name}", label, value, unit, addends, step=step, law=law)

    def _monthly_surplus(self) -> Trail:
        return self._trail(
            "monthly_surplus",
            self._told("monthly_income"),
            self._told("essential_expenses", minus=True),
            self._told("other_debt_payments", minus=True),
        )

    def _lump_sum(self) -> Trail:
        fields = ("savings", "sellable_assets", "family_loan")
        told = (self._told(field) for field in fields if getattr(self.case, field) is not None)
        return self._trail("lump_sum", *told)

    def _next_instalment(self) -> Trail:
        return self._trail("next_instalment", *self._coming(), step=None)

    def _coming(self) -> Iterator[Addend]:
        """The first instalment after as_of of each loan that is not called due."""
        a = self.assessment
        for index, schedule in enumerate(a.schedules):
            place = next((n for n, row in enumerate(schedule) if row.due > a.case.as_of), None)
            if place is not None and a.position.ledgers[index].accelerated_on is None:
                yield from instalment_addends(Coming(index + 1, place, schedule[place]))

    def _debt_service_ratio(self) -> Trail:
        assert self.case.monthly_income is not None
        income = yuan(LABELS["monthly_income"], self.case.monthly_income, divides=True)
        coming = Addend(
            "下一期要还",
            (yuan("下一期要还", self.means.next_instalment, figure=NEXT), hundred(), income),
        )
        debts = self._told("other_debt_payments", hundred(), income)
        return self._trail("debt_service_ratio", debts, coming, step=ONE_DECIMAL)

    def _emergency_months(self) -> Trail:
        assert self.case.essential_expenses is not None
        label = LABELS["essential_expenses"]
        expenses = yuan(label, self.case.essential_expenses, divides=True)
        return self._trail("emergency_months", self._told("savings", expenses), step=ONE_DECIMAL)

    def _emergency_target_3(self) -> Trail:
        return self._target("emergency_target_3", 3)

    def _emergency_target_6(self) -> Trail:
        return self._target("emergency_target_6", 6)

    def _target(self, name: str, months: int) -> Trail:
        count = Factor("几个月", Decimal(months), Unit.MONTHS)
        return self._trail(name, self._told("essential_expenses", count))


def stressed_means(today: Assessment, less: Assessment) -> Makers:
    """The income of the stress test, and what it leaves where that is known."""
    yield f"{STRESSED}.monthly_income", lambda: _less_income(today.case, less.case)
    if less.affordability.monthly_surplus is not None:
        yield f"{STRESSED}.monthly_surplus", lambda: _left_of_less(less)


def _less_income(told: Case, less: Case) -> Trail:
    assert told.monthly_income is not None, "less than an unknown income"
    income = yuan(LABELS["monthly_income"], told.monthly_income)
    addend = Addend("你填的每月收入", (income, Factor("剩下", 1 - INCOME_LESS, Unit.SHARE)))
    key, label = f"{STRESSED}.monthly_income", "少两成的收入"
    return Trail(key, label, less.monthly_income, Unit.YUAN, (addend,), step=FEN, is_estimate=True)


def _left_of_less(less: Assessment) -> Trail:
    case, income = less.case, f"{STRESSED}.monthly_income"
    assert case.monthly_income is not None, "less than an unknown income"
    told = [ref("少两成的收入", income, case.monthly_income)]
    for field in ("essential_expenses", "other_debt_payments"):
        spent = yuan(LABELS[field], getattr(case, field))
        told.append(Addend(f"你填的{LABELS[field]}", (spent,), minus=True))
    key, left = f"{STRESSED}.monthly_surplus", less.affordability.monthly_surplus
    label = "收入少两成时的每月结余"
    return Trail(key, label, left, Unit.YUAN, tuple(told), step=FEN, is_estimate=True)


def lump_sum_on(key: str, then: Position, a: Assessment) -> Trail:
    """What can be raised on a later day: today's, and the monthly means that come until then."""
    today, months = a.position, a.position.paying_days.count_until(then.case.as_of)
    addends = [ref("今天手头能拿出的", "affordability.lump_sum", today.affordability.lump_sum)]
    surplus, cut = a.affordability.monthly_surplus, a.case.expense_cut
    for label, amount, figure in (
        ("每月结余", surplus, "affordability.monthly_surplus"),
        ("每月还能省", cut if surplus is not None else None, ""),
    ):
        if months and amount:
            came = (yuan(label, amount, figure=figure), times(months, "个月"))
            addends.append(Addend(label, came))
    value, day = then.affordability.lump_sum, chinese_date(then.case.as_of)
    trail = Trail(key, f"{day}手头能拿出的", value, Unit.YUAN, tuple(addends), is_estimate=True)
    if trail.exact >= 0:
        return trail
    return replace(trail, addends=(), note="到那天，手头的钱已经不够每月的开支。")


def taken(front: str, effect: Effect, plan: PayDown, a: Assessment) -> Makers:
    """Where the sums of a strategy's plan come from, with keys that begin with `front`."""
    yield f"{front}.upfront", lambda: _upfront(f"{front}.upfront", effect, plan, a)
    yield f"{front}.monthly", lambda: _monthly(f"{front}.monthly", effect, plan, a)


def _upfront(key: str, effect: Effect, plan: PayDown, a: Assessment) -> Trail:
    told = ((LABELS[source.value], getattr(a.case, source.value)) for source in effect.upfront)
    addends = tuple(Addend(label, (yuan(label, amount),)) for label, amount in told if amount)
    return Trail(key, "能先拿出来的", plan.upfront, Unit.YUAN, addends)


def _monthly(key: str, effect: Effect, plan: PayDown, a: Assessment) -> Trail:
    """The surplus and what can be saved, as far as the strategy takes them."""
    addends = []
    surplus, cut = a.affordability.monthly_surplus, a.case.expense_cut
    if surplus and MonthlySource.MONTHLY_SURPLUS in effect.monthly:
        addends.append(ref("每月结余", "affordability.monthly_surplus", surplus))
    if cut and MonthlySource.EXPENSE_CUT in effect.monthly:
        label = LABELS["expense_cut"]
        addends.append(Addend(label, (yuan(label, cut),)))
    trail = Trail(key, "每月能拿出来的", plan.monthly, Unit.YUAN, tuple(addends))
    if trail.exact >= 0:
        return trail
    return Trail(key, trail.label, plan.monthly, Unit.YUAN, (), note="每月不够用，没有剩的。")
