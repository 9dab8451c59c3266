"""Which pairs are silent, and how their meetings lie in the year (methodology.md 5.4): a fixed number of queries."""

from collections import defaultdict

from django.db.models import Count, Exists, OuterRef, Subquery, Sum

from mentorship.common.calendar import silent_days
from mentorship.institution.models import QuietPeriod, Rules

from . import rhythm
from .models import Bond, Meeting


def silent_bonds(on, bonds=None, most=None):
    """Pairs that have been silent longer than the rules allow, as [(bond, days)], the longest silence first.

    Only pairs in force on the day ``on`` whose kinds keep the rhythm; days are counted from the last held meeting,
    without one from the start, quiet periods left out. Each bond comes with its people and with ``silent_since``.

    Args:
        bonds: a queryset to look among, e.g. those that a user keeps; all pairs without it.
        most: not more than so many pairs.
    """
    limit, quiet = Rules.load().silent_after_days, QuietPeriod.spans()
    since = {pk: held_on or starts_on for pk, starts_on, held_on in _last_days(bonds, on)}
    days = {last: silent_days(last, on, quiet) for last in set(since.values())}
    silent = sorted([(-days[last], pk) for pk, last in since.items() if days[last] > limit])[:most]
    loaded = Bond.objects.with_names().in_bulk([pk for _, pk in silent])
    for pk, bond in loaded.items():
        bond.silent_since = since[pk]
    return [(loaded[pk], -quiet_days) for quiet_days, pk in silent]


def _last_days(bonds, on):
    """(pk, start, day of the last held meeting or None) of every bond that must keep the rhythm on the day ``on``."""
    held = Meeting.objects.held().filter(bond=OuterRef("pk"), held_on__lte=on).order_by("-held_on")
    last = Subquery(held.values("held_on")[:1])  # one step in the index for each bond; Max would read every meeting
    return keeping_rhythm(on, bonds).values_list("pk", "starts_on", last)


def keeping_rhythm(on, bonds=None):
    """Those of ``bonds`` (of all without it) that are in force on the day ``on`` and whose kinds keep the rhythm."""
    bonds = Bond.objects.all() if bonds is None else bonds
    keeping = Bond.kinds.through.objects.filter(bond=OuterRef("pk"), mentoringkind__keeps_rhythm=True)
    return bonds.in_force(on).filter(Exists(keeping)).order_by()


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
