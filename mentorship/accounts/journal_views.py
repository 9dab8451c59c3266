"""The journal of access, for those who answer for it."""

import io

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.paging import page_of
from mentorship.common.russian import counted, date_digits
from mentorship.common.widgets import DayInput

from . import journal, permissions
from .models import JournalEntry, User

COLUMNS = [
    "№",
    "Когда",
    "Кто",
    "Адрес",
    "Действие",
    "Что",
    "Чьи данные (№ карточки)",
    "Строк",
    "Итог",
    "Страница",
    "Хеш",
]
MOST_EXPORTED = 50_000


class JournalFilterForm(forms.Form):
    """Which lines are shown; anything unknown in the address shows all of them."""

    q = forms.CharField(label="Кто", required=False, max_length=200)
    action = forms.ChoiceField(
        label="Действие", required=False, choices=[("", "Любое"), *JournalEntry.Action.choices, ("refused", "отказано")]
    )
    subject = forms.IntegerField(label="№ карточки", required=False, min_value=1)
    since = forms.DateField(label="С", required=False, widget=DayInput())
    until = forms.DateField(label="По", required=False, widget=DayInput())


def _narrowed(form):
    entries = JournalEntry.objects.select_related("user")
    if not form.is_valid():
        return entries
    cleaned = form.cleaned_data
    wanted = Q()
    if cleaned["q"]:
        wanted &= Q(user__in=User.objects.search(cleaned["q"]))
    if cleaned["action"] == "refused":
        wanted &= Q(allowed=False)
    elif cleaned["action"]:
        wanted &= Q(action=cleaned["action"])
    if cleaned["subject"]:
        wanted &= Q(subject=cleaned["subject"])
    if cleaned["since"]:
        wanted &= Q(at__date__gte=cleaned["since"])
    if cleaned["until"]:
        wanted &= Q(at__date__lte=cleaned["until"])
    return entries.filter(wanted)


@require_GET
def entries(request):
    """Who looked at whose data, newest first."""
    _must_see(request.user)
    form = JournalFilterForm(request.GET)
    page = page_of(request, _narrowed(form))
    context = {
        "form": form,
        "page": page,
        "found": counted(page.paginator.count, "запись,записи,записей"),
        "kept_years": journal.KEPT_YEARS,
    }
    return render(request, "accounts/journal.html", context)


@require_GET
def export(request):
    """The lines as they are filtered on the page, with their hashes."""
    _must_see(request.user)
    found = _narrowed(JournalFilterForm(request.GET))[:MOST_EXPORTED]
    rows = [cells(entry) for entry in found]
    journal.note(request, rows=len(rows))
    content = io.BytesIO(xlsx_bytes("Журнал доступа", COLUMNS, rows))
    name = f"Журнал доступа {date_digits(timezone.localdate())}.xlsx"
    return FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)


def cells(entry):
    """A line of the journal as a row for Excel."""
    return [
        *(entry.number, entry.at, str(entry.user or "не вошёл"), entry.ip, entry.get_action_display(), entry.what),
        *(entry.subject, entry.rows, "разрешено" if entry.allowed else "отказано", entry.path, entry.hash),
    ]


def _must_see(user):
    if not permissions.can_see_journal(user):
        raise PermissionDenied
