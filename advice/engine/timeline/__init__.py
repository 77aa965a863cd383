"""What falls when: every dated event of an assessment, in one place.

timeline(assessment, workdays) is the one door; the result's first line shows its `coming`.
"""

from dataclasses import dataclass
from datetime import date

from advice.engine.assessment import Assessment
from advice.engine.timeline.contract import contract_events
from advice.engine.timeline.court import court_events
from advice.engine.timeline.event import Event, days_until
from advice.engine.timeline.record import record_events
from advice.engine.vocabulary import EventKind
from advice.engine.working_days import Workdays

__all__ = ["Event", "Timeline", "days_until", "timeline"]

GRAVITY = {kind: number for number, kind in enumerate(EventKind)}


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of a borrower who does nothing: `dated` by day, of one day the gravest first."""

    as_of: date
    dated: tuple[Event, ...]
    undated: tuple[Event, ...]

    @property
    def coming(self) -> Event | None:
        """What comes next of all that gets worse or falls due: a deadline that ends today too."""
        return next((event for event in self.dated if self._comes(event)), None)

    def _comes(self, event: Event) -> bool:
        assert event.day is not None
        first = 0 if event.is_deadline else 1
        return event.is_pressing and days_until(event.day, self.as_of) >= first


def timeline(assessment: Assessment, workdays: Workdays) -> Timeline:
    """Every event; legal deadlines are moved by `workdays`."""
    events = [
        *court_events(assessment, workdays),
        *record_events(assessment),
        *contract_events(assessment),
    ]
    dated = [(event.day, event) for event in events if event.day]
    dated.sort(key=lambda row: (row[0], GRAVITY[row[1].kind]))
    return Timeline(
        as_of=assessment.case.as_of,
        dated=tuple(event for _, event in dated),
        undated=tuple(event for event in events if event.day is None),
    )
