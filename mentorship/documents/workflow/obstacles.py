"""What keeps a paper from the head's desk and from its number: one list for the page, the sending and the signature."""

import re

from django.urls import reverse

from mentorship.common.russian import capital
from mentorship.common.workflow import Missing

from .. import ended, kinds
from ..models import Paper
from .changing import ended_by

PARTED = "; "  # between the parts of a fact


def missing(paper, on):
    """Everything that stops the paper from being issued on the day ``on``."""
    kind = kinds.get(paper.kind)
    if told := kind.refusal(paper.subject):
        return [Missing(told)]
    gate = kind.gate(paper, on=on)
    return [*gate, *_struck_out(paper), *_lapsed(paper), *_relied_on(paper), *_unsaid(paper), *_outdated(paper)]


def _struck_out(paper):
    """What the law asks of the text and a hand has taken out of it."""
    words = "\n".join(block["text"] for block in paper.blocks if block["type"] in ("item", "paragraph"))
    way = "Допишите это в тексте или нажмите «Составить заново»."
    return [
        Missing(f"{refusal} {way}", reverse("documents:edit", args=[paper.pk]))
        for pattern, refusal in kinds.get(paper.kind).must_say
        if not re.search(pattern, words, re.IGNORECASE)
    ]


def _lapsed(paper):
    """Papers that this one is to change and that are not in force any more."""
    lapsed = paper.changes.exclude(changed__state=Paper.State.ISSUED).select_related("changed")
    return [
        Missing(f"Документ уже не действует, изменять его нельзя: {one.changed}.", one.changed.get_absolute_url())
        for one in lapsed
    ]


def _relied_on(paper):
    """What still works on the strength of the papers that this one is to put an end to."""
    return [problem for one in ended_by(paper) for problem in kinds.get(one.kind).relied_on(one, paper)]


def _unsaid(paper):
    """Papers that this order puts an end to without a word of it in its text."""
    if not ended.orders_something(paper.blocks):
        return []
    return [
        Missing(
            f"Документ признаёт утратившим силу: {one}, – но в его тексте этого нет. Допишите пункт или нажмите "
            "«Составить заново».",
            reverse("documents:edit", args=[paper.pk]),
        )
        for one in ended_by(paper)
        if not ended.says(paper.blocks, one)
    ]


def _outdated(paper):
    """What the records say otherwise since the text was written from them; a text older than this rule is let be."""
    if (told := paper.options.get(kinds.FACTS)) is None:
        return []
    now = kinds.get(paper.kind).facts(paper)
    rebuild = reverse("documents:rebuild", args=[paper.pk])
    way = "Нажмите «Составить заново»."
    if not paper.is_editable:
        way = "Верните документ с подписи и нажмите «Составить заново»."
    return [
        Missing(f"{_difference(label, told.get(label), now.get(label))} {way}", rebuild)
        for label in dict.fromkeys([*told, *now])
        if told.get(label) != now.get(label)
    ]


def _difference(label, before, after):
    """Only the parts that differ are said, a fact may be a whole row of an annex."""
    label = capital(label)
    if before is None:
        return f"{label}: в документе не сказано, а по записям – «{_first(after)}»."
    if after is None:
        return f"{label}: в документе – «{_first(before)}», а в записях этого больше нет."
    return f"{label}: в документе – «{_beside(before, after)}», а по записям теперь – «{_beside(after, before)}»."


def _first(words):
    return words.split(PARTED)[0]


def _beside(one, other):
    """Parts of ``one`` that the other has not; all of it if it has only fewer."""
    rest = other.split(PARTED)
    return PARTED.join(part for part in one.split(PARTED) if part not in rest) or one
