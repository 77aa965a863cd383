"""A condition of a strategy: a named fact compared with values or with another fact.

Editors write conditions as rows of text; a row that can't be evaluated is refused with a message
that says what to do. There is no code in the data.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from advice.engine.facts import FACTS, Fact, Value
from advice.engine.vocabulary import Operator, Unit

COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: eq,
    Operator.NE: ne,
    Operator.LT: lt,
    Operator.LE: le,
    Operator.GT: gt,
    Operator.GE: ge,
}
OPERATORS = {
    Unit.YES_NO: {Operator.EQ},
    Unit.CHOICE: {Operator.EQ, Operator.NE, Operator.ONE_OF},
}
YES_NO = {"yes": True, "no": False}


class ConditionRefused(ValueError):
    """A condition that can't be evaluated; `field` is fact, operator, value or compared_fact."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Condition:
    """`fact` `operator` one of: `values` (several only for ONE_OF), or the value of `compared`."""

    fact: Fact
    operator: Operator
    values: tuple[Value, ...] = ()
    compared: Fact | None = None

    @property
    def words(self) -> str:
        """As an editor reads it, without anybody's figures."""
        values = "、".join(map(self.fact.words, self.values))
        bound = self.compared.label if self.compared else values
        return f"{self.fact.label} {self.operator.label} {bound}"

    def holds(self, value: Value | None, compared: Value | None = None) -> bool:
        """Whether it holds of these values of its facts; of an unknown one it does not."""
        if value is None:
            return False
        if self.compared:
            return compared is not None and COMPARE[self.operator](value, compared)
        if self.operator is Operator.ONE_OF:
            return value in self.values
        return COMPARE[self.operator](value, self.values[0])


def read_condition(fact: str, operator: str, value: str, compared_fact: str = "") -> Condition:
    """The condition that a row says; raises ConditionRefused where it can't be evaluated."""
    known = _known_fact(fact, "fact")
    wanted = _operator(operator, known)
    if compared_fact and value:
        raise ConditionRefused("value", "数值和“另一项”只填一个")
    if compared_fact:
        return Condition(known, wanted, compared=_comparable(compared_fact, known, wanted))
    if not value:
        raise ConditionRefused("value", "请填数值，或选择要比较的“另一项”")
    texts = value.split(",") if wanted is Operator.ONE_OF else [value]
    return Condition(known, wanted, tuple(read_value(text.strip(), known) for text in texts))


def _known_fact(key: str, field: str) -> Fact:
    if key not in FACTS:
        raise ConditionRefused(field, f"没有“{key}”这一项，请从列表里选")
    return FACTS[key]


def _operator(key: str, fact: Fact) -> Operator:
    wanted = next((member for member in Operator if member.value == key), None)
    allowed = OPERATORS.get(fact.unit, set(COMPARE))
    if wanted not in allowed:
        names = "、".join(member.label for member in Operator if member in allowed)
        raise ConditionRefused("operator", f"“{fact.label}”只能用：{names}")
    return wanted


def _comparable(key: str, fact: Fact, operator: Operator) -> Fact:
    other = _known_fact(key, "compared_fact")
    if other.unit is not fact.unit or operator is Operator.ONE_OF or fact.unit in OPERATORS:
        raise ConditionRefused("compared_fact", f"“{other.label}”和“{fact.label}”没法比较")
    return other


def read_value(text: str, fact: Fact) -> Value:
    """The fact's value that the text says; raises ConditionRefused where it says none."""
    match fact.unit:
        case Unit.YES_NO:
            if text in YES_NO:
                return YES_NO[text]
            raise ConditionRefused("value", f"“{fact.label}”的数值请填 yes 或 no")
        case Unit.CHOICE:
            if text in dict(fact.choices):
                return text
            wanted = "、".join(f"{value}（{label}）" for value, label in fact.choices)
            raise ConditionRefused("value", f"“{fact.label}”的数值应是：{wanted}")
        case Unit.DATE:
            return _date(text, fact)
    return _number(text, fact)


def _date(text: str, fact: Fact) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"“{fact.label}”的数值请写成日期，例如 2027-01-01"
        raise ConditionRefused("value", message) from None


def _number(text: str, fact: Fact) -> Decimal:
    if text.removeprefix("-").replace(".", "", 1).isdecimal() and text.isascii():
        return Decimal(text)
    raise ConditionRefused("value", f"“{fact.label}”的数值请写成数字，单位是{fact.unit.label}")
