"""The trails of the typical lawsuit: its days, the claim and the fees that it brings."""

from collections.abc import Sequence
from decimal import Decimal

from advice.engine.assessment import Assessment
from advice.engine.facts.grounds import OWED_LAW
from advice.engine.money import ZERO
from advice.engine.trail.build import day_addend, days, ref, term
from advice.engine.trail.fees import fee_trail, halved
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import STAGES_WITH_JUDGMENT, LegalStage, TermKey, Unit

FIRST_DUE = "第一期没还上的还款日"
DAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "filing_on": ("起诉的日子", ()),
    "judgment_on": ("判决的日子", ()),
    "performance_due_on": ("判决履行期的最后一天", ("cpl_264",)),
    "enforcement_on": ("开始执行的日子", ("cpl_250",)),
}


class LawsuitTrails:
    """Keys begin with `legal`."""

    def __init__(self, assessment: Assessment) -> None:
        self.case = assessment.case
        self.terms = assessment.terms
        self.rules = assessment.rules
        self.lawsuit = assessment.lawsuit
        self.course = assessment.lawsuit.course

    def makers(self) -> Makers:
        yield "legal.filing_on", self._filing_on
        yield "legal.judgment_on", self._judgment_on
        yield "legal.performance_due_on", self._performance_due_on
        yield "legal.enforcement_on", self._enforcement_on
        yield "legal.claim", self._claim
        yield "legal.acceptance_fee", self._acceptance_fee
        yield "legal.enforced", self._enforced
        yield "legal.execution_fee", self._execution_fee

    # Days

    @property
    def _is_decided(self) -> bool:
        return self.case.legal_stage in STAGES_WITH_JUDGMENT

    def _rule_days(self, key: str, label: str) -> Factor:
        return days(getattr(self.rules, key), label, rests_on=f"rule:{key}")

    def _day(self, name: str, addends: Sequence[Addend], how: How = How.LATEST) -> Trail:
        label, law = DAYS[name]
        is_told = len(addends) == 1 and not addends[0].factors
        day = getattr(self.course, name)
        return Trail(
            f"legal.{name}",
            label,
            day,
            Unit.DATE,
            tuple(addends),
            how,
            law=law,
            is_estimate=not is_told,
        )

    def _filing_on(self) -> Trail:
        if self.case.lawsuit_filed_on:
            told = [day_addend("你填的起诉日期", self.case.lawsuit_filed_on)]
        else:
            told = self._before_judgment() if self._is_decided else self._typical()
        return self._day("filing_on", told)

    def _before_judgment(self) -> list[Addend]:
        """The day of the judgment less the trial, but after the first day overdue."""
        trial, key = self._rule_days("trial_days", "审理天数"), "legal.judgment_on"
        return [
            day_addend("判决的日子", self.course.judgment_on, trial, minus=True, figure=key),
            day_addend(FIRST_DUE, self.case.first_due_on, days(1)),
        ]

    def _typical(self) -> list[Addend]:
        """So many days after the first due date, but not before a suit can be prepared."""
        key = TermKey.LAWSUIT_AFTER_DAYS
        after = days(self.terms.lawsuit_after_days, key.label, rests_on=term(key))
        notice = self._rule_days("lawsuit_notice_days", "最快的准备天数")
        return [
            day_addend(FIRST_DUE, self.case.first_due_on, after),
            day_addend("今天", self.case.as_of, notice),
        ]

    def _judgment_on(self) -> Trail:
        today = self.case.as_of
        if self._is_decided:
            before = self._rule_days("performance_days", "履行天数")
            due = self.course.performance_due_on
            told = day_addend(
                "履行期的最后一天", due, before, minus=True, figure="legal.performance_due_on"
            )
            return self._day("judgment_on", [told, day_addend("今天", today)], How.EARLIEST)
        trial = self._rule_days("trial_days", "审理天数")
        filed = day_addend("起诉的日子", self.course.filing_on, trial, figure="legal.filing_on")
        return self._day("judgment_on", [filed, day_addend("今天", today, days(1))])

    def _performance_due_on(self) -> Trail:
        if self._is_decided:
            assert self.case.performance_due_on is not None
            told = day_addend("你填的判决要求还清的日期", self.case.performance_due_on)
            return self._day("performance_due_on", [told])
        after = self._rule_days("performance_days", "履行天数")
        judged = self.course.judgment_on
        addend = day_addend("判决的日子", judged, after, figure="legal.judgment_on")
        return self._day("performance_due_on", [addend])

    def _enforcement_on(self) -> Trail:
        after = self._rule_days("enforcement_after_days", "申请执行的天数")
        due = self.course.performance_due_on
        key = "legal.performance_due_on"
        addends = [day_addend("履行期的最后一天", due, after, figure=key)]
        if self.case.legal_stage is LegalStage.ENFORCEMENT:
            addends.append(day_addend("今天", self.case.as_of))
            return self._day("enforcement_on", addends, How.EARLIEST)
        if self.case.legal_stage is LegalStage.JUDGED:
            addends.append(day_addend("今天", self.case.as_of, days(1)))
        return self._day("enforcement_on", addends)

    # Sums

    def _claim(self) -> Trail:
        key = "legal.at_filing.payoff"
        return Trail(
            "legal.claim",
            "可能主张的金额",
            self.lawsuit.claim,
            Unit.YUAN,
            (ref("起诉那天的结清总额", key, self.lawsuit.claim),),
            law=(*OWED_LAW, "cpl_interp_206"),
            is_estimate=True,
        )

    def _acceptance_fee(self) -> Trail:
        base = ("可能主张的金额", self.lawsuit.claim, "legal.claim")
        return fee_trail(
            "legal.acceptance_fee",
            "减半后的受理费",
            (self.lawsuit.acceptance_fee, self.rules.acceptance_fee, "acceptance_fee"),
            base,
            halved(self.rules),
        )

    @property
    def _enforced_sum(self) -> Decimal:
        owed = sum((row.payoff for row in self.lawsuit.at_enforcement if row), ZERO)
        return owed + self.lawsuit.acceptance_fee

    def _enforced(self) -> Trail:
        fee = self.lawsuit.acceptance_fee
        owed = self._enforced_sum - fee
        parts = [ref("执行那天的结清总额", "legal.at_enforcement.payoff", owed)]
        if fee:
            parts.append(ref("减半后的受理费", "legal.acceptance_fee", fee))
        return Trail(
            "legal.enforced",
            "申请执行的金额",
            self._enforced_sum,
            Unit.YUAN,
            tuple(parts),
            is_estimate=True,
        )

    def _execution_fee(self) -> Trail:
        base = ("申请执行的金额", self._enforced_sum, "legal.enforced")
        table = (self.lawsuit.execution_fee, self.rules.execution_fee, "execution_fee")
        return fee_trail("legal.execution_fee", "执行费", table, base)
