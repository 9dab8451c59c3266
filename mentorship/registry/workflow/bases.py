"""Every act on the bases: put forward, accepted, corrected, taken out. One verb, one function."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.archive import must_be_open
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Missing, WorkflowError, check_version, locked, move, save
from mentorship.people import ages, gates
from mentorship.people.models import Consent

from ..extensions import leaving_gates
from ..models import Participation, Side

CHANGEABLE = (
    *("capacity", "request", "source", "groups", "hours_per_week", "time_windows", "preferences", "interests"),
    *("achievements", "results", "case_url"),
)
ANEW = {  # what an earlier stay in the base does not hand on
    "starts_on": None,
    "ends_on": None,
    "leaving_reason": "",
    "selected_on": None,
    "approval": None,
    "rests_from": None,
    "rests_until": None,
    "rest_reason": "",
}
WITHDRAWN = "отозвано согласие"
BASES = {Side.MENTOR: "базу наставников", Side.MENTEE: "базу наставляемых"}


@transaction.atomic
def enrol(cycle, person, side, by, **fields):
    """Put ``person`` forward as a candidate for one side of ``cycle``; one who left is put forward again.

    Args:
        fields: ``proposed_on`` and those of ``CHANGEABLE``.

    Raises:
        WorkflowError: the cycle is closed, the person has left the institution, is in this base already or is a
            pupil too young for this side (methodology.md 3.4).
    """
    must_be_open(cycle)
    today = timezone.localdate()
    must_be_here(person, today)
    if too_young := ages.obstacle(person, side, today):
        raise WorkflowError(too_young)
    former = Participation.objects.select_for_update().filter(cycle=cycle, person=person, side=side).first()
    if former is None:
        candidate = Participation(cycle=cycle, person=person, side=side, **fields)
        return save(candidate, by=by, reason="предложен в базу")
    if former.state != Participation.State.LEFT:
        raise WorkflowError(f"{person.short_name} уже в базе этого цикла ({former.get_state_display()}).")
    again = {"proposed_on": today} | fields
    return move(former, to=Participation.State.CANDIDATE, by=by, reason="предложен в базу снова", **ANEW | again)


@transaction.atomic
def accept(participation, *, on=None, by):
    """Take a candidate into the base from the day ``on`` (today) to the end of the cycle.

    Raises:
        WorkflowError: no consent to the processing of personal data is in force on that day, the day lies
            in the future or after the cycle, or the candidate was accepted already.

    Source: law.md 2.1 (nothing is kept about a mentor or mentee without consent), section 8 (order of work).
    """
    on = on or timezone.localdate()
    locked(participation)
    must_be_open(participation)
    if participation.state != Participation.State.CANDIDATE:
        who = participation.person.short_name
        raise WorkflowError(f"{who}: принимают кандидатов, а здесь – «{participation.get_state_display()}».")
    if on > timezone.localdate():
        raise WorkflowError("День приёма в базу не может быть позже сегодняшнего.")
    if on > participation.cycle.ends_on:
        raise WorkflowError(f"Цикл кончается {date_digits(participation.cycle.ends_on)}: принять позже нельзя.")
    must_be_here(participation.person, on)
    if missing := gates.missing_consents(participation.person, [Consent.Kind.PROCESSING], on):
        who, base = participation.person.short_name, BASES[participation.side]
        raise WorkflowError(f"{who}: принять в {base} пока нельзя.", missing)
    return move(
        participation,
        to=Participation.State.IN_BASE,
        by=by,
        reason="принят в базу",
        starts_on=on,
        ends_on=participation.cycle.ends_on,
    )


@transaction.atomic
def accept_all(participations, *, on=None, by):
    """Accept several candidates: all of them or none, the refusal names everyone who lacks a paper."""
    missing, accepted = [], []
    for participation in participations:
        try:
            with transaction.atomic():
                accepted.append(accept(participation, on=on, by=by))
        except WorkflowError as error:
            missing += error.missing or [Missing(str(error))]
    if missing:
        raise WorkflowError("Не принят никто: сначала оформите недостающее.", missing)
    return accepted


@transaction.atomic
def change(participation, *, version, by, **fields):
    """Correct what is said of a participant.

    Raises:
        Conflict: somebody else changed it since ``version``.
    """
    locked(participation)
    must_be_open(participation)
    gates.must_be_agreed([participation.person])
    check_version(participation, version)
    for name in CHANGEABLE:
        if name in fields:
            setattr(participation, name, fields[name])
    return save(participation, by=by, reason="исправлено")


@transaction.atomic
def leave(participation, *, on=None, reason, by):
    """Take a participant out of the base; ``on`` (today) is the last day in it.

    Raises:
        WorkflowError: the cycle is closed, no reason is given, a pair still works, or the day lies before the first one.
    """
    on = on or timezone.localdate()
    locked(participation)
    must_be_open(participation)
    if not reason.strip():
        raise WorkflowError("Укажите причину: она останется в истории базы.")
    if on > timezone.localdate():
        raise WorkflowError("Последний день в базе не может быть позже сегодняшнего.")
    if participation.starts_on and on < participation.starts_on:
        began = date_digits(participation.starts_on)
        raise WorkflowError(f"В базе с {began}: последний день не может быть раньше.")
    if missing := [line for gate in leaving_gates for line in gate(participation, on)]:
        who = participation.person.short_name
        raise WorkflowError(f"{who}: исключить из базы пока нельзя.", missing)
    return move(
        participation,
        to=Participation.State.LEFT,
        by=by,
        reason=reason.strip(),
        ends_on=on if participation.starts_on else None,
        leaving_reason=reason.strip(),
    )


def withdrawn_consent(participation, on=None):
    """The withdrawn consent without which this participation may not go on, None if there is none."""
    found = gates.withdrawn([participation.person_id], on)
    return next(
        (found[key] for kind in participation.needed_consents if (key := (participation.person_id, kind)) in found),
        None,
    )


def must_be_here(person, on):
    """Refuse somebody who has left the institution."""
    if person.left_on and person.left_on < on:
        raise WorkflowError(f"{person.short_name} уволен(а) {date_digits(person.left_on)}.")
