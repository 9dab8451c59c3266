"""Blocks of a paper to PDF.

A paper is cut into parts, its main text and each annex; a part is one HTML page from
``templates/documents/paper.html`` with its own sheet, so that an annex has its own orientation and
page numbers. ``press`` makes the pages.
"""

from base64 import b64encode
from functools import partial
from itertools import zip_longest

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from mentorship.common import charts
from mentorship.common.typography import broken_apart, printable

from . import blocks as paper
from . import codes, press


def render(blocks, layout, *, title, draft=False, code="", qr=True):
    """One paper as PDF/A-2u, tagged, with its fonts inside.

    Args:
        draft: print a discreet «ПРОЕКТ» at the top of each page.
        code: the short code of the sheet, see :mod:`.codes`: on each page, its QR in the lower right corner of the first.
        qr: False for a sheet that only belongs to the paper of the code: its scan must not be taken for that paper's.

    Raises:
        ValueError: the blocks cannot be printed, see ``blocks.validate``.
        RuntimeError: the machine lacks Pango; the message names the packages.
    """
    return press.print_paper(_parts(blocks, layout, title, code, draft=draft, qr=qr))


def render_pack(papers, *, progress=None, duplex=False):
    """Many papers as one PDF for the printer, in the order given.

    Args:
        papers: iterable of (blocks, layout, title) or (blocks, layout, title, short code).
        progress: called with (papers done, papers in all) after each paper.
        duplex: each paper begins on an odd page.

    Raises: as ``render``; an empty pack is a ValueError.
    """
    pack = [partial(_parts, *paper) for paper in papers]
    if not pack:
        raise ValueError("В пачке нет ни одного документа.")
    return press.print_pack(pack, progress=progress, duplex=duplex)


def _parts(blocks, layout, title, code="", *, draft=False, qr=True):
    """Cut a paper at its annexes and write each part as HTML."""
    paper.validate(blocks)
    cut, orientation = [[]], ["portrait"]
    prepared = paper.prepared(blocks)
    kept = paper.kept_with_next(prepared)
    for block in prepared:
        if block["type"] == "annex":
            if cut[-1]:
                cut.append([])
                orientation.append(block["orientation"])
            else:
                orientation[-1] = block["orientation"]
        cut[-1].append(_view(block, layout) | {"kept": block["id"] in kept})
    context = {"title": printable(title), "code": printable(str(code))}
    shown = [codes.marked(code, layout.mark) if code and qr else "", *[""] * (len(cut) - 1)]  # on the first sheet only
    return [
        press.Part(
            render_to_string("documents/paper.html", context | {"blocks": part, "qr": one and press.QR}),
            layout,
            turn,
            draft,
            coded=bool(code),
            qr=one,
        )
        for part, turn, one in zip(cut, orientation, shown, strict=True)
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
        case "table":
            view |= _grid(block["columns"], block["rows"])
        case "acquaintance":
            kind = "table"
            view |= _grid(paper.ACQUAINTANCE_COLUMNS, paper.acquaintance_rows(block))
            view |= {"caption": block["title"], "to_sign": True}
        case "fill_line":
            view["label_width"] = layout.label_percent(block["label"])
        case "chart":
            view["picture"] = _picture(block)
        case "checklist":
            view["lines"] = paper.checklist_lines(block)
        case "signoff":
            view["parts"] = paper.signoff_parts(block)
    if "text" in view:
        view["text"] = _unbroken(view["text"])
    return view | {"template": f"documents/blocks/{kind}.html"}


def _unbroken(text):
    """Words as HTML in which a number keeps to its line; plain words stay as they are, a template escapes them."""
    pieces = broken_apart(text)
    if len(pieces) == 1:
        return text
    whole = [format_html('<span class="nowrap">{}</span>', number) for number in pieces[1::2]]
    return format_html_join("", "{}{}", zip_longest(pieces[::2], whole, fillvalue=""))


def _picture(block):
    """The chart as a ``data:`` address of its SVG."""
    rows, title = block["data"]["rows"], block["title"]
    match block["kind"]:
        case "stacked":
            svg = charts.stacked_bar_chart(rows, block["data"]["series"], title=title, font=press.FONT)
        case "heat":
            svg = charts.heat_map(rows, block["data"]["columns"], title=title, font=press.FONT, printed=True)
        case _:
            svg = charts.bar_chart(rows, unit=block["unit"], title=title, font=press.FONT)
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _grid(columns, rows):
    """Columns with whole percents, and the rows as HTML: an annex has thousands of cells, a template takes its time."""
    opening = [
        format_html("<td>" if column["align"] == "left" else '<td class="{}">', column["align"]) for column in columns
    ]
    return {
        "columns": [column | {"width": max(1, round(column["width"]))} for column in columns],
        "body": format_html_join("\n", "<tr>{}</tr>", ((_cells(row, opening),) for row in rows)),
    }


def _cells(row, opening):
    if len(row) == 1 < len(opening):
        return format_html('<td class="span" colspan="{}">{}</td>', len(opening), row[0])
    return format_html_join("", "{}{}</td>", zip(opening, map(_unbroken, row), strict=True))


def preview(blocks, layout):
    """Blocks for the screen: each with the ``template`` that shows it and what that template needs."""
    return [_view(block, layout) for block in paper.prepared(blocks)]
