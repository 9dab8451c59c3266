"""Consents: the list with its quick marking, packs to print."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts import journal
from mentorship.accounts.lists import exported, shown_to
from mentorship.common.asked import must, numbers, refuse
from mentorship.common.lists import Column, ListOf, View
from mentorship.common.paging import page_of
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError
from mentorship.documents import files

from .. import permissions, workflow
from ..consent_forms import (
    ConsentFilterForm,
    DayForAllForm,
    PrintForm,
    RowSignForm,
)
from ..forms import PeopleFilterForm
from ..models import EXPIRES_SOON, Consent, Person
from .shared import has_order_18_ended, narrowed_people, why_soon

MOST_PEOPLE = 2_000
NO_DAY = "Укажите дату подписания согласия."
WRONG_DAY = "Исправьте дату для отмеченных или впишите свою."


def _narrowed(form, on):
    """Consents as a ``ConsentFilterForm`` says."""
    consents = Consent.objects.select_related("person", "scan")
    if not form.is_valid():
        return consents
    cleaned = form.cleaned_data
    if cleaned["q"]:
        consents = consents.filter(person__in=Person.objects.search(cleaned["q"]))
    if cleaned["kind"]:
        consents = consents.filter(kind=cleaned["kind"])
    match cleaned["show"]:
        case "printed":
            return consents.unsigned()
        case "in_force":
            return consents.in_force(on)
        case "expires":
            return consents.expiring(on)
        case "expired":
            return consents.filter(valid_until__lt=on, signed_on__isnull=False, withdrawn_on__isnull=True)
        case "withdrawn":
            return consents.filter(withdrawn_on__isnull=False)
        case "dropped":
            return consents.filter(dropped_on__isnull=False)
        case "no_scan":
            return consents.filter(signed_on__isnull=False, scan__isnull=True)
        case "scanned":
            return consents.unsigned().exclude(scan=None)
    return consents


@dataclass
class ConsentRow:
    """A consent as the list shows it, with the fields to mark it signed if it waits for that."""

    consent: Consent
    code: str
    words: str
    form: RowSignForm | None = None
    error: str = ""


LIST = ListOf(
    "consents",
    "Согласия",
    (
        Column("person", "Кто", lambda row: row.consent.person.full_name, ("person__sort_key",), is_fixed=True),
        Column("post", "Должность", lambda row: row.consent.person.post, is_shown=False),
        Column("number", "Номер", lambda row: row.consent.number, ("pk",)),
        Column("kind", "Вид согласия", lambda row: row.consent.get_kind_display(), ("kind",), is_long=True),
        Column("state", "Состояние", lambda row: row.words),
        Column("printed", "Распечатано", lambda row: row.consent.printed_on, ("printed_on",), is_shown=False),
        Column("signed", "Подписано", lambda row: row.consent.signed_on, ("signed_on",), is_shown=False),
        Column("until", "Действует до", lambda row: row.consent.valid_until, ("valid_until",), is_shown=False),
        Column("withdrawn", "Отозвано", lambda row: row.consent.withdrawn_on, ("withdrawn_on",), is_shown=False),
        Column("reason", "Как отозвано", lambda row: row.consent.withdrawal_reason, is_shown=False, is_long=True),
        Column("guardian", "Представитель", lambda row: row.consent.representative, is_shown=False),
        Column("scan", "Есть скан", lambda row: bool(row.consent.scan_id), is_shown=False),
    ),
    (
        View("Все", ""),
        View("Не подписаны", "show=printed"),
        View("Скоро истекают", "show=expires"),
        View("Нет скана", "show=no_scan"),
    ),
)


def _found(request, on):
    """(filters, what the reader sees of the list, consents in his order)."""
    filters, shown = ConsentFilterForm(request.GET), shown_to(request, LIST)
    return filters, shown, _narrowed(filters, on).order_by(*shown.order("person__sort_key", "kind", "-pk"))


def consents(request):
    """All consents; POST marks those of the page signed, each with its own day and scan or the day for all ticked."""
    must(permissions.can_list_consents(request.user))
    if request.method == "POST":
        must(permissions.can_keep_consents(request.user))
    today = timezone.localdate()
    filters, shown, found = _found(request, today)
    page = page_of(request, found)
    for_all = DayForAllForm(request.POST or None)
    rows = [_row(consent, today, request) for consent in page]
    if request.method == "POST":
        signed, refused = _sign_rows(rows, for_all, request.user)
        if signed:
            messages.success(request, f"Отмечено подписанными: {signed}.")
        if not signed and not refused:
            messages.warning(request, "Не отмечено ни одно согласие. Поставьте галочки или впишите даты.")
        if not refused:
            return redirect(request.get_full_path())
        rows = [row if row.error else _row(row.consent, today) for row in rows]
    context = {
        "form": filters,
        "for_all": for_all,
        "page": page,
        "list": shown,
        "rows": [(row, shown.cells(row)) for row in rows],
        "export_url": reverse("people:consents_export"),
        "refused": sum(bool(row.error) for row in rows),
        "is_empty": not page.object_list and not Consent.objects.exists(),
        "can_keep": permissions.can_keep_consents(request.user),
        "waits": any(row.form for row in rows),
        "today": today,
        "found": counted(page.paginator.count, "согласие,согласия,согласий"),
    }
    return render(request, "people/consents.html", context)


def rows_of(consents, on):
    """Rows of the list for these consents, as they stand on a day."""
    return [_row(consent, on) for consent in consents]


def _row(consent, on, request=None):
    code, words = consent.status(on)
    if code == "in_force" and consent.renew_by and consent.renew_by - on <= EXPIRES_SOON:
        code, words = "expires", why_soon(consent)
    form = None
    if consent.is_awaited:
        sent = request is not None and request.method == "POST"
        data, scans = (request.POST, request.FILES) if sent else (None, None)
        form = RowSignForm(data, scans, prefix=f"c{consent.pk}")
    return ConsentRow(consent, code, words, form)


def _sign_rows(rows, for_all, by):
    """(signed, refused): each right row is marked, each wrong one keeps what was typed and says what is wrong."""
    day = for_all.cleaned_data["day"] if for_all.is_valid() else None
    no_day = NO_DAY if for_all.is_valid() else WRONG_DAY
    signed = refused = 0
    for row in rows:
        if row.form is None or (row.form.is_valid() and not row.form.is_meant):
            continue
        row.error = _sign_row(row, day, no_day, by)
        signed, refused = signed + (not row.error), refused + bool(row.error)
    return signed, refused


def _sign_row(row, day, no_day, by):
    """What is wrong with the row; empty if it was marked."""
    if not row.form.is_valid():
        return " ".join(message for found in row.form.errors.values() for message in found)
    on = row.form.cleaned_data["on"] or day
    if on is None:
        return no_day
    try:
        upload = row.form.cleaned_data["scan"]
        scan = files.store_scan(upload, by=by) if upload else None
        workflow.sign_consent(row.consent, on=on, by=by, scan=scan)
    except ValidationError as error:
        return " ".join(error.messages)
    except WorkflowError as error:
        return str(error)
    return ""


@require_GET
def export(request):
    """The list as the page shows it: its columns, filters and order."""
    must(permissions.can_list_consents(request.user))
    today = timezone.localdate()
    _, shown, found = _found(request, today)
    rows = rows_of(found, today)
    journal.note(request, rows=len(rows))
    return files.response(**exported(shown, rows, request))


# --- Printing ------------------------------------------------------------------------------------------------


def print_pack(request):
    """Choose the kinds for the chosen people and print them as one PDF in the background."""
    must(permissions.can_keep_consents(request.user))
    people = _chosen_people(request)
    proposed = request.GET.getlist("kinds") or [Consent.Kind.PROCESSING]
    form = PrintForm(request.POST or None, site_url=request.institution.site_url, kinds=proposed)
    if request.method == "POST" and form.is_valid():
        try:
            work = workflow.start_pack(
                people,
                form.cleaned_data["kinds"],
                by=request.user,
                back_url=reverse("people:consents"),
                details=form.details,
                valid_until=form.cleaned_data["valid_until"],
                term_event=form.cleaned_data["term_event"],
            )
        except WorkflowError as error:
            refuse(form, error)
        else:
            return redirect(work)
    context = {
        "people": people,
        "count": counted(len(people), "человек,человека,человек"),
        "form": form,
        "order_18_ended": has_order_18_ended(),
    }
    return render(request, "people/print.html", context)


def _chosen_people(request):
    """People ticked in the list, or all that a filter of the list finds."""
    data = request.POST if request.method == "POST" else request.GET
    if "all" in data:
        found = narrowed_people(PeopleFilterForm(data), timezone.localdate())
    else:
        found = Person.objects.filter(pk__in=numbers(data.getlist("person"))[:MOST_PEOPLE])
    return list(found.select_related("unit")[:MOST_PEOPLE])


@require_POST
def prepare(request, pk):
    """Take a number for one consent of one person; its page has the PDF."""
    must(permissions.can_keep_consents(request.user))
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    kind = request.POST.get("kind")
    if kind not in Consent.Kind:
        messages.error(request, "Такого вида согласия нет. Выберите его в карточке ещё раз.")
        return redirect(person)
    try:
        (consent,) = workflow.print_consents([person], [Consent.Kind(kind)], by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect(person)
    return redirect(consent)
