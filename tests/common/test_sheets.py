"""Files of the kinds people really send; the shapes of a staff list itself stand in tests/people."""

import io
import struct
import zipfile
from datetime import date, datetime
from datetime import time as day_time

import openpyxl
import pytest

from mentorship.common.sheet_archive import check_archive
from mentorship.common.sheet_tables import find_table
from mentorship.common.sheets import MAX_BYTES, Grid, SheetError, column_letter, read_grid


def workbook(*rows, merge=(), sheets=(), start=(1, 1)):
    """Bytes of an XLSX with ``rows`` on its first sheet from the cell ``start``."""
    book = openpyxl.Workbook()
    sheet = book.active
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.cell(start[0] + at, start[1] + column, value)
    for area in merge:
        sheet.merge_cells(area)
    for name, state in sheets:
        book.create_sheet(name).sheet_state = state
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def archive(parts, **how):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **how) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def repacked(content, parts):
    """The same workbook with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return archive({name: source.read(name) for name in source.namelist()} | parts)


def grid(content, name="Список.xlsx", **kwargs):
    return read_grid(io.BytesIO(content), name, **kwargs)


SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["ФИО", "Стаж"], ["Иванова", 5]]


# --- What is read -----------------------------------------------------------------------------------------


def test_cells_come_as_they_are():
    moment = datetime(2026, 9, 1, 10, 30)  # noqa: DTZ001
    made = grid(workbook(["текст", 5, 5.5, date(2026, 9, 1), moment, True, None, day_time(9, 5), "007"]))
    assert made.rows == [["текст", 5, 5.5, date(2026, 9, 1), moment, True, "", "09:05:00", "007"]]


def test_what_the_eye_does_not_see_goes():
    row = ["\ufeffИва\u00adнова\u200b \u00a0Мария ", "Сергеи\u0306", "две\r\nстроки", " \t "]
    assert grid(workbook(row, [1])).rows[0] == ["Иванова Мария", "Сергей", "две\nстроки", ""]


def test_a_cell_keeps_its_place_in_the_sheet():
    made = grid(workbook(*ROWS, start=(5, 3)))
    assert made.rows[4][2] == "ФИО"
    assert made.rows[0] == ["", "", "", ""]


def test_the_first_visible_filled_sheet_is_taken_and_others_can_be_chosen():
    book = openpyxl.Workbook()
    book.active.title = "Пустой"
    for name, state in [("Черновик", "hidden"), ("Сотрудники", "visible"), ("Архив", "visible")]:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet["A1"] = name
    target = io.BytesIO()
    book.save(target)
    made = grid(target.getvalue())
    assert (made.sheet, made.rows) == ("Сотрудники", [["Сотрудники"]])
    assert made.sheet_names == ("Пустой", "Черновик", "Сотрудники", "Архив")
    assert grid(target.getvalue(), sheet="Архив").rows == [["Архив"]]
    with pytest.raises(SheetError, match="Листа «Нет такого» в файле нет"):
        grid(target.getvalue(), sheet="Нет такого")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_in_every_encoding_and_with_every_separator(encoding, mark):
    text = f'ФИО{mark}Стаж\r\n"Иванова\r\nМария"{mark}5 лет\r\nПетрова\r\n'
    made = grid(text.encode(encoding), "список.csv")
    assert made.rows == [["ФИО", "Стаж"], ["Иванова\nМария", "5 лет"], ["Петрова", ""]]


def test_a_comma_inside_names_does_not_beat_the_semicolon():
    made = grid("Фамилия, имя;Стаж, лет\nИванова, Мария;5\n".encode(), "a.csv")
    assert made.rows[1] == ["Иванова, Мария", "5"]


# --- What is refused --------------------------------------------------------------------------------------

WORKBOOK = workbook(*ROWS)
REFUSED = {
    "empty file": (b"", "Файл «Список.xlsx» пуст"),
    "zeros only": (b"\x00" * 5000, "пуст"),
    "empty sheet": (workbook(), "Лист «Sheet» пуст"),
    "cut in the middle": (WORKBOOK[: len(WORKBOOK) // 2], "повреждён"),
    "end flipped": (WORKBOOK[:1000] + b"\x00" * 40 + WORKBOOK[1040:], "повреждён"),
    "garbage after PK": (b"PK\x03\x04" + bytes(range(256)) * 20, "повреждён"),
    "docx": (archive({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "документ Word"),
    "pptx": (archive({"ppt/presentation.xml": "<x/>"}), "презентация"),
    "xlsb": (archive({"xl/workbook.bin": "x"}), "xlsb"),
    "ods": (archive({"mimetype": "x", "content.xml": "<x/>"}), "LibreOffice, но не таблица"),
    "zip of photos": (archive({"1.jpg": "x"}), "архив ZIP"),
    "broken workbook": (archive({"xl/workbook.xml": "<workbook"}), "повреждён"),
    "macros": (repacked(WORKBOOK, {"xl/vbaProject.bin": b"x"}), "макросы"),
    "links to other books": (
        repacked(WORKBOOK, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "другие книги",
    ),
    "old xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600, "старого формата, а не таблица"),
    "encrypted": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "защищён паролем",
    ),
    "html as xls": ("<html><table><tr><td>ФИО</td></tr></table>".encode(), "веб-страница"),
    "xml of 2003": ('\ufeff<?xml version="1.0"?><Workbook/>'.encode(), "веб-страница"),
    "pdf": (b"%PDF-1.7 ...", "PDF"),
    "jpeg": (b"\xff\xd8\xff\xe0....", "изображение"),
    "rtf": (b"{\\rtf1 ...", "RTF"),
    "program": (b"MZ\x90\x00\x03\x00\x00\x00\x04", "не читается как текст"),
    "too big": (b"a" * (MAX_BYTES + 1), "больше 10 МБ"),
    "long cell": (workbook(["ФИО", "я" * 4001]), "Ячейка B1: 4001 знаков"),
    "far row": (workbook(*ROWS, start=(10_100, 1)), "10101 строк"),
    "far column": (workbook(*ROWS, start=(1, 60)), r"до BI \(61\)"),
    "sparse trap": (workbook([1], *[[]] * 5, [1], start=(1_048_570, 16_384)), "строк"),
    "long csv": (b"a;b\n" * 10_101, "строк"),
    "wide csv": (b";".join([b"a"] * 61), "столбцы до BI"),
    "long csv cell": (b"a;" + b"b" * 4001, "Ячейка B1"),
    "open quote": (b'a;b\n"' + b"x;y\n" * 40_000, "кавычка"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_of_no_use_is_refused_with_advice(case):
    content, words = REFUSED[case]
    with pytest.raises(SheetError, match=words) as refused:
        grid(content)
    assert str(refused.value).endswith(".")


def blocks_that_pack_little():
    return b"".join(struct.pack("<Q", n * 0x9E3779B97F4A7C15 % 2**64) + b" " * 500 for n in range(30_000))


def lying():
    return archive({"xl/workbook.xml": b"0123456789" * 100_000})


BOMBS = {
    "ratio": lambda: repacked(WORKBOOK, {SHEET: b" " * (49 * 2**20)}),
    "sum of sizes": lambda: repacked(
        WORKBOOK, dict.fromkeys(map("xl/part{}".format, range(4)), blocks_that_pack_little())
    ),
    "number of entries": lambda: archive({f"xl/{n}": "" for n in range(201)} | {"xl/workbook.xml": "<x/>"}),
    "declared size lies": lambda: lying().replace(struct.pack("<L", 1_000_000), struct.pack("<L", 1_000)),
    "declared number lies": lambda: lying()[:-14] + struct.pack("<H", 60_000) + lying()[-12:],
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_without_unpacking_it(bomb):
    content = BOMBS[bomb]()
    with pytest.raises(SheetError):
        check_archive(content)


def test_far_corners_of_a_sheet_do_not_take_the_portal_along():
    """A1 and XFD1048576 alone make the reader ask for half a terabyte and abort its process."""
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 1
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(SheetError, match="повреждён"):
        grid(target.getvalue())


def test_entities_are_not_expanded():
    laughs = '<!DOCTYPE x [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(io.BytesIO(workbook(["ФИО", "marker"]))) as source:
        sheet = source.read("xl/worksheets/sheet1.xml").decode()
    assert "marker" in sheet
    evil = laughs + sheet.replace("marker", "&b;&f;")
    try:
        cells = [str(value) for row in grid(repacked(WORKBOOK, {SHEET: evil})).rows for value in row]
    except SheetError:
        return
    assert not any("AAAA" in value or "root" in value for value in cells)


# --- Where the table is -----------------------------------------------------------------------------------


def table_of(*rows, merged=(), **kwargs):
    width = max(map(len, rows))
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    return find_table(Grid(full, merged=tuple(merged)), **kwargs)


def titles(table):
    return [column.title for column in table.columns]


def test_letters_of_columns():
    assert [column_letter(n) for n in (0, 25, 26, 52, 701, 702)] == ["A", "Z", "AA", "BA", "ZZ", "AAA"]


def test_title_two_tiers_and_column_numbers():
    table = table_of(
        ["Список работников МБДОУ"],
        [],
        ["№", "ФИО", "Образо-\nвание", "", "Стаж", ""],
        ["", "", "уровень", "специаль-\nность", "общий", "пед."],
        [1, 2, 3, 4, 5, 6],
        [1, "Иванова", "высшее", "логопед", 5, 3],
        merged=[(0, 0, 0, 5), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 2, 5)],
    )
    assert table.header == (3, 4)
    assert titles(table) == [
        "№",
        "ФИО",
        "Образование / уровень",
        "Образование / специальность",
        "Стаж / общий",
        "Стаж / пед.",
    ]
    assert [row.number for row in table.rows] == [6]
    assert [(row.number, row.why) for row in table.skipped] == [(5, "номера столбцов")]


def test_two_tiers_without_merged_cells():
    table = table_of(
        ["№", "ФИО", "Образование", "", "Стаж", ""],
        ["", "", "уровень", "специальность", "общий", "пед."],
        [1, "Иванова", "высшее", "логопед", 5, 3],
    )
    assert titles(table)[2:] == [
        "Образование / уровень",
        "Образование / специальность",
        "Стаж / общий",
        "Стаж / пед.",
    ]
    assert len(table.rows) == 1


def test_a_group_merged_above_full_titles():
    table = table_of(
        ["", "", "Стаж", ""],
        ["ФИО", "Должность", "общий", "пед."],
        ["Иванова", "воспитатель", 5, 3],
        merged=[(0, 2, 0, 3)],
    )
    assert titles(table) == ["ФИО", "Должность", "Стаж / общий", "Стаж / пед."]
    assert table.header == (1, 2)


def test_the_tail_and_the_rows_between_are_named_not_dropped():
    table = table_of(
        ["№", "ФИО", "Должность", "Стаж"],
        ["Корпус 1"],
        [1, "Иванова", "воспитатель", 5],
        [2, "Петрова", "воспитатель", 6],
        ["Итого", 2],
        [],
        ["№", "ФИО", "Должность", "Стаж"],
        [1, "Директоренко", "повар", 7],
        [2, "", "", ""],
        [],
        ["Заведующий", "", "_______", "О.П. Рябинина"],
        ["Исполнитель: Сидорова, тел. 2-00-00"],
        merged=[(1, 0, 1, 3)],
    )
    assert [row.cells[1] for row in table.rows] == ["Иванова", "Петрова", "Директоренко"]
    assert [(row.number, row.why) for row in table.skipped] == [
        (2, "подзаголовок"),
        (5, "итог"),
        (7, "повтор заголовка"),
        (11, "подпись или примечание"),
        (12, "подпись или примечание"),
    ]


def test_an_unfinished_row_at_the_end_is_still_a_row():
    table = table_of(["ФИО", "Должность", "Стаж"], ["Иванова", "повар", 5], ["Петрова", "", ""])
    assert [row.number for row in table.rows] == [2, 3]


def test_a_cell_merged_downwards_belongs_to_each_row():
    table = table_of(["ФИО", "Группа"], ["Иванова", "Ромашка"], ["Петрова", ""], ["Ким", ""], merged=[(1, 1, 2, 1)])
    assert [row.cells[1] for row in table.rows] == ["Ромашка", "Ромашка", ""]


def test_a_person_may_correct_where_the_heading_is():
    rows = ["а", "б", "в"], ["ФИО", "пост", "где"], ["Иванова", "повар", "тут"]
    assert titles(table_of(*rows)) == ["а", "б", "в"]
    assert titles(table_of(*rows, header=(2, 2))) == ["ФИО", "пост", "где"]
    assert titles(table_of(*rows, knows=lambda title: title == "ФИО")) == ["ФИО", "пост", "где"]
    with pytest.raises(SheetError, match="Не нашли строку"):
        table_of(*rows, header=(3, 9))


@pytest.mark.parametrize("rows", [[["просто текст"], ["ещё"]], [[1, 2, 3], [4, 5, 6]]])
def test_without_a_heading_it_says_so(rows):
    with pytest.raises(SheetError, match="Не нашли строку с названиями столбцов"):
        table_of(*rows)


def test_without_rows_it_says_so():
    with pytest.raises(SheetError, match="ни одной заполненной строки"):
        table_of(["ФИО", "Должность"], ["", ""])


def test_a_column_without_title_stays_if_it_holds_something():
    table = table_of(["ФИО", "", "Стаж", ""], ["Иванова", "повар", 5, ""])
    shown = [(column.letter, column.title) for column in table.columns]
    assert shown == [("A", "ФИО"), ("B", ""), ("C", "Стаж")]
