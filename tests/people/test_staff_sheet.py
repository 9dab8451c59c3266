import csv
import io
from datetime import date, datetime

import pytest

from mentorship.common.sheet_tables import Column, find_table
from mentorship.common.sheets import SheetError, read_grid
from mentorship.people import name_cells, staff_cells
from mentorship.people.staff_cells import CellError
from mentorship.people.staff_sheet import STAFF, mapping_problems, parse_rows, stated_day
from tests.people.sheets import FLAT, PEOPLE, book, flat_list, staff_list

TODAY = date(2026, 11, 22)


def table_in(content):
    return find_table(read_grid(io.BytesIO(content), "список.xlsx"), knows=STAFF.knows)


def parsed(content):
    table = table_in(content)
    mapping = STAFF.recognise(table.columns)
    assert mapping_problems(mapping) == []
    return parse_rows(table, mapping, today=TODAY)


def texts(rows):
    return [problem.text for row in rows for problem in row.problems]


def one(columns, *values):
    """The only row of a list with the given columns."""
    (row,) = parsed(book([columns, values]))
    return row


# --- The usual list, and the same people in other shapes ------------------------------------------------------

EXPECTED = [
    {
        "last_name": "Ветрова",
        "first_name": "Алина",
        "patronymic": "Сергеевна",
        "birth_date": date(1999, 4, 12),
        "post": "воспитатель",
        "unit": "«Ромашка»",
        "hired_on": date(2024, 9, 1),
        "work_months": 14,
        "teaching_months": 14,
        "category": "",
        "education": "высшее; дошкольное образование",
        "phone": "+7 900 000-00-01",
    },
    {
        "last_name": "Рябинина",
        "first_name": "Ольга",
        "patronymic": "Петровна",
        "birth_date": date(1978, 11, 3),
        "post": "старший воспитатель",
        "unit": "",
        "hired_on": date(2003, 8, 15),
        "work_months": 315,
        "teaching_months": 264,
        "category": "highest",
        "education": "высшее; педагогика и психология",
        "phone": "+7 900 000-00-02",
    },
    {
        "last_name": "Мамедова",
        "first_name": "Лейла",
        "patronymic": "Гасан кызы",
        "birth_date": date(1990, 5, 25),
        "post": "учитель-логопед",
        "unit": "«Ручеёк»",
        "hired_on": date(2015, 9, 1),
        "work_months": 123,
        "teaching_months": 120,
        "category": "first",
        "education": "высшее; логопедия",
        "phone": "+7 900 000-00-03",
    },
    {
        "last_name": "Озёрный",
        "first_name": "Пётр",
        "patronymic": "Ильич",
        "birth_date": date(1985, 2, 7),
        "post": "завхоз",
        "unit": "",
        "hired_on": date(2020, 1, 10),
        "work_months": 222,
        "teaching_months": 0,
        "category": "",
        "education": "среднее профессиональное",
        "phone": "",
    },
]


def without_speciality(values):
    return values | {"education": values["education"].split(";")[0]}


def test_the_usual_list():
    table = table_in(staff_list())
    assert table.header == (3, 4)
    assert [row.number for row in table.rows] == [6, 7, 8, 9]
    assert [(row.number, row.why) for row in table.skipped] == [
        (5, "номера столбцов"),
        (11, "подпись или примечание"),
    ]
    rows = parsed(staff_list())
    assert [row.values for row in rows] == EXPECTED
    assert texts(rows) == []


def test_the_day_of_the_list_is_read_from_its_title():
    grid = read_grid(io.BytesIO(staff_list()), "a.xlsx")
    assert stated_day(grid, find_table(grid, knows=STAFF.knows)) == date(2026, 10, 1)
    grid = read_grid(io.BytesIO(book([["ФИО", "Стаж на 1 сентября 2025 г."], ["Ким Юн", 5]])), "a.xlsx")
    assert stated_day(grid, find_table(grid, knows=STAFF.knows)) == date(2025, 9, 1)
    grid = read_grid(io.BytesIO(flat_list()), "a.xlsx")
    assert stated_day(grid, find_table(grid, knows=STAFF.knows)) is None


def three_columns():
    split = [(*person[0].split(" ", 2), *person[1:]) for person in PEOPLE]
    return flat_list(split, ("Фамилия", "Имя", "Отчество", *FLAT[1:]))


def real_dates_and_numbers():
    days = {"12.04.1999": datetime(1999, 4, 12), "01.09.2024": date(2024, 9, 1), "7.2.85": date(1985, 2, 7)}  # noqa: DTZ001
    numbers = {"9000000003": 9000000003, "10": 10.0, "18,5": 18.5}
    return flat_list([[(days | numbers).get(value, value) for value in person] for person in PEOPLE])


def as_csv():
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=";").writerows([["Штат"], [], FLAT, *PEOPLE])
    return target.getvalue().encode("cp1251")


def in_capitals():
    return flat_list([(person[0].upper(), *person[1:]) for person in PEOPLE])


def split_letters():
    return flat_list(
        [
            tuple(value.replace("й", "и\u0306").replace(" ", "\u00a0").replace("ё", "е\u0308") for value in person)
            for person in PEOPLE
        ]
    )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(flat_list(), id="one heading row"),
        pytest.param(flat_list(start=(5, 3)), id="starting at C5"),
        pytest.param(three_columns(), id="names in three columns"),
        pytest.param(real_dates_and_numbers(), id="dates as dates, numbers as numbers"),
        pytest.param(as_csv(), id="csv in Windows-1251"),
        pytest.param(in_capitals(), id="names in capitals"),
        pytest.param(split_letters(), id="split letters and unbreakable spaces"),
    ],
)
def test_the_same_people_in_another_shape(content):
    rows = parsed(content)
    assert [row.values for row in rows] == [without_speciality(values) for values in EXPECTED]
    assert texts(rows) == []


def test_two_tiers_without_a_row_of_numbers_and_without_merged_cells():
    rows = parsed(
        book(
            [
                ["№", "ФИО", "Стаж", None, "Образование", None],
                [None, None, "общий", "пед.", "уровень", "специальность"],
                [1, "Ким Юн", 5, 3, "высшее", "логопед"],
            ]
        )
    )
    assert [row.values for row in rows] == [
        {
            "last_name": "Ким",
            "first_name": "Юн",
            "patronymic": "",
            "work_months": 60,
            "teaching_months": 36,
            "education": "высшее; логопед",
        }
    ]


def test_unknown_headings_are_left_to_the_user():
    table = table_in(book([["Кто", "Кем", "Когда"], ["Ким Юн Ильич", "повар", "01.02.2000"]]))
    mapping = STAFF.recognise(table.columns)
    assert mapping == {0: None, 1: None, 2: None}
    assert mapping_problems(mapping) == [
        "Укажите, в каком столбце фамилия, имя и отчество: без имён список не загрузить."
    ]
    (row,) = parse_rows(table, {0: "full_name", 1: "post", 2: "hired_on"}, today=TODAY)
    assert (row.name, row.values["post"], row.values["hired_on"]) == ("Ким Юн Ильич", "повар", date(2000, 2, 1))


def test_a_list_without_people_is_refused():
    with pytest.raises(SheetError, match="ни одной заполненной строки"):
        table_in(staff_list(people=()))


# --- Columns ------------------------------------------------------------------------------------------------


def recognised(*titles):
    mapping = STAFF.recognise([Column(at, "A", title) for at, title in enumerate(titles)])
    return [mapping[at] for at in range(len(titles))]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("ФИО", "full_name"),
        ("Ф.И.О. педагога (полностью)", "full_name"),
        ("фамилия имя отчество работника", "full_name"),
        ("Сведения о работнике / Фамилия", "last_name"),
        ("Число, месяц и год рождения", "birth_date"),
        ("Дата рождения (чч.мм.гггг)", "birth_date"),
        ("Занимаемая должность по штатному расписанию", "post"),
        ("Структурное подразделение", "unit"),
        ("Дата приема на работу, № приказа", "hired_on"),
        ("Стаж", "work_months"),
        ("Стаж / общий", "work_months"),
        ("Общий трудовой стаж (полных лет)", "work_months"),
        ("Стаж / педагогический", "teaching_months"),
        ("Пед. стаж на 01.09.2025 г.", "teaching_months"),
        ("Стаж педагогической работы, лет", "teaching_months"),
        ("Квалификационная категория, дата присвоения", "category"),
        ("Аттестация / категория", "category"),
        ("Образование / уровень", "education"),
        ("Моб. телефон", "phone"),
        ("E-mail", "email"),
        ("Таб. №", "staff_number"),
        ("Пол", "gender"),
        ("№ п/п", None),
        ("Дата присвоения категории", None),
        ("Стаж / в данном учреждении", None),
        ("Группа инвалидности", None),
        ("Группа здоровья", None),
        ("Серия и номер паспорта", None),
        ("СНИЛС", None),
        ("ФИО ребёнка", None),
        ("Телефон родителя", None),
        ("Имя пользователя", None),
        ("Полис", None),
        ("", None),
    ],
)
def test_titles_as_people_write_them(title, code):
    assert recognised(title) == [code]


def test_every_field_knows_its_own_title():
    assert recognised(*(made.title for made in STAFF.fields.values())) == list(STAFF.fields)


def test_a_field_goes_to_the_closest_column_and_only_education_to_several():
    assert recognised("Должность по совместительству", "Должность") == [None, "post"]
    assert recognised("Образование", "Образование / год окончания") == ["education", "education"]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["full_name", "post", "post"], "«Должность» выбрано для нескольких столбцов"),
        (["full_name", "last_name"], "либо один столбец с ФИО, либо отдельные"),
        (["last_name", "post"], "без имён список не загрузить"),
        ([None, None], "без имён список не загрузить"),
    ],
)
def test_a_choice_of_columns_that_cannot_be_read(codes, words):
    (problem,) = mapping_problems(dict(enumerate(codes)))
    assert words in problem


# --- Names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "name", "notes"),
    [
        ("Иванова Мария Петровна", ("Иванова", "Мария", "Петровна"), []),
        ("  иванова\nМАРИЯ   петровна ", ("Иванова", "Мария", "Петровна"), []),
        ("12. Иванова, Мария, Петровна", ("Иванова", "Мария", "Петровна"), []),
        ("ПЕТРОВА – ВОДКИНА АННА ИВАНОВНА", ("Петрова-Водкина", "Анна", "Ивановна"), []),
        ("Мамедов Рауф Гасан ОГЛЫ", ("Мамедов", "Рауф", "Гасан оглы"), []),
        ("Мамедов Рауф Гасан-оглы", ("Мамедов", "Рауф", "Гасан-оглы"), []),
        ("Ким Юн", ("Ким", "Юн", ""), ["отчества нет"]),
        ("Мария Петровна Иванова", ("Иванова", "Мария", "Петровна"), ["имя стояло перед фамилией"]),
        ("Ли Сан Анна Ивановна", ("Ли Сан", "Анна", "Ивановна"), ["фамилией сочтено «Ли Сан»"]),
        ("Иванова Мария Петровна (д/о)", ("Иванова", "Мария", "Петровна"), ["в скобках не загружено: «(д/о)»"]),
        ("Ивaнoва Мария Пeтровна", ("Иванова", "Мария", "Петровна"), ["латинские буквы заменены русскими"]),
        ("Smith Anna Maria", ("Smith", "Anna", "Maria"), ["написано латиницей", "отчеством сочтено «Maria»"]),
    ],
)
def test_names_in_one_cell(typed, name, notes):
    told = []
    values = name_cells.full_name(typed, told)
    assert (values["last_name"], values["first_name"], values["patronymic"]) == name
    assert len(told) == len(notes)
    assert all(words in message for words, message in zip(notes, told, strict=True))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "имя не указано"),
        ("Иванова", "ожидаются фамилия, имя и отчество, получено «Иванова»"),
        ("Иванова М.П.", "инициалы"),
        ("М. П. Иванова", "инициалы"),
        ("Иванова М П", "инициалы"),
        ("Иванова2 Мария Петровна", "в фамилии допустимы буквы, дефис и пробел"),
        ("Иванова Мария Петровна Сергей Николаевич Ким", "непонятно, где фамилия"),
        ("Ивановаz Мария Петровна", "смешаны русские и латинские буквы"),
        (f"{'А' * 200} Мария Петровна", "в фамилии больше 100 знаков"),
        (12345, "ожидаются фамилия"),
        ("=HYPERLINK(1) Мария Петровна", "допустимы буквы"),
    ],
)
def test_names_that_cannot_be_read(typed, words):
    with pytest.raises(CellError, match=words) as refused:
        name_cells.full_name(typed, [])
    assert len(str(refused.value)) < 200


def test_names_in_three_columns_are_checked_each():
    row = one(["Фамилия", "Имя", "Отчество"], "иванова", "М.", "-")
    assert row.values == {"last_name": "Иванова", "patronymic": ""}
    assert texts([row]) == ["Строка 2, «Имя»: в имени допустимы буквы, дефис и пробел. Пишите полностью, без точек."]


# --- Other cells --------------------------------------------------------------------------------------------


def message_of(read, value):
    with pytest.raises(CellError) as refused:
        read(value, [])
    return f"{refused.value.message} {refused.value.advice}".strip()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ВКК", "highest"),
        ("высш.", "highest"),
        ("в/к", "highest"),
        ("Высшая квалификационная, приказ от 25.03.2021 № 12-А", "highest"),
        ("I", "first"),
        ("1", "first"),
        (1, "first"),
        ("1 КК", "first"),
        ("I-я", "first"),
        ("І кв. кат.", "first"),
        ("первая, 2023", "first"),
        ("СЗД", "fit"),
        ("соотв. занимаемой должности", "fit"),
        ("б/к", ""),
        ("без категории", ""),
        ("—", ""),
        ("", ""),
        ("нет", ""),
        ("не аттестована", ""),
        ("педагог-наставник", "mentor"),
        ("высшая, педагог-методист", "methodist"),
    ],
)
def test_categories_in_abbreviations(typed, code):
    assert staff_cells.category(typed, []) == {"category": code}


def test_the_second_category_is_history():
    notes = []
    assert staff_cells.category("II кк", notes) == {"category": ""}
    assert notes == ["вторая категория больше не присваивается: записано «нет»."]
    assert message_of(staff_cells.category, "хорошая").startswith("ожидается категория, получено «хорошая».")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("пять", "ожидается число лет, получено «пять». Пишите числом лет или так: 5 лет 3 мес."),
        (2010, "ожидается число лет, получено «2010». Пишите числом лет или так: 5 лет 3 мес."),
        (
            date(2026, 3, 5),
            "ожидается число лет, а в ячейке дата 05.03.2026. Так Excel понимает «5.3»: задайте ячейке "
            "текстовый формат. Пишите числом лет или так: 5 лет 3 мес.",
        ),
    ],
)
def test_service_that_cannot_be_read(value, message):
    assert message_of(staff_cells.work_months, value) == message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("31.02.1985", "такой даты нет: «31.02.1985»."),
        ("в марте", "ожидается дата, получено «в марте»."),
        (1985, "ожидается дата, получено «1985»."),
        (True, "ожидается дата, получено «да»."),
    ],
)
def test_dates_that_cannot_be_read(value, message):
    assert message_of(staff_cells.birth_date, value) == f"{message} Пишите день, месяц и год: 15.03.1985."


def test_a_date_without_its_day_is_told():
    for typed in ("09.1985", "сентябрь 1985 г."):
        notes = []
        assert staff_cells.birth_date(typed, notes) == {"birth_date": date(1985, 9, 1)}
        assert notes == ["день не указан, записано 01.09.1985."]
    notes = []
    assert staff_cells.birth_date("29 февраля 2000 г.", notes) == {"birth_date": date(2000, 2, 29)}
    assert notes == []


def test_phones_and_addresses():
    notes = []
    assert staff_cells.phone("8-900-000-00-01; 2-00-00", notes) == {"phone": "+7 900 000-00-01"}
    assert staff_cells.email("Mail@Example.ru, x@example.ru", notes) == {"email": "mail@example.ru"}
    assert notes == [
        "телефонов несколько, загружен первый: +7 900 000-00-01.",
        "адресов несколько, загружен первый: mail@example.ru.",
    ]
    assert staff_cells.phone("8 900 000-00-01 доб. 12", []) == {"phone": "+7 900 000-00-01 доб. 12"}
    assert message_of(staff_cells.phone, "2-00-00").startswith("не похоже на телефон: «2-00-00».")
    assert message_of(staff_cells.email, "ivanova.ru").startswith("не похоже на адрес: «ivanova.ru».")
    assert message_of(staff_cells.email, "иванова@example.ru").startswith("в адресе есть русские буквы")


def test_gender():
    assert staff_cells.gender("Жен.", []) == {"gender": "f"}
    assert staff_cells.gender("м", []) == {"gender": "m"}
    assert message_of(staff_cells.gender, "средний").startswith("ожидается «муж.» или «жен.»")


def test_long_texts_are_refused_and_latin_letters_mended():
    assert message_of(staff_cells.post, "в" * 201).startswith("больше 200 знаков")
    notes = []
    assert staff_cells.post("Вoспитатель", notes) == {"post": "Воспитатель"}
    assert notes == ["латинские буквы заменены русскими: «Воспитатель»."]
    row = one(["ФИО", "Образование / уровень", "Образование / вуз"], "Ким Юн Ильич", "а" * 200, "б" * 200)
    assert texts([row]) == ["Строка 2, «Образование / вуз»: в этих столбцах вместе больше 300 знаков."]


@pytest.mark.parametrize(
    ("post", "teaching"),
    [
        ("Воспитатель", True),
        ("старший воспитатель", True),
        ("Учитель-логопед", True),
        ("Педагог дополнительного образования", True),
        ("Инструктор по физической культуре", True),
        ("муз. руководитель", True),
        ("ст. воспитатель", True),
        ("Помощник воспитателя", False),
        ("младший воспитатель", False),
        ("Заведующий", False),
        ("повар", False),
        ("", False),
    ],
)
def test_teaching_posts(post, teaching):
    assert staff_cells.is_teaching_post(post) is teaching


# --- Rows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "hired", "text"),
    [
        (
            "01.01.1990",
            "01.12.2026",
            "Строка 2, «Дата приёма»: дата приёма не может быть позже сегодняшней (22.11.2026).",
        ),
        (
            "01.01.2027",
            "",
            "Строка 2, «Дата рождения»: дата рождения не может быть позже сегодняшней (22.11.2026).",
        ),
        ("01.01.2015", "", "Строка 2, «Дата рождения»: возраст получается 11."),
        ("01.01.1905", "", "Строка 2, «Дата рождения»: возраст получается 121."),
        (
            "01.09.1990",
            "01.09.1990",
            "Строка 2, «Дата приёма»: дата приёма раньше даты рождения (01.09.1990).",
        ),
        ("01.09.1990", "31.08.2004", "Строка 2, «Дата приёма»: в день приёма человеку было 13."),
    ],
)
def test_dates_out_of_order(born, hired, text):
    row = one(["ФИО", "Дата рождения", "Дата приёма"], "Ким Юн Ильич", born, hired)
    assert texts([row]) == [text]
    assert row.has_errors


def test_service_against_age_and_against_the_whole():
    columns = ["ФИО", "Дата рождения", "Общий стаж", "Педагогический стаж"]
    row = one(columns, "Ким Юн Ильич", "01.01.2000", 30, 1)
    assert texts([row]) == ["Строка 2, «Общий стаж»: стаж больше, чем возможно при этой дате рождения."]
    row = one(columns, "Ким Юн Ильич", "01.01.1980", 5, 6)
    assert texts([row]) == ["Строка 2, «Педагогический стаж»: педагогический стаж больше общего: проверьте."]
    assert not row.has_errors


def test_a_problem_names_row_column_value_and_advice():
    content = staff_list([(*PEOPLE[0][:6], "пять", *PEOPLE[0][7:]), *PEOPLE[1:]])
    (problem,) = (problem for row in parsed(content) for problem in row.problems)
    assert problem.text == "Строка 6, «Стаж / педагогический»: ожидается число лет, получено «пять»."
    assert (problem.row, problem.column_letter, problem.value, problem.level) == (6, "H", "пять", "error")
    assert problem.advice == "Пишите числом лет или так: 5 лет 3 мес."


def test_one_person_twice():
    rows = parsed(
        book(
            [
                ["ФИО", "Дата рождения"],
                ["Семёнова Анна Ильинична", "01.01.1990"],
                ["СЕМЕНОВА Анна Ильинична", "1 января 1990"],
                ["Семёнова Анна Ильинична", "02.02.1992"],
                ["Семёнова Анна Ильинична", ""],
            ]
        )
    )
    assert texts(rows) == [
        "Строка 3, «ФИО»: этот человек уже есть в строке 2.",
        "Строка 5, «ФИО»: человек с таким же именем есть в строке 2, у одного из них нет даты рождения.",
    ]


def test_one_staff_number_twice():
    rows = parsed(book([["ФИО", "Табельный номер"], ["Ким Юн Ильич", 15], ["Пак Юн Ильич", "15"]]))
    assert texts(rows) == ["Строка 3, «Табельный номер»: такой табельный номер уже есть в строке 2."]


def test_a_name_of_a_section_does_not_become_a_person():
    heading = ["ФИО", "Должность", "Педстаж"]
    sheet = [
        heading,
        ["Ким Юн Ильич", "воспитатель", 3],
        ["Обслуживающий персонал"],
        ["Пак Юн Ильич", "повар", 5],
        [],
        ["Второй корпус"],
        ["ФИО", "Должность", "Стаж"],
        ["Цой Юн Ильич", "повар", 5],
    ]
    table = table_in(book(sheet))
    assert [(row.number, row.cells[-1]) for row in table.rows] == [
        (2, ""),
        (4, "Обслуживающий персонал"),
        (8, "Второй корпус"),
    ]
    assert [(row.number, row.why) for row in table.skipped] == [
        (3, "подзаголовок"),
        (6, "подзаголовок"),
        (7, "повтор заголовка"),
    ]
    assert [row.has_errors for row in parsed(book(sheet))] == [False, False, False]


def test_every_problem_of_every_row_is_told_at_once():
    rows = parsed(
        book(
            [
                ["ФИО", "Дата рождения", "Стаж", "E-mail"],
                ["Иванова М.П.", "31.02.1985", "пять", "нет почты"],
                ["Петрова Анна Ивановна", "01.01.1990", "", ""],
                ["", "01.01.1990", "", ""],
            ]
        )
    )
    assert [len(row.problems) for row in rows] == [4, 0, 1]
    assert rows[1].values["work_months"] is None


def test_the_limit_of_ten_thousand_rows_is_checked_whole():
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    people = [
        [f"Ким{letters[n // 784]}{letters[n // 28 % 28]}{letters[n % 28]} Юн Ильич", "01.01.1990", 5]
        for n in range(9_999)
    ]
    rows = parsed(book([["ФИО", "Дата рождения", "Стаж"], *people, ["Пак Юн Ильич", "31.02.1990", 5]]))
    assert len(rows) == 10_000
    assert texts(rows) == ["Строка 10001, «Дата рождения»: такой даты нет: «31.02.1990»."]
