"""Penalty interest on one overdue instalment: the ledger of calculation.md, section 4."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.answers import PRINCIPAL_MOST, Answers
from advice.engine.case import ContractTerms, Loan
from advice.engine.intake import read_contract, read_first_due_date, read_product, read_rates
from advice.engine.journal import JournalLedger, JournalStatement
from advice.engine.money import FEN, SIX_DECIMALS, ZERO, exact_arithmetic, rounded
from advice.engine.rules import Rulebook, RulesInForce, Terms
from advice.engine.schedule import Instalment
from advice.engine.tools.asking import Raw, asked, day_asked, in_force, refuse_broken
from advice.engine.vocabulary import RepaymentMethod

FIELDS = frozenset(
    {
        "product",
        "overdue_principal",
        "daily_rate_percent",
        "annual_rate_percent",
        "first_unpaid_due_date",
        "penalty_multiplier",
        "grace_days",
        "as_of",
    }
)


@dataclass(frozen=True, slots=True)
class PenaltyAnswer:
    """What one instalment costs by `as_of` because it is overdue, in yuan.

    `a_day`: what the next day adds. `annual_percent`: the penalty rate over the days of the cap's
    year. `statement.cap_excess`: what a court may be asked to cut (法发〔2017〕22号).
    """

    as_of: date
    product: str
    loan: Loan
    contract: ContractTerms
    terms: Terms
    rules: RulesInForce
    statement: JournalStatement
    a_day: Decimal
    annual_percent: Decimal

    @property
    def daily_rate_percent(self) -> Decimal:
        """The contract's daily rate in percent, to six decimals."""
        year_days = self.terms.year_days
        return rounded(self.loan.rate_numerator(year_days), year_days, to=SIX_DECIMALS)

    @property
    def is_in_grace(self) -> bool:
        """Whether paying today still costs nothing."""
        return 0 < self.statement.days_overdue <= self.terms.grace_days


def answer(raw: Raw, *, today: date, rulebook: Rulebook) -> PenaltyAnswer:
    """The penalty interest by the day asked; raises CaseRefused."""
    answers = asked(raw, FIELDS)
    as_of = day_asked(answers, today)
    product = read_product(answers, rulebook)
    contract = read_contract(answers)
    loan = _read_loan(answers, as_of)
    refuse_broken(answers)
    assert loan is not None
    rules = in_force(lambda: rulebook.on(as_of))
    terms = contract.applied_to(in_force(lambda: rulebook.product(product).terms_on(as_of)))
    with exact_arithmetic():
        ledger = _ledger(loan, terms, rules)
        ledger.advance_to(as_of)
        return PenaltyAnswer(
            as_of=as_of,
            product=product,
            loan=loan,
            contract=contract,
            terms=terms,
            rules=rules,
            statement=ledger.statement(),
            a_day=rounded(ledger.earned_a_day, terms.rate_divisor) if ledger.buckets else ZERO,
            annual_percent=_annual_percent(loan, terms, rules),
        )


def _read_loan(answers: Answers, as_of: date) -> Loan | None:
    """A loan of which nothing but this instalment is left, with books from its due date on."""
    answers.require("overdue_principal")
    principal = answers.amount("overdue_principal", PRINCIPAL_MOST, low=FEN)
    daily, annual = read_rates(answers)
    due = read_first_due_date(answers, as_of)
    if principal is None or due is None:
        return None
    return Loan(
        principal=principal,
        repayment_method=RepaymentMethod.EQUAL_PRINCIPAL,
        remaining_instalments=1,
        first_unpaid_due_date=due,
        due_day=due.day,
        accrual_start_date=due,
        daily_rate_percent=daily,
        annual_rate_percent=annual,
    )


def _ledger(loan: Loan, terms: Terms, rules: RulesInForce) -> JournalLedger:
    """The books of the principal alone, without the interest that fell due with it."""
    due = loan.first_unpaid_due_date
    return JournalLedger(loan, (Instalment(due, due, loan.principal, ZERO),), terms, rules)


def _annual_percent(loan: Loan, terms: Terms, rules: RulesInForce) -> Decimal:
    yearly = loan.rate_numerator(terms.year_days) * terms.penalty_multiplier * rules.cap_year_days
    return rounded(yearly, terms.year_days, to=SIX_DECIMALS)
