"""What figures rest on: rules, fee tables and product terms with their law or reason."""

from collections.abc import Iterator
from datetime import date

from advice import selectors
from advice.engine.facts import FACTS
from advice.engine.rules import RuleNotInForce
from advice.models import LegalSource, Rule
from advice.services.content_check.content import Content, Value
from advice.services.content_check.finding import Finding, error, missing


def values_rest_on_something(content: Content, day: date) -> Iterator[Finding]:
    """Every value has a source or a reason; those in force and to come, one that holds."""
    for series in content.series:
        for value in series.values:
            if not (value.source or value.reason.strip()):
                yield error(series.owner, f"“{value}”没有法律依据。请选一个，或写明假定的理由。")
        for value in series.not_replaced(day):
            if unfitness := _unfitness(value, day):
                yield error(series.owner, f"“{value}”{unfitness}。请换依据，或写明假定的理由。")


def _unfitness(value: Value, day: date) -> str:
    if value.source is None:
        return ""
    invalidity = value.source.invalidity(day)
    return invalidity and f"依据的{value.source.citation}{invalidity}"


def calculation_has_its_values(content: Content, day: date) -> Iterator[Finding]:
    """Whatever the calculation needs is in force."""
    book = selectors.current_rulebook()
    try:
        book.on(day)
    except RuleNotInForce as absent:
        yield missing(Rule, f"测算要用的“{absent.label}”没有生效的值。请补上。")
    for product in content.products:
        try:
            book.product(product.slug).terms_on(day)
        except RuleNotInForce as absent:
            yield error(product, f"测算要用的“{absent.label}”没有生效的值。请补上。")


def figures_cite_law_that_is_there(content: Content, day: date) -> Iterator[Finding]:
    """Every source that a figure of the result names is published and holds."""
    sources = {source.key: source for source in content.sources}
    for key in dict.fromkeys(key for fact in FACTS.values() for key in fact.law):
        figures = "、".join(fact.label for fact in FACTS.values() if key in fact.law)
        named = f"结果页的数字注明了它：{figures}"
        if key not in sources:
            yield missing(LegalSource, f"没有代号 {key}，{named}。请补上并发布。")
        elif invalidity := sources[key].invalidity(day):
            yield error(sources[key], f"{invalidity}，{named}。请核实并发布。")
