"""Stored texts as pages show them: Markdown, with figures that come from the rules.

A text never repeats a rate or a number of days that is a rule: it writes `{{ rule:annual_cap }}` or
`{{ term:grace_days }}` instead, and the page shows the value in force. There is no code in it.
"""

import re
from collections.abc import Mapping

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PLACEHOLDER = re.compile(r"\{\{\s*((?:rule|term):[a-z0-9_]+)\s*\}\}")
NOT_IN_FORCE = "（数值待补）"
BRACES = re.compile(r"\{\{.*?\}\}", re.DOTALL)

_markdown = MarkdownIt("commonmark", {"html": False})
_TAGS = {"p", "h2", "h3", "ol", "ul", "li", "strong", "em", "blockquote", "a", "br", "hr"}


def placeholders(text: str) -> set[str]:
    """The names that a text asks for, such as `rule:annual_cap`; other braces as they are."""
    return {_name(found.group()) for found in BRACES.finditer(text)}


def _name(braces: str) -> str:
    asked = PLACEHOLDER.fullmatch(braces)
    return asked.group(1) if asked else braces


def filled(text: str, figures: Mapping[str, str]) -> str:
    """The text with its figures; one without a value in force says so instead."""
    return PLACEHOLDER.sub(lambda found: figures.get(found.group(1), NOT_IN_FORCE), text)


def rendered(text: str, figures: Mapping[str, str]) -> SafeString:
    """The text as HTML that holds nothing but plain structure, whatever was typed."""
    html = nh3.clean(
        _markdown.render(filled(text, figures)), tags=_TAGS, attributes={"a": {"href"}}
    )
    return mark_safe(html)  # noqa: S308  # cleaned by nh3 to a short list of tags
