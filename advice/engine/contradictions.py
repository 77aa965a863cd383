"""Conditions that can't hold together, seen from the conditions alone.

What a group asks of its facts is an order: this one below that number, at least that other one. The
group can never hold where something would have to be below itself, or where none of a fact's
choices is left. Only what follows from the conditions and from the bounds of the facts is seen; a
group in which nothing is found may still fit nobody.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise, product
from typing import TypeAlias

from advice.engine.conditions import OPERATORS, YES_NO, Condition
from advice.engine.facts import Fact, Value
from advice.engine.vocabulary import Operator, Unit

WHOLE = {Unit.DAYS, Unit.NUMBER}

# What is ordered: facts by their keys, and the numbers and dates that they are compared with.
Node: TypeAlias = str | Decimal | date
# That the first is at most the second, or below it where the third is true.
Relation: TypeAlias = tuple[Node, Node, bool]


def clash_in(group: Sequence[Condition]) -> tuple[Condition, ...]:
    """Conditions of the group that can't hold together, as few as explain it; empty: none found."""
    if _may_hold(group):
        return ()
    needed = list(group)
    for condition in group:
        others = [row for row in needed if row is not condition]
        if not _may_hold(others):
            needed = others
    return tuple(needed)


def _may_hold(group: Sequence[Condition]) -> bool:
    return _choices_are_left(group) and _order_is_possible(group)


def _choices_are_left(group: Sequence[Condition]) -> bool:
    """Whether each fact of choices has one that all of its conditions accept."""
    chosen = [row for row in group if row.fact.unit in OPERATORS]
    return all(
        any(all(row.holds(value) for row in chosen if row.fact is fact) for value in _values(fact))
        for fact in {row.fact.key: row.fact for row in chosen}.values()
    )


def _values(fact: Fact) -> Iterable[Value]:
    if fact.unit is Unit.YES_NO:
        return YES_NO.values()
    return [value for value, _ in fact.choices]


def _order_is_possible(group: Sequence[Condition]) -> bool:
    """Whether nothing is below itself, and nothing equals what it must not equal."""
    ordered = [row for row in group if row.fact.unit not in OPERATORS]
    below = _closed([*_asked(ordered), *_bounds(ordered)])
    if any(is_strict for (low, high), is_strict in below.items() if low == high):
        return False
    return not any(
        _are_equal(row.fact.key, _other(row), below)
        for row in ordered
        if row.operator is Operator.NE
    )


def _are_equal(one: Node, other: Node, below: dict[tuple[Node, Node], bool]) -> bool:
    return one == other or {(one, other), (other, one)} <= below.keys()


def _other(condition: Condition) -> Node:
    """What the condition compares its fact with."""
    if condition.compared:
        return condition.compared.key
    value = condition.values[0]
    return value if isinstance(value, date) else Decimal(value)


def _asked(group: Iterable[Condition]) -> Iterator[Relation]:
    """The order that the conditions ask for."""
    for row in group:
        fact, other = row.fact.key, _other(row)
        if row.fact.unit in WHOLE and isinstance(other, Decimal):
            yield from _asked_of_whole(row, other)
        elif row.operator in {Operator.LT, Operator.LE}:
            yield fact, other, row.operator is Operator.LT
        elif row.operator in {Operator.GT, Operator.GE}:
            yield other, fact, row.operator is Operator.GT
        elif row.operator is Operator.EQ:
            yield from ((fact, other, False), (other, fact, False))


def _asked_of_whole(condition: Condition, bound: Decimal) -> Iterator[Relation]:
    """The same of a fact that counts: above 3 is at least 4, and nothing equals 1.5."""
    fact, operator = condition.fact.key, condition.operator
    down = bound.to_integral_value(ROUND_FLOOR)
    up = bound.to_integral_value(ROUND_CEILING)
    if operator in {Operator.LE, Operator.EQ}:
        yield fact, down, False
    if operator in {Operator.GE, Operator.EQ}:
        yield up, fact, False
    if operator is Operator.LT:
        yield fact, up - 1, False
    if operator is Operator.GT:
        yield down + 1, fact, False


def _bounds(group: Iterable[Condition]) -> Iterator[Relation]:
    """The bounds that the facts have by themselves."""
    facts = [fact for row in group for fact in (row.fact, row.compared) if fact]
    for fact in facts:
        if fact.unit is not Unit.DATE:
            if fact.lowest is not None:
                yield fact.lowest, fact.key, False
            if fact.highest is not None:
                yield fact.key, fact.highest, False


def _closed(relations: Sequence[Relation]) -> dict[tuple[Node, Node], bool]:
    """Every pair of which the first is at most the second, and whether it must be below it."""
    nodes = list(dict.fromkeys(node for low, high, _ in relations for node in (low, high)))
    below: dict[tuple[Node, Node], bool] = {}
    for low, high, is_strict in [*relations, *_in_order(nodes)]:
        below[low, high] = below.get((low, high), False) or is_strict
    for middle, low, high in product(nodes, repeat=3):
        if (low, middle) in below and (middle, high) in below:
            is_strict = below[low, middle] or below[middle, high]
            below[low, high] = below.get((low, high), False) or is_strict
    return below


def _in_order(nodes: Iterable[Node]) -> Iterator[Relation]:
    """The numbers, and the dates, that stand one above the other."""
    numbers = sorted(node for node in nodes if isinstance(node, Decimal))
    days = sorted(node for node in nodes if isinstance(node, date))
    yield from ((low, high, True) for low, high in pairwise(numbers))
    yield from ((low, high, True) for low, high in pairwise(days))
