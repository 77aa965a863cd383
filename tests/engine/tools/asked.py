"""How tests ask a tool: on 2026-11-22, by the contract's rules."""

import pytest

from advice.engine.answers import CaseRefused
from tests.engine.factories import RULEBOOK, TODAY


def ask(tool, raw, *, today=TODAY, rulebook=RULEBOOK, **changes):
    """The answer of the tool; a change to None leaves an answer out."""
    told = {name: value for name, value in (raw | changes).items() if value is not None}
    return tool.answer(told, today=today, rulebook=rulebook)


def refusal(tool, raw, **changes):
    """The messages of the refusal by their fields."""
    with pytest.raises(CaseRefused) as refused:
        ask(tool, raw, **changes)
    return refused.value.errors
