"""The text of a regulation (положение): sections kept as data in the folder ``texts``, with the institution's choices put in.

A section has ``title`` and ``items``. An item has a ``key``, the stable name under which the institution may reword it, and a
``text``; it may have ``when`` (a choice, «not …»: its absence),
``list`` (points below it, or the name of a list made from the choices; an empty one takes the item away) and ``table``
(the name of a table that follows it). A text names its words in braces: «{предел}».
"""

from functools import cache
from pathlib import Path

from mentorship.common.yaml_text import parse
from mentorship.documents import blocks, listed

FOLDER = Path(__file__).parent / "texts"


@cache
def load(name):
    """The data of ``texts/<name>.yaml``."""
    return parse((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def sections(text, *, words, choices, lists, tables=None):
    """Blocks of the sections, numbered «1.», «1.1.», «1.1.1.»; a section without items is left out.

    Args:
        text: sections as :func:`load` gives them.
        words: {name in braces: (value, what it means)}.
        choices: names of what the institution has chosen; they decide about ``when``.
        lists: points by the name of their list.
        tables: blocks by the name of a table.
    """
    found = []
    for section in text:
        items = [item for item in map(_whole, section["items"]) if _applies(item, choices)]
        made = [block for item in items for block in _item(item, words, choices, lists, tables or {})]
        if made:
            number = 1 + sum(block["type"] == "subtitle" for block in found)
            key = f"{section['items'][0]['key']}_title"  # of the first item, chosen or not
            found += [listed.section(number, section["title"], key), *made]
    return found


def _whole(item):
    return {"text": item} if isinstance(item, str) else item


def _applies(item, choices):
    name = item.get("when", "")
    return name.removeprefix("not ") not in choices if name.startswith("not ") else not name or name in choices


def _item(item, words, choices, lists, tables):
    head = blocks.item(item["text"], 2, key=item["key"], words=_used(item["text"], words))
    if "list" not in item:
        return [head, *filter(None, [tables.get(item.get("table"))])]
    named = isinstance(item["list"], str)
    points = [_whole(point) for point in (lists[item["list"]] if named else item["list"])]
    chosen = named or any("when" in point for point in points)  # by the answers: nothing to reword as a whole
    lines = [point["text"] for point in points if _applies(point, choices)]
    key = "" if chosen else f"{item['key']}_list"
    return [head, *blocks.items(lines, 3, key=key, words=_used("".join(lines), words))] if lines else []


def _used(text, words):
    return {name: told for name, told in words.items() if f"{{{name}}}" in text}
