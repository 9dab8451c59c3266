"""More sheets as institutions have them, worse than those of ``shapes.py``; each with what must come of it."""

from datetime import date, datetime

from .shapes import BORN, HEAD, NAME, OTHER, OZERNY, TWO, VETROVA, Shape, book, edited, ods, one, text

KITTEN = {"last_name": "Котов", "first_name": "Илья"}
MOTHER = ("Котова Мария Петровна", "мать", "+7 900 111-22-33")
TARIFF = [
    ["ТАРИФИКАЦИОННЫЙ СПИСОК"],
    [],
    ["№", "Ф.И.О.", "Сведения", None, "Стаж", None, None, None, "Квалификация"],
    [None, None, "Дата рождения", "Должность", "общий", None, "педагогический", None, "категория"],
    [None, None, None, None, "лет", "мес.", "лет", "мес."],
    [1, 2, 3, "3а", 4, 5, 6, 7, 8],
    [1, "Ветрова\nАлина\u00a0\u00a0Сергеевна", BORN, "воспитатель", 25, 3, 22, 11, "1 кв.к."],
    [2, OTHER.upper(), "7.2.85", "завхоз", 3, "", 0, 8, "б.к."],
    ["Итого", None, None, None, 28, 3, 22, 19],
    ["Директор", None, None, "________", "/ Рябинина О.П. /"],
]
TARIFF_MERGED = ["C3:D3", "E3:H3", "E4:F4", "G4:H4", "A3:A5", "B3:B5", "C4:C5", "D4:D5", "I4:I5"]
PARENTS = [
    ["№ п/п", "Фамилия, имя воспитанника", "Дата рожд.", "Сведения о родителях", None, None, None],
    [None, None, None, "Мать", None, "Отец", None],
    [None, None, None, "ФИО", "телефон", "ФИО", "телефон"],
    ["Группа «Солнышко» (воспитатель Жукова А.А.)"],
    [1, "Котов Илья", "12.03.2019г.р.", MOTHER[0], "89001112233", "Котов Пётр Ильич", 89001112244],
]
CLASSES = ["№", "Фамилия", "Имя", "Отчество", "Дата рожд.", "ФИО родителя (законного представителя)", "Контакты"]


def shut(made):
    made.active.column_dimensions["C"].hidden = True


def told(title, value, words, **expected):
    made = one(title, value, **expected)
    return Shape(made.name, made.content, made.rows, (words,))


MESSY = [
    Shape(
        "three tiers with years and months apart, from D7",
        book(TARIFF, merge=TARIFF_MERGED),
        [
            VETROVA | {"birth_date": BORN, "work_months": 303, "teaching_months": 275, "category": "first"},
            OZERNY | {"work_months": 36, "teaching_months": 8, "category": ""},
        ],
        ("номера столбцов", "подпись или примечание"),
    ),
    Shape(
        "months alone are no years",
        book([["ФИО", "Стаж (мес.)", "Должность"], [NAME, 18, "воспитатель"]]),
        [{"work_months": 18}],
        silent=True,
    ),
    Shape(
        "parts of the staff in the place of the number",
        book([["№ п/п", *HEAD], ["АУП"], [1, *TWO[0]], ["УВП"], [2, *TWO[1]]]),
        [VETROVA, OZERNY],
        ("подзаголовок",),
    ),
    Shape(
        "both lengths of service through a stroke",
        book([["ФИО", "Стаж общий/пед.", "Должность"], [NAME, "5 л. 3 м./-", "воспитатель"]]),
        [{"work_months": 63, "teaching_months": 0}],
        silent=True,
    ),
    Shape(
        "quoted line breaks in a CSV of Windows",
        text(
            [["Фамилия\nИмя\nОтчество", "Дата\nрождения", "Квалиф.\nкатегория"], [NAME, "12.4.99", "СЗД до 2027"]],
            encoding="cp1251",
        ),
        [VETROVA | {"birth_date": BORN, "category": "fit"}],
        silent=True,
    ),
    Shape("a hidden column is told", edited([HEAD, *TWO], shut), [VETROVA, OZERNY], ("скрыты столбцы C",)),
    Shape(
        "ods with the heading of a day and a moment",
        ods([HEAD, [NAME, datetime(1999, 4, 12), "воспитатель"]]),  # noqa: DTZ001
        [VETROVA | {"birth_date": BORN}],
    ),
    Shape(
        "first name and patronymic in one column",
        book([["Фамилия", "Имя, отчество", "Должность"], ["Ветрова", "Алина Сергеевна", "воспитатель"]]),
        [VETROVA],
        silent=True,
    ),
    Shape(
        "headings of the site of an institution",
        book(
            [
                [
                    "Фамилия, имя, отчество (при наличии) педагогического работника",
                    "Занимаемая должность (должности)",
                    "Уровень (уровни) профессионального образования с указанием специальности",
                    "Общий стаж работы",
                    "Стаж работы по специальности (сведения о продолжительности опыта)",
                ],
                [NAME, "воспитатель", "высшее, дошкольное", "20 лет", "пять лет"],
            ]
        ),
        [VETROVA | {"education": "высшее, дошкольное", "work_months": 240, "teaching_months": 60}],
        silent=True,
    ),
    Shape(
        "vacancies are left out and told",
        book([HEAD, TWO[0], ["Вакансия", "", "учитель физики"], TWO[1]]),
        [VETROVA, OZERNY],
        ("вакансия",),
    ),
    Shape(
        "another table below with other columns",
        book([HEAD, TWO[0], ["Совместители"], ["ФИО", "Должность", "Телефон"], [OTHER, "завхоз", "89001112233"]]),
        [VETROVA],
        ("другая таблица",),
    ),
    Shape(
        "a table on its side",
        book([["ФИО", NAME, OTHER], ["Дата рождения", "12.04.1999", "07.02.1985"], ["Должность", "повар", "завхоз"]]),
        refused="Таблица повёрнута",
    ),
    *(
        one("Дата рождения", value, birth_date=BORN)
        for value in (
            "12.04.1999г.р.",
            "12.04.1999 (26 лет)",
            "12.IV.1999",
            "12.О4.1999",
            "«12» апреля 1999г.",
            "12апр99",
        )
    ),
    *(
        one("Общий стаж", value, work_months=months)
        for value, months in (("5л3м", 63), ("20+", 240), ("двадцать один год", 252), ("б/стажа", 0), (5.25, 63))
    ),
    one("Общий стаж", "с 01.09.2015", works_since=date(2015, 9, 1)),
    told("Общий стаж", "с 2010 г.", "ожидается число лет, получено «с 2010 г.»"),
    told("Общий стаж", "5.03", "ожидается число лет, получено «5.03»"),
    *(
        one("Категория", value, category=code)
        for value, code in (
            ("Iкв.к.", "first"),
            ("в.к.к.", "highest"),
            ("с.з.д.", "fit"),
            ("выс.", "highest"),
            ("н/а", ""),
        )
    ),
    told("Категория", "высшая (воспитатель), первая (логопед)", "категорий несколько", category="highest"),
    *(
        one("Телефон", value, phone="+7 900 000-00-01")
        for value in ("тел.: 8-900-000-00-01", "т. 8(900)000 00 01", "+8 900 000-00-01")
    ),
    told("Телефон", "8-900-000-00-01 (муж)", "рядом с телефоном не загружено: «муж»", phone="+7 900 000-00-01"),
    told("Телефон", "89000000001 89000000002", "телефонов несколько", phone="+7 900 000-00-01"),
    told("Телефон", "8900000001", "не похоже на телефон"),
    one("E-mail", "Алина <a@example.ru>", email="a@example.ru"),
    told("E-mail", "a@example.ru/b@example.ru", "адресов несколько", email="a@example.ru"),
    Shape(
        "what stands behind a patronymic is no part of it",
        book([HEAD, [f"{NAME} - воспитатель", "", ""], [f"{OTHER}, 07.02.1985 г.р.", "", "завхоз"]]),
        [VETROVA, OZERNY],
        ("после имени не загружено: «воспитатель»", "после имени не загружено: «07.02.1985 г.р.»"),
    ),
    Shape("an asterisk of a footnote", book([HEAD, [f"{NAME}*", "", "повар"]]), [VETROVA], silent=True),
    Shape("no surname", book([HEAD, ["Нургуль Ерлановна", "", "повар"]]), [{}], ("похоже, нет фамилии",)),
    Shape(
        "a first name before the surname without a patronymic",
        book([HEAD, ["Алина Ветрова", "", "повар"]]),
        [{"last_name": "Ветрова", "first_name": "Алина"}],
        ("переставлено: Ветрова Алина",),
    ),
    Shape(
        "a third word that is no patronymic is told",
        book([HEAD, ["Ли Ын Хи", "", "повар"]]),
        [{"last_name": "Ли", "first_name": "Ын", "patronymic": "Хи"}],
        ("отчеством сочтено «Хи»",),
    ),
    Shape(
        "parents under three tiers, the group's teacher in the section",
        book(PARENTS, merge=["D1:G1", "D2:E2", "F2:G2", "A1:A3", "B1:B3", "C1:C3"]),
        [
            KITTEN
            | {
                "birth_date": date(2019, 3, 12),
                "unit": "Группа «Солнышко»",
                "guardians": [MOTHER, ("Котов Пётр Ильич", "отец", "+7 900 111-22-44")],
            }
        ],
        ("имя при нём не загружено",),
        kind="pupils",
    ),
    Shape(
        "mother in the cell of the child",
        book(
            [
                ["Ф.И. ребёнка, Ф.И.О. матери", "Дата рождения"],
                ["Котов Илья\nмама Котова Мария Петровна 8-(900)-111-22-33", "12.03.2019"],
                ["Котов Илья (мать Котова Мария Петровна)", "12.03.2018"],
            ]
        ),
        [KITTEN | {"guardians": [MOTHER]}, KITTEN | {"guardians": [(*MOTHER[:2], "")]}],
        kind="pupils",
    ),
    Shape(
        "classes one below another, the first above the first heading",
        book(
            [
                ["Список обучающихся"],
                ["5 «А» класс. Классный руководитель Иванова М.П."],
                CLASSES,
                [1, "Котов", "Илья", "Петрович", "12.03.13", "Котова Мария Петровна", "89001112233, kot@example.ru"],
                ["6 «Б» класс. Классный руководитель Петрова И.И."],
                CLASSES,
                [1, "Лев", "Анна", "", "1.1.12", "бабушка-опекун Лев Нина Ивановна", "-"],
            ]
        ),
        [
            KITTEN | {"school_class": "5А", "guardians": [(MOTHER[0], "законный представитель", MOTHER[2])]},
            {"last_name": "Лев", "school_class": "6Б", "guardians": [("Лев Нина Ивановна", "опекун", "")]},
        ],
        ("рядом с телефоном не загружено: «kot@example.ru»",),
        kind="pupils",
    ),
    Shape(
        "a Latin letter of a class",
        book([["ФИО ученика", "Класс", "Родитель"], ["Котов Илья Петрович", "5A", "Котов Пётр Ильич"]]),
        [{"school_class": "5А"}],
        kind="pupils",
    ),
    Shape(
        "pairs in one cell",
        book(
            [
                ["Пара наставник – наставляемый", "Срок"],
                ["Иванова М.П. – Петров А.А., Сидорова", "с 01.09.2025 по 31.05.2026"],
                ["учитель Иванова М.П. → молодой специалист Ким Ю. Е.", "сентябрь 2025 – май 2026"],
                ["Иванова М.П., Петров А.А.", "2025-2026 уч.г."],
            ]
        ),
        [
            {
                "mentor": ["Иванова М.П."],
                "mentees": ["Петров А.А.", "Сидорова"],
                "starts_on": date(2025, 9, 1),
                "ends_on": date(2026, 5, 31),
            },
            {"mentor": ["Иванова М.П."], "mentees": ["Ким Ю. Е."], "ends_on": date(2026, 5, 31)},
            {},
        ],
        ("непонятно, кто наставник",),
        kind="pairs",
    ),
    Shape(
        "several years and the end alone",
        book(
            [
                ["Наставник", "Наставляемый", "Срок"],
                ["Иванова М.П.", "Петров А.А.", "2023–2026"],
                ["Иванова М.П.", "Ким Ю.Е.", "до 31.05.2026"],
                ["Иванова М.П.", "Лев А.А.", "2026–2023"],
            ]
        ),
        [
            {"starts_on": date(2023, 9, 1), "ends_on": date(2026, 5, 31)},
            {"starts_on": None, "ends_on": date(2026, 5, 31)},
            {},
        ],
        ("ожидается период, получено «2026–2023»",),
        kind="pairs",
    ),
    Shape(
        "an order whose date stands before its number",
        book(
            [
                ["Уч. год", "Приказ (№, дата)", "Наставник", "Наставляемый"],
                ["2022/23", "от 01.09.2022 г. № 38/1-од", "Иванова М.П.", "Петров А.А."],
                ["2023-2024", "№ 45-ОД от 01.09.2023", "Иванова М.П.", "Петров А.А."],
            ]
        ),
        [
            {"order_number": "38/1-од", "order_date": date(2022, 9, 1), "starts_on": date(2022, 9, 1)},
            {"order_number": "45-ОД", "order_date": date(2023, 9, 1)},
        ],
        kind="earlier",
    ),
]
