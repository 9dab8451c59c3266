"""What the pages of people have in common."""

from datetime import date

from django.utils import timezone

from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.documents import files

from ..models import Person

ORDER_18_ENDS = date(2027, 9, 1)  # приказ Роскомнадзора от 24.02.2021 № 18, law.md 2.3


def has_order_18_ended():
    """Whether the form of the consent to publication has to be checked against a newer order."""
    return timezone.localdate() >= ORDER_18_ENDS


def why_soon(consent):
    """Why a new consent is wanted within 30 days, in words for the list."""
    if consent.grows_up_on == consent.renew_by:
        years = consent.person.age(consent.grows_up_on)
        return f"{years} лет исполняется {consent.grows_up_on:%d.%m.%Y}: нужно новое"
    return f"истекает {consent.valid_until:%d.%m.%Y}"


def sheet_response(title, columns, rows, name):
    """An answer with a list for Excel."""
    return files.response(xlsx_bytes(title, columns, rows), name=name, content_type=XLSX)


def narrowed_people(form, on):
    """People as a ``PeopleFilterForm`` says; an unknown filter shows everybody present."""
    if not form.is_valid():
        return Person.objects.present(on)
    people = Person.objects.search(form.cleaned_data["q"])
    match form.cleaned_data["show"]:
        case "staff":
            return people.present(on).filter(origin=Person.Origin.STAFF)
        case "teachers":
            return people.teaching_staff(on)
        case "others":
            return people.present(on).exclude(origin=Person.Origin.STAFF)
        case "young":
            return people.young_specialists(on)
        case "no_consent":
            return people.present(on).lacking("processing", on)
        case "no_account":
            return people.present(on).filter(user=None)
        case "left":
            return people.gone(on)
    return people.present(on)
