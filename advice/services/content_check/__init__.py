"""Whether all that visitors read is whole, sourced and true, as far as a program can tell.

It looks at what is published; a draft is still in work.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import TypeAlias

from advice.services.content_check import records, texts, values
from advice.services.content_check.content import Content, read_content
from advice.services.content_check.finding import Finding, Severity, Topic

__all__ = ["Finding", "Severity", "Topic", "findings", "findings_by_topic"]

Guard: TypeAlias = Callable[[Content, date], Iterator[Finding]]

GUARDS: Mapping[Topic, Sequence[Guard]] = {
    Topic.CITATIONS: (
        records.records_rest_on_law,
        values.values_rest_on_something,
        values.figures_cite_law_that_is_there,
        texts.links_lead_somewhere,
    ),
    Topic.CONDITIONS: (
        records.conditions_can_be_read,
        records.conditions_may_hold,
    ),
    Topic.WHOLE: (
        records.consequences_are_eased,
        records.questions_lead_on,
        records.situations_show_what_to_do,
        records.site_pages_are_all_there,
        records.figures_rest_on_something,
        records.titles_differ,
        values.calculation_has_its_values,
        texts.texts_say_something,
        texts.answers_are_short,
        texts.placeholders_have_values,
        texts.percentages_follow_the_rules,
        texts.words_do_not_mislead,
    ),
    Topic.DUE: (
        records.days_of_review_are_kept,
        records.sources_are_checked_again,
    ),
}


def findings(day: date) -> list[Finding]:
    """What is wrong in the published content on `day`, record by record, errors first."""
    found = [finding for rows in findings_by_topic(day).values() for finding in rows]
    severities = list(Severity)
    return sorted(found, key=lambda row: (severities.index(row.severity), row.where))


def findings_by_topic(day: date) -> dict[Topic, list[Finding]]:
    """The same, by what it is about."""
    content = read_content()
    return {
        topic: sorted(
            (finding for guard in guards for finding in guard(content, day)),
            key=attrgetter("where"),
        )
        for topic, guards in GUARDS.items()
    }
