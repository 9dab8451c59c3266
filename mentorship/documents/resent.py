"""What became of a paper between two of its visits to the head's desk: only that has to be read again."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from . import blocks as block_rules
from .models import Paper

_COUNT = re.compile(r"\d+\.?")


@dataclass(frozen=True)
class Resent:
    """A paper that lies before the head not for the first time.

    Attributes:
        sent_at: when it was put before him the last time before this.
        remark: with which he returned it, empty if the curator took it back himself.
        lines: («was» or «is», words) in reading order, only where the text differs from what he had then.
    """

    sent_at: datetime
    remark: str
    lines: list


def of(papers):
    """{pk: :class:`Resent`} of those papers on the head's desk that have been there before."""
    waiting = {paper.pk: paper for paper in papers if paper.state == Paper.State.ON_SIGNATURE}
    states = (Paper.State.ON_SIGNATURE, Paper.State.RETURNED)
    rows = Paper.history.filter(id__in=waiting, state__in=states).order_by("history_date", "history_id")
    before, remarks = {}, {}
    for row in rows.only("id", "state", "sent_at", "remark", "blocks"):
        if row.state == Paper.State.RETURNED:
            remarks[row.id] = row.remark
        elif row.sent_at != waiting[row.id].sent_at:
            before[row.id] = row
            remarks.pop(row.id, None)
    return {
        pk: Resent(row.sent_at, remarks.get(pk, ""), changed(row.blocks, waiting[pk].blocks))
        for pk, row in before.items()
    }


def changed(before, now):
    """Lines of two texts that differ, («was» or «is», words) in reading order; a mere change of a count is no difference."""
    old, new = list(_lines(before)), list(_lines(now))
    matcher = SequenceMatcher(None, [words for _, words in old], [words for _, words in new], autojunk=False)
    found = []
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what != "equal":
            found += [("was", f"{count}{words}") for count, words in old[start:end]]
            found += [("is", f"{count}{words}") for count, words in new[new_start:new_end]]
    return found


def _lines(blocks):
    """(its count, its words) of each line: a block, an item with its number, each row of a table by itself."""
    numbers = block_rules.numbers(blocks)
    for block in blocks:
        match block["type"]:
            case "item":
                yield f"{numbers[block['id']]} ", block["text"]
            case "table":
                yield from (("", _row(row)) for row in block["rows"])
            case "acquaintance":
                yield from (("", f"Ознакомить: {one['name']}, {one['post']}") for one in block["people"])
            case _:
                yield "", " · ".join(block_rules.plain_text([block]))


def _row(row):
    return " · ".join(cell for cell in row if cell and not _COUNT.fullmatch(cell))
