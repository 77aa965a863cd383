"""The trails of the small tools' figures, in the grammar of the result's."""

from collections.abc import Iterator

from advice.engine.money import exact_arithmetic
from advice.engine.rules import Rulebook
from advice.engine.tools.affordable_instalment import AffordableInstalmentAnswer
from advice.engine.tools.court_fees import CourtFeesAnswer
from advice.engine.tools.emergency_fund import EmergencyFundAnswer
from advice.engine.tools.penalty import PenaltyAnswer
from advice.engine.tools.record import RecordAnswer
from advice.engine.tools.schedule import ScheduleAnswer
from advice.engine.trail.grammar import Trail
from advice.engine.trail.grounds import Footing
from advice.engine.trail.shelf import Trails
from advice.engine.trail.tools.affordable_instalment import affordable_instalment_trails
from advice.engine.trail.tools.court_fees import FEES, court_fee_trails
from advice.engine.trail.tools.emergency_fund import emergency_fund_trails
from advice.engine.trail.tools.penalty import penalty_trails
from advice.engine.trail.tools.record import record_trails
from advice.engine.trail.tools.schedule import whole_schedule_trails

__all__ = ["FEES", "trails_of_tool"]

Answer = (
    AffordableInstalmentAnswer
    | CourtFeesAnswer
    | EmergencyFundAnswer
    | PenaltyAnswer
    | RecordAnswer
    | ScheduleAnswer
)


def trails_of_tool(answer: Answer, rulebook: Rulebook) -> Trails:
    """How each figure of a tool's answer came about, in the order in which it is told."""
    shelf = Trails(_footing(answer), rulebook)
    with exact_arithmetic():
        shelf.add((trail.key, lambda trail=trail: trail) for trail in _told(answer))  # type: ignore[misc]
    return shelf


def _footing(answer: Answer) -> Footing:
    match answer:
        case CourtFeesAnswer() | EmergencyFundAnswer():
            return Footing(answer.as_of)
        case PenaltyAnswer():
            return Footing(answer.as_of, answer.product, answer.terms, answer.contract.told)
        case AffordableInstalmentAnswer() | RecordAnswer() | ScheduleAnswer():
            return Footing(answer.as_of, answer.product, answer.terms)


def _told(answer: Answer) -> Iterator[Trail]:
    match answer:
        case AffordableInstalmentAnswer():
            return affordable_instalment_trails(answer)
        case CourtFeesAnswer():
            return court_fee_trails(answer)
        case EmergencyFundAnswer():
            return emergency_fund_trails(answer)
        case PenaltyAnswer():
            return penalty_trails(answer)
        case RecordAnswer():
            return record_trails(answer)
        case ScheduleAnswer():
            return whole_schedule_trails(answer)
