"""The ledger that keeps a journal: what each figure of its statements is made of.

It computes nothing anew: `Ledger` does, and where the books change this one notes what changed. A
plain ledger notes nothing and pays nothing for it: a journal is kept when figures are to be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from advice.engine.ledger import Ledger, Statement
from advice.engine.money import ZERO


class Stretch(NamedTuple):
    """`base` yuan of what fell due on `fell_due`, earning from `since` until `until`."""

    fell_due: date
    since: date
    until: date
    base: Decimal


class Accrual(NamedTuple):
    """Contract interest on `balance` yuan of the period from `since` to `due`, until `until`."""

    balance: Decimal
    since: date
    until: date
    due: date


class AboveCap(NamedTuple):
    """Days on which the loan earned more than the cap, with what it was earned on, in yuan."""

    since: date
    until: date
    undue_principal: Decimal
    overdue_principal: Decimal
    overdue_interest: Decimal


class Paid(NamedTuple):
    """A sum in yuan taken on a day."""

    day: date
    amount: Decimal


class Fallen(NamedTuple):
    """A bucket as it fell due and what became of it.

    `number` counts the instalments from 0; None: what an acceleration called due. `penalty` and
    `compound` are stretches that have ended, the running ones began on `…_since`.
    """

    since: date
    number: int | None
    principal: Decimal
    interest: Decimal
    penalty_since: date
    compound_since: date
    penalty: tuple[Stretch, ...] = ()
    compound: tuple[Stretch, ...] = ()
    principal_paid: tuple[Paid, ...] = ()
    interest_paid: tuple[Paid, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """What the figures of one statement are made of.

    `fallen` are the buckets with something left, `penalty` and `compound` what has been charged on
    them since the pool was last paid whole, `…_paid` the parts of it that were paid since.
    """

    fallen: tuple[Fallen, ...]
    instalments_fallen: int
    called: Accrual | None
    settled: Paid | None
    accrued: Accrual | None
    penalty: tuple[Stretch, ...]
    penalty_paid: tuple[Paid, ...]
    compound: tuple[Stretch, ...]
    compound_paid: tuple[Paid, ...]
    above_cap: tuple[AboveCap, ...]


@dataclass(frozen=True, slots=True)
class JournalStatement(Statement):
    """A statement with what its figures are made of."""

    day: date
    entries: Entries


class Receipt(NamedTuple):
    """A payment: the sum taken, and what was owed before it; `settles`: the whole payoff."""

    day: date
    amount: Decimal
    before: JournalStatement
    settles: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it left some of the arrears."""
        return not self.settles and self.amount < self.before.arrears


@dataclass
class Notes:
    """What has been noted so far: `fallen` beside the ledger's buckets, the rest as `Entries`."""

    fallen: list[Fallen] = field(default_factory=list)
    called: Accrual | None = None
    settled: Paid | None = None
    penalty_paid: list[Paid] = field(default_factory=list)
    compound_paid: list[Paid] = field(default_factory=list)
    above_cap: list[AboveCap] = field(default_factory=list)

    def copy(self) -> "Notes":
        """Notes of their own for a fork."""
        return Notes(
            self.fallen.copy(),
            self.called,
            self.settled,
            self.penalty_paid.copy(),
            self.compound_paid.copy(),
            self.above_cap.copy(),
        )


class JournalLedger(Ledger):
    """A ledger whose statements tell what they are made of; `receipts` are its payments."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.receipts: list[Receipt] = []
        self.notes = Notes()
        super().__init__(*args, **options)

    def fork(self) -> "JournalLedger":
        twin = super().fork()
        assert isinstance(twin, JournalLedger)
        twin.receipts = []
        twin.notes = self.notes.copy()
        return twin

    # What the books say

    def statement(self) -> JournalStatement:
        told = super().statement()
        figures = {row.name: getattr(told, row.name) for row in fields(Statement)}
        return JournalStatement(**figures, day=self.today, entries=self._entries())

    def _entries(self) -> Entries:
        charged = list(zip(self.notes.fallen, self.buckets, strict=True))[: self._mature]
        return Entries(
            fallen=tuple(self.notes.fallen),
            instalments_fallen=self._next,
            called=self.notes.called,
            settled=self.notes.settled,
            accrued=self._accrual(),
            penalty=tuple(
                row for fallen, left in charged for row in self._penalty_of(fallen, left.principal)
            ),
            penalty_paid=tuple(self.notes.penalty_paid),
            compound=tuple(
                row for fallen, left in charged for row in self._compound_of(fallen, left.interest)
            ),
            compound_paid=tuple(self.notes.compound_paid),
            above_cap=tuple(self.notes.above_cap),
        )

    def _penalty_of(self, fallen: Fallen, base: Decimal) -> Sequence[Stretch]:
        running = Stretch(fallen.since, fallen.penalty_since, self.today, base)
        return (*fallen.penalty, *_if_it_earns(running))

    def _compound_of(self, fallen: Fallen, base: Decimal) -> Sequence[Stretch]:
        if not self._compound_rate:
            return ()
        running = Stretch(fallen.since, fallen.compound_since, self.today, base)
        return (*fallen.compound, *_if_it_earns(running))

    def _accrual(self) -> Accrual | None:
        if not self.undue_principal:
            return None
        period = self._schedule[self._next]
        return Accrual(self.undue_principal, period.start, self.today, period.due)

    # What changes them

    def _accrue_to(self, day: date) -> None:
        if day > self.today and self._cap_excess_a_day():
            earning = (self.undue_principal, self._overdue_principal, self._overdue_interest)
            self._note_above_cap(AboveCap(self.today, day, *earning))
        super()._accrue_to(day)

    def _note_above_cap(self, row: AboveCap) -> None:
        last = self.notes.above_cap[-1] if self.notes.above_cap else None
        if last and last.until == row.since and last[2:] == row[2:]:
            self.notes.above_cap[-1] = last._replace(until=row.until)
        else:
            self.notes.above_cap.append(row)

    def _accelerate_if_called(self) -> None:
        accrual = self._accrual()
        super()._accelerate_if_called()
        if accrual and self.accelerated_on:
            self.notes.called = accrual

    def _add_bucket(self, principal: Decimal, interest: Decimal) -> None:
        super()._add_bucket(principal, interest)
        if len(self.buckets) > len(self.notes.fallen):
            number = None if self.accelerated_on else self._next - 1
            today = self.today
            self.notes.fallen.append(Fallen(today, number, principal, interest, today, today))

    def pay_arrears(self, amount: Decimal) -> Decimal:
        if amount <= 0 or not self.buckets:
            return ZERO
        before = self.statement()
        return self._receive(before, super().pay_arrears(amount))

    def clear_arrears(self) -> Decimal:
        if not self.buckets:
            return ZERO
        before = self.statement()
        return self._receive(before, super().clear_arrears())

    def settle(self) -> Decimal:
        if self.owes_nothing:
            return ZERO
        before, receipts = self.statement(), self.receipts.copy()
        taken = super().settle()
        self.receipts = receipts
        if before.undue_principal:
            self.notes.settled = Paid(self.today, before.undue_principal)
        return self._receive(before, taken, settles=True)

    def _receive(
        self, before: JournalStatement, taken: Decimal, *, settles: bool = False
    ) -> Decimal:
        if taken:
            self.receipts.append(Receipt(self.today, taken, before, settles))
        return taken

    def _pay_compound(self, amount: Decimal, owed: Decimal) -> None:
        super()._pay_compound(amount, owed)
        if amount < owed:
            self.notes.compound_paid.append(Paid(self.today, amount))
            return
        self.notes.compound_paid = []
        for index, fallen in enumerate(self.notes.fallen[: self._mature]):
            self.notes.fallen[index] = fallen._replace(compound=(), compound_since=self.today)

    def _pay_penalty(self, amount: Decimal, owed: Decimal) -> None:
        super()._pay_penalty(amount, owed)
        if amount < owed:
            if amount:
                self.notes.penalty_paid.append(Paid(self.today, amount))
            return
        self.notes.penalty_paid = []
        for index, fallen in enumerate(self.notes.fallen[: self._mature]):
            self.notes.fallen[index] = fallen._replace(penalty=(), penalty_since=self.today)

    def _pay_bucket(self, index: int, principal: Decimal, interest: Decimal) -> None:
        super()._pay_bucket(index, principal, interest)
        fallen, left = self.notes.fallen[index], self.buckets[index]
        if interest:
            fallen = fallen._replace(
                compound=tuple(self._compound_of(fallen, left.interest + interest)),
                compound_since=self.today,
                interest_paid=(*fallen.interest_paid, Paid(self.today, interest)),
            )
        if principal:
            fallen = fallen._replace(
                penalty=tuple(self._penalty_of(fallen, left.principal + principal)),
                penalty_since=self.today,
                principal_paid=(*fallen.principal_paid, Paid(self.today, principal)),
            )
        self.notes.fallen[index] = fallen

    def _drop_paid_buckets(self) -> None:
        self.notes.fallen = [
            fallen
            for fallen, bucket in zip(self.notes.fallen, self.buckets, strict=True)
            if bucket.is_left
        ]
        super()._drop_paid_buckets()

    def _forget_arrears(self) -> None:
        super()._forget_arrears()
        self.notes.fallen, self.notes.penalty_paid, self.notes.compound_paid = [], [], []


def _if_it_earns(stretch: Stretch) -> tuple[Stretch, ...]:
    """The stretch, unless it is empty."""
    return (stretch,) if stretch.base and stretch.until > stretch.since else ()
