"""Staff lists of the shapes that institutions have, built on the spot; all people are invented."""

import io

import openpyxl

PEOPLE = (
    (
        "Ветрова Алина Сергеевна",
        "12.04.1999",
        "воспитатель",
        "«Ромашка»",
        "01.09.2024",
        "1 год 2 мес.",
        "1 год 2 мес.",
        "б/к",
        "высшее",
        "дошкольное образование",
        "8 (900) 000-00-01",
    ),
    (
        "Рябинина Ольга Петровна",
        "03.11.1978",
        "старший воспитатель",
        "",
        "15.08.2003",
        "26 лет 3 мес.",
        "22 года",
        "ВКК",
        "высшее",
        "педагогика и психология",
        "+7 900 000-00-02",
    ),
    (
        "Мамедова Лейла Гасан кызы",
        "25 мая 1990 г.",
        "учитель-логопед",
        "«Ручеёк»",
        "1 сентября 2015",
        "10 л. 3 м.",
        "10",
        "I",
        "высшее",
        "логопедия",
        "9000000003",
    ),
    (
        "Озёрный Пётр Ильич",
        "7.2.85",
        "завхоз",
        "",
        "10.01.2020",
        "18,5",
        "нет",
        "",
        "среднее профессиональное",
        "",
        "",
    ),
)
FLAT = (
    "Фамилия, имя, отчество",
    "Дата рождения",
    "Должность",
    "Группа",
    "Дата приёма",
    "Общий стаж",
    "Педагогический стаж",
    "Категория",
    "Образование",
    "Специальность",
    "Телефон",
)


def book(rows, *, merge=(), start=(1, 1)):
    """Bytes of an XLSX with ``rows`` from the cell ``start`` (row, column)."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Сотрудники"
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.cell(start[0] + at, start[1] + column, value)
    for area in merge:
        sheet.merge_cells(area)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def staff_list(people=PEOPLE):
    """The usual list: title, two-tier heading, column numbers, names in one column, everything as text."""
    rows = [
        ["Список работников МБДОУ «Детский сад № 7» на 01.10.2026"],
        [],
        [
            "№\nп/п",
            "Фамилия,\nимя, отчество",
            "Дата рождения",
            "Должность",
            "Группа",
            "Дата приёма на работу",
            "Стаж",
            None,
            "Категория",
            "Образование",
            None,
            "Телефон",
        ],
        [None] * 6 + ["общий", "педагоги-\nческий", None, "уровень", "специаль-\nность"],
        [str(number) for number in range(1, 13)],
        *([number, *person] for number, person in enumerate(people, start=1)),
        [],
        [None, "Заведующий", None, "___________", "О.П. Рябинина"],
    ]
    merge = ["A1:L1", *(f"{letter}3:{letter}4" for letter in "ABCDEFIL"), "G3:H3", "J3:K3"]
    return book(rows, merge=merge)


def flat_list(people=PEOPLE, columns=FLAT, **kwargs):
    """One heading row and nothing else."""
    return book([columns, *people], **kwargs)
