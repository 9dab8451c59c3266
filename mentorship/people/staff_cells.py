"""Cells of a staff list read one by one, as people type them.

Each reader takes the value of a cell and a list for warnings, and gives values of ``Person`` or raises
``CellError`` with a message that follows «Строка 14, «Стаж»: » and with advice how to write it.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mentorship.common.checks import normalize_phone, validate_phone
from mentorship.common.periods import parse_experience, parse_russian_date
from mentorship.common.russian import clean_name, clean_text, date_digits
from mentorship.common.search import search_key

DATE_ADVICE = "Пишите день, месяц и год: 15.03.1985."
SERVICE_ADVICE = "Пишите числом лет или так: 5 лет 3 мес."
CATEGORY_ADVICE = "Пишите: высшая, первая, соответствие (СЗД) или нет."
LIMITS = {"post": 200, "unit": 150, "education": 300, "staff_number": 30}

LATIN = re.compile("[a-zëA-ZË]")
WORD = re.compile(r"[^\W\d_]+")
EMPTY = {"", "-", "–", "—", "нет", "не указано", "н/д", "б/т", "?"}

# Read in this order, after dates and numbers of orders are taken away; «second» exists on old papers only.
CATEGORIES = (
    ("", re.compile(r"(?:|0|нет|н а|б к|бк|без .*|не .*|отсутствует|нет категории|мол(?:одой)? спец(?:иалист)?)")),
    ("methodist", re.compile(r".*\bпедагог методист.*")),
    ("mentor", re.compile(r".*\bпедагог наставник.*")),
    ("highest", re.compile(r".*\bвысш.*|выс|.*\bвкк\b.*|в|в ?к ?к?|в кат.*")),
    ("second", re.compile(r".*\bвтор.*|(?:2|ii)(?:я|ая|кк)?\b.*")),
    ("first", re.compile(r".*\bперв.*|.*\bпкк\b.*|п ?к к|(?:1|i)(?:я|ая|кк|кв)?\b.*")),
    ("fit", re.compile(r".*\b(?:соотв|сзд\b|с з д\b).*")),
)
DATES = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(?:19|20)\d\d\b|№\s*\S+")
MONTH_ONLY = re.compile(r"\D*\d{4}\D*|\d{1,2}[./]\d{4}\D*")
IMPOSSIBLE_DAY = re.compile(r"\d{1,2}\D{1,3}\d{1,2}\D{1,3}\d{4}\D{0,4}")
SINCE = re.compile(r"(?:с|со) (?P<day>.+)", re.IGNORECASE)
# «Группа «Солнышко» (воспитатель Жукова А.А.)», «5 «А» класс. Классный руководитель Иванова М.П.»
LEADER = re.compile(
    r"[\s,.;:(–—-]*\b(?:воспитател[ьи]|кл(?:ассн\w+|\.)\s*рук\w*\.?|педагоги?|учитель|куратор)\b\s*[:–—-]?\s*[А-ЯЁ].*"
)
PHONE = re.compile(r"\+?\(?\d[ \d().–—-]{3,}\d(?:[ ,;(]*(?:доб|вн)\w*\.? *\d{1,6}\)?)?")
TWO_PHONES = re.compile(r"(?<=\d)[\s,;]+(?=\+7|[78]\d{10}\b|8[\s(-])")
WORDS_BESIDE = re.compile(r"\S+@\S+|\b(?!(?:тел|моб|сот|дом|раб)\w*\b)[^\W\d_]{3,}", re.IGNORECASE)
GENDERS = {
    "m": {"м", "муж", "мужской", "мужчина", "m"},
    "f": {"ж", "жен", "женский", "женщина", "f"},
}
# Posts of постановление Правительства РФ от 21.02.2022 № 225, section I.2, by how they begin.
TEACHING_POST = re.compile(
    r"(?:старший |ст |главный )?(?:воспитатель|учитель|педагог|социальный педагог|преподаватель|концертмейстер"
    r"|муз(?:ыкальный)? рук(?:оводитель)?|пед психолог|методист|тьютор|вожатый|логопед|дефектолог|психолог|тренер преподаватель"
    r"|инструктор (?:методист|фк|по (?:физической культуре|физкультуре|фк|труду|плаванию))"
    r"|руководитель физического воспитания|мастер производственного обучения)\b"
)


class CellError(Exception):
    """The cell cannot be read: ``message`` says what is wrong, ``advice`` how to write it."""

    def __init__(self, message, advice=""):
        super().__init__(message)
        self.message, self.advice = message, advice


def as_text(value):
    """The cell as its owner sees it."""
    match value:
        case datetime() if value.time():
            return value.strftime("%d.%m.%Y %H:%M")
        case date():
            return date_digits(value)
        case bool():
            return "да" if value else "нет"
        case float() | Decimal():
            return str(value).replace(".", ",")
    return str(value)


def joined(before, after):
    """Texts of several columns of one field: «высшее; логопед»."""
    text = "; ".join(filter(None, [before, after]))
    if len(text) > LIMITS["education"]:
        raise CellError(f"в этих столбцах вместе больше {LIMITS['education']} знаков.", "Оставьте главное.")
    return text


def russian_letters(text, notes):
    """Words with Latin look-alikes typed among Russian letters made Russian, with a warning."""
    if not LATIN.search(text):
        return text
    fixed = WORD.sub(lambda match: clean_name(match[0]), text)
    if fixed != text:
        notes.append(f"латинские буквы заменены русскими: «{fixed[:80]}».")
    return fixed


# --- Dates and lengths of service ---------------------------------------------------------------------------


def birth_date(value, notes):
    return {"birth_date": _day(value, notes)}


def hired_on(value, notes):
    return {"hired_on": _day(value, notes)}


def work_months(value, notes):
    return _service(value, "work_months", "works_since")


def teaching_months(value, notes):
    return _service(value, "teaching_months", "teaches_since")


def both_months(value, notes):
    """«30/25», «30 лет / 25 лет»: the whole service and the teaching one in one cell."""
    parts = [part.strip() for part in re.split(r"\s*[/\\;\n]\s*|\s[-–—]\s", as_text(value)) if part.strip()]
    if isinstance(value, str) and not parts:
        return {"work_months": None, "teaching_months": None}
    if isinstance(value, date) or len(parts) != 2:
        raise CellError(f"ожидаются два стажа через дробь, получено «{as_text(value)[:80]}».", "Пишите так: 30/25.")
    return work_months(parts[0], notes) | teaching_months(parts[1], notes)


def rest_months(code):
    """Reader of a column of months: alone, or beside a column of years to which they are added."""

    def read(value, notes):
        if value == "":
            return {code: None}
        months = re.fullmatch(r"(\d{1,3}) ?(?:мес\w*|м)?\.?", clean_text(as_text(value)).casefold())
        if not months or isinstance(value, date):
            raise CellError(f"ожидается число месяцев, получено «{as_text(value)[:80]}».", "Пишите целым числом: 3.")
        return {code: int(months[1])}

    return read


def _day(value, notes):
    if isinstance(value, str) and value.casefold() in EMPTY:
        return None
    day = parse_russian_date(value)
    if day is None:
        shown = as_text(value)[:80]
        if IMPOSSIBLE_DAY.fullmatch(shown):
            raise CellError(f"такой даты нет: «{shown}».", DATE_ADVICE)
        raise CellError(f"ожидается дата, получено «{shown}».", DATE_ADVICE)
    if isinstance(value, str) and MONTH_ONLY.fullmatch(value):
        notes.append(f"день не указан, записано {date_digits(day)}.")
    return day


def _service(value, months, since):
    """``{months: number}``, None for an empty cell, or ``{since: day}``. A date there is «5.3» that Excel took for a day."""
    if value == "":
        return {months: None}
    if isinstance(value, date):
        raise CellError(
            f"ожидается число лет, а в ячейке дата {date_digits(value)}.",
            f"Так Excel понимает «5.3»: задайте ячейке текстовый формат. {SERVICE_ADVICE}",
        )
    text = as_text(value)
    if (begun := SINCE.fullmatch(text)) and (day := parse_russian_date(begun["day"])):
        return {since: day}
    if (told := parse_experience(value)) is not None:
        return {months: told}
    advice = "Если известно начало, пишите день: с 01.09.2010." if begun else SERVICE_ADVICE
    raise CellError(f"ожидается число лет, получено «{text[:80]}».", advice)


# --- Words from a list --------------------------------------------------------------------------------------


def gender(value, notes):
    key = search_key(value)
    for code, words in GENDERS.items():
        if key in words:
            return {"gender": code}
    if key:
        raise CellError(f"ожидается «муж.» или «жен.», получено «{as_text(value)[:80]}».", "Исправьте или сотрите.")
    return {"gender": ""}


def category(value, notes):
    """Code of ``Person.Category`` from «ВКК», «высш.», «I», «1 КК», «СЗД», «б/к»; a date beside it is dropped."""
    text = as_text(value).casefold().replace("і", "i").replace("ё", "е")
    key = search_key(DATES.sub(" ", text))
    for code, shape in CATEGORIES:
        if shape.fullmatch(key):
            if code != "second":
                if code == "highest" and dict(CATEGORIES)["first"].fullmatch(key):
                    notes.append("категорий несколько, записана высшая.")
                return {"category": code}
            notes.append("вторая категория больше не присваивается: записано «нет».")
            return {"category": ""}
    raise CellError(f"ожидается категория, получено «{as_text(value)[:80]}».", CATEGORY_ADVICE)


def is_teaching_post(post):
    """Does the post belong to teaching staff? («Помощник воспитателя», «заведующий» do not.)

    Source: постановление Правительства РФ от 21.02.2022 № 225, номенклатура должностей, раздел I, п. 2.
    """
    return bool(TEACHING_POST.match(search_key(post)))


# --- Free text, contacts ------------------------------------------------------------------------------------


def post(value, notes):
    return {"post": _short_text("post", russian_letters(_line(value), notes))}


def unit(value, notes):
    text = _short_text("unit", russian_letters(_line(value), notes))
    place = LEADER.sub("", text)
    if place and place != text:
        notes.append(f"в названии оставлено «{place}», имя при нём не загружено.")
    return {"unit": place or text}


def education(value, notes):
    return {"education": _short_text("education", russian_letters(_line(value), notes))}


def staff_number(value, notes):
    return {"staff_number": _short_text("staff_number", _line(value))}


def phone(value, notes):
    """The first of the phones; the others, and words beside them, are told."""
    text = _line(value)
    if text.casefold() in EMPTY or text.casefold().startswith("нет "):
        return {"phone": ""}
    found = PHONE.findall(TWO_PHONES.sub("; ", as_text(value)))
    number = normalize_phone(found[0]) if found else ""
    try:
        validate_phone(number)
    except ValidationError as error:
        raise CellError(f"не похоже на телефон: «{text[:80]}».", error.messages[0]) from error
    if len(found) > 1:
        notes.append(f"телефонов несколько, загружен первый: {number}.")
    elif beside := " ".join(WORDS_BESIDE.findall(text.replace(found[0].strip(), " "))):
        notes.append(f"рядом с телефоном не загружено: «{beside[:80]}».")
    return {"phone": number}


def email(value, notes):
    """The first of the addresses; the others are told."""
    text = _line(value)
    if text.casefold() in EMPTY:
        return {"email": ""}
    parts = [
        part.strip(".<>()") for part in re.split(r"[;,:/\s]+", text.removeprefix("mailto:")) if part.strip(".<>()")
    ]
    found = [part for part in parts if "@" in part] or parts
    address = found[0].lower() if found else ""
    try:
        validate_email(address)
        if not address.isascii():
            raise ValidationError("")
    except ValidationError as error:
        russian = "в адресе есть русские буквы" if re.search("[а-яё]", address) else "не похоже на адрес"
        raise CellError(f"{russian}: «{text[:80]}».", "Пишите так: ivanova@example.ru.") from error
    if len(found) > 1:
        notes.append(f"адресов несколько, загружен первый: {address}.")
    return {"email": address}


def _line(value):
    return clean_text(as_text(value))


def _short_text(code, text):
    if text in EMPTY:
        return ""
    if len(text) > LIMITS[code]:
        raise CellError(f"больше {LIMITS[code]} знаков.", "Сократите запись.")
    return text
