"""What the borrower fills in."""

from advice.forms.answers import Answers
from advice.forms.case import CaseForm
from advice.forms.loans import LoanForm

__all__ = ["Answers", "CaseForm", "LoanForm"]
