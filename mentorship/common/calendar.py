"""Counting of days: working days, days that a quiet period (каникулы, отпуск) leaves out, the school year.

All days are plain dates, all ranges include both ends. Nothing here knows the institution: its holidays and
quiet periods are given by the caller.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

DAY = timedelta(days=1)

Range = tuple[date, date]


def countable_days(start: date, end: date, quiet: Iterable[Range] = ()) -> int:
    """Days from ``start`` to ``end``, both included, that lie in no quiet range; 0 if ``end`` is earlier.

    Quiet ranges may overlap and go over the edges. Source: methodology.md 5.2, rhythm of meetings.
    """
    days = max((end - start).days + 1, 0)
    counted_to = start - DAY
    for first, last in sorted(quiet):
        first, last = max(first, counted_to + DAY), min(last, end)
        if first <= last:
            days -= (last - first).days + 1
            counted_to = last
    return days


def silent_days(last: date, today: date, quiet: Iterable[Range] = ()) -> int:
    """Days gone since ``last`` (not counted itself) up to and with ``today``, quiet ones left out.

    0 on the day itself and when ``last`` lies in the future. Source: methodology.md 5.4, signal «no meeting».
    """
    return countable_days(last + DAY, today, quiet)


def is_working_day(
    day: date,
    *,
    holidays: Collection[date] = (),
    working_saturdays: Collection[date] = (),
    week: int = 5,
) -> bool:
    """Whether one works on ``day``.

    Args:
        holidays: free days besides the weekend (праздничные и перенесённые выходные).
        working_saturdays: days of a weekend made working by a transfer; they win over everything else.
        week: 5 (Saturday is free) or 6.

    Raises:
        ValueError: ``week`` is neither 5 nor 6.
    """
    if week not in (5, 6):
        raise ValueError(f"Рабочая неделя бывает из 5 или 6 дней, получено {week}.")
    if day in working_saturdays:
        return True
    return day not in holidays and day.weekday() < week


def statutory_holidays(year: int) -> set[date]:
    """Non-working holidays of a year by ст. 112 ТК РФ; days off transferred by the government are not among them."""
    january = {(1, number) for number in range(1, 9)}
    return {date(year, month, day) for month, day in january | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}}


def working_days_after(
    day: date,
    n: int,
    *,
    holidays: Collection[date] = (),
    working_saturdays: Collection[date] = (),
    week: int = 5,
) -> date:
    """The ``n``-th working day after ``day``; ``day`` itself is never counted (ст. 14 ТК РФ).

    A notice served on ``day`` with a term of three working days lets the duty end on
    ``working_days_after(day, 3)`` at the earliest (ст. 351.8 ТК РФ, the careful reading of law.md 1.3).

    Raises:
        ValueError: ``n`` is less than 1 or ``week`` is neither 5 nor 6.
    """
    if n < 1:
        raise ValueError(f"Число рабочих дней должно быть не меньше 1, получено {n}.")
    while n:
        day += DAY
        n -= is_working_day(day, holidays=holidays, working_saturdays=working_saturdays, week=week)
    return day


def school_year(day: date) -> Range:
    """First and last day of the school year that ``day`` belongs to: 1 September to 31 August."""
    first = day.year if day.month >= 9 else day.year - 1
    return date(first, 9, 1), date(first + 1, 8, 31)
