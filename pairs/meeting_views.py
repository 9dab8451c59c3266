"""Pages of meetings: «Была встреча», one meeting, the log of a pair, the map and the journal of all pairs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts.lists import exported, shown_to
from mentorship.common import archive
from mentorship.common.asked import must, refuse
from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.lists import Column, ListOf, View
from mentorship.common.paging import page_of
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.cycle.models import Cycle
from mentorship.documents import files
from mentorship.registry.models import Side

from . import logbook, rhythm_queries
from . import meeting_permissions as permissions
from .attendance import attendance_of, attendance_words, long_away
from .home import bonds_of
from .meeting_forms import JournalFilterForm, MarkForm, MeetingForm, RemarkForm, proposed, stored
from .meeting_rows import row_of, row_of_typed, usefulness_of
from .models import Bond, Meeting
from .rhythm import total_words

BONDS_ON_MAP = 30
OFFICE_COLUMNS = ("mood", "ratings", "words")  # said to the curator alone


# --- Writing down -----------------------------------------------------------------------------------------------


@require_GET
def was_meeting(request):
    """The big button: straight to the form for a mentor with one working pair, else to a choice."""
    bonds = [bond for bond in bonds_of(request.user, Side.MENTOR) if permissions.can_log_meeting(request.user, bond)]
    if len(bonds) == 1:
        return redirect("pairs:add_meeting", bonds[0].pk)
    return render(request, "pairs/meeting_choose.html", {"bonds": bonds})


def add_meeting(request, pk):
    """«Была встреча»: the one screen of flow B."""
    bond = _bond(request, pk)
    must(permissions.can_log_meeting(request.user, bond), archive.refusal(bond))
    former = bond.meetings.last_task()
    form = MeetingForm(request.POST or None, bond=bond, former=former, initial=proposed(bond))
    if request.method == "POST" and form.is_valid():
        again = form.cleaned_data["again"]
        try:
            meeting = logbook.log_meeting(bond, by=request.user, again=again, **form.wanted())
        except logbook.AlreadyLogged as double:
            return _double(request, bond, form, double)
        except WorkflowError as error:
            refuse(form, error, {"held_on": form.day_field})
        else:
            return _saved(request, meeting)
    last = bond.meetings.held().first()
    context = {"bond": bond, "form": form, "last": last, "heading": "Встреча", "back_url": bond.get_absolute_url()}
    return render(request, "pairs/meeting_form.html", context)


def _double(request, bond, form, double):
    """The same pair, the same day: complete the record that is there, or write a second one on purpose."""
    before = Meeting.objects.with_people().get(pk=double.meeting.pk)
    context = {
        "bond": bond,
        "question": str(double),
        "before": row_of(before, request.user),
        "typed": row_of_typed(bond, form.wanted()),
        "complete": form.completing(before),
        "second": [*form.as_typed(), ("again", "on")],
    }
    return render(request, "pairs/meeting_double.html", context)


def _saved(request, meeting):
    count, minutes = rhythm_queries.totals(meeting.bond)
    total = total_words(count, minutes).partition(", ")[2]
    messages.success(request, f"Записано. {count}-я встреча, {total}.")
    return redirect(meeting)


def edit_meeting(request, pk):
    """Correct a record; a conflict shows what is stored now beside what was typed."""
    meeting = _meeting(request, pk)
    must(permissions.can_change_meeting(request.user, meeting), archive.refusal(meeting))
    form, current = _form_of(meeting, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            logbook.edit_meeting(meeting, version=form.cleaned_data["version"], by=request.user, **form.wanted())
        except Conflict:
            current = row_of(_meeting(request, pk), request.user)
            form = _form_of(current.meeting, _with_version(request, current.meeting))
        except WorkflowError as error:
            refuse(form, error, {"held_on": form.day_field})
        else:
            messages.success(request, "Исправлено. Прежняя запись осталась в истории.")
            return redirect(meeting)
    context = {"bond": meeting.bond, "form": form, "heading": "Исправить встречу", "current": current}
    context["back_url"] = meeting.get_absolute_url()
    return render(request, "pairs/meeting_form.html", context, status=409 if current else 200)


def _form_of(meeting, data):
    former = meeting.bond.meetings.last_task(before=meeting)
    return MeetingForm(data, bond=meeting.bond, former=former, initial=stored(meeting))


def _with_version(request, meeting):
    data = request.POST.copy()
    data["version"] = meeting.version
    return data


def cancel_meeting(request, pk):
    """A record made by mistake leaves the counts."""
    meeting = _meeting(request, pk)
    must(permissions.can_change_meeting(request.user, meeting), archive.refusal(meeting))
    error = ""
    if request.method == "POST":
        try:
            logbook.cancel_meeting(meeting, by=request.user)
        except WorkflowError as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Запись убрана из учёта. Она осталась в истории.")
            return redirect("pairs:bond_meetings", meeting.bond_id)
    return render(request, "pairs/meeting_cancel.html", {"meeting": meeting, "bond": meeting.bond, "error": error})


# --- Reading and marking ------------------------------------------------------------------------------------------


@require_GET
def meeting(request, pk):
    """One meeting, as much of it as the reader may know."""
    return _meeting_page(request, _meeting(request, pk))


def _meeting_page(request, found, mark_form=None, remark_form=None, status=200):
    row, bond = row_of(found, request.user), found.bond
    count, minutes = rhythm_queries.totals(bond)
    context = {
        "meeting": found,
        "bond": bond,
        "row": row,
        "total": total_words(count, minutes),
        "former": bond.meetings.last_task(before=found) if row.words.former_done else None,
        "mark_form": mark_form,
        "remark_form": remark_form or _remark_form(found),
        "changes": _changes(found, permissions.can_see_remark(request.user, bond)),
        "hides_words": not permissions.can_see_agreed(request.user, bond),
    }
    return render(request, "pairs/meeting.html", context, status=status)


def _changes(found, sees_remark):
    entries = found.history.select_related("history_user").order_by("history_date", "history_id")
    return (entries if sees_remark else entries.exclude(history_change_reason=logbook.REMARKED))[:20]


def _remark_form(found, data=None):
    return RemarkForm(data, initial={"remark": found.remark, "version": found.version})


@require_POST
def remark_on_meeting(request, pk):
    """The curator's remark on a record, which the mentor reads."""
    found = _meeting(request, pk)
    must(permissions.can_remark(request.user, found), archive.refusal(found))
    form, status = _remark_form(found, request.POST), 200
    if form.is_valid():
        try:
            logbook.remark_on_meeting(found, by=request.user, **form.cleaned_data)
        except Conflict as conflict:
            found = _meeting(request, pk)
            form, status = _remark_form(found, _with_version(request, found)), 409
            form.add_error(None, str(conflict))
        except WorkflowError as error:
            refuse(form, error)
        else:
            told = "Замечание сохранено, наставник его увидит." if found.remark else "Замечания к встрече нет."
            messages.success(request, told)
            return redirect(found)
    return _meeting_page(request, found, remark_form=form, status=status)


@require_POST
def mark_meeting(request, pk):
    """«Подтверждаю» or «Было иначе» of one mentee, with a rating and words to the curator if he likes."""
    found = _meeting(request, pk)
    must(permissions.can_mark_meeting(request.user, found), archive.refusal(found))
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _meeting_page(request, found, form)
    own = permissions.own_participation(request.user, found.bond)
    try:
        mark = logbook.mark_meeting(found, own, by=request.user, **form.cleaned_data)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        words = "Встреча подтверждена." if mark.confirmed else "Отмечено: было иначе. Наставник проверит запись."
        messages.success(request, f"Спасибо. {words}")
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect(found)


@require_GET
def bond_meetings(request, pk):
    """The log of one pair."""
    bond = _bond(request, pk)
    return render(request, "pairs/bond_meetings.html", {"bond": bond} | log_of(request, bond))


def log_of(request, bond, *, size=50):
    """Context of ``pairs/_meetings.html``: what this reader sees of the meetings of ``bond`` (loaded ``with_people``)."""
    user = request.user
    count, minutes = rhythm_queries.totals(bond)
    page = page_of(request, bond.meetings.held().visible_to(user).with_people(), size)
    return {
        "page": page,
        "rows": [row_of(one, user) for one in page],
        "total": total_words(count, minutes),
        "has_meetings": bool(count),
        "use": usefulness_of([bond])[bond.pk],
        "attendance": attendance_words(attendance_of([bond]).get(bond.pk, [])),
        "reads_log": _reads_log(user, bond),
        "can_log": permissions.can_log_meeting(user, bond),
        "can_share": permissions.can_share_agreed(user, bond),
        "sees_use": permissions.can_share_agreed(user, bond) or permissions.reads_by_office(user, bond),
    }


def _reads_log(user, bond):
    """Reads meetings one by one; who only oversees gets the total."""
    return permissions.reads_by_office(user, bond) or any(permissions.in_bond(user, bond, side) for side in Side)


@require_POST
def share_agreements(request, pk):
    """The mentor opens the words of his pair to the curator, or closes them."""
    bond = _bond(request, pk)
    must(permissions.can_share_agreed(request.user, bond))
    logbook.share_agreements(bond, shared=request.POST.get("shared") == "yes", by=request.user)
    words = (
        "Куратор теперь видит, что сделано, договорённости и задания."
        if bond.meetings_shared
        else "Что сделано, договорённости и задания снова видите только вы с парой."
    )
    messages.success(request, words)
    return redirect("pairs:bond_meetings", bond.pk)


@require_GET
def export_bond(request, pk):
    """The log of one pair for Excel: for its mentor and for the curator."""
    bond = _bond(request, pk)
    by_office = permissions.reads_by_office(request.user, bond)
    must(by_office or permissions.in_bond(request.user, bond, Side.MENTOR))
    meetings = bond.meetings.held().order_by("held_on", "pk").with_people()
    columns = [column for column in JOURNAL.columns if by_office or column.code not in OFFICE_COLUMNS]
    rows = [row_of(one, request.user) for one in meetings]
    cells = [[number, *(column.value(row) for column in columns)] for number, row in enumerate(rows, 1)]
    title = f"Встречи {bond.title}"
    content = xlsx_bytes(title, ["№", *(column.title for column in columns)], cells)
    name = f"{title.replace(' → ', ' – ')} {date_digits(timezone.localdate())}.xlsx"
    return files.response(content, name=name, content_type=XLSX)


# --- All pairs ------------------------------------------------------------------------------------------------------


@require_GET
def overview(request):
    """Meetings of all pairs by weeks; the longest silence stands first."""
    must(permissions.can_see_rhythm(request.user))
    cycle, today = Cycle.objects.current(), timezone.localdate()
    bonds = Bond.objects.visible_to(request.user).filter(cycle=cycle, state__in=Bond.KEPT, starts_on__lte=today)
    page = page_of(request, bonds.order_by("ended_on", "starts_on", "pk").with_people(), BONDS_ON_MAP)
    last = min(today, cycle.ends_on) if cycle else today
    rows, columns = rhythm_queries.by_week(list(page), cycle.starts_on, last) if cycle else ([], [])
    reads_journal = permissions.can_read_journal(request.user)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": rows,
        "columns": columns,
        "silent": rhythm_queries.silent_bonds(today, bonds, most=BONDS_ON_MAP),
        "away": long_away(today, bonds, most=BONDS_ON_MAP) if reads_journal else [],  # the head reads aggregates
        "reads_journal": reads_journal,
    }
    return render(request, "pairs/meetings.html", context)


def _marks(row):
    return "; ".join(f"{mark.who}: {mark.word}" for mark in row.marks)


def _ratings(row):
    return "; ".join(f"{mark.who}: {mark.rating}" for mark in row.marks if mark.rating)


def _words(row):
    return "; ".join(f"{mark.who}: {mark.comment}" for mark in row.marks if mark.comment)


JOURNAL = ListOf(
    "journal",
    "Журнал встреч",
    (
        Column("bond", "Пара", lambda row: row.meeting.bond.title, is_fixed=True),
        Column("held_on", "Дата", lambda row: row.meeting.held_on, ("held_on",), is_fixed=True),
        Column("begins_at", "Начало", lambda row: row.begins, is_shown=False),
        Column("minutes", "Минут", lambda row: row.meeting.minutes, ("minutes",), is_number=True),
        Column("place", "Место или ссылка", lambda row: row.meeting.place, is_shown=False),
        Column("type", "Что было", lambda row: row.meeting.get_type_display(), ("type",)),
        Column("present", "Кто был", lambda row: "; ".join(row.present), is_shown=False),
        Column("topic", "Цель", lambda row: row.meeting.topic),
        Column("done", "Что сделано", lambda row: row.words.done, is_shown=False, is_long=True),
        Column("agreed", "Договорились", lambda row: row.words.agreed, is_shown=False, is_long=True),
        Column("task", "Задание", lambda row: row.words.task, is_shown=False, is_long=True),
        Column("task_until", "Срок задания", lambda row: row.words.task_until or "", is_shown=False),
        Column("former_done", "Прошлое задание", lambda row: row.words.former_done, is_shown=False),
        Column("mood", "Как прошло", lambda row: row.mood),
        Column("marks", "Отметки", _marks),
        Column("remark", "Замечание куратора", lambda row: row.remark, is_shown=False, is_long=True),
        Column("ratings", "Польза, 1–5", _ratings, is_shown=False),
        Column("words", "Слова куратору", _words, is_shown=False, is_long=True),
    ),
    (
        View("Все", ""),
        View("Было иначе", "marks=disputed"),
        View("Есть слова куратору", "marks=words"),
        View("Без отметки", "marks=unmarked"),
    ),
)


@require_GET
def journal(request):
    """Every meeting of the cycle that this user may read, with filters."""
    must(permissions.can_read_journal(request.user))
    cycle, form, shown = Cycle.objects.current(), JournalFilterForm(request.GET), shown_to(request, JOURNAL)
    page = page_of(request, _narrowed(request, form, cycle).with_people().order_by(*shown.order("-held_on", "-pk")))
    context = {
        "cycle": cycle,
        "form": form,
        "page": page,
        "list": shown,
        "rows": [(row, shown.cells(row)) for row in (row_of(one, request.user) for one in page)],
        "export_url": reverse("pairs:export_journal"),
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "pairs/meeting_journal.html", context)


@require_GET
def export_journal(request):
    """The journal as the page shows it: its columns, filters and order."""
    must(permissions.can_read_journal(request.user))
    shown = shown_to(request, JOURNAL)
    found = _narrowed(request, JournalFilterForm(request.GET), Cycle.objects.current()).with_people()
    rows = (row_of(one, request.user) for one in found.order_by(*shown.order("-held_on", "-pk")))
    return files.response(**exported(shown, rows, request))


def _narrowed(request, form, cycle):
    bonds = Bond.objects.visible_to(request.user).filter(cycle=cycle)
    readable = Meeting.objects.visible_to(request.user).held().filter(bond__cycle=cycle)
    return form.narrow(readable, bonds)


def _bond(request, pk):
    """The bond if this user may see it, else 404."""
    return get_object_or_404(Bond.objects.visible_to(request.user).with_people(), pk=pk)


def _meeting(request, pk):
    """The meeting if this user may read it, else 404."""
    return get_object_or_404(Meeting.objects.visible_to(request.user).with_people(), pk=pk)
