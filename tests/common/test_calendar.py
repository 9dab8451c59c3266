from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.common.calendar import (
    countable_days,
    is_working_day,
    school_year,
    silent_days,
    working_days_after,
)

NEW_YEAR = (date(2023, 12, 31), date(2024, 1, 8))
some_days = st.dates(date(2024, 1, 1), date(2024, 3, 31))
some_ranges = st.lists(st.tuples(some_days, some_days), max_size=4)


def test_countable_days_of_a_bond_leave_twelve_windows():
    days = countable_days(date(2023, 11, 1), date(2024, 4, 30), [NEW_YEAR])
    assert divmod(days, 14) == (12, 5)  # methodology.md 5.2, example I07


def test_countable_days_at_the_edges():
    first, last = date(2025, 9, 1), date(2025, 9, 10)
    assert countable_days(first, first) == 1
    assert countable_days(last, first) == 0
    assert countable_days(first, last, [(first, last)]) == 0
    assert countable_days(first, last, [(date(2025, 8, 1), date(2025, 9, 2)), (last, date(2025, 12, 1))]) == 7


@given(some_days, some_days, some_ranges)
def test_countable_days_equal_a_count_by_hand(start, end, quiet):
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    by_hand = sum(not any(first <= day <= last for first, last in quiet) for day in days)
    assert countable_days(start, end, quiet) == by_hand


def test_silent_days():
    assert silent_days(date(2024, 1, 25), date(2024, 2, 20)) == 26  # methodology.md 5.2, the longest gap
    assert silent_days(date(2023, 12, 21), date(2024, 1, 11), [NEW_YEAR]) == 12
    assert silent_days(date(2024, 1, 25), date(2024, 1, 25)) == 0
    assert silent_days(date(2024, 1, 26), date(2024, 1, 25)) == 0


def test_three_working_days_after_a_notice():
    assert working_days_after(date(2026, 3, 2), 3) == date(2026, 3, 5)  # law.md 1.3


@pytest.mark.parametrize(
    ("served", "week", "last_day"),
    [
        (date(2026, 3, 5), 5, date(2026, 3, 11)),  # Friday; the weekend and Monday the 9th are free
        (date(2026, 3, 5), 6, date(2026, 3, 10)),  # Friday, Saturday, Tuesday
        (date(2026, 3, 7), 5, date(2026, 3, 12)),  # served on a Saturday
    ],
)
def test_holidays_and_the_week_move_the_term(served, week, last_day):
    holidays = {date(2026, 3, 8), date(2026, 3, 9)}
    assert working_days_after(served, 3, holidays=holidays, week=week) == last_day


def test_a_transferred_day_is_working():
    saturday = date(2025, 11, 1)
    assert not is_working_day(saturday)
    assert is_working_day(saturday, working_saturdays={saturday})
    assert working_days_after(date(2025, 10, 31), 1, working_saturdays={saturday}) == saturday


def test_impossible_questions_are_refused():
    with pytest.raises(ValueError, match="не меньше 1"):
        working_days_after(date(2026, 3, 2), 0)
    with pytest.raises(ValueError, match="5 или 6"):
        working_days_after(date(2026, 3, 2), 1, week=7)


def test_school_year():
    year = (date(2025, 9, 1), date(2026, 8, 31))
    for day in (year[0], date(2025, 12, 31), date(2026, 1, 1), year[1]):
        assert school_year(day) == year
    assert school_year(date(2025, 8, 31))[0] == date(2024, 9, 1)
