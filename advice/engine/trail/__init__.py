"""How every figure came about: its addends, the rounding, and the rules that it rests on.

The books of `assess(…, keeps_journal=True)` note what each figure is made of while they are kept;
`trails_of` says it in the grammar of `Trail`, which anybody can follow with a calculator.
"""

from advice.engine.trail.book import Trails, trails_of
from advice.engine.trail.grammar import Addend, Factor, Ground, How, Trail

__all__ = ["Addend", "Factor", "Ground", "How", "Trail", "Trails", "trails_of"]
