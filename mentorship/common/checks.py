"""Validators of typed values: Russian messages with advice (tone and wording of law.md section 8).

Django runs validators on non-empty values only. A ``normalize_…`` function belongs into the form's
``clean_…``: it tidies what can be tidied and leaves the rest for the validator to refuse.
"""

import re
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from mentorship.common.russian import clean_text, date_digits

NAME_LENGTH = 100
ENDS_LATER = "Дата окончания должна быть позже даты начала."  # law.md section 8

# Weights of the check digits of an ИНН, as the tax service publishes them.
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = ((7, *_INN_10), (3, 7, *_INN_10))
_LETTERS = r"[^\W\d_]+"
_NAME = re.compile(rf"{_LETTERS}(?:[ '’-]{_LETTERS})*")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_EXTENSION = re.compile(r"[\s,;(]*(?:доб(?:авочный)?\.?|вн(?:утр)?\.?|ext\.?|#)\s*(\d{1,6})\)?\s*$", re.IGNORECASE)
_PHONE = re.compile(r"\+(?:7 \d{3} \d{3}-\d\d-\d\d|[1-689]\d{7,14})(?: доб\. \d{1,6})?")
_URL_ADVICE = "Укажите полный адрес страницы, например https://ds3.example.ru/nastavnichestvo."


def normalize_inn(value: str | None) -> str:
    """ИНН without the spaces and hyphens that people type between groups of digits."""
    return _without_gaps(value)


def normalize_ogrn(value: str | None) -> str:
    """ОГРН without the spaces and hyphens that people type between groups of digits."""
    return _without_gaps(value)


def normalize_phone(value: str | None) -> str:
    """Phone as «+7 863 749-12-34», with « доб. 12» if there is one.

    A number of ten digits or one that begins with 8 is taken as Russian; a number of another country must
    begin with «+» and becomes «+375291234567». What is no phone comes back as typed, for ``validate_phone``
    to refuse.
    """
    text = clean_text(value)
    extension = _EXTENSION.search(text)
    main = text[: extension.start()] if extension else text
    if not re.fullmatch(r"\+?[\d\s().–—-]+", main):
        return text
    digits = re.sub(r"[^0-9]", "", main)
    # «8 863 749-12-3» and «8912345678» only lack a digit: no code begins with 89
    if len(digits) == 10 and re.match(r"\(?(?!89)[3489]\d\d", main):
        digits = "7" + digits
    if len(digits) == 11 and digits[0] == "8" and (not main.startswith("+") or digits[1] == "9"):
        digits = "7" + digits[1:]
    if len(digits) == 11 and digits[0] == "7":
        number = f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}"
    elif main.startswith("+") and 8 <= len(digits) <= 15 and digits[0] not in "07":
        number = f"+{digits}"
    else:
        return text
    return f"{number} доб. {extension[1]}" if extension else number


def validate_inn(value: str) -> None:
    """ИНН of an organisation (10 digits) or a person (12 digits), by its check digits."""
    inn = normalize_inn(value)
    if not re.fullmatch(r"[0-9]{10}|[0-9]{12}", inn):
        raise ValidationError("ИНН состоит из 10 цифр у организации или из 12 у человека.", code="inn_length")
    weights = [_INN_10] if len(inn) == 10 else _INN_12
    if not int(inn) or any(_inn_digit(inn, row) != inn[len(row)] for row in weights):
        raise ValidationError("ИНН неверен: проверьте контрольную цифру.", code="inn")


def validate_ogrn(value: str) -> None:
    """ОГРН (13 digits) or ОГРНИП (15 digits), by its check digit."""
    ogrn = normalize_ogrn(value)
    if not re.fullmatch(r"[0-9]{13}|[0-9]{15}", ogrn):
        raise ValidationError("ОГРН состоит из 13 цифр, ОГРНИП – из 15.", code="ogrn_length")
    if not int(ogrn) or int(ogrn[:-1]) % (len(ogrn) - 2) % 10 != int(ogrn[-1]):
        raise ValidationError("ОГРН неверен: проверьте контрольную цифру.", code="ogrn")


def validate_last_name(value: str) -> None:
    """Surname: letters of any alphabet, single hyphens, spaces and apostrophes between them."""
    _check_name(value, "фамилии")


def validate_first_name(value: str) -> None:
    """First name, written in full."""
    _check_name(value, "имени")


def validate_patronymic(value: str) -> None:
    """Patronymic, «Гасан оглы» included; a person without one leaves the field empty."""
    _check_name(value, "отчестве")


def validate_person_name(value: str) -> None:
    """A whole name in one field: фамилия, имя, отчество."""
    _check_name(value, "ФИО", limit=3 * NAME_LENGTH)


def check_period(form, data, first="starts_on", last="ends_on", *, said=ENDS_LATER, one_day=False) -> bool:
    """Refuse, at its field ``last``, a period of a form that does not end later than it begins.

    Args:
        data: the cleaned answers, or those of them that could be read.
        one_day: whether it may end on the day it begins.

    Returns:
        Whether both days are there and in their order, so that they can be compared with others.
    """
    start, end = data.get(first), data.get(last)
    if not start or not end:
        return False
    if start < end or (one_day and start == end):
        return True
    form.add_error(last, said)
    return False


def validate_not_future(value: date) -> None:
    """A day not later than today in the institution's time zone."""
    today = timezone.localdate()
    if isinstance(value, datetime):
        value = timezone.localdate(value) if timezone.is_aware(value) else value.date()
    if value > today:
        raise ValidationError(f"Дата не может быть позже сегодняшней ({date_digits(today)}).", code="future")


def validate_http_url(value: str) -> None:
    """Address of a page: http or https, a host, no name or password inside (law.md 2.3: full address)."""
    try:
        URLValidator(schemes=["http", "https"])(value)
    except ValidationError:
        raise ValidationError(_URL_ADVICE, code="url") from None
    if "@" in value.split("/")[2]:
        raise ValidationError(f"Уберите из адреса имя и пароль. {_URL_ADVICE}", code="url")


def validate_phone(value: str) -> None:
    """A phone that ``normalize_phone`` understands."""
    if not _PHONE.fullmatch(normalize_phone(value)):
        raise ValidationError("Укажите телефон с кодом города или оператора: +7 863 749-12-34.", code="phone")


def validate_order_pattern(value: str) -> None:
    """Pattern of a paper's number: «{n}» exactly once, «{year}» or «{yy}» at most once, plain signs around them."""
    marks = _PLACEHOLDER.findall(value)
    if marks.count("{n}") != 1:
        raise ValidationError(
            "В шаблоне номера должно быть ровно одно {n} – порядковый номер. Например: {n}-ОД.",
            code="pattern_n",
        )
    strange = sorted(set(marks) - {"{n}", "{year}", "{yy}"})
    if strange or marks.count("{year}") + marks.count("{yy}") > 1:
        raise ValidationError(
            "Кроме {n} в шаблоне возможно одно {year} или {yy} – год. Например: {n}/{year}-ОД.", code="pattern_mark"
        )
    if odd := re.sub(r"[\w\s./№()–-]", "", _PLACEHOLDER.sub("", value)):
        raise ValidationError(
            f"В номере допустимы буквы, цифры, пробел и знаки - / . № ( ). Уберите: {odd[:10]}",
            code="pattern_sign",
        )


def _without_gaps(value: str | None) -> str:
    return re.sub(r"[\s–—-]", "", clean_text(value))


def _inn_digit(inn: str, weights: tuple[int, ...]) -> str:
    return str(sum(int(digit) * weight for digit, weight in zip(inn, weights, strict=False)) % 11 % 10)


def _check_name(value: str, where: str, limit: int = NAME_LENGTH) -> None:
    if len(value) > limit:
        raise ValidationError(f"В {where} больше {limit} знаков. Проверьте, не вставлен ли лишний текст.", code="name")
    if _NAME.fullmatch(value):
        return
    rule = f"В {where} допустимы буквы, дефис и пробел."
    odd = "".join(dict.fromkeys(re.sub(r"[^\W\d_]|[ '’-]", "", clean_text(value))))
    if "." in odd:
        advice = "Пишите полностью, без точек."
    elif odd:
        advice = f"Уберите: {odd[:10]}"
    else:
        advice = "Дефис, пробел и апостроф ставят по одному между буквами."
    raise ValidationError(f"{rule} {advice}", code="name")
