"""What the court charges on a claim: the tables of 诉讼费用交纳办法 第十三条 and 第十四条."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.court import CourtFeeTable, court_fees
from advice.engine.money import exact_arithmetic
from advice.engine.plans import CLAIM_MOST
from advice.engine.rules import Rulebook, RulesInForce
from advice.engine.tools.asking import Raw, asked, day_asked, in_force, refuse_broken

FIELDS = frozenset({"amount", "as_of"})


@dataclass(frozen=True, slots=True)
class CourtFeesAnswer:
    """Every fee in yuan on `amount` yuan by the tables in force on `as_of`."""

    as_of: date
    amount: Decimal
    rules: RulesInForce
    fees: CourtFeeTable


def answer(raw: Raw, *, today: date, rulebook: Rulebook) -> CourtFeesAnswer:
    """The fees on the amount; raises CaseRefused."""
    answers = asked(raw, FIELDS)
    as_of = day_asked(answers, today)
    answers.require("amount")
    amount = answers.amount("amount", CLAIM_MOST)
    refuse_broken(answers)
    assert amount is not None
    rules = in_force(lambda: rulebook.on(as_of))
    with exact_arithmetic():
        return CourtFeesAnswer(as_of, amount, rules, court_fees(amount, rules))
