"""Cells of a list of pairs: who, in what form, from when to when. Pure but for the dictionaries given to it."""

import re
from datetime import date, timedelta

from mentorship.common.periods import add_months, parse_russian_date
from mentorship.common.russian import clean_text
from mentorship.common.search import search_key
from mentorship.people import staff_cells as cells
from mentorship.people.import_fields import Field
from mentorship.people.import_names import names_in
from mentorship.people.staff_cells import CellError

DAY = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\s+[а-яё]+\s+\d{4}|\d{4}-\d{2}-\d{2}"
PERIOD = re.compile(rf"(?:с\s+)?({DAY})(?:\s*г(?:ода|\.)?)?\s*(?:по|до|-|–|—)\s*({DAY})", re.IGNORECASE)
MONTHS = re.compile(
    r"(?:с\s+)?([а-яё]{3,8}\s+\d{4})(?:\s*г(?:ода|\.)?)?\s*(?:по|до|-|–|—)\s*([а-яё]{3,8}\s+\d{4})", re.IGNORECASE
)
UNTIL = re.compile(rf"(?:по|до)\s+({DAY})", re.IGNORECASE)
SCHOOL_YEAR = re.compile(r"(20\d\d)\s*[-–—/]\s*(?:20)?(\d\d)\b")
WHOLE_YEAR = re.compile(r"(?:на |весь |в течение )?(?:учебн\w+ )?год\w*", re.IGNORECASE)
ORDER = re.compile(
    rf"(?:приказ\w*\s*)?(?:№|n)?\s*(?P<number>\d[\w/-]*)(?:\s*от\s*(?P<day>{DAY}))?"
    rf"|(?:приказ\w*\s*)?от\s*(?P<day_first>{DAY})(?:\s*г(?:ода|\.)?)?,?\s*(?:№|n)\s*(?P<number_after>[\w/-]+)",
    re.IGNORECASE,
)
PERIOD_ADVICE = "Пишите так: с 01.09.2025 по 31.05.2026."
PAIR_ADVICE = "Пишите так: Иванова М.П. – Петров А.А., Сидорова В.В."
BETWEEN = re.compile(r"\s+[-–—]+\s+|\s*(?:→|->|=>)\s*|\s*[–—]\s*")
ANY_TEACHER = re.compile(r"\b(?:учитель|воспитатель|преподаватель)\b")
GOAL = 500


def mentor(value, notes):
    return {"mentor": names_in(value)}


def mentees(value, notes):
    return {"mentees": names_in(value)}


def starts_on(value, notes):
    return {"starts_on": cells.hired_on(value, notes)["hired_on"]}


def ends_on(value, notes):
    return {"ends_on": cells.hired_on(value, notes)["hired_on"]}


def pair(value, notes):
    """«Иванова М.П. – Петров А.А., Сидорова»: both sides in one cell."""
    sides = BETWEEN.split(cells.as_text(value))
    if len(sides) != 2:
        shown = clean_text(cells.as_text(value))[:80]
        raise CellError(f"непонятно, кто наставник и кто наставляемый: «{shown}».", PAIR_ADVICE)
    return {"mentor": names_in(sides[0]), "mentees": names_in(sides[1])}


def order_date(value, notes):
    """A date, or «№ 45-ОД от 01.09.2023»: then the number, too."""
    number, day = order_words(cells.as_text(value)) if isinstance(value, str) else ("", None)
    if day:
        return {"order_number": number, "order_date": day}
    return {"order_date": cells.hired_on(value, notes)["hired_on"]}


def order_words(typed):
    """(number, day) of «Приказ № 45-ОД от 01.09.2023» or «от 01.09.2023 г. № 45-ОД»; ("", None) if it is neither."""
    found = ORDER.match(clean_text(typed))
    if not found:
        return "", None
    day = found["day"] or found["day_first"]
    return found["number"] or found["number_after"], parse_russian_date(day) if day else None


def period(value, notes):
    """«с 01.09.2025 по 31.05.2026», «01.09.2025–31.05.2026», «сентябрь 2025 – май 2026», «2025/26 учебный год».

    «до 31.05.2026» is the end alone; «на учебный год» leaves both days to the cycle.
    """
    text = clean_text(cells.as_text(value))
    if text in cells.EMPTY or WHOLE_YEAR.fullmatch(text):
        return {}
    days = (None, None)
    if found := PERIOD.search(text):
        days = parse_russian_date(found[1]), parse_russian_date(found[2])
    elif found := MONTHS.search(text):
        days = parse_russian_date(found[1]), _last_day(parse_russian_date(found[2]))
    elif (found := UNTIL.fullmatch(text)) and (end := parse_russian_date(found[1])):
        return {"ends_on": end}
    elif (found := SCHOOL_YEAR.search(text)) and int(found[2]) > int(found[1]) % 100:
        days = school_year(int(found[1]))[0], school_year(1999 + int(found[2]))[1]
    if None in days:
        raise CellError(f"ожидается период, получено «{text[:80]}».", PERIOD_ADVICE)
    return dict(zip(("starts_on", "ends_on"), days, strict=True))


def _last_day(first):
    return first and add_months(first, 1) - timedelta(days=1)


def school_year(first):
    """First and last day of the school year that begins in the year ``first``."""
    return date(first, 9, 1), date(first + 1, 5, 31)


def text(code, longest):
    """A reader of a plain text."""

    def read(value, notes):
        found = clean_text(cells.as_text(value))
        if len(found) > longest:
            raise CellError(f"больше {longest} знаков.", "Сократите запись.")
        return {code: "" if found in cells.EMPTY else found}

    return read


def word_of(dictionary, typed):
    """The entry of a dictionary (form, kind) that ``typed`` names; None if none does.

    The whole title wins, then one that holds all typed words, then one whose words are all typed.
    """
    key = ANY_TEACHER.sub("педагог", search_key(typed))
    titles = [(search_key(one.title), one) for one in dictionary]
    for fits in (
        lambda title: title == key,
        lambda title: set(key.split()) <= set(title.split()),
        lambda title: title.split()[0][:8] in key,
    ):
        if found := [one for title, one in titles if fits(title)]:
            return found[0]
    return None


WHO = (
    Field(
        "mentor",
        "Наставник",
        ("наставник", "фио наставника", "фамилия имя отчество наставника", "=педагог наставник"),
        mentor,
    ),
    Field(
        "mentees",
        "Наставляемый (несколько через запятую)",
        (
            "наставляемый",
            "наставляемые",
            "фио наставляемого",
            "фио наставляемых",
            "фамилия имя отчество наставляемого",
            "молодой специалист",
            "молодой педагог",
            "=подопечный",
        ),
        mentees,
    ),
    Field(
        "pair",
        "Наставник – наставляемые (в одном столбце)",
        ("пара", "наставник наставляемый", "наставник наставляемые", "=наставническая пара", "=наставнические пары"),
        pair,
    ),
    Field("form", "Форма наставничества", ("форма", "форма наставничества"), text("form", 200)),
    Field("kind", "Вид наставничества", ("вид", "вид наставничества"), text("kind", 200)),
    Field("starts_on", "Начало", ("=начало", "дата начала", "=с", "начало работы"), starts_on),
    Field("ends_on", "Окончание", ("=окончание", "=конец", "дата окончания", "=по", "окончание работы"), ends_on),
    Field("period", "Период", ("период", "срок", "сроки", "срок действия", "учебный год", "уч год", "=год"), period),
    Field("goal", "Цель", ("цель", "тема", "направление работы"), text("goal", GOAL)),
)
