from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.common.periods import add_months, age, parse_experience, parse_russian_date, years_months
from mentorship.common.russian import date_digits, date_words, months_words


@pytest.mark.parametrize(
    ("written", "months"),
    [
        ("5 лет 3 мес.", 63),
        ("5 лет, 3 месяца", 63),
        ("5 лет и 3 месяца", 63),
        ("5л.3м.", 63),
        ("5 г. 3 м.", 63),
        ("5", 60),
        (" 5,5 ", 66),
        ("5.5 лет", 66),
        ("5 л.", 60),
        ("5 лет", 60),
        ("1 год", 12),
        ("3 года", 36),
        ("3 мес", 3),
        ("18 мес.", 18),
        ("1 год 2 месяца 15 дней", 14),
        ("более 20 лет", 240),
        ("менее года", 0),
        ("менее 1 года", 0),
        ("до года", 0),
        ("нет", 0),
        ("Без стажа", 0),
        ("-", 0),
        ("0", 0),
        ("полгода", 6),
        ("полтора года", 18),
        (5, 60),
        (5.5, 66),
        (5.25, 63),
        (Decimal("1.5"), 18),
        (0, 0),
    ],
)
def test_experience(written, months):
    assert parse_experience(written) == months


@pytest.mark.parametrize(
    "written",
    [
        "пять",
        "",
        None,
        "2015",
        "с 2015 г.",
        "5 лет 14 мес.",
        "5,5 лет 3 мес.",
        "99 лет",
        "-3",
        -3,
        True,
        "лет",
        "5/3",
    ],
)
def test_experience_that_cannot_be_understood(written):
    assert parse_experience(written) is None


@given(st.integers(0, 80 * 12))
def test_experience_printed_is_read_back(months):
    assert parse_experience(months_words(months)) == months


@pytest.mark.parametrize(
    "written",
    [
        "03.09.2025",
        "3.9.25",
        "3.9.2025 г.",
        "03/09/2025",
        "03-09-2025",
        "03 09 2025",
        "3 сентября 2025 г.",
        "3 сентября 2025 года",
        "«03» сентября 2025 г.",
        "3 СЕНТЯБРЯ 2025",
        "3 сент. 2025",
        "3 сен 25",
        "2025-09-03",
        "2025-09-03 00:00:00",
        "2025-09-03T10:30",
        "03.09.2025 0:00",
        "  03.09.2025\u200b ",
        "45903",
        "45903.5",
        45903,
        45903.0,
        date(2025, 9, 3),
        datetime(2025, 9, 3, 23, 59, tzinfo=UTC),
    ],
)
def test_dates(written):
    assert parse_russian_date(written) == date(2025, 9, 3)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("сентябрь 2025", date(2025, 9, 1)),
        ("май 2025 г.", date(2025, 5, 1)),
        ("9 мая 2025", date(2025, 5, 9)),
        ("1 марта 2025", date(2025, 3, 1)),
        ("09.2025", date(2025, 9, 1)),
        ("29.02.2024", date(2024, 2, 29)),
        ("01.01.49", date(2049, 1, 1)),
        ("01.01.50", date(1950, 1, 1)),
    ],
)
def test_dates_of_other_kinds(written, day):
    assert parse_russian_date(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "29.02.2025",
        "31.04.2025",
        "31 апреля 2025",
        "09/13/2025",
        "0.9.2025",
        "13.2025",
        "2025",
        2025,
        "",
        None,
        True,
        "вчера",
        "3 мартобря 2025",
        "03.09.0025",
        "03.09.2999",
        "03.09.202",
        "1.2.3.4",
        "99999",
        float("nan"),
        float("inf"),
        10**30,
    ],
)
def test_what_is_no_date(written):
    assert parse_russian_date(written) is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_dates_printed_are_read_back(day):
    assert parse_russian_date(date_words(day)) == parse_russian_date(date_digits(day)) == day


@given(st.one_of(st.text(st.characters()), st.floats(), st.integers()))
def test_anything_gets_an_answer(value):
    assert parse_russian_date(value) is None or parse_russian_date(value).year in range(1900, 2101)
    assert parse_experience(value) is None or parse_experience(value) >= 0


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2010, 5, 12), date(2024, 5, 11), 13),
        (date(2010, 5, 12), date(2024, 5, 12), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2010, 2, 28), date(2028, 2, 28), 18),
        (date(2010, 3, 1), date(2028, 2, 29), 17),
        (date(2020, 1, 1), date(2020, 1, 1), 0),
    ],
)
def test_age(born, on, years):
    assert age(born, on) == years


def test_age_before_birth_is_refused():
    with pytest.raises(ValueError, match="раньше"):
        age(date(2020, 1, 2), date(2020, 1, 1))


def test_years_and_months():
    assert years_months(date(2020, 9, 1), date(2025, 12, 1)) == (5, 3)
    assert years_months(date(2020, 9, 1), date(2025, 11, 30)) == (5, 2)
    assert years_months(date(2025, 1, 31), date(2025, 2, 28)) == (0, 0)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 15), -3, date(2024, 12, 15)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_add_months(day, months, later):
    assert add_months(day, months) == later
