"""Blocks of a paper to DOCX: the same words as the PDF, in styles that a secretary can change in Word.

Numbers of items are written out and not counted by Word, so that «пункт 2.1» of the issued PDF stays
2.1 in a copy that somebody edits.
"""

import io
from copy import deepcopy

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from . import blocks as paper
from .docx_shapes import (
    ALIGN,
    CELL,
    DETAIL,
    FRAME_INK,
    HINT,
    ITEM,
    NOTE,
    SUBTITLE,
    TEXT,
    TITLE,
    cell_margins,
    describe,
    frame,
    margin_line,
    number_from_one,
    page_number,
    repeat,
    say,
    underline,
    unsplit,
    write_settings,
    write_styles,
)


def render(blocks, layout, *, title, draft=False, code=""):
    """One paper as DOCX.

    Args:
        draft: print a discreet «ПРОЕКТ» at the top of each page, as the PDF does.
        code: the short code of the sheet, see :mod:`.codes`, at the foot of each page.

    Raises:
        ValueError: the blocks cannot be printed, see ``blocks.validate``.
    """
    paper.validate(blocks)
    writer = _Writer(layout, title)
    writer.mark(draft, str(code))
    prepared = paper.prepared(blocks)
    kept = paper.kept_with_next(prepared)
    for block in prepared:
        writer.write(block, keep=block["id"] in kept)
    return writer.file()


CODE_SIZE = 7
BELOW = {"center": 4, "right": 2.5}  # mm below a paragraph that stands apart
BELOW_LINES = {"signature": 6, "signoff": 6, "fill_line": 2}
SAID_IN_LINES = ("paragraph", "item", "note")
TO_SIGN = 9  # mm: a row to be signed by hand


class _Writer:
    """The file being written; one method for each type of block."""

    def __init__(self, layout, title):
        self.layout = layout
        self.document = Document()
        self.keep = self.held = False  # this block, the one before must stay on the page of the next one
        self.orientation = "portrait"
        self.empty = True  # nothing is written in this section yet
        self.previous = None  # type of the block written last
        describe(self.document, title)
        write_styles(self.document.styles, layout)
        write_settings(self.document.settings.element, layout)
        self._shape(self.document.sections[0])

    def mark(self, draft, code):
        """What stands in the margins of every page; sections to come inherit it."""
        first = self.document.sections[0]
        if draft:
            for header in (first.first_page_header, first.header):
                margin_line(header, "ПРОЕКТ", self.layout.size_hint, "right")
        if code:
            for footer in (first.first_page_footer, first.footer):
                margin_line(footer, code, CODE_SIZE, "left")

    def write(self, block, keep):
        self.held, self.keep = self.keep, keep
        getattr(self, f"_{block['type']}")(block)
        self.empty, self.previous = False, block["type"]

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
        before, after = self._gap_above(), BELOW.get(block["align"])
        line = self._line(block["text"], TEXT, align=block["align"], bold=block["bold"], before=before, after=after)
        if block["indent"]:
            line.paragraph_format.first_line_indent = Mm(self.layout.indent)

    def _command(self, block):
        line = self._line(self.layout.command(block["text"]), TEXT, align="left", before=3, after=3, keep=True)
        if self.layout.command_style == "spaced":
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), "60")  # twentieths of a point
            line.runs[0]._r.get_or_add_rPr().append(spacing)

    def _item(self, block):
        self._line(paper.item_text(block), ITEM, before=self._gap_above())

    def _subtitle(self, block):
        self._line(block["text"], SUBTITLE, before=5, after=2.5)

    def _table(self, block):
        if block["caption"]:
            self._line(block["caption"], CELL, before=3, after=2, keep=True)
        elif self.previous in SAID_IN_LINES:
            self.document.paragraphs[-1].paragraph_format.space_after = Mm(3)
        self._grid(block["columns"], block["rows"], TO_SIGN if block.get("to_sign") else None)

    def _acquaintance(self, block):
        self._line(block["title"], CELL, before=7, after=2, keep=True)
        self._grid(paper.ACQUAINTANCE_COLUMNS, paper.acquaintance_rows(block), TO_SIGN)

    def _chart(self, block):
        self._line(block["title"], CELL, before=3, after=2, keep=True)
        self._grid(*paper.chart_table(block))

    def _signature(self, block):
        post, gap, name = self._bare_table([40, 16, 44], bottom=True)  # a double surname stays on its line
        for cell, text, align in ((post, block["post"], "left"), (gap, "", "left"), (name, block["name"], "right")):
            line = self._fill(cell, text, DETAIL, align=align)
            line.paragraph_format.space_before = Mm(self.layout.signature_gap)
            line.paragraph_format.keep_with_next = self.keep or bool(block["label"])
        if block["label"]:
            underline(gap)
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
        number_from_one(section._sectPr)
        for text in filter(None, block["marks"]):
            line = self._line(text, DETAIL)
            line.paragraph_format.left_indent = Mm(max(self.width - self.layout.heading_width, 0))
        if block["title"]:
            self._line(block["title"], TITLE, before=8, after=6)
        elif any(block["marks"]):
            line.paragraph_format.space_after = Mm(8)

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
        underline(cells[-1])
        if block["hint"]:
            row = self.document.tables[-1].add_row()
            self._fill(row.cells[-1], block["hint"], HINT)

    def _checklist(self, block):
        for text in paper.checklist_lines(block):
            line = self._line(text, TEXT, align="left", after=0.3)
            line.paragraph_format.left_indent = Mm(7)
            line.paragraph_format.first_line_indent = Mm(-7)

    def _note(self, block):
        align = "left" if "\n" in block["text"] else None  # a justified line is stretched at its break
        self._line(block["text"], NOTE, align=align, before=self._gap_above() or 2, after=2)

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

    # --- Parts of blocks ---

    @property
    def width(self):
        return self.layout.text_width(self.orientation)

    def _line(self, text, style, *, align=None, bold=False, before=None, after=None, keep=False):
        """A paragraph; distances in mm."""
        line = self.document.add_paragraph(style=style)
        if text:
            say(line, text).bold = bold or None
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
            say(line, text)
        if align:
            line.alignment = ALIGN[align]
        if self.keep:
            line.paragraph_format.keep_with_next = True
        return line

    def _add_table(self, widths, style=None):
        """A table of one row with columns of these percents."""
        if self._after_table():
            self._spacer().paragraph_format.keep_with_next = self.held  # Word would join two tables that touch
        table = self.document.add_table(rows=1, cols=len(widths))
        table.style = style
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        total = sum(widths)
        # Word goes by the width of the cells, others by that of the columns
        for column, cell, percent in zip(table.columns, table.rows[0].cells, widths, strict=True):
            column.width = cell.width = Mm(self.width * percent / total)
        return table

    def _bare_table(self, widths, bottom=False):
        """Cells of a table without lines, for what stands side by side."""
        table = self._add_table(widths)
        cell_margins(table, top=0, left=0, bottom=0, right=0)  # words begin and end at the page's margins
        unsplit(table.rows[0])
        cells = table.rows[0].cells
        if bottom:
            for cell in cells:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        return cells

    def _grid(self, columns, rows, row_height=None):
        """A table with lines: header on every page, rows that do not split."""
        table = self._add_table([column["width"] for column in columns], "Table Grid")
        cell_margins(table, top=0.8, left=1.6, bottom=0.8, right=1.6)
        repeat(table.rows[0])
        for cell, column in zip(table.rows[0].cells, columns, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            self._cell(cell, column["title"], "center", keep=bool(rows))
        self._rows(table, columns, rows, row_height)
        self._spacer(4)

    def _rows(self, table, columns, rows, height):
        """Rows as copies of one pattern, many times faster than cell by cell."""
        pattern = table.add_row()
        unsplit(pattern)
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
        if len(rows) > 1:
            _keep_with_next(table.rows[1])  # LibreOffice loses rows of a table begun by one at the foot of a page
        if rows and self.keep:
            _keep_with_next(table.rows[-1])

    def _heading_row(self, table, text):
        """A heading across the table, kept with the row below it."""
        row = table.add_row()
        unsplit(row)
        cell = row.cells[0].merge(row.cells[-1])
        self._cell(cell, text, "left", keep=True)
        cell.paragraphs[0].runs[0].bold = True

    def _cell(self, cell, text, align, keep=False):
        line = cell.paragraphs[0]
        line.style = CELL
        if text:
            say(line, text)
        if align != "left":
            line.alignment = ALIGN[align]
        if keep:
            line.paragraph_format.keep_with_next = True

    def _gap_above(self):
        """The distance, mm, that parts what follows from a signature or a line to fill; None after anything else."""
        return BELOW_LINES.get(self.previous)

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
            frame(section._sectPr)
        if section._sectPr is self.document.sections[0]._sectPr:  # the others inherit the number
            page_number(section.header.paragraphs[0])


def _keep_with_next(row):
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
