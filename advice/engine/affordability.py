"""What the borrower can afford (calculation.md, section 8). Unknown answers stay unknown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from advice.engine.case import Case
from advice.engine.ledger import Ledger
from advice.engine.money import ZERO, rounded
from advice.engine.schedule import Instalment

ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Affordability:
    """Yuan (a month where it says so), a ratio in percent, months of expenses; None: unknown."""

    monthly_surplus: Decimal | None
    lump_sum: Decimal
    next_instalment: Decimal
    debt_service_ratio: Decimal | None
    emergency_months: Decimal | None
    emergency_target_3: Decimal | None
    emergency_target_6: Decimal | None


def affordability(
    case: Case, schedules: Sequence[Sequence[Instalment]], ledgers: Sequence[Ledger]
) -> Affordability:
    """`ledgers` stand at the end of as_of, in the order of the case's loans, as `schedules` do."""
    instalment = _next_instalment(case, schedules, ledgers)
    expenses = case.essential_expenses
    return Affordability(
        monthly_surplus=monthly_surplus(case),
        lump_sum=lump_sum(case),
        next_instalment=instalment,
        debt_service_ratio=_debt_service_ratio(case, instalment, ledgers),
        emergency_months=_emergency_months(case),
        emergency_target_3=None if expenses is None else rounded(3 * expenses),
        emergency_target_6=None if expenses is None else rounded(6 * expenses),
    )


def monthly_surplus(case: Case) -> Decimal | None:
    """Income less essential expenses less other debts, unknown when any is."""
    income, expenses, debts = (
        case.monthly_income,
        case.essential_expenses,
        case.other_debt_payments,
    )
    if income is None or expenses is None or debts is None:
        return None
    return left_of_income(income, expenses, debts)


def left_of_income(income: Decimal, expenses: Decimal, debts: Decimal) -> Decimal:
    """Yuan a month that income leaves after expenses and other debts; perhaps negative."""
    return rounded(income - expenses - debts)


def lump_sum(case: Case) -> Decimal:
    """What could be raised today; an answer not given counts nothing."""
    told = (case.savings, case.sellable_assets, case.family_loan)
    return rounded(sum((amount for amount in told if amount is not None), ZERO))


def _next_instalment(
    case: Case, schedules: Sequence[Sequence[Instalment]], ledgers: Sequence[Ledger]
) -> Decimal:
    total = ZERO
    for schedule, ledger in zip(schedules, ledgers, strict=True):
        if ledger.accelerated_on is None:
            total += next((row.amount for row in schedule if row.due > case.as_of), ZERO)
    return total


def _debt_service_ratio(
    case: Case, instalment: Decimal, ledgers: Sequence[Ledger]
) -> Decimal | None:
    if not case.monthly_income or case.other_debt_payments is None:
        return None
    if any(ledger.accelerated_on for ledger in ledgers):
        return None
    share = 100 * (case.other_debt_payments + instalment)
    return rounded(share, case.monthly_income, to=ONE_DECIMAL)


def _emergency_months(case: Case) -> Decimal | None:
    if case.savings is None or not case.essential_expenses:
        return None
    return rounded(case.savings, case.essential_expenses, to=ONE_DECIMAL)
