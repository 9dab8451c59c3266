"""The list of people."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.accounts.lists import exported, shown_to
from mentorship.common.asked import must
from mentorship.common.lists import Column, ListOf, View
from mentorship.common.paging import page_of
from mentorship.common.russian import counted, months_words
from mentorship.documents import files
from mentorship.institution.models import Rules

from .. import permissions
from ..forms import PeopleFilterForm
from ..models import Consent, Person
from .shared import narrowed_people

LAMPS = [(Consent.Kind.PROCESSING, "обработка"), (Consent.Kind.PUBLICATION, "публикация")]


@dataclass(frozen=True)
class PersonRow:
    """A person as the list shows him: lengths of service on the day in words, lamps of two consents."""

    person: Person
    working: str
    teaching: str
    is_young: bool
    lamps: list

    def holds(self, title):
        """Whether the lamp of this title is green."""
        return ("ok", title) in self.lamps


LIST = ListOf(
    "people",
    "Люди",
    (
        Column("name", "Фамилия, имя, отчество", lambda row: row.person.full_name, ("sort_key",), is_fixed=True),
        Column("origin", "Кто это", lambda row: row.person.get_origin_display(), is_shown=False),
        Column("post", "Должность", lambda row: row.person.post),
        Column("unit", "Подразделение", lambda row: str(row.person.unit or "")),
        Column("class", "Класс", lambda row: row.person.school_class, is_shown=False),
        Column("birth_date", "Дата рождения", lambda row: row.person.birth_date, ("birth_date",), is_shown=False),
        Column("hired_on", "Дата приёма", lambda row: row.person.hired_on, ("hired_on",), is_shown=False),
        Column("working", "Общий стаж", lambda row: row.working, ("works_since",), is_shown=False),
        Column("teaching", "Педагогический стаж", lambda row: row.teaching, ("teaches_since",)),
        Column("young", "Молодой специалист", lambda row: row.is_young, is_shown=False),
        Column("category", "Категория", lambda row: row.person.get_category_display() if row.person.category else ""),
        Column("education", "Образование", lambda row: row.person.education, is_shown=False, is_long=True),
        Column("phone", "Телефон", lambda row: row.person.phone, is_shown=False),
        Column("email", "Электронная почта", lambda row: row.person.email, is_shown=False),
        Column("staff_number", "Табельный номер", lambda row: row.person.staff_number, is_shown=False),
        Column("left_on", "Выбыл", lambda row: row.person.left_on, ("left_on",), is_shown=False),
        Column("processing", "Согласие на обработку", lambda row: row.holds("обработка")),
        Column("publication", "Согласие на публикацию", lambda row: row.holds("публикация")),
    ),
    (
        View("Все", ""),
        View("Педагоги", "show=teachers"),
        View("Молодые специалисты", "show=young"),
        View("Нет согласия", "show=no_consent"),
        View("Без учётной записи", "show=no_account"),
        View("Выбывшие", "show=left"),
    ),
)


def _found(request, on):
    """(filters, what the reader sees of the list, people in his order)."""
    filters, shown = PeopleFilterForm(request.GET), shown_to(request, LIST)
    found = narrowed_people(filters, on).select_related("unit").prefetch_related("consents")
    return filters, shown, found.order_by(*shown.order("sort_key", "pk"))


@require_GET
def people(request):
    """Everybody, found by any part of a name or post, and the way to the packs of consents."""
    must(permissions.can_list_people(request.user))
    today = timezone.localdate()
    filters, shown, found = _found(request, today)
    page = page_of(request, found)
    context = {
        "form": filters,
        "page": page,
        "list": shown,
        "rows": [(row, shown.cells(row)) for row in rows_of(page, today)],
        "export_url": reverse("people:export"),
        "is_empty": not page.object_list and not Person.objects.exists(),
        "found": counted(page.paginator.count, "человек,человека,человек"),
        "can_keep": permissions.can_keep_people(request.user),
        "query": request.GET.urlencode(),
    }
    return render(request, "people/list.html", context)


def rows_of(people, on):
    """Rows of the list for these people, as they stand on a day."""
    rules = Rules.load()
    return [
        PersonRow(
            person,
            months_words(person.work_months(on)),
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
    """The list as the page shows it: its columns, filters and order."""
    must(permissions.can_list_people(request.user))
    today = timezone.localdate()
    _, shown, found = _found(request, today)
    return files.response(**exported(shown, rows_of(found, today), request))
