"""What a change would do to borrowers, worked out and seen before it is approved."""

from advice.services.effects.runs import (
    advance,
    is_tried,
    note_seen,
    refuse_unseen,
    run_of,
    start,
    was_seen,
)
from advice.services.effects.trying import CannotBeTried, changes_results, day_of

__all__ = [
    "CannotBeTried",
    "advance",
    "changes_results",
    "day_of",
    "is_tried",
    "note_seen",
    "refuse_unseen",
    "run_of",
    "start",
    "was_seen",
]
