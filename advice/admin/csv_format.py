"""Tables of texts as Excel reads and writes them in Chinese, whatever their cells hold."""

import csv
import re
from collections import Counter
from io import StringIO

import tablib
from import_export.formats.base_formats import CSV

ENCODINGS = ("utf-8-sig", "gb18030")
MOST_ROWS = 2_000
# What a spreadsheet would compute, also after blanks and from a Chinese keyboard.
FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")


class FileRefused(ValueError):
    """A file that can't be read as a table, with why."""


def guarded(cell):
    """The text, marked so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def unguarded(cell):
    """The text as it was before it was marked."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


class ChineseCSV(CSV):
    """The only format: written for Excel, and read in the encodings that Excel writes."""

    CONTENT_TYPE = "text/csv; charset=utf-8"

    def is_binary(self):
        """The bytes are read and written here; nobody else is to choose an encoding."""
        return True

    def get_read_mode(self):
        return "rb"

    def export_data(self, dataset, **kwargs):
        rows = [[guarded(str(cell)) for cell in row] for row in dataset]
        table = tablib.Dataset(*rows, headers=dataset.headers)
        return super().export_data(table, **kwargs).encode("utf-8-sig")

    def create_dataset(self, in_stream, **kwargs):
        """The table; raises FileRefused."""
        headers, *rows = _rows(_decoded(in_stream))
        if len(rows) > MOST_ROWS:
            raise FileRefused(f"行数太多：一次最多 {MOST_ROWS} 行，请分成几个文件。")
        width = len(headers)
        for number, row in enumerate(rows, start=2):
            if any(row[width:]):
                raise FileRefused(f"第 {number} 行有 {len(row)} 格，表头只有 {width} 格。")
        twice = [name for name, count in Counter(headers).items() if count > 1]
        if twice:
            raise FileRefused(f"表头里有重复的列：{'、'.join(twice)}。")
        padded = [(row + [""] * width)[:width] for row in rows]
        return tablib.Dataset(*padded, headers=headers)


def _decoded(raw):
    for encoding in ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileRefused("文件的编码看不懂：请在 Excel 里另存为“CSV UTF-8”。")


def _rows(text):
    """The header and the rows below it, without the empty ones at the end."""
    try:
        rows = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as refused:
        raise FileRefused("这不是一个 CSV 文件：看看引号是不是成对。") from refused
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise FileRefused("文件是空的。")
    headers = [name.strip() for name in rows[0]]
    while headers and not headers[-1]:
        headers.pop()
    return [headers, *([unguarded(cell) for cell in row] for row in rows[1:])]
