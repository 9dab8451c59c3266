"""Lists of the staff as institutions keep them: their shapes and their columns."""

import csv
import io
from datetime import date, datetime

import pytest

from mentorship.common.sheet_tables import Column, find_table
from mentorship.common.sheets import SheetError, read_grid
from mentorship.people.staff_sheet import STAFF, mapping_problems, parse_rows, stated_day
from tests.people.sheets import FLAT, PEOPLE, book, flat_list, staff_list
from tests.people.staff_reading import TODAY, parsed, table_in, texts

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
