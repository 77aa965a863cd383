"""The rules as the editors last saved them, built once for each edition of the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

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
from advice.engine.vocabulary import TermKey, Unit
from advice.engine.wording import percent, plain, yuan
from advice.models import FeeTable as FeeTableRecord
from advice.models import FeeTableVersion, LoanProduct, ProductTerm, SiteEdition
from advice.models import Rule as RuleRecord


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
        token = SiteEdition.current()
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
