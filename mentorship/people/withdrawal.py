"""What follows from a withdrawal: what stops today, what stays and why, by which day the rest is done (law.md 2.5).

The apps above say what rests on a consent with them (:data:`stops`), why data cannot be destroyed yet
(:data:`obstacles`) and until when they are needed (:data:`last_days`).
"""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from mentorship.accounts.models import Role
from mentorship.common.periods import add_months
from mentorship.common.registry import Registry
from mentorship.common.russian import counted, plural
from mentorship.common.workflow import Missing
from mentorship.institution.models import Rules
from mentorship.institution.workdays import working_day_after

from .models import Consent, DataTask, Person
from .subject_data import subject_data

Kind = DataTask.Kind
DAYS_TO_DESTROY = 30  # 152-ФЗ, ст. 21 ч. 4, 5
WORKING_DAYS_TO_STOP = 10  # 152-ФЗ, ст. 21 ч. 5.1
WORKING_DAYS_TO_UNPUBLISH = 3  # 152-ФЗ, ст. 10.1 ч. 14
WORKING_DAYS_TO_ANSWER = 10  # 152-ФЗ, ст. 14, 20
UNTIL = {
    Kind.UNPUBLISH: "До снятия с сайта",
    Kind.STOP: "До прекращения обработки",
    Kind.DESTROY: "До уничтожения",
    Kind.ANSWER: "До ответа",
}
PUBLIC = (Consent.Kind.PUBLICATION, Consent.Kind.PICTURE)

stops = Registry()  # callables: consent → [Missing or Stop], what stops today
obstacles = Registry()  # callables: person → [Missing], what must end before the data are destroyed
last_days = Registry()  # callables: keys of people → {key: last day the data were needed, None while they are}


@dataclass(frozen=True)
class Stop(Missing):
    """What stops and is closed from the page of the withdrawal.

    Attributes:
        close_url: takes the POST that closes it, empty where it may not be closed yet.
        verb: the word of the button.
        first: what must be done before.
    """

    close_url: str = ""
    verb: str = ""
    first: tuple = ()


def duties(consent, on, *, demand=False):
    """(kind of task, day by which) that follow from a withdrawal received on the day ``on``.

    Args:
        demand: the person has also demanded to stop the processing (ст. 21 ч. 5.1).
    """
    if consent.kind in PUBLIC:
        found = [(Kind.UNPUBLISH, working_day_after(on, WORKING_DAYS_TO_UNPUBLISH))]
    elif consent.kind == Consent.Kind.PROCESSING:
        found = [(Kind.DESTROY, on + timedelta(days=DAYS_TO_DESTROY))]
    else:
        found = []
    if demand:
        found.append((Kind.STOP, working_day_after(on, WORKING_DAYS_TO_STOP)))
    return found


def what_stops(consent):
    """What stops on the day of the withdrawal, a sentence each with the way to it; nothing where another is in force."""
    if consent.withdrawn_on and Consent.objects.in_force().filter(person=consent.person_id, kind=consent.kind).exists():
        return []
    found = [line for stop in stops for line in stop(consent)]
    if consent.kind == Consent.Kind.PROCESSING:
        found.append(Missing("Новые записи: встречи, программу, собеседования и ответы на анкеты портал не примет"))
    if consent.kind in PUBLIC:
        for url in consent.details.get("urls", []):
            found.append(Missing(f"Публикация на странице {url}"))
        found.append(Missing("Выгрузка на сайт: данные участника в неё больше не попадут"))
    return found


def what_stays():
    """(title, what stays and on what ground) of every sort of data that is not destroyed altogether."""
    return [(one.title, one.keeps) for one in subject_data if one.keeps]


def same(consent, on=None):
    """Other consents of the person and kind in force on the day ``on`` (today): they are withdrawn with this one."""
    return Consent.objects.in_force(on).filter(person=consent.person_id, kind=consent.kind).exclude(pk=consent.pk)


@dataclass(frozen=True)
class Clock:
    """How much of a term is over, for the bar on the page."""

    task: DataTask
    passed: int
    total: int

    @property
    def words(self):
        """«До уничтожения осталось 12 дней из 30», law.md section 8."""
        left = max(self.total - self.passed, 0)
        verb = plural(left, "остался,осталось,осталось")
        return f"{UNTIL[self.task.kind]} {verb} {counted(left, 'день,дня,дней')} из {self.total}"


def clock(task, on=None):
    """The clock of a task on the day ``on`` (today)."""
    on = on or timezone.localdate()
    total = max((task.due_on - task.opened_on).days, 1)
    return Clock(task, min(max((on - task.opened_on).days, 0), total), total)


def why_not_destroy(person):
    """What stands in the way of destroying this person's data: refused with reasons (trust.md P-02)."""
    found = [line for check in obstacles for line in check(person)]
    if person.user is not None and person.user.roles:
        names = ", ".join(Role(role).label for role in sorted(person.user.roles))
        url = reverse("accounts:account", args=[person.user_id])
        found.append(Missing(f"У учётной записи есть роль ({names}): сначала снимите её.", url))
    for consent in Consent.objects.in_force().filter(person=person, kind=Consent.Kind.PROCESSING):
        found.append(
            Missing(
                f"Действует согласие на обработку № {consent.number}: уничтожают после отзыва или окончания срока.",
                consent.get_absolute_url(),
            )
        )
    return found


def purpose_ended(on=None):
    """People whose data are needed no more on the day ``on`` (today): (person, since), the longest first.

    The purpose has ended ``Rules.data_needed_months`` after the last participation; for staff, also after they have
    left (ст. 21 ч. 4).
    """
    on = on or timezone.localdate()
    gone = add_months(on, -Rules.load().data_needed_months)
    people = Person.objects.filter(destruction=None).exclude(left_on=None, origin=Person.Origin.STAFF)
    left = dict(people.values_list("pk", "left_on"))
    needed = [given(list(left)) for given in last_days]
    found = []
    for pk, left_on in left.items():
        days = [known[pk] for known in needed if pk in known]
        if None in days or (left_on is None and not days):
            continue
        last = max([*days, *filter(None, [left_on])])
        if last <= gone:
            found.append((pk, last))
    ended = Person.objects.in_bulk([pk for pk, _ in found])  # not the cards of all pupils of the school
    return sorted([(ended[pk], last) for pk, last in found], key=lambda pair: pair[1])
