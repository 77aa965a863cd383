"""Stored texts as pages show them: Markdown, with figures that come from the rules.

A text never repeats a rate or a number of days that is a rule: it writes `{{ rule:annual_cap }}` or
`{{ term:grace_days }}` instead, and the page shows the value in force. There is no code in it.
Letters ask for figures of a borrower's case, for tables and for blanks in the same way.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from unicodedata import east_asian_width

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize
from markdown_it.token import Token

PLACEHOLDER = re.compile(r"\{\{\s*((?:rule|term|figure|table|blank):[a-z0-9_]+)\s*\}\}")
NOT_IN_FORCE = "（数值待补）"
BRACES = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)  # each pair of braces is read once


def placeholders(text: str) -> set[str]:
    """The names that a text asks for, such as `rule:annual_cap`; other braces as they are."""
    return {_name(found.group()) for found in BRACES.finditer(text)}


def _name(braces: str) -> str:
    asked = PLACEHOLDER.fullmatch(braces)
    return asked.group(1) if asked else braces


def filled(text: str, figures: Mapping[str, str]) -> str:
    """The text with its figures; one without a value in force says so instead."""
    return PLACEHOLDER.sub(lambda found: figures.get(found.group(1), NOT_IN_FORCE), text)


def rendered(text: str, figures: Mapping[str, str], *, top_heading: int = 2) -> SafeString:
    """The text as HTML that holds nothing but plain structure, whatever was typed.

    Its highest headings are those of `top_heading`, its other headings one step lower.
    """
    html = nh3.clean(
        _markdown.render(filled(text, figures), {"top_heading": top_heading}),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
    )
    return mark_safe(html)  # noqa: S308  # cleaned by nh3 to a short list of tags


def written(text: str, figures: Mapping[str, str]) -> SafeString:
    """A letter as HTML: as `rendered`, and with tables. What follows a rule is its signature.

    Each cell names the head of its column, for screens that are too narrow for columns.
    """
    html = nh3.clean(
        _letter_markdown.render(filled(text, figures), {"top_heading": 3}),
        tags=_TAGS | _TABLE_TAGS,
        attributes={"a": {"href"}, "td": {"data-label"}},
        url_schemes={"http", "https"},
    )
    return mark_safe(html)  # noqa: S308  # cleaned by nh3 to a short list of tags


def tokens_of(text: str, figures: Mapping[str, str]) -> list[Token]:
    """A letter as what it is made of, for other forms than HTML."""
    return _letter_markdown.parse(filled(text, figures), {"top_heading": 3})


# A check reads every text that visitors read, and since the one before hardly any has changed.
_remembered = lru_cache(maxsize=5_000)


@_remembered
def paragraphs(text: str) -> tuple[str, ...]:
    """The words of each paragraph, heading and item, without their marks; figures as they are."""
    return tuple("".join(map(_words, block)) for block in _inline(text))


@_remembered
def links(text: str) -> tuple[str, ...]:
    """Where the links of the text lead, as the page would have them."""
    return tuple(
        str(token.attrGet("href"))
        for block in _inline(text)
        for token in block
        if token.type == "link_open"
    )


def _inline(text: str) -> list[list[Token]]:
    """What stands in each block of the text."""
    tokens = _markdown.parse(text, {"top_heading": 2})
    return [token.children or [] for token in tokens if token.type == "inline"]


def _words(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content


# Markdown, read as Chinese is written

_TAGS = {"p", "h2", "h3", "h4", "ol", "ul", "li", "strong", "em", "blockquote", "a", "br", "hr"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_AMBIGUOUS_PUNCTUATION = set("“”‘’…—·")


def _is_chinese(character: str) -> bool:
    """Whether a character belongs to Chinese text, its punctuation included."""
    return east_asian_width(character) in {"W", "F"} or character in _AMBIGUOUS_PUNCTUATION


def _emphasis(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # as markdown-it calls it
    """CommonMark's rule for asterisks, which can do without spaces beside Chinese.

    It expects words to be set apart by spaces and leaves the asterisks of 利率**24%**以内 standing.
    Beside a Chinese character only a space decides what may open and what may close.
    """
    first, start = len(state.delimiters), state.pos
    found = tokenize(state, silent)
    before = state.src[start - 1] if start else " "
    after = state.src[state.pos] if state.pos < state.posMax else " "
    if found and state.src[start] == "*" and (_is_chinese(before) or _is_chinese(after)):
        for delimiter in state.delimiters[first:]:
            delimiter.open = not after.isspace()
            delimiter.close = not before.isspace()
    return found


def _fit_headings(state: StateCore) -> None:
    """A page has headings of its own, and those of a text stand below them, in two steps."""
    top = state.env["top_heading"]
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{top}" if token.tag in {"h1", "h2"} else f"h{top + 1}"


def _label_cells(state: StateCore) -> None:
    """Give each cell of a table the words of its column's head."""
    heads: list[str] = []
    row = iter(heads)
    for token, following in pairwise(state.tokens):
        match token.type:
            case "thead_open":
                heads = []
            case "th_open":
                heads.append("".join(map(_words, following.children or [])))
            case "tr_open":
                row = iter(heads)
            case "td_open":
                token.attrSet("data-label", next(row))


def _chinese_markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).disable(["code", "fence"])
    markdown.inline.ruler.at("emphasis", _emphasis)
    markdown.core.ruler.push("fit_headings", _fit_headings)
    return markdown


_markdown = _chinese_markdown()
_letter_markdown = _chinese_markdown().enable("table")
_letter_markdown.core.ruler.push("label_cells", _label_cells)
