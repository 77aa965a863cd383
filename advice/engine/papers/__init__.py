"""What a paper that the borrower sends can say of the case: named figures, tables and blanks.

A paper is never wrong by a hole: a figure that is not known, or that is nothing here, becomes a
blank to be filled in by hand. The sentence around it says what it is; only what could be anything,
such as a name, has its label behind the line.
"""

from advice.engine.papers.names import paper_figures, placeholder_names
from advice.engine.papers.told import Papers

__all__ = ["Papers", "paper_figures", "placeholder_names"]
