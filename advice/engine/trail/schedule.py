"""The trails of a loan's contract instalments."""

from decimal import Decimal
from functools import partial

from advice.engine.facts.grounds import INTEREST_LAW
from advice.engine.journal import Accrual
from advice.engine.money import FEN
from advice.engine.schedule import MONTH_DAYS, Instalment, period_share
from advice.engine.trail.build import days, rate_factors, ref, yuan
from advice.engine.trail.contract import Contract, interest_factors
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import RepaymentMethod, Unit


def schedule_trails(contract: Contract) -> Makers:
    """The contract instalments of one loan."""
    share = share_trail(contract, period_share(contract.loan, contract.terms))
    return ScheduleTrails(contract, share).makers()


class ScheduleTrails:
    """Keys begin with the contract's; `share` tells what each period but the last repays."""

    def __init__(self, contract: Contract, share: Trail) -> None:
        self.contract = contract
        self.share = share

    def makers(self) -> Makers:
        if self.contract.loan.repayment_method is not RepaymentMethod.INTEREST_ONLY:
            yield self.share.key, lambda: self.share
        balance = self.contract.loan.principal
        for number, row in enumerate(self.contract.schedule):
            for name, make in (("interest", self._interest), ("principal", self._principal)):
                yield self._key(number, name), partial(make, number, row, balance)
            balance -= row.principal

    def _key(self, number: int, name: str) -> str:
        return f"{self.contract.key}.{number}.{name}"

    def _interest(self, number: int, row: Instalment, balance: Decimal) -> Trail:
        accrual = Accrual(balance, row.start, row.due, row.due)
        factors = tuple(interest_factors(self.contract, accrual, "这一期的本金"))
        addend = Addend("利息", factors, loan=self.contract.number, since=row.start, until=row.due)
        label = f"第 {number + 1} 期的利息"
        key = self._key(number, "interest")
        return Trail(key, label, row.interest, Unit.YUAN, (addend,), step=FEN, law=INTEREST_LAW)

    def _principal(self, number: int, row: Instalment, balance: Decimal) -> Trail:
        label, loan = f"第 {number + 1} 期的本金", self.contract.number
        left = Addend("前面各期还过以后剩下的本金", (yuan("剩下的本金", balance),), loan=loan)
        key, how = self._key(number, "principal"), How.SUM
        if number + 1 == len(self.contract.schedule):
            addends: tuple[Addend, ...] = (left,)
        elif self.contract.loan.repayment_method is RepaymentMethod.INTEREST_ONLY:
            addends = ()
        else:
            addends, how = self._share_or_rest(number, row, left)
        return Trail(key, label, row.principal, Unit.YUAN, addends, how)

    def _share_or_rest(
        self, number: int, row: Instalment, left: Addend
    ) -> tuple[tuple[Addend, ...], How]:
        """The share of every period, never more than what is left nor less than nothing."""
        loan = self.contract.number
        assert isinstance(self.share.value, Decimal)
        share = ref(self.share.label, self.share.key, self.share.value, loan=loan)
        if not self.contract.loan.counts_30_days:
            return (share, left), How.SMALLEST
        interest = ref(
            "这一期的利息", self._key(number, "interest"), row.interest, minus=True, loan=loan
        )
        usual = self.share.value - row.interest
        if usual < 0:
            return (), How.SUM
        if row.principal < usual:
            return (left,), How.SUM
        return (share, interest), How.SUM


def share_trail(contract: Contract, payment: Decimal) -> Trail:
    """What each period but the last repays: principal, or principal with interest when level."""
    loan, key = contract.loan, f"{contract.key}.share"
    principal = Addend("本金", (yuan("本金", loan.principal),), loan=contract.number)
    if not contract.loan.counts_30_days:
        periods = Factor("期数", Decimal(loan.remaining_instalments), Unit.NUMBER, divides=True)
        addend = Addend("每期的本金", (yuan("本金", loan.principal), periods), loan=contract.number)
        return Trail(key, "每期的本金", payment, Unit.YUAN, (addend,), step=FEN)
    rate = (*rate_factors(loan, contract.terms), days(MONTH_DAYS, "一期按"))
    return level_trail(key, "每期还的总额", payment, (principal, rate, loan.remaining_instalments))


def level_trail(
    key: str, label: str, payment: Decimal, of: tuple[Addend, tuple[Factor, ...], int]
) -> Trail:
    """A level instalment of (principal, the factors of the period's rate, periods)."""
    principal, rate, periods = of
    return Trail(
        key,
        label,
        payment,
        Unit.YUAN,
        (
            principal,
            Addend("每期利率 i", rate),
            Addend("期数 n", (Factor("期数", Decimal(periods), Unit.NUMBER),)),
        ),
        How.LEVEL,
        FEN,
    )
