"""The records of rules, fee tables and products as the engine's rulebook."""

from decimal import Decimal

from django.db.models import Prefetch

from advice.engine.rules import DatedValue, FeeBracket, FeeTable, Product, Rule, Rulebook
from advice.engine.vocabulary import TermKey
from advice.models import FeeTable as FeeTableRecord
from advice.models import FeeTableVersion, LoanProduct, ProductTerm, RuleValue
from advice.models import Rule as RuleRecord


def approved_terms() -> "Prefetch[str]":
    """The terms of products that somebody approved, with their sources."""
    return Prefetch("terms", ProductTerm.objects.published().select_related("source"))


def build_rulebook() -> Rulebook:
    """The rules as far as they are approved."""
    rules = RuleRecord.objects.prefetch_related(Prefetch("values", RuleValue.objects.published()))
    tables = FeeTableRecord.objects.prefetch_related(
        Prefetch("versions", FeeTableVersion.objects.published().prefetch_related("brackets"))
    )
    products = LoanProduct.objects.active().prefetch_related(approved_terms())
    return Rulebook(
        rules={record.key: _rule(record) for record in rules},
        fee_tables={record.key: _fee_table(record) for record in tables},
        products={record.slug: _product(record) for record in products},
    )


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
