"""The year in a few numbers, each with the page behind it."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.common.russian import plural
from mentorship.registry.models import Participation, Side
from pairs.models import Bond, Meeting
from pairs.rhythm import MEETINGS, duration_words


@dataclass(frozen=True)
class Number:
    """A tile: value, what it counts, where its records are (empty for those who may not open them)."""

    value: int
    label: str
    url: str = ""
    note: str = ""


def in_numbers(cycle, user, today):
    """Tiles of the first page; a municipal coordinator gets the counts without the ways to names."""
    with_links = user.has_role(Role.CURATOR, Role.DIRECTOR)
    sides = (
        Participation.objects.filter(cycle=cycle)
        .in_base(today)
        .aggregate(mentors=Count("pk", filter=Q(side=Side.MENTOR)), mentees=Count("pk", filter=Q(side=Side.MENTEE)))
    )
    bonds = Bond.objects.filter(cycle=cycle).in_force(today).count()
    meetings = Meeting.objects.filter(bond__cycle=cycle).held().aggregate(n=Count("pk"), minutes=Sum("minutes"))
    found = [
        (bonds, "пара или группа действует,пары и группы действуют,пар и групп действует", "pairs:list"),
        (sides["mentors"], "наставник в базе,наставника в базе,наставников в базе", "registry:mentors"),
        (sides["mentees"], "наставляемый в базе,наставляемых в базе,наставляемых в базе", "registry:mentees"),
    ]
    tiles = [Number(n, plural(n, words), reverse(place) if with_links else "") for n, words, place in found]
    spent = duration_words(meetings["minutes"] or 0)
    return [*tiles, Number(meetings["n"], f"{plural(meetings['n'], MEETINGS)} за цикл", note=spent)]
