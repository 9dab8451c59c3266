"""Reads one sheet of an XLSX file in a process of its own (see ``main`` for what goes in and out).

A cell in A1 and another in XFD1048576 make the reader ask for half a terabyte and abort the whole process,
and no check of the archive foresees that. So the reading is done here, within limits of memory and time; the
portal (``sheets.py``) lives on and tells the user. Imports nothing of the portal: it starts in 0.1 s.
"""

import datetime
import io
import json
import resource
import sys

import python_calamine as calamine

MEMORY = 400 * 2**20
SECONDS = 30


def plain(value):
    """JSON form of a cell: text, number or bool as it is, a date or a time as {kind: ISO text}."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, datetime.datetime):
        return {"moment": value.isoformat()} if value.time() else {"date": value.date().isoformat()}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    return value


def first_filled(book):
    """The first visible sheet that has any cell, else the first one."""
    visible = [
        meta.name
        for meta in book.sheets_metadata
        if meta.typ is calamine.SheetTypeEnum.WorkSheet and meta.visible is calamine.SheetVisibleEnum.Visible
    ]
    sheets = map(book.get_sheet_by_name, visible or book.sheet_names)
    first = next(sheets)
    return next((sheet for sheet in (first, *sheets) if sheet.end), first)


def read(content, wanted, rows_limit, columns_limit):
    """Cells, merged ranges (zero-based corners, both included) and sheet names, or {"error": code}."""
    with calamine.load_workbook(io.BytesIO(content)) as book:
        if wanted and wanted not in book.sheet_names:
            return {"error": "no_sheet"}
        sheet = book.get_sheet_by_name(wanted) if wanted else first_filled(book)
        bottom, right = sheet.end or (0, 0)
        if bottom >= rows_limit:
            return {"error": "rows", "count": bottom + 1}
        if right >= columns_limit:
            return {"error": "columns", "count": right + 1}
        return {
            "sheet": sheet.name,
            "sheets": book.sheet_names,
            "merged": sheet.merged_cell_ranges or [],
            "rows": [[plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)],
        }


def main(wanted, rows_limit, columns_limit):
    """File by stdin, the answer of ``read`` as JSON to stdout; "" means the first filled sheet."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer = read(sys.stdin.buffer.read(), wanted, int(rows_limit), int(columns_limit))
    except calamine.PasswordError:
        answer = {"error": "password"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
