"""Word documents for people: A4, one font, numbered headings, tables that print well."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

A4 = (Cm(21), Cm(29.7))
MARGIN = Cm(2)
FONT, SIZE, SMALL, TINY = "Times New Roman", Pt(12), Pt(10), Pt(9)
WIDTH, TALLEST = Cm(17), Cm(21)
"""Of the text, and of a picture that leaves room for its caption."""

SHADE = "DCE6F1"
LINE = "_" * 78
NUMBERS = ("+", "-", "—", "n =")
"""How what is no word may begin, besides with a digit."""

CELL = "Table Cell"
SHORT = 24
"""Characters of a number with what belongs to it."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What somebody may have typed and XML cannot hold."""

PNG_SIZE = slice(16, 20), slice(20, 24)
"""Where a PNG says how wide and how high it is."""


def empty_page() -> Paper:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = A4
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.paragraph_format.space_after = Pt(4)
    return paper


class Word:
    """A document being written; `content` is the file."""

    def __init__(self, language: str) -> None:
        self.paper = empty_page()
        self.counts: list[int] = []
        for number, size in enumerate((14, 12), start=1):
            style = self.paper.styles[f"Heading {number}"]
            assert isinstance(style, ParagraphStyle)
            _plain(style, size)
        _cells(self.paper)
        _spell(self.paper, "ru-RU" if language == "ru" else "en-GB")
        _page_number(self.paper.sections[0].footer.paragraphs[0])

    @property
    def content(self) -> bytes:
        target = BytesIO()
        self.paper.save(target)
        return target.getvalue()

    def title(self, *lines: str) -> None:
        """The first is the document's name."""
        self.paper.core_properties.title = clean(lines[0])[:255]
        for number, words in enumerate(lines):
            made = self.paper.add_paragraph()
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = made.add_run(clean(words))
            run.bold, run.font.size = number == 0, Pt(12 if number else 16)

    def heading(self, words: str, level: int = 1) -> None:
        """Numbered: «4. …», «4.1. …»."""
        self.counts = [*self.counts, *[0] * level][:level]
        self.counts[-1] += 1
        number = ".".join(map(str, self.counts))
        self.paper.add_heading(f"{number}. {words}", level)

    def text(self, words: str, bold: bool = False) -> Paragraph:
        made = self.paper.add_paragraph()
        made.add_run(clean(words)).bold = bold
        return made

    def note(self, words: str) -> None:
        """What is beside the point: small, in italics."""
        run = self.text(words).runs[0]
        run.italic, run.font.size = True, SMALL

    def bullets(self, lines: Iterable[str]) -> None:
        for words in lines:
            self.paper.add_paragraph(clean(words), style="List Bullet")

    def fill_in(self, words: str, lines: int = 3) -> None:
        """A place for somebody to write, and what belongs there; on one page."""
        self.note(words)
        for _ in range(lines):
            self.paper.paragraphs[-1].paragraph_format.keep_with_next = True
            self.text(LINE)

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[float],
        bold: Sequence[int] = (),
    ) -> None:
        """Headings come again on each page, no row is torn. `widths` in centimetres; `bold`: the
        numbers of rows that head those below them."""
        table = self.paper.add_table(rows=0, cols=len(headings), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        body = list(rows)
        for number, texts in enumerate([headings, *body]):
            row = table.add_row()
            _never_torn(row, repeated=number == 0)
            heads = number == 0 or number - 1 in bold
            for column, (cell, words) in enumerate(zip(row.cells, texts, strict=True)):
                _fill(cell, words, Cm(widths[column]), heads)
        _head(table, body)
        self.paper.add_paragraph().paragraph_format.space_after = Pt(0)

    def picture(self, png: bytes, caption: str, instead: str) -> None:
        """As wide as the text, and not so high that it needs more than a page. `instead`: what is
        read out to who does not see it."""
        width, height = (int.from_bytes(png[where]) for where in PNG_SIZE)
        fitting = Length(min(WIDTH, int(TALLEST * width / height)))
        made = self.paper.add_picture(BytesIO(png), width=fitting)
        made._inline.docPr.set("descr", clean(instead))
        picture = self.paper.paragraphs[-1]
        picture.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture.paragraph_format.keep_with_next = True
        self.note(caption)
        self.paper.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER


def clean(words: str) -> str:
    return UNPRINTABLE.sub("", words)


def _plain(style: ParagraphStyle, size: int) -> None:
    """The template's headings name fonts of a theme, which win over the font's own name."""
    style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(4)


def _spell(paper: Paper, language: str) -> None:
    """Otherwise every Russian word is underlined as a mistake."""
    properties = paper.styles["Normal"].element.get_or_add_rPr()
    made = OxmlElement("w:lang")
    made.set(qn("w:val"), language)
    properties.append(made)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _never_torn(row: _Row, repeated: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: _Cell, words: str, width: Length, heads: bool) -> None:
    """Numbers in the middle, words at the left; a heading in the middle of its numbers."""
    cell.width = width
    paragraph = cell.paragraphs[0]
    paragraph.style = CELL
    paragraph.add_run(clean(words)).bold = heads
    paragraph.paragraph_format.keep_with_next = heads
    if _is_number(words):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if heads:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), SHADE)
        cell._tc.get_or_add_tcPr().append(shade)


def _head(table: Table, body: Sequence[Sequence[str]]) -> None:
    """Headings of numbers stand in the middle above them."""
    for column, cell in enumerate(table.rows[0].cells):
        below = [row[column] for row in body if row[column]]
        if below and all(map(_is_number, below)):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _is_number(words: str) -> bool:
    """With what may stand beside it: «12 (15)», «7 из 9 (78 %)», but no sentence."""
    return len(words) <= SHORT and (words[:1].isdigit() or words.startswith(NUMBERS))


def _cells(paper: Paper) -> None:
    """The style of what stands in tables: an empty cell is no higher than a full one."""
    style = paper.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = paper.styles["Normal"]
    style.font.size = TINY
    style.paragraph_format.space_after = Pt(1)
