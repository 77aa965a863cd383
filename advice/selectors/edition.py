"""What results and texts are made of, read once for each state of the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from advice.engine.facts import number_words
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.matching import StrategyRule
from advice.engine.rules import Rule, Rulebook, RuleNotInForce
from advice.engine.vocabulary import TermKey, Unit
from advice.engine.wording import percent, plain, yuan
from advice.models import (
    Consequence,
    DatedValue,
    FeeTableVersion,
    Hotline,
    LegalSource,
    Letter,
    LoanProduct,
    ProductTerm,
    RuleValue,
    SiteEdition,
    Strategy,
)
from advice.models import Rule as RuleRecord
from advice.records import publish_what_is_due
from advice.selectors.hotlines import hotlines_published
from advice.selectors.rulebook import approved_terms, build_rulebook

Value = TypeVar("Value", bound=DatedValue)
Figures = Mapping[str, str]
# A product on a day has its own figures; results of other days than today are rare.
FIGURES_KEPT = 64
TO_REVIEW = "待复核"


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value that the result takes for granted: what it is, how much, why, and its kind."""

    label: str
    words: str
    reason: str
    kind: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A value in force that a result rests on: a number with its unit, or words without one.

    `term` says which of the product's terms it is, where it is one.
    """

    label: str
    value: Decimal | str
    unit: Unit | None
    effective_from: date
    rests_on: str
    term: TermKey | None = None


class Edition:
    """One state of the database; each part is read when it is first asked for, then kept.

    Its records are shared by all requests: nobody changes them.
    """

    def __init__(self, token: UUID | None) -> None:
        self.token = token
        self._figures: dict[tuple[date, str], Figures] = {}

    @cached_property
    def rulebook(self) -> Rulebook:
        return build_rulebook()

    @cached_property
    def products(self) -> list[LoanProduct]:
        """What the form offers, in the editors' order, with its terms."""
        return list(LoanProduct.objects.active().prefetch_related(approved_terms()))

    @cached_property
    def consequences(self) -> list[Consequence]:
        """Published consequences in their order, with what a result shows of them."""
        shown = Consequence.objects.published().prefetch_related("figures", "products", "sources")
        return list(shown)

    @cached_property
    def strategies(self) -> list[Strategy]:
        """Published strategies in their order, with what judging and placing them needs."""
        eases = Prefetch("eases", queryset=Consequence.objects.published())
        ready = Strategy.objects.published()
        return list(ready.prefetch_related("conditions", "products", "sources", eases))

    @cached_property
    def eased_by(self) -> dict[str, set[str]]:
        """The keys of the strategies that ease a consequence, by its key."""
        eased: dict[str, set[str]] = {row.key: set() for row in self.consequences}
        for strategy in self.strategies:
            for consequence in strategy.eases.all():
                eased.setdefault(consequence.key, set()).add(strategy.key)
        return eased

    @cached_property
    def strategy_rules(self) -> list[StrategyRule]:
        """The published strategies as the engine judges them."""
        return [strategy.to_rule() for strategy in self.strategies]

    @cached_property
    def letters(self) -> list[Letter]:
        """Published letters in their order, with what offering them needs."""
        ready = Prefetch("strategies", queryset=Strategy.objects.published())
        return list(Letter.objects.published().prefetch_related("products", ready))

    @cached_property
    def sources(self) -> dict[str, LegalSource]:
        """Published sources by their keys."""
        return {source.key: source for source in LegalSource.objects.published()}

    @cached_property
    def hotlines(self) -> list[Hotline]:
        """Published numbers and channels in their order."""
        return list(hotlines_published())

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {key: Unit(unit) for key, unit in RuleRecord.objects.values_list("key", "unit")}

    @cached_property
    def _rule_values(self) -> list[RuleValue]:
        """Every value of every rule, the earliest first."""
        values = RuleValue.objects.published().select_related("rule", "source")
        return list(values.order_by("effective_from"))

    @cached_property
    def _fee_tables(self) -> list[FeeTableVersion]:
        """Every complete version of every fee table, the earliest first."""
        versions = FeeTableVersion.objects.published().select_related("table", "source")
        ordered = versions.prefetch_related("brackets").order_by("effective_from")
        return [version for version in ordered if version.brackets.all()]

    def rule_value_on(self, key: str, day: date) -> RuleValue | None:
        """The record of a rule's value in force on `day`, with its source."""
        return _in_force((row for row in self._rule_values if row.rule.key == key), day)

    def fee_table_on(self, key: str, day: date) -> FeeTableVersion | None:
        """The record of a fee table in force on `day`, with its source and brackets."""
        return _in_force((row for row in self._fee_tables if row.table.key == key), day)

    def terms_in_force(self, product: str, day: date) -> dict[TermKey, ProductTerm]:
        """The records of an active product's terms in force on `day`, with their sources."""
        terms = [term for row in self.products if row.slug == product for term in row.terms.all()]
        begun = [term for term in terms if term.effective_from <= day]
        ordered = sorted(begun, key=lambda term: term.effective_from)
        return {TermKey(term.key): term for term in ordered}

    def assumed_rules(self, day: date) -> list[Assumption]:
        """The rules whose value in force on `day` is an assumption, or rests on stale law."""
        latest = {row.rule_id: row for row in self._rule_values if row.effective_from <= day}
        ordered = sorted(latest.values(), key=lambda value: value.rule.label)
        assumed = (_assumption(value, day) for value in ordered)
        return [assumption for assumption in assumed if assumption]

    def bases(self, day: date, product: str) -> list[Basis]:
        """Every rule, term of the product and fee table in force on `day`, each by its name."""
        rules = {row.rule_id: row for row in self._rule_values if row.effective_from <= day}
        tables = {row.table_id: row for row in self._fee_tables if row.effective_from <= day}
        terms = self.terms_in_force(product, day)
        told = [
            *(_basis_of_rule(row) for row in rules.values()),
            *(_basis_of_table(row) for row in tables.values()),
            *(_basis_of_term(key, row) for key, row in terms.items()),
        ]
        return sorted(told, key=lambda basis: basis.label)

    def prose_figures(self, day: date, product: str) -> Figures:
        """What placeholders say on `day`; what is not in force is left out."""
        figures = self._figures.get((day, product))
        if figures is None:
            if len(self._figures) >= FIGURES_KEPT:
                self._figures.clear()
            figures = self._figures[day, product] = self._read_figures(day, product)
        return figures

    def _read_figures(self, day: date, product: str) -> Figures:
        figures = {}
        for key, rule in self.rulebook.rules.items():
            figures[f"rule:{key}"] = _figure(rule, self._units[key], day)
        chosen = self.rulebook.products.get(product)
        for key, term in (chosen.terms if chosen else {}).items():
            figures[f"term:{key}"] = _figure(term, TermKey(key).unit, day)
        return {name: words for name, words in figures.items() if words}


def _in_force(rows: Iterable[Value], day: date) -> Value | None:
    """The last of the rows, given the earliest first, that has begun by `day`."""
    begun = [row for row in rows if row.effective_from <= day]
    return begun[-1] if begun else None


def _basis_of_rule(row: RuleValue) -> Basis:
    return Basis(row.rule.label, row.value, Unit(row.rule.unit), row.effective_from, row.basis)


def _basis_of_table(row: FeeTableVersion) -> Basis:
    return Basis(row.table.label, row.words, None, row.effective_from, row.basis)


def _basis_of_term(key: TermKey, row: ProductTerm) -> Basis:
    value, unit = row.value, key.unit
    if value is None:
        return Basis(key.label, "没有约定", None, row.effective_from, row.basis, key)
    if unit is Unit.YES_NO:
        words = "是" if value else "否"
        return Basis(key.label, words, None, row.effective_from, row.basis, key)
    return Basis(key.label, value, unit, row.effective_from, row.basis, key)


def _assumption(value: RuleValue, day: date) -> Assumption | None:
    """What is taken for granted in the value; None where it rests on law that holds."""
    words = number_words(value.value, Unit(value.rule.unit))
    if value.source is None:
        return Assumption(value.rule.label, words, value.reason, "假定")
    unfitness = value.source.unfitness(day)
    if not unfitness:
        return None
    reason = f"依据的{value.source.citation}{unfitness}，值可能已经变了。"
    return Assumption(value.rule.label, words, reason, TO_REVIEW)


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


def _state_of_now() -> SiteEdition:
    """The state of the database, once everything is published whose time has come."""
    state = SiteEdition.current()
    now = timezone.now()
    if state.next_change_at and state.next_change_at <= now:
        publish_what_is_due(now)
        state = SiteEdition.current()
    return state


def next_change_at() -> datetime | None:
    """When pages will change without anybody saving anything; what was due is published."""
    return _state_of_now().next_change_at


class _Shelf:
    """Keeps the edition read last, for as long as the database holds the same one."""

    def __init__(self) -> None:
        self._edition: Edition | None = None

    def current(self) -> Edition:
        token = _state_of_now().token
        edition = self._edition
        if edition is None or edition.token != token:
            edition = self._edition = Edition(token)
        return edition


_shelf = _Shelf()


def current_edition() -> Edition:
    """What the editors last saved; one query where nothing has changed."""
    return _shelf.current()


def current_rulebook() -> Rulebook:
    """The rules of the current edition."""
    return current_edition().rulebook


def prose_figures(day: date, product: str = DEFAULT_PRODUCT) -> Figures:
    """What `{{ rule:… }}` and `{{ term:… }}` say on `day`; what is not in force is left out."""
    return current_edition().prose_figures(day, product)
