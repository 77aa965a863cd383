"""The reads that pages and the calculation need, each a constant number of queries."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from advice.engine.facts import number_words
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.rules import (
    DatedValue,
    FeeBracket,
    FeeTable,
    Product,
    Rule,
    Rulebook,
    RuleNotInForce,
)
from advice.engine.vocabulary import TermKey, Unit, Urgency
from advice.engine.wording import percent, plain, yuan
from advice.models import (
    Consequence,
    FeeTableVersion,
    Hotline,
    LegalSource,
    LoanProduct,
    Prevention,
    ProductTerm,
    RulebookEdition,
    RuleValue,
    Strategy,
)
from advice.models import FeeTable as FeeTableRecord
from advice.models import Rule as RuleRecord

# The rulebook


@dataclass(frozen=True, slots=True)
class Edition:
    """A rulebook as built from one state of the database, with the units of its rules."""

    token: UUID | None
    rulebook: Rulebook
    units: Mapping[str, Unit]


class _Shelf:
    """Keeps the edition built last, for as long as the database holds the same one."""

    def __init__(self) -> None:
        self._edition: Edition | None = None

    def current(self) -> Edition:
        token = RulebookEdition.current()
        if self._edition is None or self._edition.token != token:
            self._edition = _build_edition(token)
        return self._edition


_shelf = _Shelf()


def current_rulebook() -> Rulebook:
    """The rules as the editors last saved them; one query where nothing has changed."""
    return _shelf.current().rulebook


def _build_edition(token: UUID | None) -> Edition:
    rules = RuleRecord.objects.prefetch_related("values")
    tables = FeeTableRecord.objects.prefetch_related("versions__brackets")
    products = LoanProduct.objects.active().prefetch_related("terms")
    records = list(rules)
    rulebook = Rulebook(
        rules={record.key: _rule(record) for record in records},
        fee_tables={record.key: _fee_table(record) for record in tables},
        products={record.slug: _product(record) for record in products},
    )
    return Edition(token, rulebook, {record.key: Unit(record.unit) for record in records})


def _rule(record: RuleRecord) -> Rule[Decimal]:
    values = sorted(record.values.all(), key=lambda value: value.effective_from)
    dated = tuple(DatedValue(value.effective_from, value.value) for value in values)
    return Rule(record.key, record.label, dated)


def _fee_table(record: FeeTableRecord) -> Rule[FeeTable]:
    complete = [version for version in record.versions.all() if version.brackets.all()]
    versions = sorted(complete, key=lambda version: version.effective_from)
    dated = tuple(DatedValue(row.effective_from, _brackets(row)) for row in versions)
    return Rule(record.key, record.label, dated)


def _brackets(version: FeeTableVersion) -> FeeTable:
    rows = sorted(version.brackets.all(), key=lambda row: row.over)
    brackets = tuple(FeeBracket(row.over, row.flat, row.share) for row in rows)
    return FeeTable(brackets, version.maximum)


def _product(record: LoanProduct) -> Product:
    by_key: dict[str, list[ProductTerm]] = {}
    for term in sorted(record.terms.all(), key=lambda term: term.effective_from):
        by_key.setdefault(term.key, []).append(term)
    terms = {
        key: Rule(
            key,
            f"{record.name}的{TermKey(key).label}",
            tuple(DatedValue(row.effective_from, row.value) for row in rows),
        )
        for key, rows in by_key.items()
    }
    return Product(record.slug, record.name, terms)


# Figures for texts


def prose_figures(day: date, product: str = DEFAULT_PRODUCT) -> dict[str, str]:
    """What `{{ rule:… }}` and `{{ term:… }}` say on `day`; what is not in force is left out."""
    edition = _shelf.current()
    figures = {}
    for key, rule in edition.rulebook.rules.items():
        figures[f"rule:{key}"] = _figure(rule, edition.units[key], day)
    chosen = edition.rulebook.products.get(product)
    for key, term in (chosen.terms if chosen else {}).items():
        figures[f"term:{key}"] = _figure(term, TermKey(key).unit, day)
    return {name: words for name, words in figures.items() if words}


def _figure(rule: Rule[Decimal] | Rule[Decimal | None], unit: Unit, day: date) -> str:
    """The value in prose: a share and a percentage with their sign, a count bare."""
    try:
        value = rule.on(day)
    except RuleNotInForce:
        return ""
    if value is None:
        return "没有约定"
    match unit:
        case Unit.SHARE:
            return percent(100 * value)
        case Unit.PERCENT:
            return percent(value)
        case Unit.YUAN:
            return yuan(value)
    return plain(value)


# Assumptions


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


TERMS_SHOWN = (
    TermKey.DAILY_RATE_MIN,
    TermKey.DAILY_RATE_MAX,
    TermKey.CREDIT_LIMIT,
    TermKey.LONGEST_TERM,
    TermKey.PENALTY_MULTIPLIER,
    TermKey.CHARGES_COMPOUND_INTEREST,
    TermKey.GRACE_DAYS,
)

# Guidance


def consequences_with_figures() -> QuerySet[Consequence]:
    """Published consequences in their order, with what a result shows of them."""
    return Consequence.objects.published().prefetch_related("figures", "products")


def strategies_to_judge() -> QuerySet[Strategy]:
    """Published strategies in their order, with what judging and placing them needs."""
    eases = Prefetch("eases", queryset=Consequence.objects.published())
    return Strategy.objects.published().prefetch_related("conditions", "products", eases)


def consequences_published() -> QuerySet[Consequence]:
    """Published consequences in their order, with sources and published strategies."""
    strategies = Prefetch("strategies", queryset=Strategy.objects.published())
    sources = Prefetch("sources", queryset=LegalSource.objects.published())
    return Consequence.objects.published().prefetch_related("products", strategies, sources)


def strategies_published() -> QuerySet[Strategy]:
    """Published strategies in their order, with sources and published consequences."""
    eases = Prefetch("eases", queryset=Consequence.objects.published())
    sources = Prefetch("sources", queryset=LegalSource.objects.published())
    return Strategy.objects.published().prefetch_related("products", eases, sources)


def preventions_published() -> QuerySet[Prevention]:
    """Published habits in their order, with their products and sources."""
    sources = Prefetch("sources", queryset=LegalSource.objects.published())
    return Prevention.objects.published().prefetch_related("products", sources)


def hotlines_published() -> QuerySet[Hotline]:
    """Published numbers in their order, with their sources."""
    return Hotline.objects.published().select_related("source").prefetch_related("products")


def hotlines_that_listen() -> QuerySet[Hotline]:
    """The published numbers for those who can bear it no longer."""
    return hotlines_published().filter(first_when_distressed=True)


def sources_by_key(keys: Iterable[str]) -> dict[str, LegalSource]:
    """The published sources among the keys."""
    return {source.key: source for source in LegalSource.objects.published().filter(key__in=keys)}


def active_products() -> QuerySet[LoanProduct]:
    """What the form offers, in the editors' order."""
    return LoanProduct.objects.active()


@dataclass(frozen=True, slots=True)
class ProductOffered:
    """A product with its terms in force, for those who have no contract at hand."""

    name: str
    terms_in_force: tuple[ProductTerm, ...]


def products_offered(day: date) -> list[ProductOffered]:
    """What the form offers with the terms that its borrowers meet, in the editors' order."""
    return [
        ProductOffered(product.name, _terms_shown(product, day))
        for product in active_products().prefetch_related("terms")
    ]


def _terms_shown(product: LoanProduct, day: date) -> tuple[ProductTerm, ...]:
    """The latest value of each term that informs the form, in the order of the keys."""
    terms = sorted(product.terms.all(), key=lambda term: term.effective_from)
    latest = {term.key: term for term in terms if term.effective_from <= day}
    return tuple(latest[key] for key in TERMS_SHOWN if key in latest)


# Pages to browse

BANK_HOTLINE = "hotline_95384"
DIGITS = re.compile(r"(\d+)")


def bank_hotline() -> Hotline | None:
    """The number of the bank behind 微粒贷, where it is published."""
    return Hotline.objects.published().filter(key=BANK_HOTLINE).first()


def hotlines_listening_first() -> QuerySet[Hotline]:
    """Published numbers, those that listen to the distressed before all others."""
    return hotlines_published().order_by("-first_when_distressed", "order")


def most_urgent_first(strategies: Iterable[Strategy]) -> list[Strategy]:
    """What to do today before what can wait; within that, the editors' order."""
    urgencies = list(Urgency)
    return sorted(
        strategies,
        key=lambda strategy: (urgencies.index(Urgency(strategy.urgency)), strategy.order),
    )


def strategies_by_urgency() -> list[Strategy]:
    """Published strategies, the most urgent first, for lists that need no more than a summary."""
    return most_urgent_first(Strategy.objects.published())


def in_reading_order(sources: Iterable[LegalSource]) -> list[LegalSource]:
    """The most cited law first, its articles as they are numbered: the 85th before the 103rd."""
    listed = list(sources)
    cited = Counter(source.title for source in listed)
    return sorted(
        listed, key=lambda source: (-cited[source.title], source.title, _numbered(source.key))
    )


def _numbered(key: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in DIGITS.split(key)]


@dataclass(frozen=True, slots=True)
class Law:
    """A law or document with those of its articles that the site cites."""

    title: str
    articles: list[LegalSource]


def laws_published() -> list[Law]:
    """The laws of all published sources, those with the most articles first."""
    sources = in_reading_order(LegalSource.objects.published())
    laws = groupby(sources, key=lambda source: source.title)
    return [Law(title, list(articles)) for title, articles in laws]


def sources_with_uses() -> QuerySet[LegalSource]:
    """Published sources with the published texts, the values and the numbers that rest on them."""
    terms = ProductTerm.objects.filter(product__is_active=True).select_related("product")
    return LegalSource.objects.published().prefetch_related(
        Prefetch("consequence_set", queryset=Consequence.objects.published()),
        Prefetch("strategy_set", queryset=Strategy.objects.published()),
        Prefetch("prevention_set", queryset=Prevention.objects.published()),
        Prefetch("rulevalue_set", queryset=RuleValue.objects.select_related("rule")),
        Prefetch("feetableversion_set", queryset=FeeTableVersion.objects.select_related("table")),
        Prefetch("productterm_set", queryset=terms),
        Prefetch("hotline_set", queryset=Hotline.objects.published()),
    )
