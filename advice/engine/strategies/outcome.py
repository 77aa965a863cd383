"""What a strategy gives: its cost, its end, and whether the borrower can carry it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a strategy costs and when it ends; None: unknown, or it does not apply.

    `months` counts the days after as_of on which something is paid; `payments` are the sums paid
    day by day, in order.
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


@dataclass(frozen=True, slots=True)
class CureOutcome(Outcome):
    needed: Decimal


@dataclass(frozen=True, slots=True)
class PayDownOutcome(Outcome):
    needed: Decimal


@dataclass(frozen=True, slots=True)
class RestructureOutcome(Outcome):
    """`gap` is what the instalment exceeds the surplus by where no term up to the longest fits.

    `needed` is what is paid today, `balance` what is left for the instalments.
    """

    needed: Decimal
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
