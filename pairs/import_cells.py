"""Cells of a list of pairs: who, in what form, from when to when. Pure but for the dictionaries given to it."""

import re
from datetime import date

from mentorship.common.periods import parse_russian_date
from mentorship.common.russian import clean_text
from mentorship.common.search import search_key
from mentorship.people import staff_cells as cells
from mentorship.people.import_fields import Field
from mentorship.people.import_names import names_in
from mentorship.people.staff_cells import CellError

DAY = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\s+[а-яё]+\s+\d{4}|\d{4}-\d{2}-\d{2}"
PERIOD = re.compile(rf"(?:с\s+)?({DAY})(?:\s*г(?:ода|\.)?)?\s*(?:по|до|-|–|—)\s*({DAY})", re.IGNORECASE)
SCHOOL_YEAR = re.compile(r"(20\d\d)\s*[-–—/]\s*(?:20)?(\d\d)\b")
ORDER = re.compile(rf"(?:приказ\s*)?(?:№|n)?\s*([\w/-]+)(?:\s*от\s*({DAY}))?", re.IGNORECASE)
PERIOD_ADVICE = "Пишите так: с 01.09.2025 по 31.05.2026."
GOAL = 500


def mentor(value, notes):
    return {"mentor": names_in(value)}


def mentees(value, notes):
    return {"mentees": names_in(value)}


def starts_on(value, notes):
    return {"starts_on": cells.hired_on(value, notes)["hired_on"]}


def ends_on(value, notes):
    return {"ends_on": cells.hired_on(value, notes)["hired_on"]}


def period(value, notes):
    """«с 01.09.2025 по 31.05.2026», «01.09.2025–31.05.2026», «2025/26 учебный год»."""
    text = clean_text(cells.as_text(value))
    if text in cells.EMPTY:
        return {}
    if found := PERIOD.search(text):
        days = parse_russian_date(found[1]), parse_russian_date(found[2])
    elif found := SCHOOL_YEAR.search(text):
        days = school_year(int(found[1]))
    else:
        days = (None, None)
    if None in days:
        raise CellError(f"ожидается период, получено «{text[:80]}».", PERIOD_ADVICE)
    return dict(zip(("starts_on", "ends_on"), days, strict=True))


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
    key = search_key(typed)
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
    Field("form", "Форма наставничества", ("форма", "форма наставничества"), text("form", 200)),
    Field("kind", "Вид наставничества", ("вид", "вид наставничества"), text("kind", 200)),
    Field("starts_on", "Начало", ("=начало", "дата начала", "=с", "начало работы"), starts_on),
    Field("ends_on", "Окончание", ("=окончание", "=конец", "дата окончания", "=по", "окончание работы"), ends_on),
    Field("period", "Период", ("период", "срок", "сроки", "срок действия", "учебный год", "=год"), period),
    Field("goal", "Цель", ("цель", "тема", "направление работы"), text("goal", GOAL)),
)
