"""Russian wording: numbers with nouns, dates in words, initials, tidy text.

Spaces inside the results are ordinary ones; a renderer that needs them unbreakable replaces them itself.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

MONTHS_GENITIVE = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

# Particles of Turkic patronymics: they are not declined and give no initial.
PATRONYMIC_PARTICLES = {
    "оглы": "m",
    "оглу": "m",
    "углы": "m",
    "угли": "m",
    "улы": "m",
    "уулу": "m",
    "кызы": "f",
    "гызы": "f",
    "кизи": "f",
    "қызы": "f",
}

_LOOKALIKES = str.maketrans("ABCEHKMOPTXYaceopxykËë", "АВСЕНКМОРТХУасеорхукЁё")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")
_APOSTROPHES = re.compile("[’‘ʼ`´]")
_WORD = re.compile(r"[^\W\d_]+")


def plural(n: int | float | Decimal, forms: str) -> str:
    """The form of a noun that goes with ``n``, without the number.

    Args:
        n: any number; its sign does not matter, a fraction takes the second form («2,5 встречи»).
        forms: three forms by comma, as with 1, 2 and 5: «встреча,встречи,встреч».

    Raises:
        ValueError: there are not three forms.
    """
    one, few, many = (form.strip() for form in forms.split(","))
    n = abs(n)
    if n != int(n):
        return few
    n = int(n)
    if n % 10 == 1 and n % 100 != 11:
        return one
    if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14:
        return few
    return many


def plural_of(n: int | float | Decimal, one: str, many: str) -> str:
    """The same in the genitive, «в размере …»: «1 процента», «12,5 процента», «10 процентов»."""
    return plural(n, f"{one},{many},{many}") if n == int(n) else one


def counted(n: int | float | Decimal, forms: str) -> str:
    """Number and noun: «5 встреч», «2,5 года»; the decimal sign is a comma."""
    number = int(n) if n == int(n) else str(n).replace(".", ",")
    return f"{number} {plural(n, forms)}"


def date_words(day: date | None) -> str:
    """«3 сентября 2025 г.», the словесно-цифровой form of ГОСТ Р 7.0.97; empty for no date."""
    return f"{day.day} {MONTHS_GENITIVE[day.month - 1]} {day.year} г." if day else ""


def date_digits(day: date | None) -> str:
    """«03.09.2025»; empty for no date."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}" if day else ""


def period_words(start: date | None, end: date | None) -> str:
    """«с 1 сентября 2025 г. по 31 мая 2026 г.»; a missing end is left out."""
    sides = [("с", start), ("по", end)]
    return " ".join(f"{preposition} {date_words(day)}" for preposition, day in sides if day)


def initials(first: str, patronymic: str = "") -> str:
    """«А.С.», «А.-М.» for «Анна-Мария», «Г.» for «Гасан оглы»; empty when there is nothing to take."""
    words = [*(first or "").split(), *patronymic_words(patronymic)]
    return "".join(_initial(word) for word in words)


def initials_first(last: str, first: str, patronymic: str = "") -> str:
    """«А.С. Петрова»: the order of a signature (ГОСТ Р 7.0.97)."""
    return f"{initials(first, patronymic)} {last or ''}".strip()


def signature_of(full_name: str) -> str:
    """«А.С. Петрова» of «Петрова Анна Сергеевна», «Э.Р. Мамедов» of «Мамедов Эльдар Рашид оглы», «В. Ли» of «Ли Вэй»."""
    return initials_first(*[*full_name.split(maxsplit=2), "", "", ""][:3])


def surname_first(last: str, first: str, patronymic: str = "") -> str:
    """«Петрова А.С.»: the order of running text."""
    return f"{last or ''} {initials(first, patronymic)}".strip()


def patronymic_words(patronymic: str | None) -> list[str]:
    """Words of a patronymic without «оглы», «кызы» and the like, also when they hang on a hyphen."""
    parts = [re.split(r"-", word) for word in (patronymic or "").split()]
    kept = ["-".join(p for p in part if p.casefold() not in PATRONYMIC_PARTICLES) for part in parts]
    return [word for word in kept if word]


def clean_text(text: str | None, *, lines: bool = False) -> str:
    """Typed text made fit for the database, PDF and DOCX: composed (NFC), without invisible characters.

    Control, zero-width and bidirectional marks, lone surrogates and Unicode non-characters go; runs of white
    space become one space. With ``lines`` the line breaks stay (at most one empty line in a row).
    """
    text = str(text or "")
    if text.isprintable():  # nothing hidden in it; ten times faster, lists have a hundred thousand cells
        return " ".join(unicodedata.normalize("NFC", text).split())
    text = re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text)
    text = unicodedata.normalize("NFC", "".join(_visible(char) for char in text))
    if not lines:
        return " ".join(text.split())
    rows = "\n".join(" ".join(row.split()) for row in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", rows).strip()


def clean_name(text: str | None) -> str:
    """A person's name or a part of it: tidy, one kind of hyphen and apostrophe, no Latin letters by mistake.

    Latin look-alikes are replaced inside words that are mostly Cyrillic («Ивaнoв»); other Latin words stay.
    """
    text = _APOSTROPHES.sub("'", _DASHES.sub("-", clean_text(text)))
    return _WORD.sub(lambda match: _cyrillic(match[0]), text)


def cut(text: str | None, limit: int) -> str:
    """``text`` of at most ``limit`` characters, cut at a space where there is one, «…» at the end."""
    text = clean_text(text)
    if len(text) <= limit:
        return text
    if limit < 1:
        return ""
    head = text[: limit - 1]
    if text[limit - 1] != " " and " " in head:
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(" ,;:.—–-") + "…"


def capital(text):
    """``text`` begun with a capital letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def join_and(items: Iterable[object]) -> str:
    """«а», «а и б», «а, б и в»; empty items are skipped."""
    words = [str(item) for item in items if item]
    return " и ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def agree(gender: str, masculine: str, feminine: str) -> str:
    """The form that agrees with ``gender`` ("m", "f"); «ознакомлен(а)» while it is unknown."""
    if gender in ("m", "f"):
        return masculine if gender == "m" else feminine
    if feminine.startswith(masculine):
        return f"{masculine}({feminine[len(masculine) :]})"
    return f"{masculine}/{feminine}"


def months_words(total: int | None) -> str:
    """Length of service from months: «5 лет 3 мес.», «1 год», «11 мес.»; 0 is «менее месяца», None is empty.

    Raises:
        ValueError: ``total`` is negative.
    """
    if total is None:
        return ""
    if total < 0:
        raise ValueError("Стаж не может быть отрицательным.")
    years, months = divmod(total, 12)
    parts = [counted(years, "год,года,лет")] if years else []
    if months:
        parts.append(f"{months} мес.")
    return " ".join(parts) or "менее месяца"


def _initial(word: str) -> str:
    letters = [part[0].upper() for part in word.split("-") if part and part[0].isalpha()]
    return "-".join(f"{letter}." for letter in letters)


def _visible(char: str) -> str:
    if char.isspace():
        return char if char == "\n" else " "
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return ""
    number = ord(char)
    return "" if number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF else char


def _cyrillic(word: str) -> str:
    swapped = word.translate(_LOOKALIKES)
    typed_latin = sum(char.isascii() or char in "Ëë" for char in word)
    all_swapped = not any(char.isascii() for char in swapped)
    return swapped if all_swapped and 2 * typed_latin <= len(word) else word
