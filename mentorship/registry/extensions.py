"""What the apps above give to the pages and rules of the bases, so that the bases need not know them.

Pairs tell here who stands in which pair, how to find those without one, and who may not leave yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from mentorship.common.registry import Registry


@dataclass(frozen=True)
class Filter:
    """A way to narrow the list of a base: ``apply(queryset, on)``; ``title(side)`` is what the page calls it."""

    code: str
    title: str
    apply: Callable
    order: int = 50


@dataclass(frozen=True)
class Tie:
    """What ties a participant: a pair with its address and state.

    Attributes:
        people: those whom the participant meets in it: mentees of a mentor, mentors of a mentee.
        works: it is working now; ``is_completed``: it came to its planned end.
        form: of mentoring, in words; ``ends_on`` its last day.
    """

    title: str
    url: str
    state: str
    state_kind: str
    note: str = ""
    people: tuple = ()
    works: bool = False
    is_completed: bool = False
    form: str = ""
    ends_on: date | None = None


filters = Registry()
ties = Registry()  # callables: (participations, user) -> {participation pk: [Tie, …]}
leaving_gates = Registry()  # callables: (participation, on) -> [Missing, …]


def ties_of(participations, user):
    """All ties of these participations: {pk: [Tie, …]}, by a fixed number of queries."""
    found = {}
    for source in ties:
        for pk, rows in source(participations, user).items():
            found.setdefault(pk, []).extend(rows)
    return found
