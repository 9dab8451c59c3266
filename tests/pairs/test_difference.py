"""The difference between an issued annex and the present state of pairs."""

import pytest

from pairs.difference import Row, difference


def cells(place, *words):
    return [f"{place}.", *words, "consents"]


ANNEX = {
    1: Row(10, cells(1, "Белова", "Котов")),
    2: Row(20, cells(2, "Зимин", "Орлова")),
    4: Row(40, cells(4, "В", "Г")),
}
SAME = {row.bond: row.cells for row in ANNEX.values()}


def without(*bonds):
    return {bond: row for bond, row in SAME.items() if bond not in bonds}


@pytest.mark.parametrize(
    ("present", "added", "replaces", "words"),
    [
        (SAME, [], {}, []),
        (without(20), [], {}, ["строку 2 исключить"]),
        (SAME | {10: cells(9, "Белова", "Котова")}, [], {}, ["строку 1 изложить в новой редакции"]),
        (SAME, [Row(50, cells(1, "Д", "Е"))], {}, ["дополнить строкой 5"]),
        (without(20), [Row(50, cells(1, "Юсупова", "Орлова"))], {50: 20}, ["строку 2 изложить в новой редакции"]),
        (
            without(10),
            [Row(50, cells(1, "Д", "Е")), Row(60, cells(2, "Ж", "З"))],
            {},
            ["строку 1 исключить", "дополнить строкой 5", "дополнить строкой 6"],
        ),
    ],
)
def test_what_an_amending_order_says(present, added, replaces, words):
    assert [change.words for change in difference(ANNEX, present, added, replaces)] == words


def test_the_number_of_a_row_that_is_gone_is_not_given_again():
    (change,) = difference(ANNEX, SAME, [Row(50, cells(1, "Д", "Е"))], taken=7)
    assert change.words == "дополнить строкой 8"


def test_a_renewed_consent_alone_changes_nothing():
    assert difference(ANNEX, SAME | {10: ["7.", "Белова", "Котов", "consent of another day"]}) == []


def test_a_capital_letter_in_the_dictionary_alone_changes_nothing():
    assert difference(ANNEX, SAME | {10: cells(1, "Белова", "котов")}) == []


def test_the_new_pair_takes_the_number_of_the_row():
    (change,) = difference(ANNEX, without(20), [Row(50, cells(1, "Юсупова", "Орлова"))], {50: 20})
    assert (change.place, change.ended, change.fixed) == (2, 20, 50)
    assert change.new == cells(2, "Юсупова", "Орлова")
