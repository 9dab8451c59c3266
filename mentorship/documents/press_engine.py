"""WeasyPrint as the press needs it: everything that reaches into its inside, written for the pinned version.

Papers of one kind say mostly the same in the same looks: in a pack of consents nineteen lines of twenty. WeasyPrint
computes each style, breaks each line and writes its glyphs anew for every paper, two thirds of its time. What comes out
depends on the sheet, the text and the width alone, so it is remembered for the next paper.
``tests/documents/test_press_engine.py`` prints the same with and without memory and tells when an upgrade breaks it.
"""

import re
from copy import copy
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint import css
from weasyprint.draw import text as painter
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout

KEPT = 5000  # lines, about 2 KB each; then it begins again, as a pack of other papers needs other lines


class Html(weasyprint.HTML):
    """A paper from well-formed HTML: the parser of XML takes a tenth of the time. ``paper.css`` says all of its looks."""

    base_url = ""
    media_type = "print"

    def __init__(self, text, fetcher):
        self.url_fetcher = fetcher
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(ElementTree.fromstring(text))
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms=False):
        return []  # a browser's defaults, most of them for what no paper has, cost a tenth of the time


class Squares:
    """A picture of black squares in rows, such as a QR code, drawn as one path.

    Args:
        rows: equally long rows of bytes, 1 for a black square.
        border: squares left white around them.
    """

    def __init__(self, rows, border):
        self._side = len(rows) + 2 * border
        self._path = "\n".join(
            f"{run.start() + border} {y} {len(run[0])} 1 re"
            for y, row in enumerate(rows, border)
            for run in re.finditer(b"\1+", row)
        )

    def get_intrinsic_size(self, resolution, font_size):
        return self._side, self._side, 1

    def draw(self, stream, width, height, style):
        stream.transform(a=width / self._side, d=height / self._side)
        stream.set_color(style["color"])
        stream.stream.append(self._path.encode())
        stream.fill()


def remember():
    """Teach WeasyPrint of this process to remember; call once, before the first page."""
    css.StyleFor = _Styles
    inline.split_first_line = preferred.split_first_line = _Broken(line_break.split_first_line)
    inline.create_layout = _justified
    drawn = _Drawn(painter.draw_first_line, Layout.reactivate)
    painter.draw_first_line = drawn.first_line
    Layout.reactivate, Layout.deactivate = _wait, _deactivate


class _Styles(css.StyleFor):
    """Styles of elements and pages, each computed once for all papers of a sheet.

    Within a document WeasyPrint, too, lets elements of the same parent and the same declarations share a style.
    """

    _known = {}

    def set_computed_styles(self, element, parent, root=None, pseudo_type=None, base_url=None, target_collector=None):
        declared = self._cascaded_styles.get((element, pseudo_type), {})
        # Values are told by their places in memory: a style that is kept keeps them and its parent. Only the language
        # is read from each document anew.
        values = tuple((name, value if name == "lang" else id(value)) for name, (value, _) in declared.items())
        key = (*self._sheets, id(self._computed_styles.get((parent, None))), pseudo_type, values)
        if key not in self._known:
            super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
            self._known[key] = self._computed_styles[element, pseudo_type]
        self._computed_styles[element, pseudo_type] = self._known[key]


class _Broken:
    """The first line of a text for a width: where it ends and how large it is."""

    def __init__(self, split):
        self._split, self._known = split, {}

    def __call__(self, text, style, context, max_width, *more, **named):
        key = (text, id(style), max_width, *more, *named.values())
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = style, self._split(text, style, context, max_width, *more, **named)
        _, (layout, *rest) = self._known[key]
        return copy(layout), *rest  # each box justifies its own


def _justified(text, style, context, max_width, justification_spacing):
    """A line with wider spaces that asks nothing of Pango before it is drawn, so that none can be underlined."""
    layout = Layout.__new__(Layout)
    layout.text, layout.max_width, layout.justification_spacing = text, max_width, justification_spacing
    return layout


def _wait(layout, style):
    """What drawing asks of Pango before each line is left until the line is found to be new."""


def _deactivate(layout):
    """Let go of what Pango has given, if it was asked."""
    for name in ("layout", "language", "style"):
        vars(layout).pop(name, None)


class _Drawn:
    """Lines already written in a file: the operators that show their glyphs, which its fonts have learnt."""

    def __init__(self, draw, reactivate):
        self._draw, self._reactivate = draw, reactivate
        self._fonts, self._known = None, {}

    def first_line(self, stream, box, text_overflow, block_ellipsis, matrix):
        """As ``draw_first_line`` of WeasyPrint."""
        if stream._fonts is not self._fonts:  # another file
            self._fonts, self._known = stream._fonts, {}
        layout, cut = box.pango_layout, (text_overflow, block_ellipsis)
        key = (layout.text, layout.justification_spacing, id(box.style), *cut, stream._current_font)
        if key in self._known:
            _, shown, stream._current_font, emojis = self._known[key]
            stream.set_text_matrix(*matrix.values)
            stream.stream.extend(shown)
            return emojis
        self._reactivate(layout, box.style)
        start = len(stream.stream)
        emojis = self._draw(stream, box, *cut, matrix)
        if len(stream.stream) > start:  # not blank
            self._known[key] = box.style, stream.stream[start + 1 :], stream._current_font, emojis  # after the matrix
        return emojis
