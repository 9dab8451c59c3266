"""The year in a few numbers, each with the page behind it."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse

from mentorship.accounts.models import Role
from mentorship.registry.models import Participation, Side
from pairs.models import Bond, Meeting


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
    return [
        Number(bonds, "пар и групп действует", reverse("pairs:list") if with_links else ""),
        Number(sides["mentors"], "наставников в базе", reverse("registry:mentors") if with_links else ""),
        Number(sides["mentees"], "наставляемых в базе", reverse("registry:mentees") if with_links else ""),
        Number(meetings["n"], "встреч за цикл", "", f"{(meetings['minutes'] or 0) // 60} ч"),
    ]
