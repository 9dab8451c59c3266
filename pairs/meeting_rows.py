"""What one reader sees of meetings: every field that is not his is left out here, not hidden in a template.

A mentor sees confirmed or not, never a mentee's rating or words; a mentee sees his own mark, never the mood nor the
curator's remark; the curator sees all but the pair's own words (what was done, agreed, set as a task), which it opens to
him (methodology.md 4.6, flows.md flow B). Day, hour, place and who was there are facts: whoever reads a meeting sees them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count
from django.utils import timezone

from mentorship.common.russian import date_digits
from mentorship.institution.models import Rules
from mentorship.registry.models import Side

from . import meeting_permissions as permissions
from .models import Meeting, MeetingMark
from .rhythm import duration_words

UNDISPUTED_AFTER = timedelta(days=7)
CONFIRMED, DISPUTED, UNDISPUTED, WAITING = "подтверждена", "было иначе", "не оспорена", "ждёт отметки"
CHIPS = {CONFIRMED: "ok", DISPUTED: "returned", UNDISPUTED: "quiet", WAITING: "wait"}


@dataclass(frozen=True)
class Mark:
    """How one mentee answered, as far as the reader may know it: ``rating`` None and no comment for the mentor."""

    who: str
    word: str
    rating: int | None = None
    comment: str = ""

    @property
    def chip(self):
        return CHIPS.get(self.word, "quiet")


@dataclass(frozen=True)
class OwnWords:
    """What only the pair reads until the mentor opens it: empty for others."""

    agreed: str = ""
    done: str = ""
    task: str = ""
    task_until: date | None = None
    former_done: str = ""

    @classmethod
    def of(cls, meeting):
        former = meeting.get_former_done_display()
        return cls(meeting.agreed, meeting.done, meeting.task, meeting.task_until, former)

    @property
    def task_words(self):
        """«подготовить план, до 12.10.2026»."""
        return f"{self.task}, до {date_digits(self.task_until)}" if self.task_until else self.task


@dataclass(frozen=True)
class Row:
    """A meeting as its reader may see it; ``present`` are the mentees who were there, in short."""

    meeting: Meeting
    length: str
    marks: list
    words: OwnWords
    present: list
    mood: str = ""
    remark: str = ""
    begins: str = ""
    can_remark: bool = False
    can_change: bool = False
    can_mark: bool = False
    own_mark: MeetingMark | None = None


def row_of(meeting, user, today=None):
    """One meeting (loaded ``with_people``) for ``user``."""
    today, bond = today or timezone.localdate(), meeting.bond
    by_office = permissions.reads_by_office(user, bond)
    is_mentor = permissions.in_bond(user, bond, Side.MENTOR)
    own = permissions.own_participation(user, bond)
    given = {mark.participation_id: mark for mark in meeting.marks.all()}
    marks = [
        _mark(one, given.get(one.pk), meeting, today, by_office)
        for one in bond.participations(Side.MENTEE)
        if by_office or is_mentor or one == own
    ]
    return Row(
        meeting=meeting,
        length=duration_words(meeting.minutes),
        begins=_hour(meeting),
        marks=marks,
        words=OwnWords.of(meeting) if permissions.can_see_agreed(user, bond) else OwnWords(),
        present=[one.person.short_name for one in meeting.present],
        remark=meeting.remark if permissions.can_see_remark(user, bond) else "",
        can_remark=permissions.can_remark(user, meeting),
        mood=meeting.get_mood_display() if by_office and meeting.mood else "",
        can_change=permissions.can_change_meeting(user, meeting),
        can_mark=permissions.can_mark_meeting(user, meeting),
        own_mark=given.get(own.pk) if own else None,
    )


def row_of_typed(bond, told):
    """What a mentor typed (fields of ``logbook.Entry``) and has not saved, to be read by him."""
    told = dict(told)
    present = told.pop("present", None)
    meeting = Meeting(bond=bond, **told)
    return Row(
        meeting=meeting,
        length=duration_words(meeting.minutes),
        begins=_hour(meeting),
        words=OwnWords.of(meeting),
        present=[one.person.short_name for one in meeting.present if present is None or one.pk in present],
        marks=[],
    )


def _hour(meeting):
    return f"{meeting.begins_at:%H:%M}" if meeting.begins_at else ""


def _mark(participation, mark, meeting, today, by_office):
    who = participation.person.short_name
    if mark is None:
        asked_on = timezone.localdate(meeting.logged_at)
        return Mark(who, UNDISPUTED if today - asked_on >= UNDISPUTED_AFTER else WAITING)
    if mark.is_absence:
        return Mark(who, "не была" if participation.person.gender == "f" else "не был")
    word = CONFIRMED if mark.confirmed else DISPUTED
    return Mark(who, word, mark.rating, mark.comment) if by_office else Mark(who, word)


@dataclass(frozen=True)
class Usefulness:
    """How many ratings a bond has; the mean only from ``Rules.hide_below`` (three) on."""

    count: int
    mean: float | None


def usefulness_of(bonds):
    """Ratings of use of several bonds by one query and the rules: {bond pk: Usefulness}."""
    least = Rules.load().hide_below
    rated = MeetingMark.objects.filter(
        meeting__bond__in=[bond.pk for bond in bonds], meeting__state=Meeting.State.HELD, rating__isnull=False
    )
    found = {bond.pk: Usefulness(0, None) for bond in bonds}
    for one in rated.values("meeting__bond").annotate(count=Count("pk"), mean=Avg("rating")):
        found[one["meeting__bond"]] = Usefulness(one["count"], one["mean"] if one["count"] >= least else None)
    return found
