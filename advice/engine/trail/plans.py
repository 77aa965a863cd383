"""The trails of what a strategy does: what is paid, owed and saved, and when it ends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from advice.engine.assessment import Assessment, Projection
from advice.engine.facts.grounds import CAP_LAW, INTEREST_LAW, RECORD_LAW
from advice.engine.journal import JournalLedger, JournalStatement, Receipt
from advice.engine.later import position_on
from advice.engine.money import FEN, SIX_DECIMALS, ZERO, rounded
from advice.engine.purse import money_needed
from advice.engine.schedule import MONTH_DAYS
from advice.engine.strategies import (
    CapOutcome,
    CureOutcome,
    Outcome,
    PayDownOutcome,
    PlanOutcome,
    Position,
    RestructureOutcome,
    outcome_of,
)
from advice.engine.strategies.run import Run
from advice.engine.trail.build import (
    PERCENT,
    day_addend,
    days,
    hundred,
    rate_factors,
    ref,
    same_together,
    times,
    yuan,
)
from advice.engine.trail.contract import Contract
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.kinds import LABELS, PARTS
from advice.engine.trail.owed import AllLoansTrails
from advice.engine.trail.record import expiry
from advice.engine.trail.schedule import level_trail
from advice.engine.trail.shelf import Group, Make, Makers
from advice.engine.vocabulary import Unit
from advice.engine.wording import chinese_date


class PlanTrails:
    """What every strategy with a cost has; keys begin with `front`."""

    def __init__(self, front: str, outcome: PlanOutcome, book: "Books") -> None:
        self.front = front
        self.book = book
        self.a = book.assessment
        self.position = book.position
        self.case = book.position.case
        self.horizon_on = self.case.horizon_on
        self.first = f"{book.day_words}先付"
        self.outcome: object = outcome

    def groups(self) -> Iterator[Group]:
        """Its makers by the front of their keys; those that need a journal by themselves."""
        yield f"{self.front}.", self.makers

    def makers(self) -> Makers:
        """Every key with what makes its trail."""
        raise NotImplementedError

    def figure(self, name: str) -> Decimal:
        """A figure of the outcome in yuan."""
        value = getattr(self.outcome, name)
        assert isinstance(value, Decimal)
        return value

    def trail(
        self,
        name: str,
        label: str,
        addends: Sequence[Addend],
        unit: Unit = Unit.YUAN,
        **options: object,
    ) -> Trail:
        """The trail of the outcome's figure `name`."""
        value = getattr(self.outcome, name)
        return Trail(
            f"{self.front}.{name}",
            label,
            value,
            unit,
            tuple(addends),
            is_estimate=True,
            **options,  # type: ignore[arg-type]
        )

    def common(self) -> Makers:
        """Cost and saving, which every strategy has."""
        yield f"{self.front}.cost", self._cost
        if getattr(self.outcome, "saving", None) is not None:
            yield f"{self.front}.saving", self._saving
        if self._needs_at_hand is not None:
            yield f"{self.front}.at_hand", self._at_hand

    def paid_until(self, day: date) -> list[Addend]:
        """What is paid up to and including that day."""
        raise NotImplementedError

    @property
    def _needs_at_hand(self) -> Decimal | None:
        return money_needed(self._payments_made, self.position)

    @property
    def _payments_made(self) -> tuple[tuple[date, Decimal], ...]:
        return self.outcome.payments if isinstance(self.outcome, Outcome) else ()

    def _at_hand(self) -> Trail:
        """On the day that asks most: what is paid by then, less the means that came by then."""
        needed = self._needs_at_hand
        assert needed is not None, "the means are unknown"
        day = self._hardest_day(needed) if needed else None
        addends = [*self.paid_until(day), *self._came_until(day)] if day else []
        key, label = f"{self.front}.at_hand", "手头要用的"
        note = "手头最紧的那天：到那天要付的，减去到那天每月能拿出来的。" if addends else ""
        return Trail(key, label, needed, Unit.YUAN, tuple(addends), note=note, is_estimate=True)

    def _hardest_day(self, needed: Decimal) -> date:
        """The first day on which so much has had to be at hand."""
        means = self.position.monthly_means or ZERO
        spent = ZERO
        for day, amount in self._payments_made:
            spent += amount
            if spent - means * self._months_until(day) == needed:
                return day
        raise AssertionError("nothing needs so much")

    def _months_until(self, day: date) -> int:
        """How often the monthly means have come by then."""
        return self.position.paying_days.count_until(day) if day > self.case.as_of else 0

    def _came_until(self, day: date) -> Iterator[Addend]:
        """The monthly means that came after the day it began."""
        months = self._months_until(day)
        surplus, cut = self.position.affordability.monthly_surplus, self.case.expense_cut
        key = "affordability.monthly_surplus"
        for label, amount, figure in (("每月结余", surplus, key), ("每月还能省", cut, "")):
            if months and amount:
                came = (yuan(label, amount, figure=figure), times(months, "个月"))
                yield Addend(label, came, minus=True)

    def _cost(self) -> Trail:
        told = (
            ("付的", f"{self.front}.paid_by_horizon", self.figure("paid_by_horizon")),
            ("还欠的", f"{self.front}.owed_at_horizon", self.figure("owed_at_horizon")),
            (
                f"{self.book.day_words}已有的诉讼费用",
                f"{self.book.today}.legal_costs",
                self.position.legal_costs,
            ),
        )
        return self.trail("cost", "总花费", [ref(*each) for each in told if each[2]])

    def _saving(self) -> Trail:
        row = self.a.projection.index(self.a.at_horizon)
        status_quo = ref(
            "不采取行动一共要付", f"projection.{row}.total_cost", self.a.position.status_quo_cost
        )
        cost = ref("这样做的总花费", f"{self.front}.cost", self.figure("cost"), minus=True)
        return self.trail("saving", "比不处理少花", [status_quo, cost])

    def expires(self, since: date, key: str, label: str) -> Trail:
        """When the record leaves the report, counted from the end of the default."""
        addend = expiry(label, since, self.a.rules.retention_months, figure=key)
        return self.trail(
            "record_expires_on", "征信记录消除", [addend], Unit.DATE, how=How.LATEST, law=RECORD_LAW
        )


class RunTrails(PlanTrails):
    """Cure and pay_down: the books were run and money was taken."""

    def __init__(self, front: str, outcome: CureOutcome | PayDownOutcome, book: "Books") -> None:
        super().__init__(front, outcome, book)
        self.plan_outcome = outcome
        self.paid = dict(outcome.payments)
        self.days = sorted(self.paid)

    @cached_property
    def run(self) -> Run:
        """How it was carried out, once more, in books that keep a journal."""
        again = outcome_of(self.plan_outcome.plan, self.position)
        assert isinstance(again, CureOutcome | PayDownOutcome), "a run is carried out again"
        return again.run

    def groups(self) -> Iterator[Group]:
        at_horizon = f"{self.front}.at_horizon"
        yield f"{self.front}.", self.makers
        yield f"{self.front}.payments.", self._payments
        for name in PARTS:
            yield f"{at_horizon}.{name}", lambda: self._owed(self.plan_outcome.run).of(PARTS)
        for name in {*LABELS, "loans"} - PARTS.keys():
            yield f"{at_horizon}.{name}", lambda: self._owed(self.run).makers()

    def makers(self) -> Makers:
        yield from self.common()
        yield f"{self.front}.paid_by_horizon", self._paid_by_horizon
        yield f"{self.front}.owed_at_horizon", self._owed_at_horizon
        yield from self._ends()
        if self.plan_outcome.months is not None:
            yield f"{self.front}.months", self._months
        yield f"{self.front}.needed", self._needed
        if isinstance(self.plan_outcome, PayDownOutcome):
            yield f"{self.front}.monthly_payment", self._monthly_payment

    # Payments

    def _receipts(self, day: date) -> list[tuple[int, Receipt]]:
        """(loan from 0, what it was paid) of one day, in the order of the loans."""
        return [
            (index, receipt)
            for index, ledger in enumerate(self.run.ledgers)
            if isinstance(ledger, JournalLedger)
            for receipt in ledger.receipts
            if receipt.day == day
        ]

    def _payments(self) -> Makers:
        for number, day in enumerate(self.days):
            yield (
                f"{self.front}.payments.{number}",
                lambda told=(number, day): self._payment(*told),  # type: ignore[misc]
            )
            for place, (index, receipt) in enumerate(self._receipts(day)):
                key = self._receipt_key(number, place)
                if receipt.is_part:
                    yield key, lambda told=(key, receipt): self._part(*told)  # type: ignore[misc]
                    continue
                books: list[JournalStatement | None] = [None] * len(self.book.contracts)
                books[index] = receipt.before
                yield from AllLoansTrails(key, self.book.contracts, books).makers()

    def _receipt_key(self, number: int, place: int) -> str:
        return f"{self.front}.payments.{number}.receipts.{place}"

    def _payment(self, number: int, day: date) -> Trail:
        addends = []
        for place, (index, receipt) in enumerate(self._receipts(day)):
            key, label = self._receipt_key(number, place), "还一部分逾期的"
            if not receipt.is_part:
                whole = "payoff" if receipt.settles else "arrears"
                key = f"{key}.{whole}"
                label = "提前全部结清" if receipt.settles else "补齐逾期的"
            addends.append(ref(label, key, receipt.amount, loan=index + 1))
        key = f"{self.front}.payments.{number}"
        return Trail(key, "这天付的", self.paid[day], Unit.YUAN, tuple(addends))

    def _part(self, key: str, receipt: Receipt) -> Trail:
        """What was in the purse: what came in since it was last empty, less what was paid."""
        plan = self.plan_outcome
        assert isinstance(plan, PayDownOutcome), "only a purse pays a part"
        paying = self.run.position.paying_days
        emptied, before = self._since_emptied(receipt)
        addends = []
        if emptied is None and plan.plan.upfront:
            addends.append(Addend(f"{self.first}的", (yuan(f"{self.first}的", plan.plan.upfront),)))
        came = paying.count_until(receipt.day) - (paying.count_until(emptied) if emptied else 0)
        if came and plan.plan.monthly:
            monthly = (yuan("每月", plan.plan.monthly), times(came, "个月"))
            addends.append(Addend("每月放进来的", monthly))
        addends += [
            Addend(
                "已经付出去的",
                (yuan("已付", paid.amount),),
                minus=True,
                loan=index + 1,
                since=paid.day,
                until=paid.day,
            )
            for index, paid in before
        ]
        return Trail(key, "手里还剩的", receipt.amount, Unit.YUAN, tuple(addends))

    def _since_emptied(self, part: Receipt) -> tuple[date | None, list[tuple[int, Receipt]]]:
        """The last day on which a part took all of the purse, and what was paid since."""
        emptied: date | None = None
        before: list[tuple[int, Receipt]] = []
        for day in self.days:
            for index, receipt in self._in_order(day):
                if receipt is part:
                    return emptied, before
                before.append((index, receipt))
                if receipt.is_part:
                    emptied, before = day, []
        return emptied, before

    def _in_order(self, day: date) -> list[tuple[int, Receipt]]:
        """A day's receipts with a part, which empties the purse, after those paid whole."""
        return sorted(self._receipts(day), key=lambda row: row[1].is_part)

    def paid_until(self, day: date) -> list[Addend]:
        until = [(number, paid) for number, paid in enumerate(self.days) if paid <= day]
        usual = self.plan_outcome.monthly_payment
        runs = groupby(until, key=lambda row: self.paid[row[1]] == usual)
        return [addend for is_usual, rows in runs for addend in self._paid_on(is_usual, list(rows))]

    def _paid_on(self, is_usual: bool, rows: list[tuple[int, date]]) -> Iterator[Addend]:  # noqa: FBT001
        """Each payment; equal ones of the monthly sum together."""
        if is_usual:
            monthly = yuan("每月付", self.paid[rows[0][1]], figure=f"{self.front}.monthly_payment")
            count = times(len(rows), "次")
            yield Addend("每月付", (monthly, count), since=rows[0][1], until=rows[-1][1])
            return
        for number, day in rows:
            is_first = day == self.case.as_of and self.paid[day] == self.plan_outcome.needed
            key = "needed" if is_first else f"payments.{number}"
            paid = yuan("付", self.paid[day], figure=f"{self.front}.{key}")
            yield Addend("付", (paid,), since=day, until=day)

    def _paid_by_horizon(self) -> Trail:
        paid = self.paid_until(self.horizon_on)
        return self.trail("paid_by_horizon", "这段时间付的", paid)

    def _owed(self, run: Run) -> AllLoansTrails:
        return AllLoansTrails(f"{self.front}.at_horizon", self.book.contracts, run.at_horizon)

    def _owed_at_horizon(self) -> Trail:
        owed = self.figure("owed_at_horizon")
        key = f"{self.front}.at_horizon.payoff"
        addends = [ref("最后一天的结清总额", key, owed)] if owed else []
        return self.trail("owed_at_horizon", "比较期末还欠", addends)

    def _months(self) -> Trail:
        after = [day for day in self.days if day > self.case.as_of]
        addends = (
            [Addend("付钱的日子", (times(len(after), "次数"),), since=after[0], until=after[-1])]
            if after
            else []
        )
        return self.trail("months", "之后付几次", addends, Unit.NUMBER)

    def _needed(self) -> Trail:
        plan = self.plan_outcome
        if isinstance(plan, PayDownOutcome):
            told = Addend("能拿出来的", (yuan(self.first, plan.plan.upfront),))
            payoff = self.book.ref("结清总额", "payoff", self.position.payoff)
            return self.trail("needed", self.first, [told, payoff], how=How.SMALLEST)
        owed = self.book.ref("逾期应还总额", "arrears", plan.needed)
        addends = [owed] if plan.needed else []
        return self.trail("needed", self.first, addends)

    def _monthly_payment(self) -> Trail:
        plan = self.plan_outcome
        assert isinstance(plan, PayDownOutcome)
        told = Addend("每月能拿出来的", (yuan("每月", plan.plan.monthly),))
        return self.trail("monthly_payment", "每月还", [told], step=FEN)

    # When it ends

    def _ends(self) -> Makers:
        if self.plan_outcome.cleared_on:
            yield f"{self.front}.cleared_on", self._cleared_on
        if self.plan_outcome.current_on:
            yield f"{self.front}.current_on", self._current_on
        if self.plan_outcome.record_expires_on and self.plan_outcome.current_on:
            told = (self.plan_outcome.current_on, f"{self.front}.current_on", "不再逾期的那天")
            yield f"{self.front}.record_expires_on", lambda: self.expires(*told)

    def _cleared_on(self) -> Trail:
        last = self.days[-1] if self.days else self.plan_outcome.cleared_on
        assert last is not None
        paid = day_addend("付完最后一笔", last)
        return self.trail("cleared_on", "结清", [paid], Unit.DATE, how=How.LATEST)

    def _current_on(self) -> Trail:
        ledgers = self.plan_outcome.run.ledgers
        overdue = [row.first_overdue_on for row in ledgers if row.first_overdue_on]
        addends = [day_addend("最早逾期的一天", min(overdue))]
        for number, ledger in enumerate(ledgers, start=1):
            if ledger.last_behind_on:
                last = ledger.last_behind_on
                addends.append(Addend("最后一个还没补齐的晚上", (days(1),), loan=number, day=last))
        return self.trail("current_on", "不再逾期", addends, Unit.DATE, how=How.LATEST)


class RestructureTrails(PlanTrails):
    """协商分期: the balance in level instalments."""

    def __init__(self, front: str, outcome: RestructureOutcome, book: "Books") -> None:
        super().__init__(front, outcome, book)
        self.of = outcome
        self.agreed = outcome.agreed

    def makers(self) -> Makers:
        yield from self.common()
        named: tuple[tuple[str, Make], ...] = (
            ("waived", self._waived),
            ("needed", self._needed),
            ("balance", self._balance),
            ("plan_daily_rate_percent", self._plan_rate),
            ("monthly_payment", self._monthly_payment),
            ("paid_by_horizon", self._paid_by_horizon),
            ("owed_at_horizon", self._owed_at_horizon),
            ("total_paid", self._total_paid),
            ("months", self._months),
            ("cleared_on", self._cleared_on),
            ("balance_at_horizon", self._balance_at_horizon),
            ("interest_at_horizon", self._interest_at_horizon),
        )
        if self.agreed.instalments:
            named = (
                *named,
                ("last_balance", self._last_balance),
                ("last_interest", self._last_interest),
                ("last_payment", self._last_payment),
            )
        for name, make in named:
            yield f"{self.front}.{name}", make
        if self.of.gap is not None:
            yield f"{self.front}.gap", self._gap
        if self.of.record_expires_on and self.of.cleared_on:
            told = (self.of.cleared_on, f"{self.front}.cleared_on", "结清的那天")
            yield f"{self.front}.record_expires_on", lambda: self.expires(*told)

    def _own(
        self, name: str, label: str, value: Decimal, addends: Sequence[Addend], **o: object
    ) -> Trail:
        return Trail(
            f"{self.front}.{name}",
            label,
            value,
            Unit.YUAN,
            tuple(addends),
            is_estimate=True,
            **o,  # type: ignore[arg-type]
        )

    def _waived(self) -> Trail:
        share = Factor("减免的比例", self.of.plan.waived_share, Unit.SHARE)
        addends = [
            Addend(label, (yuan(label, value, figure=f"{self.book.today}.{name}"), share))
            for name, label in (("penalty_interest", "罚息"), ("compound_interest", "复利"))
            if (value := getattr(self.book.now, name))
        ]
        return self.trail("waived", "假定减免的", addends, step=FEN)

    def _balance(self) -> Trail:
        payoff = self.book.ref("结清总额", "payoff", self.position.payoff)
        waived = ref("减免的", f"{self.front}.waived", self.of.waived, minus=True)
        upfront = ref(f"{self.first}的", f"{self.front}.needed", self.of.needed, minus=True)
        told = (payoff, *([waived] if self.of.waived else []))
        return self.trail("balance", "分期的总额", (*told, *([upfront] if self.of.needed else [])))

    def _needed(self) -> Trail:
        """The upfront sum of the plan, at most what is repaid."""
        if not self.of.plan.upfront:
            return self.trail("needed", self.first, [])
        told = Addend("方案里先付的", (yuan("先付", self.of.plan.upfront),))
        whole = Addend("全部要还的", (yuan("全部要还的", self.of.balance + self.of.needed),))
        return self.trail("needed", self.first, [told, whole], how=How.SMALLEST)

    def _plan_rate(self) -> Trail:
        told = self.of.plan.plan_daily_rate_percent
        if told is not None:
            rate = Addend("假定的日利率", (Factor("日利率", told, Unit.PERCENT),))
            return self.trail(
                "plan_daily_rate_percent", "方案日利率", [rate], Unit.PERCENT, step=SIX_DECIMALS
            )
        key = f"{self.book.today}.payoff"
        whole = yuan("结清总额", self.position.payoff, figure=key, divides=True)
        addends = [
            Addend(
                "按结清总额加权",
                (
                    *rate_factors(loan, self.a.terms),
                    yuan(
                        "这笔的结清总额",
                        payoff,
                        figure=f"{self.book.today}.loans.{index}.payoff",
                    ),
                    hundred(),
                    whole,
                ),
                loan=index + 1,
            )
            for index, (loan, payoff) in enumerate(
                zip(self.case.loans, self.position.payoffs, strict=True)
            )
        ]
        return self.trail(
            "plan_daily_rate_percent", "方案日利率", addends, Unit.PERCENT, step=SIX_DECIMALS
        )

    @property
    def _rate(self) -> tuple[Factor, ...]:
        """The plan's daily rate."""
        key = f"{self.front}.plan_daily_rate_percent"
        percent = Factor("方案日利率", self.of.plan_daily_rate_percent, Unit.PERCENT, figure=key)
        return (percent, Factor("百分之", PERCENT, Unit.NUMBER))

    @property
    def _month_rate(self) -> tuple[Factor, ...]:
        return (*self._rate, days(MONTH_DAYS, "一期按"))

    @property
    def _start(self) -> Addend:
        return ref("分期的总额", f"{self.front}.balance", self.of.balance)

    def _monthly_payment(self) -> Trail:
        of = (self._start, self._month_rate, self.agreed.months_asked)
        return level_trail(f"{self.front}.monthly_payment", "每月还", self.agreed.payment, of)

    # The plan, month by month

    def _instalments_until(self, day: date) -> list[tuple[date, Decimal, Decimal]]:
        return [row for row in self.agreed.instalments if row[0] <= day]

    def _paid(self, rows: Sequence[tuple[date, Decimal, Decimal]]) -> list[Addend]:
        """The instalments, with the last one, which clears, by itself."""
        if not rows:
            return self._upfront()
        last = self.agreed.instalments[-1]
        usual = [(day, paid) for day, paid, _ in rows if day != last[0]]
        addends = [
            Addend(
                "每月还",
                (yuan("每月还", amount, figure=f"{self.front}.monthly_payment"), *rest),
                since=row.since,
                until=row.until,
            )
            for row in same_together("每月还", usual, "期数")
            for amount, rest in [(row.factors[0].value, row.factors[1:])]
        ]
        if rows[-1][0] == last[0]:
            clears = ref("最后一期", f"{self.front}.last_payment", last[1])
            addends.append(Addend(clears.label, clears.factors, since=last[0], until=last[0]))
        return [*self._upfront(), *addends]

    def _upfront(self) -> list[Addend]:
        """What is paid today, where anything is."""
        today = self.case.as_of
        if not self.of.needed:
            return []
        paid = yuan(self.first, self.of.needed, figure=f"{self.front}.needed")
        return [Addend(self.first, (paid,), since=today, until=today)]

    def paid_until(self, day: date) -> list[Addend]:
        return self._paid(self._instalments_until(day))

    def _paid_by_horizon(self) -> Trail:
        paid = self.paid_until(self.horizon_on)
        return self.trail("paid_by_horizon", "这段时间付的", paid)

    def _total_paid(self) -> Trail:
        return self.trail("total_paid", "一共付的", self._paid(self.agreed.instalments))

    def _month_by_month(
        self, name: str, label: str, rows: Sequence[tuple[date, Decimal, Decimal]]
    ) -> Trail:
        """The balance after so many instalments, each month's interest rounded."""
        left = rows[-1][2] if rows else self.of.balance
        paid = same_together("还", ((day, amount) for day, amount, _ in rows), "期数")
        rate = Addend("每期利率", self._month_rate)
        return self._own(
            name, label, left, [self._start, rate, *paid], how=How.MONTH_BY_MONTH, step=FEN
        )

    def _balance_at_horizon(self) -> Trail:
        rows = self._instalments_until(self.horizon_on)
        return self._month_by_month("balance_at_horizon", "还没还的", rows)

    def _interest_at_horizon(self) -> Trail:
        rows = self._instalments_until(self.horizon_on)
        since = rows[-1][0] if rows else self.case.as_of
        left = rows[-1][2] if rows else self.of.balance
        return self._interest(
            "interest_at_horizon", left, "balance_at_horizon", since, self.horizon_on
        )

    def _interest(self, name: str, left: Decimal, key: str, since: date, until: date) -> Trail:
        count = days((until - since).days)
        balance = yuan("还没还的", left, figure=f"{self.front}.{key}")
        addend = Addend("利息", (balance, *self._rate, count), since=since, until=until)
        owed = rounded(left * self.of.plan_daily_rate_percent * count.value, 100)
        addends = [addend] if owed or (left and count.value) else []
        return self._own(name, "上一期以后的利息", owed, addends, step=FEN, law=INTEREST_LAW)

    def _owed_at_horizon(self) -> Trail:
        balance, interest = self._balance_at_horizon(), self._interest_at_horizon()
        addends = [
            ref(trail.label, trail.key, trail.value)
            for trail in (balance, interest)
            if isinstance(trail.value, Decimal) and trail.value
        ]
        return self.trail("owed_at_horizon", "比较期末还欠", addends)

    def _last_balance(self) -> Trail:
        rows = self.agreed.instalments[:-1]
        return self._month_by_month("last_balance", "最后一期以前剩的", rows)

    def _before_last(self) -> Decimal:
        rows = self.agreed.instalments[:-1]
        return rows[-1][2] if rows else self.of.balance

    def _last_interest(self) -> Trail:
        left = self._before_last()
        balance = yuan("最后一期以前剩的", left, figure=f"{self.front}.last_balance")
        addend = Addend("利息", (balance, *self._month_rate))
        interest = self.agreed.instalments[-1][1] - left
        return self._own(
            "last_interest", "最后一期的利息", interest, [addend], step=FEN, law=INTEREST_LAW
        )

    def _last_payment(self) -> Trail:
        balance, interest = self._last_balance(), self._last_interest()
        parts = [
            ref(trail.label, trail.key, trail.value)
            for trail in (balance, interest)
            if isinstance(trail.value, Decimal) and trail.value
        ]
        return self._own("last_payment", "最后一期", self.agreed.instalments[-1][1], parts)

    def _months(self) -> Trail:
        rows = self.agreed.instalments
        count = (times(len(rows), "次数"),)
        told = [Addend("付钱的日子", count, since=row[0], until=rows[-1][0]) for row in rows[:1]]
        return self.trail("months", "之后付几次", told, Unit.NUMBER)

    def _cleared_on(self) -> Trail:
        months = Factor("月数", Decimal(len(self.agreed.instalments)), Unit.MONTHS)
        last = day_addend("从今天起", self.case.as_of, months)
        return self.trail("cleared_on", "结清", [last], Unit.DATE, how=How.LATEST)

    def _gap(self) -> Trail:
        surplus = self.a.affordability.monthly_surplus
        assert surplus is not None, "a gap needs a surplus"
        paid = ref("每月还", f"{self.front}.monthly_payment", self.agreed.payment)
        left = ref("每月结余", "affordability.monthly_surplus", surplus, minus=True)
        return self.trail("gap", "比每月结余多", [paid, left])


class CapTrails(PlanTrails):
    """请求调减: what a court may be asked to cut today."""

    def makers(self) -> Makers:
        yield f"{self.front}.saving", self._excess

    def _excess(self) -> Trail:
        saving = self.figure("saving")
        addends = [self.book.ref("超出上限的部分", "cap_excess", saving)] if saving else []
        return self.trail("saving", "今天超出的", addends, law=CAP_LAW)


@dataclass(frozen=True)
class Books:
    """What the trails of every plan need: the assessment with its journal, each loan's contract,
    and where plans begin: `now` is the status quo on that day, with keys that begin with `today`.
    """

    assessment: Assessment
    contracts: tuple[Contract, ...] = field(repr=False)
    now: Projection
    today: str

    @classmethod
    def of(cls, assessment: Assessment, contracts: tuple[Contract, ...]) -> "Books":
        """The books of plans that begin on as_of."""
        return cls(assessment, contracts, assessment.now, "projection.0")

    def begun_on(self, row: Projection, front: str) -> "Books":
        """The books of plans that begin on the day of that row of the status quo."""
        return replace(self, now=row, today=front)

    @cached_property
    def position(self) -> Position:
        """Where plans of that day begin."""
        return position_on(self.assessment, self.now.as_of)

    @property
    def day_words(self) -> str:
        """The day on which plans begin."""
        day = self.now.as_of
        return "今天" if day == self.assessment.case.as_of else chinese_date(day)

    def ref(self, label: str, name: str, value: Decimal) -> Addend:
        """A figure of that day as an addend."""
        return ref(f"{self.day_words}的{label}", f"{self.today}.{name}", value)


def plan_groups(front: str, outcome: PlanOutcome, book: Books) -> Iterator[Group]:
    """Every trail of one strategy's outcome."""
    return _plan_trails(front, outcome, book).groups()


def _plan_trails(front: str, outcome: PlanOutcome, book: Books) -> PlanTrails:
    match outcome:
        case CureOutcome() | PayDownOutcome():
            return RunTrails(front, outcome, book)
        case RestructureOutcome():
            return RestructureTrails(front, outcome, book)
        case CapOutcome():
            return CapTrails(front, outcome, book)
