"""A list step by step: the file, its columns, what it would change, corrections, the report."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from mentorship.common.asked import must
from mentorship.common.exports import XLSX
from mentorship.common.sheets import SheetError
from mentorship.common.workflow import WorkflowError
from mentorship.documents import files

from .. import import_marks, import_works, imports, permissions, workflow
from ..import_fields import shown_value
from ..import_forms import ColumnsForm, SheetForm, UploadForm, corrections
from ..import_kinds import SHOWN, import_kinds, kind_of
from ..models import ImportRun, Person


def upload(request):
    """Choose what the list holds and the file; earlier lists are below."""
    must(permissions.can_import(request.user))
    form = UploadForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "staff")})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = workflow.start_import(file.read(), file.name, kind=form.cleaned_data["kind"], by=request.user)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return (
                _check_of(request, run)
                if run.mapping["known"] == "marks"
                else redirect("people:import_columns", run.pk)
            )
    runs = ImportRun.objects.visible_to(request.user).defer("table", "mapping", "checked", "made")
    context = {
        "form": form,
        "kinds": list(import_kinds),
        "titles": {kind.code: kind.title for kind in import_kinds},
        "runs": [(run, kind_of(run.kind).title) for run in runs.select_related("file", "started_by")[:20]],
    }
    return render(request, "people/import_upload.html", context)


def columns(request, pk):
    """The columns as they were recognised, to be corrected; also another sheet or other rows of the heading."""
    run = _run(request, pk)
    if run.is_done:
        return redirect("people:import_report", run.pk)
    if "reread" in request.POST:
        return _reread(request, run)
    sheet = imports.Sheet(run)
    form = _columns_form(sheet, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.choose_columns(run, columns=form.columns, day=form.cleaned_data.get("day"))
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return _check_of(request, run)
    return _columns_page(request, run, sheet, form, _sheet_form(sheet))


def _check_of(request, run):
    """The page of the check, or the work that checks a large list."""
    if imports.is_large(run):
        return redirect(workflow.order_check(run, by=request.user))
    return redirect("people:import_check", run.pk)


def _columns_form(sheet, data=None):
    return ColumnsForm(
        data, columns=sheet.table.columns, kind=sheet.kind, chosen=sheet.columns, day=sheet.day.isoformat()
    )


def _sheet_form(sheet, data=None):
    first, last = sheet.table.header
    initial = {"sheet": sheet.name, "first": first, "last": last, "hidden": sheet.run.mapping["hidden"]}
    return SheetForm(data, sheets=sheet.sheets, has_hidden=bool(sheet.grid.hidden), initial=initial)


def _reread(request, run):
    """Read another sheet, or the same one with other rows of the heading."""
    sheet = imports.Sheet(run)
    form = _sheet_form(sheet, request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        header = cleaned["first"], cleaned["last"]
        try:
            workflow.reread(run, sheet=cleaned.get("sheet", ""), header=header, hidden=cleaned.get("hidden", False))
        except (SheetError, WorkflowError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("people:import_columns", run.pk)
    return _columns_page(request, run, sheet, _columns_form(sheet), form)


def _columns_page(request, run, sheet, form, sheet_form):
    rows = [(column, form[f"column-{column.index}"], sheet.samples(column.index)) for column in sheet.table.columns]
    context = {
        "run": run,
        "kind": sheet.kind,
        "form": form,
        "sheet_form": sheet_form,
        "rows": rows,
        "table": sheet.table,
        "sheet": sheet,
    }
    return render(request, "people/import_columns.html", context)


def check(request, pk):
    """What loading the list would change and what is wrong with it; POST loads it, all or nothing."""
    run = _run(request, pk)
    if run.is_done:
        return redirect("people:import_report", run.pk)
    sheet = imports.Sheet(run)
    if sheet.kind.mapping_problems(sheet.columns):
        return redirect("people:import_columns", run.pk)
    if imports.is_large(run):
        return _check_large(request, run)
    plan = error = None
    if request.method == "POST":
        try:
            workflow.load_import(run, digest=request.POST.get("digest", ""), by=request.user)
        except workflow.OutOfDate as refusal:
            plan, error = refusal.plan, str(refusal)
        except WorkflowError as refusal:
            error = str(refusal)
        else:
            messages.success(request, "Список загружен.")
            return redirect("people:import_report", run.pk)
    return _check_page(request, run, (plan or imports.plan(run)).summary(), error)


def _check_large(request, run):
    """The check of a large list as the background left it; POST orders the loading."""
    if not run.checked:
        return redirect("people:import_columns", run.pk)
    if request.method == "POST":
        return redirect(workflow.order_load(run, digest=request.POST.get("digest", ""), by=request.user))
    return _check_page(request, run, run.checked)


def _check_page(request, run, plan, error=None):
    sheet = imports.Sheet(run)
    context = {"run": run, "kind": sheet.kind, "plan": plan, "error": error, "shown": SHOWN, "sheet": sheet}
    return render(request, "people/import_check.html", context)


@require_POST
def fix(request, pk):
    """Corrections typed at bad cells, answers to questions, rows left out; then the check once more."""
    run = _run(request, pk)
    if run.is_done:
        return redirect("people:import_report", run.pk)
    rows = {row.number: row for row in imports.Sheet(run).table.rows}
    shown = {(number, at): shown_value(value) for number, row in rows.items() for at, value in enumerate(row.cells)}
    try:
        workflow.correct(run, **corrections(request.POST, shown))
    except WorkflowError as error:
        messages.error(request, str(error))
    return _check_of(request, run)


@require_GET
def problems(request, pk):
    """The list with marks: bad cells coloured, a note at each bad row; corrected, it can be loaded as it is."""
    run = _run(request, pk)
    content = import_marks.marked(imports.Sheet(run), imports.plan(run).problems)
    return files.response(content, name=import_works.marks_name(run), content_type=XLSX)


@require_GET
def report(request, pk):
    """What a loaded list has changed, read from the history of the cards."""
    run = _run(request, pk)
    if not run.is_done:
        return redirect("people:import_columns", run.pk)
    history = Person.history.filter(history_change_reason=workflow.import_reason(run)).order_by("history_id")
    found = list(history.values("id", "last_name", "first_name", "patronymic", "post", "history_type")[:SHOWN])
    return _report_page(
        request,
        run,
        {
            "created": [one for one in found if one["history_type"] == "+"],
            "changed": [one for one in found if one["history_type"] == "~"],
        },
    )


def _report_page(request, run, context):
    kind = kind_of(run.kind)
    return render(request, "people/import_report.html", {"run": run, "kind": kind, "shown": SHOWN} | context)


@require_POST
def undo(request, pk):
    """Take a loaded list back, unless somebody went on with it."""
    run = _run(request, pk)
    try:
        workflow.undo_import(run, by=request.user)
    except WorkflowError as error:
        return _report_page(request, run, {"error": str(error), "obstacles": error.missing})
    messages.success(request, "Загрузка отменена: созданное убрано, изменённое возвращено.")
    return redirect("people:import_report", run.pk)


def _run(request, pk):
    runs = ImportRun.objects.visible_to(request.user).select_related("file", "started_by", "undone_by")
    return get_object_or_404(runs, pk=pk)
