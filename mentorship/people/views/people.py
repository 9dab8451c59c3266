"""The list of people and the card of one person."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts.models import User
from mentorship.accounts.permissions import can_list
from mentorship.common.cases import Case
from mentorship.common.paging import page_of
from mentorship.common.russian import counted, date_digits, months_words
from mentorship.common.search import sort_key
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.institution.models import Rules

from .. import permissions, workflow
from ..forms import CaseForm, LeaveForm, PeopleFilterForm, PersonForm
from ..forms_of import WHAT, form, key
from ..models import Consent, Person
from ..sections import sections_of
from .shared import must, narrowed_people, numbers, sheet_response

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


def add(request):
    """A new card by hand."""
    must(permissions.can_keep_people(request.user))
    card = PersonForm(request.POST or None)
    if request.method == "POST" and card.is_valid():
        try:
            person = workflow.create_person(by=request.user, **card.values)
        except WorkflowError as error:
            card.add_error(None, str(error))
        else:
            messages.success(request, "Карточка создана. Теперь распечатайте согласия.")
            return redirect(person)
    context = {"form": card, "cancel_url": reverse("people:list"), "double": _double_of(card)}
    return render(request, "people/edit.html", context)


def _double_of(card):
    """The person whom a refused card repeats, to lead to him."""
    if card.is_valid() or not card.is_bound:
        return None
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
    card, current = PersonForm(request.POST or None, instance=person), None
    if request.method == "POST" and card.is_valid():
        values, version = card.values, card.cleaned_data["version"]
        try:
            workflow.change_person(person, version=version, by=request.user, **values)
        except Conflict as conflict:
            current = conflict.current
            data = request.POST.copy()
            data["version"] = current.version
            card = PersonForm(data, instance=get_object_or_404(Person, pk=pk))
        except WorkflowError as error:
            card.add_error(None, str(error))
        else:
            messages.success(request, "Сохранено.")
            return redirect(person)
    stored = Person.objects.select_related("unit").get(pk=pk)
    context = {
        "form": card,
        "person": stored,
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
    """The card of a person: who, papers, what the apps above tell, case forms, history."""
    return _card(request, _visible(request, pk), "people/person.html")


@require_GET
def me(request):
    """One's own card and consents; whoever has no card is told whom to ask."""
    own = Person.objects.filter(user=request.user).select_related("unit", "user").first()
    if own is None:
        return render(request, "people/me_empty.html")
    return _card(request, own, "people/person.html", is_me=True)


def _card(request, shown, template, is_me=False):
    user, today = request.user, timezone.localdate()
    can_keep = permissions.can_keep_people(user)
    context = {
        "person": shown,
        "is_me": is_me,
        "age": shown.age(today),
        "teaching": months_words(shown.teaching_months(today)),
        "working": months_words(shown.work_months(today)),
        "is_young": shown.is_young_specialist(today),
        "has_left": bool(shown.left_on and shown.left_on < today),
        "kinds": _kinds(shown, today),
        "sections": sections_of(shown, user),
        "can_keep": can_keep,
        "can_keep_consents": permissions.can_keep_consents(user),
        "forms": case_forms(shown) if can_keep else [],
        "accounts": _free_accounts(shown) if can_keep and not shown.user_id else [],
        "can_open_account": can_list(user),
        "history": shown.history.select_related("history_user")[:HISTORY_SHOWN] if can_keep else [],
    }
    return render(request, template, context)


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
    shown = _visible(request, pk)
    must(permissions.can_keep_people(request.user))
    typed = LeaveForm(request.POST or None)
    if request.method == "POST" and typed.is_valid():
        try:
            workflow.dismiss(shown, on=typed.cleaned_data["on"], by=request.user)
        except WorkflowError as error:
            typed.add_error(None, str(error))
        else:
            messages.success(request, f"{shown.short_name}: отмечен уход.")
            return redirect(shown)
    return render(request, "people/leave.html", {"person": _visible(request, pk), "form": typed})


def _visible(request, pk):
    """The person if this user may see the card, else 404."""
    return get_object_or_404(Person.objects.visible_to(request.user).select_related("unit", "user"), pk=pk)
