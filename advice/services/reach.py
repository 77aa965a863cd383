"""Whether anybody gets a strategy: the sample borrowers, judged as visitors are."""

from collections.abc import Iterator
from datetime import date

from advice import selectors
from advice.engine import Assessment, CaseRefused, Rulebook, assess
from advice.engine.matching import judge
from advice.models import SampleBorrower, Strategy
from advice.services.samples import case_on


def out_of_reach(day: date) -> list[Strategy] | None:
    """The published strategies that no sample borrower gets on `day`; None without borrowers."""
    edition = selectors.current_edition()
    assessments = list(_assessed(day, edition.rulebook))
    if not assessments:
        return None
    got = {
        match.strategy.slug
        for assessment in assessments
        for match in judge(edition.strategy_rules, assessment)
        if match.is_shown
    }
    return [strategy for strategy in edition.strategies if strategy.key not in got]


def _assessed(day: date, rulebook: Rulebook) -> Iterator[Assessment]:
    """The borrowers who can be assessed on that day."""
    for borrower in SampleBorrower.objects.all():
        try:
            yield assess(case_on(borrower, day, rulebook=rulebook), rulebook)
        except CaseRefused:
            continue
