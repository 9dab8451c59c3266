"""Names of people in the cells of a list, as people type them; see ``staff_cells.py`` for what a reader is."""

import re

from django.core.exceptions import ValidationError

from mentorship.common.cases import gender_of
from mentorship.common.checks import validate_first_name, validate_last_name, validate_patronymic
from mentorship.common.russian import PATRONYMIC_PARTICLES, clean_name, clean_text
from mentorship.common.search import search_key

from .staff_cells import LATIN, WORD, CellError, as_text, russian_letters

NAME_ADVICE = "Напишите полностью: Иванова Мария Петровна."
BRACKETS = re.compile(r"\([^()]*\)?")
INITIALS = re.compile(r"(?:^|\s)[^\W\d_]\.|\.[^\W\d_]\.?(?:\s|$)|(?:^|\s)[^\W\d_](?=\s|$)")
PATRONYMIC_END = r"(?:вич|ьич|мич|кич|тич|вна|чна|шна|улы|ұлы|уулу|кызы|қызы|оглы)"
PATRONYMIC = re.compile(rf".{{2,}}{PATRONYMIC_END}")
SURNAME = re.compile(r"(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|ко|[ыи]х|ян)$")
# «Петрова Зоя Олеговна – учитель», «…Олеговна, 12.03.1998 г.р.», «…Олеговна*»: what stands behind the patronymic
BEHIND = re.compile(
    rf"(?P<name>(?:\S+\s+){{2,4}}?\S*{PATRONYMIC_END})(?:\s*[,;*]|\s+[-–—]\s|\s+(?=\d))(?P<rest>.*)", re.IGNORECASE
)


def full_name(value, notes):
    """«Фамилия Имя Отчество» of one cell; two surnames, «Гасан кызы» and a missing patronymic are known."""
    text = _name_text(_before_more(value, notes), notes)
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
    return {"last_name": last[:1].upper() + last[1:], "first_name": first, "patronymic": patronymic}


def last_name(value, notes):
    return {"last_name": _one_name(value, notes, validate_last_name, "фамилия")}


def first_name(value, notes):
    return {"first_name": _one_name(value, notes, validate_first_name, "имя")}


def patronymic(value, notes):
    if search_key(value) in ("", "нет"):
        return {"patronymic": ""}
    return {"patronymic": _one_name(value, notes, validate_patronymic, "отчество")}


def given_names(value, notes):
    """«Имя Отчество» of one cell, the surname standing in another."""
    text = _name_text(_before_more(value, notes), notes)
    if INITIALS.search(text):
        raise CellError(f"вместо имени и отчества инициалы: «{text[:80]}».", "Напишите полностью: Мария Петровна.")
    first, _, rest = " ".join(map(capitals, text.split())).partition(" ")
    return first_name(first, notes) | patronymic(rest, notes)


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


def _split_name(words, notes):
    if len(words) == 2:
        return _split_two(words, notes)
    tail = 2 if len(words) > 3 and words[-1].casefold() in PATRONYMIC_PARTICLES else 1
    rest, patronymic = words[:-tail], " ".join(words[-tail:])
    if len(words) == 3 and _is_patronymic(words[1]) and not _is_patronymic(words[2]):
        notes.append(f"имя стояло перед фамилией, переставлено: {words[2]} {words[0]} {words[1]}.")
        return words[2], words[0], words[1]
    if len(rest) == 2:
        if not _is_patronymic(patronymic):
            notes.append(f"отчеством сочтено «{patronymic}», проверьте.")
        return rest[0], rest[1], patronymic
    if len(rest) == 3 and _is_patronymic(patronymic):
        notes.append(f"четыре слова: фамилией сочтено «{rest[0]} {rest[1]}», проверьте.")
        return f"{rest[0]} {rest[1]}", rest[2], patronymic
    raise CellError(
        f"непонятно, где фамилия, имя и отчество: «{' '.join(words)[:80]}».",
        "Двойную фамилию пишите через дефис, лишние слова уберите.",
    )


def _split_two(words, notes):
    """Surname and first name, in either order; a first name with a patronymic lacks the surname."""
    if _is_patronymic(words[1]):
        raise CellError(f"похоже, нет фамилии: «{' '.join(words)[:80]}».", NAME_ADVICE)
    if SURNAME.search(words[1].casefold()) and gender_of("", words[0]) and not gender_of("", words[1]):
        notes.append(f"имя стояло перед фамилией, переставлено: {words[1]} {words[0]}.")
        words = words[::-1]
    notes.append(f"отчества нет, фамилией сочтено «{words[0]}»: проверьте, что так и должно быть.")
    return words[0], words[1], ""


def _is_patronymic(word):
    word = word.casefold().rsplit(" ", 1)[-1]
    return bool(PATRONYMIC.fullmatch(word)) or word.rsplit("-", 1)[-1] in PATRONYMIC_PARTICLES


def _one_name(value, notes, validator, what):
    text = _name_text(value, notes)
    if not text:
        raise CellError(f"{what} не указан{'о' if what != 'фамилия' else 'а'}.", NAME_ADVICE)
    text = " ".join(capitals(word) for word in text.split())
    _validate(validator, text)
    return text


def _before_more(value, notes):
    """The name without the post, the date or the mark that stand behind its patronymic."""
    text = clean_text(as_text(value))
    found = BEHIND.fullmatch(text)
    if not found:
        return text
    if rest := found["rest"].strip(" ,;*-–—"):
        notes.append(f"после имени не загружено: «{rest[:80]}».")
    return found["name"]


def _name_text(value, notes):
    """The name without its number in the list, brackets and commas, Latin look-alikes made Russian."""
    text = re.sub(r"^\d+\s*[.)]\s*", "", clean_text(as_text(value)))
    if extra := BRACKETS.findall(text):
        notes.append(f"в скобках не загружено: «{' '.join(extra)[:80]}».")
        text = BRACKETS.sub(" ", text)
    text = re.sub(r"(?<=\w)[,;]+(?=\s|\w|$)", " ", text)
    fixed = clean_name(russian_letters(text, notes))
    if mixed := next((word for word in WORD.findall(fixed) if _is_mixed(word)), None):
        raise CellError(f"в слове «{mixed[:40]}» смешаны русские и латинские буквы.", "Наберите его заново.")
    if LATIN.search(fixed):
        notes.append("имя написано латиницей: в документы оно попадёт так же.")
    return fixed


def _is_mixed(word):
    return bool(LATIN.search(word) and re.search("[а-яё]", word, re.IGNORECASE))


def _validate(validator, value):
    if not value:
        return
    try:
        validator(value)
    except ValidationError as error:
        message = error.messages[0]
        raise CellError(message[0].lower() + message[1:]) from error
