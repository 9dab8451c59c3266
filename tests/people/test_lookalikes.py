"""Who may be one person written twice."""

from datetime import date

import pytest

from mentorship.people.lookalikes import NAMESAKE, RENAMED, SAME, SHORT, SLIP, Named, doubles, lookalikes, reason_of

BORN, OTHER_DAY = date(1990, 5, 4), date(1985, 1, 2)


def named(full_name, born=None, pk=None):
    return Named(pk, *[*full_name.split(" ", 2), ""][:3], born)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (named("Семёнова Анна Петровна"), named("Семенова Анна Петровна"), SAME),
        (named("Ceмeнoвa Анна Петровна"), named("Семенова Анна Петровна"), SAME),  # Latin С, е, о, а
        (named("СЕМЕНОВА Анна  Петровна"), named("Семенова Анна Петровна"), SAME),
        (named("Петрова-Водкина Вера Львовна"), Named(None, "Петрова Водкина", "Вера", "Львовна"), SAME),
        (named("Семенова Анна Петровна", BORN), named("Семенова Анна Петровна"), SAME),
        (named("Семенова Анна Петровна", BORN), named("Семенова Анна Петровна", OTHER_DAY), NAMESAKE),
        (named("Иванова М. П."), named("Иванова Мария Петровна"), SHORT),
        (named("Иванова Мария"), named("Иванова Мария Петровна"), SHORT),
        (named("Иванова М. П.", BORN), named("Иванова Мария Петровна", OTHER_DAY), ""),
        (named("Иванова М. С."), named("Иванова Мария Петровна"), ""),
        (named("Белова Анна Петровна", BORN), named("Орлова Анна Петровна", BORN), RENAMED),
        (named("Белова Анна Петровна"), named("Орлова Анна Петровна"), ""),
        (named("Белова Наталья Петровна"), named("Белова Наталия Петровна"), SLIP),
        (named("Белова Анна Петровна"), named("Белова Анна Петорвна"), SLIP),
        (named("Белова Анна Петровна"), named("Беловa Инна Петровна"), SLIP),
        (named("Белова Анна Петровна"), named("Белова Инна Павловна"), ""),
        (named("Белова Анна Петровна", BORN), named("Белова Анна Павловна", OTHER_DAY), ""),
    ],
)
def test_why_two_may_be_one(one, other, reason):
    assert reason_of(one, other) == reason_of(other, one) == reason


def test_the_likeliest_stands_first():
    own = named("Иванова Мария Петровна", BORN)
    known = [
        named("Иванова Мария Петровна", OTHER_DAY, 1),
        named("Иванова М. П.", None, 2),
        named("Иванова Мария Петровна", BORN, 3),
        named("Другая Анна Львовна", BORN, 4),
    ]
    assert [alike.other.pk for alike in lookalikes(own, known)] == [3, 2, 1]


def test_pairs_among_all_are_those_that_one_by_one_comparison_finds():
    names = ["Иванова Мария Петровна", "Иванова М. П.", "Ивонова Мария Петровна", "Орлова Мария Петровна", "Ким Вера"]
    people = [named(name, born, pk) for pk, (name, born) in enumerate([(n, b) for n in names for b in (None, BORN)])]
    slow = {
        frozenset((one.pk, other.pk))
        for at, one in enumerate(people)
        for other in people[at + 1 :]
        if reason_of(one, other) not in ("", NAMESAKE)
    }
    assert {frozenset((alike.one.pk, alike.other.pk)) for alike in doubles(people)} == slow
