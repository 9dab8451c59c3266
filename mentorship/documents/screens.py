"""What the pages of papers show, gathered from the records: no rule and no write."""

import re
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from mentorship.common.workflow import Missing

from . import ended, freezing, kinds, page, pdf, workflow
from .models import Paper, PaperChange, with_paper

CHIPS = {
    Paper.State.DRAFT: "draft",
    Paper.State.ON_SIGNATURE: "wait",
    Paper.State.SIGNED: "wait",
    Paper.State.RETURNED: "returned",
    Paper.State.ISSUED: "ok",
    Paper.State.WITHDRAWN: "quiet",
    Paper.State.DISCARDED: "quiet",
}
TABS = {
    "drafts": ("Черновики", [Paper.State.DRAFT, Paper.State.RETURNED]),
    "to-sign": ("На подписи", [Paper.State.ON_SIGNATURE]),
    "signed": ("Ждут номера", [Paper.State.SIGNED]),
    "issued": ("Изданы", [Paper.State.ISSUED, Paper.State.WITHDRAWN]),
    "all": ("Все", [state for state in Paper.State if state != Paper.State.DISCARDED]),
}
SHOWN_NAMES = 4
TIMELINE = {"issued": "ok", "withdrawn": "overdue", "returned": "overdue", "on_signature": "now", "signed": "now"}


@dataclass(frozen=True)
class Line:
    """A paper in a list."""

    paper: Paper
    kind: str
    chip: str
    standing: list = field(default_factory=list)


def lines(papers):
    """Papers as lines of a list; with ``changed_by`` prefetched each tells what later papers did to it."""
    known = "changed_by"
    return [
        Line(
            paper,
            kinds.title(paper.kind),
            CHIPS[paper.state],
            standing(paper) if known in getattr(paper, "_prefetched_objects_cache", {}) else [],
        )
        for paper in papers
    ]


CHANGES = Prefetch("changed_by", with_paper(PaperChange.objects.in_force()))  # what ``standing`` needs


def sheet(paper):
    """Blocks of the paper as its sheet shows them on the screen: gaps where a draft has no number yet."""
    return sheet_of(paper, paper.blocks)


def sheet_of(paper, blocks):
    """The sheet that a paper with these blocks would have."""
    return pdf.preview(blocks if paper.is_frozen else freezing.fill(blocks), page.layout_of(paper))


def about(paper):
    """Whom the paper is about: the people of its sheet of acquaintance, else its subject."""
    names = [person["name"] for block in paper.blocks if block["type"] == "acquaintance" for person in block["people"]]
    if not names:
        return str(paper.subject or "")
    more = f" и ещё {len(names) - SHOWN_NAMES}" if len(names) > SHOWN_NAMES else ""
    return ", ".join(names[:SHOWN_NAMES]) + more


def course(paper):
    """How the paper came to its state: (day and time, who, what, look), newest first; the PDF's making is no step."""
    steps = (
        paper.history.exclude(history_change_reason="сохранён PDF")
        .order_by("-history_date", "-history_id")
        .values_list("history_date", "history_user__full_name", "history_change_reason", "state")
    )
    return [
        {"at": at, "who": who or "", "what": _sentence(what or "изменён"), "look": TIMELINE.get(state, "")}
        for at, who, what, state in steps[:60]
    ]


def _sentence(words):
    return words[:1].upper() + words[1:]


def gate(paper):
    """What is missing before the paper may be issued today; nothing for one that is issued or discarded."""
    if paper.is_frozen or paper.state == Paper.State.DISCARDED:
        return []
    return workflow.missing(paper, timezone.localdate())


def standing(paper):
    """What later papers did to this one: («изменён» or «утратил силу», that paper), the latest first."""
    words = {PaperChange.Effect.AMENDS: "изменён", PaperChange.Effect.ENDS: "утратил силу"}
    changes = [change for change in paper.changed_by.all() if change.paper.is_frozen]
    changes.sort(key=lambda change: (change.paper.issued_on, change.pk), reverse=True)
    return [(words[change.effect], change.paper) for change in changes]


def days(paper):
    """Each state that the paper has reached: what, the day, who."""
    steps = [
        ("Передан на подпись", paper.sent_at and timezone.localdate(paper.sent_at), None),
        ("Подписан", paper.signed_on or (paper.signed_by and paper.issued_on), paper.signed_by),
        ("Зарегистрирован", paper.registered_at and timezone.localdate(paper.registered_at), paper.registered_by),
        ("Напечатан", paper.printed_at and timezone.localdate(paper.printed_at), paper.printed_by),
        ("Скан приложен", paper.scanned_at and timezone.localdate(paper.scanned_at), paper.scanned_by),
        ("Утратил силу", paper.ended_on, None),
    ]
    return [step for step in steps if step[1]]


def notes(paper):
    """Things to look at before issuing."""
    own = kinds.get(paper.kind).notes(paper) if paper.is_editable else []
    return [*_not_compared(paper), *_uncontrolled(paper), *own]


def _uncontrolled(paper):
    """An order from which a hand has struck out who sees to its execution (law.md 3.3 and 4.4): its head may want it so."""
    said = " ".join(block["text"] for block in paper.blocks if block["type"] == "item")
    if paper.is_frozen or not ended.orders_something(paper.blocks) or "контрол" in said.lower():
        return []
    words = "Приказ не говорит, кто контролирует его исполнение. Допишите последний пункт, если контроль нужен."
    return [Missing(words, reverse("documents:edit", args=[paper.pk]) if paper.is_editable else "")]


def _not_compared(paper):
    """A text without the facts that it was written from cannot be compared with the records: nobody knows what they were."""
    waits = paper.is_editable or paper.state == Paper.State.ON_SIGNATURE
    if not (waits and paper.blocks and kinds.get(paper.kind).facts) or kinds.FACTS in paper.options:
        return []
    way = "Нажмите «Составить заново»" if paper.is_editable else "Проверьте сами или верните и составьте заново"
    words = f"Портал не сверяет этот текст с записями: он составлен до того, как появилась сверка. {way}."
    return [Missing(words, reverse("documents:rebuild", args=[paper.pk]) if paper.is_editable else "")]


def read_by(paper):
    """(how many are on the sheet of acquaintance, how many of them have yet to be acquainted)."""
    return paper.acquaintances.count(), paper.acquaintances.lacking().count()


def grouped(sha256):
    """A SHA-256 in groups of eight, so that it can be compared by eye."""
    return re.sub(r"(.{8})(?=.)", r"\1 ", sha256)
