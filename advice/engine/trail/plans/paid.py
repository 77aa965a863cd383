"""The trails that every strategy with a cost has."""

from datetime import date
from typing import Generic, TypeVar

from advice.engine.facts.grounds import RECORD_LAW
from advice.engine.strategies import PaidOutcome
from advice.engine.trail.build import ref
from advice.engine.trail.grammar import Addend, How, Trail
from advice.engine.trail.plans.at_hand import AtHand
from advice.engine.trail.plans.plan import PlanTrails
from advice.engine.trail.record import expiry
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit

PaidT = TypeVar("PaidT", bound=PaidOutcome)


class PaidTrails(PlanTrails[PaidT], Generic[PaidT]):
    """Cost, saving, what must be at hand, and when the record ends."""

    def paid_until(self, day: date) -> list[Addend]:
        """What is paid up to and including that day."""
        raise NotImplementedError

    def common(self) -> Makers:
        """What comes first of every such strategy."""
        yield f"{self.front}.cost", self._cost
        if self.outcome.saving is not None:
            yield f"{self.front}.saving", self._saving
        key, payments = f"{self.front}.at_hand", self.outcome.payments
        yield from AtHand(
            key, payments, self.book.position, self.book.means, self.paid_until
        ).makers()

    def _cost(self) -> Trail:
        costs = self.book.position.legal_costs
        words, key = f"{self.book.day_words}已有的诉讼费用", f"{self.book.today}.legal_costs"
        told = (
            ("付的", f"{self.front}.paid_by_horizon", self.outcome.paid_by_horizon),
            ("还欠的", f"{self.front}.owed_at_horizon", self.outcome.owed_at_horizon),
            (words, key, costs),
        )
        return self.trail("cost", "总花费", [ref(*each) for each in told if each[2]])

    def _saving(self) -> Trail:
        a = self.book.assessment
        key = f"projection.{a.projection.index(a.at_horizon)}.total_cost"
        status_quo = ref("不采取行动一共要付", key, a.position.status_quo_cost)
        cost = ref("这样做的总花费", f"{self.front}.cost", self.outcome.cost, minus=True)
        return self.trail("saving", "比不处理少花", [status_quo, cost])

    def record_end(self, label: str, name: str) -> Makers:
        """When the record leaves the report, counted from the day `name`, if the default ends."""
        ended_on: date | None = getattr(self.outcome, name)
        if ended_on and self.outcome.record_expires_on:
            yield f"{self.front}.record_expires_on", lambda: self._expires(label, name, ended_on)

    def _expires(self, label: str, name: str, ended_on: date) -> Trail:
        months = self.book.assessment.rules.retention_months
        addend = expiry(label, ended_on, months, figure=f"{self.front}.{name}")
        options = {"unit": Unit.DATE, "how": How.LATEST, "law": RECORD_LAW}
        return self.trail("record_expires_on", "征信记录消除", [addend], **options)
