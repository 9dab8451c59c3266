"""Reading of spreadsheets that people upload: XLSX and CSV, judged by content, never by the file's name.

``read_grid`` gives the cells of one sheet or raises ``SheetError`` with words for the user. Where the table
lies in the grid is the question of ``sheet_tables.py``; what its columns mean, of each import.
"""

import csv
import io
import json
import re
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mentorship.common.russian import clean_text

MAX_BYTES = 10 * 2**20
MAX_ROWS = 10_000
MAX_COLUMNS = 60
MAX_CELL = 4_000
MAX_ENTRIES = 200
MAX_UNPACKED = 50 * 2**20
MAX_RATIO = 200
HEADING_ROOM = 100  # rows of titles and signatures that may stand around the table
READER = Path(__file__).with_name("sheet_child.py")
READER_SECONDS = 60

ADVICE = "Нужен файл .xlsx или .csv в UTF-8 или Windows-1251."
SAVE_AS = "Откройте файл в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)»."
BROKEN = f"Файл повреждён и не открывается. {SAVE_AS}"
BOMB = f"Файл распаковывается в слишком большой объём, открывать его опасно. {SAVE_AS}"
KINDS = (
    (b"%PDF", "Это документ PDF, а не таблица."),
    (b"\xff\xd8\xff", "Это изображение, а не таблица."),
    (b"\x89PNG", "Это изображение, а не таблица."),
    (b"Rar!", "Это архив RAR, а не таблица. Извлеките из него файл таблицы."),
    (b"7z\xbc\xaf", "Это архив 7-Zip, а не таблица. Извлеките из него файл таблицы."),
    (b"{\\rtf", "Это текстовый документ RTF, а не таблица."),
)
MARKUP = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml|meta|style)", re.IGNORECASE)


class SheetError(Exception):
    """The file cannot be read; the message is in Russian, for the user, and says what to do."""


@dataclass(frozen=True)
class Grid:
    """All cells of one sheet: ``rows[3][2]`` is C4. An empty cell is "".

    Attributes:
        rows: text is cleaned of invisible characters; whole numbers are int; a date without a time is a date.
        merged: (top, left, bottom, right) of merged cells, zero-based, all included.
        sheet_names: every sheet of the file, to choose another one.
    """

    rows: list[list]
    sheet: str = ""
    sheet_names: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


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
    grid = _read_xlsx(content, sheet) if content[:2] == b"PK" else _read_csv(content)
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


# --- XLSX -------------------------------------------------------------------------------------------------


def _read_xlsx(content, sheet):
    check_archive(content)
    answer = _run_reader(content, sheet)
    match answer.get("error"):
        case "password":
            raise SheetError("Файл защищён паролем. Снимите защиту и сохраните его ещё раз.")
        case "no_sheet":
            raise SheetError(f"Листа «{sheet}» в файле нет. Выберите лист ещё раз.")
        case "rows":
            raise SheetError(_too_many_rows(answer["count"]))
        case "columns":
            raise SheetError(_too_many_columns(answer["count"]))
    rows = [[_value(value) for value in row] for row in answer["rows"]]
    _check_cells(rows)
    merged = tuple(
        (top, left, min(bottom, len(rows) - 1), right)
        for (top, left), (bottom, right) in answer["merged"]
        if top < len(rows)
    )
    if sum(bottom - top + 1 for top, _, bottom, _ in merged) > MAX_ROWS * MAX_COLUMNS:  # overlapping, a trap
        raise SheetError(BROKEN)
    return Grid(rows=rows, sheet=answer["sheet"], sheet_names=tuple(answer["sheets"]), merged=merged)


def check_archive(content):
    """Refuse a ZIP that is not a plain workbook, before anything of it is unpacked.

    The central directory comes first: number of entries, declared sizes, ratios, parts that a list has no
    use for. Then every entry is unpacked to nowhere: a size or a sum that lies shows, in a fixed memory.
    """
    _check_directory_size(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            _check_parts({entry.filename for entry in entries})
            for entry in entries:
                with archive.open(entry) as part:
                    while part.read(2**16):
                        pass
    except RuntimeError as error:  # zipfile's word for an encrypted entry
        raise SheetError("Файл защищён паролем. Снимите защиту и сохраните его ещё раз.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as error:
        raise SheetError(BROKEN) from error


def _check_directory_size(content):
    """Count the entries by the 22 bytes at the end: a list of a million of them is never read."""
    at = content.rfind(b"PK\x05\x06", -(2**16 + 22))
    if at < 0 or len(content) < at + 22:
        raise SheetError(BROKEN)
    entries, length = struct.unpack("<HL", content[at + 10 : at + 16])
    if entries > MAX_ENTRIES or length > MAX_ENTRIES * 1000 or content[at - 20 : at - 16] == b"PK\x06\x07":
        raise SheetError(BOMB)


def _check_entries(entries):
    names = [entry.filename for entry in entries]
    if len(names) != len(set(names)):
        raise SheetError(BROKEN)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise SheetError(BOMB)
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise SheetError(BROKEN)
        if entry.file_size > MAX_RATIO * max(entry.compress_size, 100):
            raise SheetError(BOMB)


def _check_parts(names):
    if "xl/workbook.xml" not in names:
        raise SheetError(f"{_archive_kind(names)} {ADVICE}")
    if "xl/vbaProject.bin" in names:
        raise SheetError(f"В файле есть макросы. {SAVE_AS}")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise SheetError(
            "В файле есть ссылки на другие книги. Скопируйте таблицу в новую книгу «Специальной вставкой» "
            "(только значения) и сохраните её как .xlsx."
        )


def _archive_kind(names):
    if any(name.startswith("word/") for name in names):
        return "Это документ Word, а не таблица. Скопируйте таблицу из него в Excel."
    if any(name.startswith("ppt/") for name in names):
        return "Это презентация, а не таблица."
    if "xl/workbook.bin" in names:
        return "Это двоичная книга .xlsb: сохраните её как .xlsx."
    if "content.xml" in names:
        return "Это файл LibreOffice: сохраните его как .xlsx."
    return "Это архив ZIP, а не таблица. Извлеките из него файл таблицы."


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
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise SheetError("Файл защищён паролем. Снимите защиту и сохраните его ещё раз.")
        raise SheetError(f"Это файл старого формата (.xls или .doc). {SAVE_AS}")
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
