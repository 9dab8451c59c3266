"""A filled order on pairs with invented people, for the catalogue of papers."""

from mentorship.documents import blocks, samples

from .papers.pairs_order import ANNEX_COLUMNS

MENTOR, MENTEE = ("Смирнова Ольга Викторовна", "учитель-логопед"), ("Белова Анна Игоревна", "воспитатель")


def order_on_pairs():
    """The order on one pair: its items and the annex."""
    return [
        *samples.head("О закреплении наставнической пары"),
        blocks.paragraph(
            "В соответствии со статьёй 351.8 Трудового кодекса Российской Федерации, Положением о системе "
            "наставничества, утверждённым приказом от 28.08.2026 № 41-од, на основании письменных согласий"
        ),
        blocks.command(),
        blocks.item(
            "Закрепить с 1 сентября 2026 г. по 31 мая 2027 г. наставническую пару в составе согласно приложению."
        ),
        blocks.item("Наставнику Смирновой О.В., учителю-логопеду:"),
        blocks.item("составить персонализированную программу наставничества до 30 сентября 2026 г.;", level=2),
        blocks.item("проводить встречи с наставляемым не реже одного раза в две недели;", level=2),
        blocks.item("вести учёт проведённых встреч.", level=2),
        *samples.tail([MENTEE, MENTOR]),
        blocks.annex(
            ["Приложение", "к приказу МБДОУ «Детский сад № 12»", "от 01.09.2026 № 45-од"],
            "Перечень наставнических пар",
            orientation="landscape",
        ),
        blocks.table(ANNEX_COLUMNS, [_row()]),
    ]


def _row():
    return [
        "1.",
        ", ".join(MENTOR),
        ", ".join(MENTEE),
        "педагог – педагог",
        "традиционное",
        "01.09.2026",
        "31.05.2027",
        "Смирнова О.В. – № 12/2026-С от 25.08.2026; Белова А.И. – № 13/2026-С от 25.08.2026",
    ]
