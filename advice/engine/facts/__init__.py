"""The named facts of an assessment: what conditions may ask about and pages may show.

Each fact has a stable key, a Chinese label, a unit, the legal sources that its figure rests on, and
the answers that would make it known. A value of None is unknown, or does not apply.
"""

from advice.engine.facts import court, means, owed, record, standing
from advice.engine.facts.fact import Fact, Value, number_words

__all__ = ["FACTS", "Fact", "Value", "fact_choices", "number_words"]

_FACTS = (*standing.FACTS, *owed.FACTS, *record.FACTS, *court.FACTS, *means.FACTS)

FACTS: dict[str, Fact] = {fact.key: fact for fact in _FACTS}


def fact_choices() -> list[tuple[str, str]]:
    """(key, label with unit) pairs for editors."""
    return [(fact.key, f"{fact.label}（{fact.unit.label}）") for fact in _FACTS]
