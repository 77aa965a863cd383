"""What visitors fill in."""

from advice.forms.answers import Answers
from advice.forms.case import CaseForm
from advice.forms.feedback import FeedbackForm, VoteForm
from advice.forms.loans import LoanForm
from advice.forms.result import result_context

__all__ = ["Answers", "CaseForm", "FeedbackForm", "LoanForm", "VoteForm", "result_context"]
