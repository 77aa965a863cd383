"""The trails of what the court has cost by one day: the fees and the interest of delay."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from advice.engine.assessment import Assessment, Projection
from advice.engine.facts.grounds import COURT_LAW, DELAY_LAW, EXECUTION_LAW, FEE_LAW, OWED_LAW
from advice.engine.money import FEN
from advice.engine.trail.build import days, ref, yuan
from advice.engine.trail.grammar import Addend, Factor, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit

LABELS = {
    "acceptance_fee": "减半后的受理费",
    "execution_fee": "执行费",
    "delayed_performance_interest": "迟延履行利息",
}
# The law of each fee, and the day of the lawsuit on which it is due.
FEES: dict[str, tuple[tuple[str, ...], str]] = {
    "acceptance_fee": (FEE_LAW, "filing_on"),
    "execution_fee": (EXECUTION_LAW, "enforcement_on"),
}


class CostTrails:
    """What one row of the projection bears; keys begin with `front`."""

    def __init__(self, front: str, row: Projection, assessment: Assessment) -> None:
        self.front = front
        self.row = row
        self.rules = assessment.rules
        self.lawsuit = assessment.lawsuit
        self.course = assessment.lawsuit.course

    def makers(self) -> Makers:
        yield f"{self.front}.acceptance_fee", lambda: self._borne("acceptance_fee")
        yield f"{self.front}.execution_fee", lambda: self._borne("execution_fee")
        yield f"{self.front}.delayed_performance_interest", self._delay
        yield f"{self.front}.legal_costs", self._total
        yield f"{self.front}.total_cost", self._total_cost

    def _trail(
        self, name: str, label: str, value: Decimal, addends: Sequence[Addend], **options: Any
    ) -> Trail:
        key = f"{self.front}.{name}"
        return Trail(key, label, value, Unit.YUAN, tuple(addends), is_estimate=True, **options)

    def _borne(self, name: str) -> Trail:
        """A fee counts from the filing or the enforcement day on."""
        label, (law, since) = LABELS[name], FEES[name]
        borne: Decimal = getattr(self.row.legal_costs, name)
        addends = [ref(label, f"legal.{name}", borne)] if borne else []
        has_begun = self.row.as_of >= getattr(self.course, since)
        note = "" if has_begun else "这一天还没有产生。"
        return self._trail(name, label, borne, addends, law=law, note=note)

    def _delay(self) -> Trail:
        name = "delayed_performance_interest"
        interest = self.row.legal_costs.delayed_performance_interest
        addends = list(self._late_principal())
        note = "" if addends else "判决的履行期还没有过。"
        return self._trail(
            name, LABELS[name], interest, addends, step=FEN, law=DELAY_LAW, note=note
        )

    def _late_principal(self) -> Iterator[Addend]:
        """Of each loan in the claim, what earns interest since the last day to perform."""
        due, label = self.course.performance_due_on, "没还的本金"
        late = (self.row.as_of - due).days
        if late <= 0:
            return
        rate = Factor(
            "每天加付",
            self.rules.delayed_performance_daily_rate,
            Unit.SHARE,
            rests_on="rule:delayed_performance_daily_rate",
        )
        for index, loan in enumerate(self.row.loans):
            if loan and self.lawsuit.at_filing[index] and loan.unpaid_principal:
                key = f"{self.front}.loans.{index}.unpaid_principal"
                factors = (yuan(label, loan.unpaid_principal, figure=key), rate, days(late))
                yield Addend(label, factors, loan=index + 1, since=due, until=self.row.as_of)

    def _total(self) -> Trail:
        costs = self.row.legal_costs
        addends = [
            ref(label, f"{self.front}.{name}", value)
            for name, label in LABELS.items()
            if (value := getattr(costs, name))
        ]
        return self._trail("legal_costs", "诉讼费用", costs.total, addends, law=COURT_LAW)

    def _total_cost(self) -> Trail:
        addends = [ref("结清总额", f"{self.front}.payoff", self.row.payoff)]
        if self.row.legal_costs.total:
            addends.append(ref("诉讼费用", f"{self.front}.legal_costs", self.row.legal_costs.total))
        law = (*OWED_LAW, *COURT_LAW)
        return self._trail("total_cost", "一共要付", self.row.total_cost, addends, law=law)
