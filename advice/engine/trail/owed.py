"""The trails of what is owed: of one loan from its journal, and of all loans together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from advice.engine.case import Loan
from advice.engine.facts.grounds import CAP_LAW, INTEREST_LAW, OWED_LAW, PENALTY_LAW
from advice.engine.journal import AboveCap, Accrual, Entries, JournalStatement, Paid, Stretch
from advice.engine.ledger import Statement
from advice.engine.money import FEN, ZERO
from advice.engine.rules import RulesInForce, Terms
from advice.engine.schedule import MONTH_DAYS, Instalment
from advice.engine.trail.build import (
    days,
    penalty_factors,
    rate_factors,
    ref,
    same_together,
    yuan,
)
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import RepaymentMethod, Unit

LABELS = {
    "days_overdue": "逾期天数",
    "overdue_principal": "逾期本金",
    "overdue_interest": "逾期利息",
    "penalty_interest": "罚息",
    "compound_interest": "复利",
    "undue_principal": "没到期的本金",
    "accrued_interest": "本期已产生的利息",
    "arrears": "逾期应还总额",
    "payoff": "结清总额",
    "cap_excess": "超出上限的部分",
    "unpaid_principal": "没还的本金",
}
LAW: dict[str, tuple[str, ...]] = {
    "days_overdue": ("civil_code_201",),
    "overdue_principal": (),
    "overdue_interest": INTEREST_LAW,
    "penalty_interest": PENALTY_LAW,
    "compound_interest": ("pboc_2003_251_3",),
    "undue_principal": (),
    "accrued_interest": INTEREST_LAW,
    "arrears": OWED_LAW,
    "payoff": OWED_LAW,
    "cap_excess": CAP_LAW,
    "unpaid_principal": (),
}
PARTS = {
    "arrears": (
        "overdue_principal",
        "overdue_interest",
        "penalty_interest",
        "compound_interest",
    ),
    "payoff": ("arrears", "undue_principal", "accrued_interest"),
    "unpaid_principal": ("overdue_principal", "undue_principal"),
}


@dataclass(frozen=True, slots=True)
class Contract:
    """A loan with what its trails need: its number from 1, terms, rules and schedule.

    `front` tells the keys of a schedule by other terms from those of the result.
    """

    number: int
    loan: Loan
    terms: Terms
    rules: RulesInForce
    schedule: Sequence[Instalment]
    front: str = ""

    @property
    def key(self) -> str:
        """What the keys of its schedule begin with."""
        return f"{self.front}schedule.{self.number - 1}"


class LoanTrails:
    """The trails of one statement of one loan; keys begin with `front`."""

    def __init__(self, front: str, contract: Contract, statement: Statement) -> None:
        self.front = front
        self.contract = contract
        self.statement = statement

    @property
    def entries(self) -> Entries:
        """What the statement is made of; one without a journal tells its sums alone."""
        return self._journal.entries

    @property
    def _journal(self) -> JournalStatement:
        assert isinstance(self.statement, JournalStatement), "no journal was kept"
        return self.statement

    def makers(self) -> Makers:
        """Every key with what makes its trail."""
        for name in LABELS:
            yield f"{self.front}.{name}", lambda name=name: self.trail(name)  # type: ignore[misc]
        if any(row.number is None for row in self.entries.fallen):
            yield f"{self.front}.called_interest", self._called_interest

    def trail(self, name: str) -> Trail:
        """The trail of the figure `name` of the statement."""
        if name in PARTS:
            return self._whole(name, PARTS[name])
        made: Trail = getattr(self, f"_{name}")()
        return made

    def _trail(self, name: str, addends: Sequence[Addend], **options: object) -> Trail:
        return Trail(
            f"{self.front}.{name}",
            LABELS[name],
            getattr(self.statement, name),
            Unit.YUAN,
            tuple(addends),
            law=LAW[name],
            **options,  # type: ignore[arg-type]
        )

    def _addend(self, label: str, factors: Sequence[Factor], **options: object) -> Addend:
        return Addend(label, tuple(factors), loan=self.contract.number, **options)  # type: ignore[arg-type]

    def _whole(self, name: str, parts: Sequence[str]) -> Trail:
        told = [(part, getattr(self.statement, part)) for part in parts]
        addends = [
            ref(LABELS[part], f"{self.front}.{part}", value, loan=self.contract.number)
            for part, value in told
            if value
        ]
        return self._trail(name, addends)

    def _days_overdue(self) -> Trail:
        trail = self._trail("days_overdue", [])
        oldest = self.entries.fallen[0].since if self.entries.fallen else self._journal.day
        counted = days(self.statement.days_overdue)
        addends = (self._addend("逾期", [counted], since=oldest, until=self._journal.day),)
        return replace(trail, unit=Unit.DAYS, addends=addends if counted.value else ())

    # Principal

    def _overdue_principal(self) -> Trail:
        return self._trail("overdue_principal", list(self._fallen_principal()))

    def _fallen_principal(self) -> Iterator[Addend]:
        number = self.contract.number
        dues = [row for row in self.entries.fallen if row.number is not None and row.principal]
        yield from same_together(
            "到期的本金", ((row.since, row.principal) for row in dues), "期数", loan=number
        )
        for row in self.entries.fallen:
            if row.number is None and row.principal:
                called = yuan("提前到期的本金", row.principal)
                yield self._addend("提前到期", [called], since=row.since, until=row.since)
        paid = (each for row in self.entries.fallen for each in row.principal_paid)
        yield from self._payments(paid, "已还的本金")

    def _payments(self, paid: "Iterator[Paid]", label: str) -> Iterator[Addend]:
        for day, amount in paid:
            yield self._addend(label, [yuan(label, amount)], minus=True, since=day, until=day)

    def _undue_principal(self) -> Trail:
        told = self.contract.loan.principal
        fallen = self.contract.schedule[: self.entries.instalments_fallen]
        addends = [self._addend("填写的剩余本金", [yuan("剩余本金", told)])]
        shares = same_together(
            "到期的本金",
            ((row.due, row.principal) for row in fallen if row.principal),
            "期数",
            loan=self.contract.number,
            minus=True,
        )
        return self._trail("undue_principal", [*addends, *shares, *self._principal_gone()])

    def _principal_gone(self) -> Iterator[Addend]:
        called, settled = self.entries.called, self.entries.settled
        for label, day, amount in (
            ("提前到期的本金", called and called.until, called and called.balance),
            ("提前结清的本金", settled and settled.day, settled and settled.amount),
        ):
            if day and amount:
                yield self._addend(label, [yuan(label, amount)], minus=True, since=day, until=day)

    # Contract interest

    def _overdue_interest(self) -> Trail:
        return self._trail("overdue_interest", list(self._fallen_interest()))

    def _fallen_interest(self) -> Iterator[Addend]:
        for row in self.entries.fallen:
            if row.interest:
                key = f"{self.contract.key}.{row.number}.interest"
                if row.number is None:
                    key = f"{self.front}.called_interest"
                owed = yuan("到期的利息", row.interest, figure=key)
                yield self._addend("到期的利息", [owed], since=row.since, until=row.since)
        paid = (each for row in self.entries.fallen for each in row.interest_paid)
        yield from self._payments(paid, "已还的利息")

    def _accrued_interest(self) -> Trail:
        accrual = self.entries.accrued
        addends = self._accrual(accrual, "没到期的本金") if accrual else []
        return self._trail("accrued_interest", addends, step=FEN)

    def _called_interest(self) -> Trail:
        called = self.entries.called
        assert called is not None, "nothing was called due"
        interest = next(row.interest for row in self.entries.fallen if row.number is None)
        return Trail(
            f"{self.front}.called_interest",
            "提前到期时已产生的利息",
            interest,
            Unit.YUAN,
            tuple(self._accrual(called, "提前到期的本金")),
            step=FEN,
            law=INTEREST_LAW,
        )

    def _accrual(self, accrual: Accrual, label: str) -> list[Addend]:
        factors = interest_factors(self.contract, accrual, label)
        if accrual.until == accrual.since:
            return []
        return [self._addend("利息", factors, since=accrual.since, until=accrual.until)]

    # Penalty and compound interest

    def _penalty_interest(self) -> Trail:
        rows, paid = self.entries.penalty, self.entries.penalty_paid
        return self._pool("penalty_interest", rows, paid, "逾期本金")

    def _compound_interest(self) -> Trail:
        trail = self._pool(
            "compound_interest", self.entries.compound, self.entries.compound_paid, "逾期利息"
        )
        return trail if trail.addends else replace(trail, note=self._no_compound())

    def _no_compound(self) -> str:
        return "" if self.contract.terms.charges_compound_interest else "合同不计复利。"

    def _pool(
        self, name: str, stretches: Sequence[Stretch], paid: Sequence[Paid], base: str
    ) -> Trail:
        rate = penalty_factors(self.contract.loan, self.contract.terms)
        addends = [
            self._addend(
                LABELS[name],
                [yuan(base, row.base), *rate, days((row.until - row.since).days)],
                since=row.since,
                until=row.until,
            )
            for row in stretches
        ]
        payments = self._payments(iter(paid), f"已还的{LABELS[name]}")
        return self._trail(name, [*addends, *payments], step=FEN)

    # The cap

    def _cap_excess(self) -> Trail:
        addends = [addend for row in self.entries.above_cap for addend in self._above_cap(row)]
        note = "低于上限的日子按 0 算。" if addends else ""
        return replace(self._trail("cap_excess", addends, step=FEN), note=note, is_estimate=True)

    def _above_cap(self, row: AboveCap) -> Iterator[Addend]:
        """What these days earned, and what the cap allows on all principal."""
        since, until, undue, principal, interest = row
        loan, terms, rules = self.contract.loan, self.contract.terms, self.contract.rules
        count = days((until - since).days)
        rate, penalty = rate_factors(loan, terms), penalty_factors(loan, terms)
        allowed = (
            Factor("年化上限", rules.annual_cap, Unit.SHARE, rests_on="rule:annual_cap"),
            days(rules.cap_year_days, "一年按", rests_on="rule:cap_year_days", divides=True),
        )
        compound = penalty if terms.charges_compound_interest else ()
        for label, base, factors, minus in (
            ("没到期的本金", undue, rate, False),
            ("逾期本金", principal, penalty, False),
            ("逾期利息", interest, compound, False),
            ("全部本金", undue + principal, allowed, True),
        ):
            if base and factors:
                told = [yuan(label, base), *factors, count]
                what = "上限允许的" if minus else "这几天计的息"
                yield self._addend(what, told, minus=minus, since=since, until=until)


def interest_factors(contract: Contract, accrual: Accrual, label: str) -> list[Factor]:
    """Contract interest of a period, or of its part until `accrual.until`."""
    rate = rate_factors(contract.loan, contract.terms)
    so_far = (accrual.until - accrual.since).days
    if not contract.loan.counts_30_days:
        return [yuan(label, accrual.balance), *rate, days(so_far)]
    length = (accrual.due - accrual.since).days
    month = days(MONTH_DAYS, "一期按")
    if so_far == length:
        return [yuan(label, accrual.balance), *rate, month]
    passed = [days(so_far, "已过"), days(length, "这一期共", divides=True)]
    return [yuan(label, accrual.balance), *rate, month, *passed]


class AllLoansTrails:
    """The trails of one day's statements of all loans together; keys begin with `front`."""

    def __init__(
        self,
        front: str,
        contracts: Sequence[Contract],
        statements: Sequence[Statement | None],
    ) -> None:
        self.front = front
        begun = [(c, s) for c, s in zip(contracts, statements, strict=True) if s]
        self.loans = [
            LoanTrails(f"{front}.loans.{contract.number - 1}", contract, statement)
            for contract, statement in begun
        ]

    def makers(self) -> Makers:
        for loan in self.loans:
            yield from loan.makers()
        yield from self.of(LABELS)

    def of(self, names: Iterable[str]) -> Makers:
        """Those of these figures of all loans together; sums need no journal."""
        for name in names:
            yield f"{self.front}.{name}", lambda name=name: self.trail(name)  # type: ignore[misc]

    def value(self, name: str) -> Decimal:
        """The sum over the loans; of days the most."""
        values = [getattr(loan.statement, name) for loan in self.loans]
        return max(values, default=ZERO) if name == "days_overdue" else sum(values, ZERO)

    def trail(self, name: str) -> Trail:
        """The only loan's own trail, the figure's parts, or its sum over the loans."""
        key = f"{self.front}.{name}"
        if name in PARTS:
            return self._whole(key, name)
        if len(self.loans) == 1:
            return replace(self.loans[0].trail(name), key=key)
        told = [(loan, getattr(loan.statement, name)) for loan in self.loans]
        unit = Unit.DAYS if name == "days_overdue" else Unit.YUAN
        addends = tuple(
            Addend(
                LABELS[name],
                (Factor(LABELS[name], Decimal(value), unit, figure=f"{loan.front}.{name}"),),
                loan=loan.contract.number,
            )
            for loan, value in told
            if value
        )
        how = How.LARGEST if unit is Unit.DAYS else How.SUM
        return Trail(
            key,
            LABELS[name],
            self.value(name),
            unit,
            addends,
            how,
            law=LAW[name],
            is_estimate=name == "cap_excess",
        )

    def _whole(self, key: str, name: str) -> Trail:
        told = [(part, self.value(part)) for part in PARTS[name]]
        addends = [
            ref(LABELS[part], f"{self.front}.{part}", value) for part, value in told if value
        ]
        return Trail(key, LABELS[name], self.value(name), Unit.YUAN, tuple(addends), law=LAW[name])


class ScheduleTrails:
    """The trails of a loan's contract instalments."""

    def __init__(self, contract: Contract, share: Trail) -> None:
        self.contract = contract
        self.share = share

    def makers(self) -> Makers:
        if self.contract.loan.repayment_method is not RepaymentMethod.INTEREST_ONLY:
            yield self.share.key, lambda: self.share
        balance = self.contract.loan.principal
        for number, row in enumerate(self.contract.schedule):
            for name, make in (("interest", self._interest), ("principal", self._principal)):
                yield (
                    f"{self.contract.key}.{number}.{name}",
                    lambda make=make, told=(number, row, balance): make(*told),  # type: ignore[misc]
                )
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
