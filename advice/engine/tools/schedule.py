"""The contract schedule of one loan (calculation.md, section 3), with its sums."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.case import Loan
from advice.engine.money import ZERO, exact_arithmetic
from advice.engine.rules import Rulebook, RulesInForce, Terms
from advice.engine.schedule import Instalment, contract_schedule
from advice.engine.tools.asking import Raw, case_of_one_loan


@dataclass(frozen=True, slots=True)
class Row:
    """One instalment, and the principal in yuan that is left after it."""

    number: int
    instalment: Instalment
    principal_left: Decimal


@dataclass(frozen=True, slots=True)
class ScheduleAnswer:
    """Every instalment in order; sums in yuan."""

    as_of: date
    product: str
    loan: Loan
    terms: Terms
    rules: RulesInForce
    rows: tuple[Row, ...]

    @property
    def principal(self) -> Decimal:
        return self.loan.principal

    @property
    def interest(self) -> Decimal:
        return sum((row.instalment.interest for row in self.rows), ZERO)

    @property
    def total(self) -> Decimal:
        return self.principal + self.interest

    @property
    def highest_instalment(self) -> Decimal:
        return max(row.instalment.amount for row in self.rows)

    @property
    def last_due(self) -> date:
        return self.rows[-1].instalment.due


def answer(raw: Raw, *, today: date, rulebook: Rulebook) -> ScheduleAnswer:
    """The schedule of the loan; raises CaseRefused."""
    case = case_of_one_loan(raw, today=today, rulebook=rulebook)
    (loan,) = case.loans
    terms = rulebook.product(case.product).terms_on(case.as_of)
    with exact_arithmetic():
        rows, left = [], loan.principal
        for number, instalment in enumerate(contract_schedule(loan, terms), start=1):
            left -= instalment.principal
            rows.append(Row(number, instalment, left))
    rules = rulebook.on(case.as_of)
    return ScheduleAnswer(case.as_of, case.product, loan, terms, rules, tuple(rows))
