"""The contract schedule of a loan (calculation, section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from advice.engine.calendar import add_months
from advice.engine.case import Loan
from advice.engine.money import ZERO, rounded, rounded_fraction
from advice.engine.rules import Terms
from advice.engine.vocabulary import RepaymentMethod

MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a loan: interest runs from `start`, the instalment falls due on `due`.

    `rate_numerator` per `rate_divisor` is the daily rate. `month_days` is the length that an
    equal-instalment period counts as, whatever its days; None: its days are counted.
    """

    start: date
    due: date
    rate_numerator: Decimal
    rate_divisor: int
    month_days: int | None

    def interest(self, balance: Decimal, until: date) -> Decimal:
        """Interest in yuan on `balance` from the period's start until `until`, rounded."""
        days = (until - self.start).days
        if self.month_days is None:
            return rounded(balance * self.rate_numerator * days, self.rate_divisor)
        length = (self.due - self.start).days
        earned = balance * self.rate_numerator * (self.month_days * days)
        return rounded(earned, self.rate_divisor * length)


@dataclass(frozen=True, slots=True)
class Instalment:
    """What falls due on `period.due`: the share of principal and the period's interest, in yuan."""

    period: Period
    principal: Decimal
    interest: Decimal

    @property
    def due(self) -> date:
        return self.period.due

    @property
    def amount(self) -> Decimal:
        return self.principal + self.interest


def level_payment(principal: Decimal, period_rate: Fraction, periods: int) -> Decimal:
    """The equal instalment in yuan: P·i ÷ (1 − (1 + i)^−n), rounded once; P ÷ n where i is 0."""
    if not period_rate:
        return rounded(principal, periods)
    rate, base = period_rate.numerator, period_rate.denominator
    grown, start = (base + rate) ** periods, base**periods
    return rounded_fraction(Fraction(principal) * Fraction(rate * grown, base * (grown - start)))


def contract_schedule(loan: Loan, terms: Terms) -> tuple[Instalment, ...]:
    """Every instalment from the first unpaid one; the principal shares sum to the principal."""
    balance = loan.principal
    share = _share(loan, terms)
    instalments = []
    for number, period in enumerate(_periods(loan, terms), start=1):
        interest = period.interest(balance, period.due)
        if number == loan.remaining_instalments:
            principal = balance
        elif loan.repayment_method is RepaymentMethod.EQUAL_INSTALMENT:
            principal = min(max(share - interest, ZERO), balance)
        else:
            principal = min(share, balance)
        instalments.append(Instalment(period, principal, interest))
        balance -= principal
    return tuple(instalments)


def _share(loan: Loan, terms: Terms) -> Decimal:
    """What each period but the last repays: principal, or principal with interest when level."""
    match loan.repayment_method:
        case RepaymentMethod.EQUAL_PRINCIPAL:
            return rounded(loan.principal, loan.remaining_instalments)
        case RepaymentMethod.EQUAL_INSTALMENT:
            annual = Fraction(loan.rate_numerator(terms.year_days))
            period_rate = annual * MONTH_DAYS / terms.rate_divisor
            return level_payment(loan.principal, period_rate, loan.remaining_instalments)
        case RepaymentMethod.INTEREST_ONLY:
            return ZERO


def _periods(loan: Loan, terms: Terms) -> Iterator[Period]:
    rate_numerator = loan.rate_numerator(terms.year_days)
    level = loan.repayment_method is RepaymentMethod.EQUAL_INSTALMENT
    start = loan.accrual_start_date
    for number in range(loan.remaining_instalments):
        due = add_months(loan.first_unpaid_due_date, number, due_day=loan.due_day)
        yield Period(start, due, rate_numerator, terms.rate_divisor, MONTH_DAYS if level else None)
        start = due
