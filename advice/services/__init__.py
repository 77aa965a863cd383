"""Engine, rulebook and content together, one function deep."""

from advice.services.advising import Advice, advise, check_answers
from advice.services.as_json import advise_as_json
from advice.services.calendar_file import dates_file, reminder_file
from advice.services.claiming import Compared, check_claims, compare_told
from advice.services.exploring import Explored
from advice.services.figures import figures_workbook
from advice.services.searching import Nearby, Result, find_nearby, list_results, note_vain_search
from advice.services.tools import ToolResult, use_tool
from advice.services.trying import Tried, check_trial, try_out

__all__ = [
    "Advice",
    "Compared",
    "Explored",
    "Nearby",
    "Result",
    "ToolResult",
    "Tried",
    "advise",
    "advise_as_json",
    "check_answers",
    "check_claims",
    "check_trial",
    "compare_told",
    "dates_file",
    "figures_workbook",
    "find_nearby",
    "list_results",
    "note_vain_search",
    "reminder_file",
    "try_out",
    "use_tool",
]
