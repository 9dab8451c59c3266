"""What a file of Word is made of beneath its words: styles, settings, shapes of tables and sections."""

from django.utils import timezone
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from mentorship.common.typography import broken_apart, printable, typography

from .frame import INK

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
TEXT, ITEM, DETAIL = "Документ: текст", "Документ: пункт", "Документ: реквизит"
TITLE, SUBTITLE = "Документ: название", "Документ: подзаголовок"
FRAME_INK, MARK_INK = INK.removeprefix("#").upper(), "666666"
CELL, NOTE, HINT = "Документ: таблица", "Документ: примечание", "Документ: подсказка"


def describe(document, title):
    """Properties of the file; the template's author and comments are not ours."""
    properties = document.core_properties
    properties.title = typography(printable(title))[:255]
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.language = "ru-RU"
    properties.created = properties.modified = timezone.now().replace(tzinfo=None)


def write_styles(styles, layout):
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


def write_settings(settings, layout):
    """The current mode of Word instead of compatibility with old ones; mirrored margins if asked."""
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    if layout.mirror:
        settings.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))


def say(line, text):
    """Words as a new run of a paragraph; a number keeps to its line by hyphens that Word does not break at."""
    run = line.add_run()
    for place, piece in enumerate(broken_apart(text)):
        for turn, part in enumerate(piece.split("-") if place % 2 else [piece]):
            if turn:
                run._r.append(OxmlElement("w:noBreakHyphen"))
            for row, line in enumerate(part.split("\n")):
                if row:
                    run.add_break()
                run.add_text(line)
    return run


def page_number(line):
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


def number_from_one(properties):
    """Pages of a section count from 1; a section copied from an annex has that already."""
    if properties.find(qn("w:pgNumType")) is None:
        number = OxmlElement("w:pgNumType")
        number.set(qn("w:start"), "1")
        properties.find(qn("w:pgMar")).addnext(number)


def repeat(row):
    """The row stands on each page of its table."""
    unsplit(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def unsplit(row):
    """The row does not break across pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def underline(cell):
    """A line to write on: the lower border of a cell."""
    borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")):
        line.set(qn(name), value)
    borders.append(line)
    properties = cell._tc.get_or_add_tcPr()
    align = properties.find(qn("w:vAlign"))
    properties.insert(list(properties).index(align) if align is not None else len(properties), borders)


def frame(section):
    """A double line round the sheet, the nearest that Word has to the frame of the PDF."""
    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("w:val", "thinThickSmallGap"), ("w:sz", "18"), ("w:space", "28"), ("w:color", FRAME_INK)):
            line.set(qn(name), value)
        borders.append(line)
    section.find(qn("w:pgMar")).addnext(borders)


def cell_margins(table, **sides):
    """Distance from the words of a cell to its borders, mm."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(sides[side]).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)


def margin_line(part, text, size, align):
    """A small grey line in a header or footer: a mark of the sheet, no part of the text."""
    line = part.add_paragraph(style=CELL) if part.paragraphs[0].runs else part.paragraphs[0]
    line.style, line.alignment = CELL, ALIGN[align]
    font = line.add_run(text).font
    font.size, font.color.rgb = Pt(size), RGBColor.from_string(MARK_INK)
