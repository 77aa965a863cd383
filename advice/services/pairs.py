"""Each consequence with its figures, beside the strategies that ease it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from advice.engine.assessment import Assessment
from advice.engine.facts import FACTS, Fact
from advice.engine.vocabulary import Circumstance, TermKey
from advice.models import Consequence, LegalSource, ProductTerm
from advice.selectors import Edition
from advice.services.remedies import Remedy
from advice.services.workings import NOTHING_TOLD, Fold, figures_of_fact, figures_projected

MENTAL_LOAD = "mental_load"


@dataclass(frozen=True, slots=True)
class Figure:
    """One computed figure in words, with the sources and the sourceless terms that it rests on.

    It needs review where one of the sources may not be cited on the day of the assessment.
    """

    label: str
    words: str
    is_estimate: bool
    needs_review: bool
    sources: tuple[LegalSource, ...]
    assumed_terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A consequence with its figures and how they came about, and what eases it."""

    consequence: Consequence
    figures: tuple[Figure, ...]
    remedies: tuple[Remedy, ...]
    how: Fold

    def without_folds(self) -> "Pair":
        """The same for a page that tells how its figures came about at its end."""
        remedies = tuple(replace(remedy, how=NOTHING_TOLD) for remedy in self.remedies)
        return replace(self, remedies=remedies, how=NOTHING_TOLD)


def pairs_of(
    assessment: Assessment,
    remedies: Sequence[Remedy],
    edition: Edition,
    told: Mapping[Consequence, Fold],
) -> tuple[Pair, ...]:
    """Each consequence with its strategies; what weighs on the mind first when distressed."""
    grounds = Grounds.of(assessment, edition)
    described: set[str] = set()
    pairs = []
    for consequence, how in told.items():
        keys = edition.eased_by[consequence.key]
        eased_by = [row for row in remedies if row.strategy.key in keys]
        pairs.append(
            Pair(
                consequence,
                _figures(consequence, assessment, grounds),
                tuple(replace(row, is_brief=row.strategy.key in described) for row in eased_by),
                how,
            )
        )
        described |= {remedy.strategy.key for remedy in eased_by}
    return tuple(pairs)


def figures_told(consequence: Consequence, assessment: Assessment) -> list[str]:
    """The keys of every figure that stands beside a consequence, its table's included."""
    told = (figures_of_fact(row.fact, assessment) for row in consequence.figures.all())
    keys = [key for keys in told for key in keys]
    if consequence.table == "projection":
        keys += figures_projected(assessment)
    elif consequence.table == "credit_months":
        keys += ["credit.code_now"]
    return keys


def consequences_of(assessment: Assessment, edition: Edition) -> list[Consequence]:
    product = assessment.case.product
    rows = [row for row in edition.consequences if row.applies_to(product)]
    if Circumstance.DISTRESSED in assessment.case.circumstances:
        rows.sort(key=lambda row: row.key != MENTAL_LOAD)
    return rows


@dataclass(frozen=True, slots=True)
class Grounds:
    """What figures rest on: published sources by key, and the product's terms that were used."""

    sources: Mapping[str, LegalSource]
    terms: Mapping[TermKey, ProductTerm]

    @classmethod
    def of(cls, assessment: Assessment, edition: Edition) -> "Grounds":
        """The grounds of every figure: the contract, as told, takes the place of a term."""
        case = assessment.case
        told = asdict(case.contract)
        terms = edition.terms_in_force(case.product, case.as_of)
        used = {key: term for key, term in terms.items() if told.get(key.value) is None}
        return cls(edition.sources, used)

    def sources_of(self, fact: Fact) -> tuple[LegalSource, ...]:
        """The law behind the fact, and the sources of the terms that it uses."""
        cited = [self.sources[key] for key in fact.law if key in self.sources]
        used = [self.terms[key].source for key in fact.terms if key in self.terms]
        return (*cited, *(source for source in used if source))

    def assumed_terms_of(self, fact: Fact) -> tuple[str, ...]:
        """The names of the terms that the fact uses and no source supports."""
        used = [key for key in fact.terms if key in self.terms]
        return tuple(key.label for key in used if self.terms[key].is_assumption)


def _figures(
    consequence: Consequence, assessment: Assessment, grounds: Grounds
) -> tuple[Figure, ...]:
    """The consequence's figures that are known and apply."""
    day, figures = assessment.case.as_of, []
    for row in consequence.figures.all():
        fact = FACTS[row.fact]
        value = fact.read(assessment)
        if value is not None:
            sources = grounds.sources_of(fact)
            figures.append(
                Figure(
                    label=fact.label_in(assessment),
                    words=fact.words(value),
                    is_estimate=fact.is_estimate_in(assessment),
                    needs_review=any(not source.may_be_cited(day) for source in sources),
                    sources=sources,
                    assumed_terms=grounds.assumed_terms_of(fact),
                )
            )
    return tuple(figures)
