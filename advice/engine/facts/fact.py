"""A named fact of an assessment, and its value in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.case import Case
from advice.engine.money import ZERO
from advice.engine.vocabulary import TermKey, Unit
from advice.engine.wording import chinese_date, percent, plain, yuan

Value = Decimal | int | str | bool | date

DAYS_OF_A_YEAR = 365
PERIOD_END = "比较期末"


@dataclass(frozen=True, slots=True)
class Fact:
    """A named figure or answer; `read` gives its value for one assessment.

    `law` names the legal sources and `terms` the product terms that the figure rests on, `asks` the
    answers that make it known, `told_by` the answer that makes an estimate certain, and `absent`
    says in words why it does not apply where it is None. `lowest` and `highest` bound a number
    where nothing that a borrower can tell leads beyond.
    """

    key: str
    label: str
    unit: Unit
    read: Callable[[Assessment], Value | None]
    choices: tuple[tuple[str, str], ...] = ()
    is_estimate: bool = False
    law: tuple[str, ...] = ()
    terms: tuple[TermKey, ...] = ()
    asks: tuple[str, ...] = ()
    told_by: str = ""
    absent: str = ""
    lowest: Decimal | None = ZERO
    highest: Decimal | None = None

    def label_in(self, assessment: Assessment) -> str:
        """The label with the period that this borrower compares."""
        days = assessment.case.horizon_days
        period = "一年后" if days == DAYS_OF_A_YEAR else f"{days} 天后"
        return self.label.replace(PERIOD_END, period)

    def is_estimate_in(self, assessment: Assessment) -> bool:
        """Whether the figure is an estimate, and not what the borrower told."""
        return self.is_estimate and not (
            self.told_by and getattr(assessment.case, self.told_by) is not None
        )

    def untold_in(self, case: Case) -> bool:
        """Whether none of the answers that it asks for was given."""
        return bool(self.asks) and all(getattr(case, field) is None for field in self.asks)

    def words(self, value: Value) -> str:
        """The value with its sign or unit, as a Chinese reader expects it."""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, date):
            return chinese_date(value)
        if isinstance(value, str):
            return dict(self.choices).get(value, value)
        return number_words(value, self.unit)


def number_words(value: Decimal | int, unit: Unit) -> str:
    """A number with its unit: ¥14,046.00, 99 天, 27.375%."""
    number = Decimal(value)
    match unit:
        case Unit.YUAN:
            return yuan(number)
        case Unit.PERCENT:
            return percent(number)
        case Unit.SHARE:
            return percent(100 * number)
        case Unit.DAYS | Unit.MONTHS | Unit.TIMES:
            return f"{plain(number)} {unit.label}"
    return plain(number)


def days_until(day: date | None, assessment: Assessment) -> int | None:
    """Days from as_of, None where the day has passed or there is none."""
    if day is None or day < assessment.case.as_of:
        return None
    return (day - assessment.case.as_of).days


def highest_rate(assessment: Assessment) -> Decimal:
    """The highest annual rate of the loans in percent, over `year_days` the daily one."""
    year_days = assessment.terms.year_days
    return max(loan.rate_numerator(year_days) for loan in assessment.case.loans)
