"""A filled order with invented people: shows the page as it is set."""

from datetime import date

from mentorship.institution.models import Institution

from . import blocks

INSTITUTION = (
    "Управление образования Заречного района",
    "Муниципальное бюджетное дошкольное образовательное учреждение «Детский сад № 12 «Ромашка»",
    "МБДОУ «Детский сад № 12»",
)
DAY = date(2026, 9, 1)
ORDER_TITLE = "О дне методических открытых занятий"
READERS = [("Иванова Ирина Игоревна", "старший воспитатель"), ("Белова Мария Петровна", "воспитатель")]


def institution():
    """The invented institution."""
    founder, full_name, short_name = INSTITUTION
    return Institution(founder=founder, full_name=full_name, short_name=short_name)


def head(title, *, dated="01.09.2026", number="45-од"):
    """The head of an order of the invented institution, down to «ПРИКАЗЫВАЮ:»."""
    return [
        blocks.letterhead(*INSTITUTION),
        blocks.doc_title("ПРИКАЗ"),
        blocks.requisites(dated, number, "г. Заречный"),
        blocks.heading(title),
    ]


def tail(people, control="Контроль за исполнением настоящего приказа оставляю за собой."):
    """Control, the head's signature and the sheet of acquaintance; ``people`` are (name, post)."""
    readers = [{"name": name, "post": post} for name, post in people]
    return [
        blocks.item(control),
        blocks.signature("Заведующий", "А.С. Петрова"),
        blocks.acquaintance("С приказом ознакомлены:", readers),
    ]


def order():
    """An order with a ground, items and sub-items."""
    return [
        *head(ORDER_TITLE),
        blocks.paragraph(
            "В соответствии с годовым планом работы учреждения на 2026/2027 учебный год, "
            "утверждённым приказом от 28.08.2026 № 40-од, в целях обмена опытом"
        ),
        blocks.command(),
        blocks.item("Провести 15 октября 2026 г. день открытых занятий для молодых педагогов."),
        blocks.item("Старшему воспитателю Ивановой И.И.:"),
        blocks.item("составить график посещений до 1 октября 2026 г.;", level=2),
        blocks.item("обсудить занятия с педагогами в день их проведения.", level=2),
        *tail(READERS),
    ]
