"""A staff list step by step: the file, its columns, what it would change, the report."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mentorship.common.russian import date_digits
from mentorship.common.sheets import SheetError
from mentorship.common.workflow import WorkflowError

from .. import imports, permissions, workflow
from ..forms import ColumnsForm, SheetForm, UploadForm
from ..models import ImportRun, Person
from .shared import must, sheet_response

SHOWN = 200  # problems and changes on a page; all of them are in the file for Excel


def upload(request):
    """Choose the file; earlier lists are below."""
    must(permissions.can_import(request.user))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = workflow.start_import(file.read(), file.name, by=request.user)
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            return redirect("people:import_columns", run.pk)
    runs = ImportRun.objects.visible_to(request.user).defer("table").select_related("file", "started_by")[:20]
    return render(request, "people/import_upload.html", {"form": form, "runs": runs})


def columns(request, pk):
    """The columns as they were recognised, to be corrected; also another sheet or other rows of the heading."""
    run = _run(request, pk)
    if run.is_done:
        return redirect("people:import_report", run.pk)
    if "reread" in request.POST:
        return _reread(request, run)
    sheet = imports.Sheet(run)
    form = ColumnsForm(
        request.POST or None, columns=sheet.table.columns, chosen=sheet.columns, day=sheet.day.isoformat()
    )
    if request.method == "POST" and form.is_valid():
        try:
            workflow.choose_columns(run, columns=form.columns, day=form.cleaned_data["day"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect("people:import_check", run.pk)
    return _columns_page(request, run, sheet, form, _sheet_form(sheet))


def _sheet_form(sheet, data=None):
    first, last = sheet.table.header
    return SheetForm(data, sheets=sheet.sheets, initial={"sheet": sheet.name, "first": first, "last": last})


def _reread(request, run):
    """Read another sheet, or the same one with other rows of the heading."""
    sheet = imports.Sheet(run)
    form = _sheet_form(sheet, request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            workflow.reread(run, sheet=cleaned.get("sheet", ""), header=(cleaned["first"], cleaned["last"]))
        except (SheetError, WorkflowError) as error:
            form.add_error(None, str(error))
        else:
            return redirect("people:import_columns", run.pk)
    chosen = ColumnsForm(columns=sheet.table.columns, chosen=sheet.columns, day=sheet.day.isoformat())
    return _columns_page(request, run, sheet, chosen, form)


def _columns_page(request, run, sheet, form, sheet_form):
    rows = [(column, form[f"column-{column.index}"], sheet.samples(column.index)) for column in sheet.table.columns]
    context = {
        "run": run,
        "form": form,
        "sheet_form": sheet_form,
        "rows": rows,
        "table": sheet.table,
        "sheet_name": sheet.name,
        "day_is_stated": run.mapping["day_is_stated"],
    }
    return render(request, "people/import_columns.html", context)


def check(request, pk):
    """What loading the list would change and what is wrong with it; POST loads it, all or nothing."""
    run = _run(request, pk)
    if run.is_done:
        return redirect("people:import_report", run.pk)
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
    plan = plan or imports.plan(run)
    context = {
        "run": run,
        "plan": plan,
        "error": error,
        "counts": {name: len(plan.of(name)) for name in (imports.NEW, imports.CHANGED, imports.SAME, imports.BAD)},
        "errors": plan.errors[:SHOWN],
        "warnings": plan.warnings[:SHOWN],
        "new": plan.of(imports.NEW)[:SHOWN],
        "changed": plan.of(imports.CHANGED)[:SHOWN],
        "shown": SHOWN,
        "can_load": plan.changes_anything and not plan.errors,
    }
    return render(request, "people/import_check.html", context)


@require_GET
def problems(request, pk):
    """Everything that is wrong with the list, for Excel: to mend the file with this beside it."""
    run = _run(request, pk)
    found = imports.plan(run).problems
    rows = [
        [
            p.row,
            f"{p.column_letter}: {p.column_title}",
            p.value,
            "ошибка" if p.level == "error" else "проверьте",
            p.message,
            p.advice,
        ]
        for p in found
    ]
    names = ["Строка", "Столбец", "Значение", "Что это", "Замечание", "Как исправить"]
    return sheet_response("Замечания", names, rows, f"Замечания к списку {date_digits(timezone.localdate())}.xlsx")


@require_GET
def report(request, pk):
    """What a loaded list has changed, read from the history of the cards."""
    run = _run(request, pk)
    if not run.is_done:
        return redirect("people:import_columns", run.pk)
    history = Person.history.filter(history_change_reason=workflow.import_reason(run)).order_by("history_id")
    found = list(history.values("id", "last_name", "first_name", "patronymic", "post", "history_type")[:SHOWN])
    context = {
        "run": run,
        "created": [one for one in found if one["history_type"] == "+"],
        "changed": [one for one in found if one["history_type"] == "~"],
        "shown": SHOWN,
    }
    return render(request, "people/import_report.html", context)


def _run(request, pk):
    return get_object_or_404(ImportRun.objects.visible_to(request.user).select_related("file"), pk=pk)
