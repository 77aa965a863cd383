"""The typical course of a lawsuit and its costs: all of it an estimate.

The contract is calculation.md, section 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.calendar import add_days
from advice.engine.case import Case
from advice.engine.ledger import Statement
from advice.engine.money import ZERO, rounded
from advice.engine.rules import RulesInForce, Terms
from advice.engine.vocabulary import STAGES_WITH_JUDGMENT, LegalStage


@dataclass(frozen=True, slots=True)
class LitigationCourse:
    """The days of the typical course, in their order."""

    filing_on: date
    judgment_on: date
    performance_due_on: date
    enforcement_on: date


@dataclass(frozen=True, slots=True)
class LegalCosts:
    """What the court has cost by one day, in yuan."""

    acceptance_fee: Decimal = ZERO
    execution_fee: Decimal = ZERO
    delayed_performance_interest: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.acceptance_fee + self.execution_fee + self.delayed_performance_interest


@dataclass(frozen=True, slots=True)
class Lawsuit:
    """The course with its sums: the claim on the filing day and the fees it brings, in yuan.

    `at_filing` and `at_enforcement` are those days' statements of each loan; None: not claimed.
    """

    course: LitigationCourse
    claim: Decimal
    acceptance_fee: Decimal
    execution_fee: Decimal
    delayed_performance_daily_rate: Decimal
    at_filing: tuple[Statement | None, ...] = ()
    at_enforcement: tuple[Statement | None, ...] = ()

    def costs_on(self, day: date, claimed: Sequence[Statement | None]) -> LegalCosts:
        """What is borne by `day`; `claimed` are that day's statements of the loans in the claim.

        Fees: 诉讼费用交纳办法. Delayed-performance interest: 法释〔2014〕8号, on principal alone.
        """
        days_late = (day - self.course.performance_due_on).days
        interest = ZERO
        if days_late > 0:
            principal = sum((row.unpaid_principal for row in claimed if row), ZERO)
            interest = rounded(principal * self.delayed_performance_daily_rate * days_late)
        return LegalCosts(
            acceptance_fee=self.acceptance_fee if day >= self.course.filing_on else ZERO,
            execution_fee=self.execution_fee if day >= self.course.enforcement_on else ZERO,
            delayed_performance_interest=interest,
        )


def litigation_course(case: Case, terms: Terms, rules: RulesInForce) -> LitigationCourse:
    """When a suit is typically filed, decided, to be performed and enforced."""
    if case.legal_stage in STAGES_WITH_JUDGMENT:
        return _course_after_judgment(case, rules)
    if case.legal_stage is LegalStage.SUED:
        assert case.lawsuit_filed_on is not None
        filing_on = case.lawsuit_filed_on
    else:
        filing_on = max(
            add_days(case.first_due_on, terms.lawsuit_after_days),
            add_days(case.as_of, rules.lawsuit_notice_days),
        )
    judgment_on = max(add_days(filing_on, rules.trial_days), add_days(case.as_of, 1))
    performance_due_on = add_days(judgment_on, rules.performance_days)
    enforcement_on = add_days(performance_due_on, rules.enforcement_after_days)
    return LitigationCourse(filing_on, judgment_on, performance_due_on, enforcement_on)


def _course_after_judgment(case: Case, rules: RulesInForce) -> LitigationCourse:
    assert case.performance_due_on is not None
    performance_due_on = case.performance_due_on
    judgment_on = min(add_days(performance_due_on, -rules.performance_days), case.as_of)
    filing_on = case.lawsuit_filed_on or max(
        add_days(judgment_on, -rules.trial_days), add_days(case.first_due_on, 1)
    )
    enforcement_on = add_days(performance_due_on, rules.enforcement_after_days)
    if case.legal_stage is LegalStage.ENFORCEMENT:
        enforcement_on = min(enforcement_on, case.as_of)
    else:
        enforcement_on = max(enforcement_on, add_days(case.as_of, 1))
    return LitigationCourse(filing_on, judgment_on, performance_due_on, enforcement_on)


@dataclass(frozen=True, slots=True)
class CourtFeeTable:
    """What the court charges on one amount, in yuan."""

    acceptance_fee: Decimal
    acceptance_fee_halved: Decimal
    execution_fee: Decimal
    preservation_fee: Decimal
    payment_order_fee: Decimal


def simplified_acceptance_fee(claim: Decimal, rules: RulesInForce) -> Decimal:
    """The acceptance fee of a simplified or small-claims procedure (第十三条, 第十六条)."""
    return rules.acceptance_fee.fee(claim, divisor=rules.simplified_procedure_divisor)


def court_fees(amount: Decimal, rules: RulesInForce) -> CourtFeeTable:
    """Every fee of 诉讼费用交纳办法 第十三条 and 第十四条 on `amount` yuan."""
    return CourtFeeTable(
        acceptance_fee=rules.acceptance_fee.fee(amount),
        acceptance_fee_halved=simplified_acceptance_fee(amount, rules),
        execution_fee=rules.execution_fee.fee(amount),
        preservation_fee=rules.preservation_fee.fee(amount),
        payment_order_fee=rules.acceptance_fee.fee(amount, divisor=rules.payment_order_divisor),
    )
