"""The rules, terms and fee tables of a trail, with their values and first days in force."""

from advice.engine.assessment import Assessment
from advice.engine.facts import number_words
from advice.engine.rules import Rule, Rulebook
from advice.engine.trail.grammar import Ground
from advice.engine.vocabulary import TermKey
from advice.engine.wording import percent, plain


def ground_of(key: str, assessment: Assessment, rulebook: Rulebook) -> Ground:
    """What `rule:…`, `term:…` or `fees:…` was on the day of the assessment."""
    kind, name = key.split(":", 1)
    if kind == "term":
        return _term(key, TermKey(name), assessment, rulebook)  # type: ignore[call-arg]
    day = assessment.case.as_of
    if kind == "fees":
        table = rulebook.fee_tables[name]
        return Ground(key, table.label, "分段收费", table.dated_on(day).effective_from)
    rule = rulebook.rules[name]
    dated = rule.dated_on(day)
    words = percent(100 * dated.value) if 0 < dated.value < 1 else plain(dated.value)
    return Ground(key, rule.label, words, dated.effective_from)


def _term(key: str, term: TermKey, assessment: Assessment, rulebook: Rulebook) -> Ground:
    """A term as the contract was told to say it, else as the product has it."""
    value = getattr(assessment.terms, term.value)
    words = "没有约定" if value is None else number_words(value, term.unit)
    if getattr(assessment.case.contract, term.value, None) is not None:
        return Ground(key, term.label, words, None)
    series: Rule[object] = rulebook.product(assessment.case.product).terms[term]  # type: ignore[assignment]
    return Ground(key, term.label, words, series.dated_on(assessment.case.as_of).effective_from)
