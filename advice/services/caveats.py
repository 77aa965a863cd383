"""What a result rests on besides the law: assumptions, warnings, and what was not told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from advice.engine.answers import LABELS
from advice.engine.assessment import Assessment
from advice.engine.facts import FACTS, number_words
from advice.engine.matching import Match
from advice.engine.vocabulary import TermKey
from advice.engine.wording import plain
from advice.models import ProductTerm
from advice.selectors import TO_REVIEW, Assumption

CALCULATED_TERMS = (
    TermKey.PENALTY_MULTIPLIER,
    TermKey.CHARGES_COMPOUND_INTEREST,
    TermKey.GRACE_DAYS,
    TermKey.ACCELERATION_DAYS,
    TermKey.LAWSUIT_AFTER_DAYS,
    TermKey.AGENCY_AFTER_DAYS,
    TermKey.YEAR_DAYS,
)


@dataclass(frozen=True, slots=True)
class Untold:
    """Answers not given: their labels, the first one's field, and the strategies they decide."""

    labels: tuple[str, ...]
    field: str
    strategies: int


def untold(matches: Sequence[Match]) -> tuple[Untold, ...]:
    """What was not told, what would change most first."""
    missing = Counter(key for match in matches for key in match.missing_facts)
    return tuple(
        Untold(tuple(LABELS[field] for field in FACTS[key].asks), FACTS[key].asks[0], count)
        for key, count in missing.most_common()
    )


def assumptions(
    assessment: Assessment,
    terms: Mapping[TermKey, ProductTerm],
    assumed_rules: Sequence[Assumption],
) -> tuple[Assumption, ...]:
    """The terms that the result takes for the contract, and the values that rest on no law."""
    told = [_term(assessment, key, terms[key]) for key in CALCULATED_TERMS]
    return (*told, *assumed_rules)


def _term(assessment: Assessment, key: TermKey, record: ProductTerm) -> Assumption:
    """A term as it was used: the contract's where the borrower told it, else the product's."""
    words = _term_words(key, getattr(assessment.terms, key.value))
    if getattr(assessment.case.contract, key.value, None) is not None:
        return Assumption(key.label, words, "按你填的合同约定。", "合同约定")
    reason = f"可信程度：{record.get_confidence_display()}。"
    if record.source:
        unfitness = record.source.unfitness(assessment.case.as_of)
        cited = f"{record.source.citation}{unfitness and f'（{unfitness}）'}，{reason}"
        return Assumption(key.label, words, cited, TO_REVIEW if unfitness else "产品条款")
    return Assumption(key.label, words, f"{record.reason}{reason}", "假定")


def _term_words(key: TermKey, value: Decimal | int | None) -> str:
    if value is None:
        return "没有约定"
    if isinstance(value, bool):
        return "是" if value else "否"
    return number_words(value, key.unit)


def warnings(assessment: Assessment) -> tuple[str, ...]:
    """What in the contract, as told or as taken for granted, deserves a second look."""
    multiplier, ceiling = (
        assessment.terms.penalty_multiplier,
        assessment.rules.penalty_multiplier_ceiling,
    )
    if multiplier <= ceiling:
        return ()
    whose = "产品" if assessment.case.contract.penalty_multiplier is None else "你填"
    warning = (
        f"{whose}的罚息是合同利率的 {plain(multiplier)} 倍，高于常见的上限 {plain(ceiling)} 倍"
        "（银发〔2003〕251号 第三条）。请核对合同；如果真是这样，可以向银行提出异议。"
    )
    return (warning,)
