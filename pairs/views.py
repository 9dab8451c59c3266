"""Pages of pairs and groups, and of the order that fixes them. Meetings have pages of their own."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentorship.accounts.lists import exported, shown_to
from mentorship.common.asked import must, refuse
from mentorship.common.lists import Column, ListOf, View
from mentorship.common.paging import page_of
from mentorship.common.russian import counted
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.cycle.asked import running_cycle, takes_records
from mentorship.cycle.models import Cycle
from mentorship.documents import files
from mentorship.documents.models import Paper, with_paper
from mentorship.institution.models import Act
from mentorship.registry.lamps import without_links
from mentorship.registry.models import Participation, Side

from . import bond_papers, papers, permissions, readiness, workflow
from .forms import BondFilterForm, BondForm, CancelForm, EndForm, NoAgreementForm, OrderForm, stored
from .models import Bond, OrderLine

TITLE = "Пары и группы"


@dataclass(frozen=True)
class Row:
    """A bond with its lamps, as a list shows it."""

    bond: Bond
    lamps: list
    ready: bool
    missing: str = ""


def _names(people):
    return "; ".join(person.full_name for person in people)


def _titles(kinds):
    return ", ".join(kind.title for kind in kinds)


def _posts(people):
    return "; ".join(person.post for person in people)


LIST = ListOf(
    "bonds",
    TITLE,
    (
        Column("mentors", "Наставник", lambda row: _names(row.bond.mentors), is_fixed=True),
        Column("mentor_posts", "Должность наставника", lambda row: _posts(row.bond.mentors), is_shown=False),
        Column("mentees", "Наставляемые", lambda row: _names(row.bond.mentees), is_fixed=True),
        Column("mentee_posts", "Должности наставляемых", lambda row: _posts(row.bond.mentees), is_shown=False),
        Column("state", "Состояние", lambda row: row.bond.get_state_display(), ("state",)),
        Column("form", "Форма", lambda row: row.bond.form.title, ("form__order",)),
        Column("kinds", "Виды", lambda row: _titles(row.bond.kinds.all()), is_shown=False, needs=("kinds",)),
        Column("starts_on", "Начало", lambda row: row.bond.starts_on, ("starts_on",)),
        Column("ends_on", "Окончание", lambda row: row.bond.last_day, ("ends_on",)),
        Column("goal", "Цель", lambda row: row.bond.goal, is_shown=False, is_long=True),
        Column("missing", "Готовность", lambda row: row.missing, is_long=True),
    ),
    (View("Все", ""), View("Действуют", "state=active"), View("Предложены", "state=proposed")),
)


def rows_of(bonds, user, on):
    """Rows of a list with a fixed number of queries."""
    found = readiness.readiness_of(bonds, on)
    shown = list if user.has_perm("people.view_consent") else without_links
    return [
        Row(bond, shown(readiness.summary(lamps)), not readiness.stops(lamps), _missing(lamps))
        for bond, lamps in ((bond, found[bond.pk]) for bond in bonds)
    ]


def _missing(lamps):
    return " ".join(lamp.text for lamp in lamps if lamp.state == readiness.MISSING)


@require_safe
def bond_list(request):
    """Pairs of a cycle that this user may see."""
    form = BondFilterForm(request.GET, cycle=Cycle.objects.current())
    cycle = form.chosen_cycle
    everything = Bond.objects.visible_to(request.user).filter(cycle=cycle)
    shown = shown_to(request, LIST)
    page = page_of(request, _listed(form.narrow(everything), shown))
    rows = rows_of(list(page), request.user, timezone.localdate())
    counts = _counts(everything)
    context = {
        "cycle": cycle,
        "form": form,
        "page": page,
        "list": shown,
        "rows": [(row, shown.cells(row)) for row in rows],
        "export_url": reverse("pairs:export") if permissions.can_see_pairs(request.user) else "",
        "counts": counts,
        "is_empty": not counts["everything"],
        "can_propose": permissions.can_propose(request.user) and takes_records(cycle),
        "can_draft_order": permissions.can_draft_order(request.user) and takes_records(cycle),
        "sees_pairs": permissions.can_see_pairs(request.user),
    }
    return render(request, "pairs/list.html", context)


def _counts(bonds):
    states = Bond.State
    return bonds.aggregate(
        everything=Count("pk"),
        active=Count("pk", filter=Q(state=states.ACTIVE)),
        ordered=Count("pk", filter=Q(state=states.ORDERED)),
        proposed=Count("pk", filter=Q(state=states.PROPOSED)),
    )


@require_safe
def export(request):
    """The list as the page shows it: its columns, filters and order."""
    must(permissions.can_see_pairs(request.user))
    form = BondFilterForm(request.GET, cycle=Cycle.objects.current())
    bonds = Bond.objects.visible_to(request.user).filter(cycle=form.chosen_cycle)
    shown = shown_to(request, LIST)
    found = list(_listed(form.narrow(bonds), shown))
    return files.response(**exported(shown, rows_of(found, request.user, timezone.localdate()), request))


def _listed(bonds, shown):
    """Bonds with what the columns shown say of them, in the order the reader asked for, else in the list's own."""
    found = bonds.with_members().prefetch_related(*shown.needs)
    return found.order_by(*shown.order("pk")) if shown.sort else found


@require_safe
def bond(request, pk):
    """One pair or group: who, what papers, which order, and the holes that other apps fill."""
    bond, user, today = _visible(request, pk), request.user, timezone.localdate()
    lamps = readiness.readiness(bond, today)
    lines = with_paper(OrderLine.objects.filter(bond=bond, does=OrderLine.Does.FIXES)).order_by("-pk")
    lacks_agreement = readiness.lacks_agreement(lamps)
    works_on = permissions.can_work_on(user, bond)
    there = bond_papers.papers_of(bond) if user.has_perm("documents.view_paper") else []
    context = {
        "bond": bond,
        "lamps": lamps if user.has_perm("people.view_consent") else without_links(lamps),
        "is_ready": not readiness.stops(lamps),
        "orders": [line.paper for line in lines if line.paper.state != Paper.State.DISCARDED],
        "sees_papers": user.has_perm("documents.view_paper"),
        "papers": there,
        "next_papers": bond_papers.next_papers(bond, user, there) if works_on else [],
        "can_waive": works_on and (bond.no_agreement or lacks_agreement),
        "lacks_agreement": lacks_agreement,
        "outside_agreements": bond.agreements.filter(paper=None),
        "can_enter_agreement": works_on and permissions.can_enter_agreement(user, bond) and bond.state in Bond.OPEN,
        "sees_bases": user.has_perm("registry.view_participation"),
        "has_begun": bond.state in Bond.TOOK_PLACE,
        "can_change": permissions.can_change_bond(user, bond),
        "can_end": permissions.can_end_bond(user, bond),
        "can_take_out": works_on
        and permissions.can_take_out_of_draft(user, bond)
        and bond.state == Bond.State.ORDERED
        and any(line.paper.is_editable for line in lines),
        "can_draft_order": works_on and permissions.can_draft_order(user) and bond.state == Bond.State.PROPOSED,
        "can_propose": permissions.can_propose(user) and not bond.cycle.is_closed,
        "by_office": permissions.can_see_pairs_of(user, bond),
        "is_mentor": bond.state in Bond.OPEN and any(person.user_id == user.pk for person in bond.mentors),
        "history": bond.history.select_related("history_user")[:20],
    }
    return render(request, "pairs/bond.html", context)


def new(request):
    """Make a pair or a group by hand."""
    must(permissions.can_propose(request.user))
    cycle = running_cycle(request)
    if cycle is None:
        return redirect("pairs:list")
    form = BondForm(request.POST or None, cycle=cycle, user=request.user, initial=_proposed(request, cycle))
    if request.method == "POST" and form.is_valid():
        try:
            bond = workflow.propose(cycle=cycle, by=request.user, **form.wanted())
        except WorkflowError as error:
            form.add_error(None, str(error))
            form.missing = error.missing
        else:
            messages.success(request, f"{'Группа' if bond.is_group else 'Пара'} создана. Проверьте бумаги.")
            return redirect(bond)
    nobody = not form.fields["mentor"].queryset.exists() or not form.fields["mentees"].queryset.exists()
    context = {"form": form, "back_url": reverse("pairs:list"), "cycle": cycle, "nobody": nobody}
    return render(request, "pairs/form.html", context)


def _proposed(request, cycle):
    """What an empty form proposes: the mentee who waits, the period from today to the end of the cycle."""
    mentee = request.GET.get("mentee", "")
    known = Participation.objects.filter(cycle=cycle, side=Side.MENTEE)
    chosen = list(known.filter(pk=mentee).values_list("pk", flat=True)) if mentee.isdecimal() else []
    start = max(timezone.localdate(), cycle.starts_on)
    return {"mentees": chosen, "starts_on": min(start, cycle.ends_on), "ends_on": cycle.ends_on}


def edit(request, pk):
    """Rewrite a proposed pair; a conflict shows what is stored now beside what was typed."""
    bond = _visible(request, pk)
    must(permissions.can_keep(request.user, bond))
    form = BondForm(request.POST or None, cycle=bond.cycle, user=request.user, bond=bond, initial=stored(bond))
    current = None
    if request.method == "POST" and form.is_valid():
        try:
            workflow.change_bond(bond, version=form.cleaned_data["version"], by=request.user, **form.wanted())
        except Conflict:
            current = _visible(request, pk)
            form = _with_version(request, form, current)
        except WorkflowError as error:
            form.add_error(None, str(error))
            form.missing = error.missing
        else:
            messages.success(request, "Сохранено.")
            return redirect(bond)
    context = {"form": form, "bond": bond, "current": current, "back_url": bond.get_absolute_url()}
    return render(request, "pairs/form.html", context, status=409 if current else 200)


def _with_version(request, form, current):
    """The typed form, ready to be saved over what is stored now."""
    data = request.POST.copy()
    data["version"] = current.version
    return BondForm(data, cycle=form.cycle, user=request.user, bond=current)


def cancel(request, pk):
    """A proposed pair that will not be."""
    bond = _visible(request, pk)
    must(permissions.can_keep(request.user, bond))
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.cancel_bond(bond, by=request.user, reason=form.cleaned_data["reason"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Пара отменена и осталась в истории.")
            return redirect("pairs:list")
    context = {
        "bond": bond,
        "form": form,
        "heading": "Отменить пару",
        "question": "Отменить предложенную пару?",
        "text": "Она останется в истории. Участники смогут войти в другие пары.",
        "verb": "Отменить пару",
    }
    return render(request, "pairs/confirm.html", context)


def take_out_of_draft(request, pk):
    """A pair that cannot go with the others waits for another order."""
    bond = _visible(request, pk)
    must(permissions.can_take_out_of_draft(request.user, bond))
    if request.method == "POST":
        try:
            paper = workflow.take_out_of_draft(bond, by=request.user)
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
            return redirect(bond)
        messages.success(request, f"{bond.title}: пара убрана из приказа и снова предложена. Прочитайте текст.")
        return redirect(paper)
    context = {
        "bond": bond,
        "heading": "Убрать из черновика приказа",
        "question": "Убрать пару из черновика приказа?",
        "text": "Пара останется предложенной: её можно исправить, отменить или закрепить другим приказом."
        " Остальные останутся в этом.",
        "verb": "Убрать из черновика",
    }
    return render(request, "pairs/confirm.html", context)


def no_agreement(request, pk):
    """Say that the mentor's labour contract needs no addition, or that it does."""
    bond = _visible(request, pk)
    must(permissions.can_keep(request.user, bond))
    form = NoAgreementForm(request.POST or None, initial={"reason": bond.no_agreement})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.waive_agreement(bond, reason=form.cleaned_data["reason"], by=request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(bond)
    context = {
        "bond": bond,
        "form": form,
        "heading": "Доп. соглашение не нужно",
        "question": "Почему соглашение не нужно?",
        "text": "Если наставничество уже входит в должностные обязанности и учтено в окладе, статья 351.8 ТК РФ "
        "не применяется и соглашение не подписывают.",
        "verb": "Сохранить",
    }
    return render(request, "pairs/confirm.html", context)


def end(request, pk):
    """Complete or terminate a working pair."""
    bond = _visible(request, pk)
    must(permissions.can_keep(request.user, bond))
    form = EndForm(request.POST or None, bond=bond)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = workflow.complete_bond if data["how"] == "complete" else workflow.terminate_bond
        try:
            act(bond, on=data["on"], reason=data["reason"], by=request.user)
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Пара {bond.get_state_display()}.")
            return redirect(bond)
    context = {
        "bond": bond,
        "form": form,
        "heading": "Завершить работу",
        "question": "Чем закончилась работа?",
        "text": "Встречи и бумаги останутся, новых встреч записать будет нельзя. Отказ наставника, отмену поручения "
        "и замену оформите приказом в бумагах пары: он завершит её сам в названный день.",
        "verb": "Завершить",
    }
    return render(request, "pairs/confirm.html", context)


def complete_over(request, pk):
    """Complete all pairs of a cycle whose term is over: the last thing before the cycle is closed."""
    must(permissions.can_propose(request.user))
    cycle = get_object_or_404(Cycle, pk=pk)
    bonds = Bond.objects.manageable_by(request.user).filter(cycle=cycle)
    refusal = None
    if request.method == "POST":
        try:
            done = workflow.complete_over(bonds, by=request.user)
        except WorkflowError as error:
            refusal = error
        else:
            messages.success(request, f"Завершено: {counted(done, 'пара,пары,пар')}.")
            return redirect("pairs:list")
    over = bonds.term_is_over().with_names().order_by("ends_on", "pk")
    return render(request, "pairs/complete_over.html", {"cycle": cycle, "bonds": over, "refusal": refusal})


# --- The order ----------------------------------------------------------------------------------------------


def draft_order(request):
    """Choose proposed pairs, grounds, curator and control, and get the draft of the order."""
    must(permissions.can_draft_order(request.user))
    cycle, today = Cycle.objects.current(), timezone.localdate()
    waiting = Bond.objects.filter(cycle=cycle, cycle__state=Cycle.State.RUNNING, state=Bond.State.PROPOSED)
    bonds = list(waiting.with_people())
    form = OrderForm(request.POST or None, user=request.user, on=today, bonds=bonds)
    ticked = set(request.POST.getlist("bond") or request.GET.getlist("bond"))
    if request.method == "POST" and form.is_valid():
        chosen = [bond for bond in bonds if str(bond.pk) in ticked]
        try:
            if len(chosen) != len(ticked):
                raise WorkflowError("Не все отмеченные пары ждут приказа: список изменился. Отметьте нужные снова.")
            paper = workflow.draft_order(cycle, chosen, request.user, form.options())
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Черновик приказа составлен по записям. Прочитайте и передайте на подпись.")
            return redirect(paper)
    context = {
        "cycle": cycle,
        "rows": rows_of(bonds, request.user, today),
        "form": form,
        "ticked": ticked,
        "tick_ready": not ticked and request.method == "GET",
        "has_own_acts": Act.objects.own().exists(),
    }
    return render(request, "pairs/draft_order.html", context)


def refresh_annex(request, pk):
    """Bring the annex and the sheet of acquaintance of a draft up to the records; typed words stay."""
    must(permissions.can_draft_order(request.user))
    paper = get_object_or_404(Paper.objects.visible_to(request.user), pk=pk, kind=papers.KIND)
    error = ""
    if request.method == "POST":
        try:
            workflow.refresh_annex(paper, by=request.user)
        except WorkflowError as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Приложение и лист ознакомления обновлены по записям.")
            return redirect(paper)
    return render(request, "pairs/refresh_annex.html", {"paper": paper, "error": error})


def _visible(request, pk):
    """The bond if this user may see it, else 404."""
    return get_object_or_404(Bond.objects.visible_to(request.user).with_people(), pk=pk)
