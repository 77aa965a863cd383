"""The trails of what is owed on one loan, from its journal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from advice.engine.facts.grounds import INTEREST_LAW
from advice.engine.journal import AboveCap, Accrual, Entries, JournalStatement, Paid, Stretch
from advice.engine.ledger import Statement
from advice.engine.money import FEN
from advice.engine.trail.build import (
    days,
    penalty_factors,
    rate_factors,
    ref,
    same_together,
    yuan,
)
from advice.engine.trail.contract import Contract, interest_factors
from advice.engine.trail.grammar import Addend, Factor, Trail
from advice.engine.trail.kinds import LABELS, LAW, PARTS
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit


class LoanTrails:
    """The trails of one statement of one loan; keys begin with `front`."""

    def __init__(self, front: str, contract: Contract, statement: Statement) -> None:
        self.front = front
        self.contract = contract
        self.statement = statement

    @property
    def entries(self) -> Entries:
        """What the statement is made of; one without a journal tells its sums alone."""
        return self._journal.entries

    @property
    def _journal(self) -> JournalStatement:
        assert isinstance(self.statement, JournalStatement), "no journal was kept"
        return self.statement

    def makers(self) -> Makers:
        """Every key with what makes its trail."""
        for name in LABELS:
            yield f"{self.front}.{name}", partial(self.trail, name)
        if any(row.number is None for row in self.entries.fallen):
            yield f"{self.front}.called_interest", self._called_interest

    def trail(self, name: str) -> Trail:
        """The trail of the figure `name` of the statement."""
        if name in PARTS:
            return self._whole(name, PARTS[name])
        made: Trail = getattr(self, f"_{name}")()
        return made

    def _trail(self, name: str, addends: Sequence[Addend], **options: object) -> Trail:
        return Trail(
            f"{self.front}.{name}",
            LABELS[name],
            getattr(self.statement, name),
            Unit.YUAN,
            tuple(addends),
            law=LAW[name],
            **options,  # type: ignore[arg-type]
        )

    def _addend(self, label: str, factors: Sequence[Factor], **options: object) -> Addend:
        return Addend(label, tuple(factors), loan=self.contract.number, **options)  # type: ignore[arg-type]

    def _whole(self, name: str, parts: Sequence[str]) -> Trail:
        told = [(part, getattr(self.statement, part)) for part in parts]
        addends = [
            ref(LABELS[part], f"{self.front}.{part}", value, loan=self.contract.number)
            for part, value in told
            if value
        ]
        return self._trail(name, addends)

    def _days_overdue(self) -> Trail:
        trail = self._trail("days_overdue", [])
        oldest = self.entries.fallen[0].since if self.entries.fallen else self._journal.day
        counted = days(self.statement.days_overdue)
        addends = (self._addend("逾期", [counted], since=oldest, until=self._journal.day),)
        return replace(trail, unit=Unit.DAYS, addends=addends if counted.value else ())

    # Principal

    def _overdue_principal(self) -> Trail:
        return self._trail("overdue_principal", list(self._fallen_principal()))

    def _fallen_principal(self) -> Iterator[Addend]:
        number = self.contract.number
        dues = [row for row in self.entries.fallen if row.number is not None and row.principal]
        yield from same_together(
            "到期的本金", ((row.since, row.principal) for row in dues), "期数", loan=number
        )
        for row in self.entries.fallen:
            if row.number is None and row.principal:
                called = yuan("提前到期的本金", row.principal)
                yield self._addend("提前到期", [called], since=row.since, until=row.since)
        paid = (each for row in self.entries.fallen for each in row.principal_paid)
        yield from self._payments(paid, "已还的本金")

    def _payments(self, paid: Iterator[Paid], label: str) -> Iterator[Addend]:
        for day, amount in paid:
            yield self._addend(label, [yuan(label, amount)], minus=True, since=day, until=day)

    def _undue_principal(self) -> Trail:
        told = self.contract.loan.principal
        fallen = self.contract.schedule[: self.entries.instalments_fallen]
        addends = [self._addend("填写的剩余本金", [yuan("剩余本金", told)])]
        shares = same_together(
            "到期的本金",
            ((row.due, row.principal) for row in fallen if row.principal),
            "期数",
            loan=self.contract.number,
            minus=True,
        )
        return self._trail("undue_principal", [*addends, *shares, *self._principal_gone()])

    def _principal_gone(self) -> Iterator[Addend]:
        called, settled = self.entries.called, self.entries.settled
        for label, day, amount in (
            ("提前到期的本金", called and called.until, called and called.balance),
            ("提前结清的本金", settled and settled.day, settled and settled.amount),
        ):
            if day and amount:
                yield self._addend(label, [yuan(label, amount)], minus=True, since=day, until=day)

    # Contract interest

    def _overdue_interest(self) -> Trail:
        return self._trail("overdue_interest", list(self._fallen_interest()))

    def _fallen_interest(self) -> Iterator[Addend]:
        for row in self.entries.fallen:
            if row.interest:
                key = f"{self.contract.key}.{row.number}.interest"
                if row.number is None:
                    key = f"{self.front}.called_interest"
                owed = yuan("到期的利息", row.interest, figure=key)
                yield self._addend("到期的利息", [owed], since=row.since, until=row.since)
        paid = (each for row in self.entries.fallen for each in row.interest_paid)
        yield from self._payments(paid, "已还的利息")

    def _accrued_interest(self) -> Trail:
        accrual = self.entries.accrued
        addends = self._accrual(accrual, "没到期的本金") if accrual else []
        return self._trail("accrued_interest", addends, step=FEN)

    def _called_interest(self) -> Trail:
        called = self.entries.called
        assert called is not None, "nothing was called due"
        interest = next(row.interest for row in self.entries.fallen if row.number is None)
        return Trail(
            f"{self.front}.called_interest",
            "提前到期时已产生的利息",
            interest,
            Unit.YUAN,
            tuple(self._accrual(called, "提前到期的本金")),
            step=FEN,
            law=INTEREST_LAW,
        )

    def _accrual(self, accrual: Accrual, label: str) -> list[Addend]:
        factors = interest_factors(self.contract, accrual, label)
        if accrual.until == accrual.since:
            return []
        return [self._addend("利息", factors, since=accrual.since, until=accrual.until)]

    # Penalty and compound interest

    def _penalty_interest(self) -> Trail:
        rows, paid = self.entries.penalty, self.entries.penalty_paid
        return self._pool("penalty_interest", rows, paid, "逾期本金")

    def _compound_interest(self) -> Trail:
        trail = self._pool(
            "compound_interest", self.entries.compound, self.entries.compound_paid, "逾期利息"
        )
        return trail if trail.addends else replace(trail, note=self._no_compound())

    def _no_compound(self) -> str:
        return "" if self.contract.terms.charges_compound_interest else "合同不计复利。"

    def _pool(
        self, name: str, stretches: Sequence[Stretch], paid: Sequence[Paid], base: str
    ) -> Trail:
        rate = penalty_factors(self.contract.loan, self.contract.terms)
        addends = [
            self._addend(
                LABELS[name],
                [yuan(base, row.base), *rate, days((row.until - row.since).days)],
                since=row.since,
                until=row.until,
            )
            for row in stretches
        ]
        payments = self._payments(iter(paid), f"已还的{LABELS[name]}")
        return self._trail(name, [*addends, *payments], step=FEN)

    # The cap

    def _cap_excess(self) -> Trail:
        addends = [addend for row in self.entries.above_cap for addend in self._above_cap(row)]
        note = "低于上限的日子按 0 算。" if addends else ""
        return replace(self._trail("cap_excess", addends, step=FEN), note=note, is_estimate=True)

    def _above_cap(self, row: AboveCap) -> Iterator[Addend]:
        """What these days earned, and what the cap allows on all principal."""
        since, until, undue, principal, interest = row
        loan, terms, rules = self.contract.loan, self.contract.terms, self.contract.rules
        count = days((until - since).days)
        rate, penalty = rate_factors(loan, terms), penalty_factors(loan, terms)
        allowed = (
            Factor("年化上限", rules.annual_cap, Unit.SHARE, rests_on="rule:annual_cap"),
            days(rules.cap_year_days, "一年按", rests_on="rule:cap_year_days", divides=True),
        )
        compound = penalty if terms.charges_compound_interest else ()
        for label, base, factors, minus in (
            ("没到期的本金", undue, rate, False),
            ("逾期本金", principal, penalty, False),
            ("逾期利息", interest, compound, False),
            ("全部本金", undue + principal, allowed, True),
        ):
            if base and factors:
                told = [yuan(label, base), *factors, count]
                what = "上限允许的" if minus else "这几天计的息"
                yield self._addend(what, told, minus=minus, since=since, until=until)


def alone(trail: Trail, **changes: Any) -> Trail:
    """A loan's trail where there is no other loan to tell it from."""
    addends = tuple(replace(addend, loan=None) for addend in trail.addends)
    return replace(trail, addends=addends, **changes)
