"""The ledger of one loan (calculation, section 4).

It jumps from event to event: a due date, an acceleration, a payment, a day that is asked. Between
two events everything earns at a constant rate, so a history costs what its instalments cost, not
its days. Penalty and compound interest are kept as exact numerators over `terms.rate_divisor`.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advice.engine.calendar import add_days
from advice.engine.case import Loan
from advice.engine.money import ZERO, rounded
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import Instalment


@dataclass(frozen=True, slots=True)
class Statement:
    """What one loan owes at the end of a day, in yuan; `days_overdue`: its oldest bucket's age."""

    days_overdue: int
    overdue_principal: Decimal
    overdue_interest: Decimal
    penalty_interest: Decimal
    compound_interest: Decimal
    undue_principal: Decimal
    accrued_interest: Decimal
    cap_excess: Decimal

    @property
    def arrears(self) -> Decimal:
        """What must be paid to be current again."""
        return (
            self.overdue_principal
            + self.overdue_interest
            + self.penalty_interest
            + self.compound_interest
        )

    @property
    def payoff(self) -> Decimal:
        """What must be paid to owe nothing."""
        return self.arrears + self.undue_principal + self.accrued_interest

    @property
    def unpaid_principal(self) -> Decimal:
        """The base of delayed-performance interest: principal alone, due or not."""
        return self.overdue_principal + self.undue_principal


@dataclass(slots=True)
class Bucket:
    """What fell due on `since` and is unpaid; within the grace its earnings wait."""

    since: date
    principal: Decimal
    interest: Decimal
    waiting_penalty: Decimal = ZERO
    waiting_compound: Decimal = ZERO

    @property
    def is_left(self) -> bool:
        return bool(self.principal or self.interest)


class Ledger:
    """One loan's books, from its accrual start on.

    `advance_to` moves them forward (never back); `pay_arrears` and `settle` take money at the end
    of a day. `filing_on` is the day a lawsuit is filed, where one is part of the course: it calls
    everything due, unless it lies before the accrual start. All money is yuan.
    """

    def __init__(
        self,
        loan: Loan,
        schedule: Sequence[Instalment],
        terms: Terms,
        rules: RulesInForce,
        *,
        filing_on: date | None = None,
    ) -> None:
        self.loan = loan
        self.today = loan.accrual_start_date
        self.undue_principal = loan.principal
        self.accelerated_on: date | None = None
        self.first_overdue_on: date | None = None
        self.last_behind_on: date | None = None
        self.worst_days_overdue = 0
        self._schedule = schedule
        self._terms = terms
        self._next = 0
        self._called_on = loan.accelerated_on
        self.filing_on = filing_on if filing_on and filing_on >= self.today else None
        # In order of age; the first `_mature` are past the grace and earn into the pools.
        self.buckets: list[Bucket] = []
        self._mature = 0
        self._mature_principal = ZERO
        self._mature_interest = ZERO
        self._overdue_principal = ZERO
        self._overdue_interest = ZERO
        self._divisor = terms.rate_divisor
        self._rate = loan.rate_numerator(terms.year_days)
        self._penalty_rate = self._rate * terms.penalty_multiplier
        self._compound_rate = self._penalty_rate if terms.charges_compound_interest else ZERO
        self._penalty = ZERO
        self._compound = ZERO
        self._cap_year_days = rules.cap_year_days
        self._cap_line = rules.annual_cap * self._divisor
        self._cap_excess = ZERO
        self._accelerate_if_called()

    def fork(self) -> "Ledger":
        """A copy for a strategy: the same books, in which no suit still to come is filed."""
        twin = copy(self)
        twin.buckets = [replace(bucket) for bucket in self.buckets]
        if self.filing_on and self.filing_on > self.today:
            twin.filing_on = None
        return twin

    # What the books say

    @property
    def oldest_since(self) -> date | None:
        """The day of the oldest bucket with principal or interest left."""
        return self.buckets[0].since if self.buckets else None

    @property
    def is_behind(self) -> bool:
        """Whether a bucket older than today is left."""
        return bool(self.buckets) and self.buckets[0].since < self.today

    @property
    def penalty_interest(self) -> Decimal:
        return rounded(self._penalty, self._divisor)

    @property
    def compound_interest(self) -> Decimal:
        return rounded(self._compound, self._divisor) if self._compound else ZERO

    @property
    def accrued_interest(self) -> Decimal:
        """Interest on the undue principal so far in the current period, rounded."""
        if not self.undue_principal:
            return ZERO
        return self._schedule[self._next].period.interest(self.undue_principal, self.today)

    @property
    def arrears(self) -> Decimal:
        return (
            self._overdue_principal
            + self._overdue_interest
            + self.penalty_interest
            + self.compound_interest
        )

    @property
    def payoff(self) -> Decimal:
        return self.arrears + self.undue_principal + self.accrued_interest

    @property
    def earned_a_day(self) -> Decimal:
        """What one more day earns the lender, over `terms.rate_divisor`; waiting ones included."""
        return (
            self.undue_principal * self._rate
            + self._overdue_principal * self._penalty_rate
            + self._overdue_interest * self._compound_rate
        )

    def statement(self) -> Statement:
        """Every figure at the end of today."""
        return Statement(
            days_overdue=(self.today - self.buckets[0].since).days if self.buckets else 0,
            overdue_principal=self._overdue_principal,
            overdue_interest=self._overdue_interest,
            penalty_interest=self.penalty_interest,
            compound_interest=self.compound_interest,
            undue_principal=self.undue_principal,
            accrued_interest=self.accrued_interest,
            cap_excess=rounded(self._cap_excess, self._divisor * self._cap_year_days),
        )

    # Time

    def advance_to(self, day: date) -> None:
        """Run every day up to and including `day`, but for a payment on it."""
        while self.today < day:
            self._accrue_to(min(day, self._next_event() or day))
            if self.undue_principal and self._schedule[self._next].due == self.today:
                self._fall_due()
            self._accelerate_if_called()

    def _next_event(self) -> date | None:
        """The next due date or acceleration; with nothing undue there is none."""
        if not self.undue_principal:
            return None
        days = [self._schedule[self._next].due, self._called_on, self.filing_on]
        if self._terms.acceleration_days is not None and self.buckets:
            days.append(add_days(self.buckets[0].since, self._terms.acceleration_days))
        return min(day for day in days if day)

    def _accrue_to(self, day: date) -> None:
        days = (day - self.today).days
        self._note_overdue_days(day)
        self._cap_excess += days * self._cap_excess_a_day()
        self._penalty += self._mature_principal * self._penalty_rate * days
        self._compound += self._mature_interest * self._compound_rate * days
        for bucket in self.buckets[self._mature :]:
            bucket.waiting_penalty += bucket.principal * self._penalty_rate * days
            bucket.waiting_compound += bucket.interest * self._compound_rate * days
            if (day - bucket.since).days > self._terms.grace_days:
                self._mature_bucket(bucket)
        self.today = day

    def _mature_bucket(self, bucket: Bucket) -> None:
        """The grace is over: what waited is charged, and all that follows."""
        self._mature += 1
        self._mature_principal += bucket.principal
        self._mature_interest += bucket.interest
        self._penalty += bucket.waiting_penalty
        self._compound += bucket.waiting_compound

    def _cap_excess_a_day(self) -> Decimal:
        """A day's earnings above the cap on all principal, over divisor × cap_year_days."""
        principal = self.undue_principal + self._overdue_principal
        excess = self.earned_a_day * self._cap_year_days - principal * self._cap_line
        return max(excess, ZERO)

    def _note_overdue_days(self, day: date) -> None:
        """Keep what tells when the loan was overdue (before a payment) and behind (after it)."""
        if not self.buckets:
            return
        since = self.buckets[0].since
        self.first_overdue_on = self.first_overdue_on or add_days(self.today, 1)
        self.worst_days_overdue = max(self.worst_days_overdue, (day - since).days)
        eve = add_days(day, -1)
        if eve > since:
            self.last_behind_on = eve

    def _fall_due(self) -> None:
        instalment = self._schedule[self._next]
        self._next += 1
        interest = instalment.period.interest(self.undue_principal, self.today)
        self.undue_principal -= instalment.principal
        self._add_bucket(instalment.principal, interest)

    def _accelerate_if_called(self) -> None:
        if self.undue_principal and self._is_called():
            interest = self.accrued_interest
            principal, self.undue_principal = self.undue_principal, ZERO
            self.accelerated_on = self.today
            self._add_bucket(principal, interest)

    def _is_called(self) -> bool:
        if self._called_on and self.today >= self._called_on:
            return True
        if self.filing_on and self.today >= self.filing_on:
            return True
        days, since = self._terms.acceleration_days, self.oldest_since
        return days is not None and since is not None and (self.today - since).days >= days

    def _add_bucket(self, principal: Decimal, interest: Decimal) -> None:
        bucket = Bucket(self.today, principal, interest)
        if bucket.is_left:
            self.buckets.append(bucket)
            self._overdue_principal += principal
            self._overdue_interest += interest

    # Payments

    def pay_arrears(self, amount: Decimal) -> Decimal:
        """Take up to `amount` for arrears, in the order of 民法典 第五百六十一条; the sum taken."""
        taken = min(amount, self.arrears)
        if taken <= 0:
            return ZERO
        left = taken
        compound, penalty = self.compound_interest, self.penalty_interest
        self._compound = ZERO if left >= compound else self._compound - left * self._divisor
        left = max(left - compound, ZERO)
        self._penalty = ZERO if left >= penalty else self._penalty - left * self._divisor
        left = max(left - penalty, ZERO)
        for bucket in self.buckets:
            paid = min(bucket.interest, left)
            bucket.interest -= paid
            left -= paid
        for bucket in self.buckets:
            paid = min(bucket.principal, left)
            bucket.principal -= paid
            left -= paid
        self._drop_paid_buckets()
        return taken

    def settle(self) -> Decimal:
        """Take the whole payoff and close the loan; the sum taken."""
        payoff = self.payoff
        self.pay_arrears(payoff)
        self.undue_principal = ZERO
        return payoff

    def _drop_paid_buckets(self) -> None:
        mature = [bucket for bucket in self.buckets[: self._mature] if bucket.is_left]
        young = [bucket for bucket in self.buckets[self._mature :] if bucket.is_left]
        self.buckets = mature + young
        self._mature = len(mature)
        self._mature_principal = sum((bucket.principal for bucket in mature), ZERO)
        self._mature_interest = sum((bucket.interest for bucket in mature), ZERO)
        self._overdue_principal = sum((bucket.principal for bucket in self.buckets), ZERO)
        self._overdue_interest = sum((bucket.interest for bucket in self.buckets), ZERO)
