"""Every act on meetings: written down and corrected by the mentor, confirmed and rated by each mentee."""

from django.db import transaction
from django.utils import timezone

from mentorship.accounts.workflow import notify
from mentorship.common.archive import must_be_open
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, check_version, locked, move, save
from mentorship.people import gates
from mentorship.registry.models import Side

from .models import Meeting, MeetingMark

LONGEST = 480  # minutes; law.md section 8, «Лист встречи»
SHORTEST = 5


class AlreadyLogged(WorkflowError):
    """The bond has a meeting on that day already; ``meeting`` is it."""

    def __init__(self, meeting):
        day = "сегодня" if meeting.held_on == timezone.localdate() else date_digits(meeting.held_on)
        super().__init__(f"Уже есть запись за {day} – дополнить?")
        self.meeting = meeting


@transaction.atomic
def log_meeting(bond, *, by, held_on, minutes, type, topic="", agreed="", mood=None, again=False):
    """Write down a meeting that was held, and ask the mentees to confirm it.

    Args:
        minutes: 5 to 480.
        mood: a value of ``Meeting.Mood``, for the curator alone.
        again: a second meeting of the same day is meant.

    Raises:
        AlreadyLogged: the same bond met on that day already and ``again`` is not set.
        WorkflowError: the bond does not work, or the day or length is impossible (law.md section 8).
    """
    locked(bond)
    _check_works(bond)
    _check_facts(bond, held_on, minutes)
    _check_consents(bond, held_on)
    same_day = bond.meetings.held().filter(held_on=held_on).first()
    if same_day and not again:
        raise AlreadyLogged(same_day)
    meeting = Meeting(bond=bond, held_on=held_on, minutes=minutes, type=type, topic=topic, agreed=agreed, mood=mood)
    meeting.logged_by = by
    save(meeting, by=by, reason="записана")
    _ask_to_confirm(meeting)
    return meeting


@transaction.atomic
def edit_meeting(meeting, *, version, by, held_on, minutes, type, topic="", agreed="", mood=None):
    """Correct a record; earlier words stay in the history.

    Whoever confirmed another day, length or kind is asked anew: his mark was about other facts.

    Raises:
        Conflict: somebody else corrected it since ``version``.
        WorkflowError: the bond does not work any more, or the day or length is impossible.
    """
    bond = locked(meeting.bond)
    locked(meeting)
    check_version(meeting, version)
    _check_works(bond)
    _check_held(meeting)
    _check_facts(bond, held_on, minutes)
    _check_consents(bond, held_on)
    before = (meeting.held_on, meeting.minutes, meeting.type)
    meeting.held_on, meeting.minutes, meeting.type = held_on, minutes, type
    meeting.topic, meeting.agreed, meeting.mood = topic, agreed, mood
    save(meeting, by=by, reason="исправлена")
    if before != (held_on, minutes, type):
        _take_marks_back(meeting, by)
        _ask_to_confirm(meeting)
    return meeting


@transaction.atomic
def cancel_meeting(meeting, *, by, reason=""):
    """The record was a mistake: it leaves the counts and stays in the history."""
    locked(meeting.bond)
    _check_works(meeting.bond)
    return move(meeting, to=Meeting.State.CANCELLED, by=by, reason=reason.strip() or "записана по ошибке")


@transaction.atomic
def mark_meeting(meeting, participation, *, confirmed, rating=None, comment="", by):
    """One mentee says «подтверждаю» or «было иначе», how useful it was (1–5) and words for the curator.

    A second mark of the same mentee replaces the first, which stays in the history.

    Raises:
        WorkflowError: the meeting is not «состоялась», the participation is no mentee of its bond, the rating is not
            1–5.
    """
    locked(meeting)
    must_be_open(meeting)
    _check_held(meeting)
    if not meeting.bond.members.filter(participation=participation, side=Side.MENTEE).exists():
        raise WorkflowError("Отметить встречу может только её наставляемый.")
    gates.must_be_agreed([participation.person])
    mark = MeetingMark.objects.filter(meeting=meeting, participation=participation).first()
    mark = mark or MeetingMark(meeting=meeting, participation=participation)
    disputed_before = mark.pk is not None and not mark.confirmed
    mark.confirmed, mark.rating, mark.comment, mark.given_at = confirmed, rating, comment, timezone.now()
    save(mark, by=by, reason="подтверждена" if confirmed else "было иначе")
    if not confirmed and not disputed_before:
        _tell_mentors(meeting)
    return mark


@transaction.atomic
def share_agreements(bond, *, shared, by):
    """The mentor opens what the pair agreed on to the curator, or closes it again."""
    locked(bond)
    if bond.meetings_shared != shared:
        bond.meetings_shared = shared
        save(bond, by=by, reason="договорённости открыты куратору" if shared else "договорённости закрыты от куратора")
    return bond


def _check_works(bond):
    must_be_open(bond)
    if not bond.works():
        raise WorkflowError(f"Пара «{bond.get_state_display()}»: встречи записывают и исправляют, пока она действует.")


def _check_consents(bond, held_on):
    """Nothing new is written down of those who withdrew the consent to processing; no meeting after that to mentoring."""
    members = [member.participation for member in bond.members.select_related("participation__person")]
    gates.must_be_agreed([one.person for one in members])
    withdrawn = gates.withdrawn([one.person_id for one in members])
    for one in members:
        consent = withdrawn.get((one.person_id, one.needed_consent))
        if consent and consent.withdrawn_on < held_on:
            raise WorkflowError(
                f"{one.person.short_name}: согласие {consent.get_kind_display()} отозвано"
                f" {date_digits(consent.withdrawn_on)}, встреч после этого дня не проводят."
            )


def _check_held(meeting):
    if meeting.state != Meeting.State.HELD:
        raise WorkflowError(f"Встреча {meeting.get_state_display()}. Обновите страницу.")


def _check_facts(bond, held_on, minutes):
    """Day and length of a held meeting; the words are law.md section 8."""
    if held_on > timezone.localdate():
        raise WorkflowError("Встреча в будущем не может быть проведённой.", field="held_on")
    if held_on < bond.starts_on:
        told = f"Пара работает с {date_digits(bond.starts_on)}: встреча не может быть раньше."
        raise WorkflowError(told, field="held_on")
    if held_on > bond.last_day:
        told = f"Пара работает по {date_digits(bond.last_day)}: встреча не может быть позже."
        raise WorkflowError(told, field="held_on")
    if not SHORTEST <= minutes <= LONGEST:
        raise WorkflowError("Проверьте длительность: от 5 минут до 8 часов.", field="minutes")


def _people(meeting, side):
    members = meeting.bond.members.filter(side=side, participation__person__user__is_active=True)
    return [member.participation.person.user for member in members.select_related("participation__person__user")]


def _ask_to_confirm(meeting):
    for user in _people(meeting, Side.MENTEE):
        notify(user, f"Встреча {date_digits(meeting.held_on)} записана. Подтвердите её.", meeting.get_absolute_url())


def _tell_mentors(meeting):
    for user in _people(meeting, Side.MENTOR):
        text = f"Встреча {date_digits(meeting.held_on)}: наставляемый отметил «было иначе». Проверьте запись."
        notify(user, text, meeting.get_absolute_url())


def _take_marks_back(meeting, by):
    for mark in meeting.marks.all():
        mark._history_user, mark._change_reason = by, "запись исправлена, нужна новая отметка"
        mark.delete()
