"""The lists of the two bases, their files, and putting people forward."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from mentorship.accounts.lists import exported, shown_to
from mentorship.common.asked import must, numbers
from mentorship.common.paging import page_of
from mentorship.common.russian import counted
from mentorship.common.workflow import WorkflowError
from mentorship.cycle.asked import running_cycle, takes_records
from mentorship.cycle.models import Cycle
from mentorship.documents import files
from mentorship.people.models import Person

from .. import papers, permissions, workflow
from ..forms import ApprovalForm, BaseFilterForm
from ..lamps import MISSING
from ..models import Participation, Side
from ..rows import CONTACT, LISTS, rows_of, with_people
from .shared import LIST_URLS, base_context

NOT_ALL_HERE = "Среди отмеченных есть те, кого в списке уже нет: он успел измениться. Отметьте нужных снова."

TOO_LONG = (
    "В списке {people}, в одну бумагу помещается {most}. Сузьте список поиском или отбором и напечатайте по частям, "
    "или возьмите файл Excel: в него войдут все."
)


def _narrowed(request, side):
    """(form, what the reader sees of the list, participations found in his order) for the list and its files."""
    form = BaseFilterForm(request.GET, cycle=Cycle.objects.current(), side=side)
    shown = shown_to(request, LISTS[Side(side)])
    if not request.user.has_perm("people.view_person"):
        shown = shown.without(CONTACT)
    everyone = Participation.objects.filter(cycle=form.chosen_cycle, side=side)
    found = with_people(form.narrow(everyone, timezone.localdate()))
    return form, shown, found.order_by(*shown.order("person__sort_key", "pk"))


@require_safe
def base(request, side):
    """One base: who is in it, how far, with what papers and in which pairs."""
    must(permissions.can_see_bases(request.user))
    form, shown, found = _narrowed(request, side)
    cycle = form.chosen_cycle
    page = page_of(request, found)
    rows = rows_of(list(page), request.user, timezone.localdate())
    everyone = Participation.objects.filter(cycle=cycle, side=side)
    works_on = takes_records(cycle)
    context = base_context(side, cycle) | {
        "form": form,
        "page": page,
        "list": shown,
        "rows": [(row, shown.cells(row)) for row in rows],
        "export_url": reverse(f"registry:export_{side}s"),
        "print_url": _print_url(rows, side) if request.user.has_perm("people.add_consent") else "",
        "lead": _lead(everyone, side),
        "is_empty": not everyone.exists(),
        "can_enrol": permissions.can_enrol(request.user) and works_on,
        "can_change": permissions.can_change(request.user) and works_on,
        "can_choose": permissions.can_choose(request.user) and works_on,
        "can_see_selection": permissions.can_see_selection(request.user),
    }
    return render(request, "registry/base.html", context)


def _print_url(rows, side):
    """Where the consents that the people of this page lack are printed; empty if nobody lacks one."""
    lacking = [row.participation.person_id for row in rows if any(lamp.state == MISSING for lamp in row.lamps)]
    asked = {"person": lacking, "kinds": Participation(side=side).needed_consents}
    return f"{reverse('people:consents_print')}?{urlencode(asked, doseq=True)}" if lacking else ""


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


@require_safe
def export(request, side):
    """The list as the page shows it: its columns, filters and order."""
    must(permissions.can_see_bases(request.user))
    _, shown, found = _narrowed(request, side)
    rows = rows_of(list(found), request.user, timezone.localdate())
    return files.response(**exported(shown, rows, request))


@require_safe
def print_base(request, side, ending):
    """The base in the columns customary for its paper, for the people whom the list shows (methodology.md 6.6)."""
    must(permissions.can_see_bases(request.user) and request.user.has_perm("people.view_person"))
    if ending not in papers.WRITERS:
        raise Http404
    form, _, found = _narrowed(request, side)
    if form.chosen_cycle is None:
        return redirect(LIST_URLS[side])
    if (count := found.count()) > (most := papers.most_rows(Side(side), ending)):
        messages.error(request, TOO_LONG.format(people=counted(count, "человек,человека,человек"), most=most))
        return redirect(f"{reverse(LIST_URLS[side])}?{request.GET.urlencode()}")
    today = timezone.localdate()
    rows = rows_of(list(found), request.user, today)
    content, content_type = papers.WRITERS[ending](Side(side), rows, form.chosen_cycle, today)
    name = f"{papers.TITLES[Side(side)]} {today:%d.%m.%Y}.{ending}"
    return files.response(content, name=name, content_type=content_type, inline=ending == "pdf")


def enrol(request, side):
    """Pick people from the staff list and put them forward as candidates."""
    must(permissions.can_enrol(request.user))
    cycle = running_cycle(request)
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
            return redirect(f"registry:review_{side}s" if "to_review" in request.POST else LIST_URLS[side])
    people = _who_may_be_enrolled(cycle, side).search(request.GET.get("q"))
    context = base_context(side, cycle) | {
        "page": page_of(request, people.select_related("unit")),
        "query": request.GET.get("q", ""),
        "chosen": set(request.POST.getlist("person")),
        "error": error,
        "missing": missing,
    }
    return render(request, "registry/enrol.html", context)


@transaction.atomic
def _enrol_chosen(request, cycle, side):
    asked = set(numbers(request.POST.getlist("person")))
    people = _who_may_be_enrolled(cycle, side).filter(pk__in=asked)
    if not asked:
        raise WorkflowError("Никто не отмечен. Поставьте галочки у нужных людей.")
    if len(people) != len(asked):
        raise WorkflowError(f"Не добавлен никто. {NOT_ALL_HERE}")
    return [workflow.enrol(cycle, person, side, by=request.user) for person in people]


def _who_may_be_enrolled(cycle, side):
    taken = Participation.objects.open().filter(cycle=cycle, side=side)
    return Person.objects.present().exclude(pk__in=taken.values("person"))


def _ticked(request, side):
    """Open participants ticked in the list; nobody if one of those ticked is no such (trust.md A-09)."""
    asked = set(numbers(request.POST.getlist("participation")))
    chosen = Participation.objects.visible_to(request.user).open().of_side(side).filter(pk__in=asked)
    if len(chosen) == len(asked):
        return chosen.select_related("person", "cycle")
    messages.warning(request, f"Ничего не изменено. {NOT_ALL_HERE}")
    return chosen.none()


def _in_bulk(request, side, chosen, act, done):
    """Do ``act`` for everyone chosen or show whose paper stands in the way."""
    if not chosen:
        messages.warning(request, "Отметьте в списке нужных людей.")
        return redirect(LIST_URLS[side])
    try:
        changed = act(chosen)
    except WorkflowError as error:
        context = base_context(side, Cycle.objects.current()) | {"error": str(error), "missing": error.missing}
        return render(request, "registry/refused.html", context)
    messages.success(request, f"{done}: {counted(len(changed), 'человек,человека,человек')}.")
    return redirect(LIST_URLS[side])


@require_POST
def accept_chosen(request, side):
    """Take the ticked candidates into the base: all or none."""
    must(permissions.can_change(request.user))
    chosen = _ticked(request, side)
    return _in_bulk(request, side, chosen, lambda them: workflow.accept_all(them, by=request.user), "Приняты в базу")


@require_POST
def select_chosen(request, side):
    """Choose the ticked mentors: all or none."""
    must(permissions.can_choose(request.user))
    chosen = _ticked(request, side)
    return _in_bulk(request, side, chosen, lambda them: workflow.select_all(them, by=request.user), "Отобраны")


@require_POST
def approve(request, side):
    """Number and date of the order that approves the ticked participants; the first press asks for them."""
    must(permissions.can_choose(request.user))
    chosen = _ticked(request, side)
    if not chosen:
        messages.warning(request, "Никто не отмечен. Поставьте галочки у тех, кого утвердил приказ.")
        return redirect(LIST_URLS[side])
    form = ApprovalForm(request.POST if "number" in request.POST else None)
    missing, cycle = [], chosen[0].cycle
    if form.is_bound and form.is_valid():
        try:
            approval = workflow.approve(cycle, chosen, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
            missing = error.missing
        else:
            messages.success(request, f"Записано: {approval}, {counted(len(chosen), 'человек,человека,человек')}.")
            return redirect(LIST_URLS[side])
    context = base_context(side, cycle) | {"form": form, "chosen": chosen, "missing": missing}
    return render(request, "registry/approve.html", context)
