"""Personal data as such: what is held about a person, what is owed by which day, what is destroyed."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.accounts import journal
from mentorship.common.asked import must
from mentorship.common.paging import page_of
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError
from mentorship.documents import workflow as documents
from mentorship.documents.workflow import AlreadyIssued
from mentorship.institution.models import Institution, Rules
from mentorship.institution.workdays import working_day_after

from .. import access_list as access_list_paper
from .. import permissions, withdrawal, workflow
from ..models import Consent, DataTask, Destruction, Person
from ..protection_forms import DestructionForm
from ..subject_data import subject_data
from .shared import sheet_response

EXTRACT_COLUMNS = ["Раздел", "Сведения", "Значение", "Основание обработки"]
MOST_ROWS = 50


@require_GET
def index(request):
    """Duties by their terms, people whose data are needed no more, what was destroyed."""
    must(permissions.can_list_consents(request.user))
    today = timezone.localdate()
    tasks = DataTask.objects.open().visible_to(request.user).select_related("person", "consent")
    ended = withdrawal.purpose_ended(today)
    journal.note(request, rows=len(tasks))
    context = {
        "clocks": [withdrawal.clock(task, today) for task in tasks[:MOST_ROWS]],
        "today": today,
        "ended": ended[:MOST_ROWS],
        "ended_count": len(ended),
        "months": Rules.load().data_needed_months,
        "page": page_of(request, Destruction.objects.exclude(carried_out_on=None).select_related("act")),
        "can_keep": permissions.can_keep_consents(request.user),
    }
    return render(request, "people/data_index.html", context)


@require_GET
def data(request, pk):
    """What the portal holds about one person, sort by sort, with its ground and what a destruction would leave."""
    person = _visible(request, pk)
    can_keep = permissions.can_keep_consents(request.user)
    tasks = person.data_tasks.order_by("done_on", "due_on") if can_keep else []
    held = [(one, len(list(one.rows(person)))) for one in subject_data]
    context = {
        "person": person,
        "held": [(one, count) for one, count in held if count],
        "clocks": [withdrawal.clock(task) for task in tasks if not task.done_on],
        "done": [task for task in tasks if task.done_on],
        "destruction": getattr(person, "destruction", None),
        "can_keep": can_keep,
        "is_me": person.user_id == request.user.pk,
    }
    return render(request, "people/data.html", context)


@require_GET
def extract(request, pk):
    """«Всё о человеке»: one sheet with everything, for the answer to a request (152-ФЗ, ст. 14)."""
    person = _visible(request, pk)
    rows = [
        [one.title, label, str(value) if isinstance(value, list | dict) else value, one.ground]
        for one in subject_data
        for label, value in one.rows(person)
    ]
    journal.note(request, rows=len(rows))
    name = f"Всё о человеке {person.short_name} {date_digits(timezone.localdate())}.xlsx"
    return sheet_response("Всё о человеке", EXTRACT_COLUMNS, rows, name)


@require_POST
def ask(request, pk):
    """Note that the person asked what is held about him: the answer is due in ten working days."""
    person = _kept(request, pk)
    due = working_day_after(timezone.localdate(), withdrawal.WORKING_DAYS_TO_ANSWER)
    workflow.open_task(person, DataTask.Kind.ANSWER, due_on=due, by=request.user)
    messages.success(request, f"Запрос записан. Ответить нужно до {date_digits(due)}.")
    return redirect("people:data", person.pk)


@require_POST
def task_done(request, pk):
    """Note that a duty is done."""
    must(permissions.can_keep_consents(request.user))
    task = get_object_or_404(DataTask.objects.visible_to(request.user), pk=pk)
    journal.note(request, subject=task.person_id)
    try:
        workflow.close_task(task, by=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Отмечено выполненным.")
    return redirect(task)


def destroy(request, pk):
    """Plan the destruction: reason, commission, the act to read; or what stands in the way."""
    person = _kept(request, pk)
    plan = Destruction.objects.filter(person=person).select_related("act").first()
    if plan and plan.carried_out_on:
        return redirect("people:data", person.pk)
    missing = withdrawal.why_not_destroy(person)
    form = DestructionForm(request.POST or None, initial=_planned(plan, person))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.plan_destruction(person, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
            missing = error.missing or missing
        else:
            messages.success(request, "Акт составлен. Прочитайте его и подтвердите уничтожение.")
            return redirect("people:destroy", person.pk)
    context = {
        "person": person,
        "plan": plan,
        "form": form,
        "missing": missing,
        "stays": withdrawal.what_stays(),
        "key": uuid.uuid4(),
    }
    return render(request, "people/destroy.html", context)


def _planned(plan, person):
    if plan is not None:
        lines = [", ".join(filter(None, [one["name"], one["post"]])) for one in plan.commission]
        return {"reason": plan.reason, "commission": "\n".join(lines), "paper_sheets": plan.paper_sheets}
    withdrawn = Consent.objects.filter(person=person, kind=Consent.Kind.PROCESSING, withdrawn_on__isnull=False).exists()
    return {"reason": Destruction.Reason.WITHDRAWN if withdrawn else Destruction.Reason.PURPOSE}


@require_POST
def destroy_now(request, pk):
    """Carry out the planned destruction; there is no way back."""
    person = _kept(request, pk)
    plan = get_object_or_404(Destruction, person=person)
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        act = workflow.destroy(plan, key=key, by=request.user)
    except ValueError:
        messages.error(request, "Страница устарела. Откройте её ещё раз и подтвердите.")
        return redirect("people:destroy", person.pk)
    except AlreadyIssued as done:
        return redirect(done.paper)
    except WorkflowError as error:
        messages.error(request, " ".join([str(error), *(one.text for one in error.missing)]))
        return redirect("people:destroy", person.pk)
    if not act.is_frozen:
        messages.info(request, "Акт подписан и ждёт номера: данные будут уничтожены, когда его зарегистрируют.")
        return redirect(act)
    messages.success(
        request, f"{plan.label}: данные уничтожены. Напечатайте акт с выгрузкой, соберите подписи и приложите скан."
    )
    return redirect(act)


def _visible(request, pk):
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("unit", "user"), pk=pk)
    journal.note(request, subject=person.pk)
    return person


def _kept(request, pk):
    person = _visible(request, pk)
    must(permissions.can_keep_consents(request.user))
    return person


@require_POST
def access_list(request):
    """Draft the list of persons with access from the accounts of today; the head approves it on paper."""
    must(permissions.can_keep_consents(request.user))
    paper = documents.draft(
        access_list_paper.CODE, title=access_list_paper.TITLE, subject=Institution.load(), by=request.user
    )
    return redirect(documents.rebuild(paper, by=request.user))
