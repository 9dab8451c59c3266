"""Blocks of a paper to PDF.

A paper is cut into parts, its main text and each annex; a part is one HTML page from
``templates/documents/paper.html`` with its own sheet, so that an annex has its own orientation and
page numbers. Parts are plain strings: a pack hands them to two processes, which know nothing of Django.

WeasyPrint is closed in: nothing but ``data:`` is fetched, fonts are those of ``static/fonts/paper``, and
one thread at a time sets a page, because threads that share fonts crash.
"""

import base64
import io
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from django.template.loader import render_to_string

from mentorship.common.typography import printable

from . import blocks as paper
from .layout import Layout

APT_LINE = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
DRAFT_MARK = "ПРОЕКТ"
ISSUED = {"pdf_variant": "pdf/a-2u", "pdf_tags": True}  # for keeping: all fonts inside, readable aloud
PRINTED = {"pdf_tags": False}  # for the printer
LONG_LABEL = 45  # a longer label stands above its line instead of before it

_FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "paper"
_FACES = [
    ("Liberation Serif", "normal", "normal", "LiberationSerif-Regular.ttf"),
    ("Liberation Serif", "bold", "normal", "LiberationSerif-Bold.ttf"),
    ("Liberation Serif", "normal", "italic", "LiberationSerif-Italic.ttf"),
    ("Liberation Serif", "bold", "italic", "LiberationSerif-BoldItalic.ttf"),
    ("Paper Symbols", "normal", "normal", "PaperSymbols.ttf"),
]
_SHEET = Template((Path(__file__).parent / "paper.css").read_text(encoding="utf-8"))
_LOCK = threading.Lock()


def render(blocks, layout, *, title, draft=False, code=""):
    """One paper as PDF/A-2u, tagged, with its fonts inside.

    Args:
        draft: print a discreet «ПРОЕКТ» at the top of each page.
        code: a short code for the lower left corner of each page.

    Raises:
        ValueError: the blocks cannot be printed, see ``blocks.validate``.
        RuntimeError: the machine lacks Pango; the message names the packages.
    """
    parts = _parts(blocks, layout, title=title, draft=draft, code=code)
    with _LOCK:
        press = _press()
        document = press.document(parts, ISSUED)
        return document.write_pdf(**ISSUED)


@dataclass(frozen=True)
class _Part:
    """Main text or annex, ready for the press."""

    html: str
    layout: Layout
    orientation: str
    draft: bool


def _parts(blocks, layout, *, title, draft=False, code=""):
    """Cut a paper at its annexes and write each part as HTML."""
    paper.validate(blocks)
    cut, orientation = [[]], ["portrait"]
    for block in paper.prepared(blocks):
        if block["type"] == "annex":
            if cut[-1]:
                cut.append([])
                orientation.append(block["orientation"])
            else:
                orientation[-1] = block["orientation"]
        cut[-1].append(_view(block, layout))
    return [
        _Part(
            render_to_string(
                "documents/paper.html",
                {"title": printable(title), "code": printable(code), "blocks": part},
            ),
            layout,
            turn,
            draft,
        )
        for part, turn in zip(cut, orientation, strict=True)
    ]


def _view(block, layout):
    """A prepared block with what its template needs and the name of the template."""
    view = dict(block)
    kind = block["type"]
    match kind:
        case "letterhead":
            view["short_name"] = paper.short_name_line(block)
        case "command":
            view["text"] = layout.command(block["text"])
        case "item":
            view["text"] = paper.item_text(block)
        case "table":
            view |= _grid(block["columns"], block["rows"])
        case "acquaintance":
            kind = "table"
            view |= _grid(paper.ACQUAINTANCE_COLUMNS, paper.acquaintance_rows(block))
            view |= {"caption": block["title"], "to_sign": True}
        case "fill_line":
            view["short" if len(block["label"]) <= LONG_LABEL else "long"] = bool(block["label"])
        case "checklist":
            view["lines"] = paper.checklist_lines(block)
        case "signoff":
            view["parts"] = paper.signoff_parts(block)
    return view | {"template": f"documents/blocks/{kind}.html"}


def _grid(columns, rows):
    """Columns with whole percents and cells that know their alignment."""
    aligns = ["" if column["align"] == "left" else column["align"] for column in columns]
    return {
        "columns": [column | {"width": max(1, round(column["width"]))} for column in columns],
        "rows": [
            [{"text": text, "align": align} for text, align in zip(row, aligns, strict=True)] for row in rows
        ],
    }


class _Press:
    """WeasyPrint with the fonts of papers loaded and every door shut; one in a process."""

    def __init__(self):
        try:
            import weasyprint  # slow import: a second
            from weasyprint.text.fonts import FontConfiguration
            from weasyprint.urls import URLFetcher
        except OSError as error:  # cffi did not find the libraries
            raise RuntimeError(f"Для печати PDF не хватает системных библиотек: {APT_LINE}") from error
        self.weasyprint = weasyprint
        self.fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
        self.fonts = FontConfiguration()
        self.sheet = cache(self._sheet)
        self.faces = self._css(_font_faces())

    def document(self, parts, options):
        """Parts set one after another as one document."""
        documents = [self._set(part, options) for part in parts]
        if len(documents) == 1:
            return documents[0]
        return documents[0].copy([page for document in documents for page in document.pages])

    def _set(self, part, options):
        html = self.weasyprint.HTML(string=part.html, base_url="", url_fetcher=self.fetcher)
        sheet = self.sheet(part.layout, part.orientation, part.draft)
        return html.render(font_config=self.fonts, stylesheets=[sheet], **options)

    def _sheet(self, layout, orientation, draft):
        return self._css(_sheet_text(layout, orientation, draft))

    def _css(self, text):
        return self.weasyprint.CSS(string=text, base_url="", url_fetcher=self.fetcher, font_config=self.fonts)


@cache
def _press():
    return _Press()


def _font_faces():
    """The four faces and the signs as ``data:``, the only thing that the press may fetch."""
    rule = '@font-face{{font-family:"{}";font-weight:{};font-style:{};src:url(data:font/ttf;base64,{})}}'
    return "\n".join(
        rule.format(_alias(family), weight, style, base64.b64encode((_FONTS / file).read_bytes()).decode())
        for family, weight, style, file in _FACES
    )


def _alias(family):
    """Our own name for a bundled face, so that another version in the system is not taken for it."""
    return f"Portal {family}"


def _sheet_text(layout, orientation, draft):
    """``paper.css`` with the numbers of this layout."""
    width, height = layout.page(orientation)
    top, right, bottom, left = layout.margins(orientation)
    numbers = dict(vars(layout)) | {
        "page_width": width,
        "page_height": height,
        "top": top,
        "right": right,
        "bottom": bottom,
        "left": left,
        "font": ", ".join(_families(layout.font)),
        "size_title": layout.size,
        "heading_weight": "bold" if layout.heading_bold else "normal",
        "command_spacing": "letter-spacing: 3pt;" if layout.command_style == "spaced" else "",
        "draft": DRAFT_MARK if draft else "",
    }
    mirror = f"@page :left {{ margin-left: {right}mm; margin-right: {left}mm; }}" if layout.mirror else ""
    widths = "\n".join(f".w{percent} {{ width: {percent}%; }}" for percent in range(1, 101))
    return f"{_SHEET.substitute(numbers)}\n{mirror}\n{widths}"


def _families(font):
    """The font of the layout, then the bundled ones that have what it may lack."""
    bundled = [f'"{_alias("Liberation Serif")}"', f'"{_alias("Paper Symbols")}"', "serif"]
    if font == "Liberation Serif":
        return bundled
    return ['"' + "".join(c for c in font if c.isalnum() or c in " -") + '"', *bundled]
