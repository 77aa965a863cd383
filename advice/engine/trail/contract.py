"""What a loan's trails need of its contract, and how that lets interest run."""

from collections.abc import Sequence
from dataclasses import dataclass

from advice.engine.case import Loan
from advice.engine.journal import Accrual
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import MONTH_DAYS, Instalment
from advice.engine.trail.build import days, rate_factors, yuan
from advice.engine.trail.grammar import Factor


@dataclass(frozen=True, slots=True)
class Contract:
    """A loan with what its trails need: its number from 1, terms, rules and schedule.

    `front` tells the keys of a schedule by other terms from those of the result.
    """

    number: int
    loan: Loan
    terms: Terms
    rules: RulesInForce
    schedule: Sequence[Instalment]
    front: str = ""

    @property
    def key(self) -> str:
        """What the keys of its schedule begin with."""
        return f"{self.front}schedule.{self.number - 1}"


def interest_factors(contract: Contract, accrual: Accrual, label: str) -> list[Factor]:
    """Contract interest of a period, or of its part until `accrual.until`."""
    rate = rate_factors(contract.loan, contract.terms)
    so_far = (accrual.until - accrual.since).days
    if not contract.loan.counts_30_days:
        return [yuan(label, accrual.balance), *rate, days(so_far)]
    length = (accrual.due - accrual.since).days
    month = days(MONTH_DAYS, "一期按")
    if so_far == length:
        return [yuan(label, accrual.balance), *rate, month]
    passed = [days(so_far, "已过"), days(length, "这一期共", divides=True)]
    return [yuan(label, accrual.balance), *rate, month, *passed]
