"""A list that goes back to its owner with marks: bad cells coloured, a note at each bad row; and its return."""

import io
import re
from dataclasses import replace
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

NOTE = "Замечания портала"
TAKEN = re.compile(rf"{NOTE} \(загрузка № (\d+)\)")
ERROR, WARNING = PatternFill("solid", fgColor="F8CBAD"), PatternFill("solid", fgColor="FFF2CC")
WIDE = 60  # characters of the column of notes


def taken_off(grid):
    """(grid without the portal's notes, number of the load they are of); (grid, None) for any other list."""
    for row in grid.rows[:60]:
        for at, value in enumerate(row):
            if found := TAKEN.fullmatch(str(value)):
                rows = [line[:at] for line in grid.rows]
                return replace(grid, rows=rows), int(found[1])
    return grid, None


def marked(sheet, problems) -> bytes:
    """The sheet of an import as XLSX: corrections in their cells, bad cells coloured, notes in the last column.

    Colours and widths of the owner's file are lost, its merged cells, hidden rows and texts stay where they were.
    """
    book = Workbook()
    page = book.active
    page.title = re.sub(r"[\[\]:*?/\\]", " ", sheet.name).strip(" '")[:31] or "Список"
    fixed = {row.number: row.cells for row in sheet.table.rows}
    for number, cells in enumerate(sheet.grid.rows, start=1):
        for at, value in enumerate(fixed.get(number, cells)[: len(cells)]):
            if value != "":
                _write(page.cell(number, at + 1), value)
    for top, left, bottom, right in sheet.grid.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for number in sheet.grid.hidden:
        page.row_dimensions[number].hidden = True
    _mark(page, problems)
    _notes(page, sheet, problems, column=max(map(len, sheet.grid.rows)) + 1)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(cell, value):
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # never a formula
        cell.number_format = "@"
        return
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = "DD.MM.YYYY HH:MM"
    elif isinstance(value, date):
        cell.number_format = "DD.MM.YYYY"


def _mark(page, problems):
    for problem in problems:
        if problem.index is None or problem.index >= page.max_column:
            continue
        cell = page.cell(problem.row, problem.index + 1)
        if problem.level == "error" or cell.fill.fgColor.rgb != f"00{ERROR.fgColor.rgb[2:]}":
            cell.fill = ERROR if problem.level == "error" else WARNING
        if cell.__class__.__name__ != "MergedCell" and not cell.comment:
            cell.comment = Comment(_text(problem), "портал")


def _notes(page, sheet, problems, column):
    heading = page.cell(sheet.table.header[0], column, f"{NOTE} (загрузка № {sheet.run.pk})")
    heading.font = Font(bold=True)
    page.column_dimensions[get_column_letter(column)].width = WIDE
    for at in range(1, column):
        page.column_dimensions[get_column_letter(at)].width = 18
    notes = {}
    for problem in problems:
        notes.setdefault(problem.row, []).append(_text(problem))
    for number, texts in notes.items():
        cell = page.cell(number, column, "\n".join(texts)[:4000])
        cell.data_type, cell.alignment = "s", Alignment(wrap_text=True, vertical="top")


def _text(problem):
    kind = "Ошибка" if problem.level == "error" else "Проверьте"
    return f"{kind}: {problem.column_title} – {problem.message} {problem.advice}".strip()
