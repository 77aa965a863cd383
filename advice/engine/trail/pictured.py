"""The trails of what is owed from day to day while a plan is paid."""

from datetime import date
from functools import partial

from advice.engine.strategies.balances import Balance, Balances
from advice.engine.trail.build import yuan
from advice.engine.trail.grammar import Addend, Trail
from advice.engine.trail.kinds import LABELS
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit
from advice.engine.wording import chinese_date

KINDS = LABELS | {
    "agreed_balance": "分期还没还的",
    "agreed_interest": "上一期以后的利息",
    "legal_costs": "诉讼费用",
}


def balance_key(front: str, day: date) -> str:
    """The key of what is owed at the end of `day` under the plan of that front."""
    return f"{front}.on.{day.isoformat()}"


def balance_trails(front: str, title: str, balances: Balances) -> Makers:
    """What is owed on each day under the plan of that title, kind by kind."""
    for row in balances:
        key = balance_key(front, row.day)
        yield key, partial(_owed, key, title, row)


def _owed(key: str, title: str, row: Balance) -> Trail:
    addends = tuple(Addend(KINDS[name], (yuan(KINDS[name], amount),)) for name, amount in row.parts)
    label = f"“{title}”，{chinese_date(row.day)}还要还"
    return Trail(key, label, row.owed, Unit.YUAN, addends, is_estimate=True)
