"""The first pages of mentors and mentees: one card a pair, with a fixed number of queries."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, OuterRef, Q, Subquery, Sum

from mentorship.common.calendar import silent_days
from mentorship.cycle.models import Cycle
from mentorship.institution.models import QuietPeriod, Rules
from mentorship.registry.models import Side

from . import meeting_permissions as permissions
from .attendance import Attendance, Away, attendance_of, long_away
from .extensions import facts_of
from .meeting_rows import Row, Usefulness, row_of, usefulness_of
from .models import Bond, BondMember, Meeting
from .rhythm import days_ago, total_words
from .rhythm_queries import keeps_rhythm

TO_CONFIRM = 5  # the oldest unanswered meetings; the rest follow when these are answered
HELD = Q(meetings__state=Meeting.State.HELD)


@dataclass(frozen=True)
class Card:
    """One pair on the first page of a mentor or a mentee.

    Attributes:
        people: those on the other side.
        last: the last held meeting, None if there was none; ``ago`` says how long ago in words.
        next_step: what was agreed last.
        total: «7 встреч, 4 ч 15 мин».
        overdue: silent longer than the rules allow; ``days_left`` until then (None without the norm of rhythm).
        facts: what the apps above say of the pair (its programme).
        waits_since: the first day of a pair that does not work yet, else None.
        to_confirm: rows of meetings that this mentee has not answered yet.
        away: mentees whom the group has long been meeting without, for the mentor.
        attendance: of a mentee who missed meetings of his group, for himself; else None.
    """

    bond: Bond
    people: list
    total: str
    last: Meeting | None = None
    ago: str = ""
    next_step: str = ""
    overdue: bool = False
    days_left: int | None = None
    facts: list = field(default_factory=list)
    waits_since: date | None = None
    can_log: bool = False
    use: Usefulness | None = None
    to_confirm: list[Row] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    attendance: Attendance | None = None


def mentor_cards(user, today):
    """Cards of the pairs in which ``user`` is the mentor: proposed, waiting for an order and working ones."""
    bonds = list(_counted(bonds_of(user, Side.MENTOR)))
    use, away = (usefulness_of(bonds) if bonds else {}), _away(bonds, today)
    return [
        Card(
            **_same(bond, bond.mentees, facts, today),
            can_log=_may_log(bond, today),
            use=use[bond.pk],
            away=[one for one in away if one.bond == bond],
        )
        for bond, facts in _with_facts(bonds, user, today)
    ]


def mentee_cards(user, today):
    """Cards of the pairs in which ``user`` is a mentee, with the meetings he has not confirmed yet."""
    bonds = list(_counted(bonds_of(user, Side.MENTEE)))
    waiting = _unanswered(bonds, user, today) if bonds else {}
    there = attendance_of(bonds)
    return [
        Card(
            **_same(bond, bond.mentors, facts, today),
            to_confirm=waiting.get(bond.pk, []),
            attendance=_missing(there.get(bond.pk, []), user),
        )
        for bond, facts in _with_facts(bonds, user, today)
    ]


def bonds_of(user, side):
    """Open bonds of cycles not closed in which ``user`` stands on this side, with their people, the working ones first."""
    own = BondMember.objects.filter(participation__person__user=user, side=side).values("bond")
    running = Bond.objects.open().filter(pk__in=own, cycle__state=Cycle.State.RUNNING)
    return running.with_people().order_by("state", "starts_on", "pk")


def _counted(bonds):
    last = Meeting.objects.held().filter(bond=OuterRef("pk")).order_by("-held_on", "-pk")
    return bonds.annotate(
        held_count=Count("meetings", filter=HELD),
        held_minutes=Sum("meetings__minutes", filter=HELD),
        last_id=Subquery(last.values("pk")[:1]),
        agreed_last=Subquery(last.exclude(agreed="").values("agreed")[:1]),
    )


def _with_facts(bonds, user, today):
    """Each bond with what its card needs besides: facts, last meeting, quiet periods, the limit of silence."""
    if not bonds:
        return []
    facts, quiet, limit = facts_of(bonds, user), QuietPeriod.spans(), Rules.load().silent_after_days
    last = Meeting.objects.in_bulk([bond.last_id for bond in bonds if bond.last_id])
    return [(bond, (facts[bond.pk], last.get(bond.last_id), quiet, limit)) for bond in bonds]


def _same(bond, people, found, today):
    """What cards of both sides hold."""
    facts, last, quiet, limit = found
    works = bond.state == Bond.State.ACTIVE and bond.starts_on <= today
    silent = silent_days(last.held_on if last else bond.starts_on, today, quiet)
    in_rhythm = works and keeps_rhythm(bond)
    return {
        "bond": bond,
        "people": people,
        "total": total_words(bond.held_count, bond.held_minutes or 0),
        "last": last,
        "ago": days_ago((today - last.held_on).days) if last else "",
        "next_step": bond.agreed_last or "",
        "overdue": in_rhythm and silent > limit,
        "days_left": max(limit - silent, 0) if in_rhythm else None,
        "facts": facts,
        "waits_since": None if works else bond.starts_on,
    }


def _away(bonds, today):
    """Those missing from the groups among ``bonds``; nobody is asked for where there is no group."""
    groups = [bond.pk for bond in bonds if bond.is_group]
    return long_away(today, Bond.objects.filter(pk__in=groups)) if groups else []


def _missing(found, user):
    """The attendance of ``user`` among that of his group, if he missed a meeting."""
    return next((one for one in found if one.participation.person.user_id == user.pk and one.was < one.held), None)


def _may_log(bond, today):
    return bond.state == Bond.State.ACTIVE and bond.starts_on <= today


def _unanswered(bonds, user, today):
    """Held meetings of these bonds without a mark of this mentee: {bond pk: [Row, …]}, the oldest first."""
    own = {bond.pk: permissions.own_participation(user, bond) for bond in bonds}
    marked = Q(marks__participation__in=list(own.values()))
    waiting = Meeting.objects.held().filter(bond__in=bonds).exclude(marked).order_by("held_on", "pk").with_people()
    found = {}
    for meeting in waiting[: TO_CONFIRM * len(bonds)]:
        rows = found.setdefault(meeting.bond_id, [])
        if len(rows) < TO_CONFIRM:
            rows.append(row_of(meeting, user, today))
    return found
