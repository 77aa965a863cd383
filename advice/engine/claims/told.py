"""What the lender's app or letter claims, as the borrower tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from advice.engine.answers import LABELS, MEANS_MOST, Answers, CaseRefused, Errors
from advice.engine.calendar import add_days
from advice.engine.case import Case
from advice.engine.vocabulary import Labelled

DAYS_MOST = 3_700

Number = Decimal | int


class Item(Labelled):
    """What a lender tells, by the field that asks for it."""

    DAYS = "claimed_days", "逾期天数"
    ARREARS = "claimed_arrears", "逾期应还总额"
    PENALTY = "claimed_penalty", "其中罚息"
    PAYOFF = "claimed_payoff", "全部结清总额"


CLAIM_FIELDS = frozenset({"claimed_on", *Item})
Figures = Mapping[Item, Number]


@dataclass(frozen=True, slots=True)
class Claims:
    """What the lender told of one day: yuan as Decimal, days as int; only what was told."""

    on: date
    told: Figures


def read_claims(raw: Mapping[str, Any], case: Case) -> Claims:
    """What was told of the lender's figures; raises CaseRefused with every broken bound.

    The day is one from the first accrual start to the day of the assessment, which is the default.
    """
    errors: Errors = {}
    answers = Answers(raw, "", errors)
    answers.refuse_unknown(CLAIM_FIELDS)
    first = min(loan.accrual_start_date for loan in case.loans)
    on = answers.day_between("claimed_on", after=add_days(first, -1), until=case.as_of)
    told: dict[Item, Number | None] = {
        Item.DAYS: answers.integer(Item.DAYS, 0, DAYS_MOST),
        **{
            item: answers.amount(item, MEANS_MOST)
            for item in (Item.ARREARS, Item.PENALTY, Item.PAYOFF)
        },
    }
    if not any(answers.is_told(item) for item in Item):
        answers.refuse(Item.ARREARS, f"请至少填一个数字，例如{LABELS[Item.ARREARS]}")
    if errors:
        raise CaseRefused(errors)
    return Claims(
        on or case.as_of, {item: value for item, value in told.items() if value is not None}
    )
