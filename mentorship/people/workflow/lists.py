"""Acts on lists on their way in: read, columns chosen, loaded."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError, locked
from mentorship.documents import files

from .. import imports
from ..models import ImportRun
from ..staff_sheet import mapping_problems

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OutOfDate(WorkflowError):
    """The people changed since the plan was shown; ``plan`` is what loading would do now."""

    def __init__(self, plan):
        super().__init__(
            "Пока вы смотрели, список людей изменился. Ниже – что изменится теперь: проверьте и загрузите ещё раз."
        )
        self.plan = plan


def start_import(content, name, *, by, sheet=""):
    """Read an uploaded staff list and keep the file, so that the next steps lose nothing.

    Raises:
        SheetError: not a sheet, or no table in it; the message says what to do.
    """
    table, mapping = imports.read(content, name, sheet=sheet)
    content_type = SHEET if content.startswith(b"PK") else "text/csv"
    stored = files.store(content, name=name, content_type=content_type, by=by)
    run = ImportRun(file=stored, table=table, mapping=mapping, started_by=by)
    if not mapping["day_is_stated"] and (day := imports.day_of_same_file(run)):
        run.mapping["day"] = day
    run.save()
    return run


def reread(run, *, sheet, header):
    """Read another sheet of the file, or the same one with other rows of the heading ``(first, last)``, from 1.

    Raises:
        SheetError: no table there. WorkflowError: loaded already.
    """
    _must_be_open(run)
    if sheet in ("", run.table["sheet"]):
        run.mapping = imports.recognised(imports.Sheet(run).grid, header=header)
    else:
        run.table, run.mapping = imports.read(run.file.read(), run.file.name, sheet=sheet)
    run.save(update_fields=["table", "mapping"])
    return run


@transaction.atomic
def choose_columns(run, *, columns, day):
    """Keep which column means what ({index: field code or None}) and the day the lengths of service hold on.

    Raises:
        WorkflowError: loaded already, or rows cannot be read with this choice.
    """
    locked(run)
    _must_be_open(run)
    if problems := mapping_problems(columns):
        raise WorkflowError(" ".join(problems))
    run.mapping = run.mapping | {
        "columns": {str(index): code for index, code in columns.items()},
        "day": day.isoformat(),
    }
    run.save(update_fields=["mapping"])
    return run


def load_import(run, *, digest, by):
    """Write what the plan with this ``digest`` promised: everybody or nobody.

    The plan is made anew before the lock is taken and written only if it is the one that was shown (trust.md 3.5).

    Raises:
        OutOfDate: the people or the plan changed since it was shown.
        WorkflowError: loaded already, or a row still has an error.
    """
    plan = imports.plan(run)
    if plan.errors:
        raise WorkflowError("В списке есть ошибки, поэтому не загружено ничего. Исправьте их и загрузите файл снова.")
    if plan.digest != digest:
        raise OutOfDate(plan)
    try:
        return carry_out(run, plan, by=by)
    except IntegrityError as error:  # somebody entered the same person by hand at this very moment
        raise OutOfDate(imports.plan(run)) from error


@transaction.atomic
def carry_out(run, plan, *, by):
    """Write a plan under the lock, unless somebody's card changed since it was made.

    Raises:
        OutOfDate: somebody changed a card meanwhile. WorkflowError: loaded already.
    """
    list(ImportRun.objects.select_for_update().order_by("pk")[:1])  # one list at a time: the first row is the lock
    locked(run)
    _must_be_open(run)
    if imports.last_change() != plan.seen:
        raise OutOfDate(imports.plan(run))
    plan.resource.write(plan.changed_fields, by=by, reason=import_reason(run))
    run.created, run.changed = len(plan.of(imports.NEW)), len(plan.of(imports.CHANGED))
    run.unchanged = len(plan.of(imports.SAME))
    run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
    run.save()
    return run


def import_reason(run):
    """What the history of a card says of a change made by a list."""
    return f"загрузка списка № {run.pk}"


def _must_be_open(run):
    if run.is_done:
        raise WorkflowError("Этот список уже загружен. Чтобы загрузить новый, начните сначала.")
