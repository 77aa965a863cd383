"""What a strategy does for this borrower (calculation, section 9).

Every strategy starts from the books as they stand at as_of, in forks in which no suit still to come
is filed. All money is yuan.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from itertools import accumulate, chain, pairwise
from operator import attrgetter

from advice.engine.affordability import Affordability
from advice.engine.calendar import add_days, add_months
from advice.engine.case import CapRequest, Case, Cure, PayDown, Plan, Restructure
from advice.engine.ledger import Ledger
from advice.engine.money import ZERO, rounded
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import MONTH_DAYS, Instalment, level_payment

PAYING_DAYS = 120
SIX_DECIMALS = Decimal("0.000001")


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
    def due_days(self) -> tuple[date, ...]:
        """Every contract due date after as_of, of any loan, in order."""
        as_of = self.case.as_of
        days = {row.due for schedule in self.schedules for row in schedule if row.due > as_of}
        return tuple(sorted(days))

    @cached_property
    def paying_days(self) -> "PayingDays":
        return PayingDays(self.case)

    @cached_property
    def coming(self) -> tuple["_Coming", ...]:
        """Each loan's contract instalments."""
        return tuple(_Coming(schedule) for schedule in self.schedules)

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a strategy costs and when it ends; None: unknown, or it does not apply.

    `months` counts the days after as_of on which something is paid.
    """

    paid_by_horizon: Decimal
    owed_at_horizon: Decimal
    cost: Decimal
    saving: Decimal | None
    cleared_on: date | None
    current_on: date | None
    record_expires_on: date | None
    months: int | None
    monthly_payment: Decimal | None
    feasible: bool | None


@dataclass(frozen=True, slots=True)
class CureOutcome(Outcome):
    needed: Decimal


@dataclass(frozen=True, slots=True)
class PayDownOutcome(Outcome):
    needed: Decimal


@dataclass(frozen=True, slots=True)
class RestructureOutcome(Outcome):
    """`gap` is what the instalment exceeds the surplus by where no term up to the longest fits."""

    balance: Decimal
    waived: Decimal
    total_paid: Decimal
    plan_daily_rate_percent: Decimal
    gap: Decimal | None


@dataclass(frozen=True, slots=True)
class CapOutcome:
    """What a court may be asked to cut; courts measure differently."""

    saving: Decimal
    feasible: bool | None = None


PlanOutcome = CureOutcome | PayDownOutcome | RestructureOutcome | CapOutcome


def outcome_of(plan: Plan, position: Position) -> PlanOutcome:
    """What `plan` does for the borrower at `position`."""
    match plan:
        case Cure():
            return cure(position)
        case PayDown():
            return pay_down(plan, position)
        case Restructure():
            return restructure(plan, position)
        case CapRequest():
            return CapOutcome(saving=position.cap_excess)


class _Run:
    """Forks of every loan's books moved on together, with what was paid on which day."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.horizon_on = position.case.horizon_on
        self.ledgers = [ledger.fork() for ledger in position.ledgers]
        self.paid: dict[date, Decimal] = {}
        self.cleared_on: date | None = None
        self._owed_at_horizon: Decimal | None = None

    def advance_to(self, day: date) -> None:
        if self._owed_at_horizon is None and day > self.horizon_on:
            self._move(self.horizon_on)
            self._owed_at_horizon = self.owed
        self._move(day)

    def _move(self, day: date) -> None:
        for ledger in self.ledgers:
            ledger.advance_to(day)

    @property
    def owed(self) -> Decimal:
        return sum((ledger.payoff for ledger in self.ledgers), ZERO)

    def can_be_settled_with(self, purse: Decimal) -> bool:
        """Whether `purse` holds every payoff; principal alone tells most, before any rounding."""
        principal = sum((ledger.unpaid_principal for ledger in self.ledgers), ZERO)
        return purse >= principal and purse >= self.owed

    def note_payment(self, day: date, amount: Decimal) -> None:
        if amount:
            self.paid[day] = self.paid.get(day, ZERO) + amount

    def settle_all(self, day: date) -> None:
        for ledger in self.ledgers:
            self.note_payment(day, ledger.settle())
        self.cleared_on = day

    def close(self, last_day_asked: date) -> None:
        """Move on to the later of the horizon and the last day asked."""
        self.advance_to(max(self.horizon_on, last_day_asked))
        if self._owed_at_horizon is None:
            self._owed_at_horizon = self.owed

    @property
    def owed_at_horizon(self) -> Decimal:
        assert self._owed_at_horizon is not None, "the run is not closed"
        return self._owed_at_horizon

    @property
    def paid_by_horizon(self) -> Decimal:
        return sum((paid for day, paid in self.paid.items() if day <= self.horizon_on), ZERO)

    @property
    def paying_days_used(self) -> int:
        return sum(day > self.position.case.as_of for day in self.paid)

    @property
    def current_on(self) -> date | None:
        """The first day, once overdue, from whose end on no bucket older than that day is left."""
        overdue = [ledger.first_overdue_on for ledger in self.ledgers if ledger.first_overdue_on]
        if not overdue or any(ledger.is_behind for ledger in self.ledgers):
            return None
        behind = [ledger.last_behind_on for ledger in self.ledgers if ledger.last_behind_on]
        return max([min(overdue), *(add_days(day, 1) for day in behind)])

    @property
    def record_expires_on(self) -> date | None:
        return self.position.record_expires_on(self.current_on, _worst_days_overdue(self.ledgers))


def _worst_days_overdue(ledgers: Sequence[Ledger]) -> int:
    return max(ledger.worst_days_overdue for ledger in ledgers)


# Cure


def cure(position: Position) -> CureOutcome:
    """Pay each loan's arrears today and again on each coming due date of any loan."""
    run = _Run(position)
    as_of = position.case.as_of
    due_days = position.due_days
    for day in [as_of, *due_days]:
        run.advance_to(day)
        for ledger in run.ledgers:
            run.note_payment(day, ledger.clear_arrears())
        if all(ledger.owes_nothing for ledger in run.ledgers):
            run.cleared_on = day
            break
    run.close(due_days[-1] if due_days else as_of)
    needed = run.paid.get(as_of, ZERO)
    cost = run.paid_by_horizon + run.owed_at_horizon + position.legal_costs
    return CureOutcome(
        paid_by_horizon=run.paid_by_horizon,
        owed_at_horizon=run.owed_at_horizon,
        cost=cost,
        saving=position.status_quo_cost - cost,
        cleared_on=run.cleared_on,
        current_on=run.current_on,
        record_expires_on=run.record_expires_on,
        months=run.paying_days_used,
        monthly_payment=None,
        feasible=_cure_is_feasible(position, needed, run.paid),
        needed=needed,
    )


def _cure_is_feasible(
    position: Position, needed: Decimal, paid: dict[date, Decimal]
) -> bool | None:
    """Whether the purse lasts: what is left of the lump sum, and the monthly means as they come."""
    purse = position.affordability.lump_sum - needed
    if purse < 0:
        return False
    later = {day: amount for day, amount in paid.items() if day > position.case.as_of}
    if not later:
        return True
    means = position.monthly_means
    if means is None:
        return None
    return all(
        purse + means * position.paying_days.count_until(day) >= spent
        for day, spent in zip(later, accumulate(later.values()), strict=True)
    )


# Pay down


def pay_down(plan: PayDown, position: Position) -> PayDownOutcome:
    """The upfront sum today and the monthly sum on each paying day, spent as section 9 orders."""
    run = _Run(position)
    _spend(plan, run)
    run.close(position.paying_days.last)
    cost = run.paid_by_horizon + run.owed_at_horizon + position.legal_costs
    is_cleared = run.cleared_on is not None
    needed = min(plan.upfront, position.payoff)
    return PayDownOutcome(
        paid_by_horizon=run.paid_by_horizon,
        owed_at_horizon=run.owed_at_horizon,
        cost=cost,
        saving=position.status_quo_cost - cost if is_cleared else None,
        cleared_on=run.cleared_on,
        current_on=run.current_on,
        record_expires_on=run.record_expires_on,
        months=run.paying_days_used if is_cleared else None,
        monthly_payment=rounded(plan.monthly),
        feasible=_pay_down_is_feasible(plan, position, needed) if is_cleared else False,
        needed=rounded(needed),
    )


def _pay_down_is_feasible(plan: PayDown, position: Position, needed: Decimal) -> bool | None:
    if needed > position.affordability.lump_sum:
        return False
    if not plan.monthly:
        return True
    means = position.monthly_means
    return None if means is None else plan.monthly <= means


def _spend(plan: PayDown, run: _Run) -> None:
    """Move from day to day and pay what the purse holds, until all is cleared or the days end."""
    purse = plan.upfront
    for day, is_paying_day, until in _spending_days(run.position):
        if is_paying_day:
            purse += plan.monthly
        if not purse:
            continue  # the books move on when there is something to pay
        run.advance_to(day)
        if run.can_be_settled_with(purse):
            run.settle_all(day)
            return
        purse -= _pay_arrears(run, day, purse)
        if purse and not any(ledger.oldest_since for ledger in run.ledgers):
            purse -= _settle_whole_loans(run, day, purse, until)


def _spending_days(position: Position) -> Iterator[tuple[date, bool, date | None]]:
    """(day, whether it is a paying day, the next paying day): as_of, paying days and due days."""
    as_of, due_days = position.case.as_of, position.due_days
    for day, until in pairwise(chain([as_of], position.paying_days, [None])):
        assert day is not None, "only what follows the last paying day is None"
        yield day, day > as_of, until
        if until is None:
            return
        for due in due_days[bisect_right(due_days, day) : bisect_left(due_days, until)]:
            yield due, False, until


def _pay_arrears(run: _Run, day: date, purse: Decimal) -> Decimal:
    """Pay arrears, the loan with the oldest bucket first; the sum paid."""
    behind = [ledger for ledger in run.ledgers if ledger.oldest_since]
    spent = ZERO
    for ledger in sorted(behind, key=attrgetter("oldest_since")):
        spent += ledger.pay_arrears(purse - spent)
    run.note_payment(day, spent)
    return spent


class _Coming:
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


def _settle_whole_loans(run: _Run, day: date, purse: Decimal, until: date | None) -> Decimal:
    """Settle loans, the dearest first, where the others' instalments up to `until` stay covered."""
    position = run.position
    unsettled = [i for i in position.dearest_first if not run.ledgers[i].owes_nothing]
    if len(unsettled) == 1:
        return ZERO  # the purse doesn't hold the last payoff, or all would be settled
    spent = ZERO
    for index in tuple(unsettled):
        others = [position.coming[other] for other in unsettled if other != index]
        reserve = sum((coming.between(day, until) for coming in others), ZERO)
        if run.ledgers[index].can_be_settled_with(purse - spent - reserve):
            spent += run.ledgers[index].settle()
            unsettled.remove(index)
    run.note_payment(day, spent)
    return spent


# Restructure


@dataclass(frozen=True, slots=True)
class _Plan:
    """An agreed plan as it is paid: (day, paid, balance after) for each instalment."""

    payment: Decimal
    instalments: tuple[tuple[date, Decimal, Decimal], ...]


def restructure(plan: Restructure, position: Position) -> RestructureOutcome:
    """The payoff less the waiver, in level monthly instalments that the surplus can carry."""
    waived = _waived(plan, position)
    balance = position.payoff - waived
    daily_percent = _plan_daily_rate_percent(plan, position)
    surplus = position.affordability.monthly_surplus
    payment_over = _level_payments(balance, daily_percent)
    months = _months_that_fit(plan, payment_over, surplus)
    paid_plan = _paid_off(position.case.as_of, balance, daily_percent, payment_over(months), months)
    fits = None if surplus is None else paid_plan.payment <= surplus
    horizon_on = position.case.horizon_on
    paid = sum((paid for day, paid, _ in paid_plan.instalments if day <= horizon_on), ZERO)
    owed = _owed_at_horizon(position.case, balance, daily_percent, paid_plan)
    cost = paid + owed + position.legal_costs
    cleared_on = paid_plan.instalments[-1][0]
    return RestructureOutcome(
        paid_by_horizon=paid,
        owed_at_horizon=owed,
        cost=cost,
        saving=position.status_quo_cost - cost,
        cleared_on=cleared_on,
        current_on=None,
        record_expires_on=position.record_expires_on(
            cleared_on, _worst_days_overdue(position.ledgers)
        ),
        months=len(paid_plan.instalments),
        monthly_payment=paid_plan.payment,
        feasible=fits,
        balance=balance,
        waived=waived,
        total_paid=sum((paid for _, paid, _ in paid_plan.instalments), ZERO),
        plan_daily_rate_percent=daily_percent,
        gap=paid_plan.payment - surplus if surplus is not None and not fits else None,
    )


def _waived(plan: Restructure, position: Position) -> Decimal:
    charged = sum(
        (ledger.penalty_interest + ledger.compound_interest for ledger in position.ledgers), ZERO
    )
    return rounded(plan.waived_share * charged)


def _plan_daily_rate_percent(plan: Restructure, position: Position) -> Decimal:
    """The agreed rate, or the loans' own weighted by their payoff, in percent to six decimals."""
    if plan.plan_daily_rate_percent is not None:
        return rounded(plan.plan_daily_rate_percent, to=SIX_DECIMALS)
    year_days = position.terms.year_days
    weighted = sum(
        (
            loan.rate_numerator(year_days) * payoff
            for loan, payoff in zip(position.case.loans, position.payoffs, strict=True)
        ),
        ZERO,
    )
    return rounded(weighted, position.payoff * year_days, to=SIX_DECIMALS)


def _level_payments(balance: Decimal, daily_percent: Decimal) -> Callable[[int], Decimal]:
    """The level instalment that repays `balance` in so many months."""
    return partial(level_payment, balance, Fraction(daily_percent) * MONTH_DAYS / 100)


def _months_that_fit(
    plan: Restructure, payment_over: Callable[[int], Decimal], surplus: Decimal | None
) -> int:
    """The shortest term whose instalment the surplus carries, else the longest allowed."""
    if surplus is None:
        return plan.max_months
    terms = range(1, plan.max_months + 1)
    index = bisect_left(terms, True, key=lambda months: payment_over(months) <= surplus)
    return terms[min(index, len(terms) - 1)]


def _paid_off(
    as_of: date, balance: Decimal, daily_percent: Decimal, payment: Decimal, months: int
) -> _Plan:
    monthly_percent = MONTH_DAYS * daily_percent
    instalments = []
    for month in range(1, months + 1):
        owed = balance + rounded(balance * monthly_percent, 100)
        paid = owed if month == months else min(payment, owed)
        balance = owed - paid
        instalments.append((add_months(as_of, month), paid, balance))
        if not balance:
            break
    return _Plan(payment, tuple(instalments))


def _owed_at_horizon(case: Case, balance: Decimal, daily_percent: Decimal, plan: _Plan) -> Decimal:
    """The balance left at the horizon and its interest since the last instalment."""
    since, horizon_on = case.as_of, case.horizon_on
    for day, _, after in plan.instalments:
        if day <= horizon_on:
            since, balance = day, after
    return balance + rounded(balance * daily_percent * (horizon_on - since).days, 100)
