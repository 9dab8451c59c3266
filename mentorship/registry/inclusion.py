"""Who ought to be in a base and is not, and which base wants a look: advice for «Сегодня» and the page of the refresh."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max, Q

from mentorship.common.memo import once_a_page
from mentorship.common.periods import add_months
from mentorship.common.russian import agree
from mentorship.cycle.models import Cycle
from mentorship.institution.models import Rules
from mentorship.people.models import Person

from .models import BaseReview, Participation, Side, TrainingRecord

REFRESH_AFTER = timedelta(days=365)  # methodology.md 9.3, row 39: at least once a year
NEWCOMER_MONTHS = 12


@dataclass(frozen=True)
class Advised:
    """A person who ought to be put forward, and why."""

    person: Person
    why: str


def advised(cycle, side, on):
    """People present who ought to be in the base of ``side``; whoever was put forward in this cycle is left out.

    Mentees: young specialists by the rules, and teachers hired within a year. Mentors: those who were trained for it.
    """
    known = Participation.objects.filter(cycle=cycle, side=side).values("person")
    if side == Side.MENTOR:
        trained = TrainingRecord.objects.passed(on).of_mentors().values("person")
        people = Person.objects.present(on).filter(pk__in=trained).exclude(pk__in=known).select_related("unit")
        return [Advised(one, f"{agree(one.gender, 'прошёл', 'прошла')} обучение наставников") for one in people]
    rules = Rules.load()
    new = Q(origin=Person.Origin.STAFF, hired_on__gt=add_months(on, -NEWCOMER_MONTHS))
    teachers = Person.objects.present(on).filter(Person.objects.young(on, rules) | new, is_teacher=True)
    people = teachers.exclude(pk__in=known).select_related("unit")
    found = [(one, one.is_young_specialist(on, rules)) for one in people]
    return [
        *(Advised(one, "молодой специалист") for one, is_young in found if is_young),
        *(Advised(one, "на новом месте меньше года") for one, is_young in found if not is_young),
    ]


def former_cycle(cycle, side):
    """The cycle before ``cycle`` whose base of ``side`` anybody was in, or None."""
    before = Cycle.objects.filter(starts_on__lt=cycle.starts_on, participations__side=side)
    return before.order_by("-starts_on").first()


def carried_and_gone(cycle, side, on):
    """(who may be carried over from the former cycle, who left since) as two lists of participations."""
    former = former_cycle(cycle, side)
    if former is None:
        return [], []
    known = Participation.objects.filter(cycle=cycle, side=side).values("person")
    everyone = Participation.objects.filter(cycle=former, side=side).exclude(person__in=known)
    stayed = everyone.exclude(state__in=[Participation.State.CANDIDATE, Participation.State.LEFT])
    present = Person.objects.present(on).values("pk")
    found = everyone.select_related("person__unit", "cycle").order_by("person__sort_key", "pk")
    can_go = set(stayed.filter(person__in=present).values_list("pk", flat=True))
    carried = [one for one in found if one.pk in can_go]
    gone = [one for one in found if one.pk not in can_go and one.state != Participation.State.CANDIDATE]
    return carried, gone


def last_refresh(cycle, side):
    """The day on which the base of ``side`` was last looked through or somebody was put forward, or None."""
    return _last_refresh(cycle).get(side)


@once_a_page
def _last_refresh(cycle):
    """{side: that day} of both bases at once."""
    rows = (
        *BaseReview.objects.filter(cycle=cycle).order_by().values_list("side").annotate(Max("reviewed_on")),
        *Participation.objects.filter(cycle=cycle).order_by().values_list("side").annotate(Max("proposed_on")),
    )
    return dict(sorted(row for row in rows if row[1]))


def wants_refresh(cycle, side, on):
    """Since when the base wants a look, or None while it is fresh.

    A base that nobody filled though the former cycle had one wants it since the cycle began.
    """
    last = last_refresh(cycle, side)
    if last is None:
        return cycle.starts_on if former_cycle(cycle, side) else None
    return last + REFRESH_AFTER if on - last > REFRESH_AFTER else None
