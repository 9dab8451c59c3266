"""Ages, lengths of service and dates as people type them."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal

from mentorship.common.russian import MONTHS_GENITIVE, clean_text

# A longer service is a typing error, most often a year («2015») in place of a length.
MAX_YEARS = 80
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Two-digit years: 00–49 are 2000–2049, 50–99 are 1950–1999. Plans reach a few years ahead; hardly anybody in
# these lists was born before 1950.
PIVOT = 50

_NO_SERVICE = re.compile(
    r"(?:нет|без стажа|нет стажа|стажа нет|[-–—]|б/с|б/стажа|(?:менее|меньше|до) (?:1 |одного )?(?:года|месяца))\.?"
)
_SERVICE = re.compile(
    r"(?:(?:более|свыше|больше) )?"
    r"(?:(?P<years>\d{1,2}(?:[.,]\d{1,2})?) ?(?:(?:лет|года|год|г|л)(?![а-я])|\+)?(?:\.|,|(?![а-я\d])|(?<=[а-я])(?=\d)))?"
    r" ?(?:и )?(?:(?P<months>\d{1,3}) ?(?:месяцев|месяца|месяц|мес|м)(?:\.|,|(?![а-я])))? ?(?:и )?"
    r"(?:\d{1,2} ?(?:дней|дня|день|дн|д)\.?)?"
)
_SPOKEN = {"полгода": 6, "полтора года": 18, "год": 12}
_UNITS = ["", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"]
_UNITS += ["одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать"]
_UNITS += ["восемнадцать", "девятнадцать"]
_TENS = {"двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50}
_IN_WORDS = re.compile(rf"(?:({'|'.join(_TENS)})(?: |$))?(?:({'|'.join(_UNITS[1:])}) )?(?:лет|года|год)")
# «5.03» and «22,11» are years with months for some and a fraction of a year for others: nobody can tell.
_DOUBTFUL_FRACTION = re.compile(r"(?<!\d)\d+[.,](?:0[1-9]|1[01])(?!\d)")

_MONTHS_NOMINATIVE = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_MONTH = r"(?P<word>[а-я]{3,8})\.?"
_GAP = r" ?[-./, ] ?"
_TIME = r"(?:[ tт]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?"
_YEAR_END = r" ?(?:г|год|года)?\.?(?: ?р(?:ожд(?:ения)?)?\.?)?"
_DATE_SHAPES = [
    re.compile(rf"(?P<year>\d{{4}})[-./](?P<month>\d{{1,2}})[-./](?P<day>\d{{1,2}}){_TIME}"),
    re.compile(rf"(?P<day>\d\d?){_GAP}(?P<month>\d\d?){_GAP}(?P<year>\d{{4}}|\d\d){_TIME}{_YEAR_END}"),
    re.compile(rf"(?P<day>\d\d?)[ .-]*{_MONTH}[ ,.-]*(?P<year>\d{{4}}|\d\d){_YEAR_END}"),
    re.compile(rf"{_MONTH} ?(?P<year>\d{{4}}){_YEAR_END}"),
    re.compile(rf"(?P<month>\d\d?)[./](?P<year>\d{{4}}){_YEAR_END}"),
]
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTH = re.compile(rf"(?<=\d)[. /-]({'|'.join(_ROMAN)})[. /-](?=\d)")
_ZERO, _THREE = (re.compile(rf"(?<![^\W\d_])[{sign}](?=\d)|(?<=\d)[{sign}](?![^\W\d_])") for sign in ("оo", "з"))
# Excel counts days from 30.12.1899; smaller numbers would be days before 1910 and are rather years or ages.
_EXCEL_START = date(1899, 12, 30)
_EXCEL_DAYS = range(3654, 73051)


def parse_experience(value: object) -> int | None:
    """Months of service from what people write; None if it cannot be understood.

    «5 лет 3 мес.», «5», «5,5», «5 л.», «5л3м», «18 мес», «1 год», «пять лет», «полгода», «более 20 лет», «20+» and
    plain numbers (years) are read, days are dropped, a fraction of a year is rounded down to whole months.
    «нет», «менее года» are 0; «5.03» may be years with months and is not read.
    """
    if isinstance(value, bool) or value is None or _DOUBTFUL_FRACTION.search(str(value)):
        return None
    if isinstance(value, int | float | Decimal):
        return int(value * 12) if 0 <= value <= MAX_YEARS else None
    text = clean_text(str(value)).casefold().replace("ё", "е")
    if _NO_SERVICE.fullmatch(text):
        return 0
    if text in _SPOKEN:
        return _SPOKEN[text]
    if (spoken := _IN_WORDS.fullmatch(text)) and any(spoken.groups()):
        return 12 * (_TENS.get(spoken[1], 0) + _UNITS.index(spoken[2] or ""))
    match = _SERVICE.fullmatch(text)
    if not match or not (match["years"] or match["months"]):
        return None
    return _months(match["years"], match["months"])


def parse_russian_date(value: object) -> date | None:
    """A day from what people type or a spreadsheet holds; None if there is no such day.

    Read are «03.09.2025», «3.9.25», «03/09/2025», «3 сентября 2025 г.», «2025-09-03», with a time of day
    after them or without, dates, moments (their own calendar day), Excel's numbers of days. Day goes before
    month. A month with a year («сентябрь 2025», «09.2025») is its first day. Years are 1900 to 2100, for two
    digits see ``PIVOT``.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    text = clean_text(str(value)).casefold().replace("ё", "е")
    text = re.sub("[«»\"“”']|\\([^()]*\\)", "", text).strip()
    text = _THREE.sub("3", _ZERO.sub("0", text))
    text = _ROMAN_MONTH.sub(lambda match: f".{_ROMAN.index(match[1]) + 1}.", text.replace("х", "x").replace("і", "i"))
    if re.fullmatch(r"[0-9]{4,5}(?:\.[0-9]+)?", text):
        days = int(float(text))
        return _EXCEL_START + timedelta(days=days) if days in _EXCEL_DAYS else None
    for shape in _DATE_SHAPES:
        if match := shape.fullmatch(text):
            return _day(match.groupdict())
    return None


def age(born: date, on: date) -> int:
    """Full years on the day ``on``.

    A year is full on the birthday itself. Whoever was born on 29 February comes of age on 1 March of a common
    year: the term ends with the last day of February (ст. 192 п. 3 ГК РФ), the next day begins the new year.

    Raises:
        ValueError: ``on`` is earlier than ``born``.
    """
    return years_months(born, on)[0]


def years_months(start: date, on: date) -> tuple[int, int]:
    """Full years and full months left over from ``start`` to ``on``, counted as ``age`` does.

    Raises:
        ValueError: ``on`` is earlier than ``start``.
    """
    if on < start:
        raise ValueError("Конец периода раньше его начала.")
    return divmod((on.year - start.year) * 12 + on.month - start.month - (on.day < start.day), 12)


def add_months(day: date, months: int) -> date:
    """The day that many months later (or earlier); the last day of the month if it has no such day.

    Source: ст. 192 п. 3 ГК РФ; a consent of 29.02.2024 for a year lasts to 28.02.2025.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(years: str | None, months: str | None) -> int | None:
    whole = Decimal((years or "0").replace(",", "."))
    rest = int(months or 0)
    if years and months and (rest > 11 or whole % 1):
        return None  # «5 лет 14 мес.», «5,5 лет 3 мес.»: a slip of the pen, not a length
    total = int(whole * 12) + rest
    return total if total <= MAX_YEARS * 12 else None


def _month(word: str) -> int:
    """Number of the month that ``word`` names or shortens («сентября», «сентябрь», «сент»); 0 if none."""
    for number, names in enumerate(zip(_MONTHS_NOMINATIVE, MONTHS_GENITIVE, strict=True), start=1):
        if any(name.startswith(word) for name in names):
            return number
    return 0


def _day(found: dict[str, str]) -> date | None:
    month = _month(found["word"]) if "word" in found else int(found["month"])
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year < PIVOT else 1900
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, int(found.get("day", 1)))
    except ValueError:
        return None
