"""The destruction of one person's data: planned, carried out with its act, repeated after a restored backup."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from mentorship.accounts import journal
from mentorship.common.russian import clean_text, counted
from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.documents import storage
from mentorship.documents import workflow as documents
from mentorship.documents.models import StoredFile

from .. import destroyed_list, destruction_act
from ..eraser import Eraser, sweep
from ..models import DataTask, Destruction, Person
from ..signals import person_forgotten
from ..subject_data import subject_data, unused
from ..withdrawal import why_not_destroy


@transaction.atomic
def plan_destruction(person, *, reason, commission, by, paper_sheets=0):
    """Note the commission and the reason and draft the act; nothing is destroyed yet.

    Args:
        commission: [{"name": «Петрова Анна Сергеевна», "post": «заведующий»}], the chair first, at least two.

    Raises:
        WorkflowError: too few members, destroyed already, or something stands in the way (``missing``).
    """
    locked(person)
    commission = [{name: clean_text(one.get(name, "")) for name in ("name", "post")} for one in commission]
    commission = [one for one in commission if one["name"]]
    if len(commission) < destruction_act.LEAST_MEMBERS:
        raise WorkflowError(destruction_act.TOO_FEW)
    if missing := why_not_destroy(person):
        raise WorkflowError("Данные пока нельзя уничтожить.", missing)
    destruction = Destruction.objects.filter(person=person).first() or Destruction(person=person)
    if destruction.carried_out_on:
        raise WorkflowError(f"Данные уже уничтожены {destruction.carried_out_on:%d.%m.%Y}.")
    destruction.reason, destruction.commission = reason, commission
    destruction.paper_sheets, destruction.planned_on = paper_sheets, timezone.localdate()
    save(destruction, by=by, reason="уничтожение подготовлено")
    if destruction.act is None or not destruction.act.is_editable:
        destruction.act = documents.draft(destruction_act.CODE, title=destruction_act.TITLE, subject=destruction, by=by)
        save(destruction, by=by, reason="составлен акт", fields=["act"])
    documents.rebuild(destruction.act, by=by)
    return destruction


def destroy(destruction, *, key, by):
    """Carry out a planned destruction: the act is written anew, numbered and frozen, and the data go with it.

    One transaction: there is no act without destruction and none the other way. Where the institution numbers its acts
    after the signature, the data go when the act is registered.

    Raises:
        AlreadyIssued: this press was carried out before.
        WorkflowError: something came into the way since the plan.
    """
    act = destruction.act
    if act is None:
        raise WorkflowError("Сначала подготовьте акт: укажите причину и комиссию.")
    if act.is_editable:
        documents.rebuild(act, by=by)
        documents.send(act, by=by)
    return documents.issue(act, key=key, by=by)


def carry_out(paper, by):
    """What the act brings into force; called inside the transaction of its issue."""
    destruction = locked(paper.subject)
    _forget(destruction, by=by, on=paper.issued_on)


def _forget(destruction, *, by, on):
    person = locked(destruction.person)
    journal_rows = []
    eraser = Eraser(person, destruction.label, is_only_bearer=_is_only_bearer(person))
    destruction.card_made_at = destroyed_list.made_at(person)
    for one in subject_data:
        if count := one.forget(person, eraser):
            journal_rows.append(f"Уничтожено: {one.title}, {counted(count, 'запись,записи,записей')}")
    sweep(eraser)
    destruction.files = _drop_files(eraser.files)
    destruction.carried_out_on, destruction.carried_out_by = on, by
    save(destruction, by=by, reason="данные уничтожены")
    for task in DataTask.objects.open().filter(person=person):
        task.done_on, task.done_by = on, by
        save(task, by=by, reason="данные уничтожены", fields=["done_on", "done_by"])
    for what in journal_rows:
        journal.record(by, journal.Action.DESTROY, what, subject=person.pk)
    person_forgotten.send(sender=Person, person=person, by=by)
    destroyed_list.add(destruction)
    transaction.on_commit(lambda: remove_from_disk(destruction.files))


def _is_only_bearer(person):
    return not Person.objects.exclude(pk=person.pk).filter(last_name__in=_both(person.last_name)).exists()


def _both(surname):
    """The surname of a man and of a woman are one in a text without initials: «Белова» may be Белов's genitive."""
    return {surname, surname.removesuffix("а"), f"{surname}а"}


def _drop_files(keys):
    """Delete the rows of files to which nothing points any more; returns the SHA-256 of their contents."""
    gone = list(unused(keys))
    sums = sorted({one.sha256 for one in gone})
    StoredFile.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return sums


def remove_from_disk(sums):
    """Take contents off the disk unless another file has the same; a repeat does no harm."""
    for sha256 in sums:
        if not StoredFile.objects.filter(sha256=sha256).exists():
            storage.path_of(sha256).unlink(missing_ok=True)


def forget_again():
    """Destroy once more what a restored backup brought back, by the list beside the database; returns the people."""
    again = []
    for line, person in destroyed_list.risen():
        with transaction.atomic():
            destruction = Destruction.objects.filter(person=person).first()
            if destruction is None:
                free = not Destruction.objects.filter(pk=line["number"]).exists()
                destruction = Destruction(pk=line["number"] if free else None, person=person, reason=line["reason"])
                destruction.save(force_insert=True)
            _forget(destruction, by=None, on=date.fromisoformat(line["on"]))
        again.append(person)
    for destruction in Destruction.objects.exclude(carried_out_on=None):
        remove_from_disk(destruction.files)
    return again
