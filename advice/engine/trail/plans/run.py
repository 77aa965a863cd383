"""The trails of strategies that are carried out in the books day by day: cure and pay down."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import groupby

from advice.engine.money import FEN
from advice.engine.strategies import CureOutcome, PayDownOutcome, outcome_of
from advice.engine.strategies.run import Run
from advice.engine.trail.build import day_addend, days, ref, times, yuan
from advice.engine.trail.grammar import Addend, How, Trail
from advice.engine.trail.kinds import LABELS, PARTS
from advice.engine.trail.owed import AllLoansTrails
from advice.engine.trail.plans.books import Books
from advice.engine.trail.plans.paid import PaidTrails
from advice.engine.trail.plans.payments import PaymentTrails
from advice.engine.trail.shelf import Group, Makers
from advice.engine.vocabulary import Unit


class RunTrails(PaidTrails[CureOutcome | PayDownOutcome]):
    """What was paid, what is left at the horizon, and when the default and the debt end."""

    def __init__(self, front: str, outcome: CureOutcome | PayDownOutcome, book: Books) -> None:
        super().__init__(front, outcome, book)
        self.as_of = book.position.case.as_of
        self.paid = dict(outcome.payments)
        self.days = list(self.paid)

    @cached_property
    def run(self) -> Run:
        """How it was carried out, once more, in books that keep a journal."""
        again = outcome_of(self.outcome.plan, self.book.position)
        assert isinstance(again, CureOutcome | PayDownOutcome), "a run is carried out again"
        return again.run

    def groups(self) -> Iterator[Group]:
        yield from super().groups()
        yield f"{self.front}.payments.", self._payments
        yield self._keys_at_horizon(PARTS), lambda: self._owed(self.outcome.run).of(PARTS)
        needs_journal = [name for name in (*LABELS, "loans") if name not in PARTS]
        yield self._keys_at_horizon(needs_journal), lambda: self._owed(self.run).makers()

    def makers(self) -> Makers:
        yield from self.common()
        yield f"{self.front}.paid_by_horizon", self._paid_by_horizon
        yield f"{self.front}.owed_at_horizon", self._owed_at_horizon
        yield from self._ends()
        if self.outcome.months is not None:
            yield f"{self.front}.months", self._months
        yield f"{self.front}.needed", self._needed
        if isinstance(self.outcome, PayDownOutcome):
            yield f"{self.front}.monthly_payment", self._monthly_payment

    # What is paid

    def _payments(self) -> Makers:
        front = f"{self.front}.payments"
        return PaymentTrails(front, self.outcome, self.run, self.book).makers()

    def paid_until(self, day: date) -> list[Addend]:
        """Each payment, with equal ones of the monthly sum together."""
        until = [(number, paid) for number, paid in enumerate(self.days) if paid <= day]
        usual = self.outcome.monthly_payment
        addends: list[Addend] = []
        for is_usual, rows in groupby(until, key=lambda row: self.paid[row[1]] == usual):
            paid = list(rows)
            addends += [self._together(paid)] if is_usual else self._one_by_one(paid)
        return addends

    def _together(self, rows: list[tuple[int, date]]) -> Addend:
        first, last = rows[0][1], rows[-1][1]
        monthly = yuan("每月付", self.paid[first], figure=f"{self.front}.monthly_payment")
        return Addend("每月付", (monthly, times(len(rows), "次")), since=first, until=last)

    def _one_by_one(self, rows: list[tuple[int, date]]) -> Iterator[Addend]:
        for number, day in rows:
            is_first = day == self.as_of and self.paid[day] == self.outcome.needed
            key = "needed" if is_first else f"payments.{number}"
            paid = yuan("付", self.paid[day], figure=f"{self.front}.{key}")
            yield Addend("付", (paid,), since=day, until=day)

    def _paid_by_horizon(self) -> Trail:
        paid = self.paid_until(self.book.position.case.horizon_on)
        return self.trail("paid_by_horizon", "这段时间付的", paid)

    def _months(self) -> Trail:
        after = [day for day in self.days if day > self.as_of]
        count = (times(len(after), "次数"),)
        told = [Addend("付钱的日子", count, since=day, until=after[-1]) for day in after[:1]]
        return self.trail("months", "之后付几次", told, unit=Unit.NUMBER)

    def _needed(self) -> Trail:
        words, outcome = self.book.first_words, self.outcome
        if isinstance(outcome, PayDownOutcome):
            told = Addend("能拿出来的", (yuan(words, outcome.plan.upfront),))
            payoff = self.book.ref("结清总额", "payoff", self.book.position.payoff)
            return self.trail("needed", words, [told, payoff], how=How.SMALLEST)
        owed = self.book.ref("逾期应还总额", "arrears", outcome.needed)
        return self.trail("needed", words, [owed] if outcome.needed else [])

    def _monthly_payment(self) -> Trail:
        assert isinstance(self.outcome, PayDownOutcome)
        told = Addend("每月能拿出来的", (yuan("每月", self.outcome.plan.monthly),))
        return self.trail("monthly_payment", "每月还", [told], step=FEN)

    # What is left

    def _keys_at_horizon(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"{self.front}.at_horizon.{name}" for name in names)

    def _owed(self, run: Run) -> AllLoansTrails:
        return AllLoansTrails(f"{self.front}.at_horizon", self.book.contracts, run.at_horizon)

    def _owed_at_horizon(self) -> Trail:
        owed = self.outcome.owed_at_horizon
        key = f"{self.front}.at_horizon.payoff"
        addends = [ref("最后一天的结清总额", key, owed)] if owed else []
        return self.trail("owed_at_horizon", "比较期末还欠", addends)

    # When it ends

    def _ends(self) -> Makers:
        if self.outcome.cleared_on:
            yield f"{self.front}.cleared_on", self._cleared_on
        if self.outcome.current_on:
            yield f"{self.front}.current_on", self._current_on
        yield from self.record_end("不再逾期的那天", "current_on")

    def _cleared_on(self) -> Trail:
        last = self.days[-1] if self.days else self.outcome.cleared_on
        assert last is not None
        paid = day_addend("付完最后一笔", last)
        return self.trail("cleared_on", "结清", [paid], unit=Unit.DATE, how=How.LATEST)

    def _current_on(self) -> Trail:
        ledgers = self.outcome.run.ledgers
        overdue = [row.first_overdue_on for row in ledgers if row.first_overdue_on]
        addends = [day_addend("最早逾期的一天", min(overdue))]
        for number, ledger in enumerate(ledgers, start=1):
            if ledger.last_behind_on:
                last = ledger.last_behind_on
                addends.append(Addend("最后一个还没补齐的晚上", (days(1),), loan=number, day=last))
        return self.trail("current_on", "不再逾期", addends, unit=Unit.DATE, how=How.LATEST)
