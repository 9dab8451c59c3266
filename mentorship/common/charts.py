"""Charts as SVG text made on the server: one picture for the page, the PDF and the screen reader.

No styles and no scripts inside, only presentation attributes, so that the strict CSP lets them through and
WeasyPrint draws them; every text is escaped. Colour never speaks alone: figures are written out, series have
patterns. The picture has its own width and shrinks with a narrow page (class ``img-fluid``), a heat map
scrolls. The title is for screen readers and is not drawn: page and paper put it beside the chart in their own
type. On a page use the tags of ``charts``, which add the data as a table; in a paper these functions with
the ``font`` of the paper.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SCREEN_FONT = "Golos Text, Liberation Sans, Arial, sans-serif"
NO_DATA = "н/д"

# The colours of static/css/tokens.css by value: a PDF knows no CSS variables.
INK, INK_2, GRID, TRACK, SURFACE = "#17222c", "#495865", "#75828c", "#eceeeb", "#ffffff"
BAR, TARGET = "#0f4c5c", "#a1241b"
SERIES = ("#0f4c5c", "#a86a00", "#5b6b77", "#a1241b", "#3f7d4e", "#6a4c93")
HEAT = ("#eceeeb", "#c3dde0", "#7fb3bb", "#2f7482", "#0f4c5c")
HEAT_INK = (INK_2, INK, INK, SURFACE, SURFACE)
# Strokes drawn over the colour of a series; the first stays plain.
PATTERNS = ("", "M0 8L8 0", "M2 2h2v2h-2z", "M0 0L8 8M0 8L8 0", "M0 4H8", "M4 0V8")

WIDTH, TRACK_WIDTH = 520, 420
BAR_HEIGHT, LINE, TEXT, SMALL = 20, 19, 15, 13
LABEL_CHARS, LABEL_LINES = 60, 2
CELL, HEAT_LABEL_CHARS, HEAT_LABEL_WIDTH = 26, 26, 190
DIGIT = SMALL / 2  # width of a digit of the serif, half an em
# A map has hundreds of cells, so each is written in one go.
EMPTY_CELL = '<g><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" fill="url(#{}-q)"/></g>'
CELL_WITH_NUMBER = (
    '<g><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>'
    '<text x="{}" y="{}" font-size="{}" fill="{}" text-anchor="middle">{}</text></g>'
)
NUMBERS = '<text x="{}" y="{}" font-size="{}" fill="{}">{}</text>'


@dataclass(frozen=True)
class Bar:
    """One bar; ``value`` None is drawn as «н/д», ``note`` stands under it, e.g. «5 из 24»."""

    label: str
    value: Decimal | float | None
    target: Decimal | float | None = None
    note: str = ""


def number(value: Decimal | float | None, unit: str = "") -> str:
    """A number as charts and their tables write it: at most one decimal, Russian comma, «н/д» for None."""
    if value is None:
        return NO_DATA
    text = f"{value:.1f}".removesuffix(".0").replace(".", ",").replace("-", "−")
    return f"{text}\u00a0{unit}" if unit else text


def bar_chart(
    rows: Iterable[Bar | tuple],
    *,
    title: str,
    unit: str = "",
    maximum: float | None = None,
    target: float | None = None,
    font: str = SCREEN_FONT,
) -> SafeString:
    """Horizontal bars, one a row: label above, figure at the right.

    Args:
        rows: ``Bar`` or tuples of its fields.
        maximum: value of a full bar; without it 100 for «%», else the largest value or target.
        target: plan for all rows; a bar's own ``target`` goes before it. Drawn as a mark and told in words.
    """
    bars = [row if isinstance(row, Bar) else Bar(*row) for row in rows]
    goals = [target if bar.target is None else bar.target for bar in bars]
    full = float(maximum or (100 if unit == "%" else _largest([bar.value for bar in bars] + goals)))
    parts, y = [], 0
    for bar, goal in zip(bars, goals, strict=True):
        lines = _wrapped(bar.label, LABEL_CHARS)
        parts.append(_lines(lines, 0, y + TEXT))
        y += LINE * len(lines) + 3
        parts.append(_bar(bar.value, goal, full, y))
        parts.append(_text(TRACK_WIDTH + 10, y + 15, number(bar.value, unit), weight=700))
        y += BAR_HEIGHT
        if note := " · ".join(filter(None, [bar.note, goal is not None and f"план {number(goal, unit)}"])):
            parts.append(_text(0, y + 16, note, size=SMALL, fill=INK_2))
            y += 19
        y += 12
    told = (f"{bar.label} – {number(bar.value, unit)}" for bar in bars)
    return _svg(WIDTH, y, title, f"Столбчатая диаграмма. {'; '.join(told)}.", parts, font)


def stacked_bar_chart(
    rows: Iterable[tuple[str, Sequence[int | None]]],
    series: Sequence[str],
    *,
    title: str,
    font: str = SCREEN_FONT,
) -> SafeString:
    """Horizontal bars made of parts, with a legend; the sum of a row stands at its right.

    Args:
        rows: (label, one figure for each of ``series``); None counts as 0.
        series: names of the parts, at most six.

    Raises:
        ValueError: more series than patterns, or a row of another length.
    """
    if len(series) > len(SERIES):
        raise ValueError(f"a stacked chart has at most {len(SERIES)} series")
    table = [(label, [value or 0 for value in values]) for label, values in rows]
    prefix = f"p{zlib.crc32(repr((title, table, font)).encode()):x}"
    legend, y = _legend([(_fill(n, prefix), name) for n, name in enumerate(series)], WIDTH)
    parts = [_patterns(prefix, len(series)), legend]
    full = _largest([sum(values) for _, values in table])
    for label, values in table:
        lines = _wrapped(label, LABEL_CHARS)
        parts.append(_lines(lines, 0, y + TEXT))
        y += LINE * len(lines) + 3
        parts.append(_segments(values, series, full, y, prefix))
        parts.append(_text(TRACK_WIDTH + 10, y + 15, number(sum(values)), weight=700))
        y += BAR_HEIGHT + 12
    told = (
        f"{label}: {', '.join(f'{name} – {number(v)}' for name, v in zip(series, values, strict=True))}"
        for label, values in table
    )
    return _svg(WIDTH, y, title, f"Столбцы из частей. {'; '.join(told)}.", parts, font)


def heat_map(
    rows: Iterable[tuple[str, Sequence[int | None]]],
    columns: Sequence[str],
    *,
    title: str,
    quiet: str = "не считается",
    font: str = SCREEN_FONT,
    printed: bool = False,
) -> SafeString:
    """A grid of counts, the darker the more, each written in its cell.

    Args:
        rows: (label, one count for each of ``columns``); None is hatched and explained as ``quiet``.
        columns: short headings, written upwards.
        printed: for a paper, whose cells nobody points at to be told what they count.

    Raises:
        ValueError: a row of another length than ``columns``.
    """
    table = list(rows)
    if any(len(values) != len(columns) for _, values in table):
        raise ValueError("each row needs one value for each column")
    steps = _steps([value for _, values in table for value in values])
    prefix = f"p{zlib.crc32(repr((title, table, columns, font)).encode()):x}"
    drawn = max(HEAT_LABEL_WIDTH + CELL * len(columns), WIDTH)
    y = 14 + max((len(column) for column in columns), default=0) * 8
    parts, cells = [_quiet_pattern(prefix)], []
    for n, column in enumerate(columns):
        x = HEAT_LABEL_WIDTH + CELL * n + CELL / 2 + 4
        parts.append(_upright(x, y - 6, column))
    for label, values in table:
        lines = _wrapped(label, HEAT_LABEL_CHARS)
        height = max(CELL, LINE * len(lines))
        parts.append(_lines(lines, 0, y + (height - LINE * len(lines)) / 2 + TEXT - 1, size=SMALL))
        for n, value in enumerate(values):
            shade = None if value is None else _shade(value, steps)
            told = f"{label}, {columns[n]}: {quiet if value is None else number(value)}"
            cells.append(_Cell(HEAT_LABEL_WIDTH + CELL * n, y, height, value, shade, told))
        y += height + 1
    parts += _printed_cells(cells, prefix) if printed else [_cell(cell, prefix) for cell in cells]
    legend, below = _legend(_heat_legend(steps, prefix, quiet), drawn)
    parts.append(format_html('<g transform="translate(0 {})">{}</g>', y + 14, legend))
    desc = f"Карта: строк – {len(table)}, столбцов – {len(columns)}. Чем темнее клетка, тем больше число в ней."
    return _svg(drawn, y + 14 + below, title, desc, parts, font, css="d-block")


def _svg(width, height, title, desc, parts, font, *, css="img-fluid") -> SafeString:
    height = max(height, 1)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{}" role="img" width="{}" height="{}"'
        ' viewBox="0 0 {} {}" font-family="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        css,
        *(width, _n(height)) * 2,
        font,
        title,
        desc,
        _joined(parts),
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _largest(values: Iterable) -> float:
    return max([float(value) for value in values if value is not None and value > 0], default=1.0)


def _wrapped(text: str, chars: int) -> list[str]:
    return wrap(text, chars, max_lines=LABEL_LINES, placeholder="…") or [""]


def _text(x, y, text, *, size=TEXT, weight=400, fill=INK, anchor="start") -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="{}" font-weight="{}" fill="{}" text-anchor="{}">{}</text>',
        *(_n(x), _n(y), size, weight, fill, anchor, text),
    )


def _lines(lines: list[str], x, y, size=TEXT) -> SafeString:
    return _joined(_text(x, y + LINE * n, line, size=size) for n, line in enumerate(lines))


def _upright(x, y, text) -> SafeString:
    return format_html(
        '<text transform="translate({} {}) rotate(-90)" font-size="{}" fill="{}">{}</text>',
        *(_n(x), _n(y), SMALL, INK_2, text),
    )


def _rect(x, y, width, height, fill, *, stroke="none", radius=0) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}" stroke="{}"/>',
        *(_n(x), _n(y), _n(width), _n(height), radius, fill, stroke),
    )


def _bar(value, goal, full: float, y) -> SafeString:
    """A track with its bar and the mark of the plan; without a value the track is only outlined."""
    parts = [_rect(0, y, TRACK_WIDTH, BAR_HEIGHT, TRACK, radius=3)]
    if value is None:
        parts = [_rect(0.5, y + 0.5, TRACK_WIDTH - 1, BAR_HEIGHT - 1, SURFACE, stroke=GRID, radius=3)]
    elif value > 0:
        parts.append(_rect(0, y, _length(value, full), BAR_HEIGHT, BAR, radius=3))
    if goal is not None:
        x = min(max(_length(goal, full), 2), TRACK_WIDTH - 2)
        parts.append(_rect(x - 2.5, y - 4, 5, BAR_HEIGHT + 8, SURFACE))
        parts.append(_rect(x - 1.5, y - 4, 3, BAR_HEIGHT + 8, TARGET))
    return _joined(parts)


def _length(value, full: float) -> float:
    return TRACK_WIDTH * min(max(float(value) / full, 0), 1)


def _segments(values: list, series: Sequence[str], full: float, y, prefix: str) -> SafeString:
    parts, x = [_rect(0, y, TRACK_WIDTH, BAR_HEIGHT, TRACK, radius=3)], 0.0
    for n, (name, value) in enumerate(zip(series, values, strict=True)):
        width = _length(value, full)
        if not width:
            continue
        label = number(value)
        told = f"{name}: {label}"
        rect = _rect(x, y, max(width - 1.5, 1), BAR_HEIGHT, _fill(n, prefix))
        parts.append(format_html("<g><title>{}</title>{}</g>", told, rect))
        pill = 8 + 8 * len(label)
        if width >= pill + 4:
            parts.append(_rect(x + (width - pill) / 2, y + 2.5, pill, BAR_HEIGHT - 5, SURFACE, radius=3))
            parts.append(_text(x + width / 2, y + 14.5, label, size=SMALL, weight=700, anchor="middle"))
        x += width
    return _joined(parts)


def _fill(n: int, prefix: str) -> str:
    return f"url(#{prefix}-{n})" if PATTERNS[n] else SERIES[n]


def _patterns(prefix: str, count: int) -> SafeString:
    rows = ((prefix, n, SERIES[n], PATTERNS[n]) for n in range(count) if PATTERNS[n])
    return format_html(
        "<defs>{}</defs>",
        format_html_join(
            "",
            '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse">'
            '<rect width="8" height="8" fill="{}"/>'
            '<path d="{}" fill="none" stroke="#ffffff" stroke-width="1.2"/></pattern>',
            rows,
        ),
    )


def _quiet_pattern(prefix: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-q" width="6" height="6" patternUnits="userSpaceOnUse">'
        '<rect width="6" height="6" fill="{}"/>'
        '<path d="M0 6L6 0" fill="none" stroke="{}" stroke-width="1"/></pattern></defs>',
        *(prefix, SURFACE, GRID),
    )


def _steps(values: Iterable[int | None]) -> list[int]:
    """Lower borders of the five shades: 0, 1, 2, 3, 4 for small counts, wider steps for large ones."""
    largest = max((value for value in values if value is not None), default=0)
    step = max(1, -(-largest // (len(HEAT) - 1)))
    return [0, *(1 + step * n for n in range(len(HEAT) - 1))]


def _shade(value: int, steps: list[int]) -> int:
    return sum(value >= border for border in steps[1:])


class _Cell(NamedTuple):
    """A cell of a heat map: its corner, its count and step of colour (None: hatched), and what it counts in words."""

    x: float
    y: float
    height: float
    value: int | None
    shade: int | None
    told: str

    @property
    def place(self):
        """Left, top, width and height of the coloured part."""
        return _n(self.x + 0.5), _n(self.y + 0.5), CELL - 1, _n(self.height - 1)

    @property
    def middle(self):
        """Middle of the count and its base line."""
        return self.x + CELL / 2, self.y + self.height / 2 + 4.5


def _cell(cell: _Cell, prefix: str) -> SafeString:
    if cell.shade is None:
        return format_html(EMPTY_CELL, cell.told, *cell.place, prefix)
    ink = *map(_n, cell.middle), SMALL, HEAT_INK[cell.shade]
    return format_html(CELL_WITH_NUMBER, cell.told, *cell.place, HEAT[cell.shade], *ink, number(cell.value))


def _printed_cells(cells: list[_Cell], prefix: str) -> Iterator[SafeString]:
    """Cells as one path of each colour and one text of each ink: the press spends milliseconds on every node.

    A text gives the place of each digit, since a paper's digits are all equally wide.
    """
    squares, digits = defaultdict(list), defaultdict(list)
    for cell in cells:
        x, y, width, height = cell.place
        squares[cell.shade].append(f"M{x} {y}h{width}v{height}h-{width}z")
        if cell.shade is not None:
            middle, base = cell.middle
            count = number(cell.value)
            left = middle - len(count) * DIGIT / 2
            digits[HEAT_INK[cell.shade]] += [(d, _n(left + n * DIGIT), _n(base)) for n, d in enumerate(count)]
    for shade, drawn in squares.items():
        fill = f"url(#{prefix}-q)" if shade is None else HEAT[shade]
        yield format_html('<path d="{}" fill="{}"/>', "".join(drawn), fill)
    for ink, written in digits.items():
        count, x, y = map(" ".join, zip(*written, strict=True))
        yield format_html(NUMBERS, x, y, SMALL, ink, count.replace(" ", ""))


def _heat_legend(steps: list[int], prefix: str, quiet: str) -> list[tuple[str, str]]:
    borders = [*steps[1:], None]
    names = [_range_words(low, after) for low, after in zip(steps, borders, strict=True)]
    return [*zip(HEAT, names, strict=True), (f"url(#{prefix}-q)", quiet)]


def _range_words(low: int, after: int | None) -> str:
    if after is None:
        return f"{low} и больше"
    return str(low) if after == low + 1 else f"{low}–{after - 1}"


def _legend(entries: list[tuple[str, str]], width: float) -> tuple[SafeString, float]:
    """The legend (fill, name) laid out in lines of ``width``, and the height that it takes."""
    parts, x, y = [], 0.0, 0
    for fill, name in entries:
        length = 32 + 8 * len(name)
        if x and x + length > width:
            x, y = 0.0, y + 22
        parts.append(_rect(x + 0.5, y + 1.5, 15, 15, fill, stroke=GRID))
        parts.append(_text(x + 22, y + 14, name, size=SMALL, fill=INK_2))
        x += length + 8
    return _joined(parts), y + 30 if entries else 0
