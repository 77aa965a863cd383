"""How long an emergency fund takes to save."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.answers import MEANS_MOST, MONTHLY_MOST
from advice.engine.calendar import add_months
from advice.engine.money import ZERO, exact_arithmetic, rounded
from advice.engine.rules import Rulebook
from advice.engine.tools.asking import Raw, asked, refuse_broken

FIELDS = frozenset({"essential_expenses", "savings", "monthly_saving"})
MONTHS_OF_EXPENSES = (1, 3, 6)
# A hundred years: whoever would save longer reads that it is out of reach.
LONGEST = 1200


@dataclass(frozen=True, slots=True)
class Target:
    """So many months of expenses: the sum, what is missing, and when it is reached, in yuan.

    `saved_in` counts the months of saving, the last one begun as a whole one; it and `reached_on`
    are None where nothing is saved or the time exceeds a hundred years.
    """

    months_of_expenses: int
    amount: Decimal
    missing: Decimal
    saved_in: int | None
    reached_on: date | None


@dataclass(frozen=True, slots=True)
class EmergencyFundAnswer:
    """The targets in ascending order."""

    as_of: date
    expenses: Decimal
    savings: Decimal
    monthly_saving: Decimal
    targets: tuple[Target, ...]


def answer(raw: Raw, *, today: date, rulebook: Rulebook) -> EmergencyFundAnswer:
    """When each target is reached if the first sum is put aside in a month; raises CaseRefused."""
    answers = asked(raw, FIELDS)
    for field in ("essential_expenses", "monthly_saving"):
        answers.require(field)
    expenses = answers.amount("essential_expenses", MONTHLY_MOST)
    savings = answers.amount("savings", MEANS_MOST) or ZERO
    monthly = answers.amount("monthly_saving", MONTHLY_MOST)
    refuse_broken(answers)
    assert expenses is not None
    assert monthly is not None
    with exact_arithmetic():
        targets = tuple(_target(n, expenses, savings, monthly, today) for n in MONTHS_OF_EXPENSES)
    return EmergencyFundAnswer(today, expenses, savings, monthly, targets)


def _target(
    months: int, expenses: Decimal, savings: Decimal, monthly: Decimal, today: date
) -> Target:
    amount = rounded(months * expenses)
    missing = max(amount - savings, ZERO)
    saved_in = months_to_save(missing, monthly)
    reached_on = None if saved_in is None else add_months(today, saved_in)
    return Target(months, amount, missing, saved_in, reached_on)


def months_to_save(missing: Decimal, monthly: Decimal) -> int | None:
    """The whole months until `monthly` yuan make up `missing` yuan; None: never, or too long."""
    if not missing:
        return 0
    if not monthly:
        return None
    whole, rest = divmod(missing, monthly)
    months = int(whole) + bool(rest)
    return months if months <= LONGEST else None
