"""The contract schedule of a loan (calculation.md, section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from advice.engine.calendar import add_months
from advice.engine.case import Loan
from advice.engine.money import ZERO, rounded, rounded_ratio
from advice.engine.rules import Terms
from advice.engine.vocabulary import RepaymentMethod

MONTH_DAYS = 30


@dataclass(frozen=True, slots=True)
class Instalment:
    """What falls due on `due` for the period since `start`: principal and interest, in yuan."""

    start: date
    due: date
    principal: Decimal
    interest: Decimal

    @property
    def amount(self) -> Decimal:
        return self.principal + self.interest


class ContractRate:
    """What a loan earns before anything is overdue: `numerator` ÷ `divisor` is its daily rate.

    A period of an equal-instalment loan counts as 30 days, whatever its days; others count theirs.
    """

    def __init__(self, loan: Loan, terms: Terms) -> None:
        self.numerator = loan.rate_numerator(terms.year_days)
        self.divisor = terms.rate_divisor
        self.counts_30_days = loan.counts_30_days

    def period_interest(self, balance: Decimal, start: date, due: date) -> Decimal:
        """Interest in yuan on `balance` over a whole period, rounded."""
        days = MONTH_DAYS if self.counts_30_days else (due - start).days
        return rounded(balance * self.numerator * days, self.divisor)

    def interest_so_far(self, balance: Decimal, period: Instalment, until: date) -> Decimal:
        """Interest in yuan on `balance` from the period's start until `until`, rounded."""
        days = (until - period.start).days
        if not self.counts_30_days:
            return rounded(balance * self.numerator * days, self.divisor)
        length = (period.due - period.start).days
        return rounded(balance * self.numerator * (MONTH_DAYS * days), self.divisor * length)


def level_payment(principal: Decimal, period_rate: Fraction, periods: int) -> Decimal:
    """The equal instalment in yuan: P·i ÷ (1 − (1 + i)^−n), rounded once; P ÷ n where i is 0."""
    if not period_rate:
        return rounded(principal, periods)
    # In whole numbers, since a Fraction would look for common factors of the great powers.
    rate, base = period_rate.numerator, period_rate.denominator
    whole, parts = principal.as_integer_ratio()
    grown, start = (base + rate) ** periods, base**periods
    return rounded_ratio(whole * rate * grown, parts * base * (grown - start))


def contract_schedule(loan: Loan, terms: Terms) -> tuple[Instalment, ...]:
    """Every instalment from the first unpaid one; the principal shares sum to the principal."""
    rate = ContractRate(loan, terms)
    balance = loan.principal
    share = period_share(loan, terms)
    instalments = []
    for number, (start, due) in enumerate(_periods(loan), start=1):
        interest = rate.period_interest(balance, start, due)
        if number == loan.remaining_instalments:
            principal = balance
        elif loan.repayment_method is RepaymentMethod.EQUAL_INSTALMENT:
            principal = min(max(share - interest, ZERO), balance)
        else:
            principal = min(share, balance)
        instalments.append(Instalment(start, due, principal, interest))
        balance -= principal
    return tuple(instalments)


def period_share(loan: Loan, terms: Terms) -> Decimal:
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


def _periods(loan: Loan) -> Iterator[tuple[date, date]]:
    """The start and due date of every period."""
    start = loan.accrual_start_date
    for number in range(loan.remaining_instalments):
        due = add_months(loan.first_unpaid_due_date, number, due_day=loan.due_day)
        yield start, due
        start = due
