"""The card of one person: made, mended, shown with all that is known of him."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts.models import User
from mentorship.accounts.permissions import can_list
from mentorship.common.asked import must, numbers
from mentorship.common.cases import Case
from mentorship.common.russian import months_words
from mentorship.common.search import sort_key
from mentorship.common.workflow import Conflict, WorkflowError

from .. import ages, permissions, timeline, workflow
from ..forms import (
    CaseForm,
    CheckedForm,
    GuardianForm,
    LeaveForm,
    OnForm,
    PersonForm,
    ReturnForm,
    TransferForm,
    origins,
)
from ..forms_of import WHAT, checked, form, key
from ..models import Consent, Guardian, MergedCard, Person
from ..sections import ABOVE_TIMELINE, sections_of


def add(request):
    """A new card by hand; those who look alike are shown before a second card is made."""
    must(permissions.can_keep_people(request.user))
    chosen = _origin(request, Person.Origin.STAFF)
    card = PersonForm(request.POST or None, origin=chosen)
    guardian = _new_guardian(request.POST or None, chosen)
    alike = []
    if request.method == "POST" and card.is_valid() and (guardian is None or guardian.is_valid()):
        try:
            knowingly = "knowingly" in request.POST
            about = guardian.cleaned_data if guardian else None
            person = workflow.create_person(by=request.user, knowingly=knowingly, guardian=about, **card.values)
        except workflow.MayBeDouble as double:
            alike = double.alike
        except WorkflowError as error:
            card.add_error(None, str(error))
        else:
            messages.success(request, "Карточка создана. Теперь распечатайте согласия.")
            return redirect(person)
    context = {
        "form": card,
        "guardian_form": guardian,
        "origins": origins(),
        "origin": chosen,
        "cancel_url": reverse("people:list"),
        "double": _double_of(card),
        "alike": alike,
    }
    return render(request, "people/edit.html", context)


def _origin(request, usual):
    asked = request.POST.get("origin") or request.GET.get("origin") or usual
    return asked if asked in dict(origins()) else usual


def _new_guardian(data, origin):
    if origin != Person.Origin.PUPIL:
        return None
    return GuardianForm(data, is_optional=True, prefix="guardian")


def _double_of(card):
    """The person whom a typed card repeats, to lead to him."""
    if not card.is_bound:
        return None
    card.is_valid()
    data = card.cleaned_data
    names = [data.get(name, "") for name in ("last_name", "first_name", "patronymic")]
    if not data.get("birth_date") or not all(names[:2]):
        return None
    namesakes = Person.objects.filter(sort_key=sort_key(*names), birth_date=data["birth_date"])
    return namesakes.exclude(pk=card.instance.pk).first()


def edit(request, pk):
    """Correct a card; a conflict shows what is stored now beside what was typed."""
    person = _visible(request, pk)
    must(permissions.can_keep_people(request.user))
    chosen, current = _origin(request, person.origin), None
    card = PersonForm(request.POST or None, instance=person, origin=chosen)
    if request.method == "POST" and card.is_valid():
        values, version = card.values, card.cleaned_data["version"]
        try:
            workflow.change_person(person, version=version, by=request.user, **values)
        except Conflict as conflict:
            current = conflict.current
            data = request.POST.copy()
            data["version"] = current.version
            card = PersonForm(data, instance=get_object_or_404(Person, pk=pk), origin=chosen)
        except WorkflowError as error:
            card.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(person)
    stored = Person.objects.select_related("unit").get(pk=pk)
    context = {
        "form": card,
        "person": stored,
        "origins": origins(),
        "origin": chosen,
        "cancel_url": stored.get_absolute_url(),
        "double": _double_of(card),
        "current": _differences(stored, card) if current else [],
    }
    return render(request, "people/edit.html", context, status=409 if current else 200)


def _differences(stored, card):
    """(title, what is stored now) of the fields that differ from what was typed."""
    card.is_valid()
    shown = []
    for name in PersonForm.Meta.fields:
        now = getattr(stored, name)
        if name in card.cleaned_data and card.cleaned_data[name] != now:
            words = getattr(stored, f"get_{name}_display", lambda now=now: now)()
            shown.append((card.fields[name].label, words if words not in (None, "") else "пусто"))
    return shown


@require_GET
def person(request, pk):
    """The card of a person: who, papers, what the apps above tell, case forms, all of it by time."""
    if moved := _merged_into(request, pk):
        return HttpResponseRedirect(moved.get_absolute_url())
    return _card(request, _visible(request, pk))


@require_GET
def me(request):
    """One's own card and consents; whoever has no card is told whom to ask."""
    own = Person.objects.filter(user=request.user).select_related("unit", "user", "partner").first()
    if own is None:
        return render(request, "people/me_empty.html")
    return _card(request, own, is_me=True)


def _card(request, shown, is_me=False):
    user, today = request.user, timezone.localdate()
    can_keep, day = permissions.can_keep_people(user), _day(request, today)
    sections, forms = sections_of(shown, user), case_forms(shown) if can_keep else []
    context = {
        "person": shown,
        "is_me": is_me,
        "on": day,
        "on_form": OnForm(initial={"on": day}),
        "age": shown.age(day),
        "teaching": months_words(shown.teaching_months(day)),
        "working": months_words(shown.work_months(day)),
        "is_young": shown.is_young_specialist(today),
        "has_left": bool(shown.left_on and shown.left_on < today),
        "age_limits": [words for side in (ages.MENTEE, ages.MENTOR) if (words := ages.obstacle(shown, side, today))],
        "guardians": shown.guardians.select_related("adult") if shown.origin == Person.Origin.PUPIL else [],
        "wards": [ward.child for ward in shown.wards.select_related("child")],
        "years": timeline.years_of(shown, user),
        "kinds": _kinds(shown, today),
        "sections_above": [one for one in sections if one[0].order < ABOVE_TIMELINE],
        "sections_below": [one for one in sections if one[0].order >= ABOVE_TIMELINE],
        "can_keep": can_keep,
        "can_keep_consents": permissions.can_keep_consents(user),
        "forms": forms,
        "forms_unsure": any(cell["text"] and not cell["sure"] for row in forms for cell in row["cells"]),
        "checked": [(what, WHAT[what], checked(shown, what)) for what in WHAT if what != "post" or shown.post],
        "accounts": _free_accounts(shown) if can_keep and not shown.user_id else [],
        "can_open_account": can_list(user),
    }
    return render(request, "people/person.html", context)


def _merged_into(request, pk):
    """The card that took the place of this one, if this user may see it."""
    kept = MergedCard.objects.filter(old_id=pk).values("kept")
    return Person.objects.visible_to(request.user).filter(pk__in=kept).first()


def _day(request, usual):
    asked = OnForm(request.GET)
    return asked.cleaned_data["on"] if asked.is_valid() else usual


@dataclass(frozen=True)
class KindRow:
    """The papers of one kind: the lamp of today and the sheets, newest first."""

    kind: str
    title: str
    lamp: str
    words: str
    consents: list
    needs_new: bool


def _kinds(person, on):
    papers = {kind: [] for kind in Consent.Kind}
    for consent in person.consents.select_related("scan").order_by("-pk"):
        papers[consent.kind].append(consent)
    return [_kind_row(kind, consents, on) for kind, consents in papers.items()]


def _kind_row(kind, consents, on):
    states = [consent.status(on) for consent in consents]
    lamp, words = "missing", "нет"
    if states:
        best = next((state for state in states if state[0] == "in_force"), states[0])
        lamp, words = "ok" if best[0] == "in_force" else "missing", best[1]
    has_unsigned = any(code == "printed" for code, _ in states)
    return KindRow(kind.value, kind.label, lamp, words, list(zip(consents, states, strict=True)), not has_unsigned)


def case_forms(person):
    """Rows of the table of case forms: (case, [(what, key, text, sure, by hand)])."""
    rows = []
    for case in Case:
        cells_ = []
        for what in WHAT:
            text, sure = form(person, what, case)
            cells_.append(
                {
                    "what": what,
                    "title": WHAT[what],
                    "text": text,
                    "sure": sure,
                    "by_hand": key(what, case) in person.forms,
                }
            )
        rows.append({"case": case, "cells": cells_})
    return rows


def _free_accounts(person):
    """Accounts of the same name that belong to nobody yet."""
    return User.objects.filter(sort_key=sort_key(person.full_name), person=None, is_active=True)[:5]


@require_POST
def correct_form(request, pk):
    """Keep one case form corrected by hand."""
    shown = _visible(request, pk)
    must(permissions.can_keep_people(request.user))
    typed = CaseForm(request.POST)
    if typed.is_valid():
        cleaned = typed.cleaned_data
        workflow.correct_form(shown, key(cleaned["what"], cleaned["case"]), cleaned["text"], by=request.user)
        messages.success(request, "Форма сохранена: так она будет стоять в документах.")
    else:
        messages.error(request, "Форма слова слишком длинная или пришла не с этой страницы. Попробуйте ещё раз.")
    return redirect(f"{shown.get_absolute_url()}#forms")


@require_POST
def check_forms(request, pk):
    """Note that all forms of the name or the post were looked at."""
    shown = _visible(request, pk)
    must(permissions.can_keep_people(request.user))
    told = CheckedForm(request.POST)
    if told.is_valid():
        workflow.check_forms(shown, told.cleaned_data["what"], by=request.user)
        messages.success(request, "Отмечено: формы проверены. Документы о них больше не спросят.")
    return redirect(f"{shown.get_absolute_url()}#forms")


@require_POST
def give_access(request, pk):
    """Make an account for this person, or tie the one that is named."""
    shown = _visible(request, pk)
    must(permissions.can_keep_people(request.user))
    chosen = numbers(request.POST.getlist("account"))
    user = get_object_or_404(_free_accounts(shown).model, pk=chosen[0], person=None) if chosen else None
    try:
        workflow.give_access(shown, by=request.user, user=user)
    except WorkflowError as error:
        messages.error(request, str(error))
        return redirect(shown)
    messages.success(request, "Доступ дан. Напечатайте листок доступа и отдайте лично.")
    return redirect("accounts:account", shown.user_id) if can_list(request.user) else redirect(shown)


def leave(request, pk):
    """Note that a person has left the institution."""
    return _dated_act(request, pk, "people/leave.html", LeaveForm, workflow.dismiss, "отмечен уход")


def take_back(request, pk):
    """Note that somebody who had left is here again."""
    return _dated_act(request, pk, "people/return.html", ReturnForm, workflow.take_back, "снова работает")


def transfer(request, pk):
    """Another post or unit from a day on."""
    shown = _visible(request, pk)
    usual = {"post": shown.post, "unit": shown.unit, "on": timezone.localdate()}
    return _dated_act(request, pk, "people/transfer.html", TransferForm, workflow.transfer, "перевод отмечен", usual)


def _dated_act(request, pk, template, form_class, act, words, initial=None):
    """A page of one act with a day; what was typed stays when it is refused."""
    shown = _visible(request, pk)
    must(permissions.can_keep_people(request.user))
    typed = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and typed.is_valid():
        try:
            act(shown, by=request.user, **typed.cleaned_data)
        except WorkflowError as error:
            typed.add_error(None, str(error))
        else:
            messages.success(request, f"{shown.short_name}: {words}.")
            return redirect(shown)
    return render(request, template, {"person": _visible(request, pk), "form": typed})


def guardian_add(request, pk):
    """Write down one who answers for a pupil."""
    child = _visible(request, pk)
    return _guardian(request, child, Guardian(child=child), lambda **told: workflow.add_guardian(child, **told))


def guardian(request, pk, guardian_pk):
    """Correct one who answers for a pupil."""
    child = _visible(request, pk)
    known = get_object_or_404(child.guardians, pk=guardian_pk)
    return _guardian(request, child, known, lambda **told: workflow.change_guardian(known, **told))


def _guardian(request, child, known, act):
    must(permissions.can_keep_people(request.user))
    typed = GuardianForm(request.POST or None, instance=known)
    if request.method == "POST" and typed.is_valid():
        try:
            act(by=request.user, **typed.cleaned_data)
        except WorkflowError as error:
            typed.add_error(None, str(error))
        else:
            messages.success(request, "Представитель записан.")
            return redirect(f"{child.get_absolute_url()}#guardians")
    return render(request, "people/guardian.html", {"person": child, "guardian": known, "form": typed})


@require_POST
def guardian_remove(request, pk, guardian_pk):
    """Take out a representative entered by mistake."""
    child = _visible(request, pk)
    must(permissions.can_keep_people(request.user))
    workflow.remove_guardian(get_object_or_404(child.guardians, pk=guardian_pk), by=request.user)
    messages.success(request, "Представитель убран.")
    return redirect(f"{child.get_absolute_url()}#guardians")


def _visible(request, pk):
    """The person if this user may see the card, else 404."""
    return get_object_or_404(Person.objects.visible_to(request.user).select_related("unit", "user", "partner"), pk=pk)
