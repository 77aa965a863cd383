"""From the bytes of an archive to the records in it, with the line of everything."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from advice.models import OPEN, DatedValue, Moderated, Status
from advice.records import NAMED, Document, Kind
from advice.records.document import Path
from advice.records.files import FOLDERS, LISTS, SERIES, from_text, split
from advice.services.archive.faults import ArchiveRefused, FileFault
from advice.services.archive.lines import line_of, lines_of
from advice.services.archive.manifest import DRAFTS, FORMAT, MANIFEST
from advice.services.archive.zipped import unpack

NAME = re.compile(rf"(?P<drafts>{DRAFTS}/)?(?P<folder>[a-z_]+)/(?P<key>[-\w]+)\.toml", re.ASCII)
WHERE = re.compile(r"(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.DOTALL)
WRITTEN_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate")
DEEPEST = 12


@dataclass(frozen=True)
class Sheet:
    """One file: its name, its text and what the text says."""

    name: str
    text: str
    document: Document

    @cached_property
    def lines(self) -> dict[Path, int]:
        return lines_of(self.text)

    def fault(self, path: Path, message: str) -> FileFault:
        """The message, beside the line of what the path names."""
        return FileFault(message, self.name, line_of(path, self.lines))


@dataclass(frozen=True)
class Entry:
    """One record of an archive, and where in which file it stands."""

    kind: Kind
    document: Document
    sheet: Sheet
    at: Path = ()
    is_draft: bool = False

    @property
    def key(self) -> str:
        return self.kind.key_in(self.document)

    @property
    def is_value(self) -> bool:
        return issubclass(self.kind.model, DatedValue)

    @property
    def replaces(self) -> bool:
        """Whether it is never changed afterwards, and takes the place of another."""
        return self.is_value and not self.is_draft

    def fault(self, path: Path, message: str) -> FileFault:
        """The message, naming the field and the line that the path leads to."""
        label = self._label(path)
        return self.sheet.fault((*self.at, *path), f"{label}：{message}" if label else message)

    def _label(self, path: Path) -> str:
        names = [part for part in path if isinstance(part, str)]
        if not names:
            return ""
        model = self.kind.part(names[0]) if len(names) > 1 else self.kind.model
        labels = {
            field.name: getattr(field, "verbose_name", "") for field in model._meta.get_fields()
        }
        label = labels.get(names[-1])
        return f"{names[-1]}（{label}）" if label else names[-1]


@dataclass(frozen=True)
class Archive:
    """The records of an archive, those that others refer to first."""

    entries: tuple[Entry, ...]


def read(content: bytes) -> Archive:
    """What the archive holds; raises ArchiveRefused with every fault that its files show."""
    files = unpack(content)
    entries: list[Entry] = []
    faults: list[FileFault] = []
    if MANIFEST not in files:
        faults.append(FileFault(f"档案里没有 {MANIFEST}：请把文件夹里的全部文件一起压缩。"))
    for name in sorted(files, key=_turn):
        try:
            entries.extend(_entries(_sheet(name, files[name])))
        except ArchiveRefused as refused:
            faults.extend(refused.faults)
    faults.extend(_told_twice(entries))
    if faults:
        raise ArchiveRefused(faults)
    return Archive(tuple(entries))


def _turn(name: str) -> tuple[bool, int, str]:
    """Originals before drafts, and what others refer to first."""
    folders = [*FOLDERS, *LISTS]
    is_draft = name.startswith(f"{DRAFTS}/")
    folder = re.split(r"[/.]", name.removeprefix(f"{DRAFTS}/"))[0]
    return is_draft, folders.index(folder) if folder in folders else -1, name


def _told_twice(entries: Iterable[Entry]) -> Iterator[FileFault]:
    """The records that stand in the archive more than once."""
    seen: dict[tuple[bool, str, str], Entry] = {}
    for entry in entries:
        first = seen.setdefault((entry.is_draft, entry.kind.name, entry.key), entry)
        if first is not entry:
            line = line_of(first.at, first.sheet.lines) or 1
            yield entry.fault((), f"同一条在 {first.sheet.name} 第 {line} 行已经有了，只能写一次。")


# Texts


def _sheet(name: str, raw: bytes) -> Sheet:
    """The file, read; raises ArchiveRefused."""
    if not _is_known(name):
        message = "不认识这个文件：文件要放在它的类型的文件夹里，用代号作文件名，以 .toml 结尾。"
        raise ArchiveRefused([FileFault(message, name)])
    text = _decoded(name, raw)
    document = _parsed(name, text)
    sheet = Sheet(name, text, document)
    faults = list(_unfit(sheet, document, ()))
    if faults:
        raise ArchiveRefused(faults)
    return sheet


def _is_known(name: str) -> bool:
    if name == MANIFEST or name.removesuffix(".toml") in LISTS:
        return True
    match = NAME.fullmatch(name)
    kind = match and NAMED.get(FOLDERS.get(match["folder"], ""))
    if not match or not kind:
        return False
    return not match["drafts"] or kind.is_publishable or kind.name in SERIES


def _decoded(name: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as refused:
        line = raw.count(b"\n", 0, refused.start) + 1
        message = "这一行的文字不是 UTF-8 编码：请用文本编辑器另存为 UTF-8。"
        raise ArchiveRefused([FileFault(message, name, line)]) from refused


def _parsed(name: str, text: str) -> Document:
    try:
        return from_text(text)
    except tomllib.TOMLDecodeError as refused:
        raise ArchiveRefused([_syntax_fault(name, text, str(refused))]) from refused
    except (ArithmeticError, RecursionError, ValueError) as refused:
        message = "这个文件里有套得太深的括号，或者长得不合常理的数字。"
        raise ArchiveRefused([FileFault(message, name)]) from refused


def _syntax_fault(name: str, text: str, told: str) -> FileFault:
    """The fault in words of ours; the library names the line and the column."""
    where = WHERE.fullmatch(told)
    if where is None:
        message = "写到一半就结束了：看看最后的引号、括号是不是都有另一半。"
        return FileFault(message, name, text.count("\n") + 1)
    message = "这里的写法不对：看看引号、括号、等号和逗号。"
    if where["what"].startswith(WRITTEN_TWICE):
        message = "同一项写了两次，只能留一个。"
    return FileFault(message, name, int(where["line"]), int(where["column"]))


def _unfit(sheet: Sheet, value: Any, path: Path) -> Iterator[FileFault]:
    """What no record can hold, wherever it stands."""
    if len(path) > DEEPEST:
        yield sheet.fault(path, "括号套得太深了。")
    elif isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for name, part in parts:
            yield from _unfit(sheet, part, (*path, name))
            if "\x00" in str(name):
                yield sheet.fault((*path, name), "里面有不能用的空字符（\\u0000）。")
    elif isinstance(value, str) and "\x00" in value:
        yield sheet.fault(path, "里面有不能用的空字符（\\u0000）。")


# Records


def _entries(sheet: Sheet) -> list[Entry]:
    """The records of the file; raises ArchiveRefused."""
    if sheet.name == MANIFEST:
        _check_manifest(sheet)
        return []
    listed = sheet.name.removesuffix(".toml")
    entries = _listed(sheet, listed) if listed in LISTS else _of_folder(sheet)
    faults = [fault for entry in entries for fault in _faults(entry)]
    if faults:
        raise ArchiveRefused(faults)
    return entries


def _check_manifest(sheet: Sheet) -> None:
    if sheet.document != {"format": FORMAT}:
        message = f"档案的格式不认识：这里只读 format = {FORMAT}。"
        raise ArchiveRefused([sheet.fault(("format",), message)])


def _listed(sheet: Sheet, name: str) -> list[Entry]:
    """The records of a file that holds many."""
    rows = _rows(sheet, name)
    _refuse_more(sheet, {name})
    kind = NAMED[LISTS[name]]
    return [Entry(kind, row, sheet, (name, number)) for number, row in enumerate(rows)]


def _of_folder(sheet: Sheet) -> list[Entry]:
    """The record of a file of its own, and its dated values; of a draft those alone."""
    match = NAME.fullmatch(sheet.name)
    assert match
    kind, is_draft = NAMED[FOLDERS[match["folder"]]], bool(match["drafts"])
    name = kind.keys[0]
    if sheet.document.get(name) != match["key"]:
        message = f'{name} 要和文件名一样，写成 {name} = "{match["key"]}"。'
        raise ArchiveRefused([sheet.fault((name,), message)])
    series = SERIES.get(kind.name)
    if series is None:
        return [Entry(kind, sheet.document, sheet, is_draft=is_draft)]
    for number, row in enumerate(_rows(sheet, series.name)):
        if series.owner in row:
            path = (series.name, number, series.owner)
            raise ArchiveRefused([sheet.fault(path, f"这里不用写 {series.owner}。")])
    record, values = split(kind, sheet.document)
    if is_draft:
        _refuse_more(sheet, {name, series.name})
    owner = [] if is_draft else [Entry(kind, record, sheet)]
    return owner + [
        Entry(series.kind, value, sheet, (series.name, number), is_draft)
        for number, value in enumerate(values)
    ]


def _rows(sheet: Sheet, name: str) -> list[Document]:
    rows = sheet.document.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        message = f"{name} 应该是一行一行的：每一行用 [[{name}]] 开头。"
        raise ArchiveRefused([sheet.fault((name,), message)])
    return rows


def _refuse_more(sheet: Sheet, known: set[str]) -> None:
    more = [name for name in sheet.document if name not in known]
    if more:
        raise ArchiveRefused(sheet.fault((name,), f"这里没有“{name}”这一项。") for name in more)


def _faults(entry: Entry) -> Iterator[FileFault]:
    """Why the entry can't be told from others, or where it stands can't be told."""
    for path in entry.kind.keys:
        name = path.partition("__")[0]
        wanted, example = (date, "日期") if name == "effective_from" else (str, "文字")
        if name not in entry.document:
            yield entry.fault((name,), "缺这一项。")
        elif type(entry.document[name]) is not wanted:
            yield entry.fault((name,), f"这里应该是{example}。")
    if issubclass(entry.kind.model, Moderated):
        allowed = _allowed_statuses(entry)
        if entry.document.get("status") not in allowed:
            yield entry.fault(("status",), f"这里要写 {'、'.join(allowed)} 之一。")


def _allowed_statuses(entry: Entry) -> list[str]:
    if entry.is_value:
        return [status.value for status in (OPEN if entry.is_draft else [Status.PUBLISHED])]
    hidden = [Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED]
    return [status.value for status in (hidden if entry.is_draft else Status)]
