"""A list on its way in: the sheet as it was read, the columns chosen, corrections, and what loading it would change.

Nothing is written here: :mod:`.workflow` does that with the plan made here, after the plan was shown.
"""

import hashlib
import io
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from mentorship.common.russian import counted
from mentorship.common.sheet_tables import HIDDEN, OTHER_TABLE, Skipped, Table, find_table
from mentorship.common.sheets import Grid, read_grid

from . import import_marks
from .import_fields import Problem
from .import_kinds import Plan, kind_of
from .models import ImportProfile, ImportRun
from .staff_cells import as_text
from .staff_sheet import stated_day

SHOWN_VALUES = 3
LARGE = 1_000  # rows; from here on a list is checked and written in the background
LEFT_OUT = "убрана вами"
OTHER_ADVICE = "Загрузите их отдельным списком."


# --- The sheet --------------------------------------------------------------------------------------------------


def read(content, name, kind, *, sheet=""):
    """``(table, mapping)`` for an ``ImportRun``: the grid of the sheet and the columns as they were recognised.

    Raises:
        SheetError: the file or its table cannot be read; the message is for the user.
    """
    grid, earlier = import_marks.taken_off(read_grid(io.BytesIO(content), name, sheet=sheet))
    return _packed(grid), recognised(grid, kind, earlier=earlier)


def recognised(grid, kind, *, header=None, hidden=False, earlier=None):
    """The choices for a sheet as the portal makes them; people correct them.

    Args:
        header: rows of the heading as a person has corrected them.
        hidden: rows that the file hides are taken, too.
        earlier: number of the load from which the file came back with marks.
    """
    table = find_table(grid, knows=kind.fields.knows, header=header, hidden=hidden)
    day = stated_day(grid, table) if kind.asks_day else None
    mapping = {
        "header": list(table.header),
        "columns": {},
        "day": (day or timezone.localdate()).isoformat(),
        "day_is_stated": day is not None,
        "hidden": hidden,
        "fixes": {},
        "answers": {},
        "left_out": [],
        "known": "",
    }
    columns, mapping["known"] = _columns(table, kind)
    former = ImportRun.objects.filter(pk=earlier, kind=kind.code).first() if earlier else None
    if former and len(former.mapping["columns"]) == len(columns):
        columns = {int(index): code for index, code in former.mapping["columns"].items()}
        mapping |= {name: former.mapping[name] for name in ("day", "answers", "hidden")} | {"known": "marks"}
    mapping["columns"] = {str(index): code for index, code in columns.items()}
    return mapping


def _columns(table, kind):
    """(columns as chosen for the same headings before or recognised, «profile» if the headings are known)."""
    titles = [kind.fields.key(column.title) for column in table.columns]
    profiles = {
        profile.headings: profile for profile in ImportProfile.objects.filter(kind=kind.code).order_by("used_at")
    }
    if (same := profiles.get(headings_of(titles))) and len(set(titles)) == len(titles):
        return {
            column.index: same.columns.get(key) or None for column, key in zip(table.columns, titles, strict=True)
        }, "profile"
    learned = {}
    for profile in profiles.values():
        learned |= {key: code for key, code in profile.columns.items() if key and code}
    return kind.fields.recognise(table.columns, learned), ""


def headings_of(titles):
    """The name of a set of headings: 64 signs, whatever their order."""
    return hashlib.sha256("\n".join(sorted(titles)).encode()).hexdigest()


def _packed(grid):
    """The grid as JSON keeps it: days and moments marked."""
    rows = [[_pack(value) for value in row] for row in grid.rows]
    about = {"sheet": grid.sheet, "sheets": grid.sheet_names, "merged": grid.merged}
    return about | {"rows": rows, "hidden": grid.hidden, "notes": grid.notes}


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
    """The sheet of an import: its table with the corrections in it, its columns and the choices made."""

    def __init__(self, run: ImportRun, progress=lambda done, total: None):
        self.run, self.kind, self.progress = run, kind_of(run.kind), progress
        packed = run.table
        self.sheets = packed["sheets"]
        self.name = packed["sheet"]
        self.grid = Grid(
            rows=[[_unpack(value) for value in row] for row in packed["rows"]],
            sheet=packed["sheet"],
            sheet_names=tuple(packed["sheets"]),
            merged=tuple(map(tuple, packed["merged"])),
            hidden=tuple(packed["hidden"]),
            notes=tuple(packed["notes"]),
        )

    @cached_property
    def table(self) -> Table:
        mapping = self.run.mapping
        found = find_table(self.grid, knows=self.kind.fields.knows, header=mapping["header"], hidden=mapping["hidden"])
        fixes, left_out = mapping["fixes"], set(mapping["left_out"])
        rows = [_fixed(row, fixes.get(str(row.number))) for row in found.rows if row.number not in left_out]
        skipped = [Skipped(row.number, _line(row), LEFT_OUT) for row in found.rows if row.number in left_out]
        return replace(found, rows=rows, skipped=sorted([*found.skipped, *skipped], key=lambda row: row.number))

    @property
    def hidden(self):
        """Rows of the table that were left out because the file hides them."""
        return [row for row in self.table.skipped if row.why == HIDDEN]

    @property
    def columns(self):
        """{index: field code or None} as it was chosen."""
        return {int(index): code for index, code in self.run.mapping["columns"].items()}

    @property
    def day(self):
        """The day on which the lengths of service hold."""
        return date.fromisoformat(self.run.mapping["day"])

    @property
    def answers(self):
        """{what was typed: what it means} as the user has chosen; see ``Problem.asked``."""
        return self.run.mapping["answers"]

    def samples(self, index):
        """A few different values of a column, to know it by."""
        shown = {}
        for row in self.table.rows:
            if (value := row.cells[index]) != "":
                shown.setdefault(as_text(value)[:40])
            if len(shown) == SHOWN_VALUES:
                break
        return list(shown)


def _fixed(row, fixes):
    if not fixes:
        return row
    return replace(row, cells=tuple(fixes.get(str(at), value) for at, value in enumerate(row.cells)))


def _line(row):
    return " ".join(as_text(value) for value in row.cells if value != "")[:200]


def is_large(run):
    """Is the list so long that people would wait for it before the page?"""
    return len(run.table["rows"]) > LARGE


def day_of_same_file(run):
    """The day that an earlier load of the very same file was taken to hold on, so that it changes nothing again."""
    earlier = ImportRun.objects.filter(file__sha256=run.file.sha256, kind=run.kind, state=ImportRun.State.DONE).exclude(
        pk=run.pk
    )
    known = earlier.order_by("-finished_at").first()
    return known.mapping.get("day") if known else None


# --- The plan ---------------------------------------------------------------------------------------------------


def plan(run, *, today=None, progress=lambda done, total: None) -> Plan:
    """What loading the list would do, compared with what is there now; nothing is written."""
    sheet = Sheet(run, progress)
    seen = sheet.kind.seen()
    made = sheet.kind.plan(sheet, today or timezone.localdate())
    made.seen, made.skipped = seen, sheet.table.skipped
    made.add_problems(left_aside(sheet))
    return made


def left_aside(sheet):
    """Warnings of people who stand in the sheet but not in the table: another table below it or beside it."""
    below = [row for row in sheet.table.skipped if row.why == OTHER_TABLE]
    if below:
        count = counted(len(below), "строка не прочитана,строки не прочитаны,строк не прочитано")
        message = f"ниже другая таблица с другими столбцами: {count}, первая – «{below[0].text[:80]}»."
        yield Problem(below[0].number, "", "", "", message, OTHER_ADVICE, "warning")
    names = sheet.kind.fields.columns_of_names(sheet.table.columns)
    for column in names:
        if len(names) > 1 and not sheet.columns.get(column.index) and (shown := sheet.samples(column.index)):
            message = f"здесь тоже имена: «{'», «'.join(shown)}». Они не загружаются."
            first = sheet.table.rows[0].number
            yield Problem(first, column.letter, column.title[:60], "", message, OTHER_ADVICE, "warning")
