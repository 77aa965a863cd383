"""Two texts as one, with what was removed and what was added marked in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

Split = Callable[[str], list[str]]

# A few signs that stayed between two changes only make them harder to read.
FEWEST_STAYING = 3
# Texts of more parts than that are compared by coarser parts, or as wholes.
MOST_PARTS = 1_000
SHOWN_AROUND = 40
LEFT_OUT = " …… "


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stayed; or one that was removed, with what was put in its place."""

    stayed: str = ""
    removed: str = ""
    added: str = ""


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts as one; what stayed far from any change is left out."""
    pieces = _joined(_without_crumbs(_joined(_compared(before, after, SPLITS))))
    return tuple(_near_changes(pieces))


def _by(pattern: str) -> Split:
    return re.compile(pattern, re.DOTALL).findall


# From coarse to fine: lines; the sentences of those that differ; their words. A placeholder, a
# number and an English word stay whole; Chinese is compared sign by sign.
SPLITS: tuple[Split, ...] = (
    _by(r"[^\n]*\n|[^\n]+"),
    _by(r"[^。；！？]*[。；！？]+|[^。；！？]+"),
    _by(r"\{\{.*?\}\}|[A-Za-z0-9_.%-]+|."),
)


def _compared(before: str, after: str, splits: Sequence[Split]) -> Iterator[Piece]:
    if not (before and after and splits):
        yield Piece(removed=before, added=after)
        return
    split, *finer = splits
    old, new = split(before), split(after)
    if max(len(old), len(new)) > MOST_PARTS:
        yield Piece(removed=before, added=after)
        return
    for word, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        was, became = "".join(old[i1:i2]), "".join(new[j1:j2])
        yield from [Piece(stayed=was)] if word == "equal" else _compared(was, became, finer)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one sort as one."""
    runs = (list(run) for _, run in groupby(pieces, key=lambda piece: bool(piece.stayed)))
    return [
        Piece(
            "".join(piece.stayed for piece in run),
            "".join(piece.removed for piece in run),
            "".join(piece.added for piece in run),
        )
        for run in runs
    ]


def _without_crumbs(pieces: list[Piece]) -> Iterator[Piece]:
    for place, piece in enumerate(pieces):
        is_between = 0 < place < len(pieces) - 1
        if piece.stayed and is_between and len(piece.stayed) < FEWEST_STAYING:
            yield Piece(removed=piece.stayed, added=piece.stayed)
        else:
            yield piece


def _near_changes(pieces: list[Piece]) -> Iterator[Piece]:
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        if piece.stayed:
            yield Piece(stayed=_shortened(piece.stayed, is_first=place == 0, is_last=place == last))
        else:
            yield piece


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """The text without what stands far from its neighbours."""
    head = "" if is_first else text[:SHOWN_AROUND]
    tail = "" if is_last else text[-SHOWN_AROUND:]
    is_shorter = len(head) + len(LEFT_OUT) + len(tail) < len(text)
    return f"{head}{LEFT_OUT}{tail}" if is_shorter else text
