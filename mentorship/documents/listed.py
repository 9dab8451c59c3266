"""Rows of an annex and lines typed one below another, as papers list them."""

from mentorship.common.russian import capital

from . import blocks, orders


def annex(institution, title, columns, rows, *, number=None, orientation="portrait", id=None, key=""):
    """An annex that is one table; its rows are numbered from 1, its title and headings may be reworded."""
    numbered = [[f"{place}.", *row] for place, row in enumerate(rows, 1)]
    mark = orders.annex(institution, title, number=number, orientation=orientation, key=key)
    return [mark, blocks.table(columns, numbered, id=id, key=f"{key or f'annex_{number or 1}'}_columns")]


def lines(text):
    """What was typed line by line, without the stops at the ends."""
    return [line.strip().rstrip(".;") for line in (text or "").splitlines() if line.strip()]


def section(number, title, key):
    """The numbered heading of a section; the institution may reword it and keeps the number, by which items count."""
    words = {"номер раздела": (f"{number}.", "по порядку")}
    return blocks.subtitle(f"{{номер раздела}} {title}", key=key, words=words)


def sections(parts, *, first=1):
    """Numbered headings with their lines below; ``parts`` are (key, title, typed text), one without words is left out."""
    found, told = [], [(key, title, lines(text)) for key, title, text in parts]
    for number, (key, title, said) in enumerate([part for part in told if part[2]], first):
        found.append(section(number, title, key))
        found += [blocks.item(orders.stopped(capital(line)), 2) for line in said]
    return found
