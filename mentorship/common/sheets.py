"""Reading of spreadsheets that people upload: XLSX, XLS, ODS and CSV, judged by content, never by the file's name.

``read_grid`` gives the cells of one sheet or raises ``SheetError`` with words for the user. Where the table
lies in the grid is the question of ``sheet_tables.py``; what its columns mean, of each import.
"""

import csv
import io
import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mentorship.common.russian import clean_text
from mentorship.common.sheet_archive import ADVICE, BROKEN, LOCKED, SAVE_AS, SheetError, check_archive

MAX_BYTES = 10 * 2**20
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_CELL = 4_000
HEADING_ROOM = 100  # rows of titles and signatures that may stand around the table
READER = Path(__file__).with_name("sheet_child.py")
READER_SECONDS = 60

OLE = b"\xd0\xcf\x11\xe0"
KINDS = (
    (b"%PDF", "Это документ PDF, а не таблица."),
    (b"\xff\xd8\xff", "Это изображение, а не таблица."),
    (b"\x89PNG", "Это изображение, а не таблица."),
    (b"Rar!", "Это архив RAR, а не таблица. Извлеките из него файл таблицы."),
    (b"7z\xbc\xaf", "Это архив 7-Zip, а не таблица. Извлеките из него файл таблицы."),
    (b"{\\rtf", "Это текстовый документ RTF, а не таблица."),
)
MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml|meta|style)", re.IGNORECASE)


@dataclass(frozen=True)
class Grid:
    """All cells of one sheet: ``rows[3][2]`` is C4. An empty cell is "".

    Attributes:
        rows: text is cleaned of invisible characters; whole numbers are int; a date without a time is a date.
        merged: (top, left, bottom, right) of merged cells, zero-based, all included.
        hidden: numbers (from 1) of rows that the file hides.
        notes: what the user must know of the reading, in Russian.
        sheet_names: every sheet of the file, to choose another one.
    """

    rows: list[list]
    sheet: str = ""
    sheet_names: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def read_grid(file, name="", *, sheet=""):
    """Cells of one sheet of an uploaded file.

    Args:
        file: open binary file or an upload of Django.
        name: what the user calls the file, for messages only.
        sheet: the sheet's name; by default the first visible one that is not empty.

    Raises:
        SheetError: too big, broken, encrypted, empty or of another kind.

    Source of the limits: the project's catalogue of attacks, U-03 and 3.5.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise SheetError(f"Файл больше {MAX_BYTES // 2**20} МБ. Оставьте в нём только нужный лист.")
    if not content.strip(b"\x00 \t\r\n"):
        raise SheetError(f"{_called(name)} пуст. {ADVICE}")
    grid = _read_book(content, sheet) if content[:2] == b"PK" or _is_old_book(content) else _read_csv(content)
    if not any(value != "" for row in grid.rows for value in row):
        raise SheetError(f"{_called(grid.sheet, 'Лист')} пуст. Выберите лист или файл, в котором есть таблица.")
    return grid


def column_letter(index):
    """Letter of the column with the zero-based ``index``: 0 → A, 27 → AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _called(name, kind="Файл"):
    shown = clean_text(name.replace("\\", "/").rsplit("/", 1)[-1])[:80]
    return f"{kind} «{shown}»" if shown else kind


# --- XLSX, XLS, ODS ---------------------------------------------------------------------------------------


def _is_old_book(content):
    """Is it the .xls of Excel 97–2003 (not a .doc, not an encrypted .xlsx, which share its wrapping)?"""
    return content.startswith(OLE) and any(name.encode("utf-16-le") in content for name in ("Workbook", "Book"))


def _read_book(content, sheet):
    if content[:2] == b"PK":
        check_archive(content)
    elif "_VBA_PROJECT".encode("utf-16-le") in content:
        raise SheetError(f"В файле есть макросы. {SAVE_AS}")
    answer = _run_reader(content, sheet)
    match answer.get("error"):
        case "password":
            raise SheetError(LOCKED)
        case "no_sheet":
            raise SheetError(f"Листа «{sheet}» в файле нет. Выберите лист ещё раз.")
        case "rows":
            raise SheetError(_too_many_rows(answer["count"]))
        case "columns":
            raise SheetError(_too_many_columns(answer["count"]))
    rows = [[_value(value) for value in row] for row in answer["rows"]]
    width = max(map(len, rows), default=0)
    _check_cells(rows)
    merged = tuple(
        (top, left, min(bottom, len(rows) - 1), right)
        for (top, left), (bottom, right) in answer["merged"]
        if top < len(rows)
    )
    if sum(bottom - top + 1 for top, _, bottom, _ in merged) > MAX_ROWS * MAX_COLUMNS:  # overlapping, a trap
        raise SheetError(BROKEN)
    return Grid(
        rows=rows,
        sheet=answer["sheet"],
        sheet_names=tuple(answer["sheets"]),
        merged=merged,
        hidden=tuple(row for row in answer["hidden"] or () if row <= len(rows)),
        notes=tuple(_notes(answer, width)),
    )


def _notes(answer, width):
    if cells := answer["empty_formulas"]:
        yield (
            f"В ячейках {', '.join(cells)} стоят формулы без посчитанных значений: портал видит их пустыми. "
            "Откройте файл в Excel или LibreOffice, сохраните и загрузите снова."
        )
    shut = {at for first, last in answer["hidden_columns"] for at in range(first - 1, min(last, width))}
    if letters := [
        column_letter(at) for at in sorted(shut) if any(at < len(row) and row[at] for row in answer["rows"])
    ]:
        yield f"В файле скрыты столбцы {', '.join(letters)}: они тоже прочитаны. Лишнее не загружайте."
    if answer["hidden"] is None:
        yield "Скрытые строки этого файла .xls портал не различает: если они есть, они тоже прочитаны."
    if others := [name for name in answer["sheets"] if name != answer["sheet"]]:
        listed = ", ".join(f"«{name}»" for name in others[:10])
        yield f"В файле есть ещё листы: {listed}. Прочитан только «{answer['sheet']}», остальные загрузите отдельно."


def _run_reader(content, sheet):
    command = [
        sys.executable,
        "-I",
        str(READER),
        sheet,
        str(MAX_ROWS + HEADING_ROOM),
        str(MAX_COLUMNS),
    ]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=READER_SECONDS, check=True)
        return json.loads(done.stdout)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, ValueError) as error:
        raise SheetError(BROKEN) from error


def _value(value):
    if isinstance(value, str):
        return clean_text(value, lines=True)
    if isinstance(value, dict):
        (kind, text), *_ = value.items()
        return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text)
    return value


# --- CSV --------------------------------------------------------------------------------------------------


def _read_csv(content):
    _refuse_other_kinds(content)
    text = _decode(content)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            rows.append([clean_text(value, lines=True) for value in row])
            if len(rows) > MAX_ROWS + HEADING_ROOM:
                raise SheetError(_too_many_rows(text.count("\n") + 1))
    except csv.Error as error:  # a cell above the csv module's 128 KiB: a quote that never closes
        raise SheetError(f"Строка {len(rows) + 1}: кавычка открыта и не закрыта. {ADVICE}") from error
    width = max((_filled_width(row) for row in rows), default=0)
    if width > MAX_COLUMNS:
        raise SheetError(_too_many_columns(width))
    _check_cells(rows)
    return Grid(rows=[row[:width] + [""] * (width - len(row)) for row in rows])


def _refuse_other_kinds(content):
    for signature, what in KINDS:
        if content.startswith(signature):
            raise SheetError(f"{what} {ADVICE}")
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise SheetError(LOCKED)
        raise SheetError(f"Это документ старого формата, а не таблица. {ADVICE}")
    if MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")[:200]):
        raise SheetError(f"Это веб-страница, сохранённая под видом таблицы. {SAVE_AS}")


def _decode(content):
    """Text of a CSV file: by the mark at its beginning, else UTF-8, else Windows-1251."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(char) == "Cc" and char not in "\t\r\n\x0b\x0c" for char in set(text)):
            return text
    raise SheetError(f"Это не таблица: файл не читается как текст. {ADVICE}")


def _delimiter(text):
    """The separator that most lines of the beginning have: «;» of a Russian Excel, tabulation or comma."""
    lines = text.splitlines()[:50]
    return max(";\t,", key=lambda mark: (sum(mark in line for line in lines), mark == ";"))


def _filled_width(row):
    return max((at + 1 for at, value in enumerate(row) if value != ""), default=0)


# --- Limits -----------------------------------------------------------------------------------------------


def _check_cells(rows):
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, str) and len(value) > MAX_CELL:
                cell = f"{column_letter(at)}{number}"
                raise SheetError(f"Ячейка {cell}: {len(value)} знаков, допустимо не больше {MAX_CELL}.")


def _too_many_rows(count):
    return (
        f"На листе {count} строк, за один раз можно загрузить {MAX_ROWS}. "
        "Разделите список или удалите лишнее под таблицей."
    )


def _too_many_columns(count):
    return (
        f"Таблица занимает столбцы до {column_letter(count - 1)} ({count}), допустимо {MAX_COLUMNS}. "
        "Удалите лишнее справа от таблицы."
    )
