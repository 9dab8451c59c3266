"""Which pairs are silent, and how their meetings lie in the year (methodology.md 5.4): a fixed number of queries."""

from collections import defaultdict

from django.db.models import Count, Max, Q, Sum

from mentorship.common.calendar import silent_days
from mentorship.institution.models import QuietPeriod, Rules

from . import rhythm
from .models import Bond, Meeting

HELD = Q(meetings__state=Meeting.State.HELD)


def silent_bonds(on, bonds=None):
    """Pairs that have been silent longer than the rules allow, as [(bond, days)], the longest silence first.

    Only pairs in force on the day ``on`` whose kinds keep the rhythm; days are counted from the last held meeting,
    without one from the start, quiet periods left out.

    Args:
        bonds: a queryset to look among, e.g. those that a user keeps; all pairs without it.
    """
    limit = Rules.load().silent_after_days
    found = [(bond, days) for bond, days in silence_of(_in_rhythm(bonds, on), on) if days > limit]
    return sorted(found, key=lambda pair: -pair[1])


def _in_rhythm(bonds, on):
    bonds = Bond.objects.all() if bonds is None else bonds
    keeping = Bond.objects.filter(kinds__keeps_rhythm=True).values("pk")
    return bonds.in_force(on).filter(pk__in=keeping).order_by("starts_on", "pk").with_people()


def silence_of(bonds, on):
    """Countable days of silence of each of ``bonds`` (a queryset) on the day ``on``: [(bond, days)]."""
    quiet = QuietPeriod.spans()
    bonds = bonds.annotate(last_held_on=Max("meetings__held_on", filter=HELD & Q(meetings__held_on__lte=on)))
    return [(bond, silent_days(bond.last_held_on or bond.starts_on, on, quiet)) for bond in bonds]


def keeps_rhythm(bond):
    """Whether the norm «once in two weeks» holds for this bond (its kinds are loaded)."""
    return any(kind.keeps_rhythm for kind in bond.kinds.all())


def totals(bond):
    """Number of held meetings of ``bond`` and their minutes."""
    found = bond.meetings.held().aggregate(count=Count("pk"), minutes=Sum("minutes"))
    return found["count"], found["minutes"] or 0


def by_week(bonds, first, last):
    """Rows and columns of the heat map: [(title, [count or None, …])], [«01.09», …].

    Args:
        bonds: a list of bonds with their people loaded.
        first, last: the days between which weeks are shown, both included.
    """
    held, quiet, mondays = defaultdict(list), QuietPeriod.spans(), rhythm.weeks(first, last)
    days = Meeting.objects.held().filter(bond__in=[bond.pk for bond in bonds]).order_by()
    for bond_id, day in days.values_list("bond", "held_on"):
        held[bond_id].append(day)
    rows = [
        (bond.title, rhythm.week_counts(held[bond.pk], mondays, bond.starts_on, min(bond.last_day, last), quiet))
        for bond in bonds
    ]
    return rows, [f"{monday:%d.%m}" for monday in mondays]
