"""What the credit record dates: the next worse code, and when the record goes."""

from collections.abc import Iterator

from advice.engine.assessment import Assessment
from advice.engine.calendar import add_months
from advice.engine.timeline.event import Event, days_until
from advice.engine.vocabulary import EventKind, TermKey


def record_events(assessment: Assessment) -> Iterator[Event]:
    """The first day of a worse code, and the record's expiry if everything is cured today."""
    yield from _next_code(assessment)
    yield from _expiry(assessment)


def _next_code(assessment: Assessment) -> Iterator[Event]:
    credit, as_of = assessment.credit, assessment.case.as_of
    if credit.next_code_on is None:
        return
    ahead = days_until(credit.next_code_on, as_of)
    yield Event(
        EventKind.NEXT_CODE,
        credit.next_code_on,
        f"征信还款状态由 {credit.code_now} 变为 {credit.next_code}",
        f"一直不还，再过 {ahead} 天逾期天数就进下一档。",
        is_pressing=True,
        laws=("credit_status_codes",),
        terms=(TermKey.GRACE_DAYS,),
    )


def _expiry(assessment: Assessment) -> Iterator[Event]:
    """Five years from the end of the default; nothing has to be done by then, so it never moves."""
    if assessment.now.days_overdue <= assessment.terms.grace_days:
        return
    months = assessment.rules.retention_months
    yield Event(
        EventKind.RECORD_EXPIRY,
        add_months(assessment.case.as_of, months),
        "今天就补齐、之后不再逾期的话，征信记录到这天应当删除",
        f"从逾期终止那天（假定就是今天）起保存 {months} 个月。晚一天补齐，就晚一天。",
        is_estimate=True,
        laws=("credit_reg_16",),
        rules=("retention_months",),
    )
