"""Pages of stages and rows of the roadmap: read, edited, closed, proved by files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.documents import files

from .. import permissions, workflow
from .. import roadmap as reading
from ..forms import (
    KEEP,
    ActivityForm,
    CloseForm,
    FileForm,
    StageForm,
    StageTermForm,
    differences,
)
from ..models import Activity, ActivityItem, EvidenceFile, Stage
from .shared import attempt, cycle_or_404, editable, rights_of, submit

# --- reading ---------------------------------------------------------------------------------------------


@require_GET
def activity(request, pk):
    """One row: what is expected and what is there, ways to close it, its history."""
    return _activity_page(request, _activity(request, pk))


@require_GET
def file(request, pk):
    """A file put to a row."""
    found = get_object_or_404(EvidenceFile.objects.select_related("file"), pk=pk, removed_on__isnull=True)
    if not permissions.can_see_proofs(request.user):
        raise Http404
    return files.kept(request, found.file, back=found.activity)


# --- order of stages and rows --------------------------------------------------------------------------------


@require_GET
def arrange(request, pk):
    """Stages and rows, hidden ones too, with what moves, hides and adds them."""
    cycle = cycle_or_404(request, pk)
    if not permissions.can_edit(request.user, cycle):
        raise PermissionDenied
    stages = cycle.stages.prefetch_related(Prefetch("activities", Activity.objects.order_by("order", "pk")))
    return render(request, "cycle/arrange.html", {"cycle": cycle, "stages": stages})


def stage_add(request, pk):
    """A new stage at the end."""
    cycle = editable(request, cycle_or_404(request, pk))
    back_url = reverse("cycle:arrange", args=[cycle.pk])
    form = StageForm(request.POST or None, back_url=back_url)
    if request.method == "POST" and submit(form, workflow.add_stage, cycle, by=request.user):
        return redirect(back_url)
    return render(request, "cycle/stage.html", {"cycle": cycle, "form": form, "heading": "Новый этап"})


def stage_edit(request, pk):
    """Words of a stage, and a term for its rows that have none."""
    stage = _stage(request, pk)
    back_url = reverse("cycle:arrange", args=[stage.cycle_id])
    form = StageTermForm(request.POST or None, instance=stage, back_url=back_url)
    if request.method == "POST" and submit(form, workflow.edit_stage, get_object_or_404(Stage, pk=pk), by=request.user):
        return redirect(back_url)
    return render(request, "cycle/stage.html", {"cycle": stage.cycle, "form": form, "heading": "Этап"})


@require_POST
def stage_move(request, pk):
    """Up or down among the stages."""
    stage = _stage(request, pk)
    attempt(request, "", workflow.move_stage, stage, up=request.POST.get("up") == "1", by=request.user)
    return redirect("cycle:arrange", stage.cycle_id)


@require_POST
def activity_move(request, pk):
    """Up or down inside the stage."""
    row = _activity_to_edit(request, pk)
    attempt(request, "", workflow.move_activity, row, up=request.POST.get("up") == "1", by=request.user)
    return redirect("cycle:arrange", row.stage.cycle_id)


@require_POST
def activity_hide(request, pk):
    """Take a row off the roadmap (``hidden=1``) or put it back."""
    row = _activity_to_edit(request, pk)
    hidden = request.POST.get("hidden") == "1"
    attempt(request, "", workflow.set_hidden, row, hidden=hidden, by=request.user)
    return redirect("cycle:arrange", row.stage.cycle_id)


# --- rows -------------------------------------------------------------------------------------------------


def activity_add(request, pk):
    """A row of one's own in a stage."""
    stage = _stage(request, pk)
    back_url = reverse("cycle:arrange", args=[stage.cycle_id])
    form = ActivityForm(request.POST or None, cycle=stage.cycle, back_url=back_url, initial={"stage": stage})
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        try:
            row = workflow.add_activity(changes.pop("stage"), by=request.user, **changes)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Мероприятие добавлено.")
            return redirect(row)
    return render(request, "cycle/activity_form.html", {"cycle": stage.cycle, "form": form})


def activity_edit(request, pk):
    """Edit a row; a second editor gets both texts and may save over the first one knowingly (409)."""
    row = _activity_to_edit(request, pk)
    form = _activity_form(row, request.POST or None)
    if request.method == "POST":
        if _version(request, row) != row.version:  # before the form judges old dates against new ones
            return _both_texts(request, row)
        if form.is_valid():
            try:
                row = workflow.edit_activity(row, version=row.version, by=request.user, **form.changes())
            except Conflict as error:
                return _both_texts(request, error.current)
            except WorkflowError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Мероприятие сохранено.")
                return redirect(row)
    return render(request, "cycle/activity_form.html", {"cycle": row.stage.cycle, "activity": row, "form": form})


def _activity_form(row, data):
    return ActivityForm(
        data,
        cycle=row.stage.cycle,
        activity=row,
        back_url=row.get_absolute_url(),
        initial=ActivityForm.initial_of(row),
    )


def _both_texts(request, current):
    """The page of a conflict: what is stored now beside what was typed; saving again replaces the stored.

    A term that the second editor did not touch follows the first one's.
    """
    data = request.POST.copy()
    data["version"] = current.version
    if data.get("when") == KEEP:
        for name in ("starts_on", "due_on", "term_text"):
            data[name] = str(getattr(current, name) or "")
    form = _activity_form(current, data)
    context = {
        "cycle": current.stage.cycle,
        "activity": current,
        "form": form,
        "differences": differences(form, current) if form.is_valid() else [],
        "conflict": True,
        "last_change": current.history.select_related("history_user").first(),
    }
    return render(request, "cycle/activity_form.html", context, status=409)


@require_POST
def activity_restore(request, pk):
    """Back to the model's own words."""
    row = _activity_to_edit(request, pk)
    version = _version(request, row)
    words = "Строка возвращена к исходному виду."
    attempt(request, words, workflow.restore_activity, row, version=version, by=request.user)
    return redirect(row)


@require_POST
def activity_close(request, pk):
    """Close a row by hand with a reason."""
    row = _activity_to_edit(request, pk)
    form = CloseForm(request.POST, url=_url("activity_close", row))
    if form.is_valid():
        try:
            workflow.close_activity(row, by=request.user, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Строка закрыта.")
            return redirect(row)
    return _activity_page(request, _activity(request, pk), close_form=form)


@require_POST
def activity_reopen(request, pk):
    """Take the closing by hand back."""
    row = _activity_to_edit(request, pk)
    attempt(request, "Закрытие снято.", workflow.reopen_activity, row, by=request.user)
    return redirect(row)


@require_POST
def item_tick(request, pk):
    """Tick a numbered line (``done=1``) or take the tick back; htmx gets the list back."""
    item = get_object_or_404(ActivityItem.objects.select_related("activity__stage__cycle"), pk=pk)
    editable(request, item.activity.stage.cycle)
    attempt(request, "", workflow.tick_item, item, request.POST.get("done") == "1", by=request.user)
    if request.htmx:
        return render(request, "cycle/_items.html", {"activity": item.activity, "can_edit": True})
    return redirect(item.activity)


@require_POST
def file_add(request, pk):
    """Put a scan to a row as its result."""
    row = _activity_to_edit(request, pk)
    form = FileForm(request.POST, request.FILES, url=_url("file_add", row))
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            stored = files.store_scan(cleaned["upload"], by=request.user)
            workflow.add_file(row, stored, cleaned["title"], request.user, cleaned["dated_on"])
        except ValidationError as error:
            form.add_error("upload", error)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Файл приложен.")
            return redirect(row)
    return _activity_page(request, _activity(request, pk), file_form=form)


@require_POST
def file_remove(request, pk):
    """Take a file off its row; the file itself is kept with its history."""
    found = get_object_or_404(EvidenceFile.objects.select_related("activity__stage__cycle"), pk=pk)
    editable(request, found.activity.stage.cycle)
    attempt(request, "Файл снят со строки.", workflow.remove_file, found, by=request.user)
    return redirect(found.activity)


# --- what these pages share --------------------------------------------------------------------------------------


def _stage(request, pk):
    stage = get_object_or_404(Stage.objects.select_related("cycle"), pk=pk)
    editable(request, stage.cycle)
    return stage


def _activity(request, pk):
    """The row as a reader may see it: a stranger gets 404, and so does everybody for a hidden one but its editor."""
    row = get_object_or_404(Activity.objects.select_related("stage__cycle", "closed_by"), pk=pk)
    if not permissions.can_view_activity(request.user) or (row.hidden and not permissions.can_edit(request.user)):
        raise Http404
    return row


def _activity_to_edit(request, pk):
    row = _activity(request, pk)
    editable(request, row.stage.cycle)
    return row


def _activity_page(request, row, close_form=None, file_form=None):
    """The page of a row; a form that was refused keeps what was typed."""
    rights = rights_of(request.user, row.stage.cycle)
    if rights["can_edit"]:
        close_form = close_form or CloseForm(url=_url("activity_close", row), initial={"version": row.version})
        file_form = file_form or FileForm(url=_url("file_add", row))
    rights |= {"close_form": close_form, "file_form": file_form}
    if rights["can_see_proofs"]:
        rights["history"] = reading.history(row)
        rights["files"] = row.files.filter(removed_on__isnull=True).select_related("file")
    context = {"cycle": row.stage.cycle, "activity": row, "row": reading.one(row, request.user), **rights}
    return render(request, "cycle/activity.html", context)


def _url(name, row):
    return reverse(f"cycle:{name}", args=[row.pk])


def _version(request, row):
    """The version that the page was opened at; a missing or broken one counts as the present one."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() else row.version
