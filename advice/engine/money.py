"""The fen and the one rounding.

Money is Decimal yuan. Sums and products stay exact under `exact_arithmetic`; a quotient is formed
once, last, by `rounded`, half up to the fen, so that exactly half a fen always rounds up.
"""

from contextlib import AbstractContextManager
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
SIX_DECIMALS = Decimal("0.000001")

# The longest exact product of the ledger has under 60 digits; a non-ending quotient cut at 100
# digits lies nowhere near a tie that it isn't.
EXACT = Context(prec=100, rounding=ROUND_HALF_UP)


def exact_arithmetic() -> AbstractContextManager[Context]:
    """The context in which the engine computes; every public entry opens it."""
    return localcontext(EXACT)


def rounded(numerator: Decimal, divisor: Decimal | int = 1, *, to: Decimal = FEN) -> Decimal:
    """numerator / divisor, half up to the fen (or to the step `to`)."""
    return EXACT.divide(numerator, divisor).quantize(to, ROUND_HALF_UP, EXACT)


def rounded_ratio(numerator: int, denominator: int) -> Decimal:
    """A non-negative ratio of whole numbers in yuan, half up to the fen, no digit lost before."""
    fen = (200 * numerator + denominator) // (2 * denominator)
    return Decimal(fen).scaleb(-2, EXACT)
