"""How every figure came about: its addends, the rounding, and the rules that it rests on.

`trails_of` keeps the books of an assessment once more, with a journal that notes what each figure
is made of, and says it in the grammar of `Trail`, which anybody can follow with a calculator.
"""

from advice.engine.trail.book import CaseTrails, trails_of
from advice.engine.trail.claimed import claimed_keys, left_trails, trails_of_way
from advice.engine.trail.due import due_key
from advice.engine.trail.grammar import Addend, Factor, Ground, How, Trail
from advice.engine.trail.means import taken
from advice.engine.trail.pictured import balance_key, balance_trails
from advice.engine.trail.report import trail_report
from advice.engine.trail.shelf import Trails
from advice.engine.trail.telling import Line, in_parts, lines, result_words, value_words
from advice.engine.trail.tools import trails_of_tool

__all__ = [
    "Addend",
    "CaseTrails",
    "Factor",
    "Ground",
    "How",
    "Line",
    "Trail",
    "Trails",
    "balance_key",
    "balance_trails",
    "claimed_keys",
    "due_key",
    "in_parts",
    "left_trails",
    "lines",
    "result_words",
    "taken",
    "trail_report",
    "trails_of",
    "trails_of_tool",
    "trails_of_way",
    "value_words",
]
