"""Template filters of Russian wording: ``{% load ru %}``. A value of a wrong kind prints nothing."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from mentorship.common import russian
from mentorship.common.typography import NBSP

register = template.Library()


@register.filter
def ru_plural(number, forms):
    """``{{ total|ru_plural:"встреча,встречи,встреч" }}`` → «встреч» (the form alone)."""
    number = _number(number)
    return "" if number is None else russian.plural(number, forms)


@register.filter
def counted(number, forms):
    """``{{ total|counted:"встреча,встречи,встреч" }}`` → «5 встреч»."""
    number = _number(number)
    return "" if number is None else russian.counted(number, forms)


@register.filter
def date_words(day):
    """«3 сентября 2025 г.» that no line breaks; a moment gives the day of the institution's time zone."""
    return russian.date_words(_day(day)).replace(" ", NBSP)


@register.filter
def date_digits(day):
    """«03.09.2025»; a moment gives the day of the institution's time zone."""
    return russian.date_digits(_day(day))


@register.filter
def experience(months):
    """«5 лет 3 мес.» from a number of months."""
    number = _number(months)
    return "" if number is None or number < 0 else russian.months_words(int(number))


def _number(value):
    """The value as a number; a collection counts its members, as Django's ``pluralize`` does."""
    if isinstance(value, str):
        value = value.strip()
        return int(value) if value.lstrip("-").isdecimal() else None
    if hasattr(value, "__len__"):
        return len(value)
    return value if hasattr(value, "__int__") else None


def _day(value):
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def cell(value):
    """A value of a list as its plain cell: «–» for nothing, «да» and «нет», «03.09.2025», a comma in fractions."""
    match value:
        case None | "":
            return "–"
        case bool():
            return "да" if value else "нет"
        case date():
            return russian.date_digits(_day(value))
        case Decimal() | float():
            return f"{Decimal(value).normalize():f}".replace(".", ",")
    return value
