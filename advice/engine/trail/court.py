"""The trails of the typical lawsuit: its days, the claim, the fees, the interest of delay."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from advice.engine.assessment import Assessment, Projection
from advice.engine.case import Case
from advice.engine.court import CourtFeeTable
from advice.engine.facts.grounds import COURT_LAW, DELAY_LAW, EXECUTION_LAW, FEE_LAW, OWED_LAW
from advice.engine.money import FEN, ZERO
from advice.engine.rules import FeeBracket, FeeTable, RulesInForce
from advice.engine.trail.build import day_addend, days, ref, term, yuan
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import STAGES_WITH_JUDGMENT, LegalStage, TermKey, Unit
from advice.engine.wording import yuan as yuan_words

Base = tuple[str, Decimal, str]


class CourtTrails:
    """Keys begin with `legal`; what each projected day bears is in `costs_on`."""

    def __init__(self, assessment: Assessment) -> None:
        self.case: Case = assessment.case
        self.terms = assessment.terms
        self.rules: RulesInForce = assessment.rules
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
            return self._day(
                "filing_on", [day_addend("你填的起诉日期", self.case.lawsuit_filed_on)]
            )
        first = day_addend("第一期没还上的还款日", self.case.first_due_on)
        if self._is_decided:
            before = self._rule_days("trial_days", "审理天数")
            judged = ("判决的日子", self.course.judgment_on, before)
            return self._day(
                "filing_on",
                [
                    day_addend(*judged, minus=True, figure="legal.judgment_on"),
                    day_addend(first.label, self.case.first_due_on, days(1)),
                ],
            )
        after = days(
            self.terms.lawsuit_after_days,
            TermKey.LAWSUIT_AFTER_DAYS.label,
            rests_on=term(TermKey.LAWSUIT_AFTER_DAYS),
        )
        notice = self._rule_days("lawsuit_notice_days", "最快的准备天数")
        return self._day(
            "filing_on",
            [
                day_addend(first.label, self.case.first_due_on, after),
                day_addend("今天", self.case.as_of, notice),
            ],
        )

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
            self._halved,
        )

    @property
    def _halved(self) -> Factor:
        return halved(self.rules)

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

    # What a day bears

    def costs_on(self, front: str, row: Projection) -> Makers:
        """The court's costs by the day of one row of the projection."""
        yield f"{front}.acceptance_fee", lambda: self._borne(front, "acceptance_fee", row)
        yield f"{front}.execution_fee", lambda: self._borne(front, "execution_fee", row)
        yield f"{front}.delayed_performance_interest", lambda: self._delay(front, row)
        yield f"{front}.legal_costs", lambda: self._total(front, row)
        yield f"{front}.total_cost", lambda: self._total_cost(front, row)

    def _borne(self, front: str, name: str, row: Projection) -> Trail:
        """A fee counts from the filing or the enforcement day on."""
        label, law, since = FEES[name]
        borne: Decimal = getattr(row.legal_costs, name)
        began = getattr(self.course, since)
        addends = (ref(label, f"legal.{name}", borne),) if borne else ()
        note = "" if row.as_of >= began else "这一天还没有产生。"
        return Trail(
            f"{front}.{name}",
            label,
            borne,
            Unit.YUAN,
            addends,
            law=law,
            note=note,
            is_estimate=True,
        )

    def _delay(self, front: str, row: Projection) -> Trail:
        due = self.course.performance_due_on
        late = (row.as_of - due).days
        rate = Factor(
            "每天加付",
            self.rules.delayed_performance_daily_rate,
            Unit.SHARE,
            rests_on="rule:delayed_performance_daily_rate",
        )
        addends = tuple(
            Addend(
                "没还的本金",
                (
                    yuan(
                        "没还的本金",
                        loan.unpaid_principal,
                        figure=f"{front}.loans.{index}.unpaid_principal",
                    ),
                    rate,
                    days(late),
                ),
                loan=index + 1,
                since=due,
                until=row.as_of,
            )
            for index, loan in enumerate(row.loans)
            if loan and self.lawsuit.at_filing[index] and late > 0 and loan.unpaid_principal
        )
        interest = row.legal_costs.delayed_performance_interest
        return Trail(
            f"{front}.delayed_performance_interest",
            "迟延履行利息",
            interest,
            Unit.YUAN,
            addends,
            step=FEN,
            law=DELAY_LAW,
            is_estimate=True,
            note="" if addends else "判决的履行期还没有过。",
        )

    def _total(self, front: str, row: Projection) -> Trail:
        names = ("acceptance_fee", "execution_fee", "delayed_performance_interest")
        told = [(name, getattr(row.legal_costs, name)) for name in names]
        addends = tuple(
            ref(COST_LABELS[name], f"{front}.{name}", value) for name, value in told if value
        )
        return Trail(
            f"{front}.legal_costs",
            "诉讼费用",
            row.legal_costs.total,
            Unit.YUAN,
            addends,
            law=COURT_LAW,
            is_estimate=True,
        )

    def _total_cost(self, front: str, row: Projection) -> Trail:
        addends = [ref("结清总额", f"{front}.payoff", row.payoff)]
        if row.legal_costs.total:
            addends.append(ref("诉讼费用", f"{front}.legal_costs", row.legal_costs.total))
        return Trail(
            f"{front}.total_cost",
            "一共要付",
            row.total_cost,
            Unit.YUAN,
            tuple(addends),
            law=(*OWED_LAW, *COURT_LAW),
            is_estimate=True,
        )


DAYS: dict[str, tuple[str, tuple[str, ...]]] = {
    "filing_on": ("起诉的日子", ()),
    "judgment_on": ("判决的日子", ()),
    "performance_due_on": ("判决履行期的最后一天", ("cpl_264",)),
    "enforcement_on": ("开始执行的日子", ("cpl_250",)),
}
FEES: dict[str, tuple[str, tuple[str, ...], str]] = {
    "acceptance_fee": ("减半后的受理费", FEE_LAW, "filing_on"),
    "execution_fee": ("执行费", EXECUTION_LAW, "enforcement_on"),
}
COST_LABELS = {
    "acceptance_fee": "减半后的受理费",
    "execution_fee": "执行费",
    "delayed_performance_interest": "迟延履行利息",
}
FEE_LAWS = {
    "acceptance_fee": FEE_LAW,
    "execution_fee": EXECUTION_LAW,
    "preservation_fee": EXECUTION_LAW[:1],
}


def halved(rules: RulesInForce) -> Factor:
    """The divisor of a simplified procedure."""
    return _divided(
        rules.simplified_procedure_divisor, "简易程序减半，除以", "simplified_procedure_divisor"
    )


def _divided(divisor: int, label: str, key: str) -> Factor:
    return Factor(label, Decimal(divisor), Unit.NUMBER, divides=True, rests_on=f"rule:{key}")


def fee_trail(
    key: str,
    label: str,
    table: tuple[Decimal, FeeTable, str],
    base: Base,
    divisor: Factor | None = None,
) -> Trail:
    """A fee by (its value, the table, the table's key) on a base of (label, amount, key)."""
    fee, brackets, table_key = table
    addends = tuple(_bracket_addends(brackets, f"fees:{table_key}", base, divisor))
    return Trail(
        key,
        label,
        fee,
        Unit.YUAN,
        addends,
        step=FEN,
        law=FEE_LAWS[table_key],
        is_estimate=True,
        note=f"按{base[0]} {yuan_words(base[1])} 分段算。" if addends else "",
    )


def _bracket_addends(
    table: FeeTable, key: str, base: Base, divisor: Factor | None
) -> Iterator[Addend]:
    """What each bracket that the amount reaches adds."""
    label, amount, figure = base
    reached = [bracket for bracket in table.brackets if amount > bracket.over]
    if not reached:
        return
    uppers = [bracket.over for bracket in reached[1:]]
    last = tuple(factor for factor in (divisor,) if factor)
    for bracket, upper in zip(reached, [*uppers, None], strict=True):
        told = _bracket_label(bracket, upper)
        if bracket.flat:
            yield Addend(told, (Factor("固定", bracket.flat, Unit.YUAN, rests_on=key), *last))
        if bracket.share:
            share = Factor("费率", bracket.share, Unit.SHARE, rests_on=key)
            whole = yuan(label, amount, figure=figure if upper is None else "")
            if upper is not None:
                whole = yuan("这一段", upper - bracket.over)
            yield Addend(told, (whole, share, *last))
            if upper is None and bracket.over:
                below = yuan("前面各段", bracket.over)
                yield Addend(told, (below, share, *last), minus=True)


def _bracket_label(bracket: FeeBracket, upper: Decimal | None) -> str:
    if upper is None:
        return f"超过 {yuan_words(bracket.over)} 的部分" if bracket.over else "整个金额"
    return f"{yuan_words(bracket.over)} 到 {yuan_words(upper)} 的部分"


class FeeTableTrails:
    """The fees of one amount that was asked for; keys begin with `front`."""

    def __init__(
        self, front: str, amount: Decimal, fees: CourtFeeTable, rules: RulesInForce
    ) -> None:
        self.front, self.amount, self.fees, self.rules = front, amount, fees, rules

    def makers(self) -> Makers:
        rules = self.rules
        third = _divided(rules.payment_order_divisor, "支付令，除以", "payment_order_divisor")
        for name, label, table, divisor in (
            ("acceptance_fee", "受理费", "acceptance_fee", None),
            ("acceptance_fee_halved", "减半后的受理费", "acceptance_fee", halved(rules)),
            ("execution_fee", "执行费", "execution_fee", None),
            ("payment_order_fee", "支付令申请费", "acceptance_fee", third),
        ):
            yield (
                f"{self.front}.{name}",
                lambda told=(name, label, table, divisor): self._fee(*told),  # type: ignore[misc]
            )
        yield f"{self.front}.preservation_fee", self._preservation_fee
        yield f"{self.front}.preservation_fee.by_brackets", self._uncapped_preservation_fee

    def _fee(self, name: str, label: str, table: str, divisor: Factor | None) -> Trail:
        value, base = getattr(self.fees, name), ("金额", self.amount, "")
        told = (value, getattr(self.rules, table), table)
        return fee_trail(f"{self.front}.{name}", label, told, base, divisor)

    def _uncapped_preservation_fee(self) -> Trail:
        table = FeeTable(self.rules.preservation_fee.brackets)
        told = (table.fee(self.amount), table, "preservation_fee")
        key = f"{self.front}.preservation_fee.by_brackets"
        return fee_trail(key, "按段算的保全费", told, ("金额", self.amount, ""))

    def _preservation_fee(self) -> Trail:
        by_brackets, most = self._uncapped_preservation_fee(), self.rules.preservation_fee.maximum
        assert isinstance(by_brackets.value, Decimal)
        addends = [ref(by_brackets.label, by_brackets.key, by_brackets.value)]
        if most is not None:
            limit = Factor("最多", most, Unit.YUAN, rests_on="fees:preservation_fee")
            addends.append(Addend("最多", (limit,)))
        return Trail(
            f"{self.front}.preservation_fee",
            "保全费",
            self.fees.preservation_fee,
            Unit.YUAN,
            tuple(addends),
            How.SMALLEST,
            law=FEE_LAWS["preservation_fee"],
        )
