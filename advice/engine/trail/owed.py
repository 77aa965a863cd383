"""The trails of what is owed on all loans together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from advice.engine.ledger import Statement
from advice.engine.money import ZERO
from advice.engine.trail.build import ref
from advice.engine.trail.contract import Contract
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.kinds import LABELS, LAW, PARTS
from advice.engine.trail.loan import LoanTrails
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit


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
            yield f"{self.front}.{name}", partial(self.trail, name)

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
