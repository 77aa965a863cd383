"""A panel of drawn borrowers: made up, plausible, and the same ones on every run.

They owe one to five loans, some not overdue yet and some for years; some were sued; many left
answers out. Each is drawn from a seed of its own, so that any part of the panel can be drawn alone.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from advice.engine import Case, Rulebook, read_case
from advice.engine.calendar import add_days
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.vocabulary import (
    STAGES_WITH_JUDGMENT,
    Circumstance,
    LegalStage,
    RepaymentMethod,
    TermKey,
)

SIZE = 1000
SEED = "panel 1"

Raw = dict[str, Any]

# How many of a hundred borrowers are how many days late; below 0: days until the first due date.
LATENESS = (
    (14, (-30, 0)),
    (6, (1, 1)),
    (16, (2, 30)),
    (22, (31, 90)),
    (18, (91, 180)),
    (16, (181, 540)),
    (8, (541, 1400)),
)
LOAN_COUNTS = ((40, 1), (25, 2), (18, 3), (10, 4), (7, 5))
METHODS = (
    (70, RepaymentMethod.EQUAL_PRINCIPAL),
    (20, RepaymentMethod.EQUAL_INSTALMENT),
    (10, RepaymentMethod.INTEREST_ONLY),
)
# In hundredths of the answers; the others leave it out.
TELLS_INCOME, TELLS_MEANS, TELLS_CUT, TELLS_CIRCUMSTANCES = 75, 70, 45, 20
OF_DEFAULT_PRODUCT = 60
LETTER_FROM_DAY, SUIT_FROM_DAY = 60, 150
LOWEST_RATE, HIGHEST_RATE = Decimal("0.02"), Decimal("0.05")
PERFORMANCE_LATEST = 300


def borrower(number: int, day: date, *, rulebook: Rulebook) -> Case:
    """The borrower of that number, as seen on `day`; raises CaseRefused or RuleNotInForce."""
    raw = _Drawing(number, day, rulebook).answers()
    return read_case(raw, today=day, rulebook=rulebook)


class _Drawing:
    """Draws one borrower's answers."""

    def __init__(self, number: int, day: date, rulebook: Rulebook) -> None:
        self.random = Random(f"{SEED} {number}")  # noqa: S311  # nothing secret is drawn
        self.day = day
        self.rulebook = rulebook

    def answers(self) -> Raw:
        product = self._product()
        latest = self._of(LATENESS)
        late = sorted(
            (self._days(latest) for _ in range(self._of(LOAN_COUNTS))),
            reverse=True,
        )
        return {
            "as_of": self.day,
            "product": product,
            "loans": [self._loan(product, days) for days in late],
            **self._means(),
            "circumstances": self._circumstances(),
            **self._court(late[0]),
        }

    def _of(self, weighted: Sequence[tuple[int, Any]]) -> Any:
        weights, values = zip(*weighted, strict=True)
        return self.random.choices(values, weights)[0]

    def _tells(self, share: int) -> bool:
        return self.random.randrange(100) < share

    def _days(self, bounds: tuple[int, int]) -> int:
        return self.random.randint(*bounds)

    def _yuan(self, low: int, high: int, *, step: int = 100) -> str:
        return str(self.random.randrange(low, high + 1, step))

    def _product(self) -> str:
        known = sorted(self.rulebook.products)
        drawn = self.random.choice(known) if known else DEFAULT_PRODUCT
        is_default = DEFAULT_PRODUCT in known and self._tells(OF_DEFAULT_PRODUCT)
        return DEFAULT_PRODUCT if is_default else drawn

    def _loan(self, product: str, days_late: int) -> Raw:
        principal = self.random.choice([(500, 5_000), (5_000, 30_000), (30_000, 200_000)])
        return {
            "principal": self._yuan(*principal),
            "daily_rate_percent": self._rate(product),
            "repayment_method": self._of(METHODS).value,
            "remaining_instalments": self.random.choice([3, 5, 8, 10, 12, 15, 20]),
            "first_unpaid_due_date": add_days(self.day, -days_late),
        }

    def _rate(self, product: str) -> Decimal:
        """A rate between the lowest and the highest of the product, in steps of a thousandth."""
        lowest = self._term(product, TermKey.DAILY_RATE_MIN, LOWEST_RATE)
        highest = self._term(product, TermKey.DAILY_RATE_MAX, HIGHEST_RATE)
        steps = int((max(highest, lowest) - lowest) * 1000)
        return lowest + Decimal(self.random.randint(0, steps)) / 1000

    def _term(self, product: str, key: TermKey, usual: Decimal) -> Decimal:
        """The product's bound; the usual one where nothing is known of it."""
        terms = self.rulebook.product(product).terms
        value = terms[key].on(self.day) if key in terms else None
        return usual if value is None else value

    def _means(self) -> Raw:
        means: Raw = {}
        if self._tells(TELLS_INCOME):
            means["monthly_income"] = self.random.choice(["0", self._yuan(2_000, 16_000)])
            means["essential_expenses"] = self._yuan(1_500, 7_000)
            means["other_debt_payments"] = self.random.choice(["0", self._yuan(300, 5_000)])
            if self._tells(TELLS_CUT):
                means["expense_cut"] = self._yuan(100, 1_000)
        for name in ("savings", "sellable_assets", "family_loan"):
            if self._tells(TELLS_MEANS):
                means[name] = self.random.choice(["0", self._yuan(500, 30_000)])
        return means

    def _circumstances(self) -> list[str]:
        return [told.value for told in Circumstance if self._tells(TELLS_CIRCUMSTANCES)]

    def _court(self, days_late: int) -> Raw:
        """Court papers as far as the time since the first due date allows them."""
        if days_late < LETTER_FROM_DAY:
            return {}
        stages = [LegalStage.NONE, LegalStage.NONE, LegalStage.LAWYER_LETTER]
        if days_late >= SUIT_FROM_DAY:
            stages += [LegalStage.PAYMENT_ORDER, LegalStage.SUED]
        after_filing = int(self.rulebook.on(self.day).performance_days)
        room = days_late - after_filing - 2
        if days_late >= SUIT_FROM_DAY and room > 0:
            stages += [LegalStage.JUDGED, LegalStage.ENFORCEMENT]
        stage = self.random.choice(stages)
        told: Raw = {"legal_stage": stage.value}
        if stage is LegalStage.SUED:
            told["lawsuit_filed_on"] = add_days(self.day, -self.random.randint(0, days_late - 1))
        if stage in STAGES_WITH_JUDGMENT:
            ago = self.random.randint(1, min(room, PERFORMANCE_LATEST))
            told["performance_due_on"] = add_days(self.day, -ago)
        return told
