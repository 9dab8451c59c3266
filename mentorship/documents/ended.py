"""An order that puts an end to another paper says so in its text: «Признать утратившим силу приказ …».

Plain values in and out; without these words the head would sign one thing and the journal would tell another.
"""

import re

from mentorship.common.russian import date_words

from . import blocks as block_rules
from . import kinds

_ENDS = re.compile(r"утра[тч]|отмен|прекра[тщ]", re.IGNORECASE)


def with_ended(blocks, ended):
    """``blocks`` of an order with an item for each paper of ``ended`` that they do not end yet, before the control.

    A paper that orders nothing (no «ПРИКАЗЫВАЮ:») stays as it is.
    """
    unsaid = [one for one in ended if not says(blocks, one)]
    for one in unsaid:
        blocks = without(blocks, one)  # its item has been reworded until it spoke of something else
    place = _control_at(blocks)
    if place is None:
        return blocks
    return [*blocks[:place], *(block_rules.item(item_text(one), id=_mark(one)) for one in unsaid), *blocks[place:]]


def without(blocks, changed):
    """``blocks`` without the item of :func:`with_ended` about ``changed``, however it has been reworded."""
    return [block for block in blocks if block["id"] != _mark(changed)]


def _mark(changed):
    """Id of the item about ``changed``: it stays with the item through all rewording."""
    return f"ends-{changed.pk}"


def item_text(changed):
    """«Признать утратившим силу приказ от 22 ноября 2026 г. № 4-од «О назначении куратора наставничества».»"""
    what = "приказ" if kinds.title(changed.kind).startswith("Приказ") else "документ"
    number = f" № {changed.number}" if changed.number else ""
    return f"Признать утратившим силу {what} от {date_words(changed.issued_on)}{number} «{changed.title}»."


def orders_something(blocks):
    """Whether it is an order, with items below «ПРИКАЗЫВАЮ:», that can put an end to a paper by words."""
    return _control_at(blocks) is not None


def says(blocks, changed):
    """Does a paragraph or an item speak of the end of ``changed``, by its number or its title?"""
    named = re.escape(changed.title)
    if changed.number:
        named = rf"№\s*{re.escape(changed.number)}(?![\w/-])"
    texts = [block.get("text") or "" for block in blocks]
    return any(_ENDS.search(text) and re.search(named, text) for text in texts)


def _control_at(blocks):
    """Where the last item of the order itself stands, before its signature; None if it orders nothing."""
    found = None
    for place, block in enumerate(blocks):
        if block["type"] == "signature":
            break
        if block["type"] == "item" and block["level"] == 1:
            found = place
    ordered = any(block["type"] == "command" for block in blocks)
    return found if ordered else None
