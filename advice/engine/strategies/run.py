"""The books of every loan while a strategy pays: moved on together, day by day that matters."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from advice.engine.calendar import add_days
from advice.engine.ledger import Ledger, Statement
from advice.engine.money import ZERO
from advice.engine.strategies.position import Position


class Run:
    """Forks of every loan's books moved on together, with what was paid on which day."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.horizon_on = position.case.horizon_on
        self.ledgers = [ledger.fork() for ledger in position.ledgers]
        self.paid: dict[date, Decimal] = {}
        self.cleared_on: date | None = None
        self.at_horizon: tuple[Statement, ...] = ()
        self._owed_at_horizon: Decimal | None = None

    def advance_to(self, day: date) -> None:
        if self._owed_at_horizon is None and day > self.horizon_on:
            self._move(self.horizon_on)
            self._note_horizon()
        self._move(day)

    def _move(self, day: date) -> None:
        for ledger in self.ledgers:
            ledger.advance_to(day)

    @property
    def owed(self) -> Decimal:
        return sum((ledger.payoff for ledger in self.ledgers), ZERO)

    def can_be_settled_with(self, purse: Decimal) -> bool:
        """Whether `purse` holds every payoff; principal alone tells most, before any rounding."""
        principal = sum((ledger.unpaid_principal for ledger in self.ledgers), ZERO)
        return purse >= principal and purse >= self.owed

    def note_payment(self, day: date, amount: Decimal) -> None:
        if amount:
            self.paid[day] = self.paid.get(day, ZERO) + amount

    def settle_all(self, day: date) -> None:
        for ledger in self.ledgers:
            self.note_payment(day, ledger.settle())
        self.cleared_on = day

    def close(self, last_day_asked: date) -> None:
        """Move on to the later of the horizon and the last day asked."""
        self.advance_to(max(self.horizon_on, last_day_asked))
        if self._owed_at_horizon is None:
            self._note_horizon()

    def _note_horizon(self) -> None:
        """Keep what is owed now, and the books' statements."""
        self.at_horizon = tuple(ledger.statement() for ledger in self.ledgers)
        self._owed_at_horizon = sum((row.payoff for row in self.at_horizon), ZERO)

    @property
    def owed_at_horizon(self) -> Decimal:
        assert self._owed_at_horizon is not None, "the run is not closed"
        return self._owed_at_horizon

    @property
    def paid_by_horizon(self) -> Decimal:
        return sum((paid for day, paid in self.paid.items() if day <= self.horizon_on), ZERO)

    @property
    def payments(self) -> tuple[tuple[date, Decimal], ...]:
        """What was paid on which day, in order."""
        return tuple(self.paid.items())

    @property
    def paying_days_used(self) -> int:
        return sum(day > self.position.case.as_of for day in self.paid)

    @property
    def current_on(self) -> date | None:
        """The first day, once overdue, from whose end on no bucket older than that day is left."""
        overdue = [ledger.first_overdue_on for ledger in self.ledgers if ledger.first_overdue_on]
        if not overdue or any(ledger.is_behind for ledger in self.ledgers):
            return None
        behind = [ledger.last_behind_on for ledger in self.ledgers if ledger.last_behind_on]
        return max([min(overdue), *(add_days(day, 1) for day in behind)])

    @property
    def record_expires_on(self) -> date | None:
        return self.position.record_expires_on(self.current_on, worst_days_overdue(self.ledgers))


def worst_days_overdue(ledgers: Sequence[Ledger]) -> int:
    """The most days that any of the loans was ever overdue."""
    return max(ledger.worst_days_overdue for ledger in ledgers)
