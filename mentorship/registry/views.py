"""Pages of the two bases: the lists, putting people forward, one participant's card."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from mentorship.common.exports import xlsx_bytes
from mentorship.common.paging import page_of
from mentorship.common.russian import counted, months_words
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.cycle.models import Cycle
from mentorship.documents import files
from mentorship.people.models import Person

from . import permissions, workflow
from .extensions import ties_of
from .forms import AcceptForm, BaseFilterForm, ChangeForm, LeaveForm
from .lamps import MISSING, consents_of, participation_lamps, without_links
from .models import Participation, Side

TITLES = {Side.MENTOR: "База наставников", Side.MENTEE: "База наставляемых"}
LIST_URLS = {Side.MENTOR: "registry:mentors", Side.MENTEE: "registry:mentees"}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Row:
    """A participation with its lamps and ties, as a list shows it."""

    participation: Participation
    lamps: list
    ties: list


@require_safe
def base(request, side):
    """One base: who is in it, with what papers and in which pairs."""
    _must(permissions.can_see_bases(request.user))
    form = BaseFilterForm(request.GET, cycle=Cycle.objects.current())
    cycle, today = form.chosen_cycle, timezone.localdate()
    everyone = Participation.objects.filter(cycle=cycle, side=side)
    found = form.narrow(everyone, today).select_related("person__unit").order_by("person__sort_key", "pk")
    page = page_of(request, found)
    rows = rows_of(list(page), request.user, today)
    context = _base_context(side, cycle) | {
        "form": form,
        "page": page,
        "rows": rows,
        "print_url": _print_url(rows) if request.user.has_perm("people.add_consent") else "",
        "lead": _lead(everyone, side),
        "filtered": any(request.GET.get(name) for name in ("q", "show")),
        "is_empty": not everyone.exists(),
        "can_enrol": permissions.can_enrol(request.user) and bool(cycle),
        "can_change": permissions.can_change(request.user),
    }
    return render(request, "registry/base.html", context)


def rows_of(participations, user, on):
    """Rows of a list with a fixed number of queries."""
    consents = consents_of([participation.person_id for participation in participations])
    ties = ties_of(participations, user)
    shown = list if user.has_perm("people.view_consent") else without_links
    return [Row(one, shown(participation_lamps(one, consents, on)), ties.get(one.pk, [])) for one in participations]


def _print_url(rows):
    """Where the consents that the people of this page lack are printed; empty if nobody lacks one."""
    lacking = [row.participation.person_id for row in rows if any(lamp.state == MISSING for lamp in row.lamps)]
    return f"{reverse('people:consents_print')}?{urlencode({'person': lacking}, doseq=True)}" if lacking else ""


def _lead(everyone, side):
    states = Participation.State
    counts = everyone.aggregate(
        in_base=Count("pk", filter=Q(state=states.IN_BASE)),
        candidates=Count("pk", filter=Q(state=states.CANDIDATE)),
    )
    who = {
        Side.MENTOR: "наставник,наставника,наставников",
        Side.MENTEE: "наставляемый,наставляемых,наставляемых",
    }
    candidates = counted(counts["candidates"], "кандидат,кандидата,кандидатов")
    return f"{counted(counts['in_base'], who[side])} в базе, {candidates}"


def _base_context(side, cycle):
    tabs = [{"title": TITLES[other], "url": LIST_URLS[other], "current": other == side} for other in Side.values]
    return {
        "side": side,
        "title": TITLES[side],
        "tabs": tabs,
        "cycle": cycle,
        "list_url": LIST_URLS[side],
        "is_mentors": side == Side.MENTOR,
    }


@require_safe
def export(request, side):
    """The list as it is filtered on the page, for Excel."""
    _must(permissions.can_see_bases(request.user))
    form, today = BaseFilterForm(request.GET, cycle=Cycle.objects.current()), timezone.localdate()
    everyone = Participation.objects.filter(cycle=form.chosen_cycle, side=side)
    found = form.narrow(everyone, today).select_related("person__unit").order_by("person__sort_key", "pk")
    rows = rows_of(list(found), request.user, today)
    columns = ["№", "Фамилия, имя, отчество", "Должность", "Подразделение", "Педагогический стаж", "Категория"]
    columns += ["Состояние", "В базе с", "В базе по"]
    columns += ["Готов вести", "Сильные стороны"] if side == Side.MENTOR else ["Запрос"]
    columns += ["Согласия", "Пары и группы"]
    content = xlsx_bytes(TITLES[side], columns, [_cells(n, row, side, today) for n, row in enumerate(rows, 1)])
    return files.response(content, name=f"{TITLES[side]} {today:%d.%m.%Y}.xlsx", content_type=SHEET)


def _cells(number, row, side, today):
    one, person = row.participation, row.participation.person
    about = [one.capacity, one.request] if side == Side.MENTOR else [one.request]
    return [
        number,
        person.full_name,
        person.post,
        str(person.unit or ""),
        months_words(person.teaching_months(today)),
        person.get_category_display() if person.category else "",
        one.get_state_display(),
        one.starts_on,
        one.ends_on,
        *about,
        "; ".join(lamp.text for lamp in row.lamps),
        "; ".join(f"{tie.title} ({tie.state})" for tie in row.ties),
    ]


def enrol(request, side):
    """Pick people from the staff list and put them forward as candidates."""
    _must(permissions.can_enrol(request.user))
    cycle = Cycle.objects.current()
    if cycle is None:
        return redirect(LIST_URLS[side])
    missing, error = [], ""
    if request.method == "POST":
        try:
            chosen = _enrol_chosen(request, cycle, side)
        except WorkflowError as refusal:
            missing, error = refusal.missing, str(refusal)
        else:
            count = counted(len(chosen), "кандидат,кандидата,кандидатов")
            messages.success(request, f"Добавлено: {count}. Теперь нужны согласия.")
            return redirect(LIST_URLS[side])
    people = _who_may_be_enrolled(cycle, side).search(request.GET.get("q"))
    context = _base_context(side, cycle) | {
        "page": page_of(request, people.select_related("unit")),
        "query": request.GET.get("q", ""),
        "chosen": set(request.POST.getlist("person")),
        "error": error,
        "missing": missing,
        "today": timezone.localdate(),
    }
    return render(request, "registry/enrol.html", context)


@transaction.atomic
def _enrol_chosen(request, cycle, side):
    people = _who_may_be_enrolled(cycle, side).filter(pk__in=_numbers(request.POST.getlist("person")))
    if not people:
        raise WorkflowError("Никто не отмечен. Поставьте галочки у нужных людей.")
    return [workflow.enrol(cycle, person, side, by=request.user) for person in people]


def _who_may_be_enrolled(cycle, side):
    taken = Participation.objects.open().filter(cycle=cycle, side=side)
    return Person.objects.present().exclude(pk__in=taken.values("person"))


@require_POST
def accept_chosen(request, side):
    """Take the ticked candidates into the base: all or none."""
    _must(permissions.can_change(request.user))
    chosen = Participation.objects.visible_to(request.user).filter(
        side=side,
        state=Participation.State.CANDIDATE,
        pk__in=_numbers(request.POST.getlist("participation")),
    )
    chosen = chosen.select_related("person", "cycle")
    if not chosen:
        messages.warning(request, "Не отмечен ни один кандидат. Поставьте галочки у тех, кого принять.")
        return redirect(LIST_URLS[side])
    try:
        accepted = workflow.accept_all(chosen, by=request.user)
    except WorkflowError as error:
        context = _base_context(side, Cycle.objects.current()) | {"error": str(error), "missing": error.missing}
        return render(request, "registry/refused.html", context)
    people = counted(len(accepted), "человек,человека,человек")
    messages.success(request, f"Приняты в базу: {people}.")
    return redirect(LIST_URLS[side])


@require_safe
def participation(request, pk):
    """The card of one participant: papers, pairs, what may be done."""
    return _card(request, _visible(request, pk))


def _card(request, participation, *, accept_form=None, error=None):
    user, today = request.user, timezone.localdate()
    row = rows_of([participation], user, today)[0]
    context = _base_context(participation.side, participation.cycle) | {
        "participation": participation,
        "person": participation.person,
        "row": row,
        "experience": participation.person.teaching_months(today),
        "can_change": permissions.can_change(user, participation),
        "can_see_bases": permissions.can_see_bases(user),
        "can_see_person": user.has_perm("people.view_person"),
        "accept_form": accept_form or AcceptForm(),
        "error": error,
        "history": participation.history.select_related("history_user")[:30],
    }
    return render(request, "registry/participation.html", context)


def edit(request, pk):
    """Correct what is said of a participant; a conflict shows what is stored now beside what was typed."""
    participation = _changeable(request, pk)
    form = ChangeForm(request.POST or None, instance=participation)
    current = None
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ChangeForm.Meta.fields if name in form.fields}
        version = form.cleaned_data["version"]
        try:
            workflow.change(participation, version=version, by=request.user, **typed)
        except Conflict as conflict:
            data = request.POST.copy()
            data["version"] = conflict.current.version
            current, form = _visible(request, pk), ChangeForm(data, instance=participation)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(participation)
    context = {"participation": participation, "form": form, "current": current}
    return render(request, "registry/edit.html", context, status=409 if current else 200)


@require_POST
def accept(request, pk):
    """Take one candidate into the base."""
    participation, form = _changeable(request, pk), AcceptForm(request.POST)
    if not form.is_valid():
        return _card(request, participation, accept_form=form)
    try:
        workflow.accept(participation, on=form.cleaned_data["on"], by=request.user)
    except WorkflowError as error:
        return _card(request, participation, accept_form=form, error=error)
    messages.success(request, f"{participation.person.short_name} – в базе.")
    return redirect(participation)


def leave(request, pk):
    """Take a participant out of the base, with a reason."""
    participation = _changeable(request, pk)
    form, missing = LeaveForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            workflow.leave(participation, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
            missing = error.missing
        else:
            messages.success(request, f"{participation.person.short_name} больше не в базе.")
            return redirect(participation)
    context = {"participation": participation, "form": form, "missing": missing}
    return render(request, "registry/leave.html", context)


def _visible(request, pk):
    """The participation if this user may see it, else 404."""
    visible = Participation.objects.visible_to(request.user).select_related("person__unit", "cycle")
    return get_object_or_404(visible, pk=pk)


def _changeable(request, pk):
    found = _visible(request, pk)
    _must(permissions.can_change(request.user, found))
    return found


def _must(allowed):
    if not allowed:
        raise PermissionDenied


def _numbers(values):
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]
