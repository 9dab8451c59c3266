"""The list of people."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.common.paging import page_of
from mentorship.common.russian import counted, date_digits, months_words
from mentorship.institution.models import Rules

from .. import permissions
from ..forms import PeopleFilterForm
from ..models import Consent, Person
from .shared import must, narrowed_people, sheet_response

COLUMNS = [
    *("Фамилия, имя, отчество", "Кто это", "Должность", "Подразделение", "Дата рождения", "Дата приёма"),
    *("Общий стаж", "Педагогический стаж", "Категория", "Образование", "Телефон", "Электронная почта"),
    *("Табельный номер", "Выбыл", "Согласие на обработку", "Согласие на публикацию"),
]
LAMPS = [(Consent.Kind.PROCESSING, "обработка"), (Consent.Kind.PUBLICATION, "публикация")]
HISTORY_SHOWN = 30


@dataclass(frozen=True)
class PersonRow:
    """A person as the list shows him: lengths of service on the day, lamps of two consents."""

    person: Person
    teaching: str
    is_young: bool
    lamps: list


@require_GET
def people(request):
    """Everybody, found by any part of a name or post, and the way to the packs of consents."""
    must(permissions.can_list_people(request.user))
    filters, today = PeopleFilterForm(request.GET), timezone.localdate()
    page = page_of(request, narrowed_people(filters, today).select_related("unit").prefetch_related("consents"))
    context = {
        "form": filters,
        "page": page,
        "rows": _rows(page, today),
        "is_empty": not page.object_list and not Person.objects.exists(),
        "found": counted(page.paginator.count, "человек,человека,человек"),
        "can_keep": permissions.can_keep_people(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "people/list.html", context)


def _rows(people, on):
    rules = Rules.load()
    return [
        PersonRow(
            person,
            months_words(person.teaching_months(on)),
            person.is_young_specialist(on, rules),
            _lamps(person, on),
        )
        for person in people
    ]


def _lamps(person, on):
    held = {consent.kind for consent in person.consents.all() if consent.status(on)[0] == "in_force"}
    return [("ok" if kind in held else "missing", title) for kind, title in LAMPS]


@require_GET
def export(request):
    """The list as it is filtered on the page, for Excel."""
    must(permissions.can_list_people(request.user))
    today = timezone.localdate()
    found = narrowed_people(PeopleFilterForm(request.GET), today).select_related("unit").prefetch_related("consents")
    return sheet_response("Люди", COLUMNS, [cells(one, today) for one in found], f"Люди {date_digits(today)}.xlsx")


def cells(person, on):
    """A person as a row of the list for Excel."""
    held = [state == "ok" for state, _ in _lamps(person, on)]
    return [
        *(person.full_name, person.get_origin_display(), person.post, str(person.unit or "")),
        *(person.birth_date, person.hired_on),
        *(months_words(person.work_months(on)), months_words(person.teaching_months(on))),
        *(person.get_category_display() if person.category else "", person.education, person.phone, person.email),
        *(person.staff_number, person.left_on, *held),
    ]
