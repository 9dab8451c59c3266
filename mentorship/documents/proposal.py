"""A draft beside the text that the records propose: what was reworded, added and left out. Plain values in and out."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from . import blocks as block_rules


@dataclass(frozen=True)
class Compared:
    """What became of the proposed text.

    Attributes:
        reworded: {id of my block: the proposed block whose words differ}.
        added: ids of my blocks that nobody proposed.
        left_out: proposed blocks that are not in the draft, in reading order.
    """

    reworded: dict
    added: set
    left_out: list


def compared(mine, proposed):
    """Match two texts block by block: the same words first, then what stands between them, by the sort of block.

    Only blocks whose words may be edited are compared; the rest comes from the records.
    """
    mine, proposed = _written(mine), _written(proposed)
    matcher = SequenceMatcher(None, [_said(one) for one in proposed], [_said(one) for one in mine], autojunk=False)
    reworded, added, left_out = {}, set(), []
    for what, start, end, my_start, my_end in matcher.get_opcodes():
        if what == "equal":
            continue
        ours, theirs = mine[my_start:my_end], proposed[start:end]
        for block in ours:
            twin = next((one for one in theirs if _sort(one) == _sort(block)), None)
            if twin is None:
                added.add(block["id"])
            else:
                reworded[block["id"]] = twin
                left_out += theirs[: theirs.index(twin)]
                theirs = theirs[theirs.index(twin) + 1 :]
        left_out += theirs
    return Compared(reworded, added, left_out)


def restored(mine, proposed, block_id):
    """My text with the proposed words in one block again; a block that nobody proposed stays as it is."""
    twin = compared(mine, proposed).reworded.get(block_id)
    if twin is None:
        return mine
    words = {name: twin[name] for name, _ in block_rules.editable_fields(twin)}
    return [block | words if block["id"] == block_id else block for block in mine]


def words(block):
    """All words of a block that may be edited, for the eye."""
    return " · ".join(text for text in _said(block)[1] if text)


def _written(blocks):
    return [block for block in blocks if block_rules.editable_fields(block)]


def _sort(block):
    return block["type"], block.get("level")


def _said(block):
    return _sort(block), tuple(block[name] for name, _ in block_rules.editable_fields(block))
