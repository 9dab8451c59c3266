"""Blocks of a paper to DOCX: the same words as the PDF, in styles that a secretary can change in Word.

Numbers of items are written out and not counted by Word, so that «пункт 2.1» of the issued PDF stays
2.1 in a copy that somebody edits.
"""

import io
from copy import deepcopy

from django.utils import timezone
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from mentorship.common.typography import printable, typography

from . import blocks as paper
from .frame import INK

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
TEXT, ITEM, DETAIL = "Документ: текст", "Документ: пункт", "Документ: реквизит"
TITLE, SUBTITLE = "Документ: название", "Документ: подзаголовок"
FRAME_INK = INK.removeprefix("#").upper()
CELL, NOTE, HINT = "Документ: таблица", "Документ: примечание", "Документ: подсказка"


def render(blocks, layout, *, title):
    """One paper as DOCX.

    Raises:
        ValueError: the blocks cannot be printed, see ``blocks.validate``.
    """
    paper.validate(blocks)
    writer = _Writer(layout, title)
    prepared = paper.prepared(blocks)
    kept = paper.kept_with_next(prepared)
    for block in prepared:
        writer.write(block, keep=block["id"] in kept)
    return writer.file()


class _Writer:
    """The file being written; one method for each type of block."""

    def __init__(self, layout, title):
        self.layout = layout
        self.document = Document()
        self.keep = False  # the block must stay on the page of the next one
        self.orientation = "portrait"
        self.empty = True  # nothing is written in this section yet
        _describe(self.document, title)
        _write_styles(self.document.styles, layout)
        _write_settings(self.document.settings.element, layout)
        self._shape(self.document.sections[0])

    def write(self, block, keep):
        self.keep = keep
        getattr(self, f"_{block['type']}")(block)
        self.empty = False

    def file(self):
        if self._after_table():
            self._spacer()
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()

    # --- Blocks ---

    def _letterhead(self, block):
        side = (self.width - self.layout.letterhead_width) / 2
        lines = [(block["founder"], False), (block["full_name"], True), (paper.short_name_line(block), False)]
        for text, bold in filter(lambda line: line[0], lines):
            line = self._line(text, DETAIL, align="center", bold=bold, after=1.5)
            line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(max(side, 0))
        line.paragraph_format.space_after = Mm(6)

    def _doc_title(self, block):
        self._line(block["text"], TITLE, after=5)

    def _requisites(self, block):
        cells = self._bare_table([100 / 3] * 3)
        for cell, field, align in zip(cells, ("date", "place", "number"), ("left", "center", "right"), strict=True):
            self._fill(cell, block[field], DETAIL, align=align)
        self._spacer(7)

    def _heading(self, block):
        line = self._line(block["text"], DETAIL, bold=self.layout.heading_bold, after=7, keep=True)
        line.paragraph_format.right_indent = Mm(max(self.width - self.layout.heading_width, 0))

    def _paragraph(self, block):
        line = self._line(block["text"], TEXT, align=block["align"], bold=block["bold"])
        if block["indent"]:
            line.paragraph_format.first_line_indent = Mm(self.layout.indent)
        if block["bold"] and block["align"] == "center":
            line.paragraph_format.space_after = Mm(4)

    def _command(self, block):
        line = self._line(self.layout.command(block["text"]), TEXT, align="left", before=3, after=3, keep=True)
        if self.layout.command_style == "spaced":
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), "60")  # twentieths of a point
            line.runs[0]._r.get_or_add_rPr().append(spacing)

    def _item(self, block):
        self._line(paper.item_text(block), ITEM)

    def _subtitle(self, block):
        self._line(block["text"], SUBTITLE, before=5, after=2.5)

    def _table(self, block):
        if block["caption"]:
            self._line(block["caption"], CELL, before=3, after=2, keep=True)
        self._grid(block["columns"], block["rows"])

    def _acquaintance(self, block):
        self._line(block["title"], CELL, before=7, after=2, keep=True)
        self._grid(paper.ACQUAINTANCE_COLUMNS, paper.acquaintance_rows(block), row_height=9)

    def _chart(self, block):
        self._line(block["title"], CELL, before=3, after=2, keep=True)
        self._grid(*paper.chart_table(block))

    def _signature(self, block):
        post, gap, name = self._bare_table([45, 20, 35], bottom=True)
        for cell, text, align in ((post, block["post"], "left"), (gap, "", "left"), (name, block["name"], "right")):
            line = self._fill(cell, text, DETAIL, align=align)
            line.paragraph_format.space_before = Mm(self.layout.signature_gap)
            line.paragraph_format.keep_with_next = self.keep or bool(block["label"])
        if block["label"]:
            _underline(gap)
            row = self.document.tables[-1].add_row()
            self._fill(row.cells[1], block["label"], HINT)

    def _signoff(self, block):
        cells = self._bare_table([36, 34, 30], bottom=True)
        for cell, text, align in zip(cells, paper.signoff_parts(block), ("left", "center", "right"), strict=True):
            line = self._fill(cell, text, DETAIL, align=align)
            line.paragraph_format.space_before = Mm(self.layout.signature_gap)

    def _annex(self, block):
        self.orientation = block["orientation"]
        section = self.document.sections[0] if self.empty else self._new_section()
        self._shape(section)
        _number_from_one(section._sectPr)
        for text in filter(None, block["marks"]):
            line = self._line(text, DETAIL)
            line.paragraph_format.left_indent = Mm(max(self.width - self.layout.heading_width, 0))
        if block["title"]:
            self._line(block["title"], TITLE, before=8, after=6)

    def _approval(self, block):
        left, _, right = self._bare_table([46, 8, 46])
        for cell, lines in ((left, block["left"]), (right, block["right"])):
            self._fill(cell, lines[0] if lines else "", DETAIL)
            for text in lines[1:]:
                cell.add_paragraph(text, DETAIL).paragraph_format.space_before = Mm(1)
        self._spacer(10)

    def _fill_line(self, block):
        percent = self.layout.label_percent(block["label"])
        if percent == 100 and block["label"]:
            self._line(block["label"], DETAIL, before=2.5, keep=True)
        widths = [100] if percent == 100 else [percent, 100 - percent]
        cells = self._bare_table(widths, bottom=True)
        if len(cells) == 2:
            self._fill(cells[0], block["label"], DETAIL)
        for cell in cells:
            cell.paragraphs[0].paragraph_format.space_before = Mm(2)
            cell.paragraphs[0].paragraph_format.keep_with_next = self.keep or bool(block["hint"])
        _underline(cells[-1])
        if block["hint"]:
            row = self.document.tables[-1].add_row()
            self._fill(row.cells[-1], block["hint"], HINT)

    def _checklist(self, block):
        for text in paper.checklist_lines(block):
            line = self._line(text, TEXT, align="left", after=1)
            line.paragraph_format.left_indent = Mm(7)
            line.paragraph_format.first_line_indent = Mm(-7)

    def _note(self, block):
        self._line(block["text"], NOTE, before=2, after=2)

    def _honour(self, block):
        lines = [("title", 2.7, 26), ("lead", 1.15, 12), ("name", 1.9, 8), ("post", 1.05, 4)]
        for field, size, before in lines:
            if not block[field]:
                continue
            line = self._line(block[field], TEXT, align="center", bold=field == "name", before=before)
            line.runs[0].font.size = Pt(round(self.layout.size * size))
            if field in ("title", "name"):
                line.runs[0].font.color.rgb = RGBColor.from_string(FRAME_INK)
        line.paragraph_format.space_after = Mm(11)

    def _page_break(self, block):
        self._spacer().paragraph_format.page_break_before = True

    # --- Parts of blocks ---

    @property
    def width(self):
        return self.layout.text_width(self.orientation)

    def _line(self, text, style, *, align=None, bold=False, before=None, after=None, keep=False):
        """A paragraph; distances in mm."""
        line = self.document.add_paragraph(style=style)
        if text:
            line.add_run(text).bold = bold or None
        shape = line.paragraph_format
        if align:
            line.alignment = ALIGN[align]
        if before is not None:
            shape.space_before = Mm(before)
        if after is not None:
            shape.space_after = Mm(after)
        if keep or self.keep:
            shape.keep_with_next = True
        return line

    def _fill(self, cell, text, style, *, align=None):
        """Words into the first paragraph of a cell."""
        line = cell.paragraphs[0]
        line.style = style
        if text:
            line.add_run(text)
        if align:
            line.alignment = ALIGN[align]
        if self.keep:
            line.paragraph_format.keep_with_next = True
        return line

    def _add_table(self, widths, style=None):
        """A table of one row with columns of these percents."""
        if self._after_table():
            self._spacer()  # Word would join two tables that touch
        table = self.document.add_table(rows=1, cols=len(widths))
        table.style = style
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        total = sum(widths)
        for column, percent in zip(table.columns, widths, strict=True):
            column.width = Mm(self.width * percent / total)
        return table

    def _bare_table(self, widths, bottom=False):
        """Cells of a table without lines, for what stands side by side."""
        table = self._add_table(widths)
        _cell_margins(table, top=0, left=0, bottom=0, right=0)  # words begin and end at the page's margins
        _unsplit(table.rows[0])
        cells = table.rows[0].cells
        if bottom:
            for cell in cells:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        return cells

    def _grid(self, columns, rows, row_height=None):
        """A table with lines: header on every page, rows that do not split."""
        table = self._add_table([column["width"] for column in columns], "Table Grid")
        _cell_margins(table, top=0.8, left=1.6, bottom=0.8, right=1.6)
        _repeat(table.rows[0])
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self._cell(cell, column["title"], "center", keep=bool(rows))
        self._rows(table, columns, rows, row_height)
        self._spacer(4)

    def _rows(self, table, columns, rows, height):
        """Rows as copies of one pattern, many times faster than cell by cell."""
        pattern = table.add_row()
        _unsplit(pattern)
        if height:
            pattern.height, pattern.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, column in zip(pattern.cells, columns, strict=True):
            if height:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self._cell(cell, "", column["align"])
        table._tbl.remove(pattern._tr)
        for texts in rows:
            if len(texts) == 1 < len(columns):
                self._heading_row(table, texts[0])
                continue
            row = deepcopy(pattern._tr)
            for cell, text in zip(row.tc_lst, texts, strict=True):
                if text:
                    cell.p_lst[0].add_r().text = text
            table._tbl.append(row)
        if rows and self.keep:
            for cell in table.rows[-1].cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def _heading_row(self, table, text):
        """A heading across the table, kept with the row below it."""
        row = table.add_row()
        _unsplit(row)
        cell = row.cells[0].merge(row.cells[-1])
        self._cell(cell, text, "left", keep=True)
        cell.paragraphs[0].runs[0].bold = True

    def _cell(self, cell, text, align, keep=False):
        line = cell.paragraphs[0]
        line.style = CELL
        if text:
            line.add_run(text)
        if align != "left":
            line.alignment = ALIGN[align]
        if keep:
            line.paragraph_format.keep_with_next = True

    def _after_table(self):
        """Is a table the last thing written?"""
        body = self.document.element.body
        last = [child for child in body.iterchildren() if child.tag != qn("w:sectPr")][-1:]
        return bool(last) and last[0].tag == qn("w:tbl")

    def _spacer(self, after=0):
        """An empty line of one point that parts tables, with room below in mm."""
        line = self._line("", DETAIL, after=after)
        line.paragraph_format.line_spacing = Pt(1)
        return line

    # --- Sections ---

    def _new_section(self):
        self._spacer()  # carries the end of the section
        return self.document.add_section(WD_SECTION.NEW_PAGE)

    def _shape(self, section):
        """Sheet, margins and the page number from the second page on."""
        width, height = self.layout.page(self.orientation)
        top, right, bottom, left = self.layout.margins(self.orientation)
        landscape = self.orientation == "landscape"
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
        section.left_margin, section.right_margin = Mm(left), Mm(right)
        section.header_distance = section.footer_distance = Mm(self.layout.number_from_top)
        section.different_first_page_header_footer = True
        if self.layout.frame:
            _frame(section._sectPr)
        if section._sectPr is self.document.sections[0]._sectPr:  # the others inherit the number
            _page_number(section.header.paragraphs[0])


def _describe(document, title):
    """Properties of the file; the template's author and comments are not ours."""
    properties = document.core_properties
    properties.title = typography(printable(title))[:255]
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.language = "ru-RU"
    properties.created = properties.modified = timezone.now().replace(tzinfo=None)


def _write_styles(styles, layout):
    """Styles that carry the layout; «Normal» is the base of all."""
    normal = styles["Normal"]
    _set_font(normal, layout.docx_font, layout.size)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = True
    normal.paragraph_format.line_spacing = layout.line_height
    for name, size, block in (
        (TEXT, layout.size, False),
        (ITEM, layout.size, False),
        (DETAIL, layout.size, True),
        (TITLE, layout.size, True),
        (SUBTITLE, layout.size, False),
        (CELL, layout.size_table, True),
        (NOTE, layout.size_note, True),
        (HINT, layout.size_hint, True),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
        if block:
            style.paragraph_format.line_spacing = layout.line_height_block
    for name in (ITEM, NOTE):
        styles[name].paragraph_format.alignment = ALIGN["justify"]
    styles[ITEM].paragraph_format.first_line_indent = Mm(layout.indent)
    styles[HINT].paragraph_format.alignment = ALIGN["center"]
    styles[TITLE].paragraph_format.alignment = ALIGN["center"]
    for name, level in ((TITLE, 0), (SUBTITLE, 1)):
        styles[name].font.bold = True
        styles[name].paragraph_format.keep_with_next = True
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        styles[name].element.get_or_add_pPr().append(outline)


def _set_font(style, name, size):
    """One face for every script, and Russian for the spelling checker."""
    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    style.element.rPr.append(language)


def _write_settings(settings, layout):
    """The current mode of Word instead of compatibility with old ones; mirrored margins if asked."""
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    if layout.mirror:
        settings.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))


def _page_number(line):
    """The field PAGE in the middle of the header."""
    line.style, line.alignment = CELL, ALIGN["center"]
    for kind in ("begin", None, "end"):
        run = line.add_run()._r
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = "PAGE"
        run.append(mark)


def _number_from_one(properties):
    """Pages of a section count from 1; a section copied from an annex has that already."""
    if properties.find(qn("w:pgNumType")) is None:
        number = OxmlElement("w:pgNumType")
        number.set(qn("w:start"), "1")
        properties.find(qn("w:pgMar")).addnext(number)


def _repeat(row):
    """The row stands on each page of its table."""
    _unsplit(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _unsplit(row):
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _underline(cell):
    """A line to write on: the lower border of a cell."""
    borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")):
        line.set(qn(name), value)
    borders.append(line)
    properties = cell._tc.get_or_add_tcPr()
    align = properties.find(qn("w:vAlign"))
    properties.insert(list(properties).index(align) if align is not None else len(properties), borders)


def _frame(section):
    """A double line round the sheet, the nearest that Word has to the frame of the PDF."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("w:val", "thinThickSmallGap"), ("w:sz", "18"), ("w:space", "28"), ("w:color", FRAME_INK)):
            line.set(qn(name), value)
        borders.append(line)
    section.find(qn("w:pgMar")).addnext(borders)


def _cell_margins(table, **sides):
    """Distance from the words of a cell to its borders, mm."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(sides[side]).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
