"""The frame of an order: the parts that are the same in each, in the order of law.md 3.3."""

from mentorship.common.russian import initials_first

from . import blocks, kinds
from .blocks.worded import Text
from .freezing import DATE, NUMBER


def order(institution, *, heading, ground, items, acquainted=(), annexes=()):
    """Blocks of an order.

    Args:
        heading: «О …», «Об …»; a ``Text`` where it has words.
        ground: the stating part, a ``institution.grounds.Ground``: its template and words.
        items: blocks of the items, the last one about control.
        acquainted: people of the sheet of acquaintance, see ``blocks.acquaintance``.
        annexes: blocks of the annexes, each begun by :func:`annex`.
    """
    sheet = [blocks.acquaintance("С приказом ознакомлены:", acquainted)] if acquainted else []
    heading = Text.of(heading)
    return [
        blocks.letterhead(institution.founder, institution.full_name, institution.short_name),
        blocks.doc_title("ПРИКАЗ"),
        blocks.requisites(place=institution.place),
        blocks.heading(heading.template, key=kinds.HEADING, words=heading.words),
        blocks.paragraph(ground.template, key=kinds.GROUND, words=ground.words),
        blocks.command(),
        *items,
        blocks.signature(institution.head_post, head_name(institution)),
        *sheet,
        *annexes,
    ]


def head_name(institution):
    """«А.С. Петрова», the head in signatures."""
    return initials_first(institution.head_last_name, institution.head_first_name, institution.head_patronymic)


def approved_by_head(institution):
    """The head's approval, to be dated by hand: on papers that are not numbered as his orders are."""
    lines = [
        "УТВЕРЖДАЮ",
        institution.head_post,
        institution.short_name,
        f"____________ {head_name(institution)}",
        "«___» __________ 20__ г.",
    ]
    return blocks.approval([], lines)


def annex(institution, title, *, number=None, orientation="portrait", key=""):
    """The beginning of an annex: its mark in the upper right corner and its title (law.md 3.4).

    Args:
        title: a ``Text`` where it has words, empty where a text with a title of its own follows.
        number: of the annex where the order has several.
        key: under which the title is reworded, where the place of the annex does not say which it is.
    """
    title = Text.of(title)
    mark = f"Приложение № {number}" if number else "Приложение"
    marks = [mark, f"к приказу {institution.short_name}", f"от {DATE} № {NUMBER}"]
    key = (key or f"annex_{number or 1}") if title.template else ""
    return blocks.annex(marks, title.template, orientation, key=key, words=title.words)


def task_items(head, tasks, *, key="", words=None):
    """An item with its sub-items: semicolons between them, a full stop at the end.

    With a ``key`` the institution may reword the head and, as one list, the tasks; ``words`` are those of both.
    """
    listed = f"{key}_list" if key else ""
    return [blocks.item(head, key=key, words=words), *blocks.items(tasks, key=listed, words=words)]


def stopped(text):
    """``text`` with its full stop; «г.» is not followed by a second one."""
    return text if text.endswith(".") else f"{text}."


def control(whom=""):
    """The last item: who controls the order, named in the accusative; nobody: the head himself (law.md 3.3)."""
    who = f"возложить на {whom}" if whom else "оставляю за собой"
    means = "«оставляю за собой» или «возложить на» и кого, по исходным данным"
    return blocks.item(
        "Контроль за исполнением настоящего приказа {контроль}.", key="control", words={"контроль": (who, means)}
    )
