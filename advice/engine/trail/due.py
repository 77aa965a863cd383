"""The trails of what falls due on the coming due days."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from advice.engine.assessment import Assessment
from advice.engine.money import ZERO
from advice.engine.timeline.contract import Coming, coming_instalments
from advice.engine.trail.build import ref
from advice.engine.trail.grammar import Addend, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit
from advice.engine.wording import chinese_date


def due_key(day: date) -> str:
    """The key of what falls due on that day."""
    return f"due.{day.isoformat()}"


def due_trails(assessment: Assessment) -> Makers:
    """Each coming due day: the instalments of all loans together."""
    for day, rows in coming_instalments(assessment).items():
        yield due_key(day), partial(_due, day, rows)


def _due(day: date, rows: Sequence[Coming]) -> Trail:
    amount = sum((row.instalment.amount for row in rows), ZERO)
    addends = tuple(addend for row in rows for addend in instalment_addends(row))
    return Trail(due_key(day), f"{chinese_date(day)}要还的", amount, Unit.YUAN, addends)


def instalment_addends(row: Coming) -> Iterator[Addend]:
    """Its principal and its interest, where there are any."""
    front, number = f"schedule.{row.loan - 1}.{row.place}", row.place + 1
    for name, label in (("principal", "本金"), ("interest", "利息")):
        amount = getattr(row.instalment, name)
        if amount:
            yield ref(f"第 {number} 期的{label}", f"{front}.{name}", amount, loan=row.loan)
