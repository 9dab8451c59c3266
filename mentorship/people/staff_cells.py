"""Cells of a staff list read one by one, as people type them.

Each reader takes the value of a cell and a list for warnings, and gives values of ``Person`` or raises
``CellError`` with a message that follows «Строка 14, «Стаж»: » and with advice how to write it.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mentorship.common.checks import (
    normalize_phone,
    validate_first_name,
    validate_last_name,
    validate_patronymic,
    validate_phone,
)
from mentorship.common.periods import parse_experience, parse_russian_date
from mentorship.common.russian import PATRONYMIC_PARTICLES, clean_name, clean_text, date_digits
from mentorship.common.search import search_key

NAME_ADVICE = "Напишите полностью: Иванова Мария Петровна."
DATE_ADVICE = "Пишите день, месяц и год: 15.03.1985."
SERVICE_ADVICE = "Пишите числом лет или так: 5 лет 3 мес."
CATEGORY_ADVICE = "Пишите: высшая, первая, соответствие (СЗД) или нет."
LIMITS = {"post": 200, "unit": 150, "education": 300, "staff_number": 30}

LATIN = re.compile("[a-zëA-ZË]")
WORD = re.compile(r"[^\W\d_]+")
BRACKETS = re.compile(r"\([^()]*\)?")
INITIALS = re.compile(r"(?:^|\s)[^\W\d_]\.|\.[^\W\d_]\.?(?:\s|$)|(?:^|\s)[^\W\d_](?=\s|$)")
PATRONYMIC = re.compile(r".{2,}(?:вич|ьич|мич|кич|тич|вна|чна)")
EMPTY = {"", "-", "–", "—", "нет", "не указано", "н/д", "?"}

# Read in this order, after dates and numbers of orders are taken away; «second» exists on old papers only.
CATEGORIES = (
    ("", re.compile(r"(?:|0|нет|б к|бк|без .*|не .*|отсутствует|нет категории|молодой специалист)")),
    ("methodist", re.compile(r".*\bпедагог методист.*")),
    ("mentor", re.compile(r".*\bпедагог наставник.*")),
    ("highest", re.compile(r".*\bвысш.*|.*\bвкк\b.*|в|в ?кк?|в кат.*")),
    ("second", re.compile(r".*\bвтор.*|(?:2|ii)(?:я|ая|кк)?\b.*")),
    ("first", re.compile(r".*\bперв.*|.*\bпкк\b.*|(?:1|i)(?:я|ая|кк)?\b.*")),
    ("fit", re.compile(r".*\b(?:соотв|сзд\b).*")),
)
DATES = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(?:19|20)\d\d\b|№\s*\S+")
MONTH_ONLY = re.compile(r"\D*\d{4}\D*|\d{1,2}[./]\d{4}\D*")
IMPOSSIBLE_DAY = re.compile(r"\d{1,2}\D{1,3}\d{1,2}\D{1,3}\d{4}\D{0,4}")
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


# --- Names --------------------------------------------------------------------------------------------------


def full_name(value, notes):
    """«Фамилия Имя Отчество» of one cell; two surnames, «Гасан кызы» and a missing patronymic are known."""
    text = _name_text(value, notes)
    if not text:
        raise CellError("имя не указано.", NAME_ADVICE)
    if INITIALS.search(text):
        raise CellError(f"вместо имени и отчества инициалы: «{text[:80]}».", NAME_ADVICE)
    words = [capitals(word) for word in text.split()]
    if len(words) < 2:
        raise CellError(f"ожидаются фамилия, имя и отчество, получено «{text[:80]}».", NAME_ADVICE)
    last, first, patronymic = _split_name(words, notes)
    _validate(validate_last_name, last)
    _validate(validate_first_name, first)
    _validate(validate_patronymic, patronymic)
    return {"last_name": last, "first_name": first, "patronymic": patronymic}


def last_name(value, notes):
    return {"last_name": _one_name(value, notes, validate_last_name, "фамилия")}


def first_name(value, notes):
    return {"first_name": _one_name(value, notes, validate_first_name, "имя")}


def patronymic(value, notes):
    if search_key(value) in ("", "нет"):
        return {"patronymic": ""}
    return {"patronymic": _one_name(value, notes, validate_patronymic, "отчество")}


def gender_by_patronymic(patronymic):
    """ "m", "f", or "" when the patronymic does not tell."""
    text = patronymic.casefold()
    if text.split() and (found := PATRONYMIC_PARTICLES.get(re.split(r"[\s-]", text)[-1])):
        return found
    return "m" if text.endswith("ич") else "f" if text.endswith("на") else ""


def _split_name(words, notes):
    tail = 2 if len(words) > 3 and words[-1].casefold() in PATRONYMIC_PARTICLES else 1
    if len(words) == 2:
        notes.append("отчества нет: проверьте, что так и должно быть.")
        return words[0], words[1], ""
    rest, patronymic = words[:-tail], " ".join(words[-tail:])
    if len(words) == 3 and _is_patronymic(words[1]) and not _is_patronymic(words[2]):
        notes.append(f"имя стояло перед фамилией, переставлено: {words[2]} {words[0]} {words[1]}.")
        return words[2], words[0], words[1]
    if len(rest) == 2:
        return rest[0], rest[1], patronymic
    if len(rest) == 3 and _is_patronymic(patronymic):
        notes.append(f"четыре слова: фамилией сочтено «{rest[0]} {rest[1]}», проверьте.")
        return f"{rest[0]} {rest[1]}", rest[2], patronymic
    raise CellError(
        f"непонятно, где фамилия, имя и отчество: «{' '.join(words)[:80]}».",
        "Двойную фамилию пишите через дефис, лишние слова уберите.",
    )


def _is_patronymic(word):
    word = word.casefold()
    return bool(PATRONYMIC.fullmatch(word)) or word.rsplit("-", 1)[-1] in PATRONYMIC_PARTICLES


def _one_name(value, notes, validator, what):
    text = _name_text(value, notes)
    if not text:
        raise CellError(f"{what} не указан{'о' if what != 'фамилия' else 'а'}.", NAME_ADVICE)
    text = " ".join(capitals(word) for word in text.split())
    _validate(validator, text)
    return text


def _name_text(value, notes):
    """The name without its number in the list, brackets and commas, Latin look-alikes made Russian."""
    text = re.sub(r"^\d+\s*[.)]\s*", "", clean_text(as_text(value)))
    if extra := BRACKETS.findall(text):
        notes.append(f"в скобках не загружено: «{' '.join(extra)[:80]}».")
        text = BRACKETS.sub(" ", text)
    text = re.sub(r"(?<=\w)[,;]+(?=\s|\w|$)", " ", text)
    fixed = clean_name(_russian_letters(text, notes))
    if mixed := next((word for word in WORD.findall(fixed) if _is_mixed(word)), None):
        raise CellError(f"в слове «{mixed[:40]}» смешаны русские и латинские буквы.", "Наберите его заново.")
    if LATIN.search(fixed):
        notes.append("имя написано латиницей: в документы оно попадёт так же.")
    return fixed


def _russian_letters(text, notes):
    """Words with Latin look-alikes typed among Russian letters made Russian, with a warning."""
    if not LATIN.search(text):
        return text
    fixed = WORD.sub(lambda match: clean_name(match[0]), text)
    if fixed != text:
        notes.append(f"латинские буквы заменены русскими: «{fixed[:80]}».")
    return fixed


def _is_mixed(word):
    return bool(LATIN.search(word) and re.search("[а-яё]", word, re.IGNORECASE))


def capitals(word):
    """«ИВАНОВА», «иванова» → «Иванова», part by part; «оглы» and «МакГрегор» stay."""
    if word.casefold() in PATRONYMIC_PARTICLES:
        return word.lower()
    return "-".join(
        part.capitalize()
        if (part.isupper() or part.islower()) and part.casefold() not in PATRONYMIC_PARTICLES
        else part
        for part in word.split("-")
    )


def _validate(validator, value):
    if not value:
        return
    try:
        validator(value)
    except ValidationError as error:
        message = error.messages[0]
        raise CellError(message[0].lower() + message[1:]) from error


# --- Dates and lengths of service ---------------------------------------------------------------------------


def birth_date(value, notes):
    return {"birth_date": _day(value, notes)}


def hired_on(value, notes):
    return {"hired_on": _day(value, notes)}


def work_months(value, notes):
    return {"work_months": _service(value)}


def teaching_months(value, notes):
    return {"teaching_months": _service(value)}


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


def _service(value):
    """Months; None for an empty cell. A date there is «5.3» that Excel took for the third of May."""
    if value == "":
        return None
    if isinstance(value, date):
        raise CellError(
            f"ожидается число лет, а в ячейке дата {date_digits(value)}.",
            f"Так Excel понимает «5.3»: задайте ячейке текстовый формат. {SERVICE_ADVICE}",
        )
    months = parse_experience(value)
    if months is None:
        raise CellError(f"ожидается число лет, получено «{as_text(value)[:80]}».", SERVICE_ADVICE)
    return months


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
    return {"post": _short_text("post", _russian_letters(_line(value), notes))}


def unit(value, notes):
    return {"unit": _short_text("unit", _russian_letters(_line(value), notes))}


def education(value, notes):
    return {"education": _short_text("education", _russian_letters(_line(value), notes))}


def staff_number(value, notes):
    return {"staff_number": _short_text("staff_number", _line(value))}


def phone(value, notes):
    """The first of the phones; the others are told."""
    text = _line(value)
    if text.casefold() in EMPTY:
        return {"phone": ""}
    found = [part for part in re.split(r"[;,/\n]|(?<=\d)\s+(?=\+7|8[\s(-])", as_text(value)) if part.strip()]
    number = normalize_phone(found[0]) if found else ""
    try:
        validate_phone(number)
    except ValidationError as error:
        raise CellError(f"не похоже на телефон: «{text[:80]}».", error.messages[0]) from error
    if len(found) > 1:
        notes.append(f"телефонов несколько, загружен первый: {number}.")
    return {"phone": number}


def email(value, notes):
    """The first of the addresses; the others are told."""
    text = _line(value)
    if text.casefold() in EMPTY:
        return {"email": ""}
    found = [part.strip(".<>()") for part in re.split(r"[;,\s]+", text.removeprefix("mailto:")) if part.strip(".<>()")]
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
