from datetime import date

import pytest

from mentorship.cycle import terms
from mentorship.cycle.terms import State, TermError, Window, parse, transposed, window, words

YEAR = (date(2025, 9, 1), date(2026, 5, 31))
WRITTEN = [
    "fixed:2021-11",
    "annual",
    "annual:09",
    "annual:02-04",
    "sy:09",
    "sy:11-04",
    "on_demand",
    "on_bond_end",
    "inherit",
    "none",
    "on_bond_end;annual",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_term_is_written_back_as_it_was_read(text):
    assert str(parse(text)) == text


def test_spaces_and_a_range_of_one_month_are_tidied():
    assert str(parse(" on_bond_end ; annual:09-09; ")) == "on_bond_end;annual:09"


def test_an_empty_text_is_no_term():
    assert parse("  ") == terms.NONE


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("сентябрь", "Примеры"),
        ("fixed:2021", "укажите год и месяц"),
        ("fixed:2021-13", "месяца «13» нет"),
        ("fixed:0021-11", "год раньше 2000-го"),
        ("sy", "укажите месяц"),
        ("sy:9", "двумя цифрами"),
        ("annual:", "укажите месяц"),
        ("annual:00-03", "месяца «00» нет"),
        ("sy:11-2024", "укажите месяц"),
        ("on_demand:05", "месяцев не бывает"),
        ("inherit;annual", "не сочетаются"),
    ],
)
def test_a_wrong_term_is_refused_with_advice(text, advice):
    with pytest.raises(TermError, match=advice):
        parse(text)


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("fixed:2025-11", date(2025, 11, 1), date(2025, 11, 30)),
        ("annual", date(2025, 9, 1), date(2026, 5, 31)),
        ("annual:09", date(2025, 9, 1), date(2025, 9, 30)),
        ("annual:01", date(2026, 1, 1), date(2026, 1, 31)),
        ("annual:02-04", date(2026, 2, 1), date(2026, 4, 30)),
        ("sy:09-10", date(2025, 9, 1), date(2025, 10, 31)),
        ("sy:11-04", date(2025, 11, 1), date(2026, 4, 30)),
        ("sy:05", date(2026, 5, 1), date(2026, 5, 31)),
        ("on_demand", date(2025, 9, 1), date(2026, 5, 31)),
        ("on_bond_end;annual", date(2025, 9, 1), date(2026, 5, 31)),
        ("annual:09;annual:01", date(2025, 9, 1), date(2026, 1, 31)),
    ],
)
def test_window_inside_a_school_year(text, start, due):
    assert window(parse(text), *YEAR) == Window(start, due)


def test_window_ends_on_the_leap_day():
    assert window(parse("annual:02"), date(2027, 9, 1), date(2028, 5, 31)).due == date(2028, 2, 29)


def test_months_are_looked_for_inside_a_cycle_of_the_calendar_year():
    year = (date(2026, 1, 12), date(2026, 12, 25))
    assert window(parse("annual:09"), *year) == (date(2026, 9, 1), date(2026, 9, 30))
    assert window(parse("sy:11-04"), *year) == (date(2026, 1, 12), date(2026, 4, 30))
    assert window(parse("annual:12"), *year) == (date(2026, 12, 1), date(2026, 12, 25))


def test_the_first_of_two_septembers_counts():
    assert window(parse("sy:09"), date(2025, 9, 15), date(2026, 9, 30)) == (
        date(2025, 9, 15),
        date(2025, 9, 30),
    )


@pytest.mark.parametrize("text", ["none", "inherit", "annual:07", "on_bond_end"])
def test_a_term_without_a_day_in_the_cycle_has_no_window(text):
    assert window(parse(text), *YEAR) is None


def test_a_row_takes_the_term_of_the_row_above():
    assert window(parse("inherit"), *YEAR, parse("sy:10")) == (date(2025, 10, 1), date(2025, 10, 31))


def test_inheritance_goes_down_the_whole_stage():
    stage = [parse(text) for text in ("inherit", "annual:01", "inherit", "inherit", "on_demand")]
    assert [str(term) for term in terms.resolve_all(stage)] == [
        "none",
        "annual:01",
        "annual:01",
        "annual:01",
        "on_demand",
    ]


def test_a_row_on_the_end_of_pairs_waits_for_the_last_of_them():
    ends = [date(2026, 4, 30), date(2026, 3, 2)]
    assert window(parse("on_bond_end"), *YEAR, bond_ends=ends) == (date(2026, 3, 2), date(2026, 5, 14))
    assert window(parse("on_bond_end"), *YEAR, bond_ends=ends, grace_days=0).due == date(2026, 4, 30)


def test_on_demand_does_not_put_a_binding_day_off():
    assert window(parse("annual:10;on_demand"), *YEAR) == (date(2025, 9, 1), date(2025, 10, 31))


def test_a_cycle_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        window(parse("annual"), date(2026, 5, 31), date(2025, 9, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fixed:2021-11", "fixed:2025-11"),
        ("fixed:2021-02", "fixed:2026-02"),
        ("fixed:2025-12", "fixed:2025-12"),
        ("fixed:2021-07", "none"),
        ("fixed:2021-12;on_demand", "fixed:2025-12;on_demand"),
        ("fixed:2021-07;on_demand", "on_demand"),
        ("annual:09", "annual:09"),
        ("none", "none"),
    ],
)
def test_first_opening_moves_fixed_months_into_the_cycle(text, expected):
    assert str(transposed(parse(text), *YEAR)) == expected


@pytest.mark.parametrize("text", WRITTEN)
def test_a_new_cycle_repeats_everything_but_fixed_rows(text):
    assert terms.is_repeated(parse(text)) is (text != "fixed:2021-11")


@pytest.mark.parametrize(
    ("due", "done", "expected"),
    [
        (date(2026, 1, 9), False, State.OVERDUE),
        (date(2026, 1, 9), True, State.DONE),
        (date(2026, 1, 10), False, State.SOON),
        (date(2026, 1, 24), False, State.SOON),
        (date(2026, 1, 25), False, State.PLANNED),
        (None, False, State.UNDATED),
        (None, True, State.DONE),
    ],
)
def test_state_of_a_row(due, done, expected):
    assert terms.state(due, done=done, today=date(2026, 1, 10), soon_days=14) is expected


def test_on_demand_is_never_overdue():
    term = parse("on_demand")
    due = window(term, *YEAR).due
    late = terms.state(due, done=False, today=date(2026, 6, 20), never_overdue=term.never_overdue)
    assert (late, late.words) == (State.ON_DEMAND, "по мере потребности")
    assert not parse("on_demand;annual:10").never_overdue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fixed:2021-11", "ноябрь 2021"),
        ("annual", "ежегодно"),
        ("annual:09", "сентябрь (ежегодно)"),
        ("annual:02-04", "февраль–апрель (ежегодно)"),
        ("sy:09-10", "сентябрь–октябрь"),
        ("sy:11-04", "ноябрь–апрель"),
        ("on_demand", "по мере потребности"),
        ("on_bond_end", "по завершении пары"),
        ("on_bond_end;annual", "по завершении пары; ежегодно"),
        ("inherit", "как в строке выше"),
        ("none", "без срока"),
    ],
)
def test_words_of_a_term(text, expected):
    assert words(parse(text)) == expected
