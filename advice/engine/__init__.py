"""The calculation: what follows when a loan is not repaid, and what each strategy changes.

`calculation.md` beside these modules is their contract.

Pure: standard library only, no clock, no input or output. The face of the package; the modules
behind it hold one idea each.
"""

from advice.engine.answers import CaseRefused
from advice.engine.assessment import Assessment, assess
from advice.engine.case import Case
from advice.engine.intake import read_case
from advice.engine.report import report
from advice.engine.rules import Rulebook, RuleNotInForce

__all__ = [
    "Assessment",
    "Case",
    "CaseRefused",
    "RuleNotInForce",
    "Rulebook",
    "assess",
    "read_case",
    "report",
]
