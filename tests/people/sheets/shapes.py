"""Sheets of the shapes that people really send, each with what must come of it; all people are invented.

A shape is read without the database: the sheet, its table, its columns, its rows. ``staff.xls`` was saved once by a
program of the time of XLS; everything else is built here.
"""

import csv
import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from . import book as made_book
from . import flat_list, staff_list

BORN = date(1999, 4, 12)
VETROVA = {"last_name": "Ветрова", "first_name": "Алина", "patronymic": "Сергеевна"}
OZERNY = {"last_name": "Озёрный", "first_name": "Пётр", "patronymic": "Ильич"}
NAME, OTHER = "Ветрова Алина Сергеевна", "Озёрный Пётр Ильич"
XLS = (Path(__file__).parent / "staff.xls").read_bytes()
HEAD = ["ФИО", "Дата рождения", "Должность"]
TWO = [[NAME, "12.04.1999", "воспитатель"], [OTHER, "07.02.1985", "завхоз"]]


@dataclass(frozen=True)
class Shape:
    """A sheet and its outcome.

    Attributes:
        content: the bytes of the file, or what makes them when they are read.
        rows: for each row of the table, in their order, some of its values.
        told: words that must stand among problems, rows left out and notes.
        silent: nothing at all is told.
        refused: words of the refusal of the whole file.
    """

    name: str
    content: bytes | Callable
    rows: list = field(default_factory=list)
    told: tuple = ()
    silent: bool = False
    refused: str = ""
    kind: str = "staff"

    @property
    def file(self):
        """The file as somebody sends it."""
        return io.BytesIO(self.content() if callable(self.content) else self.content)


def book(rows, **kwargs):
    """A workbook that is made when its test runs: whoever only collects the tests would make a hundred for nothing."""
    return partial(made_book, rows, **kwargs)


def edited(rows, change, **kwargs):
    """A workbook after ``change(book)``, made when its test runs."""
    return partial(_edited, rows, change, **kwargs)


def _edited(rows, change, **kwargs):
    made = openpyxl.load_workbook(io.BytesIO(made_book(rows, **kwargs)))
    change(made)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def ods(rows, *, hidden=(), repeat_tail=False):
    """Bytes of an ODS as LibreOffice saves it: real dates and numbers, an endless empty tail."""

    def cell(value):
        if value in (None, ""):
            return "<table:table-cell/>"
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'

    shown = {True: ' table:visibility="filter"', False: ""}
    lines = [
        f"<table:table-row{shown[at in hidden]}>{''.join(map(cell, row))}</table:table-row>"
        for at, row in enumerate(rows, start=1)
    ]
    if repeat_tail:
        lines.append('<table:table-row table:number-rows-repeated="1048500"><table:table-cell/></table:table-row>')
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Штат">{"".join(lines)}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype"), kind)
        made.writestr("content.xml", content)
        made.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


def text(rows, mark=";", encoding="utf-8-sig"):
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=mark).writerows(rows)
    return target.getvalue().encode(encoding)


def one(title, value, **expected):
    """A list with one more column, and what its only value means."""
    return Shape(f"{title}: {value!r}", book([["ФИО", title, "Должность"], [NAME, value, "воспитатель"]]), [expected])


def hide_second(made):
    made.active.row_dimensions[3].hidden = True


def hide_sheet(made):
    secret = made.create_sheet("Тайный")
    secret["A1"], secret.sheet_state = "ФИО", "hidden"


def flipped(at, bits=0xFF):
    """``staff.xls`` with bits of one byte turned over."""
    return XLS[:at] + bytes([XLS[at] ^ bits]) + XLS[at + 1 :]


def hidden_in_xls(number):
    """``staff.xls`` with the row ``number`` hidden: a bit of its record ROW ([MS-XLS] 2.4.221, fDyZero)."""
    return flipped(XLS.index(struct.pack("<HHH", 0x208, 16, number - 1)) + 16, 0x20)


def mac_dates(made):
    made.epoch = CALENDAR_MAC_1904
    made.active["B2"] = BORN


def formula(made):
    made.active["B2"] = "=TODAY()-9000"


DATES = [
    *("12.04.1999", "12.4.99", "12/04/1999", "12-04-1999", "12 апреля 1999 г.", "12 апр. 1999", "1999-04-12"),
    *("12,04,1999", "12.04.1999 0:00:00", BORN, datetime(1999, 4, 12), 36262),  # noqa: DTZ001
]

SHAPES = [
    Shape("the usual list with a two-tier heading", staff_list, [VETROVA, {}, {}, OZERNY], ("номера столбцов",)),
    Shape("one heading row", flat_list, [VETROVA | {"birth_date": BORN}, {}, {}, OZERNY], silent=True),
    Shape("table at C5", partial(flat_list, start=(5, 3)), [VETROVA, {}, {}, OZERNY], silent=True),
    Shape("table at Z40", book([HEAD, *TWO], start=(40, 26)), [VETROVA, OZERNY], silent=True),
    Shape("three rows of title", book([["МБДОУ"], ["Список"], ["на 2025 год"], [], HEAD, *TWO]), [VETROVA, OZERNY]),
    Shape("numbered row", book([HEAD, ["1", "2", "3"], *TWO]), [VETROVA, OZERNY], ("номера столбцов",)),
    Shape("blank rows between people", book([HEAD, TWO[0], [], [], TWO[1]]), [VETROVA, OZERNY], silent=True),
    Shape("total below", book([HEAD, *TWO, ["Итого: 2"]]), [VETROVA, OZERNY], ("итог",)),
    Shape(
        "signature below",
        book([HEAD, *TWO, [], ["Заведующий", "________", "О.П. Рябинина"]]),
        [VETROVA, OZERNY],
        ("подпись или примечание",),
    ),
    Shape(
        "heading repeated on each page",
        book([HEAD, TWO[0], HEAD, TWO[1]]),
        [VETROVA, OZERNY],
        ("повтор заголовка",),
    ),
    Shape(
        "sections are units",
        book([HEAD, ["Младшая группа № 2"], TWO[0], ["Старшая группа"], TWO[1]]),
        [{"unit": "Младшая группа № 2"}, {"unit": "Старшая группа"}],
        ("подзаголовок",),
    ),
    Shape(
        "sections are merged across",
        book([HEAD, ["Группа «Ромашка»"], TWO[0], ["Группа «Ручеёк»"], TWO[1]], merge=["A2:C2", "A4:C4"]),
        [{"unit": "Группа «Ромашка»"}, {"unit": "Группа «Ручеёк»"}],
    ),
    Shape(
        "sections of posts are no units",
        book([HEAD, ["Педагогические работники"], TWO[0], ["Обслуживающий персонал"], TWO[1]]),
        [VETROVA, OZERNY],
        ("подзаголовок",),
    ),
    Shape(
        "a column of units beats sections",
        book([[*HEAD, "Группа"], ["Корпус 1"], [*TWO[0], "Ромашка"], [*TWO[1], "Ручеёк"]]),
        [{"unit": "Ромашка"}, {"unit": "Ручеёк"}],
    ),
    Shape(
        "unit merged downwards",
        book([[*HEAD, "Группа"], [*TWO[0], "Ромашка"], TWO[1]], merge=["D2:D3"]),
        [{"unit": "Ромашка"}, {"unit": "Ромашка"}],
    ),
    Shape(
        "two tiers without merged cells",
        book([["ФИО", "Стаж", None], [None, "общий", "пед."], [NAME, 5, 3]]),
        [{"work_months": 60, "teaching_months": 36}],
    ),
    Shape("hidden row is left out and told", edited([HEAD, *TWO], hide_second), [VETROVA], ("скрытая строка",)),
    Shape("hidden sheet is told", edited([HEAD, *TWO], hide_sheet), [VETROVA, OZERNY], ("ещё листы: «Тайный»",)),
    Shape("formula without a value is told", edited([HEAD, *TWO], formula), [VETROVA, OZERNY], ("формулы",)),
    Shape("dates of the 1904 system", edited([HEAD, TWO[0]], mac_dates), [VETROVA | {"birth_date": BORN}]),
    Shape("xls", XLS, [VETROVA | {"birth_date": BORN}, OZERNY], silent=True),
    Shape("xls with a hidden row", hidden_in_xls(4), [VETROVA | {"birth_date": BORN}], ("скрытая строка",)),
    Shape(
        "xls bent so that hidden rows are not known", flipped(519), [VETROVA | {"birth_date": BORN}, OZERNY], (".xls",)
    ),
    Shape(
        "ods", ods([HEAD, [NAME, BORN, "воспитатель"], TWO[1]]), [VETROVA | {"birth_date": BORN}, OZERNY], silent=True
    ),
    Shape("ods with an endless tail", ods([HEAD, *TWO], repeat_tail=True), [VETROVA, OZERNY], silent=True),
    Shape("ods with a hidden row", ods([HEAD, *TWO], hidden=[3]), [VETROVA], ("скрытая строка",)),
    *(
        Shape(f"csv {encoding} {mark!r}", text([HEAD, *TWO], mark, encoding), [VETROVA, OZERNY], silent=True)
        for encoding in ("utf-8", "utf-8-sig", "cp1251")
        for mark in (";", ",", "\t")
    ),
    *(one("Дата рождения", value, birth_date=BORN) for value in DATES),
    *(
        one("Общий стаж", value, work_months=months)
        for value, months in (
            *(("5 лет 3 мес.", 63), ("5 л. 3 м.", 63), ("5", 60), (5.5, 66), ("полгода", 6), ("полтора года", 18)),
            *(("менее года", 0), ("нет", 0), ("более 20 лет", 240), ("18 мес", 18), ("1 год", 12)),
        )
    ),
    *(
        one("Категория", value, category=code)
        for value, code in (
            ("ВКК", "highest"),
            ("I кв. кат.", "first"),
            ("СЗД", "fit"),
            ("б/к", ""),
            ("пед.-наставник", ""),
        )
        if value != "пед.-наставник"
    ),
    *(
        one("Телефон", value, phone="+7 900 000-00-01")
        for value in ("8(900)000-00-01", "9000000001", 89000000001, "+7 900 000 00 01", "8-900-000-00-01")
    ),
    Shape(
        "several phones and addresses",
        book([["ФИО", "Телефон", "E-mail"], [NAME, "89000000001, 2-00-00", "A@example.ru; b@example.ru"]]),
        [{"phone": "+7 900 000-00-01", "email": "a@example.ru"}],
        ("телефонов несколько", "адресов несколько"),
    ),
    Shape(
        "СНИЛС with and without dashes is ignored",
        book([[*HEAD, "СНИЛС"], [*TWO[0], "123-456-789 00"], [*TWO[1], 12345678900]]),
        [VETROVA, OZERNY],
        silent=True,
    ),
    Shape(
        "passport and health are ignored",
        book([[*HEAD, "Серия и номер паспорта", "Группа здоровья"], [*TWO[0], "4500 123456", "II"]]),
        [VETROVA],
        silent=True,
    ),
    Shape("ё as е", book([HEAD, ["Озерный Петр Ильич", "", "завхоз"]]), [{"last_name": "Озерный"}]),
    Shape(
        "Latin letters in a Russian name",
        book([HEAD, ["Вeтрoва Алинa Сергеевна", "", "воспитатель"]]),
        [VETROVA],
        ("латинские буквы заменены русскими",),
    ),
    Shape("capitals", book([HEAD, [NAME.upper(), "", "воспитатель"]]), [VETROVA], silent=True),
    Shape("number before the name", book([HEAD, [f"1. {NAME}", "", "воспитатель"]]), [VETROVA], silent=True),
    Shape(
        "name before the surname",
        book([HEAD, ["Алина Сергеевна Ветрова", "", "воспитатель"]]),
        [VETROVA],
        ("переставлено",),
    ),
    Shape("initials instead of a name", book([HEAD, ["Ветрова А.С.", "", "воспитатель"]]), [{}], ("инициалы",)),
    Shape("brackets after the name", book([HEAD, [f"{NAME} (д/о)", "", "воспитатель"]]), [VETROVA], ("в скобках",)),
    Shape("names in three columns", book([["Фамилия", "Имя", "Отчество"], NAME.split()]), [VETROVA], silent=True),
    Shape("29 February of a common year", book([HEAD, [NAME, "29.02.1999", "повар"]]), [{}], ("такой даты нет",)),
    Shape(
        "29 February of a leap year", book([HEAD, [NAME, "29.02.2000", "повар"]]), [{"birth_date": date(2000, 2, 29)}]
    ),
    Shape("a year in place of a date", book([HEAD, [NAME, 1999, "повар"]]), [{}], ("ожидается дата",)),
    Shape("born tomorrow", book([HEAD, [NAME, "23.11.2026", "повар"]]), [{}], ("не может быть позже сегодняшней",)),
    Shape("«5.3» that became a date", book([["ФИО", "Стаж"], [NAME, date(2026, 3, 5)]]), [{}], ("в ячейке дата",)),
    Shape(
        "columns out of their places",
        book([["Должность", "Дата рождения", "ФИО"], TWO[0][::-1]]),
        [VETROVA],
        silent=True,
    ),
    Shape("one person twice", book([HEAD, TWO[0], TWO[0]]), [VETROVA, VETROVA], ("уже есть в строке 2",)),
    Shape("nothing but a name", book([HEAD, [NAME]]), [VETROVA], ("ничего, кроме имени",)),
    Shape("no heading", book([[1, 2, 3], [4, 5, 6]]), refused="Не нашли строку с названиями столбцов"),
    Shape("heading without rows", book([HEAD]), refused="ни одной заполненной строки"),
    Shape("wider than the limit", book([[f"столбец {n}" for n in range(61)]]), refused="столбцы до BI"),
    Shape("web page as xls", b"<html><table><tr><td>x</td></tr></table>", refused="веб-страница"),
    Shape("word document", b"\xd0\xcf\x11\xe0" + b"WordDocument" * 50, refused="старого формата, а не таблица"),
    Shape(
        "pupils with both parents in a cell",
        book(
            [
                ["Ф.И. ребёнка", "Дата рождения", "Группа", "Родители (законные представители)"],
                [
                    "Котов Илья",
                    "01.02.2021",
                    "«Ромашка»",
                    "Котова Мария Петровна (мама), Котов Пётр Ильич – отец 89001112233",
                ],
            ]
        ),
        [
            {
                "last_name": "Котов",
                "unit": "«Ромашка»",
                "guardians": [("Котова Мария Петровна", "мать", ""), ("Котов Пётр Ильич", "отец", "+7 900 111-22-33")],
            }
        ],
        kind="pupils",
    ),
    Shape(
        "pupils by classes, mother and father apart",
        book(
            [
                ["ФИО ученика", "ФИО матери", "Телефон матери", "ФИО отца", "СНИЛС"],
                ["5 «А» класс"],
                ["Котов Илья Петрович", "Котова Мария Петровна", "89001112233", "", "123"],
                ["6 «Б» класс"],
                ["Орлов Иван Петрович", "", "", "Орлов Пётр Ильич", ""],
            ]
        ),
        [
            {"school_class": "5А", "guardians": [("Котова Мария Петровна", "мать", "+7 900 111-22-33")]},
            {"school_class": "6Б", "guardians": [("Орлов Пётр Ильич", "отец", "")]},
        ],
        kind="pupils",
    ),
    Shape(
        "a phone without a parent",
        book([["ФИО ребёнка", "Дата рождения", "Телефон"], ["Котов Илья Петрович", "01.02.2021", "89001112233"]]),
        [{"guardians": []}],
        ("имени представителя нет", "законный представитель не указан"),
        kind="pupils",
    ),
    Shape(
        "a teacher among pupils",
        book([["ФИО ребёнка", "Дата рождения"], ["Котов Илья Петрович", "01.02.1981"]]),
        [{}],
        ("это не обучающийся?",),
        kind="pupils",
    ),
]
