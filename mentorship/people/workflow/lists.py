"""Acts on lists on their way in: read, columns chosen, cells corrected, checked, loaded."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError, locked
from mentorship.documents import files, works

from .. import imports
from ..import_kinds import CHANGED, NEW, SAME, kind_of
from ..models import ImportProfile, ImportRun
from .people import enter_one_by_one

TYPES = {
    b"PK": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"\xd0\xcf": "application/vnd.ms-excel",
}
FINISHED = "Этот список уже загружен. Чтобы загрузить новый, начните сначала."


class OutOfDate(WorkflowError):
    """What is stored changed since the plan was shown; ``plan`` is what loading would do now."""

    def __init__(self, plan):
        super().__init__(
            "Пока вы смотрели, записи портала изменились. Ниже – что изменится теперь: проверьте и загрузите ещё раз."
        )
        self.plan = plan


def start_import(content, name, *, by, kind="staff", sheet=""):
    """Read an uploaded list and keep the file, so that the next steps lose nothing.

    Raises:
        SheetError: not a sheet, or no table in it; the message says what to do.
    """
    table, mapping = imports.read(content, name, kind_of(kind), sheet=sheet)
    stored = files.store(content, name=name, content_type=TYPES.get(content[:2], "text/csv"), by=by)
    run = ImportRun(kind=kind, file=stored, table=table, mapping=mapping, started_by=by)
    if not mapping["day_is_stated"] and mapping["known"] != "marks" and (day := imports.day_of_same_file(run)):
        run.mapping["day"] = day
    run.save()
    return run


def reread(run, *, sheet, header, hidden=False):
    """Read another sheet of the file, or the same one with other rows of the heading ``(first, last)``, from 1.

    Args:
        hidden: take the rows that the file hides, too.

    Raises:
        SheetError: no table there. WorkflowError: loaded already.
    """
    _must_be_open(run)
    kind = kind_of(run.kind)
    if sheet in ("", run.table["sheet"]):
        run.mapping = imports.recognised(imports.Sheet(run).grid, kind, header=header, hidden=hidden)
    else:
        run.table, run.mapping = imports.read(run.file.read(), run.file.name, kind, sheet=sheet)
    run.checked = {}
    run.save(update_fields=["table", "mapping", "checked"])
    return run


@transaction.atomic
def choose_columns(run, *, columns, day=None):
    """Keep which column means what ({index: field code or None}) and the day the lengths of service hold on.

    The choice is remembered for the next list with these headings.

    Raises:
        WorkflowError: loaded already, or rows cannot be read with this choice.
    """
    locked(run)
    _must_be_open(run)
    kind = kind_of(run.kind)
    if problems := kind.mapping_problems(columns):
        raise WorkflowError(" ".join(problems))
    run.mapping = run.mapping | {"columns": {str(index): code for index, code in columns.items()}}
    if day:
        run.mapping["day"] = day.isoformat()
    run.checked = {}
    run.save(update_fields=["mapping", "checked"])
    keys = {column.index: kind.fields.key(column.title) for column in imports.Sheet(run).table.columns}
    ImportProfile.objects.update_or_create(
        kind=run.kind,
        headings=imports.headings_of(keys.values()),
        defaults={
            "columns": {key: columns.get(index) or "" for index, key in keys.items()},
            "used_at": timezone.now(),
        },
    )
    return run


@transaction.atomic
def correct(run, *, fixes=None, answers=None, left_out=()):
    """Keep corrections made on the page of the check; the list is then checked anew.

    Args:
        fixes: {(row number, column index): text typed in place of the cell}.
        answers: {``Problem.asked``: the value chosen}; an empty value forgets the answer.
        left_out: numbers of rows that are not to be loaded.

    Raises:
        WorkflowError: loaded already.
    """
    locked(run)
    _must_be_open(run)
    mapping = run.mapping
    for (row, index), text in (fixes or {}).items():
        mapping["fixes"].setdefault(str(row), {})[str(index)] = text
    mapping["answers"] = {asked: value for asked, value in (mapping["answers"] | (answers or {})).items() if value}
    mapping["left_out"] = sorted({*mapping["left_out"], *left_out})
    run.checked = {}
    run.save(update_fields=["mapping", "checked"])
    return run


# --- Loading ------------------------------------------------------------------------------------------------------


def load_import(run, *, digest, by):
    """Write what the plan with this ``digest`` promised: everything or nothing.

    The plan is made anew before the lock is taken and written only if it is the one that was shown (trust.md 3.5).

    Raises:
        OutOfDate: what is stored or the plan changed since it was shown.
        WorkflowError: loaded already, or a row still has an error.
    """
    plan = imports.plan(run)
    if plan.errors:
        raise WorkflowError("В списке есть ошибки, поэтому не загружено ничего. Исправьте их и загрузите ещё раз.")
    if plan.digest != digest:
        raise OutOfDate(plan)
    try:
        return carry_out(run, plan, by=by)
    except IntegrityError as error:  # somebody entered the same person by hand at this very moment
        raise OutOfDate(imports.plan(run)) from error


def carry_out(run, plan, *, by):
    """Write a plan under the lock, unless somebody changed what it was made from.

    Raises:
        OutOfDate: somebody did. WorkflowError: loaded already, or a rule refuses now.
    """
    plan.prepare()
    return _write(run, plan, by)


@transaction.atomic
def _write(run, plan, by):
    enter_one_by_one()  # nobody adds by hand the person whom the list is adding
    lock_lists()
    locked(run)
    _must_be_open(run)
    if kind_of(run.kind).seen() != plan.seen:
        raise OutOfDate(imports.plan(run))
    run.made = plan.write(by, import_reason(run))
    run.created, run.changed = len(plan.of(NEW)), len(plan.of(CHANGED))
    run.unchanged = len(plan.of(SAME))
    run.state, run.finished_at, run.checked = ImportRun.State.DONE, timezone.now(), {}
    run.save(update_fields=["made", "created", "changed", "unchanged", "state", "finished_at", "checked"])
    return run


def lock_lists():
    """One list at a time: the first row is the lock; call inside ``atomic()``."""
    list(ImportRun.objects.select_for_update().order_by("pk").values("pk")[:1])


def import_reason(run):
    """What the history of a card says of a change made by a list."""
    return f"загрузка списка № {run.pk}"


def _must_be_open(run):
    if run.is_done:
        raise WorkflowError(FINISHED)


# --- Large lists: in the background -------------------------------------------------------------------------------


def order_check(run, *, by):
    """Check a large list in the background; the work leaves the result for the page of the check."""
    _must_be_open(run)
    return works.start(
        "import_check",
        title=f"Проверка списка «{run.file.name}»"[:300],
        params={"run": run.pk},
        owner=by,
        back_url=_check_page(run),
    )


def order_load(run, *, digest, by):
    """Load a large list in the background as it was checked."""
    _must_be_open(run)
    return works.start(
        "import_load",
        title=f"Загрузка списка «{run.file.name}»"[:300],
        params={"run": run.pk, "digest": digest},
        owner=by,
        back_url=_check_page(run),
    )


def keep_check(run, plan):
    """Leave the outcome of a check for the page, unless the choices changed while it ran."""
    return bool(
        ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.READ, mapping=run.mapping).update(
            checked=plan.summary()
        )
    )


def _check_page(run):
    from django.urls import reverse

    return reverse("people:import_check", args=[run.pk])
