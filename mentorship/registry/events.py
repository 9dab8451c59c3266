"""What the bases and trainings tell of a person's years."""

from mentorship.people.timeline import Event

from .models import Participation, TrainingRecord


def participations(person, user):
    """When somebody entered a base of a cycle, and when and why he left it."""
    for one in Participation.objects.visible_to(user).filter(person=person).select_related("cycle"):
        side, url = one.get_side_display(), one.get_absolute_url()
        if one.starts_on:
            yield Event(one.starts_on, f"В базе: {side}", one.cycle.title, url, kind="ok")
        if one.state == Participation.State.LEFT:
            yield Event(one.ends_on, f"Вышел из базы: {side}", one.leaving_reason or one.cycle.title, url)


def trainings(person, user):
    """Trainings gone through, with the certificate."""
    records = TrainingRecord.objects.visible_to(user).filter(person=person, state=TrainingRecord.State.ATTENDED)
    for record in records.select_related("training"):
        training = record.training
        number = f"документ № {record.certificate_number}" if record.certificate_number else ""
        note = ", ".join(filter(None, [training.get_kind_display(), number]))
        yield Event(training.ends_on, f"Обучение: {training.title}", note, training.get_absolute_url())
