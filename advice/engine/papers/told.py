"""What papers are filled from."""

from dataclasses import dataclass

from advice.engine.assessment import Assessment
from advice.engine.strategies.outcome import Agreement


@dataclass(frozen=True, slots=True)
class Papers:
    """What papers are filled from.

    `plan` is the agreement to propose: None where none is known to be affordable. `product` and
    `lender` are names, "" where they are not known.
    """

    assessment: Assessment
    product: str = ""
    lender: str = ""
    plan: Agreement | None = None
