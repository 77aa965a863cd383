"""The trails of the credit record and of the days counted from a default."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, partial

from advice.engine.assessment import Assessment, first_default_on
from advice.engine.credit import DAYS_A_CODE, NORMAL_CODE, WORST_CODE, status_code
from advice.engine.facts.grounds import RECORD_LAW
from advice.engine.journal import JournalStatement
from advice.engine.trail.build import day_addend, days, term
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import RiskClass, TermKey, Unit

SINCE = "credit.overdue_since"


class RecordTrails:
    """Keys begin with `credit`; the risk class of each projected day."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.case = assessment.case
        self.record = assessment.credit
        self.grace_days = assessment.terms.grace_days

    def makers(self) -> Makers:
        yield SINCE, self._overdue_since
        yield "credit.code_now", lambda: self._code("credit.code_now", self.case.as_of)
        if self.record.next_code_on:
            yield "credit.next_code_on", self._next_code_on
        for index, month in enumerate(self.record.months):
            key = f"credit.months.{index}.code"
            yield key, partial(self._code, key, month.month)

    def classes(self) -> Makers:
        """The bank's class of each projected day."""
        for index, row in enumerate(self.assessment.projection):
            key = f"projection.{index}.risk_class"
            yield key, partial(self._risk_class, index, row.days_overdue)

    @cached_property
    def since(self) -> date:
        """The day of the first default when nothing is paid."""
        return min(day for _, day in self._defaults())

    def _defaults(self) -> list[tuple[int, date]]:
        a = self.assessment
        filing_on = a.lawsuit.course.filing_on
        return [
            (number, first_default_on(schedule, loan.accelerated_on, filing_on))
            for number, (loan, schedule) in enumerate(
                zip(a.case.loans, a.schedules, strict=True), start=1
            )
        ]

    def _overdue_since(self) -> Trail:
        addends = tuple(
            Addend("第一笔没还上的款到期", loan=number, day=day) for number, day in self._defaults()
        )
        return Trail(SINCE, "从哪天起没还上", self.since, Unit.DATE, addends, How.EARLIEST)

    def _code(self, key: str, day: date) -> Trail:
        return code_trail(key, (self.since, SINCE), day, self.grace_days)

    def _next_code_on(self) -> Trail:
        day = self.record.next_code_on
        assert day is not None, "there is no worse code"
        after = days((day - self.since).days, "天数")
        addend = day_addend("从没还上的那天起", self.since, after, figure=SINCE)
        return Trail(
            "credit.next_code_on",
            "状态变差的日子",
            day,
            Unit.DATE,
            (addend,),
            How.LATEST,
            law=RECORD_LAW,
            note=f"这天起是 {self.record.next_code}。",
        )

    def _risk_class(self, index: int, overdue: int) -> Trail:
        rules = self.assessment.rules
        table = (
            (0, RiskClass.NORMAL.value),
            (1, RiskClass.SPECIAL_MENTION.value),
            (rules.substandard_over_days + 1, RiskClass.SUBSTANDARD.value),
            (rules.doubtful_over_days + 1, RiskClass.DOUBTFUL.value),
            (rules.loss_over_days + 1, RiskClass.LOSS.value),
        )
        row = self.assessment.projection[index]
        count = Addend(
            "逾期天数",
            (days(overdue, "逾期天数"),),
            figure=f"projection.{index}.days_overdue",
        )
        return Trail(
            f"projection.{index}.risk_class",
            "银行内部的分类",
            row.risk_class.value,
            Unit.CHOICE,
            (count,),
            How.TABLE,
            table=table,
            bounds=("rule:substandard_over_days", "rule:doubtful_over_days", "rule:loss_over_days"),
            is_estimate=True,
        )


def code_trail(key: str, default: tuple[date, str], day: date, grace_days: int) -> Trail:
    """The code on `day` of a default of (since when, the key of that figure)."""
    since, figure = default
    count = days((day - since).days, "逾期天数")
    starts = [grace_days + 1, *range(DAYS_A_CODE + 1, DAYS_A_CODE * int(WORST_CODE), DAYS_A_CODE)]
    worse = ((start, status_code(start, grace_days)) for start in starts if start > grace_days)
    return Trail(
        key,
        "征信还款状态",
        status_code(int(count.value), grace_days),
        Unit.CHOICE,
        (Addend("逾期", (count,), since=since, until=day, figure=figure),),
        How.TABLE,
        table=((0, NORMAL_CODE), *worse),
        law=RECORD_LAW,
        bounds=(term(TermKey.GRACE_DAYS),),
        note=f"宽限 {grace_days} 天以内是 {NORMAL_CODE}。",
    )


def expiry(label: str, ended_on: date, months: int, *, figure: str = "") -> Addend:
    """When the report drops a default that ended on that day: `months` after it."""
    kept = Factor("保存", Decimal(months), Unit.MONTHS, rests_on="rule:retention_months")
    return day_addend(label, ended_on, kept, figure=figure)


def called_due(assessment: Assessment) -> Makers:
    """The day of the first loan to be called due in the status quo."""
    if assessment.accelerated_on:
        yield "accelerated_on", lambda: _accelerated_on(assessment)


def _accelerated_on(assessment: Assessment) -> Trail:
    """The earliest of what calls one of the loans due by the horizon."""
    called = (
        index
        for index, row in enumerate(assessment.at_horizon.loans)
        if isinstance(row, JournalStatement) and row.entries.called
    )
    addends = (addend for index in called for addend in _calls(assessment, index))
    return Trail(
        "accelerated_on",
        "全部到期的日子",
        assessment.accelerated_on,
        Unit.DATE,
        tuple(addends),
        How.EARLIEST,
        is_estimate=True,
    )


def _calls(assessment: Assessment, index: int) -> Iterator[Addend]:
    """What may call a loan due: the lender's word, a suit, or the age of its arrears."""
    loan, terms = assessment.case.loans[index], assessment.terms
    filing_on = assessment.lawsuit.course.filing_on
    if loan.accelerated_on:
        yield Addend("你填的宣布全部到期的日期", loan=index + 1, day=loan.accelerated_on)
    if filing_on >= loan.accrual_start_date:
        yield Addend("起诉", loan=index + 1, day=filing_on, figure="legal.filing_on")
    if terms.acceleration_days is not None:
        since = next(row.due for row in assessment.schedules[index] if row.amount)
        key = TermKey.ACCELERATION_DAYS
        after = days(terms.acceleration_days, key.label, rests_on=term(key))
        yield Addend("最早没还的一期", (after,), loan=index + 1, day=since)
