"""The trails of the record of one late payment."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from advice.engine.facts.grounds import RECORD_LAW
from advice.engine.tools.record import RecordAnswer
from advice.engine.trail.build import days
from advice.engine.trail.grammar import Addend, How, Trail
from advice.engine.trail.record import code_trail, expiry
from advice.engine.vocabulary import Unit


def record_trails(answer: RecordAnswer) -> Iterator[Trail]:
    """When the record ends, its code on the day of payment, and how many days are left."""
    if answer.expires_on:
        yield _expires_on(answer, answer.expires_on)
    default, grace_days = (answer.first_due_on, ""), answer.terms.grace_days
    code = code_trail("record.code", default, answer.ended_on, grace_days)
    yield replace(code, label="还清那天的征信状态", is_estimate=True)
    if answer.expires_on and answer.days_left is not None:
        yield _days_left(answer, answer.expires_on, answer.days_left)


def _expires_on(answer: RecordAnswer, day: date) -> Trail:
    label = "不良记录消除" if answer.is_told else "今天还清的话，不良记录消除"
    ended = expiry("还清的那天", answer.ended_on, answer.retention_months)
    key, how = "record.expires_on", How.LATEST
    return Trail(key, label, day, Unit.DATE, (ended,), how, law=RECORD_LAW)


def _days_left(answer: RecordAnswer, until: date, left: int) -> Trail:
    addend = Addend("还有", (days(left),), since=answer.as_of, until=until)
    return Trail("record.days_left", "还有", left, Unit.DAYS, (addend,))
