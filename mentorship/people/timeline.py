"""A person's years in one line: every app tells its own dated events.

A source is a callable ``(person, user) -> iterable of Event``; it asks a fixed number of queries and tells only what
``user`` may see of ``person``.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mentorship.common.registry import Registry

OPEN_YEARS = 2


@dataclass(frozen=True)
class Event:
    """What happened on a day, or began on it.

    Attributes:
        note: the rest of it in small print.
        kind: the look of the mark: «ok», «now», «overdue» or empty.
    """

    on: date
    title: str
    note: str = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Year:
    """The events of one year, newest first; older years are shown folded."""

    number: int
    events: list
    is_open: bool


timeline_sources = Registry()


def events_of(person, user):
    """All events that ``user`` may see, newest first; on one day in the order of the apps."""
    events = [event for source in timeline_sources for event in source(person, user) if event.on]
    return sorted(events, key=lambda event: event.on, reverse=True)


def years_of(person, user):
    """The same by calendar years."""
    years = [(number, list(events)) for number, events in groupby(events_of(person, user), lambda event: event.on.year)]
    return [Year(number, events, at < OPEN_YEARS) for at, (number, events) in enumerate(years)]
