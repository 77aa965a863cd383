"""Papers as Word files: A4, set as Chinese letters are, and nothing in them of who made them."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from markdown_it.token import Token

from advice.prose import tokens_of

CHINESE, LATIN_WORDS = "zh-CN", "en-US"
LATIN, SONG, FANG_SONG, HEI = "Times New Roman", "宋体", "仿宋", "黑体"
TITLE, BODY, FLUSH, HEADING, ITEM, CLOSING, CELL = (
    "文书标题",
    "文书正文",
    "文书顶格",
    "文书小标题",
    "文书列表",
    "文书落款",
    "文书表格",
)
BODY_SIZE, TITLE_SIZE, CELL_SIZE = Pt(14), Pt(22), Pt(12)
LINE_SPACING, LOOSE = Pt(26), 1.25
SHORT_TABLE = 6
SPACE = Pt(6)
# A row that is filled in by hand, and columns in narrow letters.
ROW_TO_FILL, SIGNATURE_INDENT = Mm(11), Mm(66)
NARROWEST, WIDEST, TO_FILL, EDGES = 5, 28, 12, 3
# So many paragraphs stand above a signature, which is never alone on a page.
LAST_WORDS = 2
# The margins of official papers (GB/T 9704): top, bottom, left, right.
MARGINS = (Mm(37), Mm(35), Mm(28), Mm(26))
TEXT_WIDTH = Mm(210 - 28 - 26)
# The same words make the same file, which tells nobody when it was made.
MADE_AT = datetime(2020, 1, 1, tzinfo=UTC)
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_file(title: str, addressee: str, body: str, figures: Mapping[str, str]) -> bytes:
    """The paper as a .docx file; `addressee` and `body` are Markdown with placeholders."""
    document = _blank_page(title)
    document.add_paragraph(_printable(title), style=TITLE)
    writer = _Writer(document)
    writer.write(tokens_of(addressee, figures), paragraph=FLUSH)
    writer.write(tokens_of(body, figures), paragraph=BODY)
    return _packed(document)


def _printable(text: str) -> str:
    """Without the characters that XML can't hold."""
    return NOT_IN_XML.sub("", text)


class _Writer:
    """Writes the tokens of Markdown as paragraphs and tables."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.lists: list[str] = []
        self.marker = ""
        self.style = BODY
        self.is_closing = False
        self.rows: list[list[Token]] = []

    def write(self, tokens: Sequence[Token], *, paragraph: str) -> None:
        """All tokens; plain paragraphs in the style `paragraph`, those after a rule as closing."""
        self.style = paragraph
        for number, token in enumerate(tokens):
            match token.type:
                case "hr":
                    self._keep_last_words_with_next(LAST_WORDS)
                    self.style = CLOSING
                case "bullet_list_open" | "ordered_list_open":
                    self.lists.append(token.type)
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.marker = f"{token.info}. " if token.info else "· "
                case "table_open":
                    self._keep_last_words_with_next(1)
                    self.document.paragraphs[-1].paragraph_format.space_after = SPACE
                    self.rows = []
                case "tr_open":
                    self.rows.append([])
                case "table_close":
                    self._add_table()
                case "inline":
                    self._inline(token, tokens[number - 1].type)

    def _inline(self, token: Token, within: str) -> None:
        if within in {"th_open", "td_open"}:
            self.rows[-1].append(token)
        elif within == "heading_open":
            heading = self.document.add_paragraph(style=HEADING)
            self._set_apart(heading)
            _add_runs(heading, token)
        else:
            style = ITEM if self.lists else self.style
            paragraph = self.document.add_paragraph(self.marker, style=style)
            self._set_apart(paragraph)
            self.marker = ""
            _add_runs(paragraph, token)

    def _set_apart(self, paragraph: Paragraph) -> None:
        """Leave room between a paragraph and a table above it, and above the signature."""
        above = paragraph._p.getprevious()  # noqa: SLF001  # python-docx has no other way
        if paragraph.style == self.document.styles[HEADING]:
            paragraph.paragraph_format.space_before = (4 if self.is_closing else 2) * SPACE
        elif above is not None and above.tag == qn("w:tbl"):
            paragraph.paragraph_format.space_before = 2 * SPACE
        elif self.style == CLOSING and not self.is_closing:
            paragraph.paragraph_format.space_before = 4 * SPACE
        self.is_closing = self.style == CLOSING

    def _keep_last_words_with_next(self, count: int) -> None:
        """Keep what was written last on the page of what follows: a signature, a table."""
        for paragraph in self.document.paragraphs[-count:]:
            paragraph.paragraph_format.keep_with_next = True

    def _add_table(self) -> None:
        """The rows with borders; a long table repeats its head, a short one stays whole."""
        last, amounts = len(self.rows) - 1, _columns_of_amounts(self.rows)
        # A word processor that is told more than this of a long table may lose rows of it.
        stay = last if len(self.rows) <= SHORT_TABLE else 1
        table = self.document.add_table(len(self.rows), len(self.rows[0]), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = _widths(self.rows)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, (row, cells) in enumerate(zip(table.rows, self.rows, strict=True)):
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no other way
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
            if not all(token.content.strip() for token in cells):
                row.height = ROW_TO_FILL
            for column_number, (cell, token) in enumerate(zip(row.cells, cells, strict=True)):
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
                paragraph = cell.paragraphs[0]
                paragraph.style = CELL
                paragraph.paragraph_format.keep_with_next = number < stay
                _add_runs(paragraph, token, is_bold=number == 0)
                if column_number in amounts:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _columns_of_amounts(rows: Sequence[Sequence[Token]]) -> frozenset[int]:
    """Which columns hold sums: these stand to the right, with their head and what is left empty."""
    columns = enumerate(zip(*rows, strict=True))
    return frozenset(n for n, cells in columns if any("¥" in cell.content for cell in cells))


def _widths(rows: Sequence[Sequence[Token]]) -> list[Length]:
    """Columns as wide as what they hold, within the page, with room where they are to be filled."""
    wanted = [_wanted([_letters(cell) for cell in column]) for column in zip(*rows, strict=True)]
    return [Length(int(TEXT_WIDTH * count / sum(wanted))) for count in wanted]


def _wanted(letters: Sequence[int]) -> int:
    least = NARROWEST if all(letters) else TO_FILL
    return min(max(*letters, least), WIDEST) + EDGES


def _letters(cell: Token) -> int:
    """How many narrow letters a cell's words take."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell.content)


def _add_runs(paragraph: Paragraph, inline: Token, *, is_bold: bool = False) -> None:
    """The words of a block, with what of them is bold and where its lines end."""
    bold = int(is_bold)
    for token in inline.children or []:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "hardbreak":
                paragraph.add_run().add_break()
            case _ if token.content:
                paragraph.add_run(_printable(token.content)).bold = bool(bold) or None


# The page and its styles


def _blank_page(title: str) -> WordDocument:
    """An A4 page with the styles of a letter, numbered at its foot."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    ) = MARGINS
    _set_language(document)
    _set_styles(document)
    _number_pages(section.footer.paragraphs[0])
    _forget_who_made_it(document, title)
    return document


def _set_language(document: WordDocument) -> None:
    """Chinese, so that its punctuation is drawn as in China.

    Latin letters and figures have the language that Chinese editions of Word give them: as Chinese,
    a sum would be broken at the end of a line.
    """
    (language,) = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    (theme,) = document.settings.element.xpath("w:themeFontLang")
    for element in (language, theme):
        element.set(qn("w:val"), LATIN_WORDS)
        element.set(qn("w:eastAsia"), CHINESE)


def _set_styles(document: WordDocument) -> None:
    _set_font(document.styles["Normal"], FANG_SONG, BODY_SIZE)
    title = _style(document, TITLE, SONG, TITLE_SIZE)
    title.font.bold = True
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(20)
    for name, font in ((BODY, FANG_SONG), (HEADING, HEI), (ITEM, FANG_SONG)):
        style = _style(document, name, font, BODY_SIZE)
        style.paragraph_format.keep_with_next = name == HEADING
        _indent(style)
    _style(document, FLUSH, FANG_SONG, BODY_SIZE)
    closing = _style(document, CLOSING, FANG_SONG, BODY_SIZE)
    closing.paragraph_format.left_indent = SIGNATURE_INDENT
    closing.paragraph_format.keep_together = True
    cell = _style(document, CELL, FANG_SONG, CELL_SIZE).paragraph_format
    cell.space_before = cell.space_after = Pt(3)


def _style(document: WordDocument, name: str, font: str, size: Length) -> ParagraphStyle:
    """A style of our own, without space around its paragraphs."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    _set_font(style, font, size)
    layout = style.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = LINE_SPACING if size == BODY_SIZE else LOOSE
    return style


def _indent(style: ParagraphStyle) -> None:
    """Begin each paragraph two characters in."""
    style.paragraph_format.first_line_indent = Pt(2 * BODY_SIZE.pt)
    style.element.pPr.ind.set(qn("w:firstLineChars"), "200")


def _set_font(style: ParagraphStyle, font: str, size: Length) -> None:
    """Chinese in `font`, figures and letters in a face that goes with it."""
    style.font.name, style.font.size = LATIN, size
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), LATIN)


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001  # python-docx has no other way


def _forget_who_made_it(document: WordDocument, title: str) -> None:
    known = document.core_properties
    known.author = known.last_modified_by = known.comments = known.keywords = ""
    known.title, known.language = _printable(title)[:255], CHINESE
    known.created = known.modified = MADE_AT
    known.revision = 1


def _packed(document: WordDocument) -> bytes:
    """The file, with no time of its making in its archive."""
    raw, packed = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as made, ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name in made.namelist():
            file.writestr(ZipInfo(name), made.read(name), ZIP_DEFLATED)
    return packed.getvalue()
