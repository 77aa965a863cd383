"""The trails of an emergency fund: how much it is, what is missing, when it is there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from advice.engine.answers import LABELS
from advice.engine.tools.emergency_fund import EmergencyFundAnswer, Target
from advice.engine.trail.build import day_addend, ref, sum_trail, yuan
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.vocabulary import Unit


def emergency_fund_trails(answer: EmergencyFundAnswer) -> Iterator[Trail]:
    """Every figure of each target."""
    for target in answer.targets:
        yield from _TargetTrails(answer, target).trails()


class _TargetTrails:
    """One target; keys begin with its months."""

    def __init__(self, answer: EmergencyFundAnswer, target: Target) -> None:
        self.answer = answer
        self.target = target
        self.front = f"target.{target.months_of_expenses}"
        self.words = f"{target.months_of_expenses} 个月的开支"

    def trails(self) -> Iterator[Trail]:
        """How long it takes, when it is there, what is missing, and how much it is."""
        if self.target.saved_in:
            yield self._saved_in(self.target.saved_in)
            if self.target.reached_on:
                yield self._reached_on(self.target.saved_in, self.target.reached_on)
        yield self._missing()
        yield self._amount()

    def _saved_in(self, months: int) -> Trail:
        missing = yuan("还差", self.target.missing, figure=f"{self.front}.missing")
        monthly = yuan("每月存", self.answer.monthly_saving, divides=True)
        addend, key = Addend("月数", (missing, monthly)), f"{self.front}.saved_in"
        label = f"存到 {self.words}"
        return Trail(key, label, months, Unit.MONTHS, (addend,), How.UP, is_estimate=True)

    def _reached_on(self, months: int, day: date) -> Trail:
        count = Factor("月数", Decimal(months), Unit.MONTHS, figure=f"{self.front}.saved_in")
        addend, key = day_addend("从今天起", self.answer.as_of, count), f"{self.front}.reached_on"
        label = f"哪天存到 {self.words}"
        return Trail(key, label, day, Unit.DATE, (addend,), How.LATEST, is_estimate=True)

    def _missing(self) -> Trail:
        missing, savings = self.target.missing, yuan("已有的存款", self.answer.savings)
        addends = [
            ref(self.words, f"{self.front}.amount", self.target.amount),
            Addend(savings.label, (savings,), minus=True),
        ]
        trail = sum_trail(f"{self.front}.missing", f"{self.words}还差", missing, addends)
        return trail if missing else replace(trail, addends=(), note="存款已经够了。")

    def _amount(self) -> Trail:
        expenses = yuan(LABELS["essential_expenses"], self.answer.expenses)
        count = Factor("几个月", Decimal(self.target.months_of_expenses), Unit.MONTHS)
        whole = Addend(self.words, (expenses, count))
        return sum_trail(f"{self.front}.amount", self.words, self.target.amount, [whole])
