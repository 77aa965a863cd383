"""The rules of one day, to be kept with what was computed by them and computed with once more.

A snapshot is JSON-ready: exact numbers as text, None where a contract has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from advice.engine.answers import EARLIEST_DAY
from advice.engine.rules import (
    DatedValue,
    FeeBracket,
    FeeTable,
    Rule,
    Rulebook,
    RuleNotInForce,
)

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule, fee table or term that is not what a snapshot holds, and the new one's first day."""

    label: str
    effective_from: date


def snapshot(rulebook: Rulebook, product: str, day: date) -> Json:
    """Every rule, fee table and term of the product that is in force on `day`."""
    return {
        "rules": {key: str(value) for key, value in _in_force(rulebook.rules, day).items()},
        "fee_tables": {
            key: _fees_as_json(table) for key, table in _in_force(rulebook.fee_tables, day).items()
        },
        "terms": {
            key: None if value is None else str(value)
            for key, value in _in_force(rulebook.product(product).terms, day).items()
        },
    }


def as_then(rulebook: Rulebook, product: str, kept: Mapping[str, Any]) -> Rulebook:
    """The rulebook in which everything that the snapshot holds was never changed.

    What the snapshot does not hold is as in `rulebook`; what `rulebook` no longer has stays away.
    """
    rules = {key: Decimal(value) for key, value in kept["rules"].items()}
    tables = {key: _fees_from_json(value) for key, value in kept["fee_tables"].items()}
    terms = {key: None if value is None else Decimal(value) for key, value in kept["terms"].items()}
    chosen = rulebook.product(product)
    return replace(
        rulebook,
        rules=_frozen(rulebook.rules, rules),
        fee_tables=_frozen(rulebook.fee_tables, tables),
        products={
            **rulebook.products,
            product: replace(chosen, terms=_frozen(chosen.terms, terms)),
        },
    )


def changed_since(
    kept: Mapping[str, Any], rulebook: Rulebook, product: str, day: date
) -> tuple[ChangedRule, ...]:
    """What the snapshot holds otherwise than the rulebook on `day`, in the rulebook's order."""
    now = snapshot(rulebook, product, day)
    series: dict[str, Mapping[str, Rule[Any]]] = {
        "rules": rulebook.rules,
        "fee_tables": rulebook.fee_tables,
        "terms": rulebook.product(product).terms,
    }
    return tuple(
        ChangedRule(rules[key].label, _first_day(rules[key], day))
        for group, rules in series.items()
        for key, value in now[group].items()
        if key in kept[group] and not _is_same(kept[group][key], value)
    )


def _in_force(series: Mapping[str, Rule[T]], day: date) -> dict[str, T]:
    values = {}
    for key, rule in series.items():
        try:
            values[key] = rule.on(day)
        except RuleNotInForce:
            continue
    return values


def _frozen(series: Mapping[str, Rule[T]], values: Mapping[str, T]) -> dict[str, Rule[T]]:
    return {
        key: replace(rule, values=(DatedValue(EARLIEST_DAY, values[key]),))
        if key in values
        else rule
        for key, rule in series.items()
    }


def _first_day(rule: Rule[Any], day: date) -> date:
    return max(dated.effective_from for dated in rule.values if dated.effective_from <= day)


def _is_same(kept: Any, now: Any) -> bool:
    """Whether two values mean the same, however many zeros they end with."""
    if isinstance(kept, str) and isinstance(now, str):
        return Decimal(kept) == Decimal(now)
    if isinstance(kept, Mapping) and isinstance(now, Mapping):
        return _fees_from_json(kept) == _fees_from_json(now)
    return bool(kept == now)


def _fees_as_json(table: FeeTable) -> Json:
    return {
        "brackets": [[str(row.over), str(row.flat), str(row.share)] for row in table.brackets],
        "maximum": None if table.maximum is None else str(table.maximum),
    }


def _fees_from_json(told: Mapping[str, Any]) -> FeeTable:
    return FeeTable(
        brackets=tuple(FeeBracket(*map(Decimal, row)) for row in told["brackets"]),
        maximum=None if told["maximum"] is None else Decimal(told["maximum"]),
    )
