"""Engine, rulebook and content together, one function deep."""

from advice.services.advising import Advice, advise, advise_as_json, check_answers

__all__ = [
    "Advice",
    "advise",
    "advise_as_json",
    "check_answers",
]
