"""Constructors: one a type of block.

A block with a ``key`` may have the institution's own words, see ``worded``: its text is a template with the names of
``words`` in braces, «Назначить {куратора} …».
"""

import secrets

from . import worded


def letterhead(founder, full_name, short_name):
    """The head of an order: founder (may be empty), full name as in the charter, short name."""
    return _block("letterhead", founder=founder, full_name=full_name, short_name=short_name)


def doc_title(text):
    """Kind of the document on a line of its own: «ПРИКАЗ», «СОГЛАСИЕ»."""
    return _block("doc_title", text=text)


def requisites(date="", number="", place=""):
    """Date, place and number in one line. ``number`` goes without «№»; an empty date or number is a gap."""
    return _block("requisites", date=date, number=number, place=place)


def heading(text, *, key="", words=None):
    """Heading to the text, «О закреплении …»: left, no wider than the corner block."""
    return _block("heading", **worded.fields(text, key, words))


def paragraph(text, indent=True, bold=False, align="justify", *, id=None, key="", words=None):
    """A paragraph; a line feed in ``text`` starts a new line. ``align``: justify, left, center, right."""
    said = worded.fields(text, key, words)
    return _block("paragraph", id=id, **said, indent=bool(indent), bold=bool(bold), align=align)


def command(text="ПРИКАЗЫВАЮ:"):
    """The commanding word before the items."""
    return _block("command", text=text)


def item(text, level=1, *, id=None, key="", words=None):
    """A numbered item; its number is never written in ``text`` but counted by ``numbers``."""
    return _block("item", id=id, **worded.fields(text, key, words), level=int(level))


def items(lines, level=2, *, key="", words=None):
    """Items of one list, semicolons between them and a full stop at the end; with a ``key`` the list is worded as one.

    A line with a name that has no value is left out.
    """
    texts, marks = worded.listed(lines, key, words)
    return [_block("item", text=text, level=int(level), **mark) for text, mark in zip(texts, marks, strict=True)]


def subtitle(text, *, id=None, key="", words=None):
    """Heading of a section of a report."""
    return _block("subtitle", id=id, **worded.fields(text, key, words))


def table(columns, rows, caption="", *, id=None, key="", to_sign=False):
    """A table with its header on every page.

    Args:
        columns: ``{"title": str, "width": percent, "align": left|center|right}``; without widths the
            columns share the page equally, alignment is left.
        rows: lists of strings, one for each column; a row of a single string is a heading across the table.
        caption: words above the table, may be empty.
        key: under which the headings of the columns are reworded.
        to_sign: rows as high as a signature by hand.
    """
    columns = [
        {
            "title": _text(column["title"]),
            "width": column.get("width") or 100 / len(columns),
            "align": column.get("align", "left"),
        }
        for column in columns
    ]
    rows = [[_text(c) for c in row] for row in rows]
    signed = {"to_sign": True} if to_sign else {}  # tables frozen before have no such field
    return _block("table", id=id, **worded.headed(columns, key), rows=rows, caption=caption, **signed)


def signature(post, name, label=""):
    """Post, room for the hand's signature, initials and surname.

    ``label`` is small words under the gap («подпись»); with them a line is drawn to sign on.
    """
    return _block("signature", post=post, name=name, label=label)


def acquaintance(title, people):
    """Sheet of acquaintance; ``people`` are ``{"name": str, "post": str}`` in the order of signing."""
    people = [{"name": _text(person["name"]), "post": _text(person.get("post"))} for person in people]
    return _block("acquaintance", title=title, people=people)


def annex(marks, title, orientation="portrait", *, key="", words=None):
    """Begins an appendix: new sheet, own page numbers, marks in the upper right corner, title."""
    titled = worded.fields(title, key, words, "title")
    return _block("annex", marks=[_text(line) for line in marks], **titled, orientation=orientation)


def approval(left, right):
    """Marks in lines: РАССМОТРЕНО on the left, УТВЕРЖДАЮ on the right; either may be empty."""
    return _block("approval", left=[_text(line) for line in left], right=[_text(line) for line in right])


def fill_line(label, hint=""):
    """A line to fill by hand, with small words below: «фамилия, имя, отчество»."""
    return _block("fill_line", label=label, hint=hint)


def checklist(items):
    """Boxes to tick; ``items`` are ``{"text": str, "checked": bool}``."""
    items = [{"text": _text(row["text"]), "checked": bool(row.get("checked"))} for row in items]
    return _block("checklist", items=items)


def signoff(date_label="Дата", name=""):
    """The last line of a consent: date, signature, «/ И.О. Фамилия /»; an empty name is a gap."""
    return _block("signoff", date_label=date_label, name=name)


def to_prepare(lines, *, key=""):
    """A list of things to tick by hand."""
    return _block("checklist", **worded.ticked(lines, key))


def note(text, *, id=None, key="", words=None):
    """Small print."""
    return _block("note", id=id, **worded.fields(text, key, words))


def chart(title, kind, data, unit="", alt=""):
    """A chart in the PDF, the same figures as a table in the DOCX.

    Args:
        kind, data: ``bar`` and ``donut`` (drawn as bars, too) take ``{"rows": [[label, value]]}``, ``stacked`` takes
            ``{"series": [name], "rows": [[label, [value]]]}`` with six series at most, ``heat`` takes
            ``{"columns": [name], "rows": [[label, [value]]]}``. A value of None is «н/д». A row of bars may
            go on: ``[label, value, target or None, note]``.
        unit: what the values are counted in, «%».
        alt: one sentence that says what the chart shows, for those who hear the paper.
    """
    return _block("chart", title=title, kind=kind, data=data, unit=unit, alt=alt)


def honour(title, lead, name, post="", *, key=""):
    """The middle of a certificate in large letters: «ГРАМОТА», «награждается», who, the post."""
    return _block("honour", title=title, **worded.fields(lead, key, {}, "lead"), name=name, post=post)


def new_id():
    """An id for a block that is written anew."""
    return secrets.token_hex(4)


def _block(type_, /, *, id=None, **fields):
    """A block with its fields as JSON would give them back, under an ``id`` of its own unless one is given."""
    plain = {name: _text(value) if value is None or isinstance(value, str) else value for name, value in fields.items()}
    return {"id": id or new_id(), "type": type_, **plain}


def _text(value):
    return "" if value is None else str(value)
