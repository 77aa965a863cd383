"""What a result takes for granted, and the terms that it used."""

from dataclasses import dataclass
from datetime import date

from advice.engine.facts import number_words
from advice.engine.vocabulary import TermKey, Unit
from advice.models import ProductTerm, RuleValue


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that the result takes for granted: what it is, how much, why, and its kind."""

    label: str
    words: str
    reason: str
    kind: str


def assumed_rules(day: date) -> list[Assumption]:
    """The rules whose value in force on `day` is an assumption."""
    values = RuleValue.objects.filter(effective_from__lte=day).select_related("rule")
    latest = {value.rule_id: value for value in values.order_by("effective_from")}
    return [
        Assumption(
            value.rule.label,
            number_words(value.value, Unit(value.rule.unit)),
            value.reason,
            "假定",
        )
        for value in sorted(latest.values(), key=lambda value: value.rule.label)
        if value.is_assumption
    ]


def terms_in_force(product: str, day: date) -> dict[TermKey, ProductTerm]:
    """The records of a product's terms in force on `day`, with their sources."""
    terms = ProductTerm.objects.filter(product__slug=product, effective_from__lte=day)
    ordered = terms.select_related("source").order_by("effective_from")
    return {TermKey(term.key): term for term in ordered}
