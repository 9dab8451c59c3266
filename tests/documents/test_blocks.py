"""Blocks: constructors, checks, numbers, words."""

import json

import pytest

from mentorship.documents import blocks
from mentorship.documents.layout import ORDER, Layout

from .sample_papers import consent, order

COLUMNS = [{"title": "№", "width": 20}, {"title": "Имя", "width": 80}]


def items(*levels):
    return [blocks.item("Текст.", level) for level in levels]


@pytest.mark.parametrize(
    ("levels", "numbers"),
    [
        ([1, 1, 2, 2, 1], ["1.", "2.", "2.1.", "2.2.", "3."]),
        ([1, 2, 3, 3, 2, 1, 2], ["1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "2.", "2.1."]),
        ([2, 1], ["1.1.", "2."]),
        ([1, 3], ["1.", "1.1.1."]),
    ],
)
def test_numbers_of_items(levels, numbers):
    assert list(blocks.numbers(items(*levels)).values()) == numbers


def test_numbers_start_again_in_an_annex():
    paper = [*items(1, 1), blocks.annex(["Приложение"], "Список"), *items(1, 2)]
    assert list(blocks.numbers(paper).values()) == ["1.", "2.", "1.", "1.1."]


@pytest.mark.parametrize("paper", [order(), consent()])
def test_a_paper_survives_json(paper):
    blocks.validate(paper)
    assert json.loads(json.dumps(paper)) == paper


def test_words_of_an_order_in_reading_order():
    said = blocks.plain_text(order())
    assert said[:3] == [
        "Управление образования Пролетарского района",
        said[1],
        "(МБДОУ «Детский сад №\u00a03»)",
    ]
    beginnings = [
        "ПРИКАЗ",
        "01.09.2026",
        "г.\u00a0Пролетарск",
        "№\u00a045-од",
        "2.1.\u00a0ознакомить",
        "А.С.\u00a0Петрова",
    ]
    places = [next(n for n, text in enumerate(said) if text.startswith(words)) for words in beginnings]
    assert places == sorted(places)
    assert said[-1] == "1.\u00a0Пары действуют весь учебный год."


def test_what_is_not_known_yet_is_a_gap():
    paper = [blocks.requisites(), blocks.signoff("Дата", "")]
    said = blocks.plain_text(paper)
    assert said[0] == blocks.BLANK
    assert said[1] == f"№\u00a0{blocks.BLANK}"
    assert blocks.BLANK in said[-1]


def test_a_chart_is_said_as_its_table():
    paper = [
        blocks.chart(
            "Встречи", "bar", {"rows": [["Сентябрь", 12.5, None, "5 из 40"], ["Октябрь", None, 80, ""]]}, unit="%"
        )
    ]
    blocks.validate(paper)
    assert blocks.plain_text(paper) == [
        *("Встречи", "Показатель", "Значение, %", "План", "Пояснение"),
        *("Сентябрь", "12,5", "5 из 40", "Октябрь", "н/д", "80"),
    ]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        (blocks.item(""), "Блок 2 («пункт»): поле «Пункт» – не заполнено"),
        (blocks.item("Текст.", 4), "Блок 2 («пункт»)"),
        (blocks.paragraph("Текст", align="middle"), "допустимо только: justify, left, center, right"),
        (blocks.paragraph("ж" * 301), "слово длиннее 300 знаков"),
        (blocks.paragraph("жук " * 3000), "длиннее 10000 знаков"),
        (blocks.table(COLUMNS, [["1", "Белова"], ["2", "Котов", "лишнее"]]), "в строке 2 ячеек 3, а столбцов 2"),
        (blocks.table([{"title": "№", "width": 20}, {"title": "Имя", "width": 20}], []), "вместе 40 %"),
        (blocks.table([], []), "нет ни одного столбца"),
        (blocks.table(COLUMNS, [["1", "Белова"]] * 4001), "больше 8000 ячеек"),
        (blocks.annex(["Приложение"], "Список", "sideways"), "«приложение»"),
        (blocks.checklist([{"text": ""}]), "не заполнено"),
        (blocks.acquaintance("Ознакомлены", [{"name": ""}]), "не заполнено"),
        (blocks.chart("Год", "pie", {"rows": []}), "допустимо только: bar"),
        (blocks.chart("Год", "bar", {"rows": [["Май", "много"]]}), "в строке «Май» значение не число"),
        (blocks.chart("Год", "bar", {"rows": [["Май", float("inf")]]}), "значение не число"),
        (blocks.chart("Год", "stacked", {"series": ["да", "нет"], "rows": [["Май", [1]]]}), "значений 1, а рядов 2"),
        ({"id": "x", "type": "script"}, "неизвестный вид"),
        ({"id": "x", "type": ["note"]}, "неизвестный вид"),
        ({"id": "x", "type": "note"}, "должен быть текст"),
        ({"id": "", "type": "note"}, "нет идентификатора"),
        ({"id": "first", "type": "note"}, "повторяется"),
        ("note", "неизвестный вид"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(block, message):
    with pytest.raises(ValueError, match=r"Блок 2|больше 8000") as refusal:
        blocks.validate([blocks.note("Первый", id="first"), block])
    assert message in str(refusal.value)


def test_an_empty_paper_is_refused():
    with pytest.raises(ValueError, match="ни одного блока"):
        blocks.validate([])


def test_fields_of_the_editor_exist_in_the_blocks():
    editable = [(block, blocks.editable_fields(block)) for block in order() + consent()]
    assert any(fields for _, fields in editable)
    for block, fields in editable:
        for field, label in fields:
            assert isinstance(block[field], str)
            assert label


def test_one_line_before_a_signature_holds_the_line_before_it():
    short, long = blocks.item("Контроль оставляю за собой."), blocks.item("Разместить приказ на сайте. " * 4)
    signature = blocks.signature("Заведующий", "А.С. Петрова")
    assert blocks.kept_with_next([long, short, signature]) == {long["id"], short["id"]}
    assert blocks.kept_with_next([short, long, signature]) == {long["id"]}
    assert signature["id"] in blocks.kept_with_next([long, signature, short]), "the date below it"
    assert signature["id"] not in blocks.kept_with_next([long, signature, long])


def test_words_that_announce_a_list_stay_with_it():
    announced, table = blocks.item("Куратору:"), blocks.table(COLUMNS, [["1", "Белова"]])
    assert (
        blocks.kept_with_next([announced, *items(2)]) == blocks.kept_with_next([announced, table]) == {announced["id"]}
    )
    assert blocks.kept_with_next([*items(1), announced]) == set(), "nothing comes after it"


def test_a_landscape_sheet_is_bound_by_its_upper_edge():
    assert ORDER.margins() == (20, 10, 20, 30)
    assert ORDER.margins("landscape") == (30, 20, 10, 20)


def test_the_commanding_word():
    assert Layout().command("Приказываю:") == "ПРИКАЗЫВАЮ:"
    assert Layout(command_style="spaced").command("ПРИКАЗЫВАЮ:") == "приказываю:"
    with pytest.raises(ValueError, match="ПРИКАЗЫВАЮ"):
        Layout(command_style="loud")


def test_a_numbered_section_is_the_parent_of_its_items():
    made = [
        blocks.subtitle("3. Участники"),
        blocks.item("куратор", 2),
        blocks.item("наставник", 2),
        blocks.item("его права", 3),
    ]
    made += [
        blocks.subtitle("4. Этапы"),
        blocks.item("первый", 2),
        blocks.subtitle("Без номера"),
        blocks.item("второй", 2),
    ]
    assert list(blocks.numbers(made).values()) == ["3.1.", "3.2.", "3.2.1.", "4.1.", "4.2."]
