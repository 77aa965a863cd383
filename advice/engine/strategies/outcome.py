"""What a strategy gives: its cost, its end, and whether the borrower can carry it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advice.engine.case import Cure, PayDown, Restructure
from advice.engine.money import ZERO, rounded
from advice.engine.strategies.run import Run

Instalments = tuple[tuple[date, Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a strategy costs and when it ends; None: unknown, or it does not apply.

    `needed` is what is paid on as_of; `months` counts the days after it on which something is paid;
    `payments` are the sums paid day by day, in order.
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
    payments: tuple[tuple[date, Decimal], ...]
    needed: Decimal


@dataclass(frozen=True, slots=True)
class CureOutcome(Outcome):
    """`run` is how it was carried out."""

    run: Run = field(compare=False, repr=False)

    @property
    def plan(self) -> Cure:
        return Cure()


@dataclass(frozen=True, slots=True)
class PayDownOutcome(Outcome):
    """`run` is how `plan` was carried out; `needed` is its upfront sum, at most the payoff."""

    plan: PayDown
    run: Run = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreed plan as it is paid: (day, paid, balance after) for each instalment, in yuan.

    `upfront` is paid at once; `balance` is what it leaves for the instalments. `payment` is the
    level one over `months_asked`; the last instalment clears, and may come sooner.
    """

    as_of: date
    upfront: Decimal
    balance: Decimal
    waived: Decimal
    daily_rate_percent: Decimal
    months_asked: int
    payment: Decimal
    instalments: Instalments

    def owed_on(self, day: date) -> Decimal:
        """The balance left at the end of `day` and its interest since the last instalment."""
        return sum(self.left_on(day), ZERO)

    def left_on(self, day: date) -> tuple[Decimal, Decimal]:
        """(the balance left at the end of `day`, its interest since the last instalment)."""
        since, balance = self.as_of, self.balance
        for paid_on, _, after in self.instalments:
            if paid_on <= day:
                since, balance = paid_on, after
        return balance, rounded(balance * self.daily_rate_percent * (day - since).days, 100)

    @property
    def payments(self) -> tuple[tuple[date, Decimal], ...]:
        """What is paid on which day, in order."""
        instalments = tuple((day, paid) for day, paid, _ in self.instalments)
        return ((self.as_of, self.upfront), *instalments) if self.upfront else instalments

    def paid_by(self, day: date) -> Decimal:
        return sum((paid for paid_on, paid in self.payments if paid_on <= day), ZERO)

    def is_carried_by(self, surplus: Decimal | None) -> bool | None:
        """Whether the surplus holds each instalment, where there is any; None: unknown."""
        if not self.instalments:
            return True
        return None if surplus is None else self.payment <= surplus


@dataclass(frozen=True, slots=True)
class RestructureOutcome(Outcome):
    """`gap` is what the instalment exceeds the surplus by where no term up to the longest fits.

    `balance` is what is left for the instalments, `agreed` how `plan` is paid.
    """

    balance: Decimal
    waived: Decimal
    total_paid: Decimal
    plan_daily_rate_percent: Decimal
    gap: Decimal | None
    plan: Restructure
    agreed: Agreement = field(repr=False)


@dataclass(frozen=True, slots=True)
class CapOutcome:
    """What a court may be asked to cut; courts measure differently."""

    saving: Decimal
    feasible: bool | None = None


PaidOutcome = CureOutcome | PayDownOutcome | RestructureOutcome
PlanOutcome = PaidOutcome | CapOutcome
