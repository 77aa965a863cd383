"""Whether all that visitors read is whole, sourced and true, as far as a program can tell.

It looks at what is published; a draft is still in work.
"""

from collections.abc import Callable, Iterator
from datetime import date

from advice.services.content_check import records, texts, values
from advice.services.content_check.content import Content, read_content
from advice.services.content_check.finding import Finding, Severity

__all__ = ["Finding", "Severity", "findings"]

GUARDS: tuple[Callable[[Content, date], Iterator[Finding]], ...] = (
    records.consequences_are_eased,
    records.questions_lead_on,
    records.situations_show_what_to_do,
    records.site_pages_are_all_there,
    records.records_rest_on_law,
    records.figures_rest_on_something,
    records.conditions_can_be_read,
    records.titles_differ,
    records.days_of_review_are_kept,
    values.values_rest_on_something,
    values.calculation_has_its_values,
    values.figures_cite_law_that_is_there,
    texts.texts_say_something,
    texts.answers_are_short,
    texts.placeholders_have_values,
    texts.percentages_follow_the_rules,
    texts.links_lead_somewhere,
    texts.words_do_not_mislead,
)


def findings(day: date) -> list[Finding]:
    """What is wrong in the published content on `day`, record by record, errors first."""
    content = read_content()
    found = [finding for guard in GUARDS for finding in guard(content, day)]
    severities = list(Severity)
    return sorted(found, key=lambda row: (severities.index(row.severity), row.where))
