"""The trails of what is paid on each day of a run, and of what each loan gets of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from advice.engine.journal import JournalStatement, Receipt
from advice.engine.strategies import CureOutcome, PayDownOutcome
from advice.engine.strategies.run import Run
from advice.engine.trail.build import ref, times, yuan
from advice.engine.trail.grammar import Addend, Trail
from advice.engine.trail.owed import AllLoansTrails
from advice.engine.trail.plans.books import Books
from advice.engine.trail.plans.receipts import Receipts
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit


class PaymentTrails:
    """Each day's payment; keys begin with `front`. `run` is the outcome's, with a journal."""

    def __init__(
        self, front: str, outcome: CureOutcome | PayDownOutcome, run: Run, book: Books
    ) -> None:
        self.front = front
        self.outcome = outcome
        self.receipts = Receipts(run)
        self.paying_days = run.position.paying_days
        self.book = book

    def makers(self) -> Makers:
        for number, (day, paid) in enumerate(self.outcome.payments):
            key = f"{self.front}.{number}"
            yield key, partial(self._payment, key, day, paid)
            for place, (index, receipt) in enumerate(self.receipts.on(day)):
                yield from self._receipt(f"{key}.receipts.{place}", index, receipt)

    def _payment(self, key: str, day: date, paid: Decimal) -> Trail:
        addends = (
            _received(f"{key}.receipts.{place}", index, receipt)
            for place, (index, receipt) in enumerate(self.receipts.on(day))
        )
        return Trail(key, "这天付的", paid, Unit.YUAN, tuple(addends))

    def _receipt(self, key: str, index: int, receipt: Receipt) -> Makers:
        """How much the part was, or what the loan owed."""
        if receipt.is_part:
            yield key, partial(self._part, key, receipt)
            return
        books: list[JournalStatement | None] = [None] * len(self.book.contracts)
        books[index] = receipt.before
        yield from AllLoansTrails(key, self.book.contracts, books).makers()

    def _part(self, key: str, receipt: Receipt) -> Trail:
        """What was in the purse: what came in since it was last empty, less what was paid."""
        emptied, before = self.receipts.since_emptied(receipt)
        put_in = self._put_in(emptied, receipt.day)
        paid_out = (_paid_out(index, paid) for index, paid in before)
        return Trail(key, "手里还剩的", receipt.amount, Unit.YUAN, (*put_in, *paid_out))

    def _put_in(self, emptied: date | None, until: date) -> Iterator[Addend]:
        """What came into the purse since it was last empty."""
        assert isinstance(self.outcome, PayDownOutcome), "only a purse pays a part"
        plan, label = self.outcome.plan, f"{self.book.first_words}的"
        if emptied is None and plan.upfront:
            yield Addend(label, (yuan(label, plan.upfront),))
        earlier = self.paying_days.count_until(emptied) if emptied else 0
        came = self.paying_days.count_until(until) - earlier
        if came and plan.monthly:
            yield Addend("每月放进来的", (yuan("每月", plan.monthly), times(came, "个月")))


def _received(key: str, index: int, receipt: Receipt) -> Addend:
    """What a loan was paid, and why just so much."""
    if receipt.is_part:
        return ref("还一部分逾期的", key, receipt.amount, loan=index + 1)
    if receipt.settles:
        return ref("提前全部结清", f"{key}.payoff", receipt.amount, loan=index + 1)
    return ref("补齐逾期的", f"{key}.arrears", receipt.amount, loan=index + 1)


def _paid_out(index: int, paid: Receipt) -> Addend:
    factors = (yuan("已付", paid.amount),)
    return Addend(
        "已经付出去的", factors, minus=True, loan=index + 1, since=paid.day, until=paid.day
    )
