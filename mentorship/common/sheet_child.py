"""Reads one sheet of an XLSX, XLS or ODS file in a process of its own (see ``main`` for what goes in and out).

A cell in A1 and another in XFD1048576 make the reader ask for half a terabyte and abort the whole process,
and no check of the archive foresees that. So the reading is done here, within limits of memory and time; the
portal (``sheets.py``) lives on and tells the user. Imports nothing of the portal: it starts in 0.1 s.
"""

import datetime
import io
import json
import os
import re
import resource
import sys
import zipfile
from xml.parsers import expat

import python_calamine as calamine

MEMORY = 400 * 2**20
SECONDS = 30
TOLD = 20  # cells without a computed value that are named one by one

HIDDEN_ROW = re.compile(rb'<row\b(?=[^>]*\shidden="(?:1|true)")[^>]*\sr="(\d+)"')
HIDDEN_COLUMNS = re.compile(rb'<col\b(?=[^>]*\shidden="(?:1|true)")(?=[^>]*\smin="(\d+)")(?=[^>]*\smax="(\d+)")')
NOT_COMPUTED = re.compile(
    rb'<c\b(?=[^>]*\sr="([A-Z]+\d+)")[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
SHEET_ENTRY = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\sname="([^"]*)"[^>]*?\s\w+:id="([^"]*)"')
RELATION = re.compile(r"<Relationship\b[^>]*>")
ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


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


# --- What the reader does not tell: hidden rows, formulas without a value, merged cells of ODS ------------------


def look_into(content, name, number):
    """{"hidden": rows from 1 or None if unknown, "hidden_columns": [(first, last)] from 1, "empty_formulas": addresses,
    "merged": only of ODS}."""
    if content[:2] != b"PK":
        return hidden_of_xls(content, number) | {"empty_formulas": []}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "content.xml" in archive.namelist():
            return look_into_ods(archive.read("content.xml"), number)
        part = xlsx_part(archive, name)
        xml = archive.read(part) if part else b""
    cells = [address.decode() for address in NOT_COMPUTED.findall(xml)]
    columns = [(int(first), int(last)) for first, last in HIDDEN_COLUMNS.findall(xml)]
    return {
        "hidden": [int(row) for row in HIDDEN_ROW.findall(xml)],
        "hidden_columns": columns,
        "empty_formulas": cells[:TOLD],
    }


def hidden_of_xls(content, number):
    """Rows and columns that an XLS hides; None for rows where its second reader is stricter than the first and gives up."""
    import xlrd  # slow import, for a kind of file that dies out

    with open(os.devnull, "w") as nowhere:  # its warnings
        try:
            book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=nowhere
            )
            sheet = book.sheet_by_index(number)
        except Exception:  # a broken record raises whatever it breaks
            return {"hidden": None, "hidden_columns": []}
    return {
        "hidden": sorted(row + 1 for row, told in sheet.rowinfo_map.items() if told.hidden),
        "hidden_columns": sorted((at + 1, at + 1) for at, told in sheet.colinfo_map.items() if told.hidden),
    }


def xlsx_part(archive, name):
    """Name of the part that holds the sheet, or None if the book is built in a way of its own."""
    try:
        book = archive.read("xl/workbook.xml").decode()
        relations = archive.read("xl/_rels/workbook.xml.rels").decode()
    except (KeyError, UnicodeDecodeError):
        return None
    key = next((key for title, key in SHEET_ENTRY.findall(book) if unescaped(title) == name), None)
    for relation in map(dict, map(ATTRIBUTE.findall, RELATION.findall(relations))):
        if relation.get("Id") == key:
            target = relation.get("Target", "")
            part = target[1:] if target.startswith("/") else f"xl/{target}"
            return part if part in archive.namelist() else None
    return None


def unescaped(text):
    """Text of an XML attribute; entities other than XML's own five do not occur in a workbook."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


class OdsRows:
    """Rows of one table of an ODS as the parser meets them; repeats are counted, not unrolled."""

    def __init__(self, number):
        self.wanted, self.table, self.row, self.column = number, -1, 0, 0
        self.hidden, self.hidden_columns, self.merged, self.repeat, self.columns = [], [], [], 1, 0

    def start(self, tag, attributes):
        if tag == "table:table":
            self.table += 1
            self.row = self.columns = 0
        elif self.table != self.wanted:
            return
        elif tag == "table:table-column":
            repeat = int(attributes.get("table:number-columns-repeated", 1))
            if attributes.get("table:visibility") in ("collapse", "filter"):
                self.hidden_columns.append((self.columns + 1, self.columns + repeat))
            self.columns += repeat
        elif tag == "table:table-row":
            self.repeat, self.column = int(attributes.get("table:number-rows-repeated", 1)), 0
            if attributes.get("table:visibility") in ("collapse", "filter") and self.repeat < 1000:
                self.hidden += range(self.row + 1, self.row + self.repeat + 1)
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            down = int(attributes.get("table:number-rows-spanned", 1))
            across = int(attributes.get("table:number-columns-spanned", 1))
            if down > 1 or across > 1:
                corner = self.row, self.column
                self.merged.append((corner, (self.row + down - 1, self.column + across - 1)))
            self.column += int(attributes.get("table:number-columns-repeated", 1))

    def end(self, tag):
        if tag == "table:table-row" and self.table == self.wanted:
            self.row += self.repeat


def look_into_ods(xml, number):
    """What a reader of values does not tell of the sheet ``number``: hidden rows and columns, merged cells."""
    rows, parser = OdsRows(number), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = rows.start, rows.end
    parser.Parse(xml, True)
    return {
        "hidden": rows.hidden,
        "hidden_columns": rows.hidden_columns,
        "empty_formulas": [],
        "merged": rows.merged,
    }


# --- The sheet ------------------------------------------------------------------------------------------------


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
        } | look_into(content, sheet.name, book.sheet_names.index(sheet.name))


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
