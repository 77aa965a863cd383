"""The rules, terms and fee tables of a trail, with their values and first days in force."""

from dataclasses import dataclass
from datetime import date

from advice.engine.facts import number_words
from advice.engine.rules import Rule, Rulebook, Terms
from advice.engine.trail.grammar import Ground
from advice.engine.vocabulary import TermKey
from advice.engine.wording import percent, plain


@dataclass(frozen=True, slots=True)
class Footing:
    """Where a calculation stands: its day, the product, and its terms with others put over them.

    `told` are the names of those others, which no rulebook holds: what the borrower's contract
    says, or what is only tried. What knows of no product has no terms.
    """

    day: date
    product: str = ""
    terms: Terms | None = None
    told: frozenset[str] = frozenset()


def ground_of(key: str, footing: Footing, rulebook: Rulebook) -> Ground:
    """What `rule:…`, `term:…` or `fees:…` was on the day of the calculation."""
    kind, name = key.split(":", 1)
    if kind == "term":
        return _term(key, TermKey(name), footing, rulebook)  # type: ignore[call-arg]
    day = footing.day
    if kind == "fees":
        table = rulebook.fee_tables[name]
        return Ground(key, table.label, "分段收费", table.dated_on(day).effective_from)
    rule = rulebook.rules[name]
    dated = rule.dated_on(day)
    words = percent(100 * dated.value) if 0 < dated.value < 1 else plain(dated.value)
    return Ground(key, rule.label, words, dated.effective_from)


def _term(key: str, term: TermKey, footing: Footing, rulebook: Rulebook) -> Ground:
    """A term as it was told, else as the product has it."""
    value = getattr(footing.terms, term.value)
    words = "没有约定" if value is None else number_words(value, term.unit)
    if term in footing.told:
        return Ground(key, term.label, words, None)
    series: Rule[object] = rulebook.product(footing.product).terms[term]  # type: ignore[assignment]
    return Ground(key, term.label, words, series.dated_on(footing.day).effective_from)
