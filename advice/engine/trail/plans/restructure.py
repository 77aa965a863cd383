"""The trails of an agreement (协商分期): what is waived, at which rate, and the balance."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from advice.engine.money import FEN, SIX_DECIMALS
from advice.engine.strategies import RestructureOutcome
from advice.engine.trail.build import hundred, rate_factors, ref, yuan
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.plans.books import Books
from advice.engine.trail.plans.instalments import InstalmentTrails
from advice.engine.trail.plans.paid import PaidTrails
from advice.engine.trail.schedule import level_trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit


class RestructureTrails(PaidTrails[RestructureOutcome]):
    """What is agreed on; how it is paid is in `instalments`."""

    def __init__(self, front: str, outcome: RestructureOutcome, book: Books) -> None:
        super().__init__(front, outcome, book)
        self.plan = outcome.plan
        self.position = book.position
        self.instalments = InstalmentTrails(front, outcome, book)

    def makers(self) -> Makers:
        yield from self.common()
        yield f"{self.front}.waived", self._waived
        yield f"{self.front}.needed", self._needed
        yield f"{self.front}.balance", self._balance
        yield f"{self.front}.plan_daily_rate_percent", self._daily_rate
        yield f"{self.front}.monthly_payment", self._monthly_payment
        yield from self.instalments.makers()
        if self.outcome.gap is not None:
            yield f"{self.front}.gap", self._gap
        yield from self.record_end("结清的那天", "cleared_on")

    def paid_until(self, day: date) -> list[Addend]:
        return self.instalments.paid_until(day)

    # The balance

    def _waived(self) -> Trail:
        share = Factor("减免的比例", self.plan.waived_share, Unit.SHARE)
        addends = [
            Addend(label, (yuan(label, value, figure=f"{self.book.today}.{name}"), share))
            for name, label in (("penalty_interest", "罚息"), ("compound_interest", "复利"))
            if (value := getattr(self.book.now, name))
        ]
        return self.trail("waived", "假定减免的", addends, step=FEN)

    def _needed(self) -> Trail:
        """The upfront sum of the plan, at most what is repaid."""
        words = self.book.first_words
        if not self.plan.upfront:
            return self.trail("needed", words, [])
        told = Addend("方案里先付的", (yuan("先付", self.plan.upfront),))
        whole = yuan("全部要还的", self.outcome.balance + self.outcome.needed)
        return self.trail("needed", words, [told, Addend(whole.label, (whole,))], how=How.SMALLEST)

    def _balance(self) -> Trail:
        return self.trail("balance", "分期的总额", self._left_to_repay())

    def _left_to_repay(self) -> Iterator[Addend]:
        yield self.book.ref("结清总额", "payoff", self.position.payoff)
        for label, name in (("减免的", "waived"), (f"{self.book.first_words}的", "needed")):
            if amount := getattr(self.outcome, name):
                yield ref(label, f"{self.front}.{name}", amount, minus=True)

    # The rate

    def _daily_rate(self) -> Trail:
        told = self.plan.plan_daily_rate_percent
        addends = list(self._weighted_rates()) if told is None else [_told_rate(told)]
        name, label = "plan_daily_rate_percent", "方案日利率"
        return self.trail(name, label, addends, unit=Unit.PERCENT, step=SIX_DECIMALS)

    def _weighted_rates(self) -> Iterator[Addend]:
        """Each loan's rate by its share in the payoff."""
        key, terms = f"{self.book.today}.payoff", self.book.assessment.terms
        whole = yuan("结清总额", self.position.payoff, figure=key, divides=True)
        pairs = zip(self.position.case.loans, self.position.payoffs, strict=True)
        for index, (loan, payoff) in enumerate(pairs):
            own_key = f"{self.book.today}.loans.{index}.payoff"
            own = yuan("这笔的结清总额", payoff, figure=own_key)
            factors = (*rate_factors(loan, terms), own, hundred(), whole)
            yield Addend("按结清总额加权", factors, loan=index + 1)

    # The instalment

    def _monthly_payment(self) -> Trail:
        agreed = self.outcome.agreed
        of = (self.instalments.start, self.instalments.month_rate, agreed.months_asked)
        return level_trail(f"{self.front}.monthly_payment", "每月还", agreed.payment, of)

    def _gap(self) -> Trail:
        surplus = self.book.assessment.affordability.monthly_surplus
        assert surplus is not None, "a gap needs a surplus"
        paid = ref("每月还", f"{self.front}.monthly_payment", self.outcome.agreed.payment)
        left = ref("每月结余", f"{self.book.means}.monthly_surplus", surplus, minus=True)
        return self.trail("gap", "比每月结余多", [paid, left])


def _told_rate(percent: Decimal) -> Addend:
    return Addend("假定的日利率", (Factor("日利率", percent, Unit.PERCENT),))
