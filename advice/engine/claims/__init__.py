"""What the lender's app or letter claims beside ours, and which other way to compute explains it.

The case is computed anew under each alternative: other days of grace, compound interest, everything
called due, a year of 365 days, another penalty multiplier, a day more or less; and, of a few loans,
under each two of them. Only figures are compared: whether the contract allows a way to compute is
not judged.
"""

from advice.engine.claims.compare import ClaimComparison, compare_claims
from advice.engine.claims.explain import Explanation
from advice.engine.claims.told import Claims, Item, read_claims

__all__ = ["ClaimComparison", "Claims", "Explanation", "Item", "compare_claims", "read_claims"]
