"""assess(case, rulebook): the whole calculation, folded from the rest of the engine."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advice.engine.affordability import Affordability, affordability
from advice.engine.calendar import add_days
from advice.engine.case import Case, CourtFees, Plan, Restructure, WhatIf
from advice.engine.court import (
    CourtFeeTable,
    Lawsuit,
    LegalCosts,
    LitigationCourse,
    court_fees,
    litigation_course,
    simplified_acceptance_fee,
)
from advice.engine.credit import CreditRecord, credit_record, risk_class
from advice.engine.journal import JournalLedger
from advice.engine.ledger import Ledger, Statement
from advice.engine.money import ZERO, exact_arithmetic, rounded
from advice.engine.rules import Rulebook, RulesInForce, Terms
from advice.engine.schedule import Instalment, contract_schedule
from advice.engine.strategies import PlanOutcome, Position, outcome_of
from advice.engine.strategies.outcome import Agreement
from advice.engine.strategies.restructure import agreement
from advice.engine.vocabulary import COURT_STAGES, RiskClass, Stage

PROJECTED_DAYS = (0, 30, 90, 180, 365)
EARLY_UNTIL, MIDDLE_UNTIL = 30, 90


@dataclass(frozen=True, slots=True)
class Projection(Statement):
    """The status quo at the end of one day: a statement of all loans, and the court's costs.

    `loans` are the statements of each, in the order of input; None: not begun by then.
    """

    loans: tuple[Statement | None, ...]
    as_of: date
    days_ahead: int
    risk_class: RiskClass
    legal_costs: LegalCosts

    @property
    def total_cost(self) -> Decimal:
        return self.payoff + self.legal_costs.total


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that was computed for one case; `position` is where its strategies start."""

    case: Case
    terms: Terms
    rules: RulesInForce
    schedules: tuple[tuple[Instalment, ...], ...]
    projection: tuple[Projection, ...]
    daily_cost: Decimal
    accelerated_on: date | None
    credit: CreditRecord
    lawsuit: Lawsuit
    affordability: Affordability
    position: Position
    what_if: tuple[PlanOutcome | CourtFeeTable, ...]

    @property
    def now(self) -> Projection:
        return self.projection[0]

    @property
    def at_horizon(self) -> Projection:
        wanted = self.case.horizon_days
        return next(row for row in self.projection if row.days_ahead == wanted)

    @property
    def stage(self) -> Stage:
        """By court papers first, then by days overdue."""
        if self.case.legal_stage in COURT_STAGES:
            return Stage.COURT
        days = self.now.days_overdue
        if not days:
            return Stage.UPCOMING
        if days <= EARLY_UNTIL:
            return Stage.EARLY
        return Stage.MIDDLE if days <= MIDDLE_UNTIL else Stage.LATE

    def outcome_of(self, plan: Plan) -> PlanOutcome:
        """What `plan` does for this borrower."""
        with exact_arithmetic():
            return outcome_of(plan, self.position)

    def agreement_on(self, plan: Restructure) -> Agreement:
        """What would be agreed on by `plan`, and how it would be paid."""
        with exact_arithmetic():
            return agreement(plan, self.position)


def assess(case: Case, rulebook: Rulebook) -> Assessment:
    """Compute every consequence of the case, and its what_if list.

    Rules and terms are those in force on as_of: raises RuleNotInForce where one is not, and
    UnknownProduct where the product is not active. `trail.trails_of` tells how each figure came
    about.
    """
    with exact_arithmetic():
        rules = rulebook.on(case.as_of)
        terms = case.contract.applied_to(rulebook.product(case.product).terms_on(case.as_of))
        schedules = tuple(contract_schedule(loan, terms) for loan in case.loans)
        return _assess(case, terms, rules, schedules, Ledger)


def with_journal(assessment: Assessment) -> Assessment:
    """The same again from books that note what every figure is made of; without its what_if."""
    a = assessment
    with exact_arithmetic():
        case = replace(a.case, what_if=())
        return _assess(case, a.terms, a.rules, a.schedules, JournalLedger)


def _assess(
    case: Case,
    terms: Terms,
    rules: RulesInForce,
    schedules: tuple[tuple[Instalment, ...], ...],
    kind: type[Ledger],
) -> Assessment:
    course = litigation_course(case, terms, rules)
    ledgers = books(case, schedules, terms, rules, course, kind=kind)
    status_quo = StatusQuo(case, ledgers, {*_projected_days(case), *_days_of_fees(course)})
    lawsuit = _lawsuit(status_quo, course, rules)
    projection = tuple(
        _projection(status_quo, lawsuit, rules, day) for day in _projected_days(case)
    )
    means = affordability(case, schedules, status_quo.ledgers_now)
    by_days_ahead = {row.days_ahead: row for row in projection}
    position = Position(
        case=case,
        terms=terms,
        rules=rules,
        schedules=schedules,
        ledgers=status_quo.ledgers_now,
        affordability=means,
        legal_costs=projection[0].legal_costs.total,
        status_quo_cost=by_days_ahead[case.horizon_days].total_cost,
        cap_excess=projection[0].cap_excess,
    )
    return Assessment(
        case=case,
        terms=terms,
        rules=rules,
        schedules=schedules,
        projection=projection,
        daily_cost=_daily_cost(status_quo.ledgers_now, terms),
        accelerated_on=_accelerated_on(status_quo.ledgers, case.horizon_on),
        credit=_credit(case, schedules, terms, course),
        lawsuit=lawsuit,
        affordability=means,
        position=position,
        what_if=tuple(_what_if(entry, position) for entry in case.what_if),
    )


def project(assessment: Assessment, days: Collection[date]) -> tuple[Projection, ...]:
    """The status quo at the end of each of `days`, none before as_of."""
    case, lawsuit, rules = assessment.case, assessment.lawsuit, assessment.rules
    course = lawsuit.course
    with exact_arithmetic():
        ledgers = books_of(assessment)
        status_quo = StatusQuo(case, ledgers, {case.as_of, *days, *_days_of_fees(course)})
        return tuple(_projection(status_quo, lawsuit, rules, day) for day in days)


def books_of(assessment: Assessment) -> tuple[Ledger, ...]:
    """The same books once more, from the beginning; with a journal where those kept one."""
    a = assessment
    kind = type(a.position.ledgers[0])
    return books(a.case, a.schedules, a.terms, a.rules, a.lawsuit.course, kind=kind)


def books(  # noqa: PLR0913  # what books are kept of
    case: Case,
    schedules: Sequence[Sequence[Instalment]],
    terms: Terms,
    rules: RulesInForce,
    course: LitigationCourse,
    *,
    kind: type[Ledger] = Ledger,
) -> tuple[Ledger, ...]:
    """The books of every loan, in which the typical lawsuit is filed."""
    return tuple(
        kind(loan, schedule, terms, rules, filing_on=course.filing_on)
        for loan, schedule in zip(case.loans, schedules, strict=True)
    )


def _days_of_fees(course: LitigationCourse) -> tuple[date, date]:
    """The days on which the court's fees are worked out."""
    return course.filing_on, course.enforcement_on


class StatusQuo:
    """Every loan's books while nothing is paid and the typical lawsuit takes its course.

    `ledgers_now` stand at the end of as_of; `ledgers` at the end of the last of the `days`.
    """

    def __init__(self, case: Case, ledgers: Sequence[Ledger], days: Collection[date]) -> None:
        self.case = case
        self.ledgers = ledgers
        self._statements: dict[date, list[Statement | None]] = {}
        for day in sorted(days):
            self._statements[day] = [_statement_on(ledger, day) for ledger in self.ledgers]
            if day == case.as_of:
                self.ledgers_now = tuple(ledger.fork() for ledger in self.ledgers)

    def statements_on(self, day: date) -> list[Statement]:
        """The statements of an observed day, without loans whose interest has not begun."""
        return [statement for statement in self._statements[day] if statement]

    def loans_on(self, day: date) -> tuple[Statement | None, ...]:
        """The statements of an observed day, in the order of the loans; None: not begun."""
        return tuple(self._statements[day])

    def claimed_on(self, day: date, filing_on: date) -> tuple[Statement | None, ...]:
        """The same of the loans that had begun by the filing day; None: not in the claim."""
        return tuple(
            statement if loan.accrual_start_date <= filing_on else None
            for loan, statement in zip(self.case.loans, self._statements[day], strict=True)
        )


def _statement_on(ledger: Ledger, day: date) -> Statement | None:
    if day < ledger.loan.accrual_start_date:
        return None
    ledger.advance_to(day)
    return ledger.statement()


def _projected_days(case: Case) -> list[date]:
    ahead = sorted({*PROJECTED_DAYS, case.horizon_days})
    return [add_days(case.as_of, days) for days in ahead]


def _lawsuit(status_quo: StatusQuo, course: LitigationCourse, rules: RulesInForce) -> Lawsuit:
    at_filing = status_quo.claimed_on(course.filing_on, course.filing_on)
    claim = _payoff(at_filing)
    acceptance_fee = simplified_acceptance_fee(claim, rules)
    at_enforcement = status_quo.claimed_on(course.enforcement_on, course.filing_on)
    return Lawsuit(
        course=course,
        claim=claim,
        acceptance_fee=acceptance_fee,
        execution_fee=rules.execution_fee.fee(_payoff(at_enforcement) + acceptance_fee),
        delayed_performance_daily_rate=rules.delayed_performance_daily_rate,
        at_filing=at_filing,
        at_enforcement=at_enforcement,
    )


def _payoff(statements: Sequence[Statement | None]) -> Decimal:
    return sum((statement.payoff for statement in statements if statement), ZERO)


def _projection(
    status_quo: StatusQuo, lawsuit: Lawsuit, rules: RulesInForce, day: date
) -> Projection:
    statements = status_quo.statements_on(day)
    days_overdue = max(statement.days_overdue for statement in statements)
    claimed = status_quo.claimed_on(day, lawsuit.course.filing_on)
    return Projection(
        loans=status_quo.loans_on(day),
        as_of=day,
        days_ahead=(day - status_quo.case.as_of).days,
        days_overdue=days_overdue,
        overdue_principal=sum([row.overdue_principal for row in statements], ZERO),
        overdue_interest=sum([row.overdue_interest for row in statements], ZERO),
        penalty_interest=sum([row.penalty_interest for row in statements], ZERO),
        compound_interest=sum([row.compound_interest for row in statements], ZERO),
        undue_principal=sum([row.undue_principal for row in statements], ZERO),
        accrued_interest=sum([row.accrued_interest for row in statements], ZERO),
        cap_excess=sum([row.cap_excess for row in statements], ZERO),
        risk_class=risk_class(days_overdue, rules),
        legal_costs=lawsuit.costs_on(day, claimed),
    )


def _daily_cost(ledgers: Sequence[Ledger], terms: Terms) -> Decimal:
    earned = sum((ledger.earned_a_day for ledger in ledgers), ZERO)
    return rounded(earned, terms.rate_divisor)


def _accelerated_on(ledgers: Sequence[Ledger], horizon_on: date) -> date | None:
    days = [ledger.accelerated_on for ledger in ledgers if ledger.accelerated_on]
    return min((day for day in days if day <= horizon_on), default=None)


def _credit(
    case: Case,
    schedules: Sequence[Sequence[Instalment]],
    terms: Terms,
    course: LitigationCourse,
) -> CreditRecord:
    first_defaults = [
        first_default_on(schedule, loan.accelerated_on, course.filing_on)
        for loan, schedule in zip(case.loans, schedules, strict=True)
    ]
    return credit_record(
        as_of=case.as_of,
        first_due_on=case.first_due_on,
        horizon_on=case.horizon_on,
        overdue_since=min(first_defaults),
        grace_days=terms.grace_days,
    )


def first_default_on(
    schedule: Sequence[Instalment], accelerated_on: date | None, filing_on: date
) -> date:
    """The day of the loan's first bucket when nothing is paid: a due date or what calls it due."""
    due = next(row.due for row in schedule if row.amount)
    called = [day for day in (accelerated_on, filing_on) if day and day >= schedule[0].start]
    return min([due, *called])


def _what_if(entry: WhatIf, position: Position) -> PlanOutcome | CourtFeeTable:
    if isinstance(entry, CourtFees):
        return court_fees(entry.amount, position.rules)
    return outcome_of(entry, position)
