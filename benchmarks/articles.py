"""Chinese articles for the search to find, always the same ones, and what to search for in them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from random import Random

from advice import seed
from advice.models import SearchKind
from advice.services.indexing import Document

# Characters of a text; words of a title, of a gist and of a clause.
TEXT, TITLE, SUMMARY, CLAUSE = (300, 800), (2, 5), (6, 15), (4, 12)
WORD_LENGTHS = (2, 3, 4)
LEAST_COUNT = 2
# A word comes as often as its rank says (Zipf), but the very first ones not that often.
RANKS_LEFT_OUT = 5
OF_EACH_SORT = 12
PHRASE = 7
COMMON = "two characters, common"
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def vocabulary() -> list[str]:
    """What recurs in the texts of our seed, the most frequent first."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(seed.FOLDER.rglob("*.toml"))]
    runs = [run for text in texts for run in CHINESE.findall(text)]
    counts = Counter(
        run[start : start + length]
        for run in runs
        for length in WORD_LENGTHS
        for start in range(len(run) - length + 1)
    )
    return [word for word, count in counts.most_common() if count >= LEAST_COUNT]


class Writer:
    """Writes the same articles in the same order each time, whatever they are asked for."""

    def __init__(self, words: list[str]) -> None:
        self._words = words
        ranks = range(RANKS_LEFT_OUT + 1, RANKS_LEFT_OUT + 1 + len(words))
        self._odds = list(accumulate(1 / rank for rank in ranks))
        self._random = Random(2026)  # noqa: S311  # no secret

    def articles(self, numbers: Iterable[int]) -> Iterator[Document]:
        """Articles with these numbers, of all kinds in turn."""
        kinds = list(SearchKind)
        for number in numbers:
            yield Document(
                kind=kinds[number % len(kinds)],
                key=f"article-{number}",
                title=self._clause(TITLE),
                summary=self._clause(SUMMARY),
                text=self._text(),
                address=f"/article/{number}/",
            )

    def _clause(self, bounds: tuple[int, int]) -> str:
        length = self._random.randint(*bounds)
        return "".join(self._random.choices(self._words, cum_weights=self._odds, k=length))

    def _text(self) -> str:
        length, text = self._random.randint(*TEXT), ""
        while len(text) < length:
            text += self._clause(CLAUSE) + self._random.choice("，。；\n")
        return text[:length]


def queries(words: list[str], articles: Iterable[Document]) -> dict[str, list[str]]:
    """What to search for, sort by sort."""
    pairs = [word for word in words if len(word) == min(WORD_LENGTHS)]
    long_words = [word for word in words if len(word) == max(WORD_LENGTHS)]
    common, rare = pairs[: 5 * OF_EACH_SORT : 5], pairs[-OF_EACH_SORT:]
    phrases = [max(CHINESE.findall(article.text), key=len)[:PHRASE] for article in articles]
    return {
        COMMON: common,
        "two characters, rare": rare,
        "four characters": _spread(long_words),
        f"a phrase of {PHRASE} characters": phrases[:OF_EACH_SORT],
        "two words, both common": _both(common, reversed(common)),
        "two words, one rare": _both(common, rare),
        "not found": [phrase[::-1] for phrase in phrases[:OF_EACH_SORT]],
    }


def _spread(words: list[str]) -> list[str]:
    return words[:: len(words) // OF_EACH_SORT][:OF_EACH_SORT]


def _both(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return [" ".join(both) for both in zip(first, second, strict=True)]
