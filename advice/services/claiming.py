"""What a lender claims, as the borrower typed it, beside the result."""

from collections.abc import Mapping
from typing import Any

from advice.engine.assessment import Assessment
from advice.engine.claims import ClaimComparison, compare_claims, read_claims


def compare_told(told: Mapping[str, Any], assessment: Assessment) -> ClaimComparison:
    """Ours beside what was told of theirs; raises CaseRefused."""
    return compare_claims(read_claims(told, assessment), assessment)
