"""An assessment as JSON-ready values (calculation.md, section 11).

Amounts are text with two decimals, dates ISO, unknown is None.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from advice.engine.assessment import Assessment, Projection
from advice.engine.court import CourtFeeTable, Lawsuit
from advice.engine.credit import CreditRecord
from advice.engine.schedule import Instalment
from advice.engine.strategies import (
    CapOutcome,
    CureOutcome,
    Outcome,
    PayDownOutcome,
    PlanOutcome,
    RestructureOutcome,
)

Json = dict[str, Any]


def report(assessment: Assessment) -> Json:
    """Every result key of the contract but `strategies`."""
    return {
        "schedule": [_schedule(schedule) for schedule in assessment.schedules],
        "projection": [_projection(row) for row in assessment.projection],
        "daily_cost": money(assessment.daily_cost),
        "accelerated_on": _day(assessment.accelerated_on),
        "credit": _credit(assessment.credit),
        "legal": _legal(assessment.lawsuit),
        "affordability": _affordability(assessment),
        "what_if": [what_if_report(outcome) for outcome in assessment.what_if],
        "stage": assessment.stage.value,
    }


def money(amount: Decimal | None) -> str | None:
    """Two decimals; None stays None."""
    return None if amount is None else f"{amount:.2f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _schedule(schedule: Sequence[Instalment]) -> list[Json]:
    return [
        {
            "due": row.due.isoformat(),
            "principal": money(row.principal),
            "interest": money(row.interest),
        }
        for row in schedule
    ]


def _projection(row: Projection) -> Json:
    return {
        "as_of": row.as_of.isoformat(),
        "days_ahead": row.days_ahead,
        "days_overdue": row.days_overdue,
        "overdue_principal": money(row.overdue_principal),
        "overdue_interest": money(row.overdue_interest),
        "penalty_interest": money(row.penalty_interest),
        "compound_interest": money(row.compound_interest),
        "undue_principal": money(row.undue_principal),
        "accrued_interest": money(row.accrued_interest),
        "arrears": money(row.arrears),
        "payoff": money(row.payoff),
        "cap_excess": money(row.cap_excess),
        "risk_class": row.risk_class.value,
        "acceptance_fee": money(row.legal_costs.acceptance_fee),
        "execution_fee": money(row.legal_costs.execution_fee),
        "delayed_performance_interest": money(row.legal_costs.delayed_performance_interest),
        "legal_costs": money(row.legal_costs.total),
        "total_cost": money(row.total_cost),
    }


def _credit(record: CreditRecord) -> Json:
    return {
        "months": [
            {"month": month.month.strftime("%Y-%m"), "code": month.code} for month in record.months
        ],
        "code_now": record.code_now,
        "next_code_on": _day(record.next_code_on),
    }


def _legal(lawsuit: Lawsuit) -> Json:
    return {
        "filing_on": _day(lawsuit.course.filing_on),
        "claim": money(lawsuit.claim),
        "acceptance_fee": money(lawsuit.acceptance_fee),
        "judgment_on": _day(lawsuit.course.judgment_on),
        "performance_due_on": _day(lawsuit.course.performance_due_on),
        "enforcement_on": _day(lawsuit.course.enforcement_on),
        "execution_fee": money(lawsuit.execution_fee),
    }


def _affordability(assessment: Assessment) -> Json:
    means = assessment.affordability
    return {
        "monthly_surplus": money(means.monthly_surplus),
        "lump_sum": money(means.lump_sum),
        "next_instalment": money(means.next_instalment),
        "debt_service_ratio": _one_decimal(means.debt_service_ratio),
        "emergency_months": _one_decimal(means.emergency_months),
        "emergency_target_3": money(means.emergency_target_3),
        "emergency_target_6": money(means.emergency_target_6),
    }


def _one_decimal(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:.1f}"


def what_if_report(outcome: PlanOutcome | CourtFeeTable) -> Json:
    """One what_if result, keyed by its kind."""
    match outcome:
        case CureOutcome():
            return {"kind": "cure", **_outcome(outcome), "needed": money(outcome.needed)}
        case PayDownOutcome():
            return {"kind": "pay_down", **_outcome(outcome), "needed": money(outcome.needed)}
        case RestructureOutcome():
            return {"kind": "restructure", **_outcome(outcome), **_restructure(outcome)}
        case CapOutcome():
            return {"kind": "cap", "saving": money(outcome.saving)}
        case CourtFeeTable():
            return {"kind": "court_fees", **_court_fees(outcome)}


def _outcome(outcome: Outcome) -> Json:
    return {
        "paid_by_horizon": money(outcome.paid_by_horizon),
        "owed_at_horizon": money(outcome.owed_at_horizon),
        "cost": money(outcome.cost),
        "saving": money(outcome.saving),
        "cleared_on": _day(outcome.cleared_on),
        "current_on": _day(outcome.current_on),
        "record_expires_on": _day(outcome.record_expires_on),
        "months": outcome.months,
        "monthly_payment": money(outcome.monthly_payment),
        "feasible": outcome.feasible,
    }


def _restructure(outcome: RestructureOutcome) -> Json:
    return {
        "balance": money(outcome.balance),
        "waived": money(outcome.waived),
        "total_paid": money(outcome.total_paid),
        "plan_daily_rate_percent": f"{outcome.plan_daily_rate_percent:.6f}",
        "gap": money(outcome.gap),
    }


def _court_fees(fees: CourtFeeTable) -> Json:
    return {
        "acceptance_fee": money(fees.acceptance_fee),
        "acceptance_fee_halved": money(fees.acceptance_fee_halved),
        "execution_fee": money(fees.execution_fee),
        "preservation_fee": money(fees.preservation_fee),
        "payment_order_fee": money(fees.payment_order_fee),
    }
