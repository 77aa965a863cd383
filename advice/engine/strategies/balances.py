"""What is owed from day to day while a strategy is paid: the same runs as its figures."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advice.engine.case import CapRequest, Cure, PayDown, Plan, Restructure
from advice.engine.money import ZERO
from advice.engine.strategies.cure import pay_what_falls_due
from advice.engine.strategies.outcome import Agreement
from advice.engine.strategies.pay_down import spend
from advice.engine.strategies.position import Position
from advice.engine.strategies.restructure import agreement
from advice.engine.strategies.run import Run

# Kinds of what is owed with their sums in yuan, none of them 0.
Parts = tuple[tuple[str, Decimal], ...]
OF_LEDGERS = (
    "overdue_principal",
    "overdue_interest",
    "penalty_interest",
    "compound_interest",
    "undue_principal",
    "accrued_interest",
)


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed at the end of `day`, and what has been paid since as_of, in yuan.

    Owed is the payoff and what the court has cost by then. `before` is what is owed just before a
    payment, a waiver or a court fee of that day; on other days it is what is owed. `parts` are what
    a plan's `owed` is made of, kind by kind, on the days that were asked for.
    """

    day: date
    before: Decimal
    owed: Decimal
    paid: Decimal = ZERO
    parts: Parts = ()

    @property
    def jumps(self) -> bool:
        return self.before != self.owed


Balances = tuple[Balance, ...]


def balances_of(plan: Plan, position: Position, days: Collection[date]) -> Balances:
    """Balances on `days` (as_of among them, none after the horizon) and on each day of a payment.

    A plan that pays nothing, a request to cut, has none.
    """
    match plan:
        case Cure():
            run = WatchedRun(position, days)
            pay_what_falls_due(run)
            return tuple(run.balances)
        case PayDown():
            run = WatchedRun(position, days)
            spend(plan, run)
            return tuple(run.balances)
        case Restructure():
            return tuple(_of_agreement(agreement(plan, position), position, days))
        case CapRequest():
            return ()


class WatchedRun(Run):
    """A run that keeps what is owed on the days asked and on each day of a payment."""

    def __init__(self, position: Position, days: Collection[date]) -> None:
        super().__init__(position)
        self.balances: list[Balance] = []
        self._asked = frozenset(days)
        self._days = sorted(days, reverse=True)

    def advance_to(self, day: date) -> None:
        while self._days and self._days[-1] <= day:
            asked = self._days.pop()
            super().advance_to(asked)
            self._note(asked)
        super().advance_to(day)

    def note_payment(self, day: date, amount: Decimal) -> None:
        super().note_payment(day, amount)
        if amount and day <= self.horizon_on:
            self._note_jump(day, amount)

    def _note_jump(self, day: date, amount: Decimal) -> None:
        """A day's payments come one after the other: the first finds what is owed before it."""
        paid = self._paid_so_far + amount
        if self.balances and self.balances[-1].day == day:
            last, parts = self.balances.pop(), self._parts(day)
            self.balances.append(replace(last, owed=last.owed - amount, paid=paid, parts=parts))
        else:
            owed = self.owed + self.position.legal_costs
            self.balances.append(Balance(day, owed + amount, owed, paid, self._parts(day)))

    def _note(self, day: date) -> None:
        owed = self.owed + self.position.legal_costs
        self.balances.append(Balance(day, owed, owed, self._paid_so_far, self._parts(day)))

    def _parts(self, day: date) -> Parts:
        """What is owed now, kind by kind, and what the court has cost."""
        if day not in self._asked:
            return ()
        rows = [ledger.statement() for ledger in self.ledgers]
        owed = ((name, sum((getattr(row, name) for row in rows), ZERO)) for name in OF_LEDGERS)
        return _without_nothing([*owed, ("legal_costs", self.position.legal_costs)])

    @property
    def _paid_so_far(self) -> Decimal:
        return self.balances[-1].paid if self.balances else ZERO


def _of_agreement(
    agreed: Agreement, position: Position, days: Collection[date]
) -> Iterator[Balance]:
    """An instalment is paid on a balance with the interest of 30 days; a waiver jumps today."""
    costs, horizon_on = position.legal_costs, position.case.horizon_on
    jumps = {agreed.as_of: agreed.waived + agreed.upfront} | {
        day: paid for day, paid, _ in agreed.instalments
    }
    ordered = sorted({*days, *(day for day in jumps if day <= horizon_on)})
    for day in ordered:
        left, interest = agreed.left_on(day)
        owed = left + interest + costs
        told = (("agreed_balance", left), ("agreed_interest", interest), ("legal_costs", costs))
        parts = _without_nothing(told) if day in days else ()
        yield Balance(day, owed + jumps.get(day, ZERO), owed, agreed.paid_by(day), parts)


def _without_nothing(told: Iterable[tuple[str, Decimal]]) -> Parts:
    return tuple((name, amount) for name, amount in told if amount)
