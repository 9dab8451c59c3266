"""Names and other cells of a list of the staff: what is read, mended, refused."""

from datetime import date

import pytest

from mentorship.people import name_cells, staff_cells
from mentorship.people.staff_cells import CellError
from tests.people.staff_reading import one, texts


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
