"""Trails as JSON-ready values (calculation.md, section 14)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from advice.engine.trail.grammar import Addend, Factor, Ground, Trail
from advice.engine.trail.shelf import Trails

Json = dict[str, Any]


def trail_report(trails: Trails) -> Json:
    """Every trail by its figure's path, and the rules, terms and fee tables they rest on."""
    told = {key: _trail(trails[key]) for key in trails}
    rests_on = dict.fromkeys(key for trail in trails.values() for key in trail.rests_on)
    return {"figures": told, "rests_on": {key: _ground(trails.ground(key)) for key in rests_on}}


def _trail(trail: Trail) -> Json:
    told: Json = {
        "label": trail.label,
        "value": _plain(trail.value),
        "unit": trail.unit.value,
        "how": trail.how.value,
        "addends": [_addend(addend) for addend in trail.addends],
    }
    optional = {
        "rounded_to": _plain(trail.step),
        "table": [list(row) for row in trail.table],
        "law": list(trail.law),
        "note": trail.note,
    }
    return told | {name: value for name, value in optional.items() if value}


def _addend(addend: Addend) -> Json:
    told: Json = {"label": addend.label, "factors": [_factor(f) for f in addend.factors]}
    if addend.day is None:
        told["amount"] = _exact(addend.amount)
    optional = {
        "minus": addend.minus,
        "loan": addend.loan,
        "since": _plain(addend.since),
        "until": _plain(addend.until),
        "day": _plain(addend.day),
        "figure": addend.figure,
    }
    return told | {name: value for name, value in optional.items() if value}


def _factor(factor: Factor) -> Json:
    told: Json = {
        "label": factor.label,
        "value": _plain(factor.value),
        "unit": factor.unit.value,
    }
    optional = {
        "divides": factor.divides,
        "figure": factor.figure,
        "rests_on": factor.rests_on,
    }
    return told | {name: value for name, value in optional.items() if value}


def _ground(ground: Ground) -> Json:
    since = _plain(ground.effective_from)
    return {"label": ground.label, "value": ground.words, "effective_from": since}


def _plain(value: object) -> Any:
    """Numbers as text, days ISO."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _exact(amount: Fraction) -> str:
    """A whole number, or numerator/denominator."""
    return str(amount)
