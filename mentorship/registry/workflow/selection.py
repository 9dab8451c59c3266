"""Choosing mentors: the interview, points by criteria, the decision, the order that approves the base, pauses.

All but the papers is advice: whom the law lets into a pair is decided by consents (law.md 1.2, 2.1), not by points.
"""

from django.db import transaction
from django.utils import timezone

from mentorship.common.archive import must_be_open
from mentorship.common.russian import date_digits
from mentorship.common.workflow import Missing, WorkflowError, locked, save
from mentorship.people import gates

from ..models import CriterionScore, Interview, Participation, RegistryApproval

NEAR = "Сначала примите его в базу: для этого нужно согласие на обработку данных."


@transaction.atomic
def add_interview(participation, *, held_on, held_by, minutes, decision, by):
    """Keep the minutes and the decision of a talk with a candidate; a talk held again is another record.

    Raises:
        WorkflowError: the cycle is closed, the participant has left, or the day lies in the future.
    """
    locked(participation)
    _must_be_open(participation)
    _not_future(held_on, "Собеседование")
    interview = Interview(
        participation=participation, held_on=held_on, held_by=held_by, minutes=minutes, decision=decision
    )
    return save(interview, by=by, reason="собеседование")


@transaction.atomic
def score(participation, scores, *, by):
    """Set points of a candidate: {Criterion: 0 to 3, or None to take the points away}; others stay.

    Raises:
        WorkflowError: points out of range, or the participant has left.
    """
    locked(participation)
    _must_be_open(participation)
    known = {one.criterion_id: one for one in participation.scores.all()}
    for criterion, points in scores.items():
        given = known.get(criterion.pk)
        if points is None and given:
            given._history_user = by
            given.delete()
        elif points is not None and (given is None or given.score != points):
            given = given or CriterionScore(participation=participation, criterion=criterion)
            given.score = points
            save(given, by=by, reason="баллы по критериям")


@transaction.atomic
def select(participation, *, on=None, by):
    """Decide that a candidate will be a mentor: a person decides, points only advise.

    Raises:
        WorkflowError: he is not in the base yet, is chosen already, or the day lies in the future.
    """
    on = on or timezone.localdate()
    locked(participation)
    must_be_open(participation)
    who = participation.person.short_name
    if participation.state != Participation.State.IN_BASE:
        raise WorkflowError(f"{who} пока не в базе. {NEAR}")
    if participation.selected_on:
        raise WorkflowError(f"{who} уже отобран(а) {date_digits(participation.selected_on)}.")
    _not_future(on, "Отбор")
    participation.selected_on = on
    return save(participation, by=by, reason="отобран в наставники", fields=["selected_on"])


def select_all(participations, *, on=None, by):
    """Choose several: all of them or none."""
    return _all(participations, lambda one: select(one, on=on, by=by), "Не отобран никто: сначала исправьте.")


@transaction.atomic
def deselect(participation, *, reason, by):
    """Take the decision back; the reason stays in the history."""
    locked(participation)
    must_be_open(participation)
    if not participation.selected_on:
        raise WorkflowError(f"{participation.person.short_name} не отобран(а): отменять нечего.")
    if not reason.strip():
        raise WorkflowError("Укажите причину: она останется в истории.")
    participation.selected_on = None
    return save(participation, by=by, reason=f"отбор отменён: {reason.strip()}", fields=["selected_on"])


@transaction.atomic
def approve(cycle, participations, *, number, approved_on, by, paper=None):
    """Note that an order approved these participants of ``cycle`` (law.md 4.3, O6): all of them or none.

    Args:
        number, approved_on: of the order; an order entered twice is one approval.
        paper: the issued paper of the portal, if the portal made the order.

    Raises:
        WorkflowError: somebody is not in the base on that day (named), or the day lies in the future.
    """
    must_be_open(cycle)
    _not_future(approved_on, "Приказ")
    if not participations:
        raise WorkflowError("Никто не отмечен. Поставьте галочки у нужных людей.")
    approval = RegistryApproval.objects.filter(cycle=cycle, number=number.strip(), approved_on=approved_on).first()
    approval = approval or RegistryApproval(cycle=cycle, number=number.strip(), approved_on=approved_on)
    approval.paper = paper or approval.paper
    save(approval, by=by, reason="утверждение базы")
    _all(participations, lambda one: _approve_one(one, approval, by), "Приказ не записан ни для кого.")
    return approval


def _approve_one(participation, approval, by):
    locked(participation)
    who = participation.person.short_name
    if participation.cycle_id != approval.cycle_id:
        raise WorkflowError(f"{who}: участник другого цикла.")
    if participation.state != Participation.State.IN_BASE:
        raise WorkflowError(f"{who} пока не в базе. {NEAR}")
    if participation.starts_on > approval.approved_on:
        since = date_digits(participation.starts_on)
        raise WorkflowError(f"{who} в базе с {since}, приказ раньше. Проверьте дату приказа.")
    participation.approval = approval
    return save(participation, by=by, reason=f"утверждён: {approval}", fields=["approval"])


@transaction.atomic
def rest(participation, *, starts_on, ends_on=None, reason, by):
    """Put a participant on a pause (в резерв): he stays in the base and is not offered for new pairs.

    Raises:
        WorkflowError: he is not in the base, no reason is given, or the pause ends before it begins.
    """
    locked(participation)
    must_be_open(participation)
    if participation.state != Participation.State.IN_BASE:
        raise WorkflowError(f"{participation.person.short_name} не в базе: пауза не нужна.")
    if not reason.strip():
        raise WorkflowError("Укажите причину: она останется в истории.")
    participation.rests_from, participation.rests_until = starts_on, ends_on
    participation.rest_reason = reason.strip()
    fields = ["rests_from", "rests_until", "rest_reason"]
    return save(participation, by=by, reason=f"на паузе: {reason.strip()}", fields=fields)


@transaction.atomic
def end_rest(participation, *, by):
    """The pause is over: the participant is offered for pairs again."""
    locked(participation)
    must_be_open(participation)
    if not participation.rests_from:
        raise WorkflowError(f"{participation.person.short_name}: паузы нет.")
    participation.rests_from = participation.rests_until = None
    participation.rest_reason = ""
    return save(participation, by=by, reason="пауза окончена", fields=["rests_from", "rests_until", "rest_reason"])


@transaction.atomic
def _all(participations, act, refusal):
    """Do ``act`` for each or for none; the refusal names everyone who stands in the way."""
    missing, done = [], []
    for participation in participations:
        try:
            with transaction.atomic():
                done.append(act(participation))
        except WorkflowError as error:
            missing.append(Missing(str(error), participation.get_absolute_url()))
    if missing:
        raise WorkflowError(refusal, missing)
    return done


def _must_be_open(participation):
    must_be_open(participation)
    if not participation.is_open:
        who = participation.person.short_name
        raise WorkflowError(f"{who}: {participation.get_state_display()}. Сначала предложите в базу снова.")
    gates.must_be_agreed([participation.person])


def _not_future(day, what):
    if day > timezone.localdate():
        raise WorkflowError(f"{what}: дата {date_digits(day)} ещё не наступила.")
