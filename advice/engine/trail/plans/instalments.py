"""The trails of how an agreement is paid: its instalments, month by month."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from advice.engine.facts.grounds import INTEREST_LAW
from advice.engine.money import FEN, rounded
from advice.engine.schedule import MONTH_DAYS
from advice.engine.strategies import RestructureOutcome
from advice.engine.strategies.outcome import Instalments
from advice.engine.trail.build import PERCENT, day_addend, days, ref, same_together, times, yuan
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.plans.books import Books
from advice.engine.trail.plans.plan import PlanTrails
from advice.engine.trail.shelf import Make, Makers
from advice.engine.vocabulary import Unit


class InstalmentTrails(PlanTrails[RestructureOutcome]):
    """What is paid until when, what is left then, and what the last instalment clears."""

    def __init__(self, front: str, outcome: RestructureOutcome, book: Books) -> None:
        super().__init__(front, outcome, book)
        self.rows = outcome.agreed.instalments
        self.as_of = book.position.case.as_of
        self.horizon_on = book.position.case.horizon_on

    def makers(self) -> Makers:
        named: dict[str, Make] = {
            "paid_by_horizon": self._paid_by_horizon,
            "owed_at_horizon": self._owed_at_horizon,
            "total_paid": self._total_paid,
            "months": self._months,
            "cleared_on": self._cleared_on,
            "balance_at_horizon": self._balance_at_horizon,
            "interest_at_horizon": self._interest_at_horizon,
        }
        if self.rows:
            named |= {
                "last_balance": self._last_balance,
                "last_interest": self._last_interest,
                "last_payment": self._last_payment,
            }
        for name, make in named.items():
            yield f"{self.front}.{name}", make

    @property
    def start(self) -> Addend:
        """What is left for the instalments."""
        return ref("分期的总额", f"{self.front}.balance", self.outcome.balance)

    @property
    def month_rate(self) -> tuple[Factor, ...]:
        """The plan's rate of a month."""
        return (*self._daily_rate, days(MONTH_DAYS, "一期按"))

    @property
    def _daily_rate(self) -> tuple[Factor, ...]:
        key = f"{self.front}.plan_daily_rate_percent"
        value = self.outcome.plan_daily_rate_percent
        percent = Factor("方案日利率", value, Unit.PERCENT, figure=key)
        return (percent, Factor("百分之", PERCENT, Unit.NUMBER))

    # What is paid

    def paid_until(self, day: date) -> list[Addend]:
        """What is paid up to and including that day."""
        return self._paid(self._until(day))

    def _until(self, day: date) -> Instalments:
        return tuple(row for row in self.rows if row[0] <= day)

    def _paid(self, rows: Instalments) -> list[Addend]:
        """The first sum and the instalments, with the last one, which clears, by itself."""
        return [*self._upfront(), *self._usual(rows), *self._clearing(rows)]

    def _upfront(self) -> Iterator[Addend]:
        """What is paid when it begins, where anything is."""
        if self.outcome.needed:
            words, key = self.book.first_words, f"{self.front}.needed"
            paid = yuan(words, self.outcome.needed, figure=key)
            yield Addend(words, (paid,), since=self.as_of, until=self.as_of)

    def _usual(self, rows: Instalments) -> Iterator[Addend]:
        usual = [(day, paid) for day, paid, _ in rows if day != self.rows[-1][0]]
        for run in same_together("每月还", usual, "期数"):
            amount, *count = run.factors
            paid = yuan("每月还", amount.value, figure=f"{self.front}.monthly_payment")
            yield Addend("每月还", (paid, *count), since=run.since, until=run.until)

    def _clearing(self, rows: Instalments) -> Iterator[Addend]:
        if rows and rows[-1] == self.rows[-1]:
            day, paid, _ = rows[-1]
            clears = yuan("最后一期", paid, figure=f"{self.front}.last_payment")
            yield Addend(clears.label, (clears,), since=day, until=day)

    def _paid_by_horizon(self) -> Trail:
        return self.trail("paid_by_horizon", "这段时间付的", self.paid_until(self.horizon_on))

    def _total_paid(self) -> Trail:
        return self.trail("total_paid", "一共付的", self._paid(self.rows))

    def _months(self) -> Trail:
        count = (times(len(self.rows), "次数"),)
        told = [
            Addend("付钱的日子", count, since=row[0], until=self.rows[-1][0])
            for row in self.rows[:1]
        ]
        return self.trail("months", "之后付几次", told, unit=Unit.NUMBER)

    def _cleared_on(self) -> Trail:
        months = Factor("月数", Decimal(len(self.rows)), Unit.MONTHS)
        last = day_addend(f"从{self.book.day_words}起", self.as_of, months)
        return self.trail("cleared_on", "结清", [last], unit=Unit.DATE, how=How.LATEST)

    # What is left

    def _left_after(self, rows: Instalments) -> Decimal:
        return rows[-1][2] if rows else self.outcome.balance

    def _month_by_month(self, name: str, label: str, rows: Instalments) -> Trail:
        """The balance after so many instalments, each month's interest rounded."""
        paid = same_together("还", ((day, amount) for day, amount, _ in rows), "期数")
        addends = [self.start, Addend("每期利率", self.month_rate), *paid]
        left = self._left_after(rows)
        return self.trail_of(name, label, left, addends, how=How.MONTH_BY_MONTH, step=FEN)

    def _balance_at_horizon(self) -> Trail:
        return self._month_by_month("balance_at_horizon", "还没还的", self._until(self.horizon_on))

    def _interest_at_horizon(self) -> Trail:
        """What the balance has earned since the last instalment."""
        rows = self._until(self.horizon_on)
        since, left = rows[-1][0] if rows else self.as_of, self._left_after(rows)
        count = days((self.horizon_on - since).days)
        balance = yuan("还没还的", left, figure=f"{self.front}.balance_at_horizon")
        factors = (balance, *self._daily_rate, count)
        addend = Addend("利息", factors, since=since, until=self.horizon_on)
        owed = rounded(left * self.outcome.plan_daily_rate_percent * count.value, 100)
        addends = [addend] if left and count.value else []
        name, label = "interest_at_horizon", "上一期以后的利息"
        return self.trail_of(name, label, owed, addends, step=FEN, law=INTEREST_LAW)

    def _owed_at_horizon(self) -> Trail:
        parts = _as_parts(self._balance_at_horizon(), self._interest_at_horizon())
        return self.trail("owed_at_horizon", "比较期末还欠", parts)

    # The last instalment

    def _last_balance(self) -> Trail:
        return self._month_by_month("last_balance", "最后一期以前剩的", self.rows[:-1])

    def _last_interest(self) -> Trail:
        left = self._left_after(self.rows[:-1])
        balance = yuan("最后一期以前剩的", left, figure=f"{self.front}.last_balance")
        addend = Addend("利息", (balance, *self.month_rate))
        interest = self.rows[-1][1] - left
        name, label = "last_interest", "最后一期的利息"
        return self.trail_of(name, label, interest, [addend], step=FEN, law=INTEREST_LAW)

    def _last_payment(self) -> Trail:
        parts = _as_parts(self._last_balance(), self._last_interest())
        return self.trail_of("last_payment", "最后一期", self.rows[-1][1], parts)


def _as_parts(*trails: Trail) -> list[Addend]:
    """The figures of these trails as addends, where there is anything."""
    return [
        ref(trail.label, trail.key, trail.value)
        for trail in trails
        if isinstance(trail.value, Decimal) and trail.value
    ]
