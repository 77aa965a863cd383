"""What the borrower told us: the frozen case, its loans, and what the contract says otherwise."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from advice.engine.calendar import add_days
from advice.engine.rules import Terms
from advice.engine.vocabulary import Circumstance, LegalStage, RepaymentMethod


@dataclass(frozen=True, slots=True)
class Loan:
    """One drawdown (借据). Exactly one of the two rates is set; both are in percent."""

    principal: Decimal
    repayment_method: RepaymentMethod
    remaining_instalments: int
    first_unpaid_due_date: date
    due_day: int
    accrual_start_date: date
    daily_rate_percent: Decimal | None = None
    annual_rate_percent: Decimal | None = None
    accelerated_on: date | None = None

    @property
    def counts_30_days(self) -> bool:
        """Whether each period counts as 30 days, whatever its days."""
        return self.repayment_method is RepaymentMethod.EQUAL_INSTALMENT

    def rate_numerator(self, year_days: int) -> Decimal:
        """The annual rate in percent, exact; over 100 × year_days it is the daily rate."""
        if self.annual_rate_percent is not None:
            return self.annual_rate_percent
        assert self.daily_rate_percent is not None
        return self.daily_rate_percent * year_days


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """Where the borrower's contract differs from the product's terms; None: it does not."""

    penalty_multiplier: Decimal | None = None
    charges_compound_interest: bool | None = None
    grace_days: int | None = None
    acceleration_days: int | None = None

    def applied_to(self, terms: Terms) -> Terms:
        """The product's terms with the contract's own put over them."""
        return replace(terms, **{name: getattr(self, name) for name in self.told})

    @property
    def told(self) -> frozenset[str]:
        """The names of those that it has."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Cure:
    """Pay the arrears today and again on each coming due date (补齐逾期)."""


@dataclass(frozen=True, slots=True)
class PayDown:
    """A sum today and a sum on each paying day, in yuan (一次性加每月还)."""

    upfront: Decimal
    monthly: Decimal


@dataclass(frozen=True, slots=True)
class Restructure:
    """Monthly instalments by agreement (协商分期).

    `waived_share` (0–1) of penalty and compound interest is waived; without a plan rate the loans'
    own rates hold, weighted by their payoff. `upfront` yuan are paid today and lessen the balance.
    The term is the shortest that the surplus carries, or `max_months` itself where it is fixed.
    """

    max_months: int
    waived_share: Decimal = Decimal(0)
    plan_daily_rate_percent: Decimal | None = None
    upfront: Decimal = Decimal(0)
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class CapRequest:
    """Ask the court to cut what exceeds the annual cap (请求调减)."""


@dataclass(frozen=True, slots=True)
class CourtFees:
    """What the court would charge on `amount` yuan."""

    amount: Decimal


PaidPlan = Cure | PayDown | Restructure
Plan = PaidPlan | CapRequest
WhatIf = Plan | CourtFees


@dataclass(frozen=True, slots=True)
class Case:
    """The borrower's whole answer. Money is yuan (a month where named so); None: not told."""

    as_of: date
    product: str
    loans: tuple[Loan, ...]
    horizon_days: int = 365
    monthly_income: Decimal | None = None
    essential_expenses: Decimal | None = None
    other_debt_payments: Decimal | None = None
    savings: Decimal | None = None
    sellable_assets: Decimal | None = None
    family_loan: Decimal | None = None
    expense_cut: Decimal | None = None
    circumstances: frozenset[Circumstance] = frozenset()
    legal_stage: LegalStage = LegalStage.NONE
    lawsuit_filed_on: date | None = None
    performance_due_on: date | None = None
    paper_received_on: date | None = None
    contract: ContractTerms = ContractTerms()
    what_if: tuple[WhatIf, ...] = ()
    wants_trail: bool = False

    @property
    def horizon_on(self) -> date:
        """The last day of comparisons."""
        return add_days(self.as_of, self.horizon_days)

    @property
    def first_due_on(self) -> date:
        """The earliest first unpaid due date of the loans."""
        return min(loan.first_unpaid_due_date for loan in self.loans)
