"""Pages of the roadmap. Rules stand in ``workflow``, words and figures in ``roadmap`` and ``evidence``."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.workflow import Conflict, WorkflowError
from mentorship.documents import files

from . import closing, permissions, workflow
from . import roadmap as reading
from .forms import (
    KEEP,
    ActivityForm,
    CloseCycleForm,
    CloseForm,
    FileForm,
    OpenCycleForm,
    ProgrammeForm,
    StageForm,
    StageTermForm,
    differences,
)
from .models import Activity, ActivityItem, Cycle, EvidenceFile, Programme, Stage

# --- reading ---------------------------------------------------------------------------------------------


@require_GET
def home(request):
    """The roadmap of the present cycle, or what to do while there is none."""
    if not permissions.can_view_roadmap(request.user):
        raise PermissionDenied
    if cycle := Cycle.objects.current():
        return redirect(cycle)
    return render(request, "cycle/none.html", {"can_open": permissions.can_manage_cycles(request.user)})


@require_GET
def roadmap(request, pk):
    """Stages with progress and rows with their state, narrowed by ``show``."""
    cycle = _cycle(request, pk)
    context = {
        "cycle": cycle,
        "roadmap": reading.build(cycle, request.user, request.GET.get("show", "")),
        "cycles": Cycle.objects.all(),
        "today": timezone.localdate(),
        "closed_by": closing.closed_by(cycle),
        **_rights(request.user, cycle),
    }
    return render(request, "cycle/roadmap.html", context)


@require_GET
def xlsx(request, pk):
    """The roadmap for Excel."""
    cycle = _cycle(request, pk)
    if not permissions.can_view_activity(request.user):
        raise PermissionDenied
    title = f"Дорожная карта {cycle.title}"
    content = xlsx_bytes(title, reading.COLUMNS, reading.table(cycle, request.user))
    return files.response(content, name=f"{title}.xlsx".replace("/", "-"), content_type=XLSX)


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
    stored = found.file
    return files.response(stored.read(), name=stored.name, content_type=stored.content_type, inline=True)


# --- cycles ----------------------------------------------------------------------------------------------


def open_cycle(request):
    """Open a cycle by a model or by the roadmap of an earlier cycle."""
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    form = OpenCycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        warnings = workflow.opening_warnings(cleaned["starts_on"], cleaned["ends_on"])
        try:
            cycle = _open(form, request.user)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Цикл «{cycle.title}» открыт. Дорожную карту можно править.")
            for warning in warnings:
                messages.warning(request, warning)
            return redirect(cycle)
    return render(request, "cycle/open.html", {"form": form})


def _open(form, user):
    cleaned = form.cleaned_data
    code, chosen = form.chosen()
    frame = {name: cleaned[name] for name in ("title", "starts_on", "ends_on")} | {"by": user}
    if code is None:
        return workflow.open_next(get_object_or_404(Cycle, pk=chosen), **frame)
    return workflow.open_cycle(
        code, programme_title=cleaned["programme_title"], goal=cleaned["goal"], suggested=chosen, **frame
    )


def close_cycle(request, pk):
    """Show what is ready and what is not, ask, and close the cycle."""
    cycle = _cycle(request, pk)
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    if cycle.is_closed:
        return redirect(cycle)
    order = closing.order_on_results(cycle)
    typed = request.POST if request.method == "POST" else None
    form = CloseCycleForm(typed, needs_reason=order is None)
    if request.method == "POST" and _submit(form, closing.close_cycle, cycle, by=request.user):
        messages.success(request, f"Цикл «{cycle}» закрыт. Его записи и документы хранятся, но больше не меняются.")
        return redirect(cycle)
    context = {
        "cycle": cycle,
        "form": form,
        "order": order,
        "begin_order_url": closing.begin_order_url(cycle),
        "hindrances": closing.hindrances_of(cycle),
        "leftovers": closing.leftovers_of(cycle),
        "undone": [row for row in reading.rows(cycle, request.user) if not row.state.is_done],
    }
    return render(request, "cycle/close.html", context)


@require_POST
def reopen_cycle(request, pk):
    """Open a closed cycle again."""
    cycle = _cycle(request, pk)
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    _try(request, "Цикл снова открыт.", closing.reopen_cycle, cycle, by=request.user)
    return redirect(cycle)


def programme(request, pk):
    """Title, goal and period of the programme."""
    if not permissions.can_manage_cycles(request.user):
        raise PermissionDenied
    found = get_object_or_404(Programme.objects.prefetch_related("cycles"), pk=pk)
    form = ProgrammeForm(request.POST or None, instance=found, back_url=reverse("cycle:home"))
    stored = get_object_or_404(Programme, pk=pk)  # the form writes into its own copy before the rules have spoken
    if request.method == "POST" and _submit(form, workflow.save_programme, stored, by=request.user):
        messages.success(request, "Программа сохранена.")
        return redirect("cycle:home")
    return render(request, "cycle/programme.html", {"programme": found, "form": form})


# --- order of stages and rows --------------------------------------------------------------------------------


@require_GET
def arrange(request, pk):
    """Stages and rows, hidden ones too, with what moves, hides and adds them."""
    cycle = _cycle(request, pk)
    if not permissions.can_edit(request.user, cycle):
        raise PermissionDenied
    stages = cycle.stages.prefetch_related(Prefetch("activities", Activity.objects.order_by("order", "pk")))
    return render(request, "cycle/arrange.html", {"cycle": cycle, "stages": stages})


def stage_add(request, pk):
    """A new stage at the end."""
    cycle = _editable(request, _cycle(request, pk))
    back_url = reverse("cycle:arrange", args=[cycle.pk])
    form = StageForm(request.POST or None, back_url=back_url)
    if request.method == "POST" and _submit(form, workflow.add_stage, cycle, by=request.user):
        return redirect(back_url)
    return render(request, "cycle/stage.html", {"cycle": cycle, "form": form, "heading": "Новый этап"})


def stage_edit(request, pk):
    """Words of a stage, and a term for its rows that have none."""
    stage = _stage(request, pk)
    back_url = reverse("cycle:arrange", args=[stage.cycle_id])
    form = StageTermForm(request.POST or None, instance=stage, back_url=back_url)
    if request.method == "POST" and _submit(
        form, workflow.edit_stage, get_object_or_404(Stage, pk=pk), by=request.user
    ):
        return redirect(back_url)
    return render(request, "cycle/stage.html", {"cycle": stage.cycle, "form": form, "heading": "Этап"})


@require_POST
def stage_move(request, pk):
    """Up or down among the stages."""
    stage = _stage(request, pk)
    _try(request, "", workflow.move_stage, stage, up=request.POST.get("up") == "1", by=request.user)
    return redirect("cycle:arrange", stage.cycle_id)


@require_POST
def activity_move(request, pk):
    """Up or down inside the stage."""
    row = _activity_to_edit(request, pk)
    _try(request, "", workflow.move_activity, row, up=request.POST.get("up") == "1", by=request.user)
    return redirect("cycle:arrange", row.stage.cycle_id)


@require_POST
def activity_hide(request, pk):
    """Take a row off the roadmap (``hidden=1``) or put it back."""
    row = _activity_to_edit(request, pk)
    hidden = request.POST.get("hidden") == "1"
    _try(request, "", workflow.set_hidden, row, hidden=hidden, by=request.user)
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
    _try(request, words, workflow.restore_activity, row, version=version, by=request.user)
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
    _try(request, "Закрытие снято.", workflow.reopen_activity, row, by=request.user)
    return redirect(row)


@require_POST
def item_tick(request, pk):
    """Tick a numbered line (``done=1``) or take the tick back; htmx gets the list back."""
    item = get_object_or_404(ActivityItem.objects.select_related("activity__stage__cycle"), pk=pk)
    _editable(request, item.activity.stage.cycle)
    _try(request, "", workflow.tick_item, item, request.POST.get("done") == "1", by=request.user)
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
    _editable(request, found.activity.stage.cycle)
    _try(request, "Файл снят со строки.", workflow.remove_file, found, by=request.user)
    return redirect(found.activity)


# --- what the pages share -------------------------------------------------------------------------------------


def _cycle(request, pk):
    if not permissions.can_view_roadmap(request.user):
        raise Http404
    return get_object_or_404(Cycle.objects.select_related("programme"), pk=pk)


def _stage(request, pk):
    stage = get_object_or_404(Stage.objects.select_related("cycle"), pk=pk)
    _editable(request, stage.cycle)
    return stage


def _activity(request, pk):
    """The row as a reader may see it: a stranger gets 404, and so does everybody for a hidden one but its editor."""
    row = get_object_or_404(Activity.objects.select_related("stage__cycle", "closed_by"), pk=pk)
    if not permissions.can_view_activity(request.user) or (row.hidden and not permissions.can_edit(request.user)):
        raise Http404
    return row


def _activity_to_edit(request, pk):
    row = _activity(request, pk)
    _editable(request, row.stage.cycle)
    return row


def _editable(request, cycle):
    """The cycle, if the user may change roadmaps; of a closed one the workflow says why not."""
    if not permissions.can_edit(request.user):
        raise PermissionDenied
    return cycle


def _rights(user, cycle):
    return {
        "can_edit": permissions.can_edit(user, cycle),
        "can_manage": permissions.can_manage_cycles(user),
        "can_open_rows": permissions.can_view_activity(user),
        "can_see_proofs": permissions.can_see_proofs(user),
    }


def _activity_page(request, row, close_form=None, file_form=None):
    """The page of a row; a form that was refused keeps what was typed."""
    rights = _rights(request.user, row.stage.cycle)
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


def _submit(form, act, obj, *, by):
    """Give what the form cleaned to a verb of ``workflow``; True if it was done, else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(obj, by=by, **form.cleaned_data)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return False
    return True


def _try(request, words, act, *args, **kwargs):
    """Call a verb of ``workflow`` and tell how it went; True if it was done."""
    try:
        act(*args, **kwargs)
    except WorkflowError as error:
        messages.error(request, str(error))
        return False
    if words:
        messages.success(request, words)
    return True
