"""The trails of the rates that a borrower may set beside the cap."""

from advice.engine.assessment import Assessment
from advice.engine.facts import FACTS
from advice.engine.facts.fact import DAYS_OF_A_YEAR
from advice.engine.facts.grounds import CAP_LAW, PENALTY_LAW
from advice.engine.money import SIX_DECIMALS
from advice.engine.trail.build import days, hundred, penalty_factors
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit


class RateTrails:
    """The highest penalty rate of the loans over a year, and the cap."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    def makers(self) -> Makers:
        yield "penalty_annual_percent", self._penalty
        yield "annual_cap_percent", self._cap

    def _penalty(self) -> Trail:
        a = self.assessment
        year = days(DAYS_OF_A_YEAR, "一年")
        addends = tuple(
            Addend("罚息利率", (*penalty_factors(loan, a.terms), year, hundred()), loan=number)
            for number, loan in enumerate(a.case.loans, start=1)
        )
        return self._trail("penalty_annual_percent", addends, PENALTY_LAW)

    def _cap(self) -> Trail:
        cap = Factor(
            "年化上限", self.assessment.rules.annual_cap, Unit.SHARE, rests_on="rule:annual_cap"
        )
        return self._trail("annual_cap_percent", (Addend("年化上限", (cap, hundred())),), CAP_LAW)

    def _trail(self, name: str, addends: tuple[Addend, ...], law: tuple[str, ...]) -> Trail:
        fact = FACTS[name]
        value = fact.read(self.assessment)
        how = How.LARGEST if len(addends) > 1 else How.SUM
        return Trail(
            name, fact.label, value, Unit.PERCENT, addends, how, step=SIX_DECIMALS, law=law
        )
