"""Who of a group comes to its meetings. A meeting counts for a mentee unless the mentor marked him absent; for the group
and its mentor it counts whoever was away (methodology.md 5.2, I07)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from mentorship.common.calendar import DAY, silent_days
from mentorship.institution.models import QuietPeriod, Rules
from mentorship.people.models import Person
from mentorship.registry.models import Participation, Side

from .models import Bond, BondMember, Meeting, MeetingMark
from .rhythm_queries import keeping_rhythm

YEAR = 366 * DAY


@dataclass(frozen=True)
class Attendance:
    """At how many of the ``held`` meetings of his group a mentee was."""

    participation: Participation
    was: int
    held: int

    @property
    def words(self):
        """«5 из 6»."""
        return f"{self.was} из {self.held}"


def attendance_of(bonds):
    """{bond pk: [Attendance of each mentee]} of those groups among ``bonds`` (loaded ``with_people``) that have met."""
    groups = [bond for bond in bonds if bond.is_group]
    if not groups:
        return {}
    held = Meeting.objects.held().filter(bond__in=groups).order_by().values_list("bond").annotate(Count("pk"))
    counts = dict(held)
    absences = MeetingMark.objects.absences().filter(meeting__bond__in=groups)
    missed = {
        (bond, participation): count
        for bond, participation, count in absences.values_list("meeting__bond", "participation").annotate(Count("pk"))
    }
    return {
        bond.pk: [
            Attendance(one, counts[bond.pk] - missed.get((bond.pk, one.pk), 0), counts[bond.pk])
            for one in bond.participations(Side.MENTEE)
        ]
        for bond in groups
        if bond.pk in counts
    }


def attendance_words(found):
    """«Котов И.С. – 6 из 6, Орлова А.Д. – 5 из 6» of a list of :class:`Attendance`."""
    return ", ".join(f"{one.participation.person.short_name} – {one.words}" for one in found)


@dataclass(frozen=True)
class Away:
    """A mentee whom his group has long been meeting without.

    Attributes:
        since: the day of the last meeting at which he was, the first day of the group if he was at none.
        days: countable days since then.
    """

    bond: Bond
    person: Person
    since: date
    days: int


def long_away(on, bonds=None, most=None):
    """Mentees without whom their group meets for longer than the rules allow, as [:class:`Away`], the longest first.

    A group that is silent as a whole is told by ``silent_bonds``; whoever is on a pause on the day ``on`` is not missed.

    Args:
        bonds: a queryset to look among; all groups in force that keep the rhythm without it.
        most: not more than so many people.
    """
    limit, quiet = Rules.load().silent_after_days, QuietPeriod.spans()
    missed = set(_missed_lately(on, _first_day_within(limit, on, quiet), keeping_rhythm(on, bonds)))
    since = {pk: day for pk, *member, day in _last_there(missed, on) if tuple(member) in missed}
    days = {day: silent_days(day, on, quiet) for day in set(since.values())}
    longest = sorted((-days[day], pk) for pk, day in since.items() if days[day] > limit)[:most]
    members = BondMember.objects.select_related("participation__person").in_bulk([pk for _, pk in longest])
    loaded = Bond.objects.with_names().in_bulk([one.bond_id for one in members.values()])
    return [
        Away(loaded[members[pk].bond_id], members[pk].participation.person, since[pk], -quiet_days)
        for quiet_days, pk in longest
    ]


def _first_day_within(limit, on, quiet):
    """The earliest day, of a year at most, since which not more than ``limit`` countable days have gone."""
    day = on
    while day > on - YEAR and silent_days(day - DAY, on, quiet) <= limit:
        day -= DAY
    return day


def _missed_lately(on, since, bonds):
    """(bond, participation) of those who were not at a meeting of the days from ``since`` to ``on``: asked for in so few
    days, it is a step in the index for each bond."""
    absences = MeetingMark.objects.absences().filter(meeting__held_on__range=(since, on))
    return absences.filter(meeting__bond__in=bonds.values("pk")).values_list("meeting__bond", "participation")


def _last_there(missed, on):
    """(pk, bond, participation, day) of the members of ``missed`` who are on no pause; the day is the last one he was
    there, or the bond's first."""
    if not missed:
        return []
    bonds, participations = zip(*missed, strict=True)
    meetings = Meeting.objects.held().attended_by(OuterRef(OuterRef("participation")))
    attended = meetings.filter(bond=OuterRef("bond"), held_on__lte=on).order_by("-held_on").values("held_on")
    members = BondMember.objects.filter(bond__in=set(bonds), participation__in=set(participations)).order_by()
    members = members.exclude(participation__in=Participation.objects.resting(on))
    since = Coalesce(Subquery(attended[:1]), "bond__starts_on")
    return members.values_list("pk", "bond", "participation", since)
