"""The logs of the invented pairs: meetings in their rhythm, what the mentees and the curator say of them."""

from datetime import time, timedelta

from mentorship.registry.models import Side
from pairs import logbook
from pairs.models import Meeting

REMARKED = 2  # of the meetings of a pair, counted from none, the one on which the curator remarks
AWAY = 3  # of every five meetings of a group, the one at which its last mentee was not there


def meet(story, bond, every, *, until, silent=False):
    """Meetings in the pair's rhythm, confirmed by the mentees; a silent pair stopped a month ago."""
    day, n, mentor = bond.starts_on + timedelta(days=2), 0, story.users["mentor"]
    until = min(until, story.today)
    if silent:
        until = story.today - timedelta(days=30)
    while day <= until:
        if day.weekday() < 5:
            meeting = logbook.log_meeting(
                bond,
                by=mentor,
                held_on=day,
                minutes=(30, 45, 30, 60)[n % 4],
                type=(Meeting.Type.TALK, Meeting.Type.VISIT, Meeting.Type.REVIEW)[n % 3]
                if n
                else Meeting.Type.ACQUAINTANCE,
                topic=bond.goal,
                agreed=story.data["agreed"][n % len(story.data["agreed"])],
                mood=(3, 3, 2, 3)[n % 4],
                **_details(story, bond, n, day, every),
            )
            if day < story.today - timedelta(days=3):
                _confirm(story, meeting, n)
            if n == REMARKED:
                words = "Запишите, чем кончилась мини-беседа: она войдёт в отчёт."
                logbook.remark_on_meeting(meeting, remark=words, version=meeting.version, by=story.users["curator"])
            n += 1
            day += timedelta(days=every)
        else:
            day += timedelta(days=1)


def _details(story, bond, n, day, every):
    """The other columns of the log; from a group somebody was away now and then, the hour of today may not have come."""
    told = story.data["met"]
    row, before = told[n % len(told)], told[(n - 1) % len(told)]
    mentees = [one.pk for one in bond.participations(Side.MENTEE)]
    return {
        "begins_at": time.fromisoformat(row["at"]) if day < story.today else None,
        "place": row["place"],
        "done": row["done"],
        "task": row["task"],
        "task_until": day + timedelta(days=every) if row["task"] else None,
        "former_done": (Meeting.Done.YES, Meeting.Done.YES, Meeting.Done.PARTLY)[n % 3] if n and before["task"] else "",
        "present": mentees[:-1] if len(mentees) > 1 and n % 5 == AWAY else mentees,
    }


def _confirm(story, meeting, n):
    there = meeting.bond.members.filter(side=Side.MENTEE).exclude(
        participation__in=meeting.marks.values("participation")
    )
    for member in there.select_related("participation"):
        logbook.mark_meeting(
            meeting, member.participation, confirmed=True, rating=(5, 4, 5)[n % 3], by=story.users["mentee"]
        )
