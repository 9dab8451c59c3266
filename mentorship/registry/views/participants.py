"""One participant: the card, what is said of him, accepting, leaving, pauses."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mentorship.common.workflow import Conflict, WorkflowError

from .. import permissions, workflow
from ..contributions import trainings_of
from ..forms import AcceptForm, ChangeForm, LeaveForm, RequestForm, RestForm
from ..models import Participation, Side
from ..rows import rows_of, with_people
from ..steps import way_of
from .selection import advice_of
from .shared import base_context, changeable, visible


@require_safe
def participation(request, pk):
    """The card of one participant: how far, papers, topics, pairs, trainings, what may be done."""
    return card(request, visible(request, pk))


def card(request, one, *, accept_form=None, request_form=None, error=None):
    """The card, with a form that was refused if there is one."""
    user, today = request.user, timezone.localdate()
    one = with_people(Participation.objects.filter(pk=one.pk)).get()
    row = rows_of([one], user, today)[0]
    sees_selection = permissions.can_see_selection(user)
    context = base_context(one.side, one.cycle) | {
        "participation": one,
        "person": one.person,
        "row": row,
        "way": way_of(one, row.facts),
        "rests": one.rests(today),
        "can_change": permissions.can_change(user, one),
        "can_choose": permissions.can_choose(user),
        "can_see_bases": permissions.can_see_bases(user),
        "can_see_person": user.has_perm("people.view_person"),
        "can_see_selection": sees_selection and one.side == Side.MENTOR,
        "interviews": one.interviews.all() if sees_selection else [],
        "advice": advice_of([one])[one.pk] if sees_selection and one.side == Side.MENTOR else None,
        "trainings": trainings_of(one.person, user),
        "can_see_trainings": permissions.can_see_trainings(user),
        "accept_form": accept_form or AcceptForm(),
        "request_form": request_form or RequestForm(),
        "error": error,
        "history": one.history.select_related("history_user")[:30],
    }
    return render(request, "registry/participation.html", context)


def edit(request, pk):
    """Correct what is said of a participant; a conflict shows what is stored now beside what was typed."""
    one = changeable(request, pk)
    form = ChangeForm(request.POST or None, instance=one)
    current = None
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ChangeForm.Meta.fields if name in form.fields}
        version = form.cleaned_data["version"]
        try:
            workflow.change(one, version=version, by=request.user, **typed)
        except Conflict as conflict:
            data = request.POST.copy()
            data["version"] = conflict.current.version
            current, form = _differences(visible(request, pk), form), ChangeForm(data, instance=one)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(one)
    context = {"participation": one, "form": form, "current": current}
    return render(request, "registry/edit.html", context, status=200 if current is None else 409)


def _differences(stored, form):
    """(title, what is stored now) of the fields that differ from what was typed."""
    shown = []
    for name, typed in form.cleaned_data.items():
        now = getattr(stored, name)
        if name != "version" and now != typed:
            words = ", ".join(stored.group_titles) if name == "groups" else now
            shown.append((form.fields[name].label, words or "пусто"))
    return shown


@require_POST
def accept(request, pk):
    """Take one candidate into the base."""
    one, form = changeable(request, pk), AcceptForm(request.POST)
    if not form.is_valid():
        return card(request, one, accept_form=form)
    try:
        workflow.accept(one, on=form.cleaned_data["on"], by=request.user)
    except WorkflowError as error:
        return card(request, one, accept_form=form, error=error)
    messages.success(request, f"{one.person.short_name} – в базе.")
    return redirect(one)


def leave(request, pk):
    """Take a participant out of the base, with a reason."""
    return _act(
        request,
        changeable(request, pk),
        LeaveForm,
        workflow.leave,
        title="Исключить из базы",
        text="Запись, встречи и бумаги останутся в истории. Позже человека можно предложить снова.",
        verb="Исключить",
        danger=True,
        done="больше не в базе",
    )


@require_POST
def close_withdrawn(request, pk):
    """Close a participation whose consent was withdrawn, from the page of the withdrawal."""
    one = changeable(request, pk)
    withdrawn = workflow.withdrawn_consent(one)
    if withdrawn is None:
        messages.error(request, f"{one.person.short_name}: согласие не отозвано, закрывать участие незачем.")
        return redirect(one)
    if one.is_open:  # a second press finds it closed
        try:
            workflow.leave(one, reason=workflow.WITHDRAWN, by=request.user)
        except WorkflowError as error:
            messages.error(request, " ".join([str(error), *(line.text for line in error.missing)]))
            return redirect("people:consent_withdraw", withdrawn.pk)
    messages.success(request, f"{one.person.short_name}: участие закрыто, причина – «{workflow.WITHDRAWN}».")
    return redirect("people:consent_withdraw", withdrawn.pk)


def rest(request, pk):
    """Put a participant on a pause."""
    return _act(
        request,
        changeable(request, pk),
        RestForm,
        workflow.rest,
        title="Поставить на паузу",
        text="Человек останется в базе, в списке «Резерв». Работающие пары продолжаются.",
        verb="Поставить на паузу",
        done="на паузе",
    )


def _act(request, one, form_class, act, *, done, **words):
    """A page that asks for what one act needs, and does it."""
    form, missing = form_class(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            act(one, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
            missing = error.missing
        else:
            messages.success(request, f"{one.person.short_name}: {done}.")
            return redirect(one)
    context = {"participation": one, "form": form, "missing": missing} | words
    return render(request, "registry/act.html", context)


@require_POST
def end_rest(request, pk):
    """The pause is over."""
    one = changeable(request, pk)
    try:
        workflow.end_rest(one, by=request.user)
    except WorkflowError as error:
        return card(request, one, error=error)
    messages.success(request, f"{one.person.short_name} снова участвует.")
    return redirect(one)
