"""Who has read an issued paper: asked when it is issued, told by a tap in the portal or by a signature on the sheet."""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from mentorship.common.russian import date_digits
from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.institution.workdays import working_day_after

from .. import kinds
from ..models import Acquaintance, Paper, PaperSettings


def ask(paper, kind):
    """Ask the people of the sheet of acquaintance to read the paper; called in the transaction of its issue.

    The term runs from today, by the calendar of the institution: of an order entered late nobody could know before.

    Somebody is given the account of the same name among the paper's readers; of two namesakes nobody is, they sign on
    paper.
    """
    people = [person for block in paper.blocks if block["type"] == "acquaintance" for person in block["people"]]
    if not kind.acquaints or not people:
        return
    days = PaperSettings.load().acquaint_days
    paper.acquaint_until = working_day_after(timezone.localdate(), days)
    save(paper, by=paper.registered_by, reason="объявлено ознакомление", fields=["acquaint_until"])
    accounts = _accounts(paper)
    for person in people:
        user = accounts.get(person["name"])
        save(Acquaintance(paper=paper, name=person["name"], post=person["post"], user=user), by=paper.registered_by)


def _accounts(paper):
    readers = list(paper.readers.all())
    often = Counter(user.full_name for user in readers)
    return {user.full_name: user for user in readers if often[user.full_name] == 1}


@transaction.atomic
def open_to(user, papers, *, by):
    """Open issued papers to somebody whose account came after them, as their issue would have; returns how many."""
    opened = [paper for paper in papers if paper.is_frozen and user in kinds.get(paper.kind).readers(paper)]
    for paper in opened:
        paper.readers.add(user)
        if _accounts(paper).get(user.full_name) == user:
            for line in paper.acquaintances.filter(name=user.full_name, user=None)[:1]:
                line.user = user
                save(line, by=by, reason="появилась учётная запись", fields=["user"])
    return len(opened)


@transaction.atomic
def tap(paper, *, by):
    """«Ознакомлен(а)» in the portal; a second tap changes nothing.

    Raises:
        WorkflowError: this person is not on the sheet, or the paper is not in force.
    """
    mine = paper.acquaintances.select_for_update().filter(user=by).first()
    if mine is None:
        raise WorkflowError("Вас нет в листе ознакомления с этим документом.")
    if paper.state != Paper.State.ISSUED:
        raise WorkflowError("Документ уже не действует: знакомиться с ним не нужно.")
    if mine.tapped_at is None:
        mine.tapped_at = timezone.now()
        save(mine, by=by, fields=["tapped_at"])
    return mine


@transaction.atomic
def note_signatures(paper, people, *, on, by):
    """Note that these people signed the sheet on the day ``on``; returns how many.

    Raises:
        WorkflowError: nobody was chosen, or the day lies before the paper or in the future.
    """
    locked(paper)
    people = list(paper.acquaintances.filter(pk__in=[person.pk for person in people], signed_on__isnull=True))
    if not people:
        raise WorkflowError("Отметьте тех, кто расписался на листе.")
    if not paper.issued_on <= on <= timezone.localdate():
        raise WorkflowError(f"Дата подписи – не раньше {date_digits(paper.issued_on)} и не позже сегодняшнего дня.")
    for person in people:
        person.signed_on, person.noted_by = on, by
        save(person, by=by, fields=["signed_on", "noted_by"])
    return len(people)


@transaction.atomic
def take_signature_back(person, *, by):
    """A signature noted by mistake is taken back."""
    person.signed_on, person.noted_by = None, by
    return save(person, by=by, fields=["signed_on", "noted_by"])
