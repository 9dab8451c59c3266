"""Pages of personalised programmes."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.archive import refusal
from mentorship.common.asked import must, number, refuse
from mentorship.common.paging import page_of
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.cycle.models import Cycle
from mentorship.documents import files
from pairs.models import Bond

from . import permissions, workflow
from .forms import ApprovedForm, ListFilterForm, ProgrammeForm, RemarkForm
from .models import PersonalProgramme

FIELDS = ("goal", "tasks", "starts_on", "ends_on")


@require_GET
def programme_list(request):
    """Programmes of the pairs of the cycle, also the missing ones."""
    must(permissions.can_see_list(request.user))
    cycle, form = Cycle.objects.current(), ListFilterForm(request.GET)
    bonds = Bond.objects.visible_to(request.user).filter(cycle=cycle, state__in=Bond.OPEN)
    found = form.narrow(bonds).select_related("programme").order_by("starts_on", "pk")
    page = page_of(request, found.with_people())
    context = {
        "cycle": cycle,
        "form": form,
        "page": page,
        "rows": [(bond, getattr(bond, "programme", None)) for bond in page],
        "filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "programs/list.html", context)


@require_GET
def programme(request, pk):
    """One programme: text, state, what may be done."""
    return _page(request, _programme(request, pk))


def _page(request, found, remark_form=None, error="", status=200):
    user, bond = request.user, found.bond
    context = {
        "programme": found,
        "bond": bond,
        "warning": workflow.unusual_term(found.starts_on, found.ends_on),
        "can_write": permissions.can_write(user, bond),
        "can_decide": permissions.can_decide(user, found),
        "can_enter": permissions.can_enter_approved(user, bond),
        "remark_form": remark_form or RemarkForm(),
        "error": error,
        "history": found.history.select_related("history_user")[:20],
    }
    return render(request, "programs/programme.html", context, status=status)


def of_bond(request, pk):
    """Write the programme of a pair; who may not write is led to it, or told that there is none yet."""
    bond = _bond(request, pk)
    found = getattr(bond, "programme", None)
    if not permissions.can_write(request.user, bond):
        must(request.method == "GET", refusal(bond))
        return redirect(found) if found else render(request, "programs/none.html", _none(request, bond))
    form = ProgrammeForm(request.POST or None, bond=bond, back_url=bond.get_absolute_url(), initial=_initial(bond))
    return _write(request, bond, form, "Программа сохранена.", _save_written)


def _none(request, bond):
    return {"bond": bond, "can_enter": permissions.can_enter_approved(request.user, bond)}


def _save_written(bond, form, by):
    texts = {name: form.cleaned_data[name] for name in (*FIELDS, "version")}
    return workflow.write(bond, by=by, **texts)


def enter_approved(request, pk):
    """The curator enters a programme that was approved on paper."""
    bond = _bond(request, pk)
    must(permissions.can_enter_approved(request.user, bond), refusal(bond))
    form = ApprovedForm(
        request.POST or None, request.FILES or None, bond=bond, back_url=bond.get_absolute_url(), initial=_initial(bond)
    )
    return _write(request, bond, form, "Утверждённая программа внесена.", _save_entered)


def _save_entered(bond, form, by):
    data = form.cleaned_data
    texts = {name: data[name] for name in (*FIELDS, "version", "approved_on")}
    scan = None
    if data["scan"]:
        content, content_type, name = data["scan"]
        scan = files.store(content, name=name, content_type=content_type, by=by)
    return workflow.enter_approved(bond, by=by, scan=scan, **texts)


def _write(request, bond, form, done, save):
    """One page for both ways of writing: a conflict shows what is stored beside what was typed."""
    current = None
    if request.method == "POST" and form.is_valid():
        try:
            written = save(bond, form, request.user)
        except Conflict as conflict:
            current = conflict.current
            form.data = form.data.copy()
            form.data["version"] = get_object_or_404(PersonalProgramme, bond=bond).version
        except WorkflowError as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            if warning := workflow.unusual_term(written.starts_on, written.ends_on):
                messages.warning(request, warning)
            return redirect(written)
    context = {"bond": bond, "form": form, "current": current, "entering": isinstance(form, ApprovedForm)}
    return render(request, "programs/form.html", context, status=409 if current else 200)


def _initial(bond):
    found = getattr(bond, "programme", None)
    if found is None:
        return {"goal": bond.goal, "starts_on": bond.starts_on, "ends_on": bond.last_day, "version": 0}
    return {name: getattr(found, name) for name in (*FIELDS, "version")}


@require_POST
def send(request, pk):
    """Give the programme to the head."""
    found = _programme(request, pk)
    must(permissions.can_write(request.user, found.bond), refusal(found))
    return _do(request, found, lambda: workflow.send(found, by=request.user), "Отправлено руководителю на утверждение.")


@require_POST
def approve(request, pk):
    """The head approves the version that he has read."""
    found = _programme(request, pk)
    must(permissions.approves(request.user))
    version = number(request.POST.get("version", ""), other=-1)
    return _do(
        request, found, lambda: workflow.approve(found, by=request.user, version=version), "Программа утверждена."
    )


@require_POST
def return_with_remark(request, pk):
    """The head returns the programme with a remark."""
    found, form = _programme(request, pk), RemarkForm(request.POST)
    must(permissions.approves(request.user))
    if not form.is_valid():
        return _page(request, found, remark_form=form)
    remark = form.cleaned_data["remark"]
    return _do(
        request,
        found,
        lambda: workflow.return_with_remark(found, remark=remark, by=request.user),
        "Возвращено наставнику с замечанием.",
        form,
    )


def _do(request, found, act, done, form=None):
    try:
        act()
    except WorkflowError as error:
        fresh = _programme(request, found.pk)
        return _page(request, fresh, remark_form=form, error=str(error), status=409)
    messages.success(request, done)
    return redirect(found)


@require_GET
def scan(request, pk):
    """The scan of the approved paper."""
    found = _programme(request, pk)
    if found.scan is None:
        raise Http404
    return files.kept(request, found.scan, back=found)


def _bond(request, pk):
    bonds = Bond.objects.visible_to(request.user).with_people().select_related("programme", "form", "cycle")
    return get_object_or_404(bonds, pk=pk)


def _programme(request, pk):
    found = PersonalProgramme.objects.visible_to(request.user).select_related("approved_by", "scan")
    return get_object_or_404(found.with_people(), pk=pk)
