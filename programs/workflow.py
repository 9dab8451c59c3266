"""Every act on a personalised programme: written, sent, returned, approved, entered from paper."""

from django.db import transaction
from django.utils import timezone

from mentorship.accounts.models import Role, User
from mentorship.accounts.workflow import notify
from mentorship.common.archive import must_be_open
from mentorship.common.periods import add_months
from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, check_version, locked, move, save
from mentorship.people import gates
from mentorship.registry.models import Side

from .models import PersonalProgramme

TERM = "По Положению программа длится от 3 месяцев до 1 года."


def unusual_term(starts_on, ends_on):
    """The warning about a programme shorter than three months or longer than a year, else empty (law.md section 8)."""
    too_short = ends_on < add_months(starts_on, 3)
    return TERM if too_short or ends_on > add_months(starts_on, 12) else ""


@transaction.atomic
def write(bond, *, by, version, goal, tasks, starts_on, ends_on):
    """Write the bond's programme, the first time or anew while it is a draft.

    Args:
        version: what the writer saw, 0 for the first time.
        tasks: one a line.

    Raises:
        Conflict: somebody else changed it since ``version``.
        WorkflowError: it is no draft any more, the bond is over, or the period goes out of the bond's.
    """
    locked(bond)
    programme = _programme_of(bond)
    if programme.pk:
        check_version(programme, version)
    if programme.state != PersonalProgramme.State.DRAFT:
        raise WorkflowError(f"Программа {_word(programme)}: изменить её нельзя. Обновите страницу.")
    return _store(programme, by, "написана", goal=goal, tasks=tasks, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def send(programme, *, by):
    """Give the programme to the head; an earlier remark is answered by it."""
    must_be_open(locked(programme))
    move(programme, to=PersonalProgramme.State.ON_APPROVAL, by=by, reason="отправлена руководителю", remark="")
    for user in User.objects.holding(Role.DIRECTOR):
        notify(user, f"Программа на утверждение: {programme.bond}.", programme.get_absolute_url())
    return programme


@transaction.atomic
def return_with_remark(programme, *, remark, by):
    """The head wants something changed.

    Raises:
        WorkflowError: no remark, or the programme does not lie before the head.
    """
    must_be_open(locked(programme))
    remark = remark.strip()
    if not remark:
        raise WorkflowError("Напишите, что исправить: без замечания вернуть нельзя.")
    move(programme, to=PersonalProgramme.State.DRAFT, by=by, reason=f"возвращена: {remark}"[:100], remark=remark)
    _tell(programme, Side.MENTOR, f"Программа возвращена с замечанием: {remark}")
    return programme


@transaction.atomic
def approve(programme, *, by, version, on=None):
    """The head approves what he has read: ``version`` is what he saw.

    Raises:
        Conflict: the text changed since.
        WorkflowError: it does not lie before the head.
    """
    must_be_open(locked(programme))
    check_version(programme, version)
    save(programme, by=by, reason="прочитана", fields=["version"])
    return _approved(programme, on=on or timezone.localdate(), by=by, reason="утверждена")


@transaction.atomic
def approve_by_paper(programme, *, on, by):
    """A signed paper of the day ``on`` approves the programme, whatever its way to the head was; once is enough."""
    must_be_open(locked(programme))
    if programme.state == PersonalProgramme.State.APPROVED:
        return programme
    if programme.state == PersonalProgramme.State.DRAFT:
        move(programme, to=PersonalProgramme.State.ON_APPROVAL, by=by, reason="в подписанном документе", remark="")
    return _approved(programme, on=on, by=by, reason="утверждена документом")


def _approved(programme, *, on, by, reason):
    move(programme, to=PersonalProgramme.State.APPROVED, by=by, reason=reason, approved_on=on, approved_by=by)
    for side in (Side.MENTOR, Side.MENTEE):
        _tell(programme, side, f"Программа утверждена {date_digits(on)}.")
    return programme


@transaction.atomic
def enter_approved(bond, *, by, version, goal, tasks, starts_on, ends_on, approved_on, scan=None):
    """The curator enters a programme that was approved on paper, with its day and scan.

    Args:
        scan: a stored file, None if the paper stays in the folder.

    Raises:
        Conflict: somebody else changed the draft since ``version``.
        WorkflowError: one is approved already, the bond is over, or a day is impossible.
    """
    locked(bond)
    programme = _programme_of(bond)
    if programme.pk:
        check_version(programme, version)
    if programme.state == PersonalProgramme.State.APPROVED:
        raise WorkflowError(f"Программа {_word(programme)}: вторую внести нельзя.")
    if approved_on > timezone.localdate():
        raise WorkflowError("Дата утверждения не может быть позже сегодняшней.", field="approved_on")
    programme.state, programme.approved_on, programme.scan = PersonalProgramme.State.APPROVED, approved_on, scan
    programme.remark = ""
    texts = {"goal": goal, "tasks": tasks, "starts_on": starts_on, "ends_on": ends_on}
    return _store(programme, by, "внесена с бумаги", **texts)


def _programme_of(bond):
    """The bond's programme under a lock, or a new one."""
    found = PersonalProgramme.objects.select_for_update(of=("self",)).filter(bond=bond).first()
    return found or PersonalProgramme(bond=bond)


def _store(programme, by, reason, **fields):
    bond = programme.bond
    must_be_open(bond)
    if bond.state not in bond.OPEN:
        raise WorkflowError(f"Пара «{bond.get_state_display()}»: программу не меняют.")
    if fields["starts_on"] < bond.starts_on or fields["ends_on"] > bond.last_day:
        span = f"{date_digits(bond.starts_on)}–{date_digits(bond.last_day)}"
        field = "starts_on" if fields["starts_on"] < bond.starts_on else "ends_on"
        raise WorkflowError(f"Период программы выходит за период пары ({span}).", field=field)
    gates.must_be_agreed(
        [member.participation.person for member in bond.members.select_related("participation__person")]
    )
    for name, value in fields.items():
        setattr(programme, name, value)
    return save(programme, by=by, reason=reason)


def _word(programme):
    day = f" {date_digits(programme.approved_on)}" if programme.approved_on else ""
    return f"{programme.get_state_display()}{day}"


def _tell(programme, side, text):
    members = programme.bond.members.filter(side=side, participation__person__user__is_active=True)
    for member in members.select_related("participation__person__user"):
        notify(member.participation.person.user, text, programme.get_absolute_url())
