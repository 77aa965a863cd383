"""How pages write values and stored texts. Formatting only: nothing here reads or computes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from advice import prose as texts
from advice.engine import wording
from advice.engine.facts import number_words
from advice.engine.vocabulary import TermKey, Unit
from advice.models import DatedValue, Hotline, LegalSource, ProductTerm, Reviewed, RuleValue
from advice.services.workings import Step, Working
from advice.words import split_at

register = template.Library()

WORKING = (
    '<section class="working" id="{}"><p><b>{}</b> <span class="num">{}</span>{}</p>'
    "<ul>{}<li>{}</li></ul></section>"
)
ESTIMATE = SafeString(' <span class="tag">估算</span>')
LINK = '<a href="#{}">{}</a>'


@register.filter
def yuan(amount: Decimal) -> str:
    """¥30,000.00."""
    return wording.yuan(amount)


@register.filter
def quantity(value: Decimal | int) -> str:
    """An amount in yuan, a whole number in days: ¥30,000.00, 99 天."""
    return wording.yuan(value) if isinstance(value, Decimal) else f"{value} 天"


@register.filter
def difference(value: Decimal | int) -> str:
    """The same with its sign, a dash where there is none: +¥12.00, −3 天."""
    if not value:
        return "—"
    return f"{'+' if value > 0 else '−'}{quantity(abs(value))}"


@register.filter
def size_of(amount: Decimal) -> Decimal:
    """The amount without its sign, for a label that already says which way."""
    return abs(amount)


@register.filter
def percent(number: Decimal) -> str:
    """A number that counts percent: 0.05%."""
    return wording.percent(number)


@register.filter
def chinese_date(day: date) -> str:
    """2026年11月22日."""
    return wording.chinese_date(day)


@register.filter
def worked_out(workings: Sequence[Working]) -> SafeString:
    """How figures came about, line by line; in code, since a result has hundreds of lines."""
    return format_html_join("", WORKING, (_working(row) for row in workings))


def _working(row: Working) -> tuple[str, ...]:
    steps = format_html_join("", "<li>{}</li>", ((_step(step),) for step in row.steps))
    note = f"（{row.note}）" if row.note else ""
    estimate = ESTIMATE if row.is_estimate else ""
    return (row.anchor, row.label, row.words, estimate, steps, row.result + note)


def _step(step: Step) -> str:
    return format_html(LINK, step.anchor, step.words) if step.anchor else step.words


@register.filter
def days_from(day: date, other: date) -> int:
    """How many days there are between the two, whichever comes first."""
    return abs((day - other).days)


@register.filter
def prose(text: str, figures: Mapping[str, str]) -> SafeString:
    """A stored Markdown text as safe HTML, with its figures."""
    return texts.rendered(text, figures)


@register.filter
def section_prose(text: str, figures: Mapping[str, str]) -> SafeString:
    """The same below a heading of the page's own, so its headings begin one step lower."""
    return texts.rendered(text, figures, top_heading=3)


@register.filter
def filled(text: str, figures: Mapping[str, str]) -> str:
    """A stored line of plain text, with its figures."""
    return texts.filled(text, figures)


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """A line of plain text with the words marked that were searched for."""
    parts = split_at(text, words)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if number % 2 else part,)
            for number, part in enumerate(parts)
        ),
    )


@register.filter
def tel(number: str) -> str:
    """A number as a tel: link wants it: digits, and a plus in front."""
    return re.sub(r"[^\d+]", "", number)


@register.filter
def rule_words(value: RuleValue) -> str:
    """A rule's value with its unit: 24%, 180 天."""
    return number_words(value.value, Unit(value.rule.unit))


@register.filter
def term_words(term: ProductTerm) -> str:
    """A product term's value with its unit: 1.5 倍, 否, 没有约定."""
    unit = TermKey(term.key).unit
    if term.value is None:
        return "没有约定"
    if unit is Unit.YES_NO:
        return "是" if term.value else "否"
    return number_words(term.value, unit)


@register.filter
def needs_review_on(record: Reviewed | Hotline, day: date) -> bool:
    return record.needs_review(day)


@register.filter
def reasons_for_review_on(record: Reviewed, day: date) -> list[str]:
    return record.reasons_for_review(day)


@register.filter
def is_stale_on(source: LegalSource, day: date) -> bool:
    """Whether what rests on the source has to be reviewed."""
    return not source.may_be_cited(day)


@register.filter
def is_replaced_on(value: DatedValue, day: date) -> bool:
    """Whether another value has begun in its place, as far as `replaced_on` tells."""
    return value.replaced_on is not None and value.replaced_on <= day


@register.filter
def is_superseded_on(source: LegalSource, day: date) -> bool:
    return source.is_superseded(day)


@register.filter
def is_review_overdue_on(source: LegalSource, day: date) -> bool:
    return source.is_review_overdue(day)


@register.filter
def is_check_overdue_on(hotline: Hotline, day: date) -> bool:
    return hotline.is_check_overdue(day)
