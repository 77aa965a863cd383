"""What it costs to settle later: the payoff and the court's costs by then, and what has changed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from advice.engine.assessment import Assessment, Projection, project
from advice.engine.calendar import add_days
from advice.engine.credit import status_code
from advice.engine.vocabulary import Labelled

WAITED_DAYS = (0, 7, 30, 90, 180)


class CourtStep(Labelled):
    """A step of the typical lawsuit that is taken while one waits."""

    FILED = "filed", "可能已被起诉"
    JUDGED = "judged", "可能已有判决"
    ENFORCED = "enforced", "可能已开始强制执行"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Settling everything on one day, in yuan; `extra` is what it costs more than today.

    `code` is the credit record's status code then; `court_steps` are those after as_of and by then.
    """

    day: date
    days_ahead: int
    payoff: Decimal
    legal_costs: Decimal
    extra: Decimal
    code: str
    code_is_worse: bool
    court_steps: tuple[CourtStep, ...]

    @property
    def total(self) -> Decimal:
        return self.payoff + self.legal_costs


def cost_of_waiting(assessment: Assessment) -> tuple[Waiting, ...]:
    """Settling today and in 7, 30, 90 and 180 days, nothing being paid until then."""
    days = [add_days(assessment.case.as_of, ahead) for ahead in WAITED_DAYS]
    rows = project(assessment, days)
    return tuple(_waiting(row, rows[0], assessment) for row in rows)


def _waiting(row: Projection, today: Projection, assessment: Assessment) -> Waiting:
    grace_days = assessment.terms.grace_days
    code = status_code(row.days_overdue, grace_days)
    return Waiting(
        day=row.as_of,
        days_ahead=row.days_ahead,
        payoff=row.payoff,
        legal_costs=row.legal_costs.total,
        extra=row.total_cost - today.total_cost,
        code=code,
        code_is_worse=code != status_code(today.days_overdue, grace_days),
        court_steps=_court_steps(row.as_of, assessment),
    )


def _court_steps(day: date, assessment: Assessment) -> tuple[CourtStep, ...]:
    course, as_of = assessment.lawsuit.course, assessment.case.as_of
    steps = {
        CourtStep.FILED: course.filing_on,
        CourtStep.JUDGED: course.judgment_on,
        CourtStep.ENFORCED: course.enforcement_on,
    }
    return tuple(step for step, on in steps.items() if as_of < on <= day)
