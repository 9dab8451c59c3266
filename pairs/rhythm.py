"""How meetings of a pair are told in words and laid out by weeks; plain values in, plain values out."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from mentorship.common.calendar import countable_days
from mentorship.common.russian import counted

MEETINGS = "встреча,встречи,встреч"
WEEK = timedelta(days=7)


def duration_words(minutes: int) -> str:
    """«45 мин», «4 ч», «4 ч 15 мин»."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} ч" if hours else "", f"{rest} мин" if rest or not hours else ""]
    return " ".join(part for part in parts if part)


def total_words(count: int, minutes: int) -> str:
    """«7 встреч, 4 ч 15 мин»; «0 встреч» while there was none."""
    total = counted(count, MEETINGS)
    return f"{total}, {duration_words(minutes)}" if count else total


def days_ago(days: int) -> str:
    """«сегодня», «вчера», «5 дней назад»."""
    if days <= 1:
        return ("сегодня", "вчера")[max(days, 0)]
    return f"{counted(days, 'день,дня,дней')} назад"


def weeks(first: date, last: date) -> list[date]:
    """Mondays of the calendar weeks from the one of ``first`` to the one of ``last``; empty if ``last`` is earlier."""
    monday = first - timedelta(days=first.weekday())
    return [monday + WEEK * n for n in range((last - monday).days // 7 + 1)] if last >= first else []


def week_counts(held: Iterable[date], mondays: Iterable[date], start: date, end: date, quiet=()) -> list[int | None]:
    """Meetings of one bond week by week; None for a week without a countable day of the bond and without a meeting.

    Args:
        held: days of the meetings, any order, repeats allowed.
        start, end: first and last day of the bond.
        quiet: ranges that the rhythm leaves out, both ends included.
    """
    found = Counter(day - timedelta(days=day.weekday()) for day in held)
    counts = []
    for monday in mondays:
        first, last = max(monday, start), min(monday + WEEK - timedelta(days=1), end)
        silent_by_right = countable_days(first, last, quiet) == 0
        counts.append(None if silent_by_right and not found[monday] else found[monday])
    return counts
