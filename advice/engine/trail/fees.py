"""The trails of court fees: what each bracket of a fee table adds."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from advice.engine.court import CourtFeeTable
from advice.engine.facts.grounds import EXECUTION_LAW, FEE_LAW
from advice.engine.money import FEN
from advice.engine.rules import FeeBracket, FeeTable, RulesInForce
from advice.engine.trail.build import ref, yuan
from advice.engine.trail.grammar import Addend, Factor, How, Trail
from advice.engine.trail.shelf import Makers
from advice.engine.vocabulary import Unit
from advice.engine.wording import yuan as yuan_words

Base = tuple[str, Decimal, str]

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
            yield f"{self.front}.{name}", partial(self._fee, name, label, table, divisor)
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
