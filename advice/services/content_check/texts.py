"""What is written: figures that follow the rules, links that lead somewhere, true words."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve

from advice import selectors
from advice.engine.intake import DEFAULT_PRODUCT
from advice.engine.vocabulary import TermKey
from advice.models import (
    Consequence,
    Guide,
    LegalSource,
    Letter,
    Prevention,
    Question,
    Rule,
    SitePage,
    Status,
    Strategy,
)
from advice.prose import placeholders
from advice.services.content_check.content import Content, Text
from advice.services.content_check.finding import Finding, error
from advice.services.content_check.misleading import misleading_words

HasPage = Consequence | Strategy | Prevention | Question | Letter | Guide | SitePage | LegalSource

PERCENTAGE = re.compile(r"(\d+(?:\.\d+)?) *%")
SENTENCE_END = re.compile("[。！？]")
WORD = re.compile(r"\w")
ON_RESULTS = ("summary", "first_step")
FEWEST_SENTENCES, MOST_SENTENCES = 2, 5


def texts_say_something(content: Content, day: date) -> Iterator[Finding]:
    """No text is empty."""
    for text in content.texts:
        if not text.words.strip():
            yield error(text.record, f"{text.label}是空的。请写上。")


def answers_are_short(content: Content, day: date) -> Iterator[Finding]:
    """An answer has two to five sentences."""
    for text in content.texts:
        if isinstance(text.record, Question) and text.field == "body":
            count = sum(map(_sentences, text.paragraphs))
            if not FEWEST_SENTENCES <= count <= MOST_SENTENCES:
                yield error(text.record, f"回答有 {count} 句。请写成两句到五句。")


def _sentences(paragraph: str) -> int:
    return sum(bool(WORD.search(part)) for part in SENTENCE_END.split(paragraph))


# Figures


def placeholders_have_values(content: Content, day: date) -> Iterator[Finding]:
    """Every placeholder is known, and has a value in force for all who read it."""
    known = {f"rule:{rule.key}" for rule in content.rules} | {
        f"term:{key.value}" for key in TermKey
    }
    in_force = _in_force(content, day)
    for text in content.texts:
        given = set.intersection(*(in_force[slug] for slug in _products(text, content)))
        given |= text.record.placeholders_of(text.field)
        for name in sorted(placeholders(text.words) - given):
            wrong = "今天没有值。请补上它" if name in known else "不认识。请改成现有的"
            yield error(text.record, f"{text.label}里的占位 {name} {wrong}，或者改写这句话。")


def _in_force(content: Content, day: date) -> dict[str, set[str]]:
    """The names of the rules in force on `day`, together with each product's terms."""
    begun = [row for row in content.series if row.has_begun(day)]
    rules = {row.name for row in begun if isinstance(row.owner, Rule)}
    terms = {
        product.slug: {row.name for row in begun if row.owner == product}
        for product in content.products
    }
    return {slug: rules | terms.get(slug, set()) for slug in (DEFAULT_PRODUCT, *terms)}


def _products(text: Text, content: Content) -> list[str]:
    """Whose figures a text shows: on pages the site's own product's, on results the borrower's."""
    record, on_results = text.record, text.field in ON_RESULTS
    if not (on_results and isinstance(record, Consequence | Strategy)):
        return [DEFAULT_PRODUCT]
    slugs = [product.slug for product in content.products]
    return [DEFAULT_PRODUCT, *(slug for slug in slugs if record.applies_to(slug))]


def percentages_follow_the_rules(content: Content, day: date) -> Iterator[Finding]:
    """No text types a percentage that a rule or a term gives."""
    figures = selectors.prose_figures(day)
    names: dict[Decimal, list[str]] = {}
    for name, words in figures.items():
        if words.endswith("%"):
            names.setdefault(Decimal(words.strip("%").replace(",", "")), []).append(name)
    for text in content.texts:
        for typed in PERCENTAGE.findall(normalize("NFKC", " ".join(text.paragraphs))):
            if given := names.get(Decimal(typed)):
                placeholder = " 或 ".join(f"{{{{ {name} }}}}" for name in given)
                message = f"{text.label}里写了 {typed}%，这是现行的值。请写成 {placeholder}。"
                yield error(text.record, message)


# Links and words


def links_lead_somewhere(content: Content, day: date) -> Iterator[Finding]:
    """Every link leads to the web, or to a page that visitors can open."""
    open_pages = _pages(content)
    for text in content.texts:
        for link in text.links:
            if not _leads_somewhere(link, open_pages):
                yield error(text.record, f"{text.label}里的链接 {link} 打不开。请改正或去掉。")


def _pages(content: Content) -> set[str]:
    """The addresses of the records that have a page of their own."""
    records: list[HasPage] = [
        *content.consequences,
        *content.strategies,
        *content.preventions,
        *content.questions,
        *content.letters,
        *content.guides,
        *content.pages,
        *(source for source in content.sources if source.status == Status.PUBLISHED),
    ]
    return {record.get_absolute_url() for record in records}


def _leads_somewhere(link: str, open_pages: set[str]) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https"} and bool(parts.netloc)
    return _is_open(unquote(parts.path), open_pages)


def _is_open(path: str, open_pages: set[str]) -> bool:
    """Whether visitors find a page of this site there."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return found.app_name == "advice" and (not found.kwargs or path in open_pages)


def words_do_not_mislead(content: Content, day: date) -> Iterator[Finding]:
    """No text says what borrowers are often told wrongly."""
    for text in content.texts:
        for paragraph in text.paragraphs:
            for words, instead in misleading_words(paragraph):
                yield error(text.record, f"{text.label}里写了“{words}”。{instead}")
