"""Наградные сведения: what an award asks for, what a mentor has, what is missing (law.md 6.1, 6.2)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from mentorship.common.periods import years_months
from mentorship.common.russian import counted, plural
from mentorship.institution.models import Honour

from . import mentor_record, permissions

YEARS = "год,года,лет"


@dataclass(frozen=True)
class Standing:
    """How a person stands before one award.

    Attributes:
        lacking: what is below the threshold, a sentence each; empty where all that the portal knows is met.
        to_check: what the portal has no record of, for the curator to see to.
    """

    honour: Honour
    lacking: tuple
    to_check: tuple

    @property
    def is_met(self):
        return self.honour.asks_service and not self.lacking


def standings(person, mentoring_months, on, honours):
    """:class:`Standing` of ``person`` on the day ``on`` before each of ``honours``."""
    return [
        Standing(honour, tuple(_lacking(honour, person, mentoring_months, on)), tuple(_to_check(honour)))
        for honour in honours
    ]


def of_person(person, user):
    """The length of mentoring for a person's page; nothing where he has been no mentor by order."""
    if not permissions.can_see_service(user, person):
        return None
    today = timezone.localdate()
    months = mentor_record.months_by_mentor(today, person).get(person.pk)
    return None if months is None else {"person": person, "months": months, "url": address_of(person)}


def address_of(person):
    """The page of the periods of one mentor."""
    return reverse("monitoring:honours_of", args=[person.pk])


def in_use():
    """The awards of the dictionary that the institution uses."""
    return Honour.objects.filter(enabled=True).select_related("earlier")


def _lacking(honour, person, mentoring_months, on):
    for title, years, months in (
        ("Стаж наставничества", honour.mentoring_years, mentoring_months),
        ("Педагогический стаж", honour.teaching_years, person.teaching_months(on)),
        ("Стаж в учреждении", honour.service_years, _months_here(person, on)),
    ):
        if years and months is None:
            yield f"{title} не указан в карточке, требуется {counted(years, YEARS)}."
        elif years and months < years * 12:
            yield f"{title} {service_words(months)}, требуется {counted(years, YEARS)}."


def _months_here(person, on):
    if person.hired_on is None or person.hired_on > on:
        return None
    years, months = years_months(person.hired_on, on)
    return years * 12 + months


def _to_check(honour):
    if honour.earlier:
        yield f"Нужна прежняя награда: {honour.earlier.title}."
    if honour.quota:
        yield f"Представлений в год не больше {honour.quota}."


def service_words(months):
    """«4 г. 2 мес.», «12 лет», «8 мес.»: a length of mentoring as lists of awards write it; nothing is «0 мес.»."""
    years, rest = divmod(months, 12)
    parts = [f"{years} {plural(years, 'г.,г.,лет')}"] if years else []
    return " ".join([*parts, f"{rest} мес."] if rest or not years else parts)
