"""Spaces of papers and unprintable characters."""

import pytest

from mentorship.common.typography import broken_apart, printable, typography


@pytest.mark.parametrize(
    ("typed", "bound"),
    [
        ("приказ № 15", "приказ №~15"),
        ("А. С. Петрова", "А.С.~Петрова"),
        ("А.С. Петрова", "А.С.~Петрова"),
        ("Ивановой И. И.", "Ивановой~И.И."),
        ("Салтыковой-Щедриной М.Е.", "Салтыковой-Щедриной~М.Е."),
        ("за Кимом Ч., Салтыкова М.-А.А.", "за Кимом~Ч., Салтыкова~М.-А.А."),
        ("В. Ли, М.-А.А. Салтыкова", "В.~Ли, М.-А.А.~Салтыкова"),
        ("ИНН 7707083893, ОГРН 1027700132195", "ИНН~7707083893, ОГРН~1027700132195"),
        ("3 сентября 2025 г. издан", "3~сентября~2025~г. издан"),
        ("до 25 мая", "до 25~мая"),
        ("стаж 5 лет, 30 мин, 10 %", "стаж 5~лет, 30~мин, 10~%"),
        ("12 групп", "12 групп"),
        ("г. Пролетарск, ст. 351.8, п. 2", "г.~Пролетарск, ст.~351.8, п.~2"),
        ("И.о. директора", "И.о. директора"),
        ("приказ «О закреплении пар»", "приказ «О~закреплении пар»"),
        ("педагог – педагог", "педагог~– педагог"),
        ("два  пробела", "два  пробела"),
    ],
)
def test_what_a_line_must_not_part(typed, bound):
    result = typography(typed)
    assert result == bound.replace("~", "\u00a0")
    assert typography(result) == result


@pytest.mark.parametrize(
    ("said", "pieces"),
    [
        ("от 1 июня № 61-од, и № 7", ["от 1~июня ", "№~61-од", ", и №~7"]),
        ("№ АЗ-1128/08 и № 10/2026-С.", ["", "№~АЗ-1128/08", " и ", "№~10/2026-С.", ""]),
        ("воспитатель-дефектолог, № 5", ["воспитатель-дефектолог, №~5"]),
        ("№ " + "9" * 30 + "-од", ["№~" + "9" * 30 + "-од"]),
    ],
)
def test_a_number_that_must_not_break_at_its_hyphen(said, pieces):
    assert broken_apart(typography(said)) == [piece.replace("~", "\u00a0") for piece in pieces]


def test_what_no_paper_can_hold_is_dropped():
    assert printable("а\x00б\ud800в\u202eг\u200bд\x85\ufffeе\uf0b7") == "абвгде"


def test_lines_tabs_and_signs_are_kept():
    assert printable("а\r\nб\u2028в\tг – «№ 5» ☒ 😀") == "а\nб\nв\tг – «№ 5» ☒ 😀"
