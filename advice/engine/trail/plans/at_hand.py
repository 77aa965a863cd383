"""The trail of what must be at hand for a plan to be paid to its end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.money import ZERO
from advice.engine.purse import money_needed
from advice.engine.strategies import Position
from advice.engine.trail.build import times, yuan
from advice.engine.trail.grammar import Addend, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit


@dataclass(frozen=True)
class AtHand:
    """What is paid from that position, and how it is told up to and including a day.

    `means` is the front of the keys of what the borrower can afford.
    """

    key: str
    payments: tuple[tuple[date, Decimal], ...]
    position: Position
    means: str
    paid_until: Callable[[date], list[Addend]]

    def makers(self) -> Makers:
        """Its trail, where the means are known."""
        needed = money_needed(self.payments, self.position)
        if needed is not None:
            yield self.key, lambda: self._trail(needed)

    def _trail(self, needed: Decimal) -> Trail:
        """On the day that asks most: what is paid by then, less the means that came by then."""
        day = self._hardest_day(needed) if needed else None
        addends = (*self.paid_until(day), *self._came_until(day)) if day else ()
        note = "手头最紧的那天：到那天要付的，减去到那天每月能拿出来的。" if addends else ""
        return Trail(
            self.key, "手头要用的", needed, Unit.YUAN, addends, note=note, is_estimate=True
        )

    def _hardest_day(self, needed: Decimal) -> date:
        """The first day on which so much has had to be at hand."""
        means = self.position.monthly_means or ZERO
        spent = ZERO
        for day, amount in self.payments:
            spent += amount
            if spent - means * self._months_until(day) == needed:
                return day
        raise AssertionError("nothing needs so much")

    def _months_until(self, day: date) -> int:
        """How often the monthly means have come by then."""
        has_begun = day > self.position.case.as_of
        return self.position.paying_days.count_until(day) if has_begun else 0

    def _came_until(self, day: date) -> Iterator[Addend]:
        """The monthly means that came after the day it began."""
        months = self._months_until(day)
        surplus, cut = self.position.affordability.monthly_surplus, self.position.case.expense_cut
        key = f"{self.means}.monthly_surplus"
        for label, amount, figure in (("每月结余", surplus, key), ("每月还能省", cut, "")):
            if months and amount:
                came = (yuan(label, amount, figure=figure), times(months, "个月"))
                yield Addend(label, came, minus=True)
