"""The trail of what a court may be asked to cut (请求调减)."""

from advice.engine.facts.grounds import CAP_LAW
from advice.engine.strategies import CapOutcome
from advice.engine.trail.grammar import Trail
from advice.engine.trail.plans.plan import PlanTrails
from advice.engine.trail.shelf import Makers


class CapTrails(PlanTrails[CapOutcome]):
    """What exceeds the cap on the day on which the court is asked."""

    def makers(self) -> Makers:
        yield f"{self.front}.saving", self._excess

    def _excess(self) -> Trail:
        saving = self.outcome.saving
        addends = [self.book.ref("超出上限的部分", "cap_excess", saving)] if saving else []
        return self.trail("saving", f"{self.book.day_words}超出的", addends, law=CAP_LAW)
