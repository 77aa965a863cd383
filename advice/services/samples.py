"""The sample borrowers as cases of any day."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from advice.engine import Case, CaseRefused, Rulebook, read_case
from advice.engine.answers import LATEST_DAY, as_date
from advice.engine.wording import chinese_date
from advice.models import SampleBorrower

CASE_DATES = ("as_of", "lawsuit_filed_on", "performance_due_on", "paper_received_on")
LOAN_DATES = ("first_unpaid_due_date", "accrual_start_date", "accelerated_on")

Raw = dict[str, Any]


def case_on(sample: SampleBorrower, day: date, *, rulebook: Rulebook) -> Case:
    """The borrower as if the answers had been given on `day`; raises CaseRefused."""
    return read_case(answers_on(sample.answers, day), today=day, rulebook=rulebook)


def answers_on(answers: Mapping[str, Any], day: date) -> Raw:
    """The answers with every date as far from `day` as it was from the day they were given on.

    The due day of a loan goes with its first due date. Raises CaseRefused where there is no such
    day to count from or to.
    """
    given_on = as_date(answers.get("as_of"))
    if given_on is None:
        raise CaseRefused({"as_of": ["样本借款人要写明“按哪一天计算”"]})
    if day > LATEST_DAY:
        raise CaseRefused({"as_of": [f"最晚能算到 {chinese_date(LATEST_DAY)}，请换一天"]})
    later = day - given_on
    moved = _moved(answers, CASE_DATES, later)
    loans = answers.get("loans")
    if isinstance(loans, list):
        moved["loans"] = [_moved_loan(loan, later) for loan in loans]
    return moved


def _moved_loan(loan: Any, later: timedelta) -> Any:
    if not isinstance(loan, Mapping):
        return loan  # for the case to refuse
    moved = _moved(loan, LOAN_DATES, later)
    if later:
        moved.pop("due_day", None)
    return moved


def _moved(told: Mapping[str, Any], names: tuple[str, ...], later: timedelta) -> Raw:
    """What was told, its dates moved; what is no date stays, for the case to refuse."""
    dates = {name: as_date(told.get(name)) for name in names}
    return dict(told) | {name: day + later for name, day in dates.items() if day}
