"""Load the initial content and rules from the text files of this folder.

Each record, and each dated value, is loaded once and noted; afterwards it belongs to the editors,
and neither a change nor a deletion of theirs is undone. Records are checked like an editor's.
"""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import models, transaction

from advice.engine.vocabulary import MonthlySource, UpfrontSource
from advice.models import (
    Article,
    Condition,
    Consequence,
    ConsequenceFigure,
    ExpertComment,
    FeeBracket,
    FeeTable,
    FeeTableVersion,
    Guidance,
    Guide,
    GuideChapter,
    Hotline,
    LegalSource,
    LoanProduct,
    Prevention,
    ProductTerm,
    Question,
    Rule,
    RuleValue,
    SeededRecord,
    SitePage,
    Situation,
    Strategy,
    Synonym,
)
from advice.services import indexing

FOLDER = Path(__file__).parent
Row = dict[str, Any]
Maker = Callable[[Row], None]
Seeds = Iterator[tuple[str, str, Row, Maker]]


def load() -> int:
    """Load every seed record that was never loaded before; how many there were.

    Records are indexed for the search as they are saved; those of a database that is older than
    its index are indexed here.
    """
    with transaction.atomic():
        count = sum(_load_once(kind, key, row, make) for kind, key, row, make in _records())
        indexing.rebuild_if_incomplete()
    return count


def _load_once(kind: str, key: str, row: Row, make: Maker) -> bool:
    _, is_new = SeededRecord.objects.get_or_create(kind=kind, key=key)
    if is_new:
        make(row)
    return is_new


def _records() -> Seeds:
    """(kind, key, row, maker) of every record, those that others refer to first."""
    yield from _each("source", _file("sources.toml")["source"], _make_source)
    yield from _dated("rules.toml", "rule", "values", _make_rule, _make_rule_value)
    yield from _dated("fee_tables.toml", "table", "versions", _make_table, _make_table_version)
    yield from _products()
    yield from _each("hotline", _file("hotlines.toml")["hotline"], _make_hotline)
    yield from _each("consequence", _folder("consequences"), _make_consequence)
    yield from _each("strategy", _folder("strategies"), _make_strategy)
    yield from _each("prevention", _folder("prevention"), _make_prevention)
    yield from _each("question", _folder("questions"), _make_question)
    yield from _each("guide", _folder("guides"), _make_guide)
    yield from _each("comment", _file("comments.toml")["comment"], _make_comment)
    yield from _each("situation", _file("situations.toml")["situation"], _make_situation)
    yield from _each("page", _folder("pages"), _make_page)
    yield from _synonyms()


def _each(kind: str, rows: list[Row], make: Maker) -> Seeds:
    for row in rows:
        yield kind, row["key"], row, make


def _dated(
    file: str,
    kind: str,
    series: str,
    make: Maker,
    make_value: Maker,
) -> Seeds:
    for row in _file(file)[kind]:
        values = row.pop(series)
        yield kind, row["key"], row, make
        for value in values:
            first_day = value["effective_from"].isoformat()
            yield (
                f"{kind}.{series}",
                f"{row['key']} {first_day}",
                value | {"of": row["key"]},
                make_value,
            )


def _products() -> Seeds:
    for row in _file("products.toml")["product"]:
        terms = row.pop("terms")
        yield "product", row["slug"], row, _make_product
        for term in terms:
            key = f"{row['slug']} {term['key']} {term['effective_from'].isoformat()}"
            yield "product.terms", key, term | {"of": row["slug"]}, _make_term


def _synonyms() -> Seeds:
    for row in _file("synonyms.toml")["synonym"]:
        yield "synonym", f"{row['word']} {row['means']}", row, _make_synonym


def _file(name: str) -> Row:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _folder(name: str) -> list[Row]:
    return [_file(str(path)) for path in sorted((FOLDER / name).glob("*.toml"))]


def _save(record: models.Model) -> None:
    """Save as an editor would: checked first."""
    record.full_clean()
    record.save()


def _cited(row: Row) -> Row:
    """The row with its source's key replaced by the source."""
    key = row.pop("source", "")
    return row | {"source": LegalSource.objects.get(key=key) if key else None}


def _make_source(row: Row) -> None:
    _save(LegalSource(**row))


def _make_rule(row: Row) -> None:
    _save(Rule(**row))


def _make_rule_value(row: Row) -> None:
    rule = Rule.objects.get(key=row.pop("of"))
    _save(RuleValue(rule=rule, **_cited(row)))


def _make_table(row: Row) -> None:
    _save(FeeTable(**row))


def _make_table_version(row: Row) -> None:
    table = FeeTable.objects.get(key=row.pop("of"))
    brackets = row.pop("brackets")
    version = FeeTableVersion(table=table, **_cited(row))
    _save(version)
    for bracket in brackets:
        _save(FeeBracket(version=version, **bracket))


def _make_product(row: Row) -> None:
    _save(LoanProduct(**row))


def _make_term(row: Row) -> None:
    product = LoanProduct.objects.get(slug=row.pop("of"))
    _save(ProductTerm(product=product, **_cited(row)))


def _make_hotline(row: Row) -> None:
    products = row.pop("products", [])
    hotline = Hotline(**_cited(row))
    _save(hotline)
    hotline.products.set(_all_found(LoanProduct, "slug", products))


def _save_article(record: Article, *, sources: list[str]) -> None:
    record.body = record.body.strip()  # as the admin's form would leave it
    _save(record)
    record.sources.set(_all_found(LegalSource, "key", sources))


def _save_guidance(record: Guidance, *, sources: list[str], products: list[str]) -> None:
    _save_article(record, sources=sources)
    record.products.set(_all_found(LoanProduct, "slug", products))


def _all_found(model: type[models.Model], field: str, keys: list[str]) -> list[models.Model]:
    return [model.objects.get(**{field: key}) for key in keys]


def _make_consequence(row: Row) -> None:
    sources, products, figures = (row.pop(name) for name in ("sources", "products", "figures"))
    consequence = Consequence(**row)
    _save_guidance(consequence, sources=sources, products=products)
    for place, fact in enumerate(figures, start=1):
        _save(ConsequenceFigure(consequence=consequence, fact=fact, order=10 * place))


def _make_strategy(row: Row) -> None:
    names = ("sources", "products", "eases", "effect", "conditions")
    sources, products, eases, effect, conditions = (row.pop(name) for name in names)
    strategy = Strategy(**row, **_effect(effect))
    _save_guidance(strategy, sources=sources, products=products)
    strategy.eases.set(_all_found(Consequence, "key", eases))
    for condition in conditions:
        _save(Condition(strategy=strategy, **condition))


def _effect(effect: Row) -> Row:
    """The effect's inline table as the fields of a Strategy."""
    chosen = [*effect.pop("upfront", []), *effect.pop("monthly", [])]
    uses = {
        f"uses_{source.value}": source.value in chosen
        for source in (*UpfrontSource, *MonthlySource)
    }
    return {"effect_kind": effect.pop("kind"), **uses, **effect}


def _make_prevention(row: Row) -> None:
    sources, products = row.pop("sources"), row.pop("products")
    _save_guidance(Prevention(**row), sources=sources, products=products)


def _make_question(row: Row) -> None:
    names = ("sources", "products", "consequences", "strategies")
    sources, products, consequences, strategies = (row.pop(name) for name in names)
    question = Question(**row)
    _save_guidance(question, sources=sources, products=products)
    question.consequences.set(_all_found(Consequence, "key", consequences))
    question.strategies.set(_all_found(Strategy, "key", strategies))


def _make_guide(row: Row) -> None:
    sources, products, chapters = (row.pop(name) for name in ("sources", "products", "chapters"))
    guide = Guide(**row)
    _save_guidance(guide, sources=sources, products=products)
    for place, chapter in enumerate(chapters, start=1):
        body = chapter.pop("body").strip()
        _save(GuideChapter(guide=guide, body=body, order=10 * place, **chapter))


def _make_comment(row: Row) -> None:
    sources = row.pop("sources")
    comment = ExpertComment(guide=Guide.objects.get(key=row.pop("guide")), **row)
    _save(comment)
    comment.sources.set(_all_found(LegalSource, "key", sources))


def _make_situation(row: Row) -> None:
    sources, strategies = row.pop("sources"), row.pop("strategies")
    situation = Situation(**row)
    _save_article(situation, sources=sources)
    situation.strategies.set(_all_found(Strategy, "key", strategies))


def _make_page(row: Row) -> None:
    sources = row.pop("sources")
    _save_article(SitePage(**row), sources=sources)


def _make_synonym(row: Row) -> None:
    _save(Synonym(**row))
