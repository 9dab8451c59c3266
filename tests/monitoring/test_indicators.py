"""Figures counted by hand; the examples of methodology.md 5.2 are marked by their names."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from monitoring import indicators
from monitoring.indicators import (
    Share,
    decimal_words,
    part_of,
    personal_index,
    programme_score,
    reduction,
    rhythm,
    rhythm_share,
    roadmap_done,
    satisfied,
    scale_percent,
    share,
)

NEW_YEAR = (date(2023, 12, 31), date(2024, 1, 8))
HELD = [
    date(2023, 11, 2),
    date(2023, 11, 14),
    date(2023, 11, 23),
    date(2023, 12, 5),
    date(2023, 12, 21),
    date(2024, 1, 11),
    date(2024, 1, 25),
    date(2024, 2, 20),
    date(2024, 3, 1),
    date(2024, 3, 14),
    date(2024, 3, 28),
    date(2024, 4, 11),
    date(2024, 4, 25),
]


@pytest.fixture
def example():
    return rhythm(date(2023, 11, 1), date(2024, 4, 30), HELD, [NEW_YEAR])


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        pytest.param(5, 24, "20.8", id="example I01"),
        pytest.param(5, 6, "83.3", id="example I02"),
        pytest.param(4, 24, "16.7", id="example I03"),
        (1, 4, "25.0"),
        (1, 16, "6.3"),
        (0, 7, "0.0"),
        (25, 24, "104.2"),
    ],
)
def test_share(numerator, denominator, percent):
    assert share(numerator, denominator) == Share(numerator, denominator, Decimal(percent))


def test_an_empty_denominator_is_no_data_and_not_zero():
    empty = share(0, 0)
    assert empty.percent is None
    assert str(empty) == "н/д"


def test_a_share_is_said_with_its_counts():
    assert str(share(5, 24)) == "20,8 % (5 из 24)"
    assert str(share(3, 3)) == "100 % (3 из 3)"


@pytest.mark.parametrize("counts", [(-1, 5), (1, -5)])
def test_a_negative_count_is_refused(counts):
    with pytest.raises(ValueError, match="negative"):
        share(*counts)


def test_part_of_counts_members_once_and_only_those_of_the_whole():
    accepted, paired = ["anna", "boris", "vera", "anna"], {"anna", "vera", "gleb"}
    assert part_of(accepted, paired) == Share(2, 3, Decimal("66.7"))
    assert part_of([], paired).percent is None


def test_roadmap_counts_rows_due_by_the_date():
    rows = [
        (date(2025, 9, 30), True),
        (date(2025, 10, 31), False),
        (date(2025, 11, 30), True),
        (date(2025, 12, 1), True),
        (None, True),
        (None, False),
    ]
    assert roadmap_done(rows, date(2025, 11, 30)) == Share(2, 3, Decimal("66.7"))
    assert roadmap_done(rows, date(2025, 9, 1)).percent is None


def test_rhythm_example(example):
    assert (example.windows, example.met, example.percent) == (12, 11, Decimal("91.7"))
    assert example.longest_gap_days == 26


def test_rhythm_example_names_the_empty_window(example):
    assert [(window.start, window.end) for window in example.details if not window.met] == [
        (date(2024, 2, 2), date(2024, 2, 15))
    ]
    assert sum(window.meetings for window in example.details) == len(HELD)


def test_windows_are_of_fourteen_countable_days(example):
    assert {window.days for window in example.details} == {14}
    fifth = example.details[4]
    assert (fifth.start, fifth.end) == (date(2023, 12, 27), date(2024, 1, 18))


@pytest.mark.parametrize(("length", "windows"), [(14, 1), (20, 1), (21, 2), (6, 0), (7, 1)])
def test_a_short_last_window_counts_from_seven_days(length, windows):
    start = date(2025, 10, 1)
    assert rhythm(start, start + timedelta(days=length - 1), []).windows == windows


def test_a_pair_without_a_countable_window_has_no_data():
    nothing = rhythm(date(2025, 12, 31), date(2026, 1, 8), [], [(date(2025, 12, 28), date(2026, 1, 11))])
    assert (nothing.windows, nothing.percent, nothing.longest_gap_days) == (0, None, 0)


def test_a_pause_is_taken_out_as_a_vacation_is():
    start, end = date(2025, 10, 1), date(2025, 11, 25)
    assert rhythm(start, end, []).windows == 4
    assert rhythm(start, end, [], paused=[(date(2025, 10, 15), date(2025, 11, 11))]).windows == 2


def test_a_meeting_in_the_vacation_counts_for_the_window_before():
    start, end = date(2025, 10, 1), date(2025, 11, 11)
    autumn = [(date(2025, 10, 15), date(2025, 10, 28))]
    found = rhythm(start, end, [date(2025, 10, 20)], autumn)
    assert [window.meetings for window in found.details] == [1, 0]


def test_a_meeting_before_the_first_countable_day_counts_for_the_first_window():
    found = rhythm(date(2025, 11, 1), date(2025, 11, 22), [date(2025, 11, 3)], [(date(2025, 11, 1), date(2025, 11, 8))])
    assert [(window.start, window.meetings) for window in found.details] == [(date(2025, 11, 9), 1)]


def test_meetings_outside_the_period_and_repeats_are_ignored():
    day = date(2025, 10, 2)
    found = rhythm(date(2025, 10, 1), date(2025, 10, 14), [day, day, date(2025, 9, 30), date(2025, 10, 15)])
    assert [window.meetings for window in found.details] == [1]


def test_silence_counts_from_the_start_and_to_the_end():
    start, end = date(2025, 10, 1), date(2025, 10, 31)
    assert rhythm(start, end, [date(2025, 10, 11)]).longest_gap_days == 20
    assert rhythm(start, end, [date(2025, 10, 25)]).longest_gap_days == 24
    assert rhythm(start, end, []).longest_gap_days == 30


def test_silence_leaves_quiet_days_out():
    quiet = [(date(2025, 10, 20), date(2025, 10, 26))]
    assert rhythm(date(2025, 10, 1), date(2025, 10, 31), [date(2025, 10, 11)], quiet).longest_gap_days == 13


def test_a_bond_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        rhythm(date(2025, 10, 2), date(2025, 10, 1), [])


def test_rhythm_of_the_programme_adds_windows_up(example):
    silent = rhythm(date(2025, 10, 1), date(2025, 10, 14), [])
    assert rhythm_share([example, silent]) == Share(11, 13, Decimal("84.6"))
    assert rhythm_share([]).percent is None


def test_satisfaction_example():
    indexes = [Decimal(index) for index in ("8.67", "6.0", "10.0", "7.11")]
    assert satisfied(indexes, Decimal("7.0")) == Share(3, 4, Decimal("75.0"))


@pytest.mark.parametrize(
    ("answers", "index"),
    [
        ([9, 9, 8, 9, 8, 9, 9, 8, 9], "8.67"),
        ([7, 7, 7, 7, 7, 7, 7, 7, 8], "7.11"),
        ([10, None, 4], "7.00"),
        ([None, None], None),
        ([], None),
    ],
)
def test_personal_index_leaves_not_applicable_out(answers, index):
    assert personal_index(answers) == (index and Decimal(index))


def test_the_threshold_itself_satisfies_and_no_index_does_not_count():
    assert satisfied([Decimal("7.00"), Decimal("6.99"), None]) == Share(1, 2, Decimal("50.0"))


@pytest.mark.parametrize(("n", "hidden"), [(0, True), (2, True), (3, False)])
def test_fewer_than_three_answers_are_hidden(n, hidden):
    assert indicators.is_hidden(n) is hidden


def test_reduction_example():
    before, after = [3] * 14 + [2] + [0] * 8, [1] * 21 + [0] * 2
    assert (sum(before), sum(after), len(before), len(after)) == (44, 21, 23, 23)
    assert scale_percent(before, 0, 3) == Decimal("63.8")
    assert scale_percent(after, 0, 3) == Decimal("30.4")
    assert reduction(44, 21) == Decimal("52.3")


def test_reduction_of_nothing_is_no_data_and_growth_is_negative():
    assert reduction(0, 3) is None
    assert reduction(10, 12) == Decimal("-20.0")


def test_scale_percent_example():
    assert scale_percent([4, 4], 1, 5) == Decimal("75.0")


def test_scale_percent_leaves_not_applicable_out():
    assert scale_percent([5, None, 3], 1, 5) == Decimal("75.0")
    assert scale_percent([None], 1, 5) is None


def test_programme_score_example():
    score = programme_score([2, 2, 1, 2, 2, 2, None, 1, 2])
    assert (score.total, score.maximum, score.rescaled, score.level) == (
        14,
        16,
        Decimal("15.75"),
        "оптимальный",
    )
    assert decimal_words(score.rescaled) == "15,8"


@pytest.mark.parametrize(
    ("scores", "level"),
    [
        ([2] * 6 + [1] * 3, "оптимальный"),
        ([2] * 5 + [1] * 4, "допустимый"),
        ([1] * 9, "допустимый"),
        ([1] * 8 + [0], "недопустимый"),
        ([None] * 9, "н/д"),
    ],
)
def test_levels_of_the_programme(scores, level):
    assert programme_score(scores).level == level


def test_the_table_of_indicators():
    assert list(indicators.INDICATORS) == ["I01", "I03", "I05", "I07", "I08", "I11", "I12", "I23"]
    assert {code: one.target for code, one in indicators.INDICATORS.items() if one.target} == {
        "I05": 100,
        "I07": 90,
        "I08": 100,
        "I23": 90,
    }


def test_satisfaction_has_the_plan_of_the_year():
    plan = indicators.INDICATORS["I11"]
    assert [plan.target_for(year) for year in (2020, 2024, 2025)] == [50, 85, None]
    assert indicators.INDICATORS["I05"].target_for(2025) == 100
