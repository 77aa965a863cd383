"""What visitors fill in."""

from advice.forms.answers import Answers, still_asked
from advice.forms.case import CaseForm
from advice.forms.claims import ClaimsForm
from advice.forms.feedback import FeedbackForm, VoteForm
from advice.forms.loans import LoanForm
from advice.forms.reminder import ReminderForm
from advice.forms.result import result_context
from advice.forms.tools import TOOL_FORMS, ToolForm
from advice.forms.trial import TrialForm

__all__ = [
    "TOOL_FORMS",
    "Answers",
    "CaseForm",
    "ClaimsForm",
    "FeedbackForm",
    "LoanForm",
    "ReminderForm",
    "ToolForm",
    "TrialForm",
    "VoteForm",
    "result_context",
    "still_asked",
]
