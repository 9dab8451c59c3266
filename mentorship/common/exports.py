"""The one writer of lists for Excel: XLSX and CSV in which nothing typed by a person becomes a formula.

Source of the rules: the project's catalogue of attacks, I-04 and 3.5.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # Excel's own limit
NARROWEST, WIDEST = 8, 60  # in characters
MEASURED_ROWS = 1_000

SHEET_NAME_SIGNS = re.compile(r"[\[\]:*?/\\]")
UNWRITABLE = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ud800-\udfff\ufffe\uffff]")
BOLD = Font(bold=True)
SHADE = PatternFill("solid", fgColor="E9EEF5")
UNDERLINE = Border(bottom=Side("thin", color="8A97A8"))
HEADING_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
WRAPPED = Alignment(wrap_text=True, vertical="top")
AT_TOP = Alignment(vertical="top")


def xlsx_bytes(title: str, columns: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """A workbook of one sheet: heading in bold and frozen, filter, widths by content.

    Args:
        title: of the sheet and of the workbook; signs that Excel refuses in a sheet's name are dropped.
        columns: headings from left to right.
        rows: values in the order of ``columns``. Text stays text whatever it begins with («+7…», «=1+1»),
            dates stay dates, numbers numbers, bool becomes «да»/«нет», None an empty cell; an aware moment
            is written in local time.
    """
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = _text(title), ""
    sheet = book.create_sheet(SHEET_NAME_SIGNS.sub(" ", _text(title)).strip(" '")[:31] or "Список")
    rows = [[_plain(value) for value in row] for row in rows]
    for letter, width in _widths(columns, rows):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.append([_heading_cell(sheet, name) for name in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence]) -> bytes:
    """CSV as a Russian Excel opens it by a double click: UTF-8 with a mark, «;», everything in quotes.

    A text that could be taken for a formula gets an apostrophe before it; a fraction gets a comma.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", quoting=csv.QUOTE_ALL)
    for row in chain([columns], rows):
        writer.writerow([_csv_text(_plain(value)) for value in row])
    return target.getvalue().encode("utf-8-sig")


def looks_like_formula(text: str) -> bool:
    """Would a spreadsheet program try to compute this text? Spaces before the sign do not help."""
    return text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS)


def _plain(value):
    """One of None, str, int, float, Decimal, date, naive datetime."""
    match value:
        case None | "":
            return None
        case bool():
            return "да" if value else "нет"
        case datetime():
            return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        case date() | int() | float() | Decimal():
            return value
    return _text(value)


def _text(value):
    return UNWRITABLE.sub("", str(value))[:LONGEST_CELL]


def _heading_cell(sheet, name):
    cell = _text_cell(sheet, _text(name))
    cell.font, cell.fill, cell.border, cell.alignment = BOLD, SHADE, UNDERLINE, HEADING_ALIGNMENT
    return cell


def _cell(sheet, value):
    if value is None:
        return None
    if isinstance(value, str):
        return _text_cell(sheet, value)
    cell = WriteOnlyCell(sheet, value)
    cell.alignment = AT_TOP
    if isinstance(value, datetime):
        cell.number_format = "DD.MM.YYYY HH:MM"
    elif isinstance(value, date):
        cell.number_format = "DD.MM.YYYY"
    return cell


def _text_cell(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.alignment = WRAPPED if len(text) > WIDEST or "\n" in text else AT_TOP
    if looks_like_formula(text) or text[:1].isdigit():
        cell.number_format = "@"  # stays text when somebody edits the cell in Excel
    return cell


def _widths(columns, rows):
    """(letter, width) by the longest line among the heading's words and the first rows."""
    for at, name in enumerate(columns):
        longest = max(map(len, _text(name).split()), default=0) + 3  # room for the filter's button
        for row in rows[:MEASURED_ROWS]:
            longest = max(longest, _shown_length(row[at]))
        yield get_column_letter(at + 1), min(max(longest + 1, NARROWEST), WIDEST)


def _shown_length(value):
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    return max(map(len, str(value).splitlines()), default=0) if value is not None else 0


def _csv_text(value):
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%d.%m.%Y %H:%M")
        case date():
            return value.strftime("%d.%m.%Y")
        case int() | float() | Decimal():
            return str(value).replace(".", ",")
    return f"'{value}" if looks_like_formula(value) else value
