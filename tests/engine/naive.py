"""The ledger of a loan told day by day: section 4 of the calculation, as short as its rules read.

It is slow on purpose and shares nothing with the engine but the inputs. Every amount is in fen:
whole ones are int, running ones an exact Fraction.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from advice.engine.case import Loan
from advice.engine.rules import RulesInForce, Terms
from advice.engine.vocabulary import RepaymentMethod

ONE_DAY = timedelta(1)


def half_up(fen: Fraction) -> int:
    return floor(fen + Fraction(1, 2))


def to_fen(amount: Decimal) -> int:
    return int(amount * 100)


def to_yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def daily_rate(loan: Loan, terms: Terms) -> Fraction:
    if loan.daily_rate_percent is not None:
        return Fraction(loan.daily_rate_percent) / 100
    return Fraction(loan.annual_rate_percent) / 100 / terms.year_days


def due_dates(loan: Loan) -> list[date]:
    """Month after month on the due day, cut to the month's end."""
    year, month = loan.first_unpaid_due_date.year, loan.first_unpaid_due_date.month
    days = []
    for _ in range(loan.remaining_instalments):
        days.append(date(year, month, min(loan.due_day, monthrange(year, month)[1])))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return days


def period_rates(loan: Loan, terms: Terms) -> list[Fraction]:
    """Section 3: thirty days for a level instalment, else the days of the period."""
    r, dues = daily_rate(loan, terms), due_dates(loan)
    if loan.repayment_method is RepaymentMethod.EQUAL_INSTALMENT:
        return [30 * r] * len(dues)
    starts = [loan.accrual_start_date, *dues[:-1]]
    return [r * (due - start).days for start, due in zip(starts, dues, strict=True)]


def shares(loan: Loan, terms: Terms) -> list[int]:
    """Section 3: the shares of principal p_1 … p_n."""
    principal, n = to_fen(loan.principal), loan.remaining_instalments
    level = level_payment(principal, 30 * daily_rate(loan, terms), n)
    balance, told = principal, []
    for rate in period_rates(loan, terms):
        if loan.repayment_method is RepaymentMethod.EQUAL_PRINCIPAL:
            share = half_up(Fraction(principal, n))
        elif loan.repayment_method is RepaymentMethod.EQUAL_INSTALMENT:
            share = level - half_up(balance * rate)
        else:
            share = 0
        share = balance if len(told) == n - 1 else min(max(share, 0), balance)
        told.append(share)
        balance -= share
    return told


def level_payment(principal: int, i: Fraction, n: int) -> int:
    return half_up(principal * i / (1 - (1 + i) ** -n) if i else Fraction(principal, n))


@dataclass
class NaiveBucket:
    since: date
    principal: int
    interest: int
    waiting_penalty: Fraction = Fraction(0)
    waiting_compound: Fraction = Fraction(0)


class NaiveLedger:
    """One loan, lived through a day at a time from its accrual start."""

    def __init__(
        self, loan: Loan, terms: Terms, rules: RulesInForce, filing_on: date | None = None
    ) -> None:
        self.loan, self.terms, self.filing_on = loan, terms, filing_on
        self.rate = daily_rate(loan, terms)
        self.penalty_rate = self.rate * Fraction(terms.penalty_multiplier)
        self.cap_rate = Fraction(rules.annual_cap) / rules.cap_year_days
        self.dues, self.shares = due_dates(loan), shares(loan, terms)
        self.period_rates = period_rates(loan, terms)
        self.undue = to_fen(loan.principal)
        self.k = 0
        self.today = self.period_start = loan.accrual_start_date
        self.buckets: list[NaiveBucket] = []
        self.penalty = self.compound = self.excess = Fraction(0)
        self.accelerated_on: date | None = None
        self.first_overdue_on: date | None = None
        self.last_behind_on: date | None = None
        self.worst_days_overdue = 0
        self._accelerate()

    def live_until(self, day: date) -> None:
        while self.today < day:
            if self.days_overdue:
                self.last_behind_on = self.today
            self.today += ONE_DAY
            self._accrue()
            self._fall_due()
            self._accelerate()
            if self.days_overdue:
                self.first_overdue_on = self.first_overdue_on or self.today
            self.worst_days_overdue = max(self.worst_days_overdue, self.days_overdue)

    def _accrue(self) -> None:
        earned = self.undue * self.rate
        for bucket in self.buckets:
            penalty = bucket.principal * self.penalty_rate
            compound = bucket.interest * self.penalty_rate
            if not self.terms.charges_compound_interest:
                compound = Fraction(0)
            earned += penalty + compound
            bucket.waiting_penalty += penalty
            bucket.waiting_compound += compound
            if (self.today - bucket.since).days > self.terms.grace_days:
                self.penalty += bucket.waiting_penalty
                self.compound += bucket.waiting_compound
                bucket.waiting_penalty = bucket.waiting_compound = Fraction(0)
        self.excess += max(earned - (self.undue + self.overdue_principal) * self.cap_rate, 0)

    def _fall_due(self) -> None:
        if self.undue and self.today == self.dues[self.k]:
            share = self.shares[self.k]
            self._add_bucket(share, self.accrued_interest)
            self.undue -= share
            self.period_start = self.today
            self.k += 1

    def _accelerate(self) -> None:
        if self.undue and self._is_called():
            self._add_bucket(self.undue, self.accrued_interest)
            self.undue = 0
            self.accelerated_on = self.today

    def _is_called(self) -> bool:
        age, told, filing = self.terms.acceleration_days, self.loan.accelerated_on, self.filing_on
        return (
            (age is not None and self.days_overdue >= age)
            or (told is not None and self.today >= told)
            or (filing is not None and self.loan.accrual_start_date <= filing <= self.today)
        )

    def _add_bucket(self, principal: int, interest: int) -> None:
        if principal or interest:
            self.buckets.append(NaiveBucket(self.today, principal, interest))

    def pay(self, amount: int) -> int:
        """Pay `amount` fen; beyond the arrears only what settles the whole loan is taken."""
        if not amount:
            return 0
        if amount >= self.payoff:
            paid = self.payoff
            self.undue = 0
            self.buckets = []
            self.penalty = self.compound = Fraction(0)
            return paid
        left = paid = min(amount, self.arrears)
        left -= (part := min(left, half_up(self.compound)))
        self.compound = self._pool_after(self.compound, part)
        left -= (part := min(left, half_up(self.penalty)))
        self.penalty = self._pool_after(self.penalty, part)
        for bucket in self.buckets:
            left -= (part := min(left, bucket.interest))
            bucket.interest -= part
        for bucket in self.buckets:
            left -= (part := min(left, bucket.principal))
            bucket.principal -= part
        self.buckets = [bucket for bucket in self.buckets if bucket.principal or bucket.interest]
        return paid

    def _pool_after(self, pool: Fraction, paid: int) -> Fraction:
        return Fraction(0) if paid == half_up(pool) else pool - paid

    @property
    def overdue_principal(self) -> int:
        return sum(bucket.principal for bucket in self.buckets)

    @property
    def overdue_interest(self) -> int:
        return sum(bucket.interest for bucket in self.buckets)

    @property
    def accrued_interest(self) -> int:
        if not self.undue:
            return 0
        length = (self.dues[self.k] - self.period_start).days
        days = (self.today - self.period_start).days
        return half_up(self.undue * self.period_rates[self.k] * days / length)

    @property
    def arrears(self) -> int:
        pools = half_up(self.penalty) + half_up(self.compound)
        return self.overdue_principal + self.overdue_interest + pools

    @property
    def payoff(self) -> int:
        return self.arrears + self.undue + self.accrued_interest

    @property
    def days_overdue(self) -> int:
        return (self.today - self.buckets[0].since).days if self.buckets else 0

    def statement(self) -> dict[str, Decimal | int]:
        """Every figure of a statement, in yuan and days."""
        fen = {
            "overdue_principal": self.overdue_principal,
            "overdue_interest": self.overdue_interest,
            "penalty_interest": half_up(self.penalty),
            "compound_interest": half_up(self.compound),
            "undue_principal": self.undue,
            "accrued_interest": self.accrued_interest,
            "arrears": self.arrears,
            "payoff": self.payoff,
            "cap_excess": half_up(self.excess),
        }
        figures = {name: to_yuan(amount) for name, amount in fen.items()}
        return figures | {"days_overdue": self.days_overdue}
