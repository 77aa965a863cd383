"""On which line of a TOML text each value stands."""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from advice.records.document import Path

TOKEN = re.compile(
    r"""
      (?P<space> [ \t\r]+ | \#[^\n]* )
    | (?P<end>   \n )
    | (?P<text>  \"{3} (?: \\. | [^\\] )*? \"{3,5} | '{3} .*? '{3,5}
               | " (?: \\. | [^"\\\n] )* " | '[^'\n]*' )
    | (?P<mark>  [\[\]{}=,.] )
    | (?P<word>  [^\s\[\]{}=,.#"']+ )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    kind: str
    text: str
    line: int


def line_of(path: Path, lines: Mapping[Path, int]) -> int | None:
    """The line of what the path names, or else of the nearest thing around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def lines_of(text: str) -> dict[Path, int]:
    """The line of each value, row and element of a text that is valid TOML."""
    return _Reader(text).read()


class _Reader:
    """Goes through the tokens once, from value to value."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text.replace("\r\n", "\n")))
        self.place = 0
        self.lines: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        counts: Counter[Path] = Counter()
        table: Path = ()
        while self._skip_ends():
            if self._next_is("["):
                table = self._header(counts)
            else:
                self._pair(table)
        return self.lines

    def _header(self, counts: Counter[Path]) -> Path:
        """[table] or [[rows]]: where the pairs below it belong."""
        line = self._take().line
        is_row = self._next_is("[")
        if is_row:
            self._take()
        *around, name = self._name("]")
        path: Path = ()
        for part in around:
            path = (*path, part)
            if path in counts:  # of the rows above, it belongs to the last
                path = (*path, counts[path] - 1)
        path = (*path, name)
        if is_row:
            self._take()
            counts[path] += 1
            path = (*path, counts[path] - 1)
        self.lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self.tokens[self.place].line
        path = (*table, *self._name("="))
        self.lines.setdefault(path, line)
        self._value(path)

    def _name(self, until: str) -> Path:
        """The parts of a key, and the mark behind it."""
        parts = []
        while (token := self._take()).text != until:
            if token.kind == "word":
                parts.append(token.text)
            elif token.kind == "text":
                parts.append(tomllib.loads(f"name = {token.text}")["name"])
        return tuple(parts)

    def _value(self, path: Path) -> None:
        if self._next_is("["):
            self._take()
            self._elements(path)
        elif self._next_is("{"):
            self._take()
            self._inline_table(path)
        else:
            while self._more() and self.tokens[self.place].text not in {"\n", ",", "]", "}"}:
                self._take()

    def _elements(self, path: Path) -> None:
        number = 0
        while self._skip_ends() and not self._next_is("]"):
            if self._next_is(","):
                self._take()
                number += 1
                continue
            self.lines[*path, number] = self.tokens[self.place].line
            self._value((*path, number))
        self._take()

    def _inline_table(self, path: Path) -> None:
        while self._skip_ends() and not self._next_is("}"):
            if self._next_is(","):
                self._take()
            else:
                self._pair(path)
        self._take()

    def _skip_ends(self) -> bool:
        """Whether there is anything more, on this line or below."""
        while self._more() and self._next_is("\n"):
            self._take()
        return self._more()

    def _more(self) -> bool:
        return self.place < len(self.tokens)

    def _next_is(self, text: str) -> bool:
        return self._more() and self.tokens[self.place].text == text

    def _take(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]


def _tokens(text: str) -> list[Token]:
    tokens, line = [], 1
    for match in TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind != "space":
            tokens.append(Token(kind, match.group(), line))
        line += match.group().count("\n")
    return tokens
