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


def order():
    """An order with a ground, items and sub-items."""
    return [
        blocks.letterhead(*INSTITUTION),
        blocks.doc_title("ПРИКАЗ"),
        blocks.requisites("01.09.2026", "45-од", "г. Заречный"),
        blocks.heading(ORDER_TITLE),
        blocks.paragraph(
            "В соответствии с годовым планом работы учреждения на 2026/2027 учебный год, "
            "утверждённым приказом от 28.08.2026 № 40-од, в целях обмена опытом"
        ),
        blocks.command(),
        blocks.item("Провести 15 октября 2026 г. день открытых занятий для молодых педагогов."),
        blocks.item("Старшему воспитателю Ивановой И.И.:"),
        blocks.item("составить график посещений до 1 октября 2026 г.;", level=2),
        blocks.item("обсудить занятия с педагогами в день их проведения.", level=2),
        blocks.item("Контроль за исполнением настоящего приказа оставляю за собой."),
        blocks.signature("Заведующий", "А.С. Петрова"),
        blocks.acquaintance("С приказом ознакомлены:", [{"name": name, "post": post} for name, post in READERS]),
    ]
