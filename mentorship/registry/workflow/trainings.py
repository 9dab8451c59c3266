"""Trainings and internships: who goes, who was there, with what certificate."""

from django.db import transaction

from mentorship.common.workflow import WorkflowError, locked, save
from mentorship.people import gates
from mentorship.people.models import Person

from ..models import Training, TrainingRecord


@transaction.atomic
def create_training(*, by, people=(), **fields):
    """Note a training or an internship, with the people who go."""
    training = save(Training(**fields), by=by, reason="новое обучение")
    add_people(training, people, by=by)
    return training


@transaction.atomic
def change_training(training, *, by, **fields):
    """Correct what is said of a training."""
    locked(training)
    for name, value in fields.items():
        setattr(training, name, value)
    return save(training, by=by, reason="исправлено")


@transaction.atomic
def add_people(training, people, *, by):
    """Put people on the list of a training; those who are there stay as they are.

    Raises:
        WorkflowError: somebody left the institution before the training began (named).
    """
    known = set(training.records.values_list("person", flat=True))
    gone = [one.short_name for one in people if one.left_on and one.left_on < training.starts_on]
    if gone:
        raise WorkflowError(f"Уволены до начала обучения: {', '.join(gone)}. Уберите их из списка.")
    added = [person for person in people if person.pk not in known]
    gates.must_be_agreed(added)
    return [save(TrainingRecord(training=training, person=person), by=by, reason="записан") for person in added]


@transaction.atomic
def mark_record(record, *, state, by, certificate_number="", certificate_on=None, scan=None):
    """Note whether the person was there, and his certificate; without ``scan`` the earlier one stays.

    Raises:
        WorkflowError: a certificate of somebody who was not there.
    """
    locked(record)
    if certificate_number and state != TrainingRecord.State.ATTENDED:
        who = Person.objects.get(pk=record.person_id).short_name
        raise WorkflowError(f"{who}: документ выдают тому, кто прошёл обучение. Отметьте «прошёл» или уберите номер.")
    record.state, record.certificate_number, record.certificate_on = state, certificate_number, certificate_on
    record.scan = scan or record.scan
    return save(record, by=by, reason="посещение")


@transaction.atomic
def remove_record(record, *, by):
    """Take somebody off the list; whoever was there or has a certificate stays.

    Raises:
        WorkflowError: he went through the training.
    """
    locked(record)
    if record.state == TrainingRecord.State.ATTENDED:
        raise WorkflowError("Прошедшего обучение из списка не убирают: сначала исправьте отметку о посещении.")
    record._history_user, record._change_reason = by, "убран из списка"
    record.delete()
