"""Rows of a list of the staff: dates against each other, doubles, problems with their place."""

import pytest

from tests.people.sheets import PEOPLE, book, staff_list
from tests.people.staff_reading import one, parsed, table_in, texts


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


@pytest.mark.slow
def test_the_limit_of_ten_thousand_rows_is_checked_whole():
    letters = "абвгдежзиклмнопрстуфхцчшщэюя"
    people = [
        [f"Ким{letters[n // 784]}{letters[n // 28 % 28]}{letters[n % 28]} Юн Ильич", "01.01.1990", 5]
        for n in range(9_999)
    ]
    rows = parsed(book([["ФИО", "Дата рождения", "Стаж"], *people, ["Пак Юн Ильич", "31.02.1990", 5]]))
    assert len(rows) == 10_000
    assert texts(rows) == ["Строка 10001, «Дата рождения»: такой даты нет: «31.02.1990»."]
