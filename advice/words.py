"""Words as the search knows them, and where they stand in a text.

Chinese is written without spaces: a run of its characters is looked up by every pair of neighbours
in it, so that a word of two characters is found wherever it stands. Letters and digits make words.
A character by itself says too little to be worth a place in an index.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from unicodedata import normalize

LONGEST_TERM = 60
EXCERPT_LENGTH = 90
EXCERPT_LEAD = 30

_CHINESE = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_LETTER = rf"[^\W_{_CHINESE}]"
_SENTENCE_END = re.compile("[。！？；\n]")
_RUN = re.compile(rf"[{_CHINESE}]+|{_LETTER}+")


@lru_cache(maxsize=10_000)
def _plain_character(character: str) -> str:
    plain = normalize("NFKC", character)
    is_letter = plain.isalpha() or character.isdecimal()
    return plain if is_letter and len(plain) == 1 else character


def plain(text: str) -> str:
    """The text with plain letters and digits for full-width ones; all else stays, and its place."""
    return "".join(map(_plain_character, text))


def words_of(text: str) -> list[str]:
    """The runs of Chinese characters and the words of letters and digits, in lower case."""
    return _RUN.findall(plain(text).lower())


def is_chinese(word: str) -> bool:
    """Whether one of the words above is a run of Chinese characters."""
    return re.match(rf"[{_CHINESE}]", word) is not None


def terms_of(word: str) -> list[str]:
    """What a word is looked up by: its pairs, or the word itself; none for a lone character."""
    if is_chinese(word):
        return [first + second for first, second in pairwise(word)]
    return [word[:LONGEST_TERM]]


def index_terms(text: str) -> set[str]:
    """Every term by which a word of the text is looked up."""
    return set(chain.from_iterable(map(terms_of, words_of(text))))


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words, the longest first; one of letters only where it stands alone."""
    patterns = [
        word if is_chinese(word) else rf"(?<!{_LETTER}){re.escape(word)}(?!{_LETTER})"
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile(f"({'|'.join(patterns)})", re.IGNORECASE)


def has_word(text: str, words: Sequence[str]) -> bool:
    """Whether any of the words stands in the text."""
    return bool(words) and _pattern(words).search(text) is not None


def split_at(text: str, words: Sequence[str]) -> list[str]:
    """The text in parts; the second and then every other one is one of the words."""
    return _pattern(words).split(text) if words else [text]


def excerpt(text: str, words: Sequence[str]) -> str:
    """The part of the text around the first of the words, or its beginning."""
    found = _pattern(words).search(text) if words else None
    start = _start_of_excerpt(text, found.start()) if found else 0
    end = start + EXCERPT_LENGTH
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"


def _start_of_excerpt(text: str, place: int) -> int:
    """Where the sentence of the place begins, or a little before the place in a long one."""
    lead = text[max(place - EXCERPT_LEAD, 0) : place]
    return place - len(_SENTENCE_END.split(lead)[-1])
