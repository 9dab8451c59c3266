from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.common import russian

MEETINGS = "встреча,встречи,встреч"


@pytest.mark.parametrize(
    ("number", "form"),
    [
        *[(n, "встреча") for n in (1, 21, 101, -1, 1.0)],
        *[(n, "встречи") for n in (2, 3, 4, 22, 104, 2.5, Decimal("0.5"))],
        *[(n, "встреч") for n in (0, 5, 11, 12, 14, 20, 111, 112, 1000)],
    ],
)
def test_plural(number, form):
    assert russian.plural(number, MEETINGS) == form


def test_counted():
    assert russian.counted(1, MEETINGS) == "1 встреча"
    assert russian.counted(5, MEETINGS) == "5 встреч"
    assert russian.counted(2.5, "год,года,лет") == "2,5 года"


def test_plural_needs_three_forms():
    with pytest.raises(ValueError, match="unpack"):
        russian.plural(1, "встреча,встреч")


def test_dates():
    assert russian.date_words(date(2025, 9, 3)) == "3 сентября 2025 г."
    assert russian.date_digits(date(2025, 9, 3)) == "03.09.2025"
    assert russian.date_words(None) == russian.date_digits(None) == ""


def test_period():
    start, end = date(2025, 9, 1), date(2026, 5, 31)
    assert russian.period_words(start, end) == "с 1 сентября 2025 г. по 31 мая 2026 г."
    assert russian.period_words(start, None) == "с 1 сентября 2025 г."
    assert russian.period_words(None, end) == "по 31 мая 2026 г."


@pytest.mark.parametrize(
    ("name", "signature", "running"),
    [
        (("Петрова", "Анна", "Сергеевна"), "А.С. Петрова", "Петрова А.С."),
        (("Петрова-Водкина", "анна", ""), "А. Петрова-Водкина", "Петрова-Водкина А."),
        (("Алиев", "Рашид", "Гасан оглы"), "Р.Г. Алиев", "Алиев Р.Г."),
        (("Алиева", "Лейла", "Гасан Кызы"), "Л.Г. Алиева", "Алиева Л.Г."),
        (("Алиева", "Лейла", "Гасан-кызы"), "Л.Г. Алиева", "Алиева Л.Г."),
        (("Гарсия", "Анна-Мария", "-"), "А.-М. Гарсия", "Гарсия А.-М."),
        (("Ким", "", ""), "Ким", "Ким"),
        (("", "Анна", None), "А.", "А."),
    ],
)
def test_initials(name, signature, running):
    assert russian.initials_first(*name) == signature
    assert russian.surname_first(*name) == running


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Анна \t\n Сергеевна ", "Анна Сергеевна"),
        ("И\u0306од", "Йод"),
        ("А\x00н\u200bн\u202eа\ufeff\ud800\uffff", "Анна"),
        ("пере\u00adнос", "перенос"),
        (None, ""),
    ],
)
def test_clean_text(typed, clean):
    assert russian.clean_text(typed) == clean


def test_clean_text_keeps_lines_when_asked():
    typed = " первая  строка\r\nвторая\r\r\n\n\nтретья\n"
    assert russian.clean_text(typed, lines=True) == "первая строка\nвторая\n\nтретья"


@given(st.text(st.characters()), st.booleans())
def test_clean_text_takes_any_text(typed, lines):
    clean = russian.clean_text(typed, lines=lines)
    clean.encode()
    assert russian.clean_text(clean, lines=lines) == clean
    assert clean == clean.strip()


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("Ивaнoв", "Иванов"),  # a and o are Latin
        ("Cидоров", "Сидоров"),
        ("Семëнова", "Семёнова"),
        ("Петрова – Водкина", "Петрова-Водкина"),
        ("О’Нил", "О'Нил"),
        ("Smith", "Smith"),
        ("Cop", "Cop"),
        ("Иванов Smith", "Иванов Smith"),
        ("Группа Zвезда", "Группа Zвезда"),
    ],
)
def test_clean_name(typed, clean):
    assert russian.clean_name(typed) == clean


@given(st.text(st.characters()))
def test_clean_name_takes_any_text(typed):
    clean = russian.clean_name(typed)
    assert russian.clean_name(clean) == clean


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        (30, "Встреча, наставника и пары"),
        (26, "Встреча, наставника и пары"),
        (20, "Встреча, наставника…"),
        (10, "Встреча…"),
        (4, "Вст…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_cut(limit, shown):
    assert russian.cut("Встреча,  наставника и пары", limit) == shown


@pytest.mark.slow
@given(st.text(), st.integers(0, 40))
def test_cut_keeps_its_limit(text, limit):
    assert len(russian.cut(text, limit)) <= limit


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["а"], "а"), (["а", "б"], "а и б"), (["а", "", "б", "в"], "а, б и в")],
)
def test_join_and(items, text):
    assert russian.join_and(items) == text


def test_agree():
    assert russian.agree("m", "ознакомлен", "ознакомлена") == "ознакомлен"
    assert russian.agree("f", "ознакомлен", "ознакомлена") == "ознакомлена"
    assert russian.agree("", "ознакомлен", "ознакомлена") == "ознакомлен(а)"
    assert russian.agree("", "принял", "приняла") == "принял(а)"
    assert russian.agree("", "он", "она") == "он(а)"
    assert russian.agree("", "должен", "должна") == "должен/должна"


@pytest.mark.parametrize(
    ("months", "text"),
    [(63, "5 лет 3 мес."), (12, "1 год"), (24, "2 года"), (11, "11 мес."), (0, "менее месяца"), (None, "")],
)
def test_months_words(months, text):
    assert russian.months_words(months) == text


def test_months_are_never_negative():
    with pytest.raises(ValueError, match="отрицательным"):
        russian.months_words(-1)


@pytest.mark.parametrize(
    ("full", "signed"),
    [
        ("Петрова Анна Сергеевна", "А.С. Петрова"),
        ("Мамедов Эльдар Рашид оглы", "Э.Р. Мамедов"),
        ("Ли Вэй", "В. Ли"),
        ("Куратор", "Куратор"),
    ],
)
def test_a_signature_of_any_number_of_words(full, signed):
    assert russian.signature_of(full) == signed
