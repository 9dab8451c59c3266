"""Rules of who may stand in a bond with whom and when (law.md 1.6 and section 8; methodology.md 1, 3.4).

Called under locks on the participations: of two curators at one mentor's last place, the second is refused.
"""

from datetime import date

from django.db.models import Q

from mentorship.common.archive import must_be_open
from mentorship.common.checks import ENDS_LATER
from mentorship.common.russian import counted, date_digits
from mentorship.common.workflow import Missing, WorkflowError
from mentorship.documents.orders import stopped
from mentorship.institution.models import Rules
from mentorship.registry.models import Participation, Side

from .models import Bond

MENTEES = "наставляемый,наставляемых,наставляемых"


def locked_members(cycle, mentors, mentees):
    """The participations re-read under row locks, in one order for everybody, so that no two wait for each other."""
    wanted = [participation.pk for participation in [*mentors, *mentees]]
    rows = Participation.objects.select_for_update(of=("self",)).select_related("person", "cycle").order_by("pk")
    by_pk = {row.pk: row for row in rows.filter(pk__in=wanted, cycle=cycle)}
    if len(by_pk) != len(set(wanted)):
        raise WorkflowError("Кого-то из выбранных больше нет в базах этого цикла. Обновите страницу.")
    return [by_pk[one.pk] for one in mentors], [by_pk[one.pk] for one in mentees]


def check(cycle, mentors, mentees, starts_on, ends_on, *, but=None):
    """Refuse a bond that breaks a rule; ``but`` is the bond that is being changed.

    Raises:
        WorkflowError: in Russian, with the way to mend it where there is one.
    """
    _check_sides(mentors, mentees)
    _check_period(cycle, starts_on, ends_on)
    for participation in [*mentors, *mentees]:
        _check_participation(participation, starts_on, ends_on)
    around = list(_bonds_around(mentors, mentees, starts_on, ends_on, but))
    _check_doubles(around, mentors, mentees)
    for mentor in mentors:
        _check_places(around, mentor, mentees, starts_on)


def _check_sides(mentors, mentees):
    if len(mentors) != 1:
        raise WorkflowError("Выберите одного наставника. Второго закрепляют отдельной парой.")
    if not mentees:
        raise WorkflowError("Выберите хотя бы одного наставляемого.")
    if len({one.pk for one in mentees}) != len(mentees):
        raise WorkflowError("Один и тот же наставляемый выбран дважды.")
    if {one.side for one in mentors} != {Side.MENTOR} or {one.side for one in mentees} != {Side.MENTEE}:
        raise WorkflowError("Наставника выбирают из базы наставников, наставляемых – из базы наставляемых.")
    if mentors[0].person_id in {one.person_id for one in mentees}:
        raise WorkflowError("Нельзя закрепить сотрудника за самим собой.")


def _check_period(cycle, starts_on, ends_on):
    must_be_open(cycle)
    if ends_on <= starts_on:
        raise WorkflowError(ENDS_LATER)
    if starts_on < cycle.starts_on or ends_on > cycle.ends_on:
        span = f"{date_digits(cycle.starts_on)}–{date_digits(cycle.ends_on)}"
        raise WorkflowError(f"Период пары выходит за цикл «{cycle}» ({span}).")


def _check_participation(one, starts_on, ends_on):
    who = one.person.short_name
    if not one.is_open:
        raise WorkflowError(
            f"{who}: {one.get_state_display()}. Сначала верните в базу.",
            [Missing(f"{who} не в базе.", one.get_absolute_url())],
        )
    if one.rests(starts_on):
        raise WorkflowError(
            f"{who}: на паузе{_rest(one)}, пара не может начаться {date_digits(starts_on)}.",
            [Missing("Снимите с паузы в карточке участника или выберите другой день.", one.get_absolute_url())],
        )
    if one.person.left_on and one.person.left_on < ends_on:
        raise WorkflowError(f"{who}: дата ухода {date_digits(one.person.left_on)} раньше окончания пары.")
    if one.ends_on and one.ends_on < ends_on:
        raise WorkflowError(f"{who}: в базе по {date_digits(one.ends_on)}, пара не может длиться дольше.")


def _rest(one):
    until = f" до {date_digits(one.rests_until)}" if one.rests_until else ""
    return f"{until} ({one.rest_reason})"


def _bonds_around(mentors, mentees, starts_on, ends_on, but):
    """Bonds of these mentors whose period meets the new one, with their members."""
    met = Bond.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=starts_on),
        state__in=Bond.KEPT,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
        members__participation__person__in=[one.person_id for one in mentors],
        members__side=Side.MENTOR,
    )
    return met.exclude(pk=but.pk if but else None).distinct().with_people()


def _check_doubles(around, mentors, mentees):
    wanted = {one.person_id: one.person.short_name for one in mentees}
    for bond in around:
        for mentee in bond.mentees:
            if mentee.pk in wanted:
                span = f"{date_digits(bond.starts_on)}–{date_digits(bond.last_day)}"
                raise WorkflowError(
                    f"{mentors[0].person.short_name} и {mentee.short_name} уже вместе в этот период "
                    f"({span}, {bond.get_state_display()}).",
                    [Missing(stopped(f"Та же пара: {bond}"), bond.get_absolute_url())],
                )


def _check_places(around, mentor, mentees, starts_on):
    """The mentor's cap holds on every day of the new bond: the Положение's and, if smaller, his own."""
    most, taken = _most_mentees(around, starts_on), len(mentees)
    who, rules = mentor.person.short_name, Rules.load()
    if most + taken > rules.mentees_per_mentor:
        chosen = f"уже {counted(most, MENTEES)}, выбрано ещё {taken}" if most else f"выбрано {counted(taken, MENTEES)}"
        raise WorkflowError(f"{who}: {chosen}. Предел по Положению – {rules.mentees_per_mentor}.")
    if mentor.capacity is not None and most + taken > mentor.capacity:
        raise WorkflowError(
            f"{who}: готов(а) вести не больше {mentor.capacity}, а стало бы {most + taken}.",
            [Missing("Изменить число мест можно в карточке наставника.", mentor.get_absolute_url())],
        )


def _most_mentees(around, starts_on: date):
    """The largest number of different mentees that the mentor has on one day from ``starts_on`` on."""
    days = {starts_on, *(bond.starts_on for bond in around if bond.starts_on > starts_on)}
    return max(
        len({person.pk for bond in around if bond.starts_on <= day <= bond.last_day for person in bond.mentees})
        for day in days
    )
