"""The text of a draft as a form: blocks to fields and back. Plain values in, plain values out; saving is the workflow's.

The form carries its whole state: ``base`` is the version whose blocks it began with, ``block`` repeated names the
blocks in their present order, ``new-<id>`` says what a block added since is, ``text-<id>-<field>`` holds the words.
So lines can be added, moved and taken away by plain submit buttons, and nothing typed is lost when saving is refused.
"""

import difflib
import re
from dataclasses import dataclass, field

from mentorship.common.russian import clean_text

from . import blocks as block_rules

LOOSE = ("paragraph", "item", "subtitle", "note")  # may be added, moved, taken away
PINNED = ("letterhead", "doc_title", "requisites", "heading")  # nothing moves above them
SINGLE_LINE = ("post", "name", "caption")
WRITTEN = ("table", "acquaintance", "chart", "annex")  # from the records, whatever words may be typed above
ADDABLE = {"item": "Пункт ниже", "subitem": "Подпункт ниже", "paragraph": "Абзац ниже"}
_NEW_ID = re.compile(r"[0-9a-f]{8}")


@dataclass
class Field:
    """One text field of a block; ``error`` is what the workflow said of it."""

    name: str
    label: str
    value: str
    single_line: bool
    rows: int
    error: str = ""


@dataclass
class Row:
    """One block in the editor: its fields, or its words only if it is written from the records."""

    id: str
    kind: str
    legend: str
    new: str
    fields: list[Field]
    words: list[str]
    loose: bool
    error: str = ""
    adds: dict = field(default_factory=dict)
    proposed: str = ""  # the words that the records propose, where mine differ and the difference is asked for
    added: bool = False
    focus: str = ""  # where the page opens: «words», or the button «up» or «down»


def rows(blocks, *, known=(), problem="", problem_at=""):
    """Blocks as rows of the editor.

    Args:
        known: ids of the stored text; any other block was added in the form and says what it is.
        problem, problem_at: a refusal and the id of the block that it is about.
    """
    counted = block_rules.numbers(blocks)
    return [_row(block, counted, known, problem if block["id"] == problem_at else "") for block in blocks]


def _row(block, counted, known, problem):
    fields = [_field(block, name, label) for name, label in block_rules.editable_fields(block)]
    if problem and fields:
        fields[0].error = problem
    name = block_rules.KINDS[block["type"]].name.capitalize()
    return Row(
        id=block["id"],
        kind=block["type"],
        legend=f"{name} {counted[block['id']]}" if block["id"] in counted else name,
        new="" if block["id"] in known else f"{block['type']}:{block.get('level', 1)}",
        fields=fields,
        words=block_rules.plain_text([block]) if not fields or block["type"] in WRITTEN else [],
        loose=block["type"] in LOOSE,
        error="" if fields else problem,
        adds={act: ADDABLE[act] for act in _addable(block)},
    )


def _addable(block):
    """What may be added below a block."""
    if block["type"] == "item":
        return ("item", "subitem", "paragraph") if block["level"] < 3 else ("item", "paragraph")
    if block["type"] in ("paragraph", "command"):
        return ("item", "paragraph")
    return ("paragraph",) if block["type"] in ("heading", "subtitle", "note", "annex", "table") else ()


def _field(block, name, label):
    value = block[name]
    lines = sum(1 + len(line) // 70 for line in value.split("\n"))
    return Field(f"text-{block['id']}-{name}", label, value, name in SINGLE_LINE, min(max(lines, 2), 14))


def read(data, base):
    """Blocks as the form holds them.

    Args:
        data: the POST (a QueryDict).
        base: blocks of the version that the form began with; what the form cannot change comes from there.
    """
    known = {block["id"]: block for block in base}
    found = {}
    for id in data.getlist("block"):
        block = known.get(id) or _added(id, data.get(f"new-{id}", ""))
        if block and id not in found:
            found[id] = block | _typed(block, data)
    return list(found.values())


def _added(id, what):
    kind, _, level = what.partition(":")
    if not _NEW_ID.fullmatch(id) or kind not in LOOSE:
        return None
    return _new(kind, int(level) if level in ("1", "2", "3") else 1, id=id)


def _new(kind, level=1, id=None):
    return block_rules.item("", level, id=id) if kind == "item" else getattr(block_rules, kind)("", id=id)


def _typed(block, data):
    """The words of a block's fields, tidy; a field that did not come stays as it was."""
    names = [name for name, _ in block_rules.editable_fields(block)]
    typed = {name: data.get(f"text-{block['id']}-{name}") for name in names}
    return {
        name: clean_text(value, lines=name not in SINGLE_LINE) for name, value in typed.items() if value is not None
    }


def changed(blocks, act):
    """Blocks after one button of the editor: «up:<id>», «down:<id>», «remove:<id>», «item:<id>» and the like."""
    verb, _, id = act.partition(":")
    at = next((place for place, block in enumerate(blocks) if block["id"] == id), None)
    if at is None:
        return blocks
    if verb in _addable(blocks[at]):
        return [*blocks[: at + 1], _below(blocks[at], verb), *blocks[at + 1 :]]
    if blocks[at]["type"] not in LOOSE:
        return blocks
    if verb == "remove":
        return blocks[:at] + blocks[at + 1 :]
    return _swapped(blocks, at, {"up": at - 1, "down": at + 1}.get(verb, at))


def focus(before, after, act):
    """(block, control) where the page opens after a button, so that the hand goes on from there.

    A moved block keeps its button; of a new one, a restored one and the one that followed a removed one the words are met.
    """
    verb, _, id = act.partition(":")
    at = next((place for place, block in enumerate(before) if block["id"] == id), None)
    if at is None or verb in ("up", "down"):
        return id, verb
    return after[min(at + (len(after) > len(before)), len(after) - 1)]["id"], "words"


def _below(block, verb):
    level = block.get("level", 1)
    return _new("paragraph") if verb == "paragraph" else _new("item", min(level + (verb == "subitem"), 3))


def _swapped(blocks, one, other):
    if not 0 <= other < len(blocks) or blocks[other]["type"] in PINNED:
        return blocks
    blocks = list(blocks)
    blocks[one], blocks[other] = blocks[other], blocks[one]
    return blocks


def without_empty(blocks):
    """Blocks without the loose ones that were left empty: an emptied line is a line taken away."""
    return [block for block in blocks if block["type"] not in LOOSE or block["text"].strip()]


def hidden(blocks, known):
    """The form's state as (name, value) pairs, for the page of a conflict."""
    pairs = []
    for row in rows(blocks, known=known):
        pairs.append(("block", row.id))
        if row.new:
            pairs.append((f"new-{row.id}", row.new))
        pairs += [(one.name, one.value) for one in row.fields]
    return pairs


def difference(mine, stored):
    """Lines of two texts in reading order as pairs (mine, stored), None where the line is of one text only.

    The words count: an item that has only got another number is the same line.
    """
    left, right = _lines(mine), _lines(stored)
    pairs = []
    matcher = difflib.SequenceMatcher(None, [words for words, _ in right], [words for words, _ in left], autojunk=False)
    for verb, begin, end, first, last in matcher.get_opcodes():
        ours, theirs = [line for _, line in left[first:last]], [line for _, line in right[begin:end]]
        if verb == "equal":
            pairs += zip(ours, theirs, strict=True)
        else:
            pairs += [(None, line) for line in theirs] + [(line, None) for line in ours]
    return pairs


def _lines(blocks):
    """(words, line) of each block; the line of an item begins with its number."""
    counted = block_rules.numbers(blocks)
    words = [" · ".join(block_rules.plain_text([block])) for block in blocks]
    return [
        (block["text"], f"{counted[block['id']]} {block['text']}") if block["id"] in counted else (said, said)
        for block, said in zip(blocks, words, strict=True)
    ]
