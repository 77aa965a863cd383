"""What is wrong with an archive, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing that is wrong: in which file, on which line; without a file, in the whole."""

    message: str
    file: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        line = f" 第 {self.line} 行" if self.line else ""
        column = f"第 {self.column} 个字" if self.column else ""
        place = f"{self.file}{line}{column}"
        return f"{place}：{self.message}" if place else self.message


class ArchiveRefused(Exception):
    """An archive that can't be let in, with what is wrong; of very many faults the first ones."""

    def __init__(self, faults: Iterable[FileFault]) -> None:
        found = list(faults)
        self.faults: Sequence[FileFault] = tuple(_bounded(found))
        super().__init__("\n".join(map(str, self.faults)))


def _bounded(found: list[FileFault]) -> Iterable[FileFault]:
    yield from found[:MOST_TOLD]
    if len(found) > MOST_TOLD:
        yield FileFault(f"还有 {len(found) - MOST_TOLD} 处，先改好上面的。")
