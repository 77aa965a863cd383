"""Cure and pay_down told day by day: section 9 of the calculation, on the naive ledger, in fen."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from advice.engine.calendar import add_months
from advice.engine.case import Case
from advice.engine.rules import RulesInForce, Terms
from tests.engine.naive import (
    NaiveLedger,
    daily_rate,
    due_dates,
    half_up,
    period_rates,
    shares,
    to_fen,
    to_yuan,
)

ONE_DAY = timedelta(1)


def contract_instalments(loan, terms) -> list[tuple[date, int]]:
    """Due date and sum of every contract instalment."""
    balance, told = to_fen(loan.principal), []
    for due, share, rate in zip(
        due_dates(loan), shares(loan, terms), period_rates(loan, terms), strict=True
    ):
        told.append((due, share + half_up(balance * rate)))
        balance -= share
    return told


def paying_days(case: Case) -> list[date]:
    loan = min(case.loans, key=lambda loan: loan.first_unpaid_due_date)
    count = max(120, *(loan.remaining_instalments for loan in case.loans))
    series = (add_months(loan.first_unpaid_due_date, j, due_day=loan.due_day) for j in range(9999))
    days = []
    for day in series:
        if day > case.as_of:
            days.append(day)
        if len(days) == count:
            return days
    raise AssertionError


@dataclass
class NaiveRun:
    """Every loan of a case lived together, with what a strategy pays."""

    case: Case
    terms: Terms
    rules: RulesInForce
    filing_on: date
    paid: dict[date, int] = field(default_factory=dict)
    owed_at_horizon: int | None = None
    cleared_on: date | None = None
    first_overdue_on: date | None = None
    last_behind_on: date | None = None

    def __post_init__(self) -> None:
        filed = self.filing_on if self.filing_on <= self.case.as_of else None
        self.ledgers = [
            NaiveLedger(loan, self.terms, self.rules, filed) for loan in self.case.loans
        ]
        self.today = min(loan.accrual_start_date for loan in self.case.loans) - ONE_DAY

    @property
    def begun(self) -> list[NaiveLedger]:
        return [ledger for ledger in self.ledgers if ledger.today == self.today]

    @property
    def payoff(self) -> int:
        return sum(ledger.payoff for ledger in self.ledgers)

    @property
    def is_overdue(self) -> bool:
        return any(ledger.days_overdue for ledger in self.begun)

    def pay(self, ledger: NaiveLedger, amount: int) -> int:
        taken = ledger.pay(amount)
        if taken:
            self.paid[self.today] = self.paid.get(self.today, 0) + taken
        return taken

    def live(self, pay_on_day, days: set[date]) -> None:
        """Every day to the later of the horizon and the last of `days`, paying on these."""
        until = max(self.case.horizon_on, *days)
        while self.today < until and not self.is_over:
            self.today += ONE_DAY
            for ledger in self.ledgers:
                if self.today >= ledger.loan.accrual_start_date:
                    ledger.live_until(self.today)
            if self.is_overdue:
                self.first_overdue_on = self.first_overdue_on or self.today
            if self.today in days and self.cleared_on is None:
                pay_on_day(self)
                if not self.payoff:
                    self.cleared_on = self.today
            if self.is_overdue:
                self.last_behind_on = self.today
            if self.today == self.case.horizon_on:
                self.owed_at_horizon = self.payoff

    @property
    def is_over(self) -> bool:
        return self.cleared_on is not None and self.owed_at_horizon is not None

    def figures(self) -> dict[str, object]:
        as_of, horizon_on = self.case.as_of, self.case.horizon_on
        by_horizon = sum(amount for day, amount in self.paid.items() if day <= horizon_on)
        return {
            "paid_by_horizon": to_yuan(by_horizon),
            "owed_at_horizon": to_yuan(self.owed_at_horizon),
            "cleared_on": self.cleared_on,
            "current_on": self.current_on,
            "paid_days": sum(day > as_of for day in self.paid),
        }

    @property
    def current_on(self) -> date | None:
        first, behind = self.first_overdue_on, self.last_behind_on
        if first is None or self.is_overdue:
            return None
        return first if behind is None else max(first, behind + ONE_DAY)


def naive_cure(run: NaiveRun) -> dict[str, object]:
    case = run.case
    dues = {due for loan in case.loans for due in due_dates(loan) if due > case.as_of}

    def pay_arrears(run: NaiveRun) -> None:
        for ledger in run.ledgers:
            run.pay(ledger, ledger.arrears)

    run.live(pay_arrears, {case.as_of, *dues})
    return run.figures() | {"needed": to_yuan(run.paid.get(case.as_of, 0))}


class NaivePurse:
    """What a pay_down holds, and how it spends it on one day."""

    def __init__(self, case: Case, terms: Terms, upfront: Decimal, monthly: Decimal) -> None:
        self.held, self.monthly = to_fen(upfront), to_fen(monthly)
        self.paying_days = paying_days(case)
        self.coming = [contract_instalments(loan, terms) for loan in case.loans]
        self.rates = [daily_rate(loan, terms) for loan in case.loans]

    def spend(self, run: NaiveRun) -> None:
        if run.today in self.paying_days:
            self.held += self.monthly
        if self.held >= run.payoff:
            for ledger in run.ledgers:
                self.held -= run.pay(ledger, ledger.payoff)
            return
        behind = [ledger for ledger in run.ledgers if ledger.buckets]
        for ledger in sorted(behind, key=lambda ledger: ledger.buckets[0].since):
            self.held -= run.pay(ledger, min(self.held, ledger.arrears))
        if not any(ledger.arrears for ledger in run.ledgers):
            self._settle_whole_loans(run)

    def _settle_whole_loans(self, run: NaiveRun) -> None:
        for place in sorted(range(len(run.ledgers)), key=lambda place: -self.rates[place]):
            ledger = run.ledgers[place]
            others = [
                i for i, other in enumerate(run.ledgers) if other is not ledger and other.payoff
            ]
            reserve = sum(self._falls_due_soon(i, run.today) for i in others)
            if ledger.payoff and self.held >= ledger.payoff + reserve:
                self.held -= run.pay(ledger, ledger.payoff)

    def _falls_due_soon(self, place: int, today: date) -> int:
        """The loan's contract instalments after today and before the next paying day."""
        later = [day for day in self.paying_days if day > today]
        if not later:
            return 0
        return sum(amount for due, amount in self.coming[place] if today < due < later[0])


def naive_pay_down(run: NaiveRun, upfront: Decimal, monthly: Decimal) -> dict[str, object]:
    case = run.case
    purse = NaivePurse(case, run.terms, upfront, monthly)
    last = purse.paying_days[-1]
    dues = {due for loan in case.loans for due in due_dates(loan) if case.as_of < due <= last}
    run.live(purse.spend, {case.as_of, *purse.paying_days, *dues})
    return run.figures()
