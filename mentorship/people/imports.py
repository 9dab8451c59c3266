"""A staff list on its way in: the sheet as it was read, the columns chosen, and what loading it would change.

Nothing is written here: :mod:`.workflow` does that with the plan made here, after the plan was shown.
"""

import hashlib
import io
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Max
from django.utils import timezone

from mentorship.common.russian import date_digits, months_words
from mentorship.common.search import search_key
from mentorship.common.sheet_tables import Table, find_table
from mentorship.common.sheets import Grid, read_grid

from . import staff_sheet
from .models import ImportRun, Person
from .resources import FIELDS, NAME, PersonResource
from .staff_sheet import Problem

SHOWN_VALUES = 3
NEW, CHANGED, SAME, BAD = "new", "changed", "same", "bad"
SERVICE_FIELDS = {"works_since": "общий стаж", "teaches_since": "педагогический стаж"}


# --- The sheet --------------------------------------------------------------------------------------------------


def read(content, name, *, sheet=""):
    """``(table, mapping)`` for an ``ImportRun``: the grid of the sheet and the columns as they were recognised.

    Raises:
        SheetError: the file or its table cannot be read; the message is for the user.
    """
    grid = read_grid(io.BytesIO(content), name, sheet=sheet)
    return _packed(grid), recognised(grid)


def recognised(grid, *, header=None):
    """The choice of columns as the portal recognises it; ``header`` as a person has corrected it."""
    table = find_table(grid, knows=staff_sheet.knows_title, header=header)
    day = staff_sheet.stated_day(grid, table)
    return {
        "header": list(table.header),
        "columns": {str(index): code for index, code in staff_sheet.recognise(table.columns).items()},
        "day": (day or timezone.localdate()).isoformat(),
        "day_is_stated": day is not None,
    }


def _packed(grid):
    """The grid as JSON keeps it: days and moments marked."""
    rows = [[_pack(value) for value in row] for row in grid.rows]
    return {"rows": rows, "sheet": grid.sheet, "sheets": list(grid.sheet_names), "merged": grid.merged}


def _pack(value):
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _unpack(value):
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return date.fromisoformat(text) if kind == "day" else datetime.fromisoformat(text)


class Sheet:
    """The sheet of an import: its table, its columns and the choice made for them."""

    def __init__(self, run: ImportRun):
        self.run = run
        packed = run.table
        self.sheets = packed["sheets"]
        self.name = packed["sheet"]
        self.grid = Grid(
            rows=[[_unpack(value) for value in row] for row in packed["rows"]],
            sheet=packed["sheet"],
            sheet_names=tuple(packed["sheets"]),
            merged=tuple(map(tuple, packed["merged"])),
        )

    @cached_property
    def table(self) -> Table:
        return find_table(self.grid, knows=staff_sheet.knows_title, header=self.run.mapping["header"])

    @property
    def columns(self):
        """{index: field code or None} as it was chosen."""
        return {int(index): code for index, code in self.run.mapping["columns"].items()}

    @property
    def day(self):
        """The day on which the lengths of service hold."""
        return date.fromisoformat(self.run.mapping["day"])

    def samples(self, index):
        """A few different values of a column, to know it by."""
        shown = {}
        for row in self.table.rows:
            if (value := row.cells[index]) != "":
                shown.setdefault(staff_sheet.cells.as_text(value)[:40])
            if len(shown) == SHOWN_VALUES:
                break
        return list(shown)


def day_of_same_file(run):
    """The day that an earlier load of the very same file was taken to hold on, so that it changes nothing again."""
    earlier = ImportRun.objects.filter(file__sha256=run.file.sha256, state=ImportRun.State.DONE).exclude(pk=run.pk)
    known = earlier.order_by("-finished_at").first()
    return known.mapping.get("day") if known else None


# --- The plan ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One field of one person: what it is called, what stood there, what will."""

    field: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class PlannedRow:
    """What a row of the list does: ``action`` is new, changed, same or bad."""

    number: int
    name: str
    action: str
    changes: tuple = ()
    person_id: int | None = None


@dataclass
class Plan:
    """All that loading a list would do, and all that is wrong with it.

    Attributes:
        seen: number of the last change of anybody when the plan was made; another one means it is out of date.
    """

    rows: list[PlannedRow]
    problems: list[Problem]
    skipped: list
    resource: PersonResource
    seen: int
    new_units: list[str] = field(default_factory=list)

    def of(self, action):
        return [row for row in self.rows if row.action == action]

    @cached_property
    def errors(self):
        return [problem for problem in self.problems if problem.level == "error"]

    @cached_property
    def warnings(self):
        return [problem for problem in self.problems if problem.level != "error"]

    @property
    def changes_anything(self):
        return bool(self.of(NEW) or self.of(CHANGED))

    @cached_property
    def digest(self):
        """The same for two plans that do the same: what was shown is what is written."""
        done = [
            [row.number, row.name, row.action, row.person_id, [(c.field, c.before, c.after) for c in row.changes]]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(done, ensure_ascii=False).encode()).hexdigest()

    @property
    def changed_fields(self):
        """Fields that change in anybody, in the order of the card."""
        changed = {change.field for row in self.of(CHANGED) for change in row.changes}
        return [name for name in FIELDS if name in changed]


def last_change():
    """Number of the last change of anybody's card."""
    return Person.history.aggregate(last=Max("history_id"))["last"] or 0


def plan(run, *, today=None) -> Plan:
    """Compare the list with the people there are; a fixed number of queries, nothing is written."""
    today = today or timezone.localdate()
    sheet, seen = Sheet(run), last_change()
    parsed = staff_sheet.parse_rows(sheet.table, sheet.columns, today=today)
    resource = PersonResource(day=sheet.day)
    sound = [row for row in parsed if not row.has_errors]
    people = list(Person.objects.values_list("pk", "birth_date", *NAME))
    results = dict(zip((row.number for row in sound), resource.compare([row.values for row in sound]), strict=True))
    where = _Where(sheet)
    problems = [problem for row in parsed for problem in row.problems]
    rows = []
    for row in parsed:
        planned, found = _planned(row, results.get(row.number), where)
        rows.append(planned)
        problems += found
    problems += _lookalikes(rows, {row.number: row.values for row in parsed}, people, where)
    problems.sort(key=lambda problem: (problem.level != "error", problem.row))
    new_units = sorted(unit.title for unit in resource.units.values() if unit.pk is None)
    return Plan(rows, problems, sheet.table.skipped, resource, seen, new_units)


class _Where:
    """Makes problems that name the column in which a field was looked for."""

    def __init__(self, sheet):
        codes = sheet.columns
        self.columns = {codes[column.index]: column for column in reversed(sheet.table.columns) if codes[column.index]}
        self.name = self.columns.get("full_name") or self.columns.get("last_name")

    def problem(self, number, value, message, *, code=None, advice="", level="error"):
        column = self.columns.get(code) or self.name
        return Problem(number, column.letter, column.title[:60], str(value)[:80], message, advice, level)


def _planned(row, result, where):
    """(planned row, problems) from what the library says of a row; no result means that the row cannot be read."""
    if result is None:
        return PlannedRow(row.number, row.name, BAD), []
    if result.validation_error:
        found = [
            where.problem(row.number, row.name, message, code=code if code in where.columns else None)
            for code, messages in _messages(result.validation_error)
            for message in messages
        ]
        return PlannedRow(row.number, row.name, BAD), found
    if result.errors:
        raise result.errors[0].error
    if result.is_new():
        return PlannedRow(row.number, row.name, NEW), []
    changes = tuple(_changes(result.original, result.instance)) if result.is_update() else ()
    action = CHANGED if changes else SAME
    return PlannedRow(row.number, row.name, action, changes, result.instance.pk), []


def _messages(error):
    return error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]


def _changes(before, after):
    for name in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            field_ = Person._meta.get_field(name)
            title = SERVICE_FIELDS.get(name) or field_.verbose_name
            yield Change(name, title, _shown(before, name, old), _shown(after, name, new))


def _shown(person, name, value):
    if name in SERVICE_FIELDS:
        return months_words(person.work_months() if name == "works_since" else person.teaching_months()) or "–"
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return date_digits(value)
    words = getattr(person, f"get_{name}_display", lambda: value)()
    return str(words or "–")


def _lookalikes(rows, values, people, where):
    """Warnings about new people who may be known under a slightly different name or birth date."""
    by_birth, by_name = {}, {}
    for pk, born, *names in people:
        keys = [search_key(name) for name in names]
        by_birth.setdefault(born, []).append((keys, names, pk))
        by_name.setdefault(tuple(keys), born)
    for row in rows:
        if row.action != NEW:
            continue
        told = values[row.number]
        keys = [search_key(told.get(name)) for name in NAME]
        born = told.get("birth_date")
        if tuple(keys) in by_name:
            known = date_digits(by_name[tuple(keys)])
            message = f"человек с таким именем уже есть, дата рождения другая ({known}): будет добавлен ещё один."
            yield where.problem(
                row.number, row.name, message, advice="Если это он же, исправьте дату.", level="warning"
            )
        elif born and (twin := _twin(keys, by_birth.get(born, ()))):
            message = f"дата рождения как у человека из списка: {twin}. Будет добавлен ещё один."
            advice = "Если это он же, исправьте имя в карточке или в файле."
            yield where.problem(row.number, row.name, message, advice=advice, level="warning")


def _twin(keys, born_that_day):
    """Somebody born on the same day with two of three parts of the name the same: a new surname, a slip of the pen."""
    for known, names, _ in born_that_day:
        if sum(one == other for one, other in zip(keys, known, strict=True)) >= 2:
            return " ".join(filter(None, names))
    return ""
