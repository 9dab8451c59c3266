"""Refusal of archives that are no plain workbook (XLSX, ODS), before anything of them is unpacked into memory."""

import io
import struct
import zipfile
import zlib

MAX_ENTRIES = 200
MAX_UNPACKED = 50 * 2**20
MAX_RATIO = 200
ODS = "application/vnd.oasis.opendocument.spreadsheet"

ADVICE = "Нужен файл .xlsx, .xls, .ods или .csv в UTF-8 или Windows-1251."
SAVE_AS = "Откройте файл в Excel или LibreOffice и сохраните как «Книга Excel (.xlsx)»."
BROKEN = f"Файл повреждён и не открывается. {SAVE_AS}"
BOMB = f"Файл распаковывается в слишком большой объём, открывать его опасно. {SAVE_AS}"
LOCKED = "Файл защищён паролем. Снимите защиту и сохраните его ещё раз."


class SheetError(Exception):
    """The file cannot be read; the message is in Russian, for the user, and says what to do."""


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
            _check_parts({entry.filename for entry in entries}, _ods_kind(archive, entries))
            for entry in entries:
                with archive.open(entry) as part:
                    while part.read(2**16):
                        pass
    except RuntimeError as error:  # zipfile's word for an encrypted entry
        raise SheetError(LOCKED) from error
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


def _ods_kind(archive, entries):
    """What an OpenDocument says it is; empty for anything else. The declared size was checked before."""
    known = any(entry.filename == "mimetype" and entry.file_size < 200 for entry in entries)
    return archive.read("mimetype").decode("ascii", "replace").strip() if known else ""


def _check_parts(names, ods_kind):
    if ods_kind == ODS and "content.xml" in names:
        if any(name.startswith("Basic/") and name.endswith(".xml") for name in names):
            raise SheetError(f"В файле есть макросы. {SAVE_AS}")
        return
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
        return "Это документ LibreOffice, но не таблица. Скопируйте таблицу из него в Excel или Calc."
    return "Это архив ZIP, а не таблица. Извлеките из него файл таблицы."
