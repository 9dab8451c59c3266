"""Every act on meetings: written down and corrected by the mentor, confirmed and rated by each mentee, remarked upon by
the curator."""

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction
from django.db.models import Q
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
WORDS = ("place", *Meeting.OWN_WORDS)
REMARKED = "замечание куратора"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the mentor tells of one meeting: a row of the log (methodology.md 6.4).

    Attributes:
        minutes: 5 to 480.
        place: a room or an address of a call, plain text.
        task_until: the last day for ``task``, not before the meeting.
        former_done: a value of ``Meeting.Done``: how the task given before was done.
        mood: a value of ``Meeting.Mood``, for the curator alone.
        present: keys of the participations of the mentees who were there; None: all of them.
    """

    held_on: date
    minutes: int
    type: str
    topic: str = ""
    begins_at: time | None = None
    place: str = ""
    done: str = ""
    agreed: str = ""
    task: str = ""
    task_until: date | None = None
    former_done: str = ""
    mood: int | None = None
    present: tuple | None = None

    @property
    def columns(self):
        """The fields of a meeting; who was there lies in the marks."""
        return {name: value for name, value in asdict(self).items() if name != "present"}


class AlreadyLogged(WorkflowError):
    """The bond has a meeting on that day already; ``meeting`` is it."""

    def __init__(self, meeting):
        day = "сегодня" if meeting.held_on == timezone.localdate() else date_digits(meeting.held_on)
        super().__init__(f"Уже есть запись за {day} – дополнить?")
        self.meeting = meeting


@transaction.atomic
def log_meeting(bond, *, by, again=False, **told):
    """Write down a meeting that was held, and ask the mentees who were there to confirm it.

    Args:
        again: a second meeting of the same day is meant.
        told: fields of :class:`Entry`.

    Raises:
        AlreadyLogged: the same bond met on that day already and ``again`` is not set.
        WorkflowError: the bond does not work, or what is told is impossible (law.md section 8).
    """
    entry = Entry(**told)
    locked(bond)
    _check_works(bond)
    absent = _check_entry(bond, entry)
    same_day = bond.meetings.held().filter(held_on=entry.held_on).first()
    if same_day and not again:
        raise AlreadyLogged(same_day)
    meeting = save(Meeting(bond=bond, logged_by=by, **entry.columns), by=by, reason="записана")
    _note_absent(meeting, absent, by)
    _ask_to_confirm(meeting, absent)
    return meeting


@transaction.atomic
def edit_meeting(meeting, *, version, by, **told):
    """Correct a record (``told`` are the fields of :class:`Entry`); earlier words stay in the history.

    Whoever confirmed another day, length or kind is asked anew: his mark was about other facts. So is whoever was there
    after all.

    Raises:
        Conflict: somebody else changed it since ``version``.
        WorkflowError: the bond does not work any more, or what is told is impossible.
    """
    entry = Entry(**told)
    bond = locked(meeting.bond)
    locked(meeting)
    check_version(meeting, version)
    _check_works(bond)
    _check_held(meeting)
    absent = _check_entry(bond, entry)
    before = (meeting.held_on, meeting.minutes, meeting.type)
    for name, value in entry.columns.items():
        setattr(meeting, name, value)
    save(meeting, by=by, reason="исправлена")
    all_anew = before != (entry.held_on, entry.minutes, entry.type)
    void = Q(confirmed=None) & ~Q(participation__in=absent)
    came = _take_back(meeting.marks.filter(void | Q(confirmed__isnull=False) if all_anew else void), by)
    _note_absent(meeting, absent, by)
    _ask_to_confirm(meeting, absent, only=None if all_anew else came)
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
        WorkflowError: the meeting is not «состоялась», the participation is no mentee of its bond or was not there, the
            rating is not 1–5.
    """
    locked(meeting)
    must_be_open(meeting)
    _check_held(meeting)
    if not meeting.bond.members.filter(participation=participation, side=Side.MENTEE).exists():
        raise WorkflowError("Отметить встречу может только её наставляемый.")
    gates.must_be_agreed([participation.person])
    mark = MeetingMark.objects.filter(meeting=meeting, participation=participation).first()
    if mark and mark.is_absence:
        raise WorkflowError("По записи вас на этой встрече не было. Если это не так, скажите наставнику: он исправит.")
    mark = mark or MeetingMark(meeting=meeting, participation=participation)
    disputed_before = mark.pk is not None and not mark.confirmed
    mark.confirmed, mark.rating, mark.comment, mark.given_at = confirmed, rating, comment, timezone.now()
    save(mark, by=by, reason="подтверждена" if confirmed else "было иначе")
    if not confirmed and not disputed_before:
        _tell_mentors(meeting, "наставляемый отметил «было иначе». Проверьте запись.")
    return mark


@transaction.atomic
def remark_on_meeting(meeting, *, remark, version, by):
    """The curator's remark on a record («замечания куратора»), for the mentor; an empty one takes it away.

    Raises:
        Conflict: somebody else changed the record since ``version``.
        WorkflowError: the meeting is not «состоялась», the remark is too long, a member withdrew the consent.
    """
    locked(meeting)
    check_version(meeting, version)
    must_be_open(meeting)
    _check_held(meeting)
    _check_lengths(remark=remark)
    gates.must_be_agreed([member.participation.person for member in _members(meeting.bond)])
    if meeting.remark != remark:
        meeting.remark = remark
        save(meeting, by=by, reason=REMARKED, fields=["remark", "version"])
        if remark:
            _tell_mentors(meeting, "куратор оставил замечание.", but=by)
    return meeting


@transaction.atomic
def share_agreements(bond, *, shared, by):
    """The mentor opens the pair's own words (agreed, done, set as a task) to the curator, or closes them again."""
    locked(bond)
    if bond.meetings_shared != shared:
        bond.meetings_shared = shared
        save(bond, by=by, reason="договорённости открыты куратору" if shared else "договорённости закрыты от куратора")
    return bond


def _check_works(bond):
    must_be_open(bond)
    if not bond.works():
        raise WorkflowError(f"Пара «{bond.get_state_display()}»: встречи записывают и исправляют, пока она действует.")


def _check_consents(members, held_on):
    """Nothing new is written down of those who withdrew the consent to processing; no meeting after that to mentoring."""
    members = [member.participation for member in members]
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


def _check_entry(bond, entry):
    """Refuse what cannot be; returns the keys of those mentees of the bond who were not there."""
    _check_facts(bond, entry)
    _check_task(entry)
    _check_lengths(**{name: getattr(entry, name) for name in WORDS})
    members = _members(bond)
    _check_consents(members, entry.held_on)
    mentees = {member.participation_id for member in members if member.side == Side.MENTEE}
    present = mentees if entry.present is None else mentees & set(entry.present)
    if not present:
        raise WorkflowError("Отметьте хотя бы одного, кто был на встрече.", field="present")
    return mentees - present


def _members(bond):
    return list(bond.members.select_related("participation__person"))


def _check_facts(bond, entry):
    """Day, hour and length of a held meeting; the words are law.md section 8."""
    held_on, today = entry.held_on, timezone.localdate()
    if held_on > today:
        raise WorkflowError("Встреча в будущем не может быть проведённой.", field="held_on")
    if held_on < bond.starts_on:
        told = f"Пара работает с {date_digits(bond.starts_on)}: встреча не может быть раньше."
        raise WorkflowError(told, field="held_on")
    if held_on > bond.last_day:
        told = f"Пара работает по {date_digits(bond.last_day)}: встреча не может быть позже."
        raise WorkflowError(told, field="held_on")
    if held_on == today and entry.begins_at and entry.begins_at > timezone.localtime().time():
        raise WorkflowError("Этот час ещё не наступил: проверьте день и время начала.", field="begins_at")
    if not SHORTEST <= entry.minutes <= LONGEST:
        raise WorkflowError("Проверьте длительность: от 5 минут до 8 часов.", field="minutes")


def _check_task(entry):
    """A term belongs to a task and is not over before the task is given."""
    if entry.task_until and not entry.task:
        raise WorkflowError("Срок указан, а задания нет: напишите его или уберите срок.", field="task")
    if entry.task_until and entry.task_until < entry.held_on:
        raise WorkflowError("Срок задания не может быть раньше встречи.", field="task_until")


def _check_lengths(**texts):
    for name, text in texts.items():
        most = Meeting._meta.get_field(name).max_length
        if len(text) > most:
            raise WorkflowError(f"Сократите текст: здесь {len(text)} знаков, помещается {most}.", field=name)


def _ask_to_confirm(meeting, absent, only=None):
    """Ask the mentees who were there; ``only``: those of them who are asked, by participation."""
    text = f"Встреча {date_digits(meeting.held_on)} записана. Подтвердите её."
    for member in _with_account(meeting, Side.MENTEE):
        if member.participation_id not in absent and (only is None or member.participation_id in only):
            notify(member.participation.person.user, text, meeting.get_absolute_url())


def _tell_mentors(meeting, news, but=None):
    for member in _with_account(meeting, Side.MENTOR):
        if (user := member.participation.person.user) != but:
            notify(user, f"Встреча {date_digits(meeting.held_on)}: {news}", meeting.get_absolute_url())


def _with_account(meeting, side):
    found = meeting.bond.members.filter(side=side, participation__person__user__is_active=True)
    return found.select_related("participation__person__user")


def _take_back(marks, by):
    """Marks that a correction has made void; returns whose they were."""
    gone = {mark.participation_id: mark for mark in marks}
    for mark in gone.values():
        mark._history_user, mark._change_reason = by, "запись исправлена, нужна новая отметка"
        mark.delete()
    return set(gone)


def _note_absent(meeting, absent, by):
    """Who was not there has that for his mark, whatever he said before: nobody waits for him."""
    given = {mark.participation_id: mark for mark in meeting.marks.filter(participation__in=absent)} if absent else {}
    for key in absent:
        mark = given.get(key) or MeetingMark(meeting=meeting, participation_id=key)
        if mark.pk is None or not mark.is_absence:
            mark.confirmed, mark.rating, mark.comment, mark.given_at = None, None, "", timezone.now()
            save(mark, by=by, reason="отмечено отсутствие")
