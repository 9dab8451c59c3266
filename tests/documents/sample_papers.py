"""Papers as an institution has them; people and places are invented."""

from mentorship.documents import blocks

FULL_NAME = (
    "Муниципальное бюджетное дошкольное образовательное учреждение «Детский сад комбинированного вида № 3 "
    "«Берёзка» с приоритетным осуществлением деятельности по художественно-эстетическому развитию детей»"
)
PAIR_COLUMNS = [
    {"title": "№ п/п", "width": 8, "align": "center"},
    {"title": "Наставник, должность", "width": 32},
    {"title": "Наставляемый, должность", "width": 32},
    {"title": "Период", "width": 28, "align": "center"},
]


def pair_rows(count):
    return [
        [
            f"{n}.",
            f"Смирнова Ольга Викторовна {n},\nучитель-логопед № {n}",
            f"Белова Анна Игоревна {n}, воспитатель",
            "01.09.2026 – 31.05.2027",
        ]
        for n in range(1, count + 1)
    ]


def order(pairs=3, readers=2, orientation="landscape"):
    """An order on pairs with its sheet of acquaintance and an annex."""
    return [
        blocks.letterhead("Управление образования Пролетарского района", FULL_NAME, "МБДОУ «Детский сад № 3»"),
        blocks.doc_title("ПРИКАЗ"),
        blocks.requisites("01.09.2026", "45-од", "г. Пролетарск"),
        blocks.heading("О закреплении наставнических пар на 2026/2027 учебный год"),
        blocks.paragraph(
            "В соответствии со ст. 351.8 Трудового кодекса Российской Федерации, приказом управления образования "
            "от 3 августа 2026 г. № 118 «Об организации наставничества»"
        ),
        blocks.command(),
        blocks.item("Закрепить наставнические пары на период с 1 сентября 2026 г. по 31 мая 2027 г. (приложение)."),
        blocks.item("Куратору Ивановой И. И., старшему воспитателю:"),
        blocks.item("ознакомить наставников и наставляемых с настоящим приказом;", 2),
        blocks.item("представить отчёт не позднее 25 мая 2027 г.", 2),
        blocks.item("Контроль за исполнением приказа оставляю за собой."),
        blocks.signature("Заведующий", "А.С. Петрова"),
        blocks.acquaintance(
            "С приказом ознакомлены:",
            [{"name": f"Салтыкова-Щедрина Мария Александровна {n}", "post": "воспитатель"} for n in range(readers)],
        ),
        blocks.annex(["Приложение № 1", "к приказу от 01.09.2026 № 45-од"], "Перечень пар", orientation),
        blocks.table(PAIR_COLUMNS, pair_rows(pairs), "Пары по форме «педагог – педагог»"),
        blocks.item("Пары действуют весь учебный год."),
    ]


def consent(name="Смирнова Ольга Викторовна"):
    """A consent with every kind of line that is filled in by hand."""
    return [
        blocks.approval(["РАССМОТРЕНО", "протокол от 28.08.2026 № 1"], ["УТВЕРЖДАЮ", "______ А.С. Петрова"]),
        blocks.doc_title("СОГЛАСИЕ"),
        blocks.paragraph("на обработку персональных данных", indent=False, bold=True, align="center"),
        blocks.paragraph(f"Я, {name}, даю согласие на обработку моих персональных данных."),
        blocks.fill_line("Адрес регистрации", "индекс, населённый пункт, улица, дом"),
        blocks.fill_line("", "кем и когда выдан документ"),
        blocks.fill_line("Документ, удостоверяющий личность субъекта персональных данных, его серия и номер"),
        blocks.checklist([{"text": "фамилия, имя, отчество", "checked": True}, {"text": "телефон", "checked": False}]),
        blocks.subtitle("Срок и отзыв"),
        blocks.paragraph("Согласие действует до 31 августа 2030 г.\nОтзыв – письменным заявлением."),
        blocks.signoff("Дата", "О.В. Смирнова"),
        blocks.signature("Принял", "", "подпись"),
        blocks.note("Согласие оформлено отдельно от иных документов."),
    ]


def squashed(text):
    """Text without any white space, to compare words that are wrapped differently."""
    return "".join(text.split())
