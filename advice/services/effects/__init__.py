"""What a change would do to borrowers, worked out and seen before it is approved."""

from advice.services.effects.comparing import PanelCount
from advice.services.effects.distribution import distributions
from advice.services.effects.runs import (
    KINDS,
    advance,
    is_tried,
    note_seen,
    progress,
    refuse_without_effect,
    run_of,
    start,
    was_seen,
)
from advice.services.effects.trying import CannotBeTried, changes_results, day_of, eased_otherwise

__all__ = [
    "KINDS",
    "CannotBeTried",
    "PanelCount",
    "advance",
    "changes_results",
    "day_of",
    "distributions",
    "eased_otherwise",
    "is_tried",
    "note_seen",
    "progress",
    "refuse_without_effect",
    "run_of",
    "start",
    "was_seen",
]
