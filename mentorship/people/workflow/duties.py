"""What the operator owes by a day: opened by a withdrawal or a request, closed when it is done."""

from django.db import transaction
from django.utils import timezone

from mentorship.common.workflow import WorkflowError, locked, save

from ..models import DataTask


@transaction.atomic
def open_task(person, kind, *, due_on, by, opened_on=None, consent=None):
    """Put a duty with its term; the same one that stands already keeps the earlier term."""
    locked(person)
    task = DataTask.objects.open().filter(person=person, kind=kind).first()
    if task is not None:
        task.due_on = min(task.due_on, due_on)
        return save(task, by=by, reason="срок уточнён", fields=["due_on"])
    task = DataTask(
        person=person, kind=kind, due_on=due_on, consent=consent, opened_on=opened_on or timezone.localdate()
    )
    return save(task, by=by, reason="поставлена задача")


@transaction.atomic
def close_task(task, *, by, on=None):
    """Note that a duty is done; the destruction closes its own only by the act.

    Raises:
        WorkflowError: done already, or it is the destruction.
    """
    locked(task)
    if task.done_on:
        raise WorkflowError(f"Уже отмечено выполненным {task.done_on:%d.%m.%Y}.")
    if task.kind == DataTask.Kind.DESTROY:
        raise WorkflowError("Эта задача закрывается актом: подготовьте уничтожение данных.")
    task.done_on, task.done_by = on or timezone.localdate(), by
    return save(task, by=by, reason="сделано", fields=["done_on", "done_by"])
