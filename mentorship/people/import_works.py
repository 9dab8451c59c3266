"""The work behind large lists: checked and written in the background, each step ends with a file."""

from mentorship.common.exports import XLSX, xlsx_bytes
from mentorship.common.workflow import WorkflowError
from mentorship.documents import works

from . import import_marks, imports
from .models import ImportRun, Person


def check(params, progress, by):
    """Check a list and leave the outcome for the page; the file is the list with marks."""
    from . import workflow

    run = _run(params)
    plan = imports.plan(run, progress=progress)
    workflow.keep_check(run, plan)
    return works.Result(import_marks.marked(imports.Sheet(run), plan.problems), marks_name(run), XLSX)


def load(params, progress, by):
    """Write a checked list; a repeat after a killed worker finds it written or not begun."""
    from . import workflow

    run = _run(params)
    if not run.is_done:
        try:
            workflow.load_import(run, digest=params["digest"], by=by)
        except workflow.OutOfDate as refusal:
            workflow.keep_check(run, refusal.plan)
            raise WorkflowError(f"{refusal} Не загружено ничего.") from refusal
    return works.Result(report_bytes(run), f"Отчёт о загрузке № {run.pk}.xlsx", XLSX)


def marks_name(run):
    """File name of the list with marks."""
    return f"{run.file.name.rsplit('.', 1)[0]} с пометками.xlsx"


def report_bytes(run):
    """What a list has changed in cards, as a list for Excel."""
    from .workflow import import_reason

    entries = Person.history.filter(history_change_reason=import_reason(run)).order_by("history_id")
    rows = [
        ["добавлен" if kind == "+" else "изменён", " ".join(filter(None, name)), post]
        for kind, post, *name in entries.values_list("history_type", "post", "last_name", "first_name", "patronymic")
    ]
    return xlsx_bytes("Загрузка", ["Что сделано", "Кто", "Должность"], rows)


def _run(params):
    return ImportRun.objects.select_related("file").get(pk=params["run"])
