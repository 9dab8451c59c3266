"""Blocks of a paper to PDF.

A paper is cut into parts, its main text and each annex; a part is one HTML page from
``templates/documents/paper.html`` with its own sheet, so that an annex has its own orientation and
page numbers. ``press`` makes the pages.
"""

from functools import partial

from django.template.loader import render_to_string

from mentorship.common.typography import printable

from . import blocks as paper
from . import press

LETTER = 0.53  # mean width of a Cyrillic letter of the serif, em


def render(blocks, layout, *, title, draft=False, code=""):
    """One paper as PDF/A-2u, tagged, with its fonts inside.

    Args:
        draft: print a discreet «ПРОЕКТ» at the top of each page.
        code: a short code for the lower left corner of each page.

    Raises:
        ValueError: the blocks cannot be printed, see ``blocks.validate``.
        RuntimeError: the machine lacks Pango; the message names the packages.
    """
    return press.print_paper(_parts(blocks, layout, title=title, draft=draft, code=code))


def render_pack(papers, *, progress=None, duplex=False):
    """Many papers as one PDF for the printer, in the order given.

    Args:
        papers: iterable of (blocks, layout, title).
        progress: called with (papers done, papers in all) after each paper.
        duplex: each paper begins on an odd page.

    Raises: as ``render``; an empty pack is a ValueError.
    """
    pack = [partial(_parts, blocks, layout, title=title) for blocks, layout, title in papers]
    if not pack:
        raise ValueError("В пачке нет ни одного документа.")
    return press.print_pack(pack, progress=progress, duplex=duplex)


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
        press.Part(
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
        case "table":
            view |= _grid(block["columns"], block["rows"])
        case "acquaintance":
            kind = "table"
            view |= _grid(paper.ACQUAINTANCE_COLUMNS, paper.acquaintance_rows(block))
            view |= {"caption": block["title"], "to_sign": True}
        case "fill_line":
            view["label_width"] = _label_width(block["label"], layout)
        case "checklist":
            view["lines"] = paper.checklist_lines(block)
        case "signoff":
            view["parts"] = paper.signoff_parts(block)
    return view | {"template": f"documents/blocks/{kind}.html"}


def _label_width(label, layout):
    """Percent of the line that a label takes before it; 100 puts it above: its own line or too long.

    A guess by letters instead of an automatic column, which costs the press a third of its time.
    """
    letter = LETTER * layout.size * 25.4 / 72
    percent = round(100 * (len(label) + 1) * letter / layout.text_width())
    return percent if percent <= 60 else 100


def _grid(columns, rows):
    """Columns with whole percents and cells that know their alignment."""
    aligns = ["" if column["align"] == "left" else column["align"] for column in columns]
    return {
        "columns": [column | {"width": max(1, round(column["width"]))} for column in columns],
        "rows": [[{"text": text, "align": align} for text, align in zip(row, aligns, strict=True)] for row in rows],
    }
