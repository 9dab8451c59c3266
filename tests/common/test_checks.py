from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mentorship.common import checks


def refusal(check, value):
    """What ``check`` says of ``value``; empty if it agrees."""
    try:
        check(value)
    except ValidationError as error:
        return error.messages[0]
    return ""


@pytest.mark.parametrize("inn", ["7707083893", "7830002293", "500100732259", "77 0708 3893"])
def test_right_inn(inn):
    assert refusal(checks.validate_inn, inn) == ""


@pytest.mark.parametrize("inn", ["7707083894", "500100732258", "500100732269", "0000000000", "000000000000"])
def test_wrong_check_digit_of_inn(inn):
    assert refusal(checks.validate_inn, inn) == "ИНН неверен: проверьте контрольную цифру."


@pytest.mark.parametrize("inn", ["770708389", "77070838931", "77070838ab", "٧٧٠٧٠٨٣٨٩٣"])
def test_inn_of_wrong_length(inn):
    assert "10 цифр" in refusal(checks.validate_inn, inn)


@pytest.mark.parametrize("ogrn", ["1027700132195", "304500116000157", "1 02 77 00 13219 5"])
def test_right_ogrn(ogrn):
    assert refusal(checks.validate_ogrn, ogrn) == ""


def test_wrong_ogrn():
    assert refusal(checks.validate_ogrn, "1027700132194") == "ОГРН неверен: проверьте контрольную цифру."
    assert refusal(checks.validate_ogrn, "304500116000158") == "ОГРН неверен: проверьте контрольную цифру."
    assert "13 цифр" in refusal(checks.validate_ogrn, "102770013219")
    assert refusal(checks.validate_ogrn, "0" * 13) != ""


@pytest.mark.parametrize(
    "name",
    ["Петрова", "Петрова-Водкина", "О'Нил", "Д’Артаньян", "Гасан оглы", "Müller", "Ли", "Ю", "А" * 100],
)
def test_names_that_people_have(name):
    assert refusal(checks.validate_last_name, name) == ""


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Петров3", "В фамилии допустимы буквы, дефис и пробел. Уберите: 3"),
        ("Петрова (Сидорова)", "В фамилии допустимы буквы, дефис и пробел. Уберите: ()"),
        ("Петрова А.", "В фамилии допустимы буквы, дефис и пробел. Пишите полностью, без точек."),
        ("Петрова--Водкина", "по одному между буквами"),
        ("-", "по одному между буквами"),
        ("А" * 101, "В фамилии больше 100 знаков"),
        ("<b>Петрова", "Уберите: <>"),
        ("Петров\x00", "В фамилии допустимы"),
        ("Петров\n", "В фамилии допустимы"),
    ],
)
def test_names_with_a_mistake(name, message):
    assert message in refusal(checks.validate_last_name, name)


def test_the_message_names_the_field():
    assert refusal(checks.validate_first_name, "А.").startswith("В имени допустимы")
    assert refusal(checks.validate_patronymic, "1").startswith("В отчестве допустимы")
    assert refusal(checks.validate_person_name, "1").startswith("В ФИО допустимы")
    assert refusal(checks.validate_person_name, "Петрова Анна Сергеевна") == ""


def test_not_future():
    today = timezone.localdate()
    assert refusal(checks.validate_not_future, today) == ""
    tomorrow = refusal(checks.validate_not_future, today + timedelta(days=1))
    assert tomorrow == f"Дата не может быть позже сегодняшней ({today:%d.%m.%Y})."
    assert refusal(checks.validate_not_future, datetime(2020, 1, 1, tzinfo=UTC)) == ""


@pytest.mark.parametrize(
    "url",
    ["https://ds3.example.ru/nastavnichestvo", "http://детсад.рф/наставничество?p=1", "https://ds3.ru:8443/"],
)
def test_page_addresses(url):
    assert refusal(checks.validate_http_url, url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "ds3.example.ru",
        "ftp://ds3.example.ru",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://a:b@ds3.example.ru/",
        "https://ds3.example.ru/a b",
        "https://ds3.example.ru/\n",
        "//ds3.example.ru",
    ],
)
def test_what_is_no_page_address(url):
    assert "https://ds3.example.ru/nastavnichestvo" in refusal(checks.validate_http_url, url)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("8 (863) 749-12-34", "+7 863 749-12-34"),
        ("89131234567", "+7 913 123-45-67"),
        ("+7 913 123 45 67", "+7 913 123-45-67"),
        ("(913)123-45-67", "+7 913 123-45-67"),
        ("8 863 7491234, доб. 12", "+7 863 749-12-34 доб. 12"),
        ("+375 29 123-45-67", "+375291234567"),
    ],
)
def test_phones(typed, phone):
    assert checks.normalize_phone(typed) == phone
    assert checks.normalize_phone(phone) == phone
    assert refusal(checks.validate_phone, typed) == ""


@pytest.mark.parametrize("typed", ["9-12-34", "", "звоните вечером", "8 863 749-12-3", "+7 913", "+0000000000"])
def test_what_is_no_phone(typed):
    assert checks.normalize_phone(typed) == typed
    assert "+7 863 749-12-34" in refusal(checks.validate_phone, typed)


@pytest.mark.parametrize("pattern", ["{n}", "{n}-ОД", "№ {n}/{year}-лс", "01-05/{n}"])
def test_order_patterns(pattern):
    assert refusal(checks.validate_order_pattern, pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("ОД", "ровно одно {n}"),
        ("{n}-{n}", "ровно одно {n}"),
        ("{n:03d}", "ровно одно {n}"),
        ("{n}{month}", "одно {year}"),
        ("{n}/{year}/{year}", "одно {year}"),
        ("{{n}}", "одно {year}"),
        ("{n}{", "одно {year}"),
        ("{n}<b>", "Уберите: <>"),
    ],
)
def test_order_patterns_with_a_mistake(pattern, message):
    assert message in refusal(checks.validate_order_pattern, pattern)


@pytest.mark.parametrize(
    "check",
    [
        checks.validate_inn,
        checks.validate_ogrn,
        checks.validate_last_name,
        checks.validate_person_name,
        checks.validate_http_url,
        checks.validate_phone,
        checks.validate_order_pattern,
    ],
)
@given(value=st.text(st.characters()))
def test_any_text_gets_an_answer_and_no_traceback(check, value):
    refusal(check, value)
