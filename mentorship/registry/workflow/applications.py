"""Applications from the public page: taken with a limit, confirmed or declined by the curator, erased in time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from mentorship.common.workflow import WorkflowError, locked, move, save
from mentorship.cycle.models import Cycle
from mentorship.institution.models import Rules
from mentorship.people import workflow as people
from mentorship.people.models import Person

from ..models import Application, Side, Source, Strength
from .bases import enrol
from .topics import set_strengths

MOST_A_DAY = 50  # a school gets a handful a year: more in a day is a machine
MOST_OF_ONE_SENDER = 3
TOO_MANY = "Сегодня заявок больше не принимаем. Отправьте завтра или обратитесь в учреждение."
State = Application.State


@transaction.atomic
def apply(*, address, topics=(), **fields):
    """Keep an application sent from the public page.

    Args:
        address: of the sender's machine; only a hash of it is kept, to count applications.

    Raises:
        WorkflowError: the institution takes none, or too many came in a day, from one address or from all.
    """
    if not Rules.objects.select_for_update().filter(takes_applications=True).exists():
        raise WorkflowError("Учреждение сейчас не принимает заявки на этой странице.")
    sender = salted_hmac("registry.application", address).hexdigest()[:64]
    lately = Application.objects.filter(sent_at__gt=timezone.now() - timedelta(days=1))
    if lately.count() >= MOST_A_DAY or lately.filter(sender_hash=sender).count() >= MOST_OF_ONE_SENDER:
        raise WorkflowError(TOO_MANY)
    application = save(Application(sender_hash=sender, **fields), by=None, reason="отправлена с открытой страницы")
    application.topics.set(topics)
    return application


@transaction.atomic
def accept_application(application, *, by, person=None, origin=Person.Origin.STAFF):
    """Confirm an application: the person becomes a candidate of the current cycle, strong in the topics named.

    Args:
        person: whose application it is; None makes a new card of ``origin``, those who look alike were shown.

    Raises:
        WorkflowError: decided already, no cycle runs, or the person cannot be a candidate (see ``enrol``).
    """
    locked(application)
    if application.state != State.NEW:
        raise WorkflowError(f"Заявка уже {application.get_state_display()}.")
    cycle = Cycle.objects.current()
    if cycle is None:
        raise WorkflowError("Сначала откройте цикл: кандидатов добавляют в базу цикла.")
    person = person or _card_of(application, origin, by)
    candidate = enrol(cycle, person, Side.MENTOR, by, source=Source.SELF, request=application.words)
    levels = dict.fromkeys(application.topics.all(), Strength.Level.SHARES)
    if levels and not candidate.strengths.exists():
        set_strengths(candidate, levels, by=by)
    _decide(application, State.ACCEPTED, by, reason="подтверждена", person=person)
    return candidate


@transaction.atomic
def decline_application(application, *, reason, by):
    """Decline an application; its data go thirty days later.

    Raises:
        WorkflowError: decided already, or no reason is given.
    """
    if not reason.strip():
        raise WorkflowError("Укажите причину: её увидят те, кто ведёт базу.")
    return _decide(application, State.DECLINED, by, reason=reason.strip(), decline_reason=reason.strip())


def _decide(application, to, by, *, reason, **changes):
    return move(application, to=to, by=by, reason=reason, decided_on=timezone.localdate(), decided_by=by, **changes)


def _card_of(application, origin, by):
    at_home = origin in (Person.Origin.STAFF, Person.Origin.PARENT)
    about = {"post" if at_home else "organisation": application.about}
    return people.create_person(
        by=by,
        knowingly=True,
        origin=origin,
        is_teacher=origin == Person.Origin.STAFF,
        **application.name_parts,
        **about,
        **{"email" if "@" in application.contact else "phone": application.contact},
    )


@transaction.atomic
def erase_outlived():
    """Erase the applications whose time is over, with their history; returns how many. Done once a day."""
    keys = list(Application.objects.outlived().values_list("pk", flat=True))
    Application.objects.filter(pk__in=keys).delete()
    Application.history.filter(id__in=keys).delete()  # after the rows: their deletion leaves a row of its own
    return len(keys)
