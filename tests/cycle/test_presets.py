from datetime import date

import pytest

from mentorship.cycle import presets, terms
from mentorship.cycle.presets import PresetError, load, read
from mentorship.cycle.results import RESULTS

SMALL = """
code: small
title: "Малая модель"
source: "для проверки"
stages:
  - number: 1
    title: "Подготовка"
    canonical: [1, 2]
    rows:
      - {number: "1.1", title: "Приказ", term: "sy:09", roles: [curator]}
      - {number: "1.2", title: "Сайт", term: inherit}
"""


def rows(code):
    return {row.number: row for stage in load(code).stages for row in stage.rows}


SEVEN = [(number,) for number in range(1, 8)]


@pytest.mark.parametrize(
    ("code", "kind", "counts", "canonical"),
    [
        ("ds73", "kindergarten", [4, 4, 2, 3, 4, 6, 5], SEVEN),
        ("zarechnaya", "school", [4, 2, 4, 2, 7, 5], [(1,), (4,), (3,), (2,), (5, 6), (7,)]),
        ("moco1", "kindergarten", [5, 3, 4, 3, 4, 5, 2], SEVEN),
        ("solnyshko3", "kindergarten", [7, 7, 2, 2, 2], [(1, 2, 3, 4, 5), (6,), (6,), (7,), (0,)]),
        ("ds4stav", "kindergarten", [5, 2, 2, 1, 2, 2, 2], SEVEN),
    ],
)
def test_the_models_have_the_stages_and_rows_of_their_sources(code, kind, counts, canonical):
    preset = load(code)
    assert preset.institution_kind == kind
    assert [sum(not row.suggested for row in stage.rows) for stage in preset.stages] == counts
    assert [stage.canonical for stage in preset.stages] == canonical
    assert all(row.document in ("", *RESULTS) for stage in preset.stages for row in stage.rows)


def test_all_five_models_are_offered():
    offered = {preset.code for preset in presets.available()}
    assert offered == {"ds4stav", "ds73", "moco1", "solnyshko3", "zarechnaya"}


def test_rows_missing_in_the_source_are_suggested_and_marked():
    assert [(row.number, row.title) for row in load("moco1").suggested_rows] == [
        ("4.4", "Провести обучение наставников"),
        ("7.3", "Провести финальное мероприятие и награждение"),
    ]
    assert not any(load(code).suggested_rows for code in ("ds4stav", "ds73", "solnyshko3", "zarechnaya"))


def test_responsible_of_moco1_as_counted_in_the_source():
    named = [row.roles for row in load("moco1").rows]
    assert (named.count(("curator",)), named.count(("form_lead",))) == (17, 9)


def test_ds4stav_keeps_all_numbered_items():
    assert sum(len(row.items) for row in load("ds4stav").rows) == 31
    assert rows("ds4stav")["6.1"].items == (
        "первая организационная встреча",
        "встреча-планирование рабочего процесса",
        "регулярные встречи",
    )


def test_zarechnaya_keeps_the_eight_criteria_of_selection():
    assert len(rows("zarechnaya")["2.1"].items) == 8


def test_a_row_carries_all_that_the_source_says():
    row = rows("moco1")["5.4"]
    assert (row.title, row.roles, row.result, row.document) == (
        "Информировать участников о парах/группах, закрепить распоряжением директора",
        ("curator",),
        "Приказ об утверждении наставнических пар/групп",
        "order_pairs",
    )
    assert rows("moco1")["7.2"].term_text == "По завершении работы пар/групп (ежегодно)"


@pytest.mark.parametrize(
    ("code", "number", "due"),
    [
        ("moco1", "2.3", date(2025, 9, 30)),
        ("moco1", "3.2", date(2026, 1, 31)),
        ("moco1", "4.3", date(2026, 4, 30)),
        ("moco1", "5.1", None),
        ("moco1", "5.4", date(2026, 5, 31)),
        ("moco1", "6.1", None),
        ("ds4stav", "1.5", date(2025, 9, 30)),
        ("ds4stav", "5.2", date(2025, 10, 31)),
        ("ds4stav", "6.2", date(2026, 4, 30)),
        ("ds4stav", "7.2", date(2026, 5, 31)),
    ],
)
def test_merged_cells_take_the_term_above(code, number, due):
    found = {
        row.number: terms.window(term, date(2025, 9, 1), date(2026, 5, 31))
        for stage in load(code).stages
        for row, term in zip(stage.rows, stage.resolved_terms(), strict=True)
    }
    assert (found[number] and found[number].due) == due


def test_a_small_file_is_read():
    preset = read(SMALL, "small")
    assert [str(term) for term in preset.stages[0].resolved_terms()] == ["sy:09", "sy:09"]
    assert preset.rows[1].roles == ()


def test_every_fault_is_told_with_its_place():
    text = (
        SMALL.replace('"Малая модель"', '""')
        .replace("canonical: [1, 2]", "canonical: [9]")
        .replace('"sy:09", roles: [curator]', '"sy:9", roles: [boss]')
        .replace('number: "1.2"', 'number: "1.1", when: "Май"')
        .replace("code: small", "code: smal")
    )
    with pytest.raises(PresetError) as error:
        read(text, "small")
    told = str(error.value)
    assert "не заполнено title" in told
    assert "этап 1: canonical" in told
    assert "этап 1, строка 1 (1.1): Срок «sy:9»" in told
    assert "роли «boss» нет" in told
    assert "этап 1, строка 2: ключ «when» не известен" in told
    assert "повторяются номера 1.1" in told
    assert "code «smal» не совпадает с именем файла «small»" in told
    assert len(error.value.problems) == 7


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("stages: [", "не читается как YAML"),
        ("- 1", "пары «ключ: значение»"),
        ("code: small\ntitle: a\nsource: b", "нет ни одного этапа"),
        (SMALL.replace('number: "1.1"', "number: 1.1"), "возьмите «1.1» в кавычки"),
        (SMALL + "meeting_norm_days: две недели\n", "целое число дней"),
    ],
)
def test_a_broken_file_is_refused_in_words(text, problem):
    with pytest.raises(PresetError, match=problem):
        read(text, "small")


@pytest.mark.parametrize("code", ["nosuch", "../presets/moco1", ""])
def test_an_unknown_preset_is_refused_with_the_list(code):
    with pytest.raises(PresetError, match="есть: ds4stav, ds73, moco1, solnyshko3, zarechnaya"):
        load(code)
