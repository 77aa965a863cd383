"""Where every strategy starts: the books at the end of as_of, and the days on which it can pay."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from advice.engine.affordability import Affordability
from advice.engine.calendar import add_months
from advice.engine.case import Case
from advice.engine.ledger import Ledger
from advice.engine.money import ZERO
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import Instalment

PAYING_DAYS = 120


@dataclass(frozen=True)
class Position:
    """Where every strategy starts: the books at the end of as_of and what doing nothing costs.

    `legal_costs` is what the court has cost by as_of, `status_quo_cost` the total at the horizon.
    Without slots, so that what several strategies ask is worked out once.
    """

    case: Case
    terms: Terms
    rules: RulesInForce
    schedules: tuple[tuple[Instalment, ...], ...]
    ledgers: tuple[Ledger, ...]
    affordability: Affordability
    legal_costs: Decimal
    status_quo_cost: Decimal
    cap_excess: Decimal

    @cached_property
    def payoffs(self) -> tuple[Decimal, ...]:
        return tuple(ledger.payoff for ledger in self.ledgers)

    @cached_property
    def payoff(self) -> Decimal:
        return sum(self.payoffs, ZERO)

    @cached_property
    def charged(self) -> Decimal:
        """The penalty and compound interest of all loans, each rounded."""
        pools = (ledger.penalty_interest + ledger.compound_interest for ledger in self.ledgers)
        return sum(pools, ZERO)

    @cached_property
    def due_days(self) -> tuple[date, ...]:
        """Every contract due date after as_of, of any loan, in order."""
        as_of = self.case.as_of
        days = {row.due for schedule in self.schedules for row in schedule if row.due > as_of}
        return tuple(sorted(days))

    @cached_property
    def paying_days(self) -> "PayingDays":
        return PayingDays(self.case)

    @cached_property
    def coming(self) -> tuple["Coming", ...]:
        """Each loan's contract instalments."""
        return tuple(Coming(schedule) for schedule in self.schedules)

    @cached_property
    def dearest_first(self) -> tuple[int, ...]:
        """The loans by their rate, the highest first; ties in the order of input."""
        year_days = self.terms.year_days
        rates = [loan.rate_numerator(year_days) for loan in self.case.loans]
        return tuple(sorted(range(len(rates)), key=lambda index: -rates[index]))

    @property
    def monthly_means(self) -> Decimal | None:
        """Surplus and what could be cut, a month; unknown when the surplus is."""
        surplus = self.affordability.monthly_surplus
        return None if surplus is None else surplus + (self.case.expense_cut or ZERO)

    def record_expires_on(self, ended_on: date | None, worst_days_overdue: int) -> date | None:
        """When a record of this default leaves the report (征信业管理条例 第十六条)."""
        if ended_on is None or worst_days_overdue <= self.terms.grace_days:
            return None
        return add_months(ended_on, self.rules.retention_months)


class PayingDays:
    """The due days of the loan that fell due first, after as_of, on beyond its last instalment.

    Each is worked out when it is asked for: most plans end long before the last.
    """

    def __init__(self, case: Case) -> None:
        loan = min(case.loans, key=lambda loan: loan.first_unpaid_due_date)
        self._first, self._due_day = loan.first_unpaid_due_date, loan.due_day
        begin = max(self._months_to(case.as_of), 0)
        if self._after(begin) <= case.as_of:
            begin += 1
        count = max(PAYING_DAYS, *(loan.remaining_instalments for loan in case.loans))
        self._months = range(begin, begin + count)

    def __iter__(self) -> Iterator[date]:
        return map(self._after, self._months)

    @property
    def last(self) -> date:
        return self._after(self._months[-1])

    def count_until(self, day: date) -> int:
        """How many of them are not after `day`."""
        months = self._months_to(day)
        passed = months if self._after(months) <= day else months - 1
        return max(min(passed + 1, self._months.stop) - self._months.start, 0)

    def _months_to(self, day: date) -> int:
        """The months from the first due date's month to that of `day`."""
        return (day.year - self._first.year) * 12 + day.month - self._first.month

    def _after(self, months: int) -> date:
        return add_months(self._first, months, due_day=self._due_day)


class Coming:
    """A loan's contract instalments, summed by due date."""

    def __init__(self, schedule: Sequence[Instalment]) -> None:
        self._dues = [row.due for row in schedule]
        self._sums = [ZERO, *accumulate(row.amount for row in schedule)]

    def between(self, after: date, before: date | None) -> Decimal:
        """The instalments due after one day and before the other, in yuan."""
        if before is None:
            return ZERO
        first, last = bisect_right(self._dues, after), bisect_left(self._dues, before)
        return self._sums[max(last, first)] - self._sums[first]
