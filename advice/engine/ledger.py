"""The ledger of one loan (calculation.md, section 4).

It jumps from event to event: a due date, an acceleration, a payment, a day that is asked. Between
two events everything earns at a constant rate, so a history costs what its instalments cost, not
its days. Penalty and compound interest are kept as exact numerators over `terms.rate_divisor`.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from advice.engine.calendar import add_days
from advice.engine.case import Loan
from advice.engine.money import ZERO, rounded
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import ContractRate, Instalment

ONE_DAY = timedelta(1)


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


class Bucket(NamedTuple):
    """What fell due on `since` and is unpaid; a tuple, since every part payment makes a new one.

    Within the grace its earnings wait: on what is left they follow from `since`; what parts paid
    within the grace had earned is kept in `waiting_penalty` and `waiting_compound`.
    """

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

    `advance_to` moves them forward (never back); `pay_arrears`, `clear_arrears` and `settle` take
    money at the end of a day. `filing_on` is the day a lawsuit is filed, where one is part of the
    course: it calls everything due, unless it lies before the accrual start. All money is yuan.
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
        self._next = 0
        self.filing_on = filing_on if filing_on and filing_on >= self.today else None
        self.called_on = min(filter(None, (loan.accelerated_on, self.filing_on)), default=None)
        self._acceleration_days = terms.acceleration_days
        self._grace_days = terms.grace_days
        # In order of age; the first `_mature` are past the grace and earn into the pools.
        self.buckets: list[Bucket] = []
        self._mature = 0
        self._mature_principal = ZERO
        self._mature_interest = ZERO
        self._overdue_principal = ZERO
        self._overdue_interest = ZERO
        self._contract_rate = ContractRate(loan, terms)
        self._divisor = terms.rate_divisor
        self._rate = self._contract_rate.numerator
        self._penalty_rate = self._rate * terms.penalty_multiplier
        self._compound_rate = self._penalty_rate if terms.charges_compound_interest else ZERO
        self._penalty = ZERO
        self._compound = ZERO
        # What a yuan of each earns a day above the cap, and the sum, over `_cap_divisor`.
        cap = rules.annual_cap * self._divisor
        self._cap_divisor = self._divisor * rules.cap_year_days
        self._undue_above_cap = self._rate * rules.cap_year_days - cap
        self._overdue_above_cap = self._penalty_rate * rules.cap_year_days - cap
        self._interest_above_cap = self._compound_rate * rules.cap_year_days
        self._cap_excess = ZERO
        self._accelerate_if_called()

    def fork(self) -> "Ledger":
        """A copy for a strategy: the same books, in which no suit still to come is filed."""
        twin = copy(self)
        twin.buckets = self.buckets.copy()
        if self.filing_on and self.filing_on > self.today:
            twin.filing_on = None
            twin.called_on = self.loan.accelerated_on
        return twin

    # What the books say

    @property
    def owes_nothing(self) -> bool:
        """Whether the payoff is 0.00: pools outlive no bucket, since they are paid before it."""
        return not (self.undue_principal or self.buckets)

    @property
    def oldest_since(self) -> date | None:
        """The day of the oldest bucket with principal or interest left; None: no arrears."""
        return self.buckets[0].since if self.buckets else None

    @property
    def is_behind(self) -> bool:
        """Whether a bucket older than today is left."""
        return bool(self.buckets) and self.buckets[0].since < self.today

    @property
    def unpaid_principal(self) -> Decimal:
        return self._overdue_principal + self.undue_principal

    @property
    def penalty_interest(self) -> Decimal:
        return rounded(self._penalty, self._divisor) if self._penalty else ZERO

    @property
    def compound_interest(self) -> Decimal:
        return rounded(self._compound, self._divisor) if self._compound else ZERO

    @property
    def accrued_interest(self) -> Decimal:
        """Interest on the undue principal so far in the current period, rounded."""
        if not self.undue_principal:
            return ZERO
        return self._contract_rate.interest_so_far(
            self.undue_principal, self._schedule[self._next], self.today
        )

    @property
    def arrears(self) -> Decimal:
        if not self.buckets:
            return ZERO
        return (
            self._overdue_principal
            + self._overdue_interest
            + self.penalty_interest
            + self.compound_interest
        )

    @property
    def payoff(self) -> Decimal:
        return self.arrears + self.undue_principal + self.accrued_interest

    def can_be_settled_with(self, purse: Decimal) -> bool:
        """Whether `purse` holds the payoff; principal alone tells most, before any rounding."""
        return purse >= self.unpaid_principal and purse >= self.payoff

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
            cap_excess=rounded(self._cap_excess, self._cap_divisor) if self._cap_excess else ZERO,
        )

    # Time

    def advance_to(self, day: date) -> None:
        """Run every day up to and including `day`, but for a payment on it."""
        while self.undue_principal and self.today < day:
            self._accrue_to(min(day, self._next_event()))
            if self._schedule[self._next].due == self.today:
                self._fall_due()
            self._accelerate_if_called()
        if self.today < day:
            self._accrue_to(day)

    def _next_event(self) -> date:
        """The next due date, or an acceleration before it."""
        event = self._schedule[self._next].due
        if self.called_on:
            event = min(event, self.called_on)
        if self._acceleration_days is not None and self.buckets:
            event = min(event, add_days(self.buckets[0].since, self._acceleration_days))
        return event

    def _accrue_to(self, day: date) -> None:
        days = (day - self.today).days
        self._cap_excess += days * self._cap_excess_a_day()
        if self.buckets:
            self._note_overdue_days(day)
            self._penalty += self._mature_principal * self._penalty_rate * days
            if self._compound_rate:
                self._compound += self._mature_interest * self._compound_rate * days
            self._mature_buckets(day)
        self.today = day

    def _mature_buckets(self, day: date) -> None:
        """The grace of these is over: what they earned since their due dates is charged."""
        while self._mature < len(self.buckets):
            bucket = self.buckets[self._mature]
            age = (day - bucket.since).days
            if age <= self._grace_days:
                break
            self._mature += 1
            self._mature_principal += bucket.principal
            self._mature_interest += bucket.interest
            self._penalty += bucket.principal * self._penalty_rate * age + bucket.waiting_penalty
            self._compound += bucket.interest * self._compound_rate * age + bucket.waiting_compound

    def _cap_excess_a_day(self) -> Decimal:
        """A day's earnings above the cap on all principal, over `_cap_divisor`."""
        excess = (
            self.undue_principal * self._undue_above_cap
            + self._overdue_principal * self._overdue_above_cap
            + self._overdue_interest * self._interest_above_cap
        )
        return excess if excess > 0 else ZERO

    def _note_overdue_days(self, day: date) -> None:
        """Keep what tells when the loan was overdue (before a payment) and behind (after it)."""
        age = (day - self.buckets[0].since).days
        self.first_overdue_on = self.first_overdue_on or self.today + ONE_DAY
        self.worst_days_overdue = max(self.worst_days_overdue, age)
        if age > 1:
            self.last_behind_on = day - ONE_DAY

    def _fall_due(self) -> None:
        """Until it is called due or settled, undue principal falls as the schedule says."""
        instalment = self._schedule[self._next]
        self._next += 1
        self.undue_principal -= instalment.principal
        self._add_bucket(instalment.principal, instalment.interest)

    def _accelerate_if_called(self) -> None:
        if self.undue_principal and self._is_called():
            interest = self.accrued_interest
            principal, self.undue_principal = self.undue_principal, ZERO
            self.accelerated_on = self.today
            self._add_bucket(principal, interest)

    def _is_called(self) -> bool:
        if self.called_on and self.today >= self.called_on:
            return True
        days, since = self._acceleration_days, self.oldest_since
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
        if amount <= 0 or not self.buckets:
            return ZERO
        compound, penalty = self.compound_interest, self.penalty_interest
        arrears = self._overdue_principal + self._overdue_interest + penalty + compound
        if amount >= arrears:
            self._forget_arrears()
            return arrears
        left = amount
        self._pay_compound(left, compound)
        left = max(left - compound, ZERO)
        self._pay_penalty(left, penalty)
        self._pay_buckets(max(left - penalty, ZERO))
        return amount

    def _pay_compound(self, amount: Decimal, owed: Decimal) -> None:
        """Pay the pool what is `owed` of it, or a part; paid whole, it restarts from 0."""
        self._compound = ZERO if amount >= owed else self._compound - amount * self._divisor

    def _pay_penalty(self, amount: Decimal, owed: Decimal) -> None:
        self._penalty = ZERO if amount >= owed else self._penalty - amount * self._divisor

    def clear_arrears(self) -> Decimal:
        """Take all arrears; the sum taken."""
        taken = self.arrears
        if taken:
            self._forget_arrears()
        return taken

    def settle(self) -> Decimal:
        """Take the whole payoff and close the loan; the sum taken."""
        undue = self.undue_principal + self.accrued_interest
        self.undue_principal = ZERO
        return self.clear_arrears() + undue

    def _forget_arrears(self) -> None:
        self.buckets = []
        self._mature = 0
        self._mature_principal = self._mature_interest = ZERO
        self._overdue_principal = self._overdue_interest = ZERO
        self._penalty = self._compound = ZERO

    def _pay_buckets(self, amount: Decimal) -> None:
        """Take less than the buckets hold: interest before principal, the oldest bucket first."""
        interest_left = min(amount, self._overdue_interest)
        principal_left = amount - interest_left
        self._overdue_interest -= interest_left
        self._overdue_principal -= principal_left
        for index, bucket in enumerate(self.buckets):
            if not (interest_left or principal_left):
                break
            # Most buckets hold no interest any more, and most payments reach the first ones only.
            interest = bucket.interest and min(bucket.interest, interest_left)
            principal = principal_left and min(bucket.principal, principal_left)
            if interest or principal:
                self._pay_bucket(index, principal, interest)
                interest_left -= interest
                principal_left -= principal
        self._drop_paid_buckets()

    def _pay_bucket(self, index: int, principal: Decimal, interest: Decimal) -> None:
        since, old_principal, old_interest, waiting_penalty, waiting_compound = self.buckets[index]
        if index < self._mature:
            self._mature_principal -= principal
            self._mature_interest -= interest
        else:
            age = (self.today - since).days
            waiting_penalty += principal * self._penalty_rate * age
            waiting_compound += interest * self._compound_rate * age
        self.buckets[index] = Bucket(
            since,
            old_principal - principal,
            old_interest - interest,
            waiting_penalty,
            waiting_compound,
        )

    def _drop_paid_buckets(self) -> None:
        self._mature = sum(bucket.is_left for bucket in self.buckets[: self._mature])
        self.buckets = [bucket for bucket in self.buckets if bucket.is_left]
